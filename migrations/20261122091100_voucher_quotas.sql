-- Voucher and cash-coupon quotas, own and resellers' (QUOTA-8), children a distributor issued (QUOTA-9), and records of both (QUOTA-13).

create table voucher_quotas (
    id bigint generated always as identity primary key,
    organization_id bigint not null references organizations (id),
    account_id bigint not null references cloud_accounts (id),
    remote_id text not null check (remote_id <> ''),
    quota_type integer,
    quota_value numeric,
    balance numeric,
    currency text not null,
    measure_id integer,
    status integer,
    created_at timestamptz not null,
    updated_at timestamptz,
    effective_at timestamptz,
    expires_at timestamptz,
    limits jsonb not null,
    missed_reads integer not null default 0,
    unlisted_at timestamptz,
    raw jsonb not null,
    run_id bigint not null references sync_runs (id),
    fetched_at timestamptz not null,
    first_seen_at timestamptz not null,
    unique (organization_id, remote_id)
);
create index voucher_quotas_list on voucher_quotas (organization_id, created_at desc, id desc);
create index voucher_quotas_remote on voucher_quotas (remote_id);
comment on table voucher_quotas is 'Quotas of the partner and of its resellers, as ListQuotaCoupons gives them (QUOTA-8).';
comment on column voucher_quotas.id is 'Key, used in addresses.';
comment on column voucher_quotas.organization_id is 'Holder of the quota: the account''s partner, or the reseller asked for by indirect_partner_id.';
comment on column voucher_quotas.account_id is 'The connection the row came over.';
comment on column voucher_quotas.remote_id is 'quota_id.';
comment on column voucher_quotas.quota_type is 'quota_type: 0 voucher, 1 cash coupon (QUOTA-1).';
comment on column voucher_quotas.quota_value is 'Original amount, in currency (QUOTA-5).';
comment on column voucher_quotas.balance is 'Left to issue when fetched, in currency.';
comment on column voucher_quotas.currency is 'currency of the record, else of the site.';
comment on column voucher_quotas.measure_id is 'measure_id; 1 = whole currency units (API-28).';
comment on column voucher_quotas.status is 'quota_status as sent: 0 normal, 3 invalid, 4 being adjusted, 5 frozen, 6 reclaimed (QUOTA-6).';
comment on column voucher_quotas.created_at is 'create_time; when absent, the time the row was received.';
comment on column voucher_quotas.updated_at is 'last_update_time.';
comment on column voucher_quotas.effective_at is 'effective_time; issuable from then on.';
comment on column voucher_quotas.expires_at is 'expire_time; not issuable from then on.';
comment on column voucher_quotas.limits is 'limit_infos as sent: what coupons inherit; an open set (QUOTA-7).';
comment on column voucher_quotas.missed_reads is 'Complete readings in a row that did not list it.';
comment on column voucher_quotas.unlisted_at is 'Set when two complete readings in a row did not list it; the row is kept (SYNC-7).';
comment on column voucher_quotas.raw is 'The record as received.';
comment on column voucher_quotas.run_id is 'Run that last changed the row.';
comment on column voucher_quotas.fetched_at is 'When that was.';
comment on column voucher_quotas.first_seen_at is 'When the row was first received.';
call protect_by_organization('voucher_quotas', 'select, insert, update');

