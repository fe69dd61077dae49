-- Rates of FH (FH-01, COM-15): what the vendor pays for a person and month. Nothing is built in; the desk sets them.

create table fh_rates (
    id bigint generated always as identity primary key,
    scheme text not null check (scheme <> ''),
    level text not null check (char_length(level) <= 32),
    region text not null check (char_length(region) <= 64),
    valid_from date not null,
    valid_to date check (valid_to >= valid_from),
    amount numeric(18, 2) not null check (amount > 0),
    currency text not null check (currency ~ '^[A-Z]{3}$'),
    cap_people integer check (cap_people between 1 and 10000),
    changed_by text not null check (changed_by <> ''),
    changed_at timestamptz not null,
    -- Equality of the three words as a range of their digest: ranges need no extension.
    exclude using gist (
        int8range(hashtextextended(scheme || '/' || level || '/' || region, 0), null) with =,
        daterange(valid_from, valid_to, '[]') with &&)
);
create index fh_rates_scheme on fh_rates (scheme, id);
comment on table fh_rates is 'What a scheme of FH pays for a person in a month, by level and region; one line holds at a time (FH-01). They are the vendor''s: every organisation reads them, the desk writes them. A missing line is an error, never zero.';
comment on column fh_rates.id is 'Key.';
comment on column fh_rates.scheme is 'fh_svc, fh_si, …';
comment on column fh_rates.level is 'associate, professional, expert, senior, principal, bd, sa; empty: every level.';
comment on column fh_rates.region is 'City of work; empty: every city.';
comment on column fh_rates.valid_from is 'First day; months count by their first day.';
comment on column fh_rates.valid_to is 'Last day; empty: until it is ended.';
comment on column fh_rates.amount is 'For a whole month.';
comment on column fh_rates.currency is 'ISO 4217.';
comment on column fh_rates.cap_people is 'Most persons of a partner in a month; empty: no limit.';
comment on column fh_rates.changed_by is 'Organisation code and user name.';
comment on column fh_rates.changed_at is 'When.';
alter table fh_rates enable row level security;
create policy everybody on fh_rates for select to portal_app using (true);
create policy desk on fh_rates for insert to portal_app with check ((select desk_is_open()));
create policy desk_ends on fh_rates for update to portal_app using ((select desk_is_open())) with check ((select desk_is_open()));
grant select, insert on fh_rates to portal_app;
grant update (valid_to, changed_by, changed_at) on fh_rates to portal_app;
