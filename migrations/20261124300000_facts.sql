-- Facts that the conditions of benefits read (GATE-02 to GATE-05): persons and certificates (SPEC-8, SPEC-11), opportunities,
-- bills and whether they are paid, purchases on credit, paths and plans. Each says where it is from, and none is destroyed: a
-- correction or a retraction ends it.

create table fact_sources (
    id bigint generated always as identity primary key,
    organization_id bigint not null references organizations (id),
    method text not null check (method in ('hand', 'import', 'sync')),
    origin text not null check (char_length(origin) between 1 and 256),
    file_id bigint references attachments (id),
    content text,
    sha256 bytea check (length(sha256) = 32),
    recorded_by text not null check (recorded_by <> ''),
    recorded_at timestamptz not null,
    check ((content is null) = (sha256 is null))
);
create index fact_sources_organization on fact_sources (organization_id);
create index fact_sources_file on fact_sources (file_id);
comment on table fact_sources is 'Where facts are from: one row for what was entered at once.';
comment on column fact_sources.id is 'Key.';
comment on column fact_sources.organization_id is 'The partner.';
comment on column fact_sources.method is 'hand: entered in a form; import: a CSV text; sync: read at the vendor or taken over from other pages of this portal.';
comment on column fact_sources.origin is 'Where whoever entered it had it from: a page of the console, a letter, a mail.';
comment on column fact_sources.file_id is 'The file that proves it; may be missing.';
comment on column fact_sources.content is 'The text of an import as it was sent.';
comment on column fact_sources.sha256 is 'SHA-256 of that text.';
comment on column fact_sources.recorded_by is 'Organisation code and user name, or the job.';
comment on column fact_sources.recorded_at is 'When.';
call protect_by_organization('fact_sources', 'select, insert');

create table facts (
    id bigint generated always as identity primary key,
    organization_id bigint not null references organizations (id),
    kind text not null check (kind in ('specialist', 'certificate', 'opportunity', 'bill', 'credit', 'path')),
    fact_key text not null check (char_length(fact_key) between 1 and 256),
    label text not null check (label <> ''),
    status text not null default '',
    source_id bigint not null references fact_sources (id),
    first_id bigint references facts (id),
    recorded_at timestamptz not null,
    ended_at timestamptz,
    ended_by text check (ended_by <> ''),
    ended_because text check (char_length(ended_because) <= 500),
    check ((ended_at is null) = (ended_by is null))
);
create unique index facts_current on facts (organization_id, kind, fact_key) where ended_at is null;
create index facts_listed on facts (organization_id, kind, id desc) where ended_at is null;
create index facts_ended on facts (organization_id, kind, id desc) where ended_at is not null;
create index facts_history on facts ((coalesce(first_id, id)));
create index facts_source on facts (source_id);
comment on table facts is 'One statement about a person, a certificate, an opportunity, a bill, a purchase or a path. What it says stands in the table of its kind and never changes; a correction is a new row.';
comment on column facts.id is 'Key, in the order of recording.';
comment on column facts.organization_id is 'The partner.';
comment on column facts.kind is 'Which table says the rest.';
comment on column facts.fact_key is 'What it is about: account, type and number of a certificate, number of an opportunity or bill, path. One current fact each.';
comment on column facts.label is 'What it is called in lists.';
comment on column facts.status is 'Its state in a word of its kind, by which lists are narrowed; empty: it has none.';
comment on column facts.source_id is 'Where it is from.';
comment on column facts.first_id is 'The first fact of its history; empty for that one itself.';
comment on column facts.recorded_at is 'When it was entered.';
comment on column facts.ended_at is 'When it was corrected or retracted; empty: it holds.';
comment on column facts.ended_by is 'Who did that: organisation code and user name, or the job.';
comment on column facts.ended_because is 'Why it was retracted; empty where another fact took its place.';
call protect_by_organization('facts', 'select, insert, update (ended_at, ended_by, ended_because)');

create table fact_specialists (
    fact_id bigint primary key references facts (id),
    organization_id bigint not null references organizations (id),
    account text not null check (account <> ''),
    name text not null check (name <> ''),
    state text not null check (state <> ''),
    path text,
    position text,
    employer text not null check (employer <> ''),
    base_city text not null check (base_city <> ''),
    social_city text not null check (social_city = base_city),
    onboarded_on date,
    huawei_since date
);
create index fact_specialists_organization on fact_specialists (organization_id, account);
comment on table fact_specialists is 'Persons linked to the partner (SPEC-8) and the part of their CV that benefits read (SPEC-11).';
comment on column fact_specialists.fact_id is 'The fact.';
comment on column fact_specialists.organization_id is 'The partner.';
comment on column fact_specialists.account is 'The person''s own account name.';
comment on column fact_specialists.name is 'Name; personal data.';
comment on column fact_specialists.state is 'State of the link (SPEC-8).';
comment on column fact_specialists.path is 'The path the person was applied for.';
comment on column fact_specialists.position is 'BD, SA, delivery, instructor or other.';
comment on column fact_specialists.employer is 'Employer on the proof.';
comment on column fact_specialists.base_city is 'City of work.';
comment on column fact_specialists.social_city is 'City of the social insurance: the same (SPEC-11).';
comment on column fact_specialists.onboarded_on is 'First day with the employer.';
comment on column fact_specialists.huawei_since is 'Since when the person works on Huawei Cloud.';
call protect_by_organization('fact_specialists', 'select, insert');

