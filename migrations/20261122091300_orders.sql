-- Orders (ORD-20), their lines (ORD-21) and refunds (ORD-22), mirrored by order_id (SYNC-B14). Nothing is deleted.

create table orders (
    id bigint generated always as identity primary key,
    organization_id bigint not null references organizations (id),
    account_id bigint not null references cloud_accounts (id),
    remote_id text not null check (remote_id <> ''),
    customer_id text,
    service_type_code text,
    service_type_name text,
    source_type integer,
    status integer,
    order_type integer,
    official_amount numeric,
    amount_after_discount numeric,
    coupon_amount numeric,
    flexipurchase_coupon_amount numeric,
    stored_card_amount numeric,
    commission_amount numeric,
    consumed_amount numeric,
    discounts jsonb not null default '[]',
    currency text not null,
    measure_id integer,
    created_at timestamptz,
    paid_at timestamptz,
    contract_id text,
    enterprise_projects jsonb not null default '[]',
    paying_agent_id text,
    is_agent_pay boolean,
    user_name text,
    payment_ends_at timestamptz,
    details_at timestamptz,
    refunds_at timestamptz,
    raw jsonb not null,
    run_id bigint not null references sync_runs (id),
    fetched_at timestamptz not null,
    first_seen_at timestamptz not null,
    unique (organization_id, remote_id)
);
create index orders_list on orders (organization_id, (coalesce(created_at, '0001-01-01 00:00:00+00')) desc, id desc);
create index orders_customer on orders (organization_id, customer_id, (coalesce(created_at, '0001-01-01 00:00:00+00')) desc, id desc);
create index orders_not_final on orders (organization_id, created_at) where status is null or status not in (4, 5);
create index orders_without_details on orders (organization_id, id) where details_at is null or details_at < fetched_at;
create index orders_without_refunds on orders (organization_id, id) where order_type in (3, 4) and (refunds_at is null or refunds_at < fetched_at);
comment on table orders is 'Yearly/monthly and one-off orders of customers, as ListCustomerOrders gives them (ORD-20).';
comment on column orders.id is 'Key, used in addresses.';
comment on column orders.organization_id is 'The partner the row belongs to: the account''s own, or the reseller asked for by indirect_partner_id.';
comment on column orders.account_id is 'The connection the row came over.';
comment on column orders.remote_id is 'order_id.';
comment on column orders.customer_id is 'customer_id; a customer who left may be unknown here.';
comment on column orders.service_type_code is 'service_type_code (CAT-1).';
comment on column orders.service_type_name is 'service_type_name as sent; the list has no language header (SYNC-B11).';
comment on column orders.source_type is 'source_type (ORD-02).';
comment on column orders.status is 'status as sent (ORD-01).';
comment on column orders.order_type is 'order_type as sent (ORD-02).';
comment on column orders.official_amount is 'official_amount in the order''s currency; equals the paid amount on unsubscription (ORD-20).';
comment on column orders.amount_after_discount is 'amount_after_discount in the order''s currency: paid price without coupons and cards (ORD-20).';
comment on column orders.coupon_amount is 'amount_info.coupon_amount: paid by voucher.';
comment on column orders.flexipurchase_coupon_amount is 'amount_info.flexipurchase_coupon_amount: paid by cash coupon.';
comment on column orders.stored_card_amount is 'amount_info.stored_card_amount: paid by stored-value card.';
comment on column orders.commission_amount is 'amount_info.commission_amount: fee, only on unsubscription (ORD-20).';
comment on column orders.consumed_amount is 'amount_info.consumed_amount: already used, only on unsubscription (ORD-20).';
comment on column orders.discounts is 'amount_info.discounts as received: discount_type (ORD-03) and discount_amount.';
comment on column orders.currency is 'currency, else the site''s (API-28).';
comment on column orders.measure_id is 'measure_id; 1 = whole currency units.';
comment on column orders.created_at is 'create_time.';
comment on column orders.paid_at is 'payment_time.';
comment on column orders.contract_id is 'contract_id.';
comment on column orders.enterprise_projects is 'enterprise_projects as received; only the list has them (ORD-20).';
comment on column orders.paying_agent_id is 'agent_pay_info.paying_agent_id (ORD-07).';
comment on column orders.is_agent_pay is 'agent_pay_info.is_agent_pay: a partner pays for the customer (ORD-07).';
comment on column orders.user_name is 'user_name of the details; personal data (ORD-21).';
comment on column orders.payment_ends_at is 'pending_payment_end_time of the details (ORD-21).';
comment on column orders.details_at is 'When the details were last read; older than fetched_at: to be read again.';
comment on column orders.refunds_at is 'When the refunds were last read, for types 3 and 4; older than fetched_at: to be read again.';
comment on column orders.raw is 'The record as received.';
comment on column orders.run_id is 'Run that last changed the row.';
comment on column orders.fetched_at is 'When that was.';
comment on column orders.first_seen_at is 'When the row was first received.';
call protect_by_organization('orders', 'select, insert, update');

