-- Balances, the partner's statement, adjust records, budgets and the consumption quota (ACCT). Snapshots keep every value they had;
-- statement and adjust records are append-only (SYNC-2). What the vendor no longer lists is kept (SYNC-7).

create table partner_balances (
    id bigint generated always as identity primary key,
    organization_id bigint not null references organizations (id),
    account_id bigint not null references cloud_accounts (id),
    account_type integer not null,
    vendor_account_id text not null,
    currency text not null,
    amount numeric not null,
    designated_amount numeric,
    credit_amount numeric,
    memo text,
    gone_at timestamptz,
    raw jsonb not null,
    run_id bigint not null references sync_runs (id),
    fetched_at timestamptz not null,
    first_seen_at timestamptz not null,
    unique (organization_id, account_type, vendor_account_id, currency)
);
comment on table partner_balances is 'Accounts of the partner or of one reseller by type, as ListPartnerBalances gives them (ACCT-4). A snapshot: open commands are never netted in (CMD-13).';
comment on column partner_balances.id is 'Key, used in addresses.';
comment on column partner_balances.organization_id is 'The partner, or the reseller asked for by indirect_partner_id.';
comment on column partner_balances.account_id is 'The connection the row came over.';
comment on column partner_balances.account_type is '1 balance, 2 credit, 5 reward, 7 deposit, 8 transferable (ACCT-2); others as sent.';
comment on column partner_balances.vendor_account_id is 'account_id of the vendor; empty when absent.';
comment on column partner_balances.currency is 'currency of the record, else of the site.';
comment on column partner_balances.amount is 'Balance in currency; absent = 0.';
comment on column partner_balances.designated_amount is 'Earmarked part in currency (专款专用).';
comment on column partner_balances.credit_amount is 'Credit line in currency; type 2 only.';
comment on column partner_balances.memo is 'memo as sent.';
comment on column partner_balances.gone_at is 'Since when the vendor no longer lists the row; empty while it does.';
comment on column partner_balances.raw is 'The record as received.';
comment on column partner_balances.run_id is 'Run that last changed the row.';
comment on column partner_balances.fetched_at is 'When that was.';
comment on column partner_balances.first_seen_at is 'When the row was first received.';
call protect_by_organization('partner_balances', 'select, insert, update');

create table partner_balance_changes (
    id bigint generated always as identity primary key,
    organization_id bigint not null references organizations (id),
    balance_id bigint not null references partner_balances (id),
    amount numeric not null,
    designated_amount numeric,
    credit_amount numeric,
    currency text not null,
    run_id bigint not null references sync_runs (id),
    found_at timestamptz not null
);
create index partner_balance_changes_balance on partner_balance_changes (organization_id, balance_id, id desc);
comment on table partner_balance_changes is 'Every value a balance of partner_balances had: one row when it was first seen and one for every change.';
comment on column partner_balance_changes.id is 'Key; rises with time.';
comment on column partner_balance_changes.organization_id is 'Whose balance.';
comment on column partner_balance_changes.balance_id is 'The balance.';
comment on column partner_balance_changes.amount is 'Balance from then on.';
comment on column partner_balance_changes.designated_amount is 'Earmarked part from then on.';
comment on column partner_balance_changes.credit_amount is 'Credit line from then on.';
comment on column partner_balance_changes.currency is 'Currency of the amounts.';
comment on column partner_balance_changes.run_id is 'Run that found it.';
comment on column partner_balance_changes.found_at is 'When.';
call protect_by_organization('partner_balance_changes', 'select, insert');

