-- What an organisation chooses on the international site (ORG-12): the currency it settles in changes with a billing period, and a
-- solution provider or distributor says who gets its customers' messages and whether they see their bills.

alter table organizations
    add column next_settlement_currency text check (next_settlement_currency ~ '^[A-Z]{3}$'),
    add column next_settlement_currency_from date check (extract(day from next_settlement_currency_from) = 1),
    add column takes_customer_messages boolean not null default false,
    add column shows_customer_bills boolean not null default true,
    add constraint organizations_next_settlement_currency
        check ((next_settlement_currency is null) = (next_settlement_currency_from is null));
comment on column organizations.settlement_currency is 'Settlement currency until next_settlement_currency_from (international sites only), ISO 4217.';
comment on column organizations.next_settlement_currency is 'Settlement currency from the billing period that begins on next_settlement_currency_from; empty: no change was asked for.';
comment on column organizations.next_settlement_currency_from is 'First day of that billing period, which begins at 00:00 UTC+8.';
comment on column organizations.takes_customer_messages is 'Customer-message takeover: the vendor''s messages to the customers go to the organisation in their place.';
comment on column organizations.shows_customer_bills is 'Customer-bill permission: customers see their bills at the vendor.';

-- A currency that was wished for until now was meant from the next period on; when that began nobody wrote down, so it is taken
-- to be in force.

-- The settlement currency of an organisation in the billing period that begins on a day.
create function settlement_currency_in(organizations, date) returns text
    language sql immutable as $$
    select case when $1.next_settlement_currency_from <= $2 then $1.next_settlement_currency else $1.settlement_currency end
$$;
comment on function settlement_currency_in is 'Currency the organisation settles in during the billing period that begins on a day (ORG-12).';
