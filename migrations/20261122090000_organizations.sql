-- Organisations, members, their roles and sessions, and the second wall: row-level security.
-- The owner migrates; pages and jobs work as portal_app, which owns nothing and may not bypass row-level security.

do $$
begin
    create role portal_app nologin nosuperuser nobypassrls;
exception when duplicate_object or unique_violation then
    null; -- another database of the same server has made it
end
$$;
do $$
begin
    execute format('grant portal_app to %I', current_user);
exception when others then
    -- two databases migrating at once may meet here; what counts is that the grant exists
    if not pg_has_role(current_user, 'portal_app', 'member') then raise; end if;
end
$$;
grant usage on schema public to portal_app;

create function visible_organizations() returns bigint[] language sql stable parallel safe as $$
    select coalesce(nullif(current_setting('portal.organizations', true), ''), '{}')::bigint[]
$$;
comment on function visible_organizations is 'Organisations that the current connection may see: set by db::Db::open from the signed-in member, or by a job for its account.';

-- Puts a table behind the second wall: portal_app sees and writes only rows of organisations that are open on its connection.
create procedure protect_by_organization(protected regclass, rights text) language plpgsql as $$
begin
    execute format('alter table %s enable row level security', protected);
    execute format(
        'create policy organization on %s to portal_app using (organization_id = any((select visible_organizations())::bigint[])) with check (organization_id = any((select visible_organizations())::bigint[]))',
        protected);
    execute format('grant %s on %s to portal_app', rights, protected);
end
$$;

create table organizations (
    id bigint generated always as identity primary key,
    code text not null check (code ~ '^[a-z0-9][a-z0-9-]{1,62}$'),
    name text not null check (name <> ''),
    kind text not null check (kind in ('solution_provider', 'distributor', 'reseller', 'vendor_desk')),
    state text not null default 'active' check (state in ('pending', 'active', 'frozen', 'exited')),
    parent_id bigint references organizations (id),
    remote_id text check (remote_id <> ''),
    time_zone text not null default 'Asia/Shanghai',
    created_at timestamptz not null default now(),
    unique (code),
    unique nulls not distinct (parent_id, remote_id, code),
    check ((kind = 'reseller') = (parent_id is not null))
);
create unique index organizations_remote on organizations (parent_id, remote_id) where remote_id is not null;
comment on table organizations is 'Partners of this deployment: the root, its resellers as children (ORG-1, ORG-14), and the vendor desk.';
comment on column organizations.id is 'Key; also what row-level security compares.';
comment on column organizations.code is 'What a member types at sign-in (the administrator account of MEM-4).';
comment on column organizations.name is 'Company name as shown.';
comment on column organizations.kind is 'Partner type, or the vendor desk (ORG-1).';
comment on column organizations.state is 'Life of the organisation (ORG-6). A reseller met by synchronisation is pending: it has rows but no logins (ORG-14).';
comment on column organizations.parent_id is 'The distributor of a reseller; empty for every other kind.';
comment on column organizations.remote_id is 'The vendor''s id of the partner: indirect_partner_id for a reseller.';
comment on column organizations.time_zone is 'IANA zone in which pages show instants.';
comment on column organizations.created_at is 'When the row was made.';
alter table organizations enable row level security;
create policy organization on organizations to portal_app
    using (id = any((select visible_organizations())::bigint[]) or parent_id = any((select visible_organizations())::bigint[]))
    with check (id = any((select visible_organizations())::bigint[]) or parent_id = any((select visible_organizations())::bigint[]));
grant select, insert, update on organizations to portal_app;

