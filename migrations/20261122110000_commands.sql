-- What members want done at the vendor: approvals, commands, calls (CMD-1 to CMD-15). Nothing here calls the vendor.

create table approvals (
    id bigint generated always as identity primary key,
    organization_id bigint not null references organizations (id),
    kind text not null check (kind <> ''),
    code text check (code <> ''),
    steps smallint not null check (steps between 0 and 2),
    amount numeric check (amount >= 0),
    currency text check (currency ~ '^[A-Z]{3}$'),
    commands integer not null check (commands > 0),
    facts jsonb not null,
    digest bytea not null,
    token text not null check (token <> '' and char_length(token) <= 100),
    remark text not null default '' check (char_length(remark) <= 500),
    made_by bigint not null references members (id),
    made_at timestamptz not null,
    state text not null check (state in ('pending', 'approved', 'returned', 'cancelled', 'expired')),
    expires_at timestamptz not null,
    decided_at timestamptz,
    change_set_id bigint,
    unique (organization_id, token),
    check ((code is null) = (steps = 0)),
    check ((state = 'pending') = (decided_at is null))
);
create index approvals_list on approvals (organization_id, made_at desc, id desc);
create index approvals_pending on approvals (organization_id, expires_at) where state = 'pending';
create index approvals_made_by on approvals (organization_id, made_by, id desc);
create index approvals_change_set on approvals (change_set_id) where change_set_id is not null;
comment on table approvals is 'One confirmation by a member: what he wants done at the vendor, and whoever must agree (CMD-3). An edit is a new one.';
comment on column approvals.id is 'Key, used in addresses.';
comment on column approvals.organization_id is 'The organisation whose right it is: a reseller''s own too, over its distributor''s connection.';
comment on column approvals.kind is 'Kind of its commands; of the first, where a reclaim and a new issue are planned together (CMD-15).';
comment on column approvals.code is 'Permission that agrees; empty: nobody is asked.';
comment on column approvals.steps is 'How many people must agree: 0, 1 or 2.';
comment on column approvals.amount is 'Sum in whole currency units, exact; a reclaim counts as the balance shown. Empty where nothing is counted.';
comment on column approvals.currency is 'ISO 4217; empty without an amount.';
comment on column approvals.commands is 'How many commands it starts.';
comment on column approvals.facts is 'What the approver reads: payer, names, validity, figures of the dry run. No personal data.';
comment on column approvals.digest is 'SHA-256 over what is to be done: the approval binds to exactly this.';
comment on column approvals.token is 'Made when the preview is shown: a double click, a reload and the back button are one approval.';
comment on column approvals.remark is 'In the words of the member.';
comment on column approvals.made_by is 'Who confirmed it: never one of those who agree.';
comment on column approvals.made_at is 'When.';
comment on column approvals.state is 'pending: people are asked; approved: its commands may be sent; returned, cancelled, expired: they never are.';
comment on column approvals.expires_at is '72 hours after it was made; nothing is sent afterwards.';
comment on column approvals.decided_at is 'When it left pending; at once where nobody is asked.';
comment on column approvals.change_set_id is 'The change-set it belongs to (CMD-15).';
call protect_by_organization('approvals', 'select, insert, update');

create table approval_votes (
    approval_id bigint not null references approvals (id),
    organization_id bigint not null references organizations (id),
    member_id bigint not null references members (id),
    for_member_id bigint references members (id),
    decision text not null check (decision in ('agreed', 'returned')),
    reason text not null default '' check (char_length(reason) <= 500),
    at timestamptz not null,
    primary key (approval_id, member_id),
    check (for_member_id is distinct from member_id)
);
create unique index approval_votes_for on approval_votes (approval_id, (coalesce(for_member_id, member_id)));
create index approval_votes_organization on approval_votes (organization_id, at desc);
comment on table approval_votes is 'Who agreed or returned, in whose place (CMD-3). Nobody counts twice.';
comment on column approval_votes.approval_id is 'What was decided about.';
comment on column approval_votes.organization_id is 'Its organisation.';
comment on column approval_votes.member_id is 'Who decided.';
comment on column approval_votes.for_member_id is 'In whose place, by delegation; empty: in his own right.';
comment on column approval_votes.decision is 'agreed or returned.';
comment on column approval_votes.reason is 'Why; never empty when returned.';
comment on column approval_votes.at is 'When.';
call protect_by_organization('approval_votes', 'select, insert');

