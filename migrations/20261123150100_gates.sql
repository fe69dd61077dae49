-- Gates before money steps (GATE-01…08) as dated data: which stand before which step, where, for whom, since when.

create table gate_terms (
    id bigint generated always as identity primary key,
    gate text not null check (gate ~ '^GATE-0[1-8]$'),
    step text not null check (step <> ''),
    site text check (site in ('china', 'international', 'europe')),
    kinds text[] not null default '{}',
    minimum numeric(18, 2) check (minimum > 0),
    currency text check (currency ~ '^[A-Z]{3}$'),
    days_after integer not null default 0 check (days_after between 0 and 366),
    valid_from date not null,
    valid_to date check (valid_to >= valid_from),
    check ((minimum is null) = (currency is null)),
    check ((minimum is not null) = (gate = 'GATE-08'))
);
create index gate_terms_step on gate_terms (step, gate, valid_from);
comment on table gate_terms is 'Which gate stands before which money step. A step is judged by the rows that hold on its day; all of them are checked together.';
comment on column gate_terms.id is 'Key.';
comment on column gate_terms.gate is 'GATE-01 to GATE-08.';
comment on column gate_terms.step is 'What it stands before: mdf_claim, fh_quarter, rebate_payout, payout_bank, …';
comment on column gate_terms.site is 'The site where it holds; empty: all.';
comment on column gate_terms.kinds is 'Kinds of organisation it holds for; empty: all.';
comment on column gate_terms.minimum is 'GATE-08: least pending amount, whole currency units, exact.';
comment on column gate_terms.currency is 'ISO 4217; pending amounts in other currencies have no minimum.';
comment on column gate_terms.days_after is 'GATE-03: released so many days after the last bill was paid.';
comment on column gate_terms.valid_from is 'First day, by the site''s calendar.';
comment on column gate_terms.valid_to is 'Last day; empty: until further notice.';
alter table gate_terms enable row level security;
create policy everybody on gate_terms for select to portal_app using (true);
grant select on gate_terms to portal_app;

create temporary table steps (step text, is_payout boolean);
insert into steps values
    ('rebate_payout', true), ('pce_payout', true), ('mdf_application', false), ('mdf_claim', false), ('fh_month', false),
    ('fh_quarter', true), ('fh_lp', false), ('fh_si_exp', false), ('spif_fund', true), ('migration_all', false),
    ('cii_payment', true), ('nre_payment', true), ('delivery_payment', true);
insert into gate_terms (gate, step, valid_from)
select 'GATE-01', step, date '2026-01-01' from steps where step not in ('mdf_application', 'fh_month');
insert into gate_terms (gate, step, site, kinds, valid_from)
select 'GATE-02', step, site, '{solution_provider,distributor}', date '2026-01-01'
from steps, (values ('international'), ('europe')) as sites (site);
insert into gate_terms (gate, step, days_after, valid_from)
values ('GATE-03', 'rebate_payout', 1, '2026-01-01'), ('GATE-03', 'mdf_claim', 0, '2026-01-01');
insert into gate_terms (gate, step, site, valid_from) values ('GATE-04', 'rebate_payout', 'china', '2026-01-01');
insert into gate_terms (gate, step, valid_from)
select gate, step, date '2026-01-01' from steps, (values ('GATE-05'), ('GATE-06')) as gates (gate);
insert into gate_terms (gate, step, valid_from) select 'GATE-07', step, date '2026-01-01' from steps where is_payout;
insert into gate_terms (gate, step, site, minimum, currency, valid_from)
select 'GATE-08', step, 'china', 1000.00, 'CNY', date '2026-01-01'
from (values ('payout_bank'), ('payout_topup'), ('payout_topup_arrears')) as methods (step);
drop table steps;
