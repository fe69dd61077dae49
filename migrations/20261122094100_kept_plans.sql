-- Every page with a badge asks these two. In SQL they were planned anew at every call, since neither can be inlined; in
-- plpgsql their plans are kept by the connection: 0.2 ms less each.

create or replace function freshness(asking bigint, names text[])
returns table (resource text, completed_at timestamptz, next_at timestamptz, problem text)
language plpgsql stable security definer set search_path = public as $$
#variable_conflict use_column
begin
    return query
    select r.resource, r.completed_at, r.next_at, r.problem
    from sync_resources r
    where r.resource = any(names)
      and asking = any(visible_organizations())
      and r.organization_id in (select asking union all select o.parent_id from organizations o where o.id = asking and o.parent_id is not null);
end
$$;

create or replace function connected_sites(asking bigint) returns text[]
language plpgsql stable security definer set search_path = public as $$
begin
    return (
        select coalesce(array_agg(distinct a.site), '{}')
        from cloud_accounts a
        where asking = any(visible_organizations())
          and a.organization_id in (select asking union all select o.parent_id from organizations o where o.id = asking and o.parent_id is not null)
    );
end
$$;
