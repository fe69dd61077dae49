-- Every page begins with the seat of its reader. It was put together from six functions, each of which looked for the session or
-- the organisation anew and began statements of its own: 430 µs of the database's time. Now one function asks each table once, by
-- its key, and what only some members need (a team, children, custom roles, a token) only for those. Its parts are statements of
-- one table each: a join of three was planned with hashes, which took longer to set up than three looks by key.

drop function session_seat(bytea, timestamptz, text[], text[]);
drop function session_doors(bytea, timestamptz);
drop function request_turn(bytea, timestamptz, integer, integer);
drop function organization_surroundings(bigint, bigint[]);
drop function organization_exit(bigint);
drop function unread_notices(bigint);
drop function managed_resellers(bigint, bigint[]);

create function request_turn(of_kind text, of_id bigint, rate bigint, at timestamptz) returns timestamptz
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    left_over bigint;
    shut boolean;
begin
    insert into request_turns as t (kind, id, remaining, refused, taken_at)
    values (of_kind, of_id, rate * 2000 - 1000, false, at)
    on conflict (kind, id) do update set taken_at = greatest(t.taken_at, at),
        refused = least(t.remaining + rate * elapsed_milliseconds(t.taken_at, at), rate * 2000) < 1000,
        remaining = least(t.remaining + rate * elapsed_milliseconds(t.taken_at, at), rate * 2000)
            - case when least(t.remaining + rate * elapsed_milliseconds(t.taken_at, at), rate * 2000) < 1000 then 0 else 1000 end
    returning remaining, refused into left_over, shut;
    return case when shut then at + ceil((1000 - left_over)::numeric / rate)::int * interval '1 millisecond' end;
end
$$;
comment on function request_turn is 'Takes one of the requests that a member or token may make: so many a second, twice as many at once. When the next one may be made, if this one may not.';

create function session_seat(secret_hash bytea, at timestamptz, opening_roles text[], opening_codes text[], rates integer[])
returns table (
    session_id bigint, token_id bigint, token_scopes text[], member_id bigint, username text, is_master boolean, language text,
    scope_pin text, must_change_password boolean, organization_id bigint, organization_code text, organization_name text,
    organization_kind text, organization_state text, time_zone text, parent_id bigint, exited_at timestamptz, policy text,
    next_policy text, next_policy_at timestamptz, sites text[], roles text[], custom_roles text[], custom_codes text[],
    has_totp boolean, has_passkey boolean, step_ups text[], unread bigint, team bigint[], children bigint[], child_names text[],
    held bigint[], holders bigint[], wait_until timestamptz
)
language plpgsql security definer set search_path = public, pg_temp as $$
-- Columns are always written with their table.
#variable_conflict use_variable
declare
    last_seen timestamptz;
    expires_on date;
    state text;
    custom bigint[];
    rate bigint;
    -- An assignment is cheaper than PERFORM, which begins a statement.
    ignored text;
begin
    select s.id, s.seen_at, s.token_id, s.member_id into session_id, last_seen, token_id, member_id
    from sessions s where s.id_hash = secret_hash and s.seen_at > at - interval '30 minutes' and s.expires_at > at;
    if member_id is not null then
        select m.username, m.is_master, m.language, m.scope_pin, m.must_change_password, m.organization_id, m.expires_on, m.state
        into username, is_master, language, scope_pin, must_change_password, organization_id, expires_on, state
        from members m where m.id = member_id;
        select o.code, o.name, o.kind, o.state, o.time_zone, o.parent_id, o.exited_at,
            case when o.next_mfa_policy_at <= at then o.next_mfa_policy else o.mfa_policy end,
            case when o.next_mfa_policy_at > at then o.next_mfa_policy end,
            case when o.next_mfa_policy_at > at then o.next_mfa_policy_at end
        into organization_code, organization_name, organization_kind, organization_state, time_zone, parent_id, exited_at,
            policy, next_policy, next_policy_at
        from organizations o where o.id = organization_id;
        select array(select r.role from member_roles r where r.member_id = member_id and r.role is not null
                and (r.starts_at is null or r.starts_at <= at) and (r.ends_at is null or r.ends_at > at)),
            array(select r.role_id from member_roles r where r.member_id = member_id and r.role_id is not null
                and (r.starts_at is null or r.starts_at <= at) and (r.ends_at is null or r.ends_at > at)),
            array(select a.site from cloud_accounts a where a.organization_id in (organization_id, parent_id)),
            exists (select from totp_seeds f where f.member_id = member_id),
            exists (select from passkeys k where k.organization_id = organization_id and k.member_id = member_id),
            array(select p.operation from session_step_ups p
                where p.session_id = session_id and p.proved_at > at - interval '5 minutes'),
            (select count(*) from notices n where n.member_id = member_id and n.read_at is null)
        into roles, custom, sites, has_totp, has_passkey, step_ups, unread;
    end if;
    if member_id is null or state <> 'active' or (expires_on is not null and login_ends_at(expires_on, time_zone) <= at)
        or not (organization_state in ('active', 'frozen')
            or (organization_state = 'exited' and (is_master or 'auditor' = any(roles)))) then
        ignored := set_config('portal.organizations', '', false);
        return;
    end if;
    if last_seen < at - interval '1 minute' then
        update sessions s set seen_at = at where s.id_hash = secret_hash;
    end if;
    if token_id is not null then
        select t.scopes into token_scopes from api_tokens t where t.id = token_id;
        update api_tokens t set last_used_at = at
        where t.id = token_id and (t.last_used_at is null or t.last_used_at < at - interval '1 minute');
    end if;
    custom_roles := '{}';
    custom_codes := '{}';
    if custom <> '{}' then
        select array_agg(c.name order by c.name), string_to_array(string_agg(array_to_string(c.permissions, ','), ','), ',')
        into custom_roles, custom_codes from roles c where c.organization_id = organization_id and c.id = any(custom);
    end if;
    -- Only an account director has a team (AM-12), and only a distributor has children.
    team := '{}';
    if 'account_director' = any(roles) then
        team := array(select t.id from members t
            where t.director_id = member_id and t.organization_id = organization_id order by t.id);
    end if;
    children := '{}';
    if organization_kind = 'distributor' and (is_master or roles && opening_roles or custom_codes && opening_codes) then
        select coalesce(array_agg(c.id order by c.name, c.id), '{}'), array_agg(c.name order by c.name, c.id)
        into children, child_names from organizations c where c.parent_id = organization_id;
        select array_agg(a.member_id order by a.id), array_agg(r.child_id order by a.id)
        into holders, held from reseller_assignments a join resellers r on r.id = a.reseller_id
        where a.organization_id = organization_id and a.member_id = any(member_id || team) and a.ended_at is null;
    end if;
    ignored := set_config('portal.organizations', (organization_id || children)::text, false);
    rate := rates[case when token_id is null then 1 else 2 end];
    if rate > 0 then
        wait_until := request_turn(case when token_id is null then 'member' else 'token' end,
            coalesce(token_id, member_id), rate, at);
    end if;
    return next;
end
$$;
comment on function session_seat is 'Who sits behind the secret of a session or token, in one round trip: member, organisation, roles now in force with the codes of custom ones, team, visible children in the order of their names, what he has proved and can prove, unread notices. Opens row-level security for exactly these organisations (ORG-14), notes the visit at most once a minute (MEM-5) and takes one of his requests (rates: of a member and of a token a second; 0 does not count).';
revoke execute on function session_seat, request_turn from public;
grant execute on function session_seat to portal_app;
