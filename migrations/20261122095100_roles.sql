-- Custom roles, assignments with a beginning and an end, and what a member's form asks for (MEM-2, ROLE-6, PERM-8, AM-3).

create table roles (
    id bigint generated always as identity primary key,
    organization_id bigint not null references organizations (id),
    name text not null check (char_length(name) between 1 and 64),
    description text not null default '' check (char_length(description) <= 255),
    permissions text[] not null check (cardinality(permissions) >= 1),
    created_at timestamptz not null default now(),
    created_by bigint references members (id),
    updated_at timestamptz not null default now(),
    updated_by bigint references members (id),
    revision integer not null default 1,
    unique (organization_id, id)
);
create unique index roles_name on roles (organization_id, lower(name));
comment on table roles is 'Custom roles of an organisation (ROLE-6, ROLE-7). Presets are code: src/access/roles.rs.';
comment on column roles.id is 'Key.';
comment on column roles.organization_id is 'The organisation the role belongs to.';
comment on column roles.name is 'Unique in the organisation ignoring case, also against the presets'' names.';
comment on column roles.description is 'What the role is for.';
comment on column roles.permissions is 'Permission codes of src/access/catalog.rs. A code that the organisation''s kind has not, or that is master''s or Admin''s, permits nothing.';
comment on column roles.created_at is 'When it was made.';
comment on column roles.created_by is 'Who made it; empty for the demo.';
comment on column roles.updated_at is 'When it was last changed.';
comment on column roles.updated_by is 'Who changed it last: he is no checker of it (PERM-6).';
comment on column roles.revision is 'Counts changes; a form with an older one is shown beside the present state.';
call protect_by_organization('roles', 'select, insert, update, delete');

alter table member_roles drop constraint member_roles_pkey;
alter table member_roles
    add column id bigint generated always as identity primary key,
    alter column role drop not null,
    add column role_id bigint,
    add column starts_at timestamptz,
    add column ends_at timestamptz,
    add column granted_by bigint references members (id),
    add constraint member_roles_role_id foreign key (organization_id, role_id) references roles (organization_id, id),
    add constraint member_roles_one check ((role is null) <> (role_id is null)),
    add constraint member_roles_period check (starts_at < ends_at),
    add constraint member_roles_preset unique (member_id, role),
    add constraint member_roles_custom unique (member_id, role_id);
create index member_roles_holders on member_roles (role_id) where role_id is not null;
grant update on member_roles to portal_app;
comment on table member_roles is 'Roles of members, one to three each (ROLE-1): a preset or a custom role, in force in [starts_at, ends_at) (PERM-8).';
comment on column member_roles.id is 'Key.';
comment on column member_roles.role is 'Code of the preset role (ROLE-9, ROLE-10); empty for a custom role.';
comment on column member_roles.role_id is 'The custom role; empty for a preset.';
comment on column member_roles.starts_at is 'First instant in force; empty: from the beginning.';
comment on column member_roles.ends_at is 'First instant no longer in force; empty: without end.';
comment on column member_roles.granted_by is 'Who assigned it; empty for the command line and the demo.';

alter table members
    add column department text not null default '' check (char_length(department) <= 64),
    add column job_title text not null default '' check (char_length(job_title) <= 64),
    add column remark text not null default '' check (char_length(remark) <= 255),
    add column expires_on date,
    add column scope_pin text check (scope_pin in ('own', 'team', 'all')),
    add column must_change_password boolean not null default false,
    add column created_by bigint references members (id),
    add column credentials_by bigint references members (id),
    add column credentials_at timestamptz,
    add column revision integer not null default 1;
comment on column members.department is '部门 (MEM-2).';
comment on column members.job_title is '岗位 (MEM-2).';
comment on column members.remark is '备注 (MEM-2).';
comment on column members.expires_on is '有效期 (MEM-2): the last day, in the organisation''s time zone, on which the login works.';
comment on column members.scope_pin is 'Data scope chosen when a change would have widened it (AM-3): only narrows, only for account managers and directors.';
comment on column members.must_change_password is 'A temporary password was set: the member chooses another at first sign-in (MEM-2).';
comment on column members.created_by is 'Who made the login.';
comment on column members.credentials_by is 'Who last issued a link or a password: not a counterpart as maker or checker for 24 hours (MEM-13).';
comment on column members.credentials_at is 'When that was.';
comment on column members.revision is 'Counts changes by administrators; a form with an older one is shown beside the present state.';