create table sub_orders (
    id bigint generated always as identity primary key,
    organization_id bigint not null references organizations (id),
    account_id bigint not null references cloud_accounts (id),
    order_id bigint not null references orders (id),
    remote_id text not null check (remote_id <> ''),
    customer_id text,
    service_type_code text,
    service_type_name text,
    source_type integer,
    status integer,
    order_type integer,
    official_amount numeric,
    amount_after_discount numeric,
    coupon_amount numeric,
    flexipurchase_coupon_amount numeric,
    stored_card_amount numeric,
    commission_amount numeric,
    consumed_amount numeric,
    discounts jsonb not null default '[]',
    currency text not null,
    measure_id integer,
    created_at timestamptz,
    paid_at timestamptz,
    contract_id text,
    enterprise_projects jsonb not null default '[]',
    raw jsonb not null,
    run_id bigint not null references sync_runs (id),
    fetched_at timestamptz not null,
    first_seen_at timestamptz not null,
    unique (organization_id, order_id, remote_id)
);
create index sub_orders_remote on sub_orders (organization_id, remote_id);
comment on table sub_orders is 'Children of combined orders, paid and cancelled as a whole with their parent (ORD-05).';
comment on column sub_orders.id is 'Key, used in addresses.';
comment on column sub_orders.organization_id is 'The partner the row belongs to: the account''s own, or the reseller asked for by indirect_partner_id.';
comment on column sub_orders.account_id is 'The connection the row came over.';
comment on column sub_orders.order_id is 'The combined order.';
comment on column sub_orders.remote_id is 'order_id of the child.';
comment on column sub_orders.customer_id is 'customer_id; a customer who left may be unknown here.';
comment on column sub_orders.service_type_code is 'service_type_code (CAT-1).';
comment on column sub_orders.service_type_name is 'service_type_name as sent; the list has no language header (SYNC-B11).';
comment on column sub_orders.source_type is 'source_type (ORD-02).';
comment on column sub_orders.status is 'status as sent (ORD-01).';
comment on column sub_orders.order_type is 'order_type as sent (ORD-02).';
comment on column sub_orders.official_amount is 'official_amount in the order''s currency; equals the paid amount on unsubscription (ORD-20).';
comment on column sub_orders.amount_after_discount is 'amount_after_discount in the order''s currency: paid price without coupons and cards (ORD-20).';
comment on column sub_orders.coupon_amount is 'amount_info.coupon_amount: paid by voucher.';
comment on column sub_orders.flexipurchase_coupon_amount is 'amount_info.flexipurchase_coupon_amount: paid by cash coupon.';
comment on column sub_orders.stored_card_amount is 'amount_info.stored_card_amount: paid by stored-value card.';
comment on column sub_orders.commission_amount is 'amount_info.commission_amount: fee, only on unsubscription (ORD-20).';
comment on column sub_orders.consumed_amount is 'amount_info.consumed_amount: already used, only on unsubscription (ORD-20).';
comment on column sub_orders.discounts is 'amount_info.discounts as received: discount_type (ORD-03) and discount_amount.';
comment on column sub_orders.currency is 'currency, else the site''s (API-28).';
comment on column sub_orders.measure_id is 'measure_id; 1 = whole currency units.';
comment on column sub_orders.created_at is 'create_time.';
comment on column sub_orders.paid_at is 'payment_time.';
comment on column sub_orders.contract_id is 'contract_id.';
comment on column sub_orders.enterprise_projects is 'enterprise_projects as received; only the list has them (ORD-20).';
comment on column sub_orders.raw is 'The record as received.';
comment on column sub_orders.run_id is 'Run that last changed the row.';
comment on column sub_orders.fetched_at is 'When that was.';
comment on column sub_orders.first_seen_at is 'When the row was first received.';
call protect_by_organization('sub_orders', 'select, insert, update');

