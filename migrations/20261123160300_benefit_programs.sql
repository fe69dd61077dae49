-- Benefits as data (BET-18, COM-15): whether their entrance is open, when, and how they are paid.

create table benefit_programs (
    id bigint generated always as identity primary key,
    code text not null check (code <> ''),
    site text not null check (site in ('china', 'international', 'europe')),
    entrance_open boolean not null default false,
    valid_from date,
    valid_to date check (valid_to >= valid_from),
    payout_methods text[] not null default '{bank}' check (payout_methods <@ '{bank,topup,topup_arrears,voucher}'),
    agreement_code text,
    revision integer not null default 1,
    changed_by text not null default 'portal' check (changed_by <> ''),
    changed_at timestamptz not null default '2026-01-01 00:00+00',
    unique (code, site)
);
comment on table benefit_programs is 'The vendor''s benefits per site: every organisation reads them, the desk switches them. A benefit without an active required agreement is closed (COM-15).';
comment on column benefit_programs.id is 'Key.';
comment on column benefit_programs.code is 'rebate, pce, fh, mdf, spif, cii, nre, delivery, migration_all.';
comment on column benefit_programs.site is 'Site.';
comment on column benefit_programs.entrance_open is 'Whether requests can be made (GATE-06).';
comment on column benefit_programs.valid_from is 'First day, by the site''s calendar; empty: no bound.';
comment on column benefit_programs.valid_to is 'Last day; empty: no bound.';
comment on column benefit_programs.payout_methods is 'bank, topup, topup_arrears, voucher (PAYOUT-07).';
comment on column benefit_programs.agreement_code is 'The agreement that must be active; empty: none.';
comment on column benefit_programs.revision is 'Counts changes.';
comment on column benefit_programs.changed_by is 'Organisation code and user name; portal for what it came with.';
comment on column benefit_programs.changed_at is 'When.';
alter table benefit_programs enable row level security;
create policy everybody on benefit_programs for select to portal_app using (true);
create policy desk on benefit_programs for update to portal_app using ((select desk_is_open()));
grant select, update on benefit_programs to portal_app;

insert into benefit_programs (code, site, payout_methods) values
    ('rebate', 'china', '{bank,topup,topup_arrears,voucher}'), ('rebate', 'international', '{bank,topup,voucher}'), ('rebate', 'europe', '{voucher}'),
    ('pce', 'china', '{bank,topup,topup_arrears,voucher}'), ('pce', 'international', '{bank,topup,voucher}'),
    ('fh', 'china', '{bank}'), ('fh', 'international', '{bank}'),
    ('mdf', 'china', '{bank}'), ('mdf', 'international', '{bank}'), ('mdf', 'europe', '{bank}'),
    ('spif', 'international', '{bank}'), ('cii', 'china', '{bank}'), ('cii', 'international', '{bank}'),
    ('nre', 'china', '{bank}'), ('nre', 'international', '{bank}'),
    ('delivery', 'china', '{bank}'), ('delivery', 'international', '{bank}'), ('migration_all', 'international', '{bank}');
