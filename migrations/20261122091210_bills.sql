-- Monthly sums (BILL-52), the international partner bill (BILL-53), versions of closed cycles per data set (BILL-43),
-- and what the consumption page needs of its roll-ups.

-- Paging compares trade_time: a line without one would be on no page but the first.
alter table consumption_lines alter column trade_time set not null;
comment on column consumption_lines.trade_time is 'Deduction time; where the vendor gives none, consume_time, else the start of the cycle.';
create index consumption_lines_resource on consumption_lines (organization_id, bill_month, resource_id);
create index consumption_lines_trade on consumption_lines (organization_id, bill_month, trade_id);

-- Each data set of a cycle closes by itself: details, monthly sums, the partner's bill.
alter table bill_cycles add column data_set text not null default 'detail' check (data_set in ('detail', 'monthly', 'partner_bill'));
alter table bill_cycles drop constraint bill_cycles_pkey;
alter table bill_cycles add primary key (organization_id, bill_month, data_set);
comment on column bill_cycles.data_set is 'Which figures of the cycle: detail (BILL-50), monthly (BILL-52), partner_bill (BILL-53).';
comment on column bill_cycles.lines is 'Rows of the latest complete reading.';

create table bill_versions (
    id bigint generated always as identity primary key,
    organization_id bigint not null references organizations (id),
    bill_month date not null check (extract(day from bill_month) = 1),
    data_set text not null check (data_set in ('detail', 'monthly', 'partner_bill')),
    version integer not null check (version > 0),
    lines bigint not null,
    sums jsonb not null,
    pulled_at timestamptz not null,
    run_id bigint not null references sync_runs (id),
    unique (organization_id, bill_month, data_set, version)
);
comment on table bill_versions is 'Every version of a closed cycle''s figures: an immutable snapshot of time, rows and sums (BILL-43).';
comment on column bill_versions.id is 'Key.';
comment on column bill_versions.organization_id is 'Whose cycle.';
comment on column bill_versions.bill_month is 'First day of the cycle.';
comment on column bill_versions.data_set is 'Which figures of the cycle.';
comment on column bill_versions.version is '1 when it became final, and one more per restatement.';
comment on column bill_versions.lines is 'Rows of the version.';
comment on column bill_versions.sums is 'Sums per currency and money basis, as decimal texts: {"CNY": {"payable": "1.00"}}.';
comment on column bill_versions.pulled_at is 'Start of the reading that made it.';
comment on column bill_versions.run_id is 'That run.';
call protect_by_organization('bill_versions', 'select, insert');

-- Roll-ups: all money bases per customer, and one row a cycle for the figures at the top and the trend.
alter table consumption_by_customer
    add column official_discount_amount numeric not null default 0,
    add column cash_amount numeric not null default 0,
    add column credit_amount numeric not null default 0,
    add column flexipurchase_coupon_amount numeric not null default 0,
    add column stored_value_card_amount numeric not null default 0,
    add column writeoff_amount numeric not null default 0;
comment on column consumption_by_customer.official_discount_amount is 'Sum of discounts (BILL-30 discount).';
comment on column consumption_by_customer.cash_amount is 'Sum paid in cash.';
comment on column consumption_by_customer.credit_amount is 'Sum paid by credit.';
comment on column consumption_by_customer.flexipurchase_coupon_amount is 'Sum paid by cash coupon.';
comment on column consumption_by_customer.stored_value_card_amount is 'Sum paid by stored-value card.';
comment on column consumption_by_customer.writeoff_amount is 'Sum written off.';

alter table consumption_by_service
    add column service_type_name text not null default '',
    add column region_name text not null default '',
    add column zero_lines bigint not null default 0;
comment on column consumption_by_service.service_type_name is 'A name of the service as sent; empty when absent.';
comment on column consumption_by_service.region_name is 'A name of the region as sent; empty when absent.';
comment on column consumption_by_service.zero_lines is 'Lines whose payable amount is zero or absent.';

create table consumption_by_month (
    organization_id bigint not null references organizations (id),
    bill_month date not null,
    currency text not null,
    lines bigint not null,
    zero_lines bigint not null,
    official_amount numeric not null,
    official_discount_amount numeric not null,
    payment_amount numeric not null,
    refund_amount numeric not null,
    cash_amount numeric not null,
    credit_amount numeric not null,
    coupon_amount numeric not null,
    flexipurchase_coupon_amount numeric not null,
    stored_value_card_amount numeric not null,
    debt_amount numeric not null,
    writeoff_amount numeric not null,
    primary key (organization_id, bill_month, currency)
);
comment on table consumption_by_month is 'Roll-up of consumption_lines per cycle and currency, rebuilt by the reading that touched the cycle.';
comment on column consumption_by_month.organization_id is 'Whose lines.';
comment on column consumption_by_month.bill_month is 'First day of the cycle.';
comment on column consumption_by_month.currency is 'Currency of the sums.';
comment on column consumption_by_month.lines is 'Lines.';
comment on column consumption_by_month.zero_lines is 'Lines whose payable amount is zero or absent.';
comment on column consumption_by_month.official_amount is 'Sum of list prices (BILL-30 list).';
comment on column consumption_by_month.official_discount_amount is 'Sum of discounts.';
comment on column consumption_by_month.payment_amount is 'Sum of payable amounts, refunds as sent.';
comment on column consumption_by_month.refund_amount is 'Sum of payable amounts of refund lines (types 4, 20, 24).';
comment on column consumption_by_month.cash_amount is 'Sum paid in cash.';
comment on column consumption_by_month.credit_amount is 'Sum paid by credit.';
comment on column consumption_by_month.coupon_amount is 'Sum paid by voucher.';
comment on column consumption_by_month.flexipurchase_coupon_amount is 'Sum paid by cash coupon.';
comment on column consumption_by_month.stored_value_card_amount is 'Sum paid by stored-value card.';
comment on column consumption_by_month.debt_amount is 'Sum outstanding.';
comment on column consumption_by_month.writeoff_amount is 'Sum written off.';
call protect_by_organization('consumption_by_month', 'select, insert, update, delete');

