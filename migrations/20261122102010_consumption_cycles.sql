-- What the page of consumption says of a cycle beside its lines, in one row: it used to be grouped, joined to dictionaries and put
-- into JSON at every view, which took a third of a millisecond.

create table consumption_cycles (
    organization_id bigint not null references organizations (id),
    bill_month date not null check (extract(day from bill_month) = 1),
    services json not null,
    regions json not null,
    sums json not null,
    primary key (organization_id, bill_month)
);
comment on table consumption_cycles is 'Roll-up of consumption_lines per cycle in the form pages read it, made with the others by the reading that touched the cycle.';
comment on column consumption_cycles.organization_id is 'Whose lines.';
comment on column consumption_cycles.bill_month is 'First day of the cycle.';
comment on column consumption_cycles.services is 'Cloud service types of the cycle: code, name as sent, lines.';
comment on column consumption_cycles.regions is 'Regions of the cycle: code, name as sent, lines.';
comment on column consumption_cycles.sums is 'Rows of consumption_by_month in the order of their currencies; amounts as text, exact, in currency.';
call protect_by_organization('consumption_cycles', 'select, insert, update, delete');

create function roll_up_cycle(organization bigint, month date) returns void language sql as $$
    insert into consumption_cycles (organization_id, bill_month, services, regions, sums)
    select organization, month,
        (select coalesce(json_agg(json_build_array(s.code, s.name, s.lines) order by s.code), '[]')
         from (select service_type_code as code, max(service_type_name) as name, sum(lines)::bigint as lines from consumption_by_service
               where organization_id = organization and bill_month = month and service_type_code <> '' group by 1) s),
        (select coalesce(json_agg(json_build_array(r.code, r.name, r.lines) order by r.code), '[]')
         from (select region_code as code, max(region_name) as name, sum(lines)::bigint as lines from consumption_by_service
               where organization_id = organization and bill_month = month and region_code <> '' group by 1) r),
        (select coalesce(json_agg(m order by m.currency), '[]')
         from (select bill_month, currency, lines, zero_lines, official_amount::text, official_discount_amount::text,
                 payment_amount::text, refund_amount::text, cash_amount::text, credit_amount::text, coupon_amount::text,
                 flexipurchase_coupon_amount::text, stored_value_card_amount::text, debt_amount::text, writeoff_amount::text
               from consumption_by_month where organization_id = organization and bill_month = month) m)
    on conflict (organization_id, bill_month) do update
        set services = excluded.services, regions = excluded.regions, sums = excluded.sums
$$;
comment on function roll_up_cycle is 'Makes the row of a cycle in consumption_cycles from the other roll-ups.';
revoke execute on function roll_up_cycle from public;
grant execute on function roll_up_cycle to portal_app;

select roll_up_cycle(m.organization_id, m.bill_month) from (select distinct organization_id, bill_month from consumption_by_month) m;

-- For the page of one resource whose rows carry codes. Dictionaries are kept by the program as long as the stamp is the same.
create function freshness_with_words(asking bigint, name text, out completed_at timestamptz, out next_at timestamptz, out problem text, out words text)
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
          and r.resource in (name, 'service_types', 'resource_types', 'regions');
    end if;
end
$$;
comment on function freshness_with_words is 'Freshness of a resource for an organisation, through its own connection or its distributor''s, and a stamp of the dictionaries it reads: another one after every reading of them, none before the first.';
revoke execute on function freshness_with_words from public;
grant execute on function freshness_with_words to portal_app;
