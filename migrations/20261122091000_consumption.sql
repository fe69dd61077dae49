-- Consumption details (BILL-50), one partition a bill cycle; what closed cycles changed afterwards; roll-ups for pages.

create table consumption_lines (
    id bigint generated always as identity,
    organization_id bigint not null references organizations (id),
    bill_month date not null check (extract(day from bill_month) = 1),
    line_key text not null,
    digest uuid not null,
    account_id bigint not null,
    run_id bigint not null,
    fetched_at timestamptz not null,
    currency text not null,
    customer_id text not null,
    association_type text,
    line_id text,
    trade_id text,
    trade_time timestamptz,
    consume_time timestamptz,
    bill_detail_type integer,
    charging_mode integer,
    service_type_code text,
    service_type_name text,
    resource_type_code text,
    resource_type_name text,
    region_code text,
    region_name text,
    resource_id text,
    resource_name text,
    resource_tag text,
    product_id text,
    product_name text,
    product_spec_desc text,
    usage_type text,
    usage_amount numeric,
    usage_measure_id integer,
    free_resource_usage numeric,
    free_resource_measure_id integer,
    ri_usage numeric,
    ri_usage_measure_id integer,
    official_amount numeric,
    official_discount_amount numeric,
    payment_amount numeric,
    cash_amount numeric,
    credit_amount numeric,
    coupon_amount numeric,
    flexipurchase_coupon_amount numeric,
    stored_value_card_amount numeric,
    debt_amount numeric,
    writeoff_amount numeric,
    period_type integer,
    period_num numeric,
    order_type integer,
    payment_type text,
    account_manager_id text,
    partner_id text,
    sub_service_type_code text,
    sub_service_type_name text,
    sub_resource_type_code text,
    sub_resource_type_name text,
    sub_resource_id text,
    sub_resource_name text,
    enterprise_project_id text,
    primary key (bill_month, id),
    unique (organization_id, bill_month, line_key)
) partition by range (bill_month);
create index consumption_lines_list on consumption_lines (organization_id, bill_month, trade_time desc, id desc);
create index consumption_lines_customer on consumption_lines (organization_id, bill_month, customer_id, trade_time desc, id desc);
comment on table consumption_lines is 'Consumption details of customers, as ListSubCustomerBillDetail gives them (BILL-50). Amounts are exact, in currency, up to 8 decimals.';
comment on column consumption_lines.id is 'Key, used in addresses together with bill_month.';
comment on column consumption_lines.organization_id is 'The partner, or the reseller the line was asked for.';
comment on column consumption_lines.bill_month is 'First day of the bill cycle (UTC+8 month, BILL-41).';
comment on column consumption_lines.line_key is 'Natural key: the record''s id, else a hash of its identifying fields with an occurrence counter (SYNC-B06).';
comment on column consumption_lines.digest is 'Hash of all fields: an unchanged line is not written again.';
comment on column consumption_lines.account_id is 'The connection the row came over.';
comment on column consumption_lines.run_id is 'Run that last changed the row.';
comment on column consumption_lines.fetched_at is 'When that was.';
comment on column consumption_lines.currency is 'currency of the answer, else of the site.';
comment on column consumption_lines.customer_id is 'customer_id of the vendor.';
comment on column consumption_lines.association_type is 'association_type as sent (CUST-2).';
comment on column consumption_lines.line_id is 'id of the record; empty where the vendor reserves it (SYNC-B06).';
comment on column consumption_lines.trade_id is 'Order id or transaction id (BILL-48).';
comment on column consumption_lines.trade_time is 'Deduction time.';
comment on column consumption_lines.consume_time is 'Payment time (period, RI) or usage-record time.';
comment on column consumption_lines.bill_detail_type is 'Kind of line (BILL-46).';
comment on column consumption_lines.charging_mode is '1 yearly/monthly, 3 pay-per-use, 10 RI, 11 savings plan (BILL-47).';
comment on column consumption_lines.service_type_code is 'Cloud service type.';
comment on column consumption_lines.service_type_name is 'Its name as sent (Chinese).';
comment on column consumption_lines.resource_type_code is 'Resource type.';
comment on column consumption_lines.resource_type_name is 'Its name as sent (Chinese).';
comment on column consumption_lines.region_code is 'Region.';
comment on column consumption_lines.region_name is 'Its name as sent (Chinese).';
comment on column consumption_lines.resource_id is 'Resource.';
comment on column consumption_lines.resource_name is 'Its name.';
comment on column consumption_lines.resource_tag is 'Its tags.';
comment on column consumption_lines.product_id is 'Product.';
comment on column consumption_lines.product_name is 'Its name.';
comment on column consumption_lines.product_spec_desc is 'Its specification.';
comment on column consumption_lines.usage_type is 'Usage factor.';
comment on column consumption_lines.usage_amount is 'Usage, in usage_measure_id.';
comment on column consumption_lines.usage_measure_id is 'Measure of usage_amount (CAT-5).';
comment on column consumption_lines.free_resource_usage is 'Usage taken from packages.';
comment on column consumption_lines.free_resource_measure_id is 'Its measure.';
comment on column consumption_lines.ri_usage is 'Usage covered by reserved instances.';
comment on column consumption_lines.ri_usage_measure_id is 'Its measure.';
comment on column consumption_lines.official_amount is 'List price, in currency (BILL-30 list).';
comment on column consumption_lines.official_discount_amount is 'Discount (BILL-30 discount).';
comment on column consumption_lines.payment_amount is 'Payable (BILL-30 payable).';
comment on column consumption_lines.cash_amount is 'Part paid in cash.';
comment on column consumption_lines.credit_amount is 'Part paid by credit.';
comment on column consumption_lines.coupon_amount is 'Part paid by voucher.';
comment on column consumption_lines.flexipurchase_coupon_amount is 'Part paid by cash coupon.';
comment on column consumption_lines.stored_value_card_amount is 'Part paid by stored-value card.';
comment on column consumption_lines.debt_amount is 'Part outstanding.';
comment on column consumption_lines.writeoff_amount is 'Part written off.';
comment on column consumption_lines.period_type is '19 year, 20 month, 24 day, 25 hour, 5 one-off (BILL-47).';
comment on column consumption_lines.period_num is 'Number of periods.';
comment on column consumption_lines.order_type is 'Order type (ORD-02).';
comment on column consumption_lines.payment_type is 'ALL_UPFRONT, PARTIAL_UPFRONT, NO_UPFRONT (RI, SP).';
comment on column consumption_lines.account_manager_id is 'Account manager at the vendor.';
comment on column consumption_lines.partner_id is 'Partner the customer was associated with at that time.';
comment on column consumption_lines.sub_service_type_code is 'Service type of a child resource (BILL-45).';
comment on column consumption_lines.sub_service_type_name is 'Its name.';
comment on column consumption_lines.sub_resource_type_code is 'Resource type of a child resource.';
comment on column consumption_lines.sub_resource_type_name is 'Its name.';
comment on column consumption_lines.sub_resource_id is 'Child resource.';
comment on column consumption_lines.sub_resource_name is 'Its name.';
comment on column consumption_lines.enterprise_project_id is 'Enterprise project.';
call protect_by_organization('consumption_lines', 'select, insert, update, delete');

