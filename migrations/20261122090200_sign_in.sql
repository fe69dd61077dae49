-- What must be known before the second wall can be opened: who signs in, whose session a cookie names, where a token leads.
-- These functions run as the owner and answer exactly one question each.

create function sign_in_subject(typed_organization text, typed_username text)
returns table (member_id bigint, organization_id bigint, password_hash text, member_state text, organization_state text, is_master boolean)
language plpgsql stable security definer set search_path = public as $$
begin
    return query
    select m.id, o.id, m.password_hash, m.state, o.state, m.is_master
    from organizations o
    join members m on m.organization_id = o.id
    where o.code = lower(typed_organization) and lower(m.username) = lower(typed_username);
end
$$;
comment on function sign_in_subject is 'The login that organisation code and user name mean, with what the password is compared to (MEM-4).';

create function activation_subject(token_hash bytea, at timestamptz)
returns table (member_id bigint, organization_id bigint, organization_code text, username text, email text, member_state text)
language plpgsql stable security definer set search_path = public as $$
begin
    return query
    select m.id, o.id, o.code, m.username, m.email, m.state
    from members m
    join organizations o on o.id = m.organization_id
    where m.activation_hash = token_hash and m.activation_expires_at > at and m.state in ('invited', 'active')
      and o.state in ('active', 'frozen');
end
$$;
comment on function activation_subject is 'The login an activation link leads to, while the link works (MEM-2).';

-- Attempts of one login are counted one after another, so that many at once cannot guess more often than the rule allows.
create function begin_sign_in(typed_key text, from_address text, at timestamptz, tries_per_minute integer)
returns table (attempt_id bigint, locked_until timestamptz, crowded boolean)
language plpgsql security definer set search_path = public as $$
declare
    fifth timestamptz;
    tries bigint;
    begun bigint;
begin
    perform pg_advisory_xact_lock(hashtextextended(typed_key || ' ' || from_address, 0));
    select count(*) into tries from login_attempts a where a.address = from_address and a.attempted_at > at - interval '1 minute';
    if tries >= tries_per_minute then
        return query select null::bigint, null::timestamptz, true;
        return;
    end if;
    select f.attempted_at into fifth from (
        select a.attempted_at from login_attempts a
        where a.login_key = typed_key and a.address = from_address and not a.succeeded
          and a.attempted_at > at - interval '15 minutes'
          and a.id > coalesce((select max(s.id) from login_attempts s
              where s.login_key = typed_key and s.address = from_address and s.succeeded), 0)
        order by a.id desc limit 5
    ) f order by f.attempted_at limit 1 offset 4;
    if fifth is not null then
        return query
        select null::bigint, max(a.attempted_at) + interval '15 minutes', false from login_attempts a
        where a.login_key = typed_key and a.address = from_address and not a.succeeded;
        return;
    end if;
    insert into login_attempts (login_key, address, attempted_at, succeeded) values (typed_key, from_address, at, false)
    returning id into begun;
    return query select begun, null::timestamptz, false;
end
$$;
comment on function begin_sign_in is 'Counts an attempt before the password is looked at: five failures in 15 minutes lock a login for an address, and an address has a number of tries a minute (MEM-5).';

create function succeed_sign_in(begun bigint) returns void language sql security definer set search_path = public as $$
    update login_attempts set succeeded = true where id = begun
$$;
comment on function succeed_sign_in is 'Marks a counted attempt as successful.';

create function forget_sign_ins(before timestamptz) returns bigint language sql security definer set search_path = public as $$
    with gone as (delete from login_attempts where attempted_at < before returning 1),
         ended as (delete from sessions where expires_at < before returning 1)
    select (select count(*) from gone) + (select count(*) from ended)
$$;
comment on function forget_sign_ins is 'Deletes attempts and ended sessions that are older than a day: called by a background job.';

-- One question per page request: whose session is this, what may he do, what does he see. It also opens the connection for his rows.
create function session_seat(cookie_hash bytea, at timestamptz, opening_roles text[])
returns table (
    member_id bigint, username text, is_master boolean, language text,
    organization_id bigint, organization_code text, organization_name text, organization_kind text,
    organization_state text, time_zone text,
    roles text[], team bigint[], children bigint[])
language plpgsql security definer set search_path = public as $$
begin
    update sessions s set seen_at = at
    where s.id_hash = cookie_hash and s.seen_at < at - interval '1 minute'
      and s.seen_at > at - interval '30 minutes' and s.expires_at > at;
    select m.id, m.username, m.is_master, m.language, o.id, o.code, o.name, o.kind, o.state, o.time_zone,
        array(select r.role from member_roles r where r.member_id = m.id order by r.role),
        array(select t.id from members t where t.director_id = m.id order by t.id)
    into member_id, username, is_master, language, organization_id, organization_code, organization_name,
        organization_kind, organization_state, time_zone, roles, team
    from sessions s
    join members m on m.id = s.member_id
    join organizations o on o.id = m.organization_id
    where s.id_hash = cookie_hash and s.seen_at > at - interval '30 minutes' and s.expires_at > at
      and m.state = 'active'
      and (o.state in ('active', 'frozen') or (o.state = 'exited' and (m.is_master or exists (
          select 1 from member_roles r where r.member_id = m.id and r.role = 'auditor'))));
    if member_id is null then
        perform set_config('portal.organizations', '', false);
        return;
    end if;
    children := array(select c.id from organizations c
        where c.parent_id = organization_id and organization_kind = 'distributor'
          and (is_master or roles && opening_roles) order by c.id);
    perform set_config('portal.organizations', (organization_id || children)::text, false);
    return next;
end
$$;
comment on function session_seat is 'Session, member, organisation, roles, team and visible children in one round trip; opens row-level security for exactly these organisations (ORG-14) and notes the visit at most once a minute (MEM-5).';

revoke execute on function sign_in_subject, activation_subject, begin_sign_in, succeed_sign_in, forget_sign_ins, session_seat from public;
grant execute on function sign_in_subject, activation_subject, begin_sign_in, succeed_sign_in, forget_sign_ins, session_seat to portal_app;

create function schema_version() returns bigint language plpgsql stable security definer set search_path = public as $$
begin
    return (select coalesce(max(version), 0) from _sqlx_migrations where success);
exception when undefined_table then
    return 0;
end
$$;
comment on function schema_version is 'Latest applied migration, for readiness checks.';
