-- The vendor's dictionaries (CAT-1 to CAT-12), read daily in both languages, never deleted: old bills keep old codes (CAT-13).

-- Dictionaries are no secret between a distributor and its resellers, who have no connection of their own (API-7).
create procedure share_with_resellers(shared regclass) language plpgsql as $$
begin
    execute format(
        'create policy reseller on %s for select to portal_app using (organization_id = any((select array_agg(parent_id) from organizations where id = any((select visible_organizations())::bigint[]))::bigint[]))',
        shared);
end
$$;

create table service_types (
    id bigint generated always as identity primary key,
    organization_id bigint not null references organizations (id),
    account_id bigint not null references cloud_accounts (id),
    code text not null check (code <> ''),
    name_zh text,
    name_en text,
    abbreviation_zh text,
    abbreviation_en text,
    raw_zh jsonb,
    raw_en jsonb,
    run_id bigint not null references sync_runs (id),
    fetched_at timestamptz not null,
    first_seen_at timestamptz not null,
    unique (organization_id, code)
);
comment on table service_types is 'Cloud services, as ListServiceTypes gives them (CAT-1).';
comment on column service_types.id is 'Key, used in addresses.';
comment on column service_types.organization_id is 'The partner whose connection read it; its resellers see it too.';
comment on column service_types.account_id is 'The connection the row came over.';
comment on column service_types.code is 'service_type_code.';
comment on column service_types.name_zh is 'service_type_name in Chinese (X-Language zh_CN).';
comment on column service_types.name_en is 'service_type_name in English (X-Language en_US).';
comment on column service_types.abbreviation_zh is 'abbreviation in Chinese (X-Language zh_CN).';
comment on column service_types.abbreviation_en is 'abbreviation in English (X-Language en_US).';
comment on column service_types.raw_zh is 'The Chinese record as received.';
comment on column service_types.raw_en is 'The English record as received.';
comment on column service_types.run_id is 'Run that last changed the row.';
comment on column service_types.fetched_at is 'When that was.';
comment on column service_types.first_seen_at is 'When the row was first received.';
call protect_by_organization('service_types', 'select, insert, update');
call share_with_resellers('service_types');

create table resource_types (
    id bigint generated always as identity primary key,
    organization_id bigint not null references organizations (id),
    account_id bigint not null references cloud_accounts (id),
    code text not null check (code <> ''),
    service_type_code text,
    name_zh text,
    name_en text,
    description_zh text,
    description_en text,
    raw_zh jsonb,
    raw_en jsonb,
    run_id bigint not null references sync_runs (id),
    fetched_at timestamptz not null,
    first_seen_at timestamptz not null,
    unique (organization_id, code)
);
comment on table resource_types is 'Types of resources, as ListResourceTypes gives them (CAT-2).';
comment on column resource_types.id is 'Key, used in addresses.';
comment on column resource_types.organization_id is 'The partner whose connection read it; its resellers see it too.';
comment on column resource_types.account_id is 'The connection the row came over.';
comment on column resource_types.code is 'resource_type_code.';
comment on column resource_types.service_type_code is 'service_type_code (CAT-1).';
comment on column resource_types.name_zh is 'resource_type_name in Chinese (X-Language zh_CN).';
comment on column resource_types.name_en is 'resource_type_name in English (X-Language en_US).';
comment on column resource_types.description_zh is 'resource_type_desc in Chinese (X-Language zh_CN).';
comment on column resource_types.description_en is 'resource_type_desc in English (X-Language en_US).';
comment on column resource_types.raw_zh is 'The Chinese record as received.';
comment on column resource_types.raw_en is 'The English record as received.';
comment on column resource_types.run_id is 'Run that last changed the row.';
comment on column resource_types.fetched_at is 'When that was.';
comment on column resource_types.first_seen_at is 'When the row was first received.';
call protect_by_organization('resource_types', 'select, insert, update');
call share_with_resellers('resource_types');

