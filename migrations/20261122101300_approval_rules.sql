-- Above which amount a second person agrees (CMD-3). No row: above 0, that is to everything.

create table approval_rules (
    organization_id bigint not null references organizations (id),
    action text not null check (action <> ''),
    currency text not null check (currency ~ '^[A-Z]{3}$'),
    above numeric not null check (above >= 0),
    is_off boolean not null default false,
    changed_by bigint not null references members (id),
    changed_at timestamptz not null,
    revision integer not null default 1,
    asked_above numeric check (asked_above > above),
    asked_by bigint references members (id),
    asked_at timestamptz,
    asked_reason text not null default '' check (char_length(asked_reason) <= 500),
    primary key (organization_id, action, currency),
    check ((asked_above is null) = (asked_by is null) and (asked_above is null) = (asked_at is null))
);
create index approval_rules_asked on approval_rules (organization_id) where asked_above is not null;
comment on table approval_rules is 'Amounts above which a second person agrees before money moves (CMD-3). Without a row everything above 0 needs one. A higher amount needs a second person itself.';
comment on column approval_rules.organization_id is 'The organisation whose rule it is.';
comment on column approval_rules.action is 'Kind of command: quota_issue, coupon_issue, customer_transfer, …';
comment on column approval_rules.currency is 'ISO 4217; a rule says nothing about other currencies.';
comment on column approval_rules.above is 'Whole currency units, exact: up to and including this amount nobody else is asked.';
comment on column approval_rules.is_off is 'No second person while only one member can approve (TRAP-3); without effect as soon as another one can.';
comment on column approval_rules.changed_by is 'Who set it.';
comment on column approval_rules.changed_at is 'When.';
comment on column approval_rules.revision is 'Counts changes.';
comment on column approval_rules.asked_above is 'A higher amount that waits for a second person; empty: none does.';
comment on column approval_rules.asked_by is 'Who asked for it: never the one who agrees (PERM-6).';
comment on column approval_rules.asked_at is 'When.';
comment on column approval_rules.asked_reason is 'Why.';
call protect_by_organization('approval_rules', 'select, insert, update');
