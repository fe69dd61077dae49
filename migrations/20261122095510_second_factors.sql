-- Second factors, recovery codes, step-up and the organisation's policy about them (MEM-12).

alter table organizations add column mfa_policy text not null default 'privileged' check (mfa_policy in ('off', 'privileged', 'all'));
comment on column organizations.mfa_policy is 'Whose sign-in needs a second factor (MEM-12): nobody''s, that of master, Admin and holders of a granted ! code, or everybody''s. Who has one is always asked for it.';

create table totp_seeds (
    member_id bigint primary key references members (id),
    organization_id bigint not null references organizations (id),
    seed_sealed bytea not null,
    last_step bigint not null,
    confirmed_at timestamptz not null
);
create index totp_seeds_organization on totp_seeds (organization_id);
comment on table totp_seeds is 'Authenticator apps of members (RFC 6238: SHA-1, six digits, 30 seconds), each confirmed by a code.';
comment on column totp_seeds.member_id is 'Whose app it is: one each.';
comment on column totp_seeds.organization_id is 'The member''s organisation.';
comment on column totp_seeds.seed_sealed is 'The shared secret, sealed with the deployment key for totp_seeds.seed/<member>.';
comment on column totp_seeds.last_step is 'The latest 30-second step of which a code was used; that code and those before it are refused.';
comment on column totp_seeds.confirmed_at is 'When the member typed the first code.';
call protect_by_organization('totp_seeds', 'select, insert, update, delete');

create table recovery_codes (
    id bigint generated always as identity primary key,
    organization_id bigint not null references organizations (id),
    member_id bigint not null references members (id),
    code_hash bytea not null check (length(code_hash) = 32),
    made_at timestamptz not null,
    used_at timestamptz,
    unique (member_id, code_hash)
);
comment on table recovery_codes is 'Ten codes of 80 random bits, each good for one sign-in without the second factor.';
comment on column recovery_codes.id is 'Key.';
comment on column recovery_codes.organization_id is 'The member''s organisation.';
comment on column recovery_codes.member_id is 'Whose code it is.';
comment on column recovery_codes.code_hash is 'SHA-256 of the code; the code itself is shown once and not stored.';
comment on column recovery_codes.made_at is 'When the ten were made.';
comment on column recovery_codes.used_at is 'When it was used; it never works again.';
call protect_by_organization('recovery_codes', 'select, insert, update, delete');

create table pending_sign_ins (
    id_hash bytea primary key check (length(id_hash) = 32),
    organization_id bigint not null references organizations (id),
    member_id bigint not null references members (id),
    begun_at timestamptz not null,
    expires_at timestamptz not null
);
create index pending_sign_ins_expiry on pending_sign_ins (expires_at);
comment on table pending_sign_ins is 'Sign-ins whose password was right and whose second factor is still to come: no session yet. The cookie is the capability.';
comment on column pending_sign_ins.id_hash is 'SHA-256 of the token in the cookie.';
comment on column pending_sign_ins.organization_id is 'Organisation of the login.';
comment on column pending_sign_ins.member_id is 'The login.';
comment on column pending_sign_ins.begun_at is 'When the password was right.';
comment on column pending_sign_ins.expires_at is 'Ten minutes later.';
grant select, insert, update, delete on pending_sign_ins to portal_app;

create table session_step_ups (
    session_id bigint not null references sessions (id) on delete cascade,
    operation text not null check (operation <> ''),
    proved_at timestamptz not null,
    primary key (session_id, operation)
);
comment on table session_step_ups is 'Fresh proofs of identity, per session and type of operation; each counts for five minutes (MEM-12).';
comment on column session_step_ups.session_id is 'The session in which the member proved who he is.';
comment on column session_step_ups.operation is 'Permission code of the operation.';
comment on column session_step_ups.proved_at is 'When.';
grant select, insert, update, delete on session_step_ups to portal_app;

create function session_doors(cookie_hash bytea, at timestamptz)
returns table (session_id bigint, mfa_policy text, has_totp boolean, step_ups text[])
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
    return query
    select s.id, o.mfa_policy, exists (select from totp_seeds t where t.member_id = s.member_id),
        array(select p.operation from session_step_ups p where p.session_id = s.id and p.proved_at > at - interval '5 minutes')
    from sessions s
    join organizations o on o.id = s.organization_id
    where s.id_hash = cookie_hash;
end
$$;
comment on function session_doors is 'What the session of a cookie has proved and what its member can prove; asked together with session_seat.';

create or replace function forget_sign_ins(before timestamptz) returns bigint language sql security definer set search_path = public, pg_temp as $$
    with gone as (delete from login_attempts where attempted_at < before returning 1),
         pending as (delete from pending_sign_ins where expires_at < before returning 1),
         ended as (delete from sessions where expires_at < before returning 1)
    select (select count(*) from gone) + (select count(*) from pending) + (select count(*) from ended)
$$;

create function sign_in_factors(member bigint) returns boolean language sql stable security definer set search_path = public, pg_temp as $$
    select exists (select from totp_seeds t where t.member_id = member)
$$;
comment on function sign_in_factors is 'Whether a login asks for a second factor after the password.';

revoke execute on function session_doors, sign_in_factors from public;
grant execute on function session_doors, sign_in_factors to portal_app;