create table usage_types (
    id bigint generated always as identity primary key,
    organization_id bigint not null references organizations (id),
    account_id bigint not null references cloud_accounts (id),
    code text not null check (code <> ''),
    resource_type_code text not null default '',
    service_type_code text not null default '',
    name_zh text,
    name_en text,
    raw_zh jsonb,
    raw_en jsonb,
    run_id bigint not null references sync_runs (id),
    fetched_at timestamptz not null,
    first_seen_at timestamptz not null,
    unique (organization_id, service_type_code, resource_type_code, code)
);
create index usage_types_resource on usage_types (organization_id, resource_type_code, code);
comment on table usage_types is 'Ways use is measured, as ListUsageTypes gives them (CAT-4).';
comment on column usage_types.id is 'Key, used in addresses.';
comment on column usage_types.organization_id is 'The partner whose connection read it; its resellers see it too.';
comment on column usage_types.account_id is 'The connection the row came over.';
comment on column usage_types.code is 'code.';
comment on column usage_types.resource_type_code is 'resource_type_code (CAT-2); empty when not given.';
comment on column usage_types.service_type_code is 'service_type_code (CAT-1); empty when not given.';
comment on column usage_types.name_zh is 'name in Chinese (X-Language zh_CN).';
comment on column usage_types.name_en is 'name in English (X-Language en_US).';
comment on column usage_types.raw_zh is 'The Chinese record as received.';
comment on column usage_types.raw_en is 'The English record as received.';
comment on column usage_types.run_id is 'Run that last changed the row.';
comment on column usage_types.fetched_at is 'When that was.';
comment on column usage_types.first_seen_at is 'When the row was first received.';
call protect_by_organization('usage_types', 'select, insert, update');
call share_with_resellers('usage_types');

create table service_resources (
    id bigint generated always as identity primary key,
    organization_id bigint not null references organizations (id),
    account_id bigint not null references cloud_accounts (id),
    service_type_code text not null check (service_type_code <> ''),
    resource_type_code text not null check (resource_type_code <> ''),
    product_owner_service text,
    name_zh text,
    name_en text,
    description_zh text,
    description_en text,
    raw_zh jsonb,
    raw_en jsonb,
    run_id bigint not null references sync_runs (id),
    fetched_at timestamptz not null,
    first_seen_at timestamptz not null,
    unique (organization_id, service_type_code, resource_type_code)
);
create index service_resources_resource on service_resources (organization_id, resource_type_code);
comment on table service_resources is 'Resources of a service, as ListServiceResources gives them (CAT-3); not for marketplace services.';
comment on column service_resources.id is 'Key, used in addresses.';
comment on column service_resources.organization_id is 'The partner whose connection read it; its resellers see it too.';
comment on column service_resources.account_id is 'The connection the row came over.';
comment on column service_resources.service_type_code is 'The service asked about (CAT-1).';
comment on column service_resources.resource_type_code is 'basic_info.resource_type_code (CAT-2).';
comment on column service_resources.product_owner_service is 'basic_info.product_owner_service.';
comment on column service_resources.name_zh is 'basic_info.name in Chinese (X-Language zh_CN).';
comment on column service_resources.name_en is 'basic_info.name in English (X-Language en_US).';
comment on column service_resources.description_zh is 'basic_info.description in Chinese (X-Language zh_CN).';
comment on column service_resources.description_en is 'basic_info.description in English (X-Language en_US).';
comment on column service_resources.raw_zh is 'The Chinese record as received.';
comment on column service_resources.raw_en is 'The English record as received.';
comment on column service_resources.run_id is 'Run that last changed the row.';
comment on column service_resources.fetched_at is 'When that was.';
comment on column service_resources.first_seen_at is 'When the row was first received.';
call protect_by_organization('service_resources', 'select, insert, update');
call share_with_resellers('service_resources');

create table measures (
    id bigint generated always as identity primary key,
    organization_id bigint not null references organizations (id),
    account_id bigint not null references cloud_accounts (id),
    measure_id integer not null,
    measure_type integer,
    name_zh text,
    name_en text,
    abbreviation_zh text,
    abbreviation_en text,
    raw_zh jsonb,
    raw_en jsonb,
    run_id bigint not null references sync_runs (id),
    fetched_at timestamptz not null,
    first_seen_at timestamptz not null,
    unique (organization_id, measure_id)
);
comment on table measures is 'Units of measure, as ListMeasureUnits gives them (CAT-5).';
comment on column measures.id is 'Key, used in addresses.';
comment on column measures.organization_id is 'The partner whose connection read it; its resellers see it too.';
comment on column measures.account_id is 'The connection the row came over.';
comment on column measures.measure_id is 'measure_id.';
comment on column measures.measure_type is 'measure_type, an open set (CAT-7).';
comment on column measures.name_zh is 'measure_name in Chinese (X-Language zh_CN).';
comment on column measures.name_en is 'measure_name in English (X-Language en_US).';
comment on column measures.abbreviation_zh is 'abbreviation in Chinese (X-Language zh_CN).';
comment on column measures.abbreviation_en is 'abbreviation in English (X-Language en_US).';
comment on column measures.raw_zh is 'The Chinese record as received.';
comment on column measures.raw_en is 'The English record as received.';
comment on column measures.run_id is 'Run that last changed the row.';
comment on column measures.fetched_at is 'When that was.';
comment on column measures.first_seen_at is 'When the row was first received.';
call protect_by_organization('measures', 'select, insert, update');
call share_with_resellers('measures');

