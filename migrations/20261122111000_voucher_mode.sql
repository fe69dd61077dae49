-- Whether a partner may issue at all: nothing but the vendor's answer tells (QUOTA-4).
create function uses_coupons_itself(asking bigint, now_at timestamptz) returns boolean
language sql stable as $$
    select coalesce((
        select c.code = 'CBC.50000010' and c.changed_at > now_at - interval '1 day'
        from commands c
        where c.organization_id = asking and c.kind in ('quota_issue', 'coupon_issue')
          and (c.code is not null or c.state in ('confirmed', 'reconciled'))
        order by c.id desc limit 1), false)
$$;
comment on function uses_coupons_itself is 'Whether Huawei Cloud answered the organisation''s latest issue, not longer than a day ago, that the partner uses coupons itself (QUOTA-4): issuing is not offered then, and may be tried again after a day.';
