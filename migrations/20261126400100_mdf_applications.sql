-- Applications for the use of MDF (MDF-05 to MDF-14, MDF-21), and how much of an activity's cost is paid back (BET-03).

create table mdf_applications (
    id bigint generated always as identity primary key,
    request_id bigint not null unique references requests (id),
    organization_id bigint not null references organizations (id),
    from_id bigint references requests (id),
    form jsonb not null,
    name text not null check (char_length(name) <= 100),
    type text not null check (char_length(type) <= 64),
    city text not null check (char_length(city) <= 64),
    starts_on date,
    ends_on date,
    year integer
);
create index mdf_applications_organization on mdf_applications (organization_id, request_id);
create index mdf_applications_from on mdf_applications (from_id);
comment on table mdf_applications is 'One application each for the use of MDF (MDF-21); its state, amount and currency stand in requests.';
comment on column mdf_applications.id is 'Key.';
comment on column mdf_applications.request_id is 'Its request.';
comment on column mdf_applications.organization_id is 'The partner.';
comment on column mdf_applications.from_id is 'The application that it was made from, where its activity has changed (MDF-07).';
comment on column mdf_applications.form is 'The form as it was typed: plan, sessions, objectives, lines of the budget. A draft may say anything; what was submitted has passed the rules.';
comment on column mdf_applications.name is 'Name of the activity, for lists.';
comment on column mdf_applications.type is 'Type and subtype, for lists and the search for similar ones (MDF-11).';
comment on column mdf_applications.city is 'City, for the same; empty where it is online.';
comment on column mdf_applications.starts_on is 'First day of the activity, where one is typed.';
comment on column mdf_applications.ends_on is 'Last day: the clock of the claim counts from it (DL-20).';
comment on column mdf_applications.year is 'Year whose quota it uses (decided): that of the first day.';
call protect_by_organization('mdf_applications', 'select, insert');
grant update (form, name, type, city, starts_on, ends_on, year) on mdf_applications to portal_app;
grant update (title, amount, currency) on requests to portal_app;
create policy desk on mdf_applications for select to portal_app
    using ((select desk_is_open()) and exists (select from requests r where r.id = request_id));

create table mdf_rates (
    id bigint generated always as identity primary key,
    type text not null check (type <> ''),
    basis_points integer not null check (basis_points between 1 and 10000),
    cap numeric(18, 2) check (cap > 0),
    valid_from date not null,
    unique (type, valid_from)
);
comment on table mdf_rates is 'How much of the cost of an activity is paid back, by its type; the newest row that holds on a day counts. A type without one is not paid for (COM-15).';
comment on column mdf_rates.id is 'Key.';
comment on column mdf_rates.type is 'Type, without its subtype.';
comment on column mdf_rates.basis_points is 'Hundredths of a percent of the actual cost (MDF-03).';
comment on column mdf_rates.cap is 'Most of one application, in the currency of the quota; empty: no cap.';
comment on column mdf_rates.valid_from is 'First day.';
alter table mdf_rates enable row level security;
create policy everybody on mdf_rates for select to portal_app using (true);
grant select on mdf_rates to portal_app;
insert into mdf_rates (type, basis_points, valid_from)
select type, 10000, date '2026-01-01' from unnest('{event,digital,media,other,executive_visit,communication,partner_visit,training,development,advertising,joint}'::text[]) as known (type);
