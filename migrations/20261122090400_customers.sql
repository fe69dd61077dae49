-- Customers (CUST-10) and resellers (CUST-5), mirrored. What the vendor no longer lists is kept (SYNC-7).

create table customers (
    id bigint generated always as identity primary key,
    organization_id bigint not null references organizations (id),
    account_id bigint not null references cloud_accounts (id),
    remote_id text not null check (remote_id <> ''),
    account_name text not null,
    name text,
    association_type text,
    associated_at timestamptz,
    label text,
    telephone text,
    email text,
    country_code text,
    customer_type integer,
    verified_status text,
    is_frozen integer,
    customer_level text,
    account_manager text,
    xaccount_id text,
    xaccount_type text,
    missed_reads integer not null default 0,
    left_at timestamptz,
    raw jsonb not null,
    run_id bigint not null references sync_runs (id),
    fetched_at timestamptz not null,
    first_seen_at timestamptz not null,
    unique (organization_id, remote_id)
);
create index customers_list on customers (organization_id, associated_at desc nulls last, id desc);
comment on table customers is 'Customers of the partner and of its resellers, as ListSubCustomers gives them (CUST-10).';
comment on column customers.id is 'Key, used in addresses.';
comment on column customers.organization_id is 'The partner the customer is associated with: the account''s own, or the reseller asked for by indirect_partner_id.';
comment on column customers.account_id is 'The connection the row came over.';
comment on column customers.remote_id is 'customer_id (domain_id at creation).';
comment on column customers.account_name is 'account_name; the customer''s login account.';
comment on column customers.name is 'customer: real name; personal data for individuals.';
comment on column customers.association_type is 'association_type, an enumeration of the site (CUST-2).';
comment on column customers.associated_at is 'associated_on.';
comment on column customers.label is 'label; one string (CUST-14).';
comment on column customers.telephone is 'telephone; personal data.';
comment on column customers.email is 'email; personal data.';
comment on column customers.country_code is 'country_code, like 0086.';
comment on column customers.customer_type is '-1 none, 0 individual, 1 enterprise.';
comment on column customers.verified_status is 'verified_status as sent: -1 none, 0 in review, 1 refused, 2 verified, 3 failed (RN-8).';
comment on column customers.is_frozen is '0 no, 1 account, 2 account and resources (CUST-10).';
comment on column customers.customer_level is 'V0 to V5.';
comment on column customers.account_manager is 'account_managers[0].account_name at the vendor.';
comment on column customers.xaccount_id is 'The partner''s own user id at creation (CUST-8).';
comment on column customers.xaccount_type is 'Platform code given by the vendor.';
comment on column customers.missed_reads is 'Complete readings in a row that did not list the customer.';
comment on column customers.left_at is 'Set when two complete readings in a row did not list it (CUST-11).';
comment on column customers.raw is 'The record as received.';
comment on column customers.run_id is 'Run that last changed the row.';
comment on column customers.fetched_at is 'When that was.';
comment on column customers.first_seen_at is 'When the row was first received.';
call protect_by_organization('customers', 'select, insert, update');

create table resellers (
    id bigint generated always as identity primary key,
    organization_id bigint not null references organizations (id),
    account_id bigint not null references cloud_accounts (id),
    child_id bigint not null references organizations (id),
    remote_id text not null check (remote_id <> ''),
    account_name text,
    name text,
    mobile_phone text,
    email text,
    associated_at timestamptz,
    account_manager_id text,
    account_manager_name text,
    missed_reads integer not null default 0,
    left_at timestamptz,
    raw jsonb not null,
    run_id bigint not null references sync_runs (id),
    fetched_at timestamptz not null,
    first_seen_at timestamptz not null,
    unique (organization_id, remote_id)
);
create index resellers_list on resellers (organization_id, associated_at desc nulls last, id desc);
comment on table resellers is 'Cloud resellers of a distributor, as ListIndirectPartners gives them (CUST-5).';
comment on column resellers.id is 'Key, used in addresses.';
comment on column resellers.organization_id is 'The distributor.';
comment on column resellers.account_id is 'The connection the row came over.';
comment on column resellers.child_id is 'The reseller''s own organisation (ORG-14).';
comment on column resellers.remote_id is 'indirect_partner_id.';
comment on column resellers.account_name is 'account_name.';
comment on column resellers.name is 'name.';
comment on column resellers.mobile_phone is 'mobile_phone; personal data.';
comment on column resellers.email is 'email; personal data.';
comment on column resellers.associated_at is 'associated_on.';
comment on column resellers.account_manager_id is 'account_manager_id at the vendor.';
comment on column resellers.account_manager_name is 'account_manager_name; personal data.';
comment on column resellers.missed_reads is 'Complete readings in a row that did not list the reseller.';
comment on column resellers.left_at is 'Set when two complete readings in a row did not list it.';
comment on column resellers.raw is 'The record as received.';
comment on column resellers.run_id is 'Run that last changed the row.';
comment on column resellers.fetched_at is 'When that was.';
comment on column resellers.first_seen_at is 'When the row was first received.';
call protect_by_organization('resellers', 'select, insert, update');
