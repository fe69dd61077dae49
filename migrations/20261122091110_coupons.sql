-- Coupons: issued to customers (COUPON-9), the partner's own (COUPON-12), and what became of issued ones (COUPON-11).

-- Issued and own coupons stand under one address, so their keys come from one sequence.
create sequence voucher_coupon_ids as bigint;
grant usage on sequence voucher_coupon_ids to portal_app;

create table coupons (
    id bigint primary key default nextval('voucher_coupon_ids'),
    organization_id bigint not null references organizations (id),
    account_id bigint not null references cloud_accounts (id),
    remote_id text not null check (remote_id <> ''),
    customer_remote_id text,
    coupon_type integer,
    status integer,
    face_value numeric,
    balance numeric,
    currency text not null,
    measure_id integer,
    created_at timestamptz not null,
    effective_at timestamptz,
    expires_at timestamptz,
    activated_at timestamptz,
    last_used_at timestamptz,
    order_id text,
    lock_order_id text,
    plan_id text,
    plan_name text,
    plan_description text,
    promotion_id text,
    media_type integer,
    fetch_method integer,
    is_frozen text,
    limits jsonb not null,
    missed_reads integer not null default 0,
    unlisted_at timestamptz,
    raw jsonb not null,
    run_id bigint not null references sync_runs (id),
    fetched_at timestamptz not null,
    first_seen_at timestamptz not null,
    unique (organization_id, remote_id)
);
create index coupons_list on coupons (organization_id, created_at desc, id desc);
create index coupons_customer on coupons (organization_id, customer_remote_id);
comment on table coupons is 'Vouchers and cash coupons issued to customers by the partner or its resellers, as ListIssuedPartnerCoupons gives them (COUPON-9). Its quota is only in coupon_records.';
comment on column coupons.id is 'Key, used in addresses; unique over both kinds.';
comment on column coupons.organization_id is 'The issuer: the account''s partner, or the reseller asked for by indirect_partner_id.';
comment on column coupons.account_id is 'The connection the row came over.';
comment on column coupons.remote_id is 'coupon_id.';
comment on column coupons.customer_remote_id is 'customer_id of the holder.';
comment on column coupons.coupon_type is 'coupon_type: 1 voucher, 4 cash coupon (QUOTA-1).';
comment on column coupons.status is 'status as sent: 1 not activated, 2 usable, 3 used, 4 expired, 5 reclaimed (COUPON-3).';
comment on column coupons.face_value is 'face_value, in currency.';
comment on column coupons.balance is 'Left to use when fetched, in currency.';
comment on column coupons.currency is 'Currency of the site; the list names none.';
comment on column coupons.measure_id is 'measure_id; 1 = whole currency units (API-28).';
comment on column coupons.created_at is 'create_time; when absent, the time the row was received.';
comment on column coupons.effective_at is 'effective_time.';
comment on column coupons.expires_at is 'expire_time; not usable from then on, whatever the status says (COUPON-3).';
comment on column coupons.activated_at is 'active_time.';
comment on column coupons.last_used_at is 'last_used_time.';
comment on column coupons.order_id is 'order_id.';
comment on column coupons.lock_order_id is 'lock_order_id: the order that holds it; empty on old versions.';
comment on column coupons.plan_id is 'promotion_plan_id.';
comment on column coupons.plan_name is 'promotion_plan_name.';
comment on column coupons.plan_description is 'promotion_plan_desc.';
comment on column coupons.promotion_id is 'promotion_id.';
comment on column coupons.media_type is 'media_type: 1 electronic, 2 paper.';
comment on column coupons.fetch_method is 'fetch_method: 1 taken online, 2 redeemed online, 3 issued online, 4 got offline, 5 event gift (COUPON-1).';
comment on column coupons.is_frozen is 'is_frozen as sent, a text: 0 no, 1 yes (SYNC-11).';
comment on column coupons.limits is 'use_limits as sent; an open set (QUOTA-7).';
comment on column coupons.missed_reads is 'Complete readings in a row that did not list it.';
comment on column coupons.unlisted_at is 'Set when two complete readings in a row did not list it; the row is kept (SYNC-7).';
comment on column coupons.raw is 'The record as received.';
comment on column coupons.run_id is 'Run that last changed the row.';
comment on column coupons.fetched_at is 'When that was.';
comment on column coupons.first_seen_at is 'When the row was first received.';
call protect_by_organization('coupons', 'select, insert, update');

