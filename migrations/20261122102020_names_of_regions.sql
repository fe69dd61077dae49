-- Names of regions come with the discounts: a reading of those, not of regions, makes another stamp.
create or replace function freshness_with_words(asking bigint, name text, out completed_at timestamptz, out next_at timestamptz, out problem text, out words text)
language plpgsql stable security definer set search_path = public, pg_temp as $$
#variable_conflict use_variable
begin
    if asking = any(visible_organizations()) then
        select max(r.completed_at) filter (where r.resource = name), min(r.next_at) filter (where r.resource = name),
            max(r.problem) filter (where r.resource = name),
            string_agg(r.account_id || '/' || coalesce(r.last_run_id, 0) || '/' || coalesce(r.completed_run_id, 0) || '/' || r.failures, ' ')
                filter (where r.resource <> name)
        into completed_at, next_at, problem, words
        from sync_resources r
        where r.organization_id in (asking, (select o.parent_id from organizations o where o.id = asking))
          and r.resource in (name, 'service_types', 'resource_types', 'business_discounts');
    end if;
end
$$;