create table customer_balances (
    id bigint generated always as identity primary key,
    organization_id bigint not null references organizations (id),
    account_id bigint not null references cloud_accounts (id),
    customer_id text not null check (customer_id <> ''),
    currency text not null,
    amount numeric,
    debt_amount numeric,
    gone_at timestamptz,
    raw jsonb not null,
    run_id bigint not null references sync_runs (id),
    fetched_at timestamptz not null,
    first_seen_at timestamptz not null,
    unique (organization_id, customer_id)
);
create index customer_balances_arrears on customer_balances (organization_id, debt_amount desc nulls last, id desc);
create index customer_balances_amount on customer_balances (organization_id, amount desc nulls last, id desc);
comment on table customer_balances is 'Available amount and arrears of resale customers, as ListCustomersBalancesDetail gives them (ACCT-5). A snapshot (CMD-13).';
comment on column customer_balances.id is 'Key, used in addresses.';
comment on column customer_balances.organization_id is 'The partner, or the reseller the customer belongs to.';
comment on column customer_balances.account_id is 'The connection the row came over.';
comment on column customer_balances.customer_id is 'customer_id of the vendor.';
comment on column customer_balances.currency is 'currency of the record, else of the site.';
comment on column customer_balances.amount is 'Available amount in currency.';
comment on column customer_balances.debt_amount is 'Arrears in currency.';
comment on column customer_balances.gone_at is 'Since when the vendor drops the customer from the answer (API-42): left, or no longer resale. Empty while it answers.';
comment on column customer_balances.raw is 'The record as received.';
comment on column customer_balances.run_id is 'Run that last changed the row.';
comment on column customer_balances.fetched_at is 'When that was.';
comment on column customer_balances.first_seen_at is 'When the row was first received.';
call protect_by_organization('customer_balances', 'select, insert, update');

create table customer_balance_changes (
    id bigint generated always as identity primary key,
    organization_id bigint not null references organizations (id),
    balance_id bigint not null references customer_balances (id),
    amount numeric,
    debt_amount numeric,
    currency text not null,
    run_id bigint not null references sync_runs (id),
    found_at timestamptz not null
);
create index customer_balance_changes_balance on customer_balance_changes (organization_id, balance_id, id desc);
comment on table customer_balance_changes is 'Every value a balance of customer_balances had: one row when it was first seen and one for every change.';
comment on column customer_balance_changes.id is 'Key; rises with time.';
comment on column customer_balance_changes.organization_id is 'Whose balance.';
comment on column customer_balance_changes.balance_id is 'The balance.';
comment on column customer_balance_changes.amount is 'Available amount from then on.';
comment on column customer_balance_changes.debt_amount is 'Arrears from then on.';
comment on column customer_balance_changes.currency is 'Currency of the amounts.';
comment on column customer_balance_changes.run_id is 'Run that found it.';
comment on column customer_balance_changes.found_at is 'When.';
call protect_by_organization('customer_balance_changes', 'select, insert');

create table partner_statement (
    id bigint generated always as identity primary key,
    organization_id bigint not null references organizations (id),
    account_id bigint not null references cloud_accounts (id),
    account_change_id text not null check (account_change_id <> ''),
    balance_type text not null,
    trade_detail_type text,
    trade_time timestamptz not null,
    trade_id text,
    change_amount numeric,
    change_text text,
    balance_after_change numeric,
    balance_text text,
    currency text not null,
    kind text,
    customer_id text,
    account_name text,
    raw jsonb not null,
    run_id bigint not null references sync_runs (id),
    fetched_at timestamptz not null,
    unique (organization_id, account_change_id)
);
create index partner_statement_list on partner_statement (organization_id, trade_time desc, id desc);
create index partner_statement_customer on partner_statement (organization_id, customer_id, trade_time desc, id desc) where customer_id is not null;
comment on table partner_statement is 'The partner''s statement, as ListPartnerAccountChangeRecords gives it (ACCT-11). Append-only; the vendor''s history vanishes, this does not.';
comment on column partner_statement.id is 'Key, used in addresses.';
comment on column partner_statement.organization_id is 'The partner, or the reseller asked for by indirect_partner_id.';
comment on column partner_statement.account_id is 'The connection the row came over.';
comment on column partner_statement.account_change_id is 'account_change_id: the natural key (SYNC-2).';
comment on column partner_statement.balance_type is 'balance_type asked for: BALANCE_TYPE_DEBIT cash, BALANCE_TYPE_CREDIT credit.';
comment on column partner_statement.trade_detail_type is 'trade_detail_type, spelled as sent (ACCT-12).';
comment on column partner_statement.trade_time is 'trade_time; where the vendor gives none, when the record was first read.';
comment on column partner_statement.trade_id is 'trade_id.';
comment on column partner_statement.change_amount is 'change_amount, in currency, unsigned; kind says which way.';
comment on column partner_statement.change_text is 'change_amount, character by character as sent.';
comment on column partner_statement.balance_after_change is 'balance_after_change, in currency.';
comment on column partner_statement.balance_text is 'balance_after_change, character by character as sent.';
comment on column partner_statement.currency is 'currency of the answer, else of the site.';
comment on column partner_statement.kind is 'type as sent: 1 income, 2 expense.';
comment on column partner_statement.customer_id is 'customer_id or reseller id; only for BEADJUST, BEUNBIND, BERETRIEVE.';
comment on column partner_statement.account_name is 'account_name of that customer or reseller.';
comment on column partner_statement.raw is 'The record as received.';
comment on column partner_statement.run_id is 'Run that brought the row.';
comment on column partner_statement.fetched_at is 'When that was.';
call protect_by_organization('partner_statement', 'select, insert');