create table conversions (
    id bigint generated always as identity primary key,
    organization_id bigint not null references organizations (id),
    account_id bigint not null references cloud_accounts (id),
    measure_id integer not null,
    ref_measure_id integer not null,
    ratio numeric,
    measure_type integer,
    raw jsonb not null,
    run_id bigint not null references sync_runs (id),
    fetched_at timestamptz not null,
    first_seen_at timestamptz not null,
    unique (organization_id, measure_id, ref_measure_id)
);
comment on table conversions is 'How many of one unit make another, as ListConversions gives them (CAT-6).';
comment on column conversions.id is 'Key, used in addresses.';
comment on column conversions.organization_id is 'The partner whose connection read it; its resellers see it too.';
comment on column conversions.account_id is 'The connection the row came over.';
comment on column conversions.measure_id is 'measure_id: the larger unit.';
comment on column conversions.ref_measure_id is 'ref_measure_id: the smaller unit.';
comment on column conversions.ratio is 'conversion_ratio: so many of ref_measure_id in one of measure_id.';
comment on column conversions.measure_type is 'measure_type (CAT-7).';
comment on column conversions.raw is 'The record as received.';
comment on column conversions.run_id is 'Run that last changed the row.';
comment on column conversions.fetched_at is 'When that was.';
comment on column conversions.first_seen_at is 'When the row was first received.';
call protect_by_organization('conversions', 'select, insert, update');
call share_with_resellers('conversions');

create table places (
    id bigint generated always as identity primary key,
    organization_id bigint not null references organizations (id),
    account_id bigint not null references cloud_accounts (id),
    code text not null check (code <> ''),
    level text not null check (level in ('province', 'city', 'county')),
    parent_code text not null default '',
    name text,
    raw jsonb not null,
    run_id bigint not null references sync_runs (id),
    fetched_at timestamptz not null,
    first_seen_at timestamptz not null,
    unique (organization_id, level, parent_code, code)
);
comment on table places is 'Provinces, cities and counties of the China site, in Chinese only (CAT-10).';
comment on column places.id is 'Key, used in addresses.';
comment on column places.organization_id is 'The partner whose connection read it; its resellers see it too.';
comment on column places.account_id is 'The connection the row came over.';
comment on column places.code is 'code, like CN-32.';
comment on column places.level is 'Which list it stands in.';
comment on column places.parent_code is 'The province of a city, the city of a county; empty for provinces.';
comment on column places.name is 'name, Chinese.';
comment on column places.raw is 'The record as received.';
comment on column places.run_id is 'Run that last changed the row.';
comment on column places.fetched_at is 'When that was.';
comment on column places.first_seen_at is 'When the row was first received.';
call protect_by_organization('places', 'select, insert, update');
call share_with_resellers('places');

create table regions (
    id bigint generated always as identity primary key,
    organization_id bigint not null references organizations (id),
    account_id bigint not null references cloud_accounts (id),
    code text not null check (code <> ''),
    site_code text,
    name_zh text,
    name_en text,
    raw_zh jsonb,
    raw_en jsonb,
    run_id bigint not null references sync_runs (id),
    fetched_at timestamptz not null,
    first_seen_at timestamptz not null,
    unique (organization_id, code)
);
comment on table regions is 'Regions as the business discounts name them; no list call gives them (CAT-12).';
comment on column regions.id is 'Key, used in addresses.';
comment on column regions.organization_id is 'The partner whose connection read it; its resellers see it too.';
comment on column regions.account_id is 'The connection the row came over.';
comment on column regions.code is 'region_code.';
comment on column regions.site_code is 'site_code of the site the region lies in.';
comment on column regions.name_zh is 'region_name in Chinese (X-Language zh_CN).';
comment on column regions.name_en is 'region_name in English (X-Language en_US).';
comment on column regions.raw_zh is 'The Chinese record as received.';
comment on column regions.raw_en is 'The English record as received.';
comment on column regions.run_id is 'Run that last changed the row.';
comment on column regions.fetched_at is 'When that was.';
comment on column regions.first_seen_at is 'When the row was first received.';
call protect_by_organization('regions', 'select, insert, update');
call share_with_resellers('regions');

