-- Connections to the vendor (API-5) and the call budget that all nodes share (API-40).

create table cloud_accounts (
    id bigint generated always as identity primary key,
    organization_id bigint not null references organizations (id),
    site text not null check (site in ('china', 'international', 'europe')),
    base_url text not null check (base_url <> ''),
    iam_url text not null check (iam_url <> ''),
    access_key text not null check (access_key <> ''),
    secret_key_sealed bytea not null,
    domain_id text check (domain_id <> ''),
    verified_at timestamptz,
    created_at timestamptz not null default now(),
    unique (organization_id, site)
);
comment on table cloud_accounts is 'An organisation''s connection to one vendor site (API-5).';
comment on column cloud_accounts.id is 'Key.';
comment on column cloud_accounts.organization_id is 'The partner whose credentials these are; never a reseller (API-7).';
comment on column cloud_accounts.site is 'Site profile: fixes currency, association codes and features (API-4, API-6).';
comment on column cloud_accounts.base_url is 'BSS endpoint; plain HTTP only on loopback (API-4).';
comment on column cloud_accounts.iam_url is 'IAM endpoint for the discovery of the domain id (API-13).';
comment on column cloud_accounts.access_key is 'AK; not a secret by itself.';
comment on column cloud_accounts.secret_key_sealed is 'SK sealed with the deployment key, which lives outside the database.';
comment on column cloud_accounts.domain_id is 'The caller''s account id, once discovered (API-12, API-13).';
comment on column cloud_accounts.verified_at is 'When the credentials last worked.';
comment on column cloud_accounts.created_at is 'When the connection was saved.';
call protect_by_organization('cloud_accounts', 'select, insert, update');

create table call_budgets (
    account_id bigint not null references cloud_accounts (id) on delete cascade,
    api text not null check (api <> ''),
    sync_next_at timestamptz not null,
    people_next_at timestamptz not null,
    sync_seen_at timestamptz not null,
    people_seen_at timestamptz not null,
    blocked_until timestamptz not null,
    primary key (account_id, api)
);
comment on table call_budgets is 'One paced bucket per connection and API, shared by all nodes (API-40). Holds no business data.';
comment on column call_budgets.account_id is 'The connection.';
comment on column call_budgets.api is 'operationId of the call.';
comment on column call_budgets.sync_next_at is 'When synchronisation may make its next call.';
comment on column call_budgets.people_next_at is 'When a person''s request may make its next call.';
comment on column call_budgets.sync_seen_at is 'Last call by synchronisation.';
comment on column call_budgets.people_seen_at is 'Last call for a person: while recent, a quarter of the rate is kept for people.';
comment on column call_budgets.blocked_until is 'No call before then: the vendor answered 429 (API-38).';
grant select, insert, update on call_budgets to portal_app;