create table adjust_records (
    id bigint generated always as identity primary key,
    organization_id bigint not null references organizations (id),
    account_id bigint not null references cloud_accounts (id),
    record_key text not null,
    trans_id text,
    customer_id text,
    customer_name text,
    operation_type text,
    amount numeric,
    amount_text text,
    currency text not null,
    apply_scene text,
    operation_time timestamptz not null,
    memo text,
    raw jsonb not null,
    run_id bigint not null references sync_runs (id),
    fetched_at timestamptz not null,
    unique (organization_id, record_key)
);
create index adjust_records_list on adjust_records (organization_id, operation_time desc, id desc);
create index adjust_records_customer on adjust_records (organization_id, customer_id, operation_time desc, id desc);
create index adjust_records_trans on adjust_records (organization_id, trans_id) where trans_id is not null;
comment on table adjust_records is 'Transfers and take-backs, as ListPartnerAdjustRecords gives them (ACCT-10). Append-only: they prove money commands (CMD-5).';
comment on column adjust_records.id is 'Key, used in addresses.';
comment on column adjust_records.organization_id is 'The partner, or the reseller whose customers'' records were asked for.';
comment on column adjust_records.account_id is 'The connection the row came over.';
comment on column adjust_records.record_key is 'trans_id/customer_id/operation_type; without trans_id a hash of all fields (SYNC-2).';
comment on column adjust_records.trans_id is 'trans_id; equals the transfer_id of the call that made it (inferred).';
comment on column adjust_records.customer_id is 'customer_id; a reseller''s id for transfers to and from resellers.';
comment on column adjust_records.customer_name is 'customer_name; personal data for individuals.';
comment on column adjust_records.operation_type is 'SOURCE_OPERATION_BEADJUST transfer, _BERETRIEVE taken back, _BEUNBIND back by unbinding; others as sent.';
comment on column adjust_records.amount is 'amount, in currency.';
comment on column adjust_records.amount_text is 'amount, character by character as sent.';
comment on column adjust_records.currency is 'currency of the record, else of the site.';
comment on column adjust_records.apply_scene is 'apply_scene as sent.';
comment on column adjust_records.operation_time is 'operation_time; where the vendor gives none, when the record was first read.';
comment on column adjust_records.memo is 'memo.';
comment on column adjust_records.raw is 'The record as received.';
comment on column adjust_records.run_id is 'Run that brought the row.';
comment on column adjust_records.fetched_at is 'When that was.';
call protect_by_organization('adjust_records', 'select, insert');

create table customer_budgets (
    id bigint generated always as identity primary key,
    organization_id bigint not null references organizations (id),
    account_id bigint not null references cloud_accounts (id),
    customer_id text not null check (customer_id <> ''),
    currency text not null,
    budget_amount numeric,
    used_amount numeric,
    budget_type text,
    gone_at timestamptz,
    raw jsonb not null,
    run_id bigint not null references sync_runs (id),
    fetched_at timestamptz not null,
    first_seen_at timestamptz not null,
    unique (organization_id, customer_id)
);
create index customer_budgets_list on customer_budgets (organization_id, budget_amount desc nulls last, id desc);
comment on table customer_budgets is 'Budgets of resale customers of the international site, as ListSubCustomerBudget gives them (ACCT-21). Use is an estimate about 10 minutes late and counts list prices (ACCT-17).';
comment on column customer_budgets.id is 'Key, used in addresses.';
comment on column customer_budgets.organization_id is 'The partner, or the reseller the customer belongs to.';
comment on column customer_budgets.account_id is 'The connection the row came over.';
comment on column customer_budgets.customer_id is 'customer_id of the vendor.';
comment on column customer_budgets.currency is 'currency of the answer, else of the site; empty when neither says.';
comment on column customer_budgets.budget_amount is 'Budget in currency.';
comment on column customer_budgets.used_amount is 'Used so far in currency, list prices, estimated.';
comment on column customer_budgets.budget_type is 'MONTHLY, PACKAGE (one-time); others as sent.';
comment on column customer_budgets.gone_at is 'Since when the vendor drops the customer from the answer. Empty while it answers.';
comment on column customer_budgets.raw is 'The record as received.';
comment on column customer_budgets.run_id is 'Run that last changed the row.';
comment on column customer_budgets.fetched_at is 'When that was.';
comment on column customer_budgets.first_seen_at is 'When the row was first received.';
call protect_by_organization('customer_budgets', 'select, insert, update');