create table approval_delegations (
    id bigint generated always as identity primary key,
    organization_id bigint not null references organizations (id),
    from_member_id bigint not null references members (id),
    to_member_id bigint not null references members (id),
    code text not null check (code <> ''),
    starts_at timestamptz not null,
    ends_at timestamptz not null,
    reason text not null default '' check (char_length(reason) <= 500),
    made_at timestamptz not null,
    revoked_at timestamptz,
    check (from_member_id <> to_member_id),
    check (ends_at > starts_at)
);
create index approval_delegations_to on approval_delegations (organization_id, to_member_id, code);
create index approval_delegations_from on approval_delegations (organization_id, from_member_id);
comment on table approval_delegations is 'Somebody agrees in another''s place for a period (CMD-3). Counts only while the other himself may agree.';
comment on column approval_delegations.id is 'Key, used in addresses.';
comment on column approval_delegations.organization_id is 'Organisation of both.';
comment on column approval_delegations.from_member_id is 'Whose right it is.';
comment on column approval_delegations.to_member_id is 'Who uses it.';
comment on column approval_delegations.code is 'The permission: quota.approve, coupon.approve or money.approve.';
comment on column approval_delegations.starts_at is 'From when.';
comment on column approval_delegations.ends_at is 'Until when, exclusive.';
comment on column approval_delegations.reason is 'Why.';
comment on column approval_delegations.made_at is 'When it was made.';
comment on column approval_delegations.revoked_at is 'When it was taken back; empty: it was not.';
call protect_by_organization('approval_delegations', 'select, insert, update');

create table command_calls (
    id bigint generated always as identity primary key,
    organization_id bigint not null references organizations (id),
    account_id bigint not null references cloud_accounts (id),
    approval_id bigint not null references approvals (id),
    kind text not null check (kind <> ''),
    parameters jsonb not null,
    sealed bytea,
    on_behalf_of text check (on_behalf_of <> ''),
    lanes text[] not null check (cardinality(lanes) > 0),
    state text not null check (state in ('held', 'waiting', 'preparing', 'sending', 'looking', 'settled', 'closed')),
    node text,
    leased_until timestamptz,
    sent_at timestamptz,
    baseline jsonb,
    tries integer not null default 0,
    refusals integer not null default 0,
    not_before timestamptz not null,
    waits text check (waits <> ''),
    waits_since timestamptz,
    request_id text,
    answered_at timestamptz,
    answer jsonb,
    late_answer jsonb,
    looks integer not null default 0,
    look_at timestamptz,
    evidence jsonb,
    check ((state in ('preparing', 'sending')) = (leased_until is not null))
);
create index command_calls_waiting on command_calls (not_before, id) where state = 'waiting';
create index command_calls_leased on command_calls (leased_until) where leased_until is not null;
create index command_calls_looking on command_calls (look_at) where look_at is not null;
create index command_calls_approval on command_calls (approval_id);
comment on table command_calls is 'Vendor write requests: one command each, save that coupons of one quota, face value, validity and limits share one (CMD-6).';
comment on column command_calls.id is 'Key; the token in memo and remark (COUPON-8).';
comment on column command_calls.organization_id is 'The organisation whose right it is.';
comment on column command_calls.account_id is 'The connection it leaves by.';
comment on column command_calls.approval_id is 'The approval that allows it.';
comment on column command_calls.kind is 'Kind of its commands.';
comment on column command_calls.parameters is 'What the vendor is asked, without recipients, amounts and personal data.';
comment on column command_calls.sealed is 'Personal and secret parts, sealed with the deployment key; erased when final.';
comment on column command_calls.on_behalf_of is 'indirect_partner_id: the reseller the distributor acts for (API-8).';
comment on column command_calls.lanes is 'Lanes it takes before it is sent (CMD-6).';
comment on column command_calls.state is 'held: approval pending; waiting: may be sent; preparing: a node reads before sending; sending: a byte may have left; looking: read until proved; settled: a person must decide; closed: final.';
comment on column command_calls.node is 'Node that prepares or sends it, or did last.';
comment on column command_calls.leased_until is 'Until when that node has it: afterwards prepared ones wait again, sent ones are unknown (CMD-4).';
comment on column command_calls.sent_at is 'Committed before the first byte left.';
comment on column command_calls.baseline is 'Keys of the records that the proving list showed just before sending (CMD-8).';
comment on column command_calls.tries is 'How often a node took it; tells a late node that it lost it.';
comment on column command_calls.refusals is 'How often flow control refused it (CMD-2: at most 5).';
comment on column command_calls.not_before is 'Not taken before then.';
comment on column command_calls.waits is 'Why it waits: throttled, unreachable, busy_quota; empty: nothing is in its way but its lane.';
comment on column command_calls.waits_since is 'Since when it waits for that reason.';
comment on column command_calls.request_id is 'X-Request-Id of the answer.';
comment on column command_calls.answered_at is 'When the answer was complete.';
comment on column command_calls.answer is 'What the answer meant: class, code, status; no personal data.';
comment on column command_calls.late_answer is 'An answer that came after the outcome had been given up as unknown: evidence only (CMD-4).';
comment on column command_calls.looks is 'How often the proving list was read (CMD-9).';
comment on column command_calls.look_at is 'When it is read next; empty: not at all.';
comment on column command_calls.evidence is 'Candidate records of the last look, for the person who decides (CMD-8).';
call protect_by_organization('command_calls', 'select, insert, update');

