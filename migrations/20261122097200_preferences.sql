-- Preferences of an organisation (ORG-12). The time zone has been there from the beginning.

alter table organizations
    add column language text check (language in ('en', 'zh-CN')),
    add column working_from time not null default '09:00',
    add column working_to time not null default '18:00',
    add column settlement_currency text check (settlement_currency ~ '^[A-Z]{3}$'),
    add column settings_revision integer not null default 1,
    add constraint organizations_working_hours check (working_from < working_to);
comment on column organizations.language is 'Language that new members begin with and messages are written in; empty: each member''s browser decides.';
comment on column organizations.working_from is 'Working hours begin, in the organisation''s time zone; messages that follow working hours wait for them.';
comment on column organizations.working_to is 'Working hours end.';
comment on column organizations.settlement_currency is 'Settlement currency wished for from the next billing period (international sites only), ISO 4217.';
comment on column organizations.settings_revision is 'Counts changes of preferences; a form with an older one is shown beside the present state.';