create table own_coupons (
    id bigint primary key default nextval('voucher_coupon_ids'),
    organization_id bigint not null references organizations (id),
    account_id bigint not null references cloud_accounts (id),
    remote_id text not null check (remote_id <> ''),
    coupon_code text,
    holder_remote_id text,
    coupon_type integer,
    coupon_version integer,
    status integer,
    face_value numeric,
    balance numeric,
    currency text,
    measure_id integer,
    created_at timestamptz not null,
    effective_at timestamptz,
    expires_at timestamptz,
    activated_at timestamptz,
    last_used_at timestamptz,
    order_id text,
    lock_order_id text,
    plan_id text,
    plan_name text,
    plan_description text,
    promotion_id text,
    media_type integer,
    fetch_method integer,
    is_frozen text,
    coupon_usage text,
    source_id text,
    extension text,
    limits jsonb not null,
    missed_reads integer not null default 0,
    unlisted_at timestamptz,
    raw jsonb not null,
    run_id bigint not null references sync_runs (id),
    fetched_at timestamptz not null,
    first_seen_at timestamptz not null,
    unique (organization_id, remote_id)
);
create index own_coupons_list on own_coupons (organization_id, created_at desc, id desc);
comment on table own_coupons is 'Coupons the partner itself holds, as ListSubCustomerCoupons gives them (COUPON-12).';
comment on column own_coupons.id is 'Key, used in addresses; unique over both kinds.';
comment on column own_coupons.organization_id is 'The partner.';
comment on column own_coupons.account_id is 'The connection the row came over.';
comment on column own_coupons.remote_id is 'coupon_id.';
comment on column own_coupons.coupon_code is 'coupon_code.';
comment on column own_coupons.holder_remote_id is 'customer_id: the holding account.';
comment on column own_coupons.coupon_type is 'coupon_type: 1 voucher, 2 discount coupon, 3 product coupon, 4 cash coupon (QUOTA-1).';
comment on column own_coupons.coupon_version is 'coupon_version: 1 old, single use, no balance; 2 new, reusable until 0 (COUPON-2).';
comment on column own_coupons.status is 'status as sent: 1 not activated, 2 usable, 3 used, 4 expired, 5 reclaimed (COUPON-3).';
comment on column own_coupons.face_value is 'face_value, in currency.';
comment on column own_coupons.balance is 'Left to use as sent, in currency; empty on version 1 (COUPON-2).';
comment on column own_coupons.currency is 'currency, else of the site; empty where the site fixes none.';
comment on column own_coupons.measure_id is 'measure_id; 1 = whole currency units (API-28).';
comment on column own_coupons.created_at is 'create_time; when absent, the time the row was received.';
comment on column own_coupons.effective_at is 'valid_time.';
comment on column own_coupons.expires_at is 'expire_time.';
comment on column own_coupons.activated_at is 'active_time.';
comment on column own_coupons.last_used_at is 'reserve_time: time of use.';
comment on column own_coupons.order_id is 'order_id.';
comment on column own_coupons.lock_order_id is 'lock_order_id.';
comment on column own_coupons.plan_id is 'promotion_plan_id.';
comment on column own_coupons.plan_name is 'plan_name.';
comment on column own_coupons.plan_description is 'plan_desc.';
comment on column own_coupons.promotion_id is 'promotion_id.';
comment on column own_coupons.media_type is 'media_type: 1 electronic, 2 paper.';
comment on column own_coupons.fetch_method is 'fetch_method: 1 taken online, 2 redeemed online, 3 issued online, 4 got offline, 5 event gift (COUPON-1).';
comment on column own_coupons.is_frozen is 'is_frozen as sent, a text: 0 no, 1 yes (SYNC-11).';
comment on column own_coupons.coupon_usage is 'coupon_usage.';
comment on column own_coupons.source_id is 'source_id: issuer, a partner, activity or plan.';
comment on column own_coupons.extension is 'extend_param1.';
comment on column own_coupons.limits is 'use_limits as sent; an open set (QUOTA-7).';
comment on column own_coupons.missed_reads is 'Complete readings in a row that did not list it.';
comment on column own_coupons.unlisted_at is 'Set when two complete readings in a row did not list it; the row is kept (SYNC-7).';
comment on column own_coupons.raw is 'The record as received.';
comment on column own_coupons.run_id is 'Run that last changed the row.';
comment on column own_coupons.fetched_at is 'When that was.';
comment on column own_coupons.first_seen_at is 'When the row was first received.';
call protect_by_organization('own_coupons', 'select, insert, update');