create function ensure_consumption_month(month date) returns void language plpgsql security definer set search_path = public as $$
declare
    name text := 'consumption_lines_' || to_char(month, 'YYYY_MM');
begin
    if extract(day from month) <> 1 or month < date '2015-01-01' or month > date '2100-01-01' then
        raise exception 'not a bill cycle: %', month;
    end if;
    if to_regclass(name) is null then
        perform pg_advisory_xact_lock(hashtextextended('consumption_lines', 0));
        execute format('create table if not exists %I partition of consumption_lines for values from (%L) to (%L)',
            name, month, (month + interval '1 month')::date);
    end if;
end
$$;
comment on function ensure_consumption_month is 'Makes the partition of a bill cycle; the application role may not create tables itself.';

create unlogged table consumption_seen (
    account_id bigint not null,
    organization_id bigint not null,
    scope text not null,
    line_key text not null,
    primary key (account_id, scope, line_key)
);
comment on table consumption_seen is 'Keys met so far by an unfinished re-reading, to find lines that vanished. Emptied when the reading ends.';
comment on column consumption_seen.account_id is 'The connection.';
comment on column consumption_seen.organization_id is 'Whose lines.';
comment on column consumption_seen.scope is 'Part being read.';
comment on column consumption_seen.line_key is 'Key met.';
call protect_by_organization('consumption_seen', 'select, insert, delete');

create table bill_cycles (
    organization_id bigint not null references organizations (id),
    bill_month date not null check (extract(day from bill_month) = 1),
    account_id bigint not null references cloud_accounts (id),
    finality text not null check (finality in ('open', 'provisional', 'final', 'restated')),
    version integer not null default 0,
    pulled_at timestamptz not null,
    lines bigint not null,
    run_id bigint not null references sync_runs (id),
    primary key (organization_id, bill_month)
);
comment on table bill_cycles is 'State of each bill cycle of each organisation (BILL-40).';
comment on column bill_cycles.organization_id is 'Whose cycle.';
comment on column bill_cycles.bill_month is 'First day of the cycle.';
comment on column bill_cycles.account_id is 'The connection it is read over.';
comment on column bill_cycles.finality is 'open: running; provisional: month over, lines still arrive; final: complete after the 5th 12:00 (UTC+8); restated: changed after that.';
comment on column bill_cycles.version is '0 until final, then 1, and one more per restatement (BILL-43).';
comment on column bill_cycles.pulled_at is 'Start of the latest complete reading.';
comment on column bill_cycles.lines is 'Lines of the latest complete reading.';
comment on column bill_cycles.run_id is 'That run.';
call protect_by_organization('bill_cycles', 'select, insert, update');

