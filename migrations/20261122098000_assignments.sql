-- Who assigned and who withdrew (AM-8, AM-9), and the same periods for the resellers of a distributor (AM-10).

alter table customer_assignments
    add column assigned_by bigint references members (id),
    add column ended_by bigint references members (id);
comment on column customer_assignments.assigned_by is 'The member who assigned; empty for what was there before, and for a link of the manager (AM-4).';
comment on column customer_assignments.ended_by is 'The member who withdrew or reassigned; empty while it lasts, and when the association ended (AM-8).';
create index customer_assignments_pages on customer_assignments (organization_id, assigned_at desc, id desc);

create table reseller_assignments (
    id bigint generated always as identity primary key,
    organization_id bigint not null references organizations (id),
    reseller_id bigint not null references resellers (id),
    member_id bigint not null references members (id),
    assigned_at timestamptz not null,
    ended_at timestamptz check (ended_at >= assigned_at),
    assigned_by bigint references members (id),
    ended_by bigint references members (id)
);
create unique index reseller_assignments_open on reseller_assignments (reseller_id) where ended_at is null;
create index reseller_assignments_member on reseller_assignments (member_id, reseller_id) where ended_at is null;
create index reseller_assignments_history on reseller_assignments (reseller_id, assigned_at desc);
create index reseller_assignments_organization on reseller_assignments (organization_id);
comment on table reseller_assignments is 'Periods in which an account manager of the distributor looked after a reseller; at most one is open per reseller (AM-10).';
comment on column reseller_assignments.id is 'Key.';
comment on column reseller_assignments.organization_id is 'The distributor.';
comment on column reseller_assignments.reseller_id is 'The reseller.';
comment on column reseller_assignments.member_id is 'The account manager (a member of the distributor with that role).';
comment on column reseller_assignments.assigned_at is 'Start of the period; never back-dated (AM-7).';
comment on column reseller_assignments.ended_at is 'End of the period, exclusive; empty while it lasts.';
comment on column reseller_assignments.assigned_by is 'The member who assigned.';
comment on column reseller_assignments.ended_by is 'The member who withdrew or reassigned; empty while it lasts, and when the association ended.';
call protect_by_organization('reseller_assignments', 'select, insert, update');

create function works_as(who bigint, preset text, at timestamptz) returns boolean language sql stable as $$
    select exists (
        select from members m join organizations o on o.id = m.organization_id join member_roles r on r.member_id = m.id
        where m.id = who and m.state = 'active' and coalesce(login_ends_at(m.expires_on, o.time_zone) > at, true)
          and r.role = preset and (r.starts_at is null or r.starts_at <= at) and (r.ends_at is null or r.ends_at > at))
$$;
comment on function works_as is 'Whether a member can sign in at this instant and then holds this preset role (AM-7: an active account manager).';

create function managed_resellers(organization bigint, managers bigint[])
returns table (holders bigint[], held bigint[]) language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
    select coalesce(array_agg(a.member_id order by a.id), '{}'), coalesce(array_agg(r.child_id order by a.id), '{}')
    into holders, held
    from reseller_assignments a join resellers r on r.id = a.reseller_id
    where a.organization_id = organization and organization = any(visible_organizations())
      and a.member_id = any(managers) and a.ended_at is null;
    return next;
end
$$;
comment on function managed_resellers is 'Which of these managers looks after which reseller''s organisation now, pairwise: what a member sees whose scope is his own or his team''s (AM-10, AM-13).';
revoke execute on function managed_resellers from public;
grant execute on function managed_resellers to portal_app;
