-- Whose customers are his at once because he had them created (AM-4).

create function sees_own(who bigint, at timestamptz) returns boolean language sql stable as $$
    select works_as(who, 'account_manager', at) and exists (
        select from members m
        where m.id = who and not m.is_master and (m.scope_pin = 'own' or (
            select count(*) from member_roles r
            where r.member_id = m.id and (r.starts_at is null or r.starts_at <= at) and (r.ends_at is null or r.ends_at > at)) = 1))
$$;
comment on function sees_own is 'Whether a member can sign in at this instant and is an account manager who sees only his own customers (AM-2, AM-4): computed as access::Standing does.';
