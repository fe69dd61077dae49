-- Roles that stay while a submission about their holder is under review (ROLE-4, TRAP-6); how many custom roles there may be
-- (ROLE-6); Admins who last (MEM-13).

create table role_locks (
    id bigint generated always as identity primary key,
    organization_id bigint not null references organizations (id),
    member_id bigint not null references members (id),
    role text not null check (role <> ''),
    submission text not null check (submission <> '' and char_length(submission) <= 200),
    link text not null check (link like '/%' and char_length(link) <= 200),
    locked_by bigint references members (id),
    locked_at timestamptz not null,
    unlocked_at timestamptz check (unlocked_at >= locked_at)
);
create unique index role_locks_open on role_locks (member_id, role, link) where unlocked_at is null;
comment on table role_locks is 'Why a role of a member cannot be taken away for now: qualification data submitted for him is under review (ROLE-4). The page names submission, submitter, date and link (TRAP-6).';
comment on column role_locks.id is 'Key.';
comment on column role_locks.organization_id is 'The member''s organisation.';
comment on column role_locks.member_id is 'Whose role it is.';
comment on column role_locks.role is 'Code of the preset.';
comment on column role_locks.submission is 'What was submitted, as its page calls it.';
comment on column role_locks.link is 'Its page: a path of the portal.';
comment on column role_locks.locked_by is 'Who submitted it; empty for the portal itself.';
comment on column role_locks.locked_at is 'When.';
comment on column role_locks.unlocked_at is 'When the review ended; empty while it runs.';
call protect_by_organization('role_locks', 'select, insert, update');

alter table organizations add column custom_role_limit integer not null default 10 check (custom_role_limit between 10 and 100);
comment on column organizations.custom_role_limit is 'How many custom roles the organisation may have (ROLE-6).';

create or replace function member_ground(organization bigint, at timestamptz)
returns table (custom jsonb, directors jsonb, managers jsonb, admins bigint) language sql stable as $$
    with held as (
        select m.id, m.username, m.expires_on is null and r.ends_at is null as lasts, r.role,
            m.state = 'active' and coalesce(login_ends_at(m.expires_on, o.time_zone) > at, true) as works
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
        (select count(distinct h.id) from held h where h.works and h.lasts and h.role in ('admin', 'desk_admin'))
$$;
comment on function member_ground is 'What rules about members ask of an organisation, in one round trip: custom roles, active directors and managers as [key, user name], number of active Admins whose login and role have no end (MEM-13, AM-12).';