create table monthly_bills (
    id bigint generated always as identity primary key,
    organization_id bigint not null references organizations (id),
    bill_month date not null check (extract(day from bill_month) = 1),
    row_key text not null,
    account_id bigint not null references cloud_accounts (id),
    customer_id text,
    cloud_service_type text,
    cloud_service_type_name text,
    resource_type_code text,
    resource_type_name text,
    charge_mode text not null,
    bill_type text,
    amount numeric,
    debt_amount numeric,
    adjustment_amount numeric,
    discount_amount numeric,
    account_details jsonb not null,
    currency text not null,
    raw jsonb not null,
    removed_in integer,
    run_id bigint not null references sync_runs (id),
    fetched_at timestamptz not null,
    first_seen_at timestamptz not null,
    unique (organization_id, bill_month, row_key)
);
create index monthly_bills_list on monthly_bills (organization_id, bill_month, amount desc nulls last, id desc);
create index monthly_bills_customer on monthly_bills (organization_id, customer_id, bill_month);
comment on table monthly_bills is 'Monthly sums of customers by service, as ListSubcustomerMonthlyBills gives them (BILL-52): resale customers, before tax, the basis for settlement with them.';
comment on column monthly_bills.id is 'Key, used in addresses.';
comment on column monthly_bills.organization_id is 'The partner, or the reseller asked for by indirect_partner_id.';
comment on column monthly_bills.bill_month is 'First day of the bill cycle.';
comment on column monthly_bills.row_key is 'Hash of all identifying fields with an occurrence counter: the record has no id (SYNC-B05).';
comment on column monthly_bills.account_id is 'The connection the row came over.';
comment on column monthly_bills.customer_id is 'customer_id of the vendor.';
comment on column monthly_bills.cloud_service_type is 'Cloud service type.';
comment on column monthly_bills.cloud_service_type_name is 'Its name as sent.';
comment on column monthly_bills.resource_type_code is 'Resource type.';
comment on column monthly_bills.resource_type_name is 'Its name as sent.';
comment on column monthly_bills.charge_mode is '1 yearly/monthly, 3 pay-per-use, 11 savings plan: the mode asked for.';
comment on column monthly_bills.bill_type is '0 normal, 1 unsubscription, 2 written off by Huawei; others as sent.';
comment on column monthly_bills.amount is 'Payable in currency; negative for types 1 and 2.';
comment on column monthly_bills.debt_amount is 'Outstanding in currency; absent for types 1 and 2.';
comment on column monthly_bills.adjustment_amount is 'Written off in currency; absent for types 1 and 2.';
comment on column monthly_bills.discount_amount is 'Discount in currency; absent for types 1 and 2.';
comment on column monthly_bills.account_details is 'What each kind of balance paid: [{balance_type, amount, bill_type}] as received.';
comment on column monthly_bills.currency is 'currency of the answer, else of the site.';
comment on column monthly_bills.raw is 'The record as received.';
comment on column monthly_bills.removed_in is 'Version of the closed cycle that no longer has the row; empty while it counts. Open cycles drop such rows.';
comment on column monthly_bills.run_id is 'Run that last changed the row.';
comment on column monthly_bills.fetched_at is 'When that was.';
comment on column monthly_bills.first_seen_at is 'When the row was first received.';
call protect_by_organization('monthly_bills', 'select, insert, update, delete');

