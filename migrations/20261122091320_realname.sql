-- Real-name verification of customers: one portal state out of two sources (RN-8), polled while in review (RN-9); new-customer tags (CUST-12).

create table realname_states (
    id bigint generated always as identity primary key,
    organization_id bigint not null references organizations (id),
    account_id bigint not null references cloud_accounts (id),
    customer_id bigint not null references customers (id),
    state text not null,
    state_at timestamptz not null,
    source text not null check (source in ('list', 'result')),
    list_value text,
    list_read_at timestamptz,
    result_value bigint,
    result_read_at timestamptz,
    opinion text,
    review_since timestamptz,
    next_ask_at timestamptz,
    run_id bigint not null references sync_runs (id),
    fetched_at timestamptz not null,
    first_seen_at timestamptz not null,
    unique (organization_id, customer_id)
);
create index realname_states_due on realname_states (organization_id, next_ask_at) where next_ask_at is not null;
create index realname_states_list on realname_states (organization_id, state_at desc, id desc);
comment on table realname_states is 'Where each customer''s real-name verification stands, the newest reading of both sources (RN-8).';
comment on column realname_states.id is 'Key, used in addresses.';
comment on column realname_states.organization_id is 'The partner the customer is associated with.';
comment on column realname_states.account_id is 'The connection the row came over.';
comment on column realname_states.customer_id is 'The customer.';
comment on column realname_states.state is 'none, in_review, refused, verified, failed; unknown when the newest reading has a value without meaning here (RN-8).';
comment on column realname_states.state_at is 'The reading that brought the state.';
comment on column realname_states.source is 'list: verified_status of ListSubCustomers (CUST-10); result: ShowRealnameAuthenticationReviewResult (RN-5).';
comment on column realname_states.list_value is 'verified_status at the latest list reading, as sent.';
comment on column realname_states.list_read_at is 'When the list said so last.';
comment on column realname_states.result_value is 'review_result at the latest asking, as sent; empty: never submitted.';
comment on column realname_states.result_read_at is 'When the vendor was last asked for the result; empty: never.';
comment on column realname_states.opinion is 'opinion of the latest asking, given on refusal (RN-5).';
comment on column realname_states.review_since is 'Since when the state is in review; empty otherwise.';
comment on column realname_states.next_ask_at is 'When the result is asked for again (RN-9); empty: not in review.';
comment on column realname_states.run_id is 'Run that last changed the row.';
comment on column realname_states.fetched_at is 'When that was.';
comment on column realname_states.first_seen_at is 'When the row was made.';
call protect_by_organization('realname_states', 'select, insert, update');

create table realname_readings (
    id bigint generated always as identity primary key,
    organization_id bigint not null references organizations (id),
    account_id bigint not null references cloud_accounts (id),
    customer_id bigint not null references customers (id),
    source text not null check (source in ('list', 'result')),
    value text,
    state text not null,
    opinion text,
    read_at timestamptz not null,
    run_id bigint not null references sync_runs (id)
);
create index realname_readings_customer on realname_readings (organization_id, customer_id, id desc);
comment on table realname_readings is 'What either source said when it said something new: the history of a customer''s verification.';
comment on column realname_readings.id is 'Key, used in addresses.';
comment on column realname_readings.organization_id is 'The partner the customer is associated with.';
comment on column realname_readings.account_id is 'The connection the row came over.';
comment on column realname_readings.customer_id is 'The customer.';
comment on column realname_readings.source is 'Which call said it.';
comment on column realname_readings.value is 'The value as sent; empty: absent.';
comment on column realname_readings.state is 'What it means (RN-8).';
comment on column realname_readings.opinion is 'opinion, given on refusal (RN-5).';
comment on column realname_readings.read_at is 'When it was read.';
comment on column realname_readings.run_id is 'The run that read it.';
call protect_by_organization('realname_readings', 'select, insert');

create table new_customer_tags (
    id bigint generated always as identity primary key,
    organization_id bigint not null references organizations (id),
    account_id bigint not null references cloud_accounts (id),
    customer_id text not null check (customer_id <> ''),
    tag_type text not null default '',
    tag text,
    effective_month text,
    expire_month text,
    raw jsonb not null,
    run_id bigint not null references sync_runs (id),
    fetched_at timestamptz not null,
    first_seen_at timestamptz not null,
    unique (organization_id, customer_id, tag_type)
);
comment on table new_customer_tags is 'Whether a customer counts as new, as ListSubCustomerNewTag gives it (CUST-12).';
comment on column new_customer_tags.id is 'Key, used in addresses.';
comment on column new_customer_tags.organization_id is 'The partner the row belongs to: the account''s own, or the reseller asked for by indirect_partner_id.';
comment on column new_customer_tags.account_id is 'The connection the row came over.';
comment on column new_customer_tags.customer_id is 'customer_id of the vendor.';
comment on column new_customer_tags.tag_type is 'customer_tag_type, SMB.';
comment on column new_customer_tags.tag is 'new_customer_tag: Y, N, UNDETERMINED; empty for unverified customers.';
comment on column new_customer_tags.effective_month is 'effective_time, YYYY-MM.';
comment on column new_customer_tags.expire_month is 'expire_time, YYYY-MM; N afterwards.';
comment on column new_customer_tags.raw is 'The record as received.';
comment on column new_customer_tags.run_id is 'Run that last changed the row.';
comment on column new_customer_tags.fetched_at is 'When that was.';
comment on column new_customer_tags.first_seen_at is 'When the row was first received.';
call protect_by_organization('new_customer_tags', 'select, insert, update');
