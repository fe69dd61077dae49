-- A code goes to a new customer once a minute at most (CUST-7): whoever asks claims the receiver before the vendor is called, so that a
-- double click, or two people at once, send one message.

create table customer_codes (
    organization_id bigint not null references organizations (id),
    receiver text not null check (receiver <> ''),
    claimed_at timestamptz not null,
    primary key (organization_id, receiver)
);
create index customer_codes_age on customer_codes (organization_id, claimed_at);
comment on table customer_codes is 'To whom the vendor was last asked to send a code, for one minute (CUST-7). Kept for a day.';
comment on column customer_codes.organization_id is 'The partner that asked.';
comment on column customer_codes.receiver is 'HMAC of the phone or mail address with the deployment key.';
comment on column customer_codes.claimed_at is 'When; the next one 60 seconds later.';
call protect_by_organization('customer_codes', 'select, insert, update, delete');
