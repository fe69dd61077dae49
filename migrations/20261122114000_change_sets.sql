-- Change-sets (CMD-15): a sheet of rows, checked, approved as one, and what became of each row.

create table change_sets (
    id bigint generated always as identity primary key,
    organization_id bigint not null references organizations (id),
    kind text not null check (kind in ('quota_issue', 'quota_reclaim', 'coupon_issue', 'coupon_reclaim', 'customer_transfer',
        'customer_takeback')),
    remark text not null default '' check (char_length(remark) <= 500),
    source text not null check (char_length(source) <= 200),
    token text not null,
    revision integer not null default 1,
    objections jsonb not null default '[]',
    sums jsonb not null default '[]',
    asks jsonb not null default '{}',
    made_by bigint not null references members (id),
    made_at timestamptz not null,
    checked_at timestamptz not null,
    again_of bigint references change_sets (id),
    approval_id bigint references approvals (id),
    confirmed_at timestamptz,
    unique (organization_id, token)
);
create index change_sets_list on change_sets (organization_id, id desc);
comment on table change_sets is 'Sheets of changes that are approved as one (CMD-15). After the confirmation the state is that of approval and commands.';
comment on column change_sets.id is 'Key, used in addresses.';
comment on column change_sets.organization_id is 'Whose right it is.';
comment on column change_sets.kind is 'Kind of its commands.';
comment on column change_sets.remark is 'Why, in the words of its maker; goes with the approval.';
comment on column change_sets.source is 'Name of the file, or empty: pasted.';
comment on column change_sets.token is 'One confirmation is one approval, however often the button is pressed.';
comment on column change_sets.revision is 'Counts changes of its rows; a form with an older one is refused.';
comment on column change_sets.objections is 'What stands against the set as a whole when it was last checked.';
comment on column change_sets.sums is 'What is drawn from where: source, balance, open commands, total (decimal texts), currency.';
comment on column change_sets.asks is 'Whoever must agree, and what it takes: steps, user names, calls, seconds.';
comment on column change_sets.made_by is 'Who made it.';
comment on column change_sets.made_at is 'When.';
comment on column change_sets.checked_at is 'When its rows were last checked against what is known.';
comment on column change_sets.again_of is 'The set whose failed rows it tries again.';
comment on column change_sets.approval_id is 'The approval it became; empty: a draft.';
comment on column change_sets.confirmed_at is 'When it was confirmed.';
call protect_by_organization('change_sets', 'select, insert, update');

create table change_set_rows (
    organization_id bigint not null references organizations (id),
    change_set_id bigint not null references change_sets (id),
    line integer not null check (line > 0),
    cells jsonb not null,
    faults jsonb not null default '[]',
    warnings jsonb not null default '[]',
    left_out boolean not null default false,
    recipient text,
    name text,
    source text,
    amount numeric,
    currency text,
    command_id bigint references commands (id),
    primary key (change_set_id, line)
);
create index change_set_rows_faulty on change_set_rows (change_set_id, line) where faults <> '[]';
create index change_set_rows_command on change_set_rows (command_id) where command_id is not null;
comment on table change_set_rows is 'Rows of a change-set as they were typed, with what is wrong and what became of them.';
comment on column change_set_rows.organization_id is 'Whose.';
comment on column change_set_rows.change_set_id is 'The set.';
comment on column change_set_rows.line is 'Line of the sheet, from 1.';
comment on column change_set_rows.cells is 'Texts as typed, in the order of the columns of the kind.';
comment on column change_set_rows.faults is 'What is wrong: column and word, with what the sentence names.';
comment on column change_set_rows.warnings is 'What should be looked at, in the same form.';
comment on column change_set_rows.left_out is 'Ticked to be left out.';
comment on column change_set_rows.recipient is 'The vendor''s id of whom or what it concerns; empty while unknown.';
comment on column change_set_rows.name is 'Account name of the recipient.';
comment on column change_set_rows.source is 'The vendor''s id of the quota it draws on or returns to.';
comment on column change_set_rows.amount is 'In currency; a reclaim: the balance shown.';
comment on column change_set_rows.currency is 'ISO 4217.';
comment on column change_set_rows.command_id is 'The command it became.';
call protect_by_organization('change_set_rows', 'select, insert, update');
