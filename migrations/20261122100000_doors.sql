-- The rest of the doors: a policy that begins later, what is refused at the doors, turns that all nodes share, and what a
-- member is told at his next sign-in.

alter table organizations
    add column next_mfa_policy text check (next_mfa_policy in ('off', 'privileged', 'all')),
    add column next_mfa_policy_at timestamptz,
    add constraint organizations_next_mfa_policy check ((next_mfa_policy is null) = (next_mfa_policy_at is null));
comment on column organizations.next_mfa_policy is 'A stricter policy that begins later, so that members have time to set up a second factor; empty without one.';
comment on column organizations.next_mfa_policy_at is 'From then on next_mfa_policy counts in place of mfa_policy.';

alter table members
    add column factors_reset_at timestamptz,
    add column factors_reset_by bigint references members (id);
comment on column members.factors_reset_at is 'When somebody else took the second factors away; empty once the member was told at a sign-in.';
comment on column members.factors_reset_by is 'Who did.';

create function take_reset_notice(secret_hash bytea) returns table (reset_at timestamptz, reset_by text)
language plpgsql security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
declare
    whose bigint := (select s.member_id from sessions s where s.id_hash = secret_hash);
begin
    select m.factors_reset_at, b.username into reset_at, reset_by
    from members m join members b on b.id = m.factors_reset_by
    where m.id = whose and m.factors_reset_at is not null;
    if reset_at is not null then
        update members m set factors_reset_at = null, factors_reset_by = null where m.id = whose;
        return next;
    end if;
end
$$;
comment on function take_reset_notice is 'What the member of a session that has just begun must be told: once.';

create function member_factors(organization bigint, member bigint, at timestamptz) returns jsonb language sql stable as $$
    select jsonb_build_object(
        'app_since', (select t.confirmed_at from totp_seeds t where t.organization_id = organization and t.member_id = member),
        'passkeys', (select coalesce(jsonb_agg(jsonb_build_object('name', p.name, 'created_at', p.created_at,
                'last_used_at', p.last_used_at) order by p.id), '[]')
            from passkeys p where p.organization_id = organization and p.member_id = member),
        'codes_left', (select count(*) from recovery_codes c
            where c.organization_id = organization and c.member_id = member and c.used_at is null),
        'tokens', (select count(*) from sessions s where s.organization_id = organization and s.member_id = member
            and s.token_id is not null and s.expires_at > at))
$$;
comment on function member_factors is 'How a member proves who he is, kinds and dates only, and how many API tokens of his work; behind the second wall of who asks.';

alter table api_tokens add column ended_hash bytea check (length(ended_hash) = 32);
create unique index api_tokens_ended on api_tokens (ended_hash) where ended_hash is not null;
comment on column api_tokens.ended_hash is 'SHA-256 of a token that opens nothing any more, so that its further use is recognised; while it works the hash stands in sessions only.';
create function remember_ended_token() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
    update api_tokens set ended_hash = old.id_hash where id = old.token_id;
    return null;
end
$$;
comment on function remember_ended_token is 'Keeps the hash of a token whose session row goes.';
create trigger ended_token after delete on sessions for each row when (old.token_id is not null) execute function remember_ended_token();

-- What was refused is counted per subject and quarter of an hour; a job writes one record of the audit chain for each.
create table door_refusals (
    kind text not null check (kind <> ''),
    subject text not null check (subject <> ''),
    begins_at timestamptz not null,
    organization_id bigint references organizations (id),
    member_id bigint references members (id),
    object_id text not null default '',
    first_at timestamptz not null,
    last_at timestamptz not null,
    tries bigint not null,
    addresses text[] not null,
    primary key (kind, subject, begins_at)
);
create index door_refusals_organization on door_refusals (organization_id, begins_at);
comment on table door_refusals is 'Failed sign-ins, refused proofs, tokens and requests, counted per subject and quarter of an hour, until they stand in the audit chain.';
comment on column door_refusals.kind is 'What was refused: code of access::refusals::Refusal.';
comment on column door_refusals.subject is 'Against whom it is counted: member/key, token/key, or a hash of an unknown login.';
comment on column door_refusals.begins_at is 'Start of the quarter of an hour.';
comment on column door_refusals.organization_id is 'Organisation of the login or token; empty for unknown logins, which reach no chain.';
comment on column door_refusals.member_id is 'The member whose door it was.';
comment on column door_refusals.object_id is 'Key of the member or token, as the record names it.';
comment on column door_refusals.first_at is 'First refusal of the quarter.';
comment on column door_refusals.last_at is 'Latest one.';
comment on column door_refusals.tries is 'How many.';
comment on column door_refusals.addresses is 'Up to five network addresses they came from.';
call protect_by_organization('door_refusals', 'select, delete');

create function note_refusal(
    refused_kind text, secret_hash bytea, known_member bigint, typed_organization text, typed_username text, from_address text, at timestamptz)
returns table (organization_id bigint, member_id bigint) language plpgsql security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
declare
    org bigint;
    whose bigint;
    token bigint;
    counted text;