create table commands (
    id bigint generated always as identity primary key,
    organization_id bigint not null references organizations (id),
    account_id bigint not null references cloud_accounts (id),
    call_id bigint not null references command_calls (id),
    approval_id bigint not null references approvals (id),
    kind text not null check (kind <> ''),
    quota_remote_id text,
    recipient_remote_id text not null check (recipient_remote_id <> ''),
    recipient_name text not null default '',
    amount numeric check (amount >= 0),
    currency text check (currency ~ '^[A-Z]{3}$'),
    state text not null check (state in ('intent', 'sending', 'confirmed', 'failed', 'unknown', 'reconciled')),
    outcome text check (outcome in ('applied', 'not_applied')),
    proved_by text check (proved_by in ('record', 'person')),
    failure text check (failure <> ''),
    code text,
    made_remote_id text,
    record text check (record <> ''),
    taken numeric check (taken >= 0),
    difference text check (difference <> ''),
    follows_id bigint references commands (id),
    follows_less numeric check (follows_less >= 0),
    made_at timestamptz not null,
    changed_at timestamptz not null,
    settled_at timestamptz,
    unique (account_id, record),
    check ((state = 'reconciled') = (outcome is not null)),
    check ((state = 'reconciled') = (proved_by is not null)),
    check ((state = 'failed') = (failure is not null)),
    check ((follows_id is null) = (follows_less is null))
);
create index commands_list on commands (organization_id, id desc);
create index commands_state on commands (organization_id, state, id desc);
create index commands_open on commands (organization_id, kind) where state in ('intent', 'sending', 'unknown', 'confirmed');
create index commands_call on commands (call_id);
create index commands_approval on commands (approval_id);
create index commands_follows on commands (follows_id) where follows_id is not null;
create index commands_recipient on commands (organization_id, recipient_remote_id, id desc);
comment on table commands is 'One intended write for one recipient, with its life (CMD-1).';
comment on column commands.id is 'Key, used in addresses; the token in a reclaim''s remark.';
comment on column commands.organization_id is 'The organisation whose right it is.';
comment on column commands.account_id is 'The connection it leaves by.';
comment on column commands.call_id is 'The vendor request that carries it.';
comment on column commands.approval_id is 'The approval that allows it.';
comment on column commands.kind is 'quota_issue, quota_reclaim, coupon_issue, …';
comment on column commands.quota_remote_id is 'The quota it draws on or returns to; empty where none is concerned.';
comment on column commands.recipient_remote_id is 'Reseller, customer, child quota or coupon, as named in the request; at a creation the portal''s own key of the customer.';
comment on column commands.recipient_name is 'Account name as shown when it was made.';
comment on column commands.amount is 'Whole currency units, exact. A reclaim: the balance shown when it was made. A planned re-issue: known once the reclaim is proved.';
comment on column commands.currency is 'ISO 4217; empty without an amount.';
comment on column commands.state is 'CMD-1.';
comment on column commands.outcome is 'Once reconciled: applied or not_applied.';
comment on column commands.proved_by is 'A record of the vendor''s, or a person.';
comment on column commands.failure is 'Why it failed: cancelled, returned, expired, precheck, refused, throttled, entitlement, …';
comment on column commands.code is 'The vendor''s code, when it sent one.';
comment on column commands.made_remote_id is 'What the answer names: child quota, coupon, transaction, customer.';
comment on column commands.record is 'The vendor''s record that proves it, as list:key. One record proves at most one command of a connection.';
comment on column commands.taken is 'Really taken or given, by the record (CMD-14).';
comment on column commands.difference is 'What a later record says against a person''s decision (CMD-10).';
comment on column commands.follows_id is 'Sent only once this one is reconciled as applied (CMD-15).';
comment on column commands.follows_less is 'Its amount is what the other took, less this.';
comment on column commands.made_at is 'When it was confirmed by its member.';
comment on column commands.changed_at is 'When its state last changed.';
comment on column commands.settled_at is 'When it became clear that a person must decide: no trace, or several candidates.';
call protect_by_organization('commands', 'select, insert, update');

