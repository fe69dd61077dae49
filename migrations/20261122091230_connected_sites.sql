-- Pages of a reseller ask which sites its distributor is connected to.
create function connected_sites(asking bigint) returns text[]
language sql stable security definer set search_path = public as $$
    select coalesce(array_agg(distinct a.site), '{}')
    from cloud_accounts a
    where asking = any(visible_organizations())
      and a.organization_id in (select asking union all select o.parent_id from organizations o where o.id = asking and o.parent_id is not null)
$$;
comment on function connected_sites is 'Sites an organisation is connected to, by itself or through its distributor: decides which pages have anything to show (API-6).';