begin
    if typed_username is not null then
        select o.id, m.id into org, whose from organizations o join members m on m.organization_id = o.id
        where o.code = lower(typed_organization) and lower(m.username) = lower(typed_username);
        counted := 'login/' || encode(sha256(convert_to(lower(typed_organization || '/' || typed_username), 'UTF8')), 'hex');
    elsif known_member is not null then
        select m.organization_id, m.id into org, whose from members m where m.id = known_member;
    else
        select s.organization_id, s.member_id, s.token_id into org, whose, token from sessions s where s.id_hash = note_refusal.secret_hash;
        if org is null then
            select t.organization_id, t.member_id, t.id into org, whose, token from api_tokens t where t.ended_hash = note_refusal.secret_hash;
        end if;
        if org is null then
            return;
        end if;
    end if;
    counted := case when token is not null then 'token/' || token when whose is not null then 'member/' || whose else counted end;
    insert into door_refusals as d (kind, subject, begins_at, organization_id, member_id, object_id, first_at, last_at, tries, addresses)
    values (refused_kind, counted, date_bin('15 minutes', at, timestamptz '2000-01-01 00:00:00+00'), org, whose,
        coalesce(coalesce(token, whose)::text, ''), at, at, 1, array[from_address])
    on conflict (kind, subject, begins_at) do update set last_at = excluded.last_at, tries = d.tries + 1,
        addresses = case when excluded.addresses <@ d.addresses or cardinality(d.addresses) >= 5 then d.addresses
            else d.addresses || excluded.addresses end;
    return query select org, whose where org is not null;
end
$$;
comment on function note_refusal is 'Counts a refusal against the login that was typed, or against the owner of a session or token, alive or ended. An unknown login costs the same and answers nobody.';

create function forget_refusals(before timestamptz) returns bigint language sql security definer set search_path = public, pg_temp as $$
    with gone as (delete from door_refusals where organization_id is null and begins_at < before returning 1)
    select count(*) from gone
$$;
comment on function forget_refusals is 'Deletes refusals of unknown logins, which nobody records.';

-- Turns are of the moment: the table is unlogged, so that taking one costs no write to disk, and is empty after a crash.
create unlogged table request_turns (
    kind text not null,
    id bigint not null,
    remaining bigint not null,
    refused boolean not null,
    taken_at timestamptz not null,
    primary key (kind, id)
) with (fillfactor = 50);
comment on table request_turns is 'How many requests each member and API token may make at once: shared by all nodes, worth nothing after a restart.';
comment on column request_turns.kind is 'member or token.';
comment on column request_turns.id is 'Key of the member or token.';
comment on column request_turns.remaining is 'Requests left, in thousandths.';
comment on column request_turns.refused is 'Whether the latest request was refused.';
comment on column request_turns.taken_at is 'When the latest request came.';

create function request_turn(secret_hash bytea, at timestamptz, of_member integer, of_token integer)
returns table (wait_until timestamptz, policy text, next_policy text, next_policy_at timestamptz)
language plpgsql rows 1 security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
declare
    whose bigint;
    token bigint;
    rate bigint;
    left_over bigint;
    shut boolean;
begin
    select s.member_id, s.token_id, case when o.next_mfa_policy_at <= at then o.next_mfa_policy else o.mfa_policy end,
        case when o.next_mfa_policy_at > at then o.next_mfa_policy end, case when o.next_mfa_policy_at > at then o.next_mfa_policy_at end
    into whose, token, policy, next_policy, next_policy_at
    from sessions s join organizations o on o.id = s.organization_id where s.id_hash = secret_hash;
    if whose is null then
        return;
    end if;
    rate := case when token is null then of_member else of_token end;
    if rate > 0 then
        insert into request_turns as t (kind, id, remaining, refused, taken_at)
        values (case when token is null then 'member' else 'token' end, coalesce(token, whose), rate * 2000 - 1000, false, at)
        on conflict (kind, id) do update set taken_at = greatest(t.taken_at, at),
            refused = least(t.remaining + rate * elapsed_milliseconds(t.taken_at, at), rate * 2000) < 1000,
            remaining = least(t.remaining + rate * elapsed_milliseconds(t.taken_at, at), rate * 2000)
                - case when least(t.remaining + rate * elapsed_milliseconds(t.taken_at, at), rate * 2000) < 1000 then 0 else 1000 end
        returning remaining, refused into left_over, shut;
        if shut then
            wait_until := at + ceil((1000 - left_over)::numeric / rate)::int * interval '1 millisecond';
        end if;
    end if;
    return next;
end
$$;
comment on function request_turn is 'Takes one of the requests that the owner of a session or token may make: so many a second, twice as many at once; 0 does not count. Also the second-factor policy in force and the one to come. Asked together with session_seat.';

create function elapsed_milliseconds(since timestamptz, at timestamptz) returns bigint language sql immutable parallel safe as $$
    select least(greatest(extract(epoch from at - since) * 1000, 0), 3600000)::bigint
$$;
comment on function elapsed_milliseconds is 'Milliseconds from one instant to another, from none to an hour.';

create function forget_turns(before timestamptz) returns bigint language sql security definer set search_path = public, pg_temp as $$
    with gone as (delete from request_turns where taken_at < before returning 1) select count(*) from gone
$$;
comment on function forget_turns is 'Deletes turns that are full again.';

revoke execute on function member_factors, take_reset_notice, note_refusal, forget_refusals, request_turn, forget_turns from public;
grant execute on function member_factors, take_reset_notice, note_refusal, forget_refusals, request_turn, forget_turns to portal_app;
