-- Tokens of the JSON API, and the answers of writes that may be sent twice.

create table api_tokens (
    id bigint generated always as identity primary key,
    organization_id bigint not null references organizations (id),
    member_id bigint not null references members (id),
    name text not null check (char_length(name) between 1 and 64),
    prefix text not null check (prefix <> ''),
    scopes text[] not null check (cardinality(scopes) >= 1),
    created_at timestamptz not null,
    expires_at timestamptz not null check (expires_at <= created_at + interval '366 days'),
    last_used_at timestamptz,
    revoked_at timestamptz,
    revoked_by bigint references members (id)
);
create index api_tokens_member on api_tokens (organization_id, member_id, id);
comment on table api_tokens is 'Tokens of the JSON API. What a token opens with is its row in sessions, which goes when the token is revoked; this row stays.';
comment on column api_tokens.id is 'Key.';
comment on column api_tokens.organization_id is 'The member''s organisation.';
comment on column api_tokens.member_id is 'Who made it and for whom it acts.';
comment on column api_tokens.name is 'What its owner calls it.';
comment on column api_tokens.prefix is 'Its first characters, to tell tokens apart; the token itself is shown once and not stored.';
comment on column api_tokens.scopes is 'Permission codes it may use, as far as its owner still holds them.';
comment on column api_tokens.created_at is 'When it was made.';
comment on column api_tokens.expires_at is 'It works until then, a year at most.';
comment on column api_tokens.last_used_at is 'Last request, to the minute.';
comment on column api_tokens.revoked_at is 'When it was revoked.';
comment on column api_tokens.revoked_by is 'Who revoked it.';
call protect_by_organization('api_tokens', 'select, insert, update');

alter table sessions add column token_id bigint references api_tokens (id);
create unique index sessions_token on sessions (token_id) where token_id is not null;
comment on column sessions.token_id is 'The API token whose secret this is the hash of: it opens the JSON API and no page, and is never idle. Empty for a browser''s session.';

create table idempotency_keys (
    organization_id bigint not null references organizations (id),
    token_id bigint not null references api_tokens (id),
    method text not null,
    path text not null,
    key text not null check (char_length(key) between 1 and 200),
    body_hash bytea not null check (length(body_hash) = 32),
    status smallint not null,
    answer text not null,
    created_at timestamptz not null,
    primary key (token_id, method, path, key)
);
create index idempotency_keys_age on idempotency_keys (created_at);
comment on table idempotency_keys is 'First answers of writes sent with an Idempotency-Key, kept 24 hours; written in the transaction of the effect.';
comment on column idempotency_keys.organization_id is 'The token''s organisation.';
comment on column idempotency_keys.token_id is 'The token that wrote.';
comment on column idempotency_keys.method is 'Method of the request.';
comment on column idempotency_keys.path is 'Path of the request.';
comment on column idempotency_keys.key is 'The key the client chose.';
comment on column idempotency_keys.body_hash is 'SHA-256 of the body: another body under the same key is refused.';
comment on column idempotency_keys.status is 'Status of the first answer; 0 until it is known, which nobody else sees.';
comment on column idempotency_keys.answer is 'Body of the first answer.';
comment on column idempotency_keys.created_at is 'When.';
call protect_by_organization('idempotency_keys', 'select, insert, update, delete');

drop function session_doors(bytea, timestamptz);
create function session_doors(secret_hash bytea, at timestamptz)
returns table (session_id bigint, token_id bigint, token_scopes text[], mfa_policy text, has_totp boolean, step_ups text[])
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
        array(select p.operation from session_step_ups p where p.session_id = s.id and p.proved_at > at - interval '5 minutes')
    from sessions s
    join organizations o on o.id = s.organization_id
    left join api_tokens t on t.id = s.token_id
    where s.id_hash = secret_hash;
end
$$;
comment on function session_doors is 'What the session of a cookie has proved and what its member can prove, or which token the secret is and what it may do; asked together with session_seat.';
revoke execute on function session_doors from public;
grant execute on function session_doors to portal_app;

create or replace function forget_sign_ins(before timestamptz) returns bigint language sql security definer set search_path = public, pg_temp as $$
    with gone as (delete from login_attempts where attempted_at < before returning 1),
         pending as (delete from pending_sign_ins where expires_at < before returning 1),
         answers as (delete from idempotency_keys where created_at < before returning 1),
         ended as (delete from sessions where expires_at < before returning 1)
    select (select count(*) from gone) + (select count(*) from pending) + (select count(*) from answers)
        + (select count(*) from ended)
$$;