create unlogged table monthly_bill_staging (
    account_id bigint not null,
    organization_id bigint not null,
    scope text not null,
    place bigint not null,
    identity text not null,
    customer_id text,
    cloud_service_type text,
    cloud_service_type_name text,
    resource_type_code text,
    resource_type_name text,
    charge_mode text not null,
    bill_type text,
    amount numeric,
    debt_amount numeric,
    adjustment_amount numeric,
    discount_amount numeric,
    account_details jsonb not null,
    currency text not null,
    raw jsonb not null,
    primary key (account_id, scope, place)
);
comment on table monthly_bill_staging is 'Rows of a part of monthly sums that is being read, merged all at once when it adds up (API-34).';
comment on column monthly_bill_staging.account_id is 'The connection.';
comment on column monthly_bill_staging.organization_id is 'Whose rows.';
comment on column monthly_bill_staging.scope is 'Part being read.';
comment on column monthly_bill_staging.place is 'Place in the list, from 0.';
comment on column monthly_bill_staging.identity is 'Hash of the identifying fields.';
comment on column monthly_bill_staging.customer_id is 'customer_id of the vendor.';
comment on column monthly_bill_staging.cloud_service_type is 'Cloud service type.';
comment on column monthly_bill_staging.cloud_service_type_name is 'Its name as sent.';
comment on column monthly_bill_staging.resource_type_code is 'Resource type.';
comment on column monthly_bill_staging.resource_type_name is 'Its name as sent.';
comment on column monthly_bill_staging.charge_mode is '1 yearly/monthly, 3 pay-per-use, 11 savings plan: the mode asked for.';
comment on column monthly_bill_staging.bill_type is '0 normal, 1 unsubscription, 2 written off by Huawei; others as sent.';
comment on column monthly_bill_staging.amount is 'Payable in currency; negative for types 1 and 2.';
comment on column monthly_bill_staging.debt_amount is 'Outstanding in currency; absent for types 1 and 2.';
comment on column monthly_bill_staging.adjustment_amount is 'Written off in currency; absent for types 1 and 2.';
comment on column monthly_bill_staging.discount_amount is 'Discount in currency; absent for types 1 and 2.';
comment on column monthly_bill_staging.account_details is 'What each kind of balance paid: [{balance_type, amount, bill_type}] as received.';
comment on column monthly_bill_staging.currency is 'currency of the answer, else of the site.';
comment on column monthly_bill_staging.raw is 'The record as received.';
call protect_by_organization('monthly_bill_staging', 'select, insert, delete');

create table monthly_bill_changes (
    id bigint generated always as identity primary key,
    organization_id bigint not null references organizations (id),
    bill_month date not null,
    version integer not null,
    row_key text not null,
    kind text not null check (kind in ('added', 'changed', 'removed')),
    before jsonb,
    after jsonb,
    currency text not null,
    run_id bigint not null references sync_runs (id),
    found_at timestamptz not null
);
create index monthly_bill_changes_cycle on monthly_bill_changes (organization_id, bill_month, version, id);
comment on table monthly_bill_changes is 'Row-by-row difference between versions of a closed cycle''s monthly sums (BILL-43).';
comment on column monthly_bill_changes.id is 'Key.';
comment on column monthly_bill_changes.organization_id is 'Whose cycle.';
comment on column monthly_bill_changes.bill_month is 'First day of the cycle.';
comment on column monthly_bill_changes.version is 'Version that the change led to.';
comment on column monthly_bill_changes.row_key is 'Key of the row.';
comment on column monthly_bill_changes.kind is 'added, changed or removed.';
comment on column monthly_bill_changes.before is 'The record before; empty when added.';
comment on column monthly_bill_changes.after is 'The record after; empty when removed.';
comment on column monthly_bill_changes.currency is 'Currency of the amounts.';
comment on column monthly_bill_changes.run_id is 'Run that found it.';
comment on column monthly_bill_changes.found_at is 'When.';
call protect_by_organization('monthly_bill_changes', 'select, insert');

create table postpaid_bills (
    id bigint generated always as identity primary key,
    organization_id bigint not null references organizations (id),
    account_id bigint not null references cloud_accounts (id),
    bill_month date not null check (extract(day from bill_month) = 1),
    currency text not null,
    initial_amount_due numeric,
    consume_amount numeric,
    refunds numeric,
    adjustments numeric,
    tax_amount numeric,
    raw jsonb not null,
    run_id bigint not null references sync_runs (id),
    fetched_at timestamptz not null,
    first_seen_at timestamptz not null,
    unique (organization_id, bill_month)
);
comment on table postpaid_bills is 'The partner''s bill of a closed month on the international site, as ListPostpaidBillSum gives it (BILL-53).';
comment on column postpaid_bills.id is 'Key, used in addresses.';
comment on column postpaid_bills.organization_id is 'The partner.';
comment on column postpaid_bills.account_id is 'The connection the row came over.';
comment on column postpaid_bills.bill_month is 'First day of the bill cycle.';
comment on column postpaid_bills.currency is 'currency of the answer, else of the site; empty when neither says.';
comment on column postpaid_bills.initial_amount_due is 'Amount due, in currency: consumption + refunds + adjustments (BILL-31).';
comment on column postpaid_bills.consume_amount is 'Consumption, in currency.';
comment on column postpaid_bills.refunds is 'Refunds, in currency; negative.';
comment on column postpaid_bills.adjustments is 'Adjustments, in currency.';
comment on column postpaid_bills.tax_amount is 'Tax, in currency; shown separately, never added (BILL-34).';
comment on column postpaid_bills.raw is 'The record as received.';
comment on column postpaid_bills.run_id is 'Run that last changed the row.';
comment on column postpaid_bills.fetched_at is 'When that was.';
comment on column postpaid_bills.first_seen_at is 'When the row was first received.';
call protect_by_organization('postpaid_bills', 'select, insert, update');