create table fact_certificates (
    fact_id bigint primary key references facts (id),
    organization_id bigint not null references organizations (id),
    account text not null check (account <> ''),
    type text not null check (type <> ''),
    number text not null check (number <> ''),
    name text not null check (name <> ''),
    issued_on date not null,
    valid_until date check (valid_until >= issued_on)
);
create index fact_certificates_organization on fact_certificates (organization_id, lower(account));
comment on table fact_certificates is 'Certificates of persons (SPEC-11).';
comment on column fact_certificates.fact_id is 'The fact.';
comment on column fact_certificates.organization_id is 'The partner.';
comment on column fact_certificates.account is 'Whose it is: the account name of a person.';
comment on column fact_certificates.type is 'HCIA, HCIP, HCIE, HCCDA, HCCDP, HCCDE or other.';
comment on column fact_certificates.number is 'Number; unique with the type.';
comment on column fact_certificates.name is 'What it certifies.';
comment on column fact_certificates.issued_on is 'First day.';
comment on column fact_certificates.valid_until is 'Last day; empty: no end.';
call protect_by_organization('fact_certificates', 'select, insert');

create table fact_opportunities (
    fact_id bigint primary key references facts (id),
    organization_id bigint not null references organizations (id),
    number text not null check (number <> ''),
    name text not null check (name <> ''),
    customer text not null check (customer <> ''),
    state text not null check (state <> ''),
    expected_on date,
    signed_on date,
    amount numeric check (amount >= 0),
    currency text check (currency ~ '^[A-Z]{3}$'),
    check ((amount is null) = (currency is null))
);
create index fact_opportunities_organization on fact_opportunities (organization_id, number);
comment on table fact_opportunities is 'Opportunities shared with the vendor, as far as benefits read them (PO-30).';
comment on column fact_opportunities.fact_id is 'The fact.';
comment on column fact_opportunities.organization_id is 'The partner.';
comment on column fact_opportunities.number is 'The vendor''s number.';
comment on column fact_opportunities.name is 'Name.';
comment on column fact_opportunities.customer is 'Customer.';
comment on column fact_opportunities.state is 'State of PO-30.';
comment on column fact_opportunities.expected_on is 'Expected signing.';
comment on column fact_opportunities.signed_on is 'Signing.';
comment on column fact_opportunities.amount is 'Value in whole currency units, exact.';
comment on column fact_opportunities.currency is 'ISO 4217.';
call protect_by_organization('fact_opportunities', 'select, insert');

create table fact_bills (
    fact_id bigint primary key references facts (id),
    organization_id bigint not null references organizations (id),
    number text not null check (number <> ''),
    cycle date not null check (extract(day from cycle) = 1),
    amount numeric not null check (amount >= 0),
    currency text not null check (currency ~ '^[A-Z]{3}$'),
    due_on date not null,
    paid_on date
);
create index fact_bills_organization on fact_bills (organization_id, cycle);
comment on table fact_bills is 'Bills of the partner and whether they are paid (GATE-02, GATE-03).';
comment on column fact_bills.fact_id is 'The fact.';
comment on column fact_bills.organization_id is 'The partner.';
comment on column fact_bills.number is 'Number of the bill.';
comment on column fact_bills.cycle is 'Bill cycle: first day of the month.';
comment on column fact_bills.amount is 'Amount in whole currency units, exact.';
comment on column fact_bills.currency is 'ISO 4217.';
comment on column fact_bills.due_on is 'Last day to pay: after it the bill is overdue.';
comment on column fact_bills.paid_on is 'The day it was paid in full; empty: it is not.';
call protect_by_organization('fact_bills', 'select, insert');

create table fact_credits (
    fact_id bigint primary key references facts (id),
    organization_id bigint not null references organizations (id),
    number text not null check (number <> ''),
    customer text not null check (customer <> ''),
    matter text not null check (matter in ('milestone', 'postpaid', 'cash_coupon')),
    since date not null,
    settled_on date check (settled_on >= since)
);
create index fact_credits_organization on fact_credits (organization_id, number);
comment on table fact_credits is 'What customers bought on credit, and whether it is settled (GATE-04).';
comment on column fact_credits.fact_id is 'The fact.';
comment on column fact_credits.organization_id is 'The partner.';
comment on column fact_credits.number is 'Order, contract or coupon.';
comment on column fact_credits.customer is 'Customer.';
comment on column fact_credits.matter is 'What is open: a milestone to deliver, a postpaid customer, a cash coupon.';
comment on column fact_credits.since is 'Since when.';
comment on column fact_credits.settled_on is 'The day it was settled; empty: it is open.';
call protect_by_organization('fact_credits', 'select, insert');