create function login_ends_at(expires_on date, zone text) returns timestamptz language sql stable parallel safe as $$
    select (expires_on + 1)::timestamp at time zone zone
$$;
comment on function login_ends_at is 'The first instant at which a login no longer works: midnight after its last day in the organisation''s zone; null without a last day.';

drop function sign_in_subject(text, text);
create function sign_in_subject(typed_organization text, typed_username text, at timestamptz)
returns table (member_id bigint, organization_id bigint, password_hash text, member_state text, organization_state text, is_master boolean)
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
    return query
    select m.id, o.id, m.password_hash,
        case when login_ends_at(m.expires_on, o.time_zone) <= at and m.state <> 'deleted' then 'disabled' else m.state end,
        o.state, m.is_master
    from organizations o
    join members m on m.organization_id = o.id
    where o.code = lower(typed_organization) and lower(m.username) = lower(typed_username);
end
$$;
comment on function sign_in_subject is 'The login that organisation code and user name mean, with what the password is compared to (MEM-4); past its last day it is disabled.';

create or replace function activation_subject(token_hash bytea, at timestamptz)
returns table (member_id bigint, organization_id bigint, organization_code text, username text, email text, member_state text)
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
    return query
    select m.id, o.id, o.code, m.username, m.email, m.state
    from members m
    join organizations o on o.id = m.organization_id
    where m.activation_hash = token_hash and m.activation_expires_at > at and m.state in ('invited', 'active')
      and o.state in ('active', 'frozen') and coalesce(login_ends_at(m.expires_on, o.time_zone) > at, true);
end
$$;

drop function session_seat(bytea, timestamptz, text[]);
create function session_seat(cookie_hash bytea, at timestamptz, opening_roles text[], opening_codes text[])
returns table (
    member_id bigint, username text, is_master boolean, language text, scope_pin text, must_change_password boolean,
    organization_id bigint, organization_code text, organization_name text, organization_kind text,
    organization_state text, time_zone text,
    roles text[], custom_roles text[], custom_codes text[], team bigint[], children bigint[])
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    update sessions s set seen_at = at
    where s.id_hash = cookie_hash and s.seen_at < at - interval '1 minute'
      and s.seen_at > at - interval '30 minutes' and s.expires_at > at;
    select m.id, m.username, m.is_master, m.language, m.scope_pin, m.must_change_password,
        o.id, o.code, o.name, o.kind, o.state, o.time_zone, h.presets, h.names, h.codes,
        array(select t.id from members t where t.director_id = m.id and t.organization_id = m.organization_id order by t.id)
    into member_id, username, is_master, language, scope_pin, must_change_password, organization_id, organization_code,
        organization_name, organization_kind, organization_state, time_zone, roles, custom_roles, custom_codes, team
    from sessions s
    join members m on m.id = s.member_id
    join organizations o on o.id = m.organization_id
    cross join lateral (
        select coalesce(array_agg(r.role order by r.role) filter (where r.role is not null), '{}') as presets,
            coalesce(array_agg(c.name order by c.name) filter (where c.id is not null), '{}') as names,
            coalesce(string_to_array(string_agg(array_to_string(c.permissions, ','), ','), ','), '{}') as codes
        from member_roles r left join roles c on c.id = r.role_id
        where r.member_id = m.id and (r.starts_at is null or r.starts_at <= at) and (r.ends_at is null or r.ends_at > at)
    ) h
    where s.id_hash = cookie_hash and s.seen_at > at - interval '30 minutes' and s.expires_at > at
      and m.state = 'active' and coalesce(login_ends_at(m.expires_on, o.time_zone) > at, true)
      and (o.state in ('active', 'frozen') or (o.state = 'exited' and (m.is_master or 'auditor' = any(h.presets))));
    if member_id is null then
        perform set_config('portal.organizations', '', false);
        return;
    end if;
    children := array(select c.id from organizations c
        where c.parent_id = organization_id and organization_kind = 'distributor'
          and (is_master or roles && opening_roles or custom_codes && opening_codes) order by c.id);
    perform set_config('portal.organizations', (organization_id || children)::text, false);
    return next;
end
$$;
comment on function session_seat is 'Session, member, organisation, roles now in force with the codes of custom ones, team and visible children in one round trip; opens row-level security for exactly these organisations (ORG-14) and notes the visit at most once a minute (MEM-5).';
revoke execute on function sign_in_subject, session_seat from public;
grant execute on function sign_in_subject, session_seat to portal_app;