create table budget_records (
    id bigint generated always as identity primary key,
    organization_id bigint not null references organizations (id),
    account_id bigint not null references cloud_accounts (id),
    customer_id text not null check (customer_id <> ''),
    record_key text not null,
    operation_type text,
    operation_time timestamptz,
    operator text,
    budget_type text,
    budget_amount numeric,
    currency text not null,
    partner_name text,
    raw jsonb not null,
    run_id bigint not null references sync_runs (id),
    fetched_at timestamptz not null,
    unique (organization_id, customer_id, record_key)
);
create index budget_records_list on budget_records (organization_id, customer_id, operation_time desc nulls last, id desc);
comment on table budget_records is 'Settings and deletions of budgets, as ListSubCustomerBudgetRecords gives them (ACCT-21). Append-only.';
comment on column budget_records.id is 'Key, used in addresses.';
comment on column budget_records.organization_id is 'The partner, or the reseller the customer belongs to.';
comment on column budget_records.account_id is 'The connection the row came over.';
comment on column budget_records.customer_id is 'customer_id asked for.';
comment on column budget_records.record_key is 'Hash of all fields with an occurrence counter: the record has no id.';
comment on column budget_records.operation_type is 'SETTING, DELETE (association ended); others as sent.';
comment on column budget_records.operation_time is 'operation_time.';
comment on column budget_records.operator is 'operator, or system; personal data.';
comment on column budget_records.budget_type is 'MONTHLY, PACKAGE; others as sent.';
comment on column budget_records.budget_amount is 'Budget set, in currency.';
comment on column budget_records.currency is 'currency of the answer, else of the site; empty when neither says.';
comment on column budget_records.partner_name is 'partner_corp_name, else partner_account_name.';
comment on column budget_records.raw is 'The record as received.';
comment on column budget_records.run_id is 'Run that brought the row.';
comment on column budget_records.fetched_at is 'When that was.';
call protect_by_organization('budget_records', 'select, insert');

create table consumption_quotas (
    id bigint generated always as identity primary key,
    organization_id bigint not null references organizations (id),
    account_id bigint not null references cloud_accounts (id),
    consumption_quota numeric,
    used_consumption_quota numeric,
    amount numeric,
    coupon_amount numeric,
    due_amount numeric,
    unbilled_amount numeric,
    currency text not null,
    raw jsonb not null,
    run_id bigint not null references sync_runs (id),
    fetched_at timestamptz not null
);
create index consumption_quotas_newest on consumption_quotas (organization_id, id desc);
comment on table consumption_quotas is 'The most the partner may owe and how much it does, as ShowPartnerConsumptionQuota gives it (ACCT-23). One row for every value it had; the newest is the present one.';
comment on column consumption_quotas.id is 'Key; rises with time.';
comment on column consumption_quotas.organization_id is 'The partner.';
comment on column consumption_quotas.account_id is 'The connection the row came over.';
comment on column consumption_quotas.consumption_quota is 'The most the partner may owe, in currency.';
comment on column consumption_quotas.used_consumption_quota is 'due + unbilled - balance - coupons, in currency; negative = none used.';
comment on column consumption_quotas.amount is 'Balance, in currency.';
comment on column consumption_quotas.coupon_amount is 'Coupons, in currency; distorted just before the monthly bill.';
comment on column consumption_quotas.due_amount is 'Due, in currency.';
comment on column consumption_quotas.unbilled_amount is 'Not billed yet, in currency; an estimate.';
comment on column consumption_quotas.currency is 'currency of the answer, else of the site; empty when neither says.';
comment on column consumption_quotas.raw is 'The answer as received.';
comment on column consumption_quotas.run_id is 'Run that brought the row.';
comment on column consumption_quotas.fetched_at is 'When that was.';
call protect_by_organization('consumption_quotas', 'select, insert');