create table coupon_records (
    id bigint primary key default nextval('voucher_record_ids'),
    organization_id bigint not null references organizations (id),
    account_id bigint not null references cloud_accounts (id),
    remote_id text not null check (remote_id <> ''),
    operation_type text,
    quota_remote_id text,
    quota_type integer,
    coupon_remote_id text,
    customer_remote_id text,
    amount numeric,
    currency text not null,
    operated_at timestamptz not null,
    result text,
    remark text,
    raw jsonb not null,
    run_id bigint not null references sync_runs (id),
    fetched_at timestamptz not null,
    first_seen_at timestamptz not null,
    unique (organization_id, remote_id)
);
create index coupon_records_list on coupon_records (organization_id, operated_at desc, id desc);
create index coupon_records_coupon on coupon_records (organization_id, coupon_remote_id);
create index coupon_records_quota on coupon_records (organization_id, quota_remote_id);
create index coupon_records_customer on coupon_records (organization_id, customer_remote_id);
comment on table coupon_records is 'Issues and returns of coupons, failed attempts too, as ListPartnerCouponsRecord gives them (COUPON-11). Append-only (SYNC-2). The only place that says which quota a coupon came from.';
comment on column coupon_records.id is 'Key, used in addresses; unique over both kinds.';
comment on column coupon_records.organization_id is 'The issuer: the account''s partner, or the reseller asked for by indirect_partner_id.';
comment on column coupon_records.account_id is 'The connection the row came over.';
comment on column coupon_records.remote_id is 'id of the record.';
comment on column coupon_records.operation_type is 'As sent: 1 issue, 2 to 9 returns (COUPON-4).';
comment on column coupon_records.quota_remote_id is 'quota_id the coupon came from.';
comment on column coupon_records.quota_type is 'quota_type: 0 voucher, 1 cash coupon.';
comment on column coupon_records.coupon_remote_id is 'coupon_id; empty when an attempt made none.';
comment on column coupon_records.customer_remote_id is 'customer_id.';
comment on column coupon_records.amount is 'operation_amount, in currency: face value issued, or what was really taken (CMD-14).';
comment on column coupon_records.currency is 'Currency of the site; records name none.';
comment on column coupon_records.operated_at is 'operation_time; when it could not be read, the time the record was received.';
comment on column coupon_records.result is 'As sent: 0 done, anything else failed (COUPON-4).';
comment on column coupon_records.remark is 'remark; the portal''s own begin with ptl: (COUPON-8).';
comment on column coupon_records.raw is 'The record as received.';
comment on column coupon_records.run_id is 'Run that brought it.';
comment on column coupon_records.fetched_at is 'When that was.';
comment on column coupon_records.first_seen_at is 'When the row was first received.';
call protect_by_organization('coupon_records', 'select, insert');

-- Lists of a distributor show its own rows and its resellers' together, newest first.
create index coupons_family on coupons (created_at desc, id desc);
create index coupon_records_family on coupon_records (operated_at desc, id desc);