create table members (
    id bigint generated always as identity primary key,
    organization_id bigint not null references organizations (id),
    username text not null check (username ~ '^[A-Za-z][A-Za-z0-9_-]{2,31}$'),
    name text not null default '',
    email text,
    phone text,
    state text not null check (state in ('invited', 'active', 'disabled', 'deleted')),
    is_master boolean not null default false,
    director_id bigint references members (id),
    password_hash text,
    password_changed_at timestamptz,
    activation_hash bytea unique,
    activation_expires_at timestamptz,
    language text check (language in ('en', 'zh-CN')),
    last_login_at timestamptz,
    created_at timestamptz not null default now()
);
create unique index members_username on members (organization_id, lower(username));
create unique index members_master on members (organization_id) where is_master;
create index members_director on members (director_id) where director_id is not null;
comment on table members is 'Sub-logins of an organisation (MEM-1). A user name is never used again (MEM-2), so rows are never deleted.';
comment on column members.id is 'Key.';
comment on column members.organization_id is 'The organisation the login belongs to (ORG-2).';
comment on column members.username is 'Typed at sign-in; unique in the organisation ignoring case. The form asks for 5 characters (MEM-2); the desk''s own logins may have 3.';
comment on column members.name is 'Name of the person; personal data, masked on pages.';
comment on column members.email is 'Mail address; personal data, masked on pages.';
comment on column members.phone is 'Phone as country-number; personal data, masked on pages.';
comment on column members.state is 'MEM-9.';
comment on column members.is_master is 'The one master login of the organisation: all permissions of its kind, no roles (ORG-5).';
comment on column members.director_id is 'The account director this account manager works under (AM-12).';
comment on column members.password_hash is 'Argon2id in PHC form; empty until the first password is set.';
comment on column members.password_changed_at is 'When the password was last set.';
comment on column members.activation_hash is 'SHA-256 of the activation token; the token itself is shown once and not stored.';
comment on column members.activation_expires_at is 'The activation link works until then.';
comment on column members.language is 'Chosen language of pages; empty: the browser decides.';
comment on column members.last_login_at is 'Last successful sign-in.';
comment on column members.created_at is 'When the login was made.';
call protect_by_organization('members', 'select, insert, update');

create table member_roles (
    organization_id bigint not null references organizations (id),
    member_id bigint not null references members (id),
    role text not null check (role <> ''),
    granted_at timestamptz not null default now(),
    primary key (member_id, role)
);
create index member_roles_organization on member_roles (organization_id);
comment on table member_roles is 'Preset roles of members, one to three each (ROLE-1). What a role permits is the table in access/roles.rs.';
comment on column member_roles.organization_id is 'The member''s organisation.';
comment on column member_roles.member_id is 'Who holds the role.';
comment on column member_roles.role is 'Code of the preset role (ROLE-9, ROLE-10).';
comment on column member_roles.granted_at is 'Since when.';
call protect_by_organization('member_roles', 'select, insert, delete');

create table login_attempts (
    id bigint generated always as identity primary key,
    login_key text not null,
    address text not null,
    attempted_at timestamptz not null,
    succeeded boolean not null
);
create index login_attempts_login on login_attempts (login_key, attempted_at);
create index login_attempts_address on login_attempts (address, attempted_at);
comment on table login_attempts is 'Sign-in attempts, for the lock-out and the rate limit that all nodes share (MEM-5). Kept for a day.';
comment on column login_attempts.id is 'Key.';
comment on column login_attempts.login_key is 'organisation code / user name in lower case, as typed, known or not.';
comment on column login_attempts.address is 'Network address the attempt came from.';
comment on column login_attempts.attempted_at is 'When, by the portal''s clock.';
comment on column login_attempts.succeeded is 'Whether the password was right.';
grant select, insert, delete on login_attempts to portal_app;

create table sessions (
    id_hash bytea primary key check (length(id_hash) = 32),
    organization_id bigint references organizations (id),
    member_id bigint references members (id),
    data jsonb not null,
    address text,
    user_agent text,
    created_at timestamptz not null,
    seen_at timestamptz not null,
    expires_at timestamptz not null
);
create index sessions_member on sessions (member_id) where member_id is not null;
create index sessions_expiry on sessions (expires_at);
comment on table sessions is 'Browser sessions, shared by all nodes. The cookie is the capability; the table keeps only its hash.';
comment on column sessions.id_hash is 'SHA-256 of the session id in the cookie.';
comment on column sessions.organization_id is 'Organisation of the signed-in member; empty before sign-in.';
comment on column sessions.member_id is 'The signed-in member; empty before sign-in.';
comment on column sessions.data is 'What the session carries: flash messages, where to go after sign-in.';
comment on column sessions.address is 'Network address at sign-in.';
comment on column sessions.user_agent is 'Browser at sign-in.';
comment on column sessions.created_at is 'Start; a session ends 12 hours later at the latest (MEM-5).';
comment on column sessions.seen_at is 'Last request, to the minute; a session idle for 30 minutes has ended (MEM-5).';
comment on column sessions.expires_at is 'Absolute end.';
grant select, insert, update, delete on sessions to portal_app;

create function every_organization() returns bigint[] language sql stable security definer set search_path = public as $$
    select coalesce(array_agg(id order by id), '{}') from organizations
$$;
comment on function every_organization is 'All organisations, for background jobs and the command line (db::Db::open_every); never for a page.';
