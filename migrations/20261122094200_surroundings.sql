-- What most pages ask about the reader's organisation, so that the statement that finds out who reads can answer it too.
create function organization_surroundings(asking bigint, children bigint[])
returns table (parent_id bigint, sites text[], child_ids bigint[], child_names text[])
language plpgsql stable security definer set search_path = public as $$
begin
    select o.parent_id, array(
            select distinct a.site from cloud_accounts a
            where a.organization_id = asking or a.organization_id = o.parent_id)
    into parent_id, sites
    from organizations o where o.id = asking and asking = any(visible_organizations());
    if cardinality(children) > 0 then
        select array_agg(c.id order by c.name, c.id), array_agg(c.name order by c.name, c.id)
        into child_ids, child_names
        from organizations c where c.parent_id = asking and c.id = any(children) and c.id = any(visible_organizations());
    end if;
    return next;
end
$$;
comment on function organization_surroundings is 'Of an organisation that the connection may see: its distributor, the sites it is connected to by itself or through its distributor (API-6), and which of these children have which names, in the order of the names.';
revoke execute on function organization_surroundings from public;
grant execute on function organization_surroundings to portal_app;