create table order_lines (
    id bigint generated always as identity primary key,
    organization_id bigint not null references organizations (id),
    account_id bigint not null references cloud_accounts (id),
    order_id bigint not null references orders (id),
    remote_id text not null check (remote_id <> ''),
    sub_order_id text,
    service_type_code text,
    service_type_name text,
    product_id text,
    product_spec_desc text,
    period_type integer,
    period_num integer,
    effective_at timestamptz,
    expires_at timestamptz,
    subscription_num bigint,
    category_code text,
    product_owner_service text,
    commercial_resource text,
    official_amount numeric,
    amount_after_discount numeric,
    coupon_amount numeric,
    flexipurchase_coupon_amount numeric,
    stored_card_amount numeric,
    commission_amount numeric,
    consumed_amount numeric,
    discounts jsonb not null default '[]',
    currency text not null,
    measure_id integer,
    raw jsonb not null,
    run_id bigint not null references sync_runs (id),
    fetched_at timestamptz not null,
    first_seen_at timestamptz not null,
    unique (organization_id, order_id, remote_id)
);
comment on table order_lines is 'Lines of orders, as ShowCustomerOrderDetails gives them (ORD-21).';
comment on column order_lines.id is 'Key, used in addresses.';
comment on column order_lines.organization_id is 'The partner the row belongs to: the account''s own, or the reseller asked for by indirect_partner_id.';
comment on column order_lines.account_id is 'The connection the row came over.';
comment on column order_lines.order_id is 'The order whose details were read.';
comment on column order_lines.remote_id is 'order_line_item_id.';
comment on column order_lines.sub_order_id is 'order_id of the line: the child of a combined order.';
comment on column order_lines.service_type_code is 'service_type_code (CAT-1).';
comment on column order_lines.service_type_name is 'service_type_name in the language of the request.';
comment on column order_lines.product_id is 'product_id.';
comment on column order_lines.product_spec_desc is 'product_spec_desc.';
comment on column order_lines.period_type is 'period_type: 0 day, 1 week, 2 month, 3 year, 4 hour, 5 one-off (ORD-21).';
comment on column order_lines.period_num is 'period_num; empty on unsubscription.';
comment on column order_lines.effective_at is 'effective_time.';
comment on column order_lines.expires_at is 'expire_time.';
comment on column order_lines.subscription_num is 'subscription_num: how many.';
comment on column order_lines.category_code is 'category_code.';
comment on column order_lines.product_owner_service is 'product_owner_service.';
comment on column order_lines.commercial_resource is 'commercial_resource.';
comment on column order_lines.official_amount is 'official_amount in the order''s currency; equals the paid amount on unsubscription (ORD-20).';
comment on column order_lines.amount_after_discount is 'amount_after_discount in the order''s currency: paid price without coupons and cards (ORD-20).';
comment on column order_lines.coupon_amount is 'amount_info.coupon_amount: paid by voucher.';
comment on column order_lines.flexipurchase_coupon_amount is 'amount_info.flexipurchase_coupon_amount: paid by cash coupon.';
comment on column order_lines.stored_card_amount is 'amount_info.stored_card_amount: paid by stored-value card.';
comment on column order_lines.commission_amount is 'amount_info.commission_amount: fee, only on unsubscription (ORD-20).';
comment on column order_lines.consumed_amount is 'amount_info.consumed_amount: already used, only on unsubscription (ORD-20).';
comment on column order_lines.discounts is 'amount_info.discounts as received: discount_type (ORD-03) and discount_amount.';
comment on column order_lines.currency is 'currency, else the site''s (API-28).';
comment on column order_lines.measure_id is 'measure_id; 1 = whole currency units.';
comment on column order_lines.raw is 'The record as received.';
comment on column order_lines.run_id is 'Run that last changed the row.';
comment on column order_lines.fetched_at is 'When that was.';
comment on column order_lines.first_seen_at is 'When the row was first received.';
call protect_by_organization('order_lines', 'select, insert, update');

create table order_refunds (
    id bigint generated always as identity primary key,
    organization_id bigint not null references organizations (id),
    account_id bigint not null references cloud_accounts (id),
    order_id bigint not null references orders (id),
    remote_id text not null check (remote_id <> ''),
    amount numeric,
    currency text not null,
    measure_id text,
    customer_id text,
    resource_type_code text,
    resource_type_name text,
    service_type_code text,
    service_type_name text,
    region_code text,
    base_order_id text,
    raw jsonb not null,
    run_id bigint not null references sync_runs (id),
    fetched_at timestamptz not null,
    first_seen_at timestamptz not null,
    unique (organization_id, order_id, remote_id)
);
comment on table order_refunds is 'Parts of the refund of an unsubscription or downgrade, as ShowRefundOrderDetails gives them (ORD-22).';
comment on column order_refunds.id is 'Key, used in addresses.';
comment on column order_refunds.organization_id is 'The partner the row belongs to: the account''s own, or the reseller asked for by indirect_partner_id.';
comment on column order_refunds.account_id is 'The connection the row came over.';
comment on column order_refunds.order_id is 'The order of type 3 or 4.';
comment on column order_refunds.remote_id is 'id of the part.';
comment on column order_refunds.amount is 'amount in the currency: negative = refunded, positive = consumed or fee (ORD-22).';
comment on column order_refunds.currency is 'The order''s currency.';
comment on column order_refunds.measure_id is 'measure_id, a text here (ORD-22).';
comment on column order_refunds.customer_id is 'customer_id.';
comment on column order_refunds.resource_type_code is 'resource_type_code (CAT-2).';
comment on column order_refunds.resource_type_name is 'resource_type_name as sent.';
comment on column order_refunds.service_type_code is 'service_type_code (CAT-1).';
comment on column order_refunds.service_type_name is 'service_type_name as sent.';
comment on column order_refunds.region_code is 'region_code.';
comment on column order_refunds.base_order_id is 'base_order_id: the original order.';
comment on column order_refunds.raw is 'The record as received.';
comment on column order_refunds.run_id is 'Run that last changed the row.';
comment on column order_refunds.fetched_at is 'When that was.';
comment on column order_refunds.first_seen_at is 'When the row was first received.';
call protect_by_organization('order_refunds', 'select, insert, update');
