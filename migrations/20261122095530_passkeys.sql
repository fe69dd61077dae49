-- Passkeys (WebAuthn): a second way to sign in, and a proof of identity for sensitive operations (MEM-12).

create table passkeys (
    id bigint generated always as identity primary key,
    organization_id bigint not null references organizations (id),
    member_id bigint not null references members (id),
    name text not null check (char_length(name) between 1 and 64),
    credential_id bytea not null unique check (length(credential_id) between 1 and 1023),
    algorithm integer not null check (algorithm in (-7, -8, -257)),
    public_key bytea not null,
    sign_count bigint not null,
    created_at timestamptz not null,
    last_used_at timestamptz
);
create index passkeys_member on passkeys (organization_id, member_id, id);
comment on table passkeys is 'Public keys of members'' passkeys; the private keys never leave their devices.';
comment on column passkeys.id is 'Key.';
comment on column passkeys.organization_id is 'The member''s organisation.';
comment on column passkeys.member_id is 'Whose passkey it is.';
comment on column passkeys.name is 'What its owner calls it.';
comment on column passkeys.credential_id is 'The authenticator''s name for it.';
comment on column passkeys.algorithm is 'COSE algorithm: -7 ES256, -8 EdDSA, -257 RS256.';
comment on column passkeys.public_key is 'SubjectPublicKeyInfo in DER.';
comment on column passkeys.sign_count is 'The authenticator''s counter at the last use; one that does not grow means a copy. 0 where it keeps none.';
comment on column passkeys.created_at is 'When it was registered.';
comment on column passkeys.last_used_at is 'When it was last used.';
call protect_by_organization('passkeys', 'select, insert, update, delete');

create table passkey_challenges (
    challenge_hash bytea primary key check (length(challenge_hash) = 32),
    purpose text not null check (purpose in ('register', 'sign_in', 'step_up')),
    member_id bigint references members (id),
    expires_at timestamptz not null
);
create index passkey_challenges_expiry on passkey_challenges (expires_at);
comment on table passkey_challenges is 'Challenges that passkeys are to sign, each good for one answer within five minutes.';
comment on column passkey_challenges.challenge_hash is 'SHA-256 of the challenge.';
comment on column passkey_challenges.purpose is 'What the answer is for.';
comment on column passkey_challenges.member_id is 'Whose answer is awaited; empty at sign-in, where the passkey says whose it is.';
comment on column passkey_challenges.expires_at is 'Five minutes after it was made.';
grant select, insert, delete on passkey_challenges to portal_app;

create function passkey_subject(credential bytea, at timestamptz)
returns table (member_id bigint, organization_id bigint, algorithm integer, public_key bytea, sign_count bigint,
    member_state text, organization_state text, is_master boolean)
language sql stable security definer set search_path = public, pg_temp as $$
    select m.id, o.id, p.algorithm, p.public_key, p.sign_count,
        case when login_ends_at(m.expires_on, o.time_zone) <= at and m.state <> 'deleted' then 'disabled' else m.state end,
        o.state, m.is_master
    from passkeys p
    join members m on m.id = p.member_id
    join organizations o on o.id = m.organization_id
    where p.credential_id = credential
$$;
comment on function passkey_subject is 'The login a passkey opens, with its public key: asked before anybody is signed in.';

create or replace function sign_in_factors(member bigint) returns boolean language sql stable security definer set search_path = public, pg_temp as $$
    select exists (select from totp_seeds t where t.member_id = member) or exists (select from passkeys p where p.member_id = member)
$$;

drop function session_doors(bytea, timestamptz);
create function session_doors(secret_hash bytea, at timestamptz)
returns table (session_id bigint, token_id bigint, token_scopes text[], mfa_policy text, has_totp boolean,
    has_passkey boolean, step_ups text[])
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    token bigint := (select s.token_id from sessions s where s.id_hash = secret_hash);
begin
    if token is not null then
        update api_tokens t set last_used_at = at
        where t.id = token and (t.last_used_at is null or t.last_used_at < at - interval '1 minute');
    end if;
    return query
    select s.id, s.token_id, t.scopes, o.mfa_policy, exists (select from totp_seeds f where f.member_id = s.member_id),
        exists (select from passkeys k where k.member_id = s.member_id),
        array(select p.operation from session_step_ups p where p.session_id = s.id and p.proved_at > at - interval '5 minutes')
    from sessions s
    join organizations o on o.id = s.organization_id
    left join api_tokens t on t.id = s.token_id
    where s.id_hash = secret_hash;
end
$$;
comment on function session_doors is 'What the session of a cookie has proved and what its member can prove, or which token the secret is and what it may do; asked together with session_seat.';

create or replace function forget_sign_ins(before timestamptz) returns bigint language sql security definer set search_path = public, pg_temp as $$
    with gone as (delete from login_attempts where attempted_at < before returning 1),
         pending as (delete from pending_sign_ins where expires_at < before returning 1),
         challenges as (delete from passkey_challenges where expires_at < before returning 1),
         answers as (delete from idempotency_keys where created_at < before returning 1),
         ended as (delete from sessions where expires_at < before returning 1)
    select (select count(*) from gone) + (select count(*) from pending) + (select count(*) from challenges)
        + (select count(*) from answers) + (select count(*) from ended)
$$;

revoke execute on function session_doors, passkey_subject from public;
grant execute on function session_doors, passkey_subject to portal_app;
