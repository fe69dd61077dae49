-- The currency an organisation settles in is known wherever its figures are shown (ORG-12).
drop function organization_surroundings(bigint, bigint[]);
create function organization_surroundings(asking bigint, children bigint[])
returns table (parent_id bigint, sites text[], child_ids bigint[], child_names text[], settlement_currency text)
language plpgsql stable security definer set search_path = public as $$
begin
    select o.parent_id, array(
            select distinct a.site from cloud_accounts a
            where a.organization_id = asking or a.organization_id = o.parent_id), o.settlement_currency
    into parent_id, sites, settlement_currency
    from organizations o where o.id = asking and asking = any(visible_organizations());
    if cardinality(children) > 0 then
        select array_agg(c.id order by c.name, c.id), array_agg(c.name order by c.name, c.id)
        into child_ids, child_names
        from organizations c where c.parent_id = asking and c.id = any(children) and c.id = any(visible_organizations());
    end if;
    return next;
end
$$;
comment on function organization_surroundings is 'Of an organisation that the connection may see: its distributor, the sites it is connected to by itself or through its distributor (API-6), which of these children have which names, in the order of the names, and the currency it settles in abroad.';
revoke execute on function organization_surroundings from public;
grant execute on function organization_surroundings to portal_app;
