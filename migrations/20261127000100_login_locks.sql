-- A lock is a time, no state (MEM-5): five failures of one key from one address lock it until 15 minutes after the last. Admins see
-- the locks of a member and end them; new credentials end them by themselves.
create function login_locks(member bigint, at timestamptz) returns table (what text, address text, locked_until timestamptz)
language sql stable parallel safe as $$
    select k.what, a.address, max(a.attempted_at) + interval '15 minutes'
    from members m
    join organizations o on o.id = m.organization_id
    cross join lateral (values
        ('password', lower(o.code || '/' || m.username)),
        ('code', lower('forgotten password of ' || o.code || '/' || m.username)),
        ('factor', 'second factor of ' || m.id)) as k (what, login_key)
    join login_attempts a on a.login_key = k.login_key
    where m.id = member and not a.succeeded and a.attempted_at > at - interval '15 minutes'
      and a.id > coalesce((select max(s.id) from login_attempts s
          where s.login_key = a.login_key and s.address = a.address and s.succeeded), 0)
    group by k.what, a.address
    having count(*) >= 5
$$;
comment on function login_locks is 'What of a member''s login is locked now, for which address, until when (MEM-5): password, mailed code, second factor.';

create function forgive_login(member bigint, kinds text[]) returns bigint language sql as $$
    with gone as (
        delete from login_attempts a using members m, organizations o
        where m.id = member and o.id = m.organization_id and not a.succeeded
          and a.login_key = any(array_remove(array[
              case when 'password' = any(kinds) then lower(o.code || '/' || m.username) end,
              case when 'code' = any(kinds) then lower('forgotten password of ' || o.code || '/' || m.username) end,
              case when 'factor' = any(kinds) then 'second factor of ' || m.id end], null))
        returning 1)
    select count(*) from gone
$$;
comment on function forgive_login is 'Forgets the failures of a member''s login, so that nothing of these kinds is locked any more; answers how many there were.';