create table incentive_policies (
    id bigint generated always as identity primary key,
    organization_id bigint not null references organizations (id),
    account_id bigint not null references cloud_accounts (id),
    month date not null check (extract(day from month) = 1),
    service_type_code text not null check (service_type_code <> ''),
    service_type_name text,
    incentive_policy text,
    allow_discount text,
    raw jsonb not null,
    run_id bigint not null references sync_runs (id),
    fetched_at timestamptz not null,
    first_seen_at timestamptz not null,
    unique (organization_id, month, service_type_code)
);
comment on table incentive_policies is 'Whether a service earns incentives and allows discounts at the end of a month, as ListIncentiveDiscountPolicies gives it (CAT-11).';
comment on column incentive_policies.id is 'Key, used in addresses.';
comment on column incentive_policies.organization_id is 'The partner whose connection read it.';
comment on column incentive_policies.account_id is 'The connection the row came over.';
comment on column incentive_policies.month is 'The month, cut in UTC+8: first day.';
comment on column incentive_policies.service_type_code is 'service_type_code (CAT-1).';
comment on column incentive_policies.service_type_name is 'service_type_name as sent.';
comment on column incentive_policies.incentive_policy is '0 not specific, 1 specific product, 2 no performance no rebate, 13 performance without rebate; as sent.';
comment on column incentive_policies.allow_discount is 'YES or NO as sent.';
comment on column incentive_policies.raw is 'The record as received.';
comment on column incentive_policies.run_id is 'Run that last changed the row.';
comment on column incentive_policies.fetched_at is 'When that was.';
comment on column incentive_policies.first_seen_at is 'When the row was first received.';
call protect_by_organization('incentive_policies', 'select, insert, update');

create table business_discounts (
    id bigint generated always as identity primary key,
    organization_id bigint not null references organizations (id),
    account_id bigint not null references cloud_accounts (id),
    item_key text not null check (item_key <> ''),
    item_type text not null,
    commerce_code text,
    service_type_code text,
    resource_type_code text,
    product_id text,
    site_code text,
    region_code text,
    charging_mode text,
    discount_ratio numeric,
    sales_price numeric,
    effective_at timestamptz,
    expires_at timestamptz,
    name_zh text,
    name_en text,
    raw_zh jsonb,
    raw_en jsonb,
    run_id bigint not null references sync_runs (id),
    fetched_at timestamptz not null,
    first_seen_at timestamptz not null,
    unique (organization_id, item_key)
);
comment on table business_discounts is 'Items of the commercial framework valid at the reading, as ListBusinessDiscountInfo gives them (CAT-12).';
comment on column business_discounts.id is 'Key, used in addresses.';
comment on column business_discounts.organization_id is 'The partner whose connection read it.';
comment on column business_discounts.account_id is 'The connection the row came over.';
comment on column business_discounts.item_key is 'Item type, item_id, site, region, zone and step, joined.';
comment on column business_discounts.item_type is 'quoting_item_type: PRODUCT_ITEM or CATEGORY_ITEM.';
comment on column business_discounts.commerce_code is 'commerce_code of the framework.';
comment on column business_discounts.service_type_code is 'cloud_service_type (CAT-1).';
comment on column business_discounts.resource_type_code is 'resource_type_code (CAT-2).';
comment on column business_discounts.product_id is 'product_id of a product item.';
comment on column business_discounts.site_code is 'site_code.';
comment on column business_discounts.region_code is 'region_code of a category item.';
comment on column business_discounts.charging_mode is 'charging_mode as sent.';
comment on column business_discounts.discount_ratio is 'discount_ratio: what is paid of the list price, 1 = all.';
comment on column business_discounts.sales_price is 'sales_price of a product item in whole currency units.';
comment on column business_discounts.effective_at is 'effective_time.';
comment on column business_discounts.expires_at is 'expire_time.';
comment on column business_discounts.name_zh is 'product_spec_name, sku_family_name or resource_type_name in Chinese (X-Language zh_CN).';
comment on column business_discounts.name_en is 'product_spec_name, sku_family_name or resource_type_name in English (X-Language en_US).';
comment on column business_discounts.raw_zh is 'The Chinese record as received.';
comment on column business_discounts.raw_en is 'The English record as received.';
comment on column business_discounts.run_id is 'Run that last changed the row.';
comment on column business_discounts.fetched_at is 'When that was.';
comment on column business_discounts.first_seen_at is 'When the row was first received.';
call protect_by_organization('business_discounts', 'select, insert, update');