create table issued_quotas (
    id bigint generated always as identity primary key,
    organization_id bigint not null references organizations (id),
    account_id bigint not null references cloud_accounts (id),
    remote_id text not null check (remote_id <> ''),
    parent_remote_id text,
    reseller_remote_id text,
    reseller_account_name text,
    reseller_name text,
    quota_type integer,
    quota_value numeric,
    balance numeric,
    currency text not null,
    measure_id integer,
    status integer,
    created_at timestamptz not null,
    updated_at timestamptz,
    effective_at timestamptz,
    expires_at timestamptz,
    limits jsonb not null,
    missed_reads integer not null default 0,
    unlisted_at timestamptz,
    raw jsonb not null,
    run_id bigint not null references sync_runs (id),
    fetched_at timestamptz not null,
    first_seen_at timestamptz not null,
    unique (organization_id, remote_id)
);
create index issued_quotas_list on issued_quotas (organization_id, created_at desc, id desc);
create index issued_quotas_parent on issued_quotas (organization_id, parent_remote_id);
create index issued_quotas_reseller on issued_quotas (organization_id, reseller_remote_id);
comment on table issued_quotas is 'Child quotas a distributor issued to its resellers, as ListIssuedCouponQuotas gives them (QUOTA-9).';
comment on column issued_quotas.id is 'Key, used in addresses.';
comment on column issued_quotas.organization_id is 'The distributor that issued it.';
comment on column issued_quotas.account_id is 'The connection the row came over.';
comment on column issued_quotas.remote_id is 'quota_id of the child.';
comment on column issued_quotas.parent_remote_id is 'parent_quota_id: the distributor''s quota it was cut from.';
comment on column issued_quotas.reseller_remote_id is 'indirect_partner_id of the holder.';
comment on column issued_quotas.reseller_account_name is 'indirect_partner_account_name.';
comment on column issued_quotas.reseller_name is 'indirect_partner_name; personal data for individuals.';
comment on column issued_quotas.quota_type is 'quota_type: 0 voucher, 1 cash coupon (QUOTA-1).';
comment on column issued_quotas.quota_value is 'Original amount, in currency (QUOTA-5).';
comment on column issued_quotas.balance is 'Left to issue when fetched, in currency.';
comment on column issued_quotas.currency is 'currency of the record, else of the site.';
comment on column issued_quotas.measure_id is 'measure_id; 1 = whole currency units (API-28).';
comment on column issued_quotas.status is 'quota_status as sent: 0 normal, 3 invalid, 4 being adjusted, 5 frozen, 6 reclaimed (QUOTA-6).';
comment on column issued_quotas.created_at is 'create_time; when absent, the time the row was received.';
comment on column issued_quotas.updated_at is 'last_update_time.';
comment on column issued_quotas.effective_at is 'effective_time; issuable from then on.';
comment on column issued_quotas.expires_at is 'expire_time; not issuable from then on.';
comment on column issued_quotas.limits is 'limit_infos as sent: what coupons inherit; an open set (QUOTA-7).';
comment on column issued_quotas.missed_reads is 'Complete readings in a row that did not list it.';
comment on column issued_quotas.unlisted_at is 'Set when two complete readings in a row did not list it; the row is kept (SYNC-7).';
comment on column issued_quotas.raw is 'The record as received.';
comment on column issued_quotas.run_id is 'Run that last changed the row.';
comment on column issued_quotas.fetched_at is 'When that was.';
comment on column issued_quotas.first_seen_at is 'When the row was first received.';
call protect_by_organization('issued_quotas', 'select, insert, update');

-- Quota and coupon records stand in one list under one address, so their keys come from one sequence.
create sequence voucher_record_ids as bigint;
grant usage on sequence voucher_record_ids to portal_app;

create table quota_records (
    id bigint primary key default nextval('voucher_record_ids'),
    organization_id bigint not null references organizations (id),
    account_id bigint not null references cloud_accounts (id),
    remote_id text not null check (remote_id <> ''),
    operator text,
    operation_type text,
    quota_remote_id text,
    parent_remote_id text,
    amount numeric,
    currency text not null,
    operated_at timestamptz not null,
    result text,
    reseller_remote_id text,
    reseller_account_name text,
    reseller_name text,
    remark text,
    raw jsonb not null,
    run_id bigint not null references sync_runs (id),
    fetched_at timestamptz not null,
    first_seen_at timestamptz not null,
    unique (organization_id, remote_id)
);
create index quota_records_list on quota_records (organization_id, operated_at desc, id desc);
create index quota_records_quota on quota_records (organization_id, quota_remote_id);
create index quota_records_parent on quota_records (organization_id, parent_remote_id);
comment on table quota_records is 'Issues and reclaims of child quotas, failed attempts too, as ListCouponQuotasRecords gives them (QUOTA-13). Append-only (SYNC-2).';
comment on column quota_records.id is 'Key, used in addresses; unique over both kinds.';
comment on column quota_records.organization_id is 'The distributor.';
comment on column quota_records.account_id is 'The connection the row came over.';
comment on column quota_records.remote_id is 'id of the record.';
comment on column quota_records.operator is 'Who did it at the vendor; personal data.';
comment on column quota_records.operation_type is 'As sent: 10 issue, 11 reclaim.';
comment on column quota_records.quota_remote_id is 'quota_id of the child; empty when an attempt made none.';
comment on column quota_records.parent_remote_id is 'parent_quota_id.';
comment on column quota_records.amount is 'Issued or taken, in currency; greater than 0.';
comment on column quota_records.currency is 'Currency of the site; records name none.';
comment on column quota_records.operated_at is 'operation_time; when it could not be read, the time the record was received.';
comment on column quota_records.result is 'As sent: 0 done, -1 failed.';
comment on column quota_records.reseller_remote_id is 'indirect_partner_id.';
comment on column quota_records.reseller_account_name is 'indirect_partner_account_name.';
comment on column quota_records.reseller_name is 'indirect_partner_name; personal data for individuals.';
comment on column quota_records.remark is 'remark; the portal''s own begin with ptl: (CMD-5).';
comment on column quota_records.raw is 'The record as received.';
comment on column quota_records.run_id is 'Run that brought it.';
comment on column quota_records.fetched_at is 'When that was.';
comment on column quota_records.first_seen_at is 'When the row was first received.';
call protect_by_organization('quota_records', 'select, insert');