create table consumption_changes (
    id bigint generated always as identity primary key,
    organization_id bigint not null references organizations (id),
    bill_month date not null,
    version integer not null,
    line_key text not null,
    kind text not null check (kind in ('added', 'changed', 'removed')),
    before jsonb,
    after jsonb,
    run_id bigint not null references sync_runs (id),
    found_at timestamptz not null
);
create index consumption_changes_cycle on consumption_changes (organization_id, bill_month, version, id);
comment on table consumption_changes is 'Line-by-line difference between versions of a closed cycle, and lines that vanished from an open one (BILL-43).';
comment on column consumption_changes.id is 'Key.';
comment on column consumption_changes.organization_id is 'Whose cycle.';
comment on column consumption_changes.bill_month is 'First day of the cycle.';
comment on column consumption_changes.version is 'Version that the change led to; 0 for a cycle that was not final yet.';
comment on column consumption_changes.line_key is 'Key of the line.';
comment on column consumption_changes.kind is 'added, changed or removed.';
comment on column consumption_changes.before is 'The line before; empty when added.';
comment on column consumption_changes.after is 'The line after; empty when removed.';
comment on column consumption_changes.run_id is 'Run that found it.';
comment on column consumption_changes.found_at is 'When.';
call protect_by_organization('consumption_changes', 'select, insert');

create table consumption_by_customer (
    organization_id bigint not null references organizations (id),
    bill_month date not null,
    customer_id text not null,
    currency text not null,
    lines bigint not null,
    zero_lines bigint not null,
    official_amount numeric not null,
    payment_amount numeric not null,
    refund_amount numeric not null,
    coupon_amount numeric not null,
    debt_amount numeric not null,
    primary key (organization_id, bill_month, customer_id, currency)
);
create index consumption_by_customer_top on consumption_by_customer (organization_id, bill_month, payment_amount desc);
create table consumption_by_service (
    organization_id bigint not null references organizations (id),
    bill_month date not null,
    service_type_code text not null,
    region_code text not null,
    currency text not null,
    lines bigint not null,
    payment_amount numeric not null,
    primary key (organization_id, bill_month, service_type_code, region_code, currency)
);
comment on table consumption_by_customer is 'Roll-up of consumption_lines per customer and cycle, rebuilt by the reading that touched the cycle.';
comment on column consumption_by_customer.organization_id is 'Whose lines.';
comment on column consumption_by_customer.bill_month is 'First day of the cycle.';
comment on column consumption_by_customer.customer_id is 'customer_id of the vendor.';
comment on column consumption_by_customer.currency is 'Currency of the sums.';
comment on column consumption_by_customer.lines is 'Lines.';
comment on column consumption_by_customer.zero_lines is 'Lines whose payable amount is zero or absent.';
comment on column consumption_by_customer.official_amount is 'Sum of list prices.';
comment on column consumption_by_customer.payment_amount is 'Sum of payable amounts, refunds as sent.';
comment on column consumption_by_customer.refund_amount is 'Sum of payable amounts of refund lines (types 4, 20, 24).';
comment on column consumption_by_customer.coupon_amount is 'Sum paid by voucher.';
comment on column consumption_by_customer.debt_amount is 'Sum outstanding.';
comment on table consumption_by_service is 'Roll-up of consumption_lines per service, region and cycle.';
comment on column consumption_by_service.organization_id is 'Whose lines.';
comment on column consumption_by_service.bill_month is 'First day of the cycle.';
comment on column consumption_by_service.service_type_code is 'Cloud service type; empty when absent.';
comment on column consumption_by_service.region_code is 'Region; empty when absent.';
comment on column consumption_by_service.currency is 'Currency of the sums.';
comment on column consumption_by_service.lines is 'Lines.';
comment on column consumption_by_service.payment_amount is 'Sum of payable amounts.';
call protect_by_organization('consumption_by_customer', 'select, insert, update, delete');
call protect_by_organization('consumption_by_service', 'select, insert, update, delete');

create table consuming_customers (
    organization_id bigint not null references organizations (id),
    bill_month date not null check (extract(day from bill_month) = 1),
    customer_id text not null check (customer_id <> ''),
    run_id bigint not null references sync_runs (id),
    primary key (organization_id, bill_month, customer_id)
);
comment on table consuming_customers is 'Customers that spent in a cycle, also those who left since (BILL-51); drives the reading of consumption details.';
comment on column consuming_customers.organization_id is 'The partner that was asked.';
comment on column consuming_customers.bill_month is 'First day of the cycle.';
comment on column consuming_customers.customer_id is 'customer_id of the vendor.';
comment on column consuming_customers.run_id is 'Run that first brought the row.';
call protect_by_organization('consuming_customers', 'select, insert');