create table fact_paths (
    fact_id bigint primary key references facts (id),
    organization_id bigint not null references organizations (id),
    path text not null check (path <> ''),
    stage text not null check (stage <> ''),
    since date not null,
    until date check (until >= since)
);
create index fact_paths_organization on fact_paths (organization_id, path);
comment on table fact_paths is 'Paths and plans that the partner has joined, with the stage reached (GATE-05).';
comment on column fact_paths.fact_id is 'The fact.';
comment on column fact_paths.organization_id is 'The partner.';
comment on column fact_paths.path is 'Path or plan.';
comment on column fact_paths.stage is 'Stage.';
comment on column fact_paths.since is 'First day of the stage.';
comment on column fact_paths.until is 'Last day; empty: until further notice.';
call protect_by_organization('fact_paths', 'select, insert');

create table fact_readings (
    id bigint generated always as identity primary key,
    organization_id bigint not null references organizations (id),
    kind text not null check (kind in ('specialist', 'certificate', 'opportunity', 'bill', 'credit', 'path')),
    source_id bigint not null references fact_sources (id),
    read_at timestamptz not null
);
create index fact_readings_latest on fact_readings (organization_id, kind, read_at desc);
create index fact_readings_source on fact_readings (source_id);
comment on table fact_readings is 'When somebody vouched that all facts of a kind are entered and right: after 24 hours they are unknown again (section 3 of the gates).';
comment on column fact_readings.id is 'Key.';
comment on column fact_readings.organization_id is 'The partner.';
comment on column fact_readings.kind is 'Kind of facts.';
comment on column fact_readings.source_id is 'Who, and what it was compared with.';
comment on column fact_readings.read_at is 'When.';
call protect_by_organization('fact_readings', 'select, insert');

create function fact_fields(fact bigint) returns jsonb language sql stable as $$
    select coalesce(jsonb_object_agg(e.key, e.value), '{}')
    from (
        select to_jsonb(t) as said from fact_specialists t where t.fact_id = fact
        union all select to_jsonb(t) from fact_certificates t where t.fact_id = fact
        union all select to_jsonb(t) from fact_opportunities t where t.fact_id = fact
        union all select to_jsonb(t) from fact_bills t where t.fact_id = fact
        union all select to_jsonb(t) from fact_credits t where t.fact_id = fact
        union all select to_jsonb(t) from fact_paths t where t.fact_id = fact) d, jsonb_each_text(d.said) e
    where e.value is not null and e.key not in ('fact_id', 'organization_id')
$$;
comment on function fact_fields is 'What a fact says, every value as text: amounts stay exact. Sees what its caller sees.';

create table gate_paths (
    id bigint generated always as identity primary key,
    step text not null check (step <> ''),
    site text check (site in ('china', 'international', 'europe')),
    path text not null check (path <> ''),
    stages text[] not null check (stages <> '{}'),
    valid_from date not null,
    valid_to date check (valid_to >= valid_from)
);
create index gate_paths_step on gate_paths (step, valid_from);
comment on table gate_paths is 'GATE-05: the paths and stages of which one is needed for a step. A step without a row asks for any path or plan.';
comment on column gate_paths.id is 'Key.';
comment on column gate_paths.step is 'What it stands before: fh_month, cii_payment, …';
comment on column gate_paths.site is 'The site where it holds; empty: all.';
comment on column gate_paths.path is 'Path or plan.';
comment on column gate_paths.stages is 'Stages of it that suffice.';
comment on column gate_paths.valid_from is 'First day, by the site''s calendar.';
comment on column gate_paths.valid_to is 'Last day; empty: until further notice.';
alter table gate_paths enable row level security;
create policy everybody on gate_paths for select to portal_app using (true);
grant select on gate_paths to portal_app;
insert into gate_paths (step, site, path, stages, valid_from) values
    ('fh_month', 'china', 'service', '{role_certified,differentiated}', '2026-01-01'),
    ('fh_month', 'china', 'si', '{differentiated}', '2026-01-01'),
    ('fh_quarter', 'china', 'service', '{role_certified,differentiated}', '2026-01-01'),
    ('fh_quarter', 'china', 'si', '{differentiated}', '2026-01-01'),
    ('fh_lp', null, 'learning', '{joined,role_certified,differentiated}', '2026-01-01'),
    ('fh_si_exp', null, 'si', '{joined,role_certified,differentiated}', '2026-01-01'),
    ('cii_payment', null, 'service', '{role_certified,differentiated}', '2026-01-01'),
    ('nre_payment', null, 'software', '{cloud_software,advanced_software}', '2026-01-01'),
    ('delivery_payment', null, 'service', '{role_certified,differentiated}', '2026-01-01');