create table command_lanes (
    organization_id bigint not null references organizations (id),
    account_id bigint not null references cloud_accounts (id),
    lane text not null check (lane <> ''),
    call_id bigint not null references command_calls (id),
    primary key (account_id, lane)
);
create index command_lanes_call on command_lanes (call_id);
comment on table command_lanes is 'Lanes in use: at most one call in each that may have left and is not proved (CMD-6).';
comment on column command_lanes.organization_id is 'Organisation of the call.';
comment on column command_lanes.account_id is 'The connection.';
comment on column command_lanes.lane is 'Quota, coupon, payer and counterparty, or customer.';
comment on column command_lanes.call_id is 'Who has it.';
call protect_by_organization('command_lanes', 'select, insert, delete');

create table command_decisions (
    id bigint generated always as identity primary key,
    command_id bigint not null references commands (id),
    organization_id bigint not null references organizations (id),
    outcome text not null check (outcome in ('applied', 'not_applied')),
    record text check (record <> ''),
    reason text not null check (reason <> '' and char_length(reason) <= 500),
    proposed_by bigint not null references members (id),
    proposed_at timestamptz not null,
    decided_by bigint references members (id),
    decided_at timestamptz,
    decision text check (decision in ('agreed', 'returned')),
    decision_reason text not null default '' check (char_length(decision_reason) <= 500),
    check ((decision is null) = (decided_by is null) and (decision is null) = (decided_at is null)),
    check (decided_by is distinct from proposed_by)
);
create unique index command_decisions_pending on command_decisions (command_id) where decision is null;
create index command_decisions_command on command_decisions (command_id);
create index command_decisions_organization on command_decisions (organization_id) where decision is null;
comment on table command_decisions is 'What people decided about commands that no record proves (CMD-9, CMD-10): one proposes with a reason, another agrees.';
comment on column command_decisions.id is 'Key.';
comment on column command_decisions.command_id is 'The command.';
comment on column command_decisions.organization_id is 'Its organisation.';
comment on column command_decisions.outcome is 'applied or not_applied.';
comment on column command_decisions.record is 'The record chosen among the candidates, as list:key.';
comment on column command_decisions.reason is 'Why.';
comment on column command_decisions.proposed_by is 'Who proposed it.';
comment on column command_decisions.proposed_at is 'When.';
comment on column command_decisions.decided_by is 'Who agreed or returned it: somebody else.';
comment on column command_decisions.decided_at is 'When.';
comment on column command_decisions.decision is 'agreed or returned; empty: it waits.';
comment on column command_decisions.decision_reason is 'Why, when returned.';
call protect_by_organization('command_decisions', 'select, insert, update');

-- A reseller acts over its distributor's connection, which it must not see.
create function writing_accounts(asking bigint)
returns table (account_id bigint, site text, on_behalf_of text)
language sql stable security definer set search_path = public as $$
    select a.id, a.site, case when a.organization_id <> o.id then o.remote_id end
    from organizations o join cloud_accounts a on a.organization_id = o.id or a.organization_id = o.parent_id
    where o.id = asking and asking = any(visible_organizations()) and (a.organization_id = o.id or o.remote_id is not null)
    order by a.id
$$;
comment on function writing_accounts is 'Connections by which an organisation that the connection may see can have something done at the vendor: its own, or its distributor''s in its name (API-8). Nothing of their keys.';
revoke execute on function writing_accounts from public;
grant execute on function writing_accounts to portal_app;
