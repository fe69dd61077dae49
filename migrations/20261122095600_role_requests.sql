-- Roles that wait for a second person (PERM-8), and what a member's deletion leaves to be erased (MEM-9).

create table role_requests (
    id bigint generated always as identity primary key,
    organization_id bigint not null references organizations (id),
    member_id bigint not null references members (id),
    roles jsonb not null check (jsonb_typeof(roles) = 'array'),
    scope_pin text check (scope_pin in ('own', 'team', 'all')),
    reason text not null default '' check (char_length(reason) <= 500),
    state text not null default 'pending' check (state in ('pending', 'approved', 'refused', 'withdrawn')),
    asked_by bigint not null references members (id),
    asked_at timestamptz not null,
    decided_by bigint references members (id),
    decided_at timestamptz,
    check ((state = 'pending') = (decided_at is null)),
    check (state <> 'approved' or decided_by not in (asked_by, member_id))
);
create unique index role_requests_pending on role_requests (member_id) where state = 'pending';
create index role_requests_organization on role_requests (organization_id, state, asked_at);
comment on table role_requests is 'Roles that a member is to have once another Admin or the master agrees (PERM-8). One is open per member.';
comment on column role_requests.id is 'Key.';
comment on column role_requests.organization_id is 'The member''s organisation.';
comment on column role_requests.member_id is 'Who is to have the roles.';
comment on column role_requests.roles is 'Every role the member is to have: [{"role": preset code or null, "role_id": custom role or null, "starts_at": …, "ends_at": …}].';
comment on column role_requests.scope_pin is 'The data scope chosen with it (AM-3); stored with the member when it is approved.';
comment on column role_requests.reason is 'Why, in the words of who asked.';
comment on column role_requests.state is 'pending, approved, refused, or withdrawn by who asked or by the member''s deletion.';
comment on column role_requests.asked_by is 'Who asked: never the one who approves (PERM-6).';
comment on column role_requests.asked_at is 'When.';
comment on column role_requests.decided_by is 'Who decided; empty while it is pending and when the portal withdrew it.';
comment on column role_requests.decided_at is 'When.';
call protect_by_organization('role_requests', 'select, insert, update');

alter table members
    add column deleted_at timestamptz,
    add column contact_erased_at timestamptz;
comment on column members.deleted_at is 'When the login was deleted; its contact data is erased 90 days later (MEM-9).';
comment on column members.contact_erased_at is 'When name, mail address, phone and remark were erased.';
create unique index members_email on members (organization_id, lower(email)) where email is not null and state <> 'deleted';
create index members_deleted on members (deleted_at) where deleted_at is not null and contact_erased_at is null;

create function member_ground(organization bigint, at timestamptz)
returns table (custom jsonb, directors jsonb, managers jsonb, admins bigint) language sql stable as $$
    with held as (
        select m.id, m.username, m.state = 'active' and coalesce(login_ends_at(m.expires_on, o.time_zone) > at, true) as works, r.role
        from member_roles r
        join members m on m.id = r.member_id
        join organizations o on o.id = m.organization_id
        where r.organization_id = organization and r.role in ('admin', 'desk_admin', 'account_director', 'account_manager')
          and (r.starts_at is null or r.starts_at <= at) and (r.ends_at is null or r.ends_at > at))
    select
        (select coalesce(jsonb_agg(jsonb_build_object('id', c.id, 'name', c.name, 'codes', c.permissions) order by lower(c.name), c.id), '[]')
            from roles c where c.organization_id = organization),
        (select coalesce(jsonb_agg(jsonb_build_array(h.id, h.username) order by lower(h.username)), '[]')
            from held h where h.works and h.role = 'account_director'),
        (select coalesce(jsonb_agg(jsonb_build_array(h.id, h.username) order by lower(h.username)), '[]')
            from held h where h.works and h.role = 'account_manager'),
        (select count(distinct h.id) from held h where h.works and h.role in ('admin', 'desk_admin'))
$$;
comment on function member_ground is 'What rules about members ask of an organisation, in one round trip: custom roles, active directors and managers as [key, user name], number of active Admins (MEM-13, AM-12).';
