-- Customer accounts the portal asked the vendor for (CUST-8, CUST-9): what was asked lies sealed in the call, here is who asked and
-- the key by which the customer is recognised when the vendor lists it.

create table customer_creations (
    id bigint generated always as identity primary key,
    organization_id bigint not null references organizations (id),
    xaccount_id text not null check (xaccount_id <> '' and char_length(xaccount_id) <= 128),
    account_name text not null check (account_name <> ''),
    reseller_id bigint references resellers (id),
    approval_id bigint not null references approvals (id),
    made_by bigint not null references members (id),
    made_at timestamptz not null,
    unique (organization_id, xaccount_id)
);
create index customer_creations_list on customer_creations (organization_id, made_at desc, id desc);
create index customer_creations_approval on customer_creations (approval_id);
comment on table customer_creations is 'Customer accounts asked for; shown as association pending until the vendor lists the customer (CUST-9).';
comment on column customer_creations.id is 'Key.';
comment on column customer_creations.organization_id is 'Whose member asked.';
comment on column customer_creations.xaccount_id is 'The portal''s own key of the customer, sent as xaccount_id: never created twice.';
comment on column customer_creations.account_name is 'domain_name: the account asked for.';
comment on column customer_creations.reseller_id is 'The reseller it is created for; empty: the organisation itself.';
comment on column customer_creations.approval_id is 'The confirmation.';
comment on column customer_creations.made_by is 'Who asked.';
comment on column customer_creations.made_at is 'When.';
call protect_by_organization('customer_creations', 'select, insert');
