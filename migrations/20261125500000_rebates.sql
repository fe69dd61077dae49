-- Rebates and special incentives (REB-09 to REB-16): statements of the vendor with their lines, confirmed by a member or by the
-- deadline, and objections with a thread. A statement that was published never changes; what follows it is its state.

create table rebate_statements (
    id bigint generated always as identity primary key,
    organization_id bigint not null references organizations (id),
    number text not null check (char_length(number) between 1 and 64),
    period text not null check (period ~ '^20[0-9]{2}(-(0[1-9]|1[0-2]|Q[1-4]))?$'),
    plan text not null check (char_length(plan) between 1 and 128),
    association text check (association in ('referral', 'resale')),
    currency text not null check (currency ~ '^[A-Z]{3}$'),
    gross numeric(18, 2) not null,
    publish_until date not null,
    state text not null default 'to_confirm' check (state in ('to_confirm', 'issuing', 'issued')),
    revision integer not null default 1,
    origin text not null check (char_length(origin) between 1 and 256),
    recorded_by text not null check (recorded_by <> ''),
    recorded_at timestamptz not null,
    confirmed_by text check (confirmed_by <> ''),
    confirmed_at timestamptz,
    check ((state = 'to_confirm') = (confirmed_at is null)),
    check ((confirmed_at is null) = (confirmed_by is null)),
    unique (organization_id, number)
);
create index rebate_statements_listed on rebate_statements (organization_id, publish_until desc, id desc);
create index rebate_statements_due on rebate_statements (publish_until) where state = 'to_confirm';
comment on table rebate_statements is 'Statements 激励账单 that the vendor published (REB-09).';
comment on column rebate_statements.id is 'Key.';
comment on column rebate_statements.organization_id is 'The partner.';
comment on column rebate_statements.number is 'The vendor''s number 激励账单ID.';
comment on column rebate_statements.period is 'Period 对账期次: a month 2026-10, a quarter 2026-Q3, or a year 2026.';
comment on column rebate_statements.plan is 'Name of the incentive plan 激励计划名称.';
comment on column rebate_statements.association is 'Association type 关联类型: referral 顾问销售 or resale 代售; empty: special, not based on performance.';
comment on column rebate_statements.currency is 'ISO 4217.';
comment on column rebate_statements.gross is 'Amount 激励金额 with output tax: the sum of the lines, in units of the currency.';
comment on column rebate_statements.publish_until is 'Last day for confirmation and feedback 公示截止日, in the vendor''s zone (UTC+8).';
comment on column rebate_statements.state is 'REB-09: to_confirm, issuing once confirmed, issued once all is paid, netted or lapsed.';
comment on column rebate_statements.revision is 'Counts changes of state.';
comment on column rebate_statements.origin is 'Where it was read: a page of the console, a mail.';
comment on column rebate_statements.recorded_by is 'Organisation code and user name of who entered it.';
comment on column rebate_statements.recorded_at is 'When.';
comment on column rebate_statements.confirmed_by is 'Organisation code and user name, or the job at the deadline.';
comment on column rebate_statements.confirmed_at is 'When it was confirmed.';
call protect_by_organization('rebate_statements', 'select, insert, update (state, revision, confirmed_by, confirmed_at)');

create table rebate_lines (
    id bigint generated always as identity primary key,
    organization_id bigint not null references organizations (id),
    statement_id bigint not null references rebate_statements (id),
    number text not null check (char_length(number) between 1 and 64),
    order_number text,
    customer text,
    product text,
    base numeric(18, 2),
    rate_bp integer check (rate_bp between 0 and 100000),
    output_bp integer not null check (output_bp between 0 and 10000),
    amount numeric(18, 2) not null,
    frozen_because text check (char_length(frozen_because) between 1 and 500),
    remark text check (char_length(remark) between 1 and 500),
    unique (statement_id, number)
);
create index rebate_lines_organization on rebate_lines (organization_id);
comment on table rebate_lines is 'Lines of a statement 激励明细 (REB-14).';
comment on column rebate_lines.id is 'Key.';
comment on column rebate_lines.organization_id is 'The partner.';
comment on column rebate_lines.statement_id is 'The statement.';
comment on column rebate_lines.number is 'The vendor''s number 激励数据ID.';
comment on column rebate_lines.order_number is 'Order 订单号.';
comment on column rebate_lines.customer is 'Customer 客户名称; personal data where the customer is a person.';
comment on column rebate_lines.product is 'Product type 产品类型.';
comment on column rebate_lines.base is 'Performance that the rebate is computed from.';
comment on column rebate_lines.rate_bp is 'Rate of the policy in basis points.';
comment on column rebate_lines.output_bp is 'Output tax rate of the product in basis points (REB-19).';
comment on column rebate_lines.amount is 'Amount with output tax; negative for refunds and downgrades.';
comment on column rebate_lines.frozen_because is 'Why it is not paid for now (GATE-03, GATE-04); empty: it is payable.';
comment on column rebate_lines.remark is 'Why it is zero or negative (REB-06).';
call protect_by_organization('rebate_lines', 'select, insert');

create table rebate_objections (
    id bigint generated always as identity primary key,
    organization_id bigint not null references organizations (id),
    statement_id bigint not null references rebate_statements (id),
    line_id bigint references rebate_lines (id),
    state text not null default 'open' check (state in ('open', 'answered', 'closed')),
    revision integer not null default 1,
    opened_by bigint not null references members (id),
    opened_at timestamptz not null,
    answered_on date,
    stands_until date,
    closed_by text check (closed_by <> ''),
    closed_at timestamptz,
    check ((state = 'closed') = (closed_at is not null)),
    check ((closed_at is null) = (closed_by is null)),
    check (state <> 'answered' or stands_until >= answered_on)
);
create index rebate_objections_statement on rebate_objections (statement_id);
create index rebate_objections_line on rebate_objections (line_id);
create index rebate_objections_organization on rebate_objections (organization_id);
create index rebate_objections_opened_by on rebate_objections (opened_by);
create index rebate_objections_answered on rebate_objections (stands_until) where state = 'answered';
comment on table rebate_objections is 'Feedback 问题反馈 on a statement or a line of it (REB-11, REB-12). One that is not closed stops confirmation by the deadline.';
comment on column rebate_objections.id is 'Key.';
comment on column rebate_objections.organization_id is 'The partner.';
comment on column rebate_objections.statement_id is 'The statement.';
comment on column rebate_objections.line_id is 'The line; empty: the whole statement.';
comment on column rebate_objections.state is 'open until answered; answered until accepted, replied to, or five working days are over; closed.';
comment on column rebate_objections.revision is 'Counts changes of state.';
comment on column rebate_objections.opened_by is 'The member who objects.';
comment on column rebate_objections.opened_at is 'When.';
comment on column rebate_objections.answered_on is 'Day of the vendor''s last answer: the five working days run from it.';
comment on column rebate_objections.stands_until is 'Last day for a reply to that answer; stored, so that no change of a calendar shortens it (DL-04).';
comment on column rebate_objections.closed_by is 'Organisation code and user name, or the job.';
comment on column rebate_objections.closed_at is 'When.';
call protect_by_organization('rebate_objections', 'select, insert, update (state, revision, answered_on, stands_until, closed_by, closed_at)');

create table rebate_messages (
    id bigint generated always as identity primary key,
    organization_id bigint not null references organizations (id),
    objection_id bigint not null references rebate_objections (id),
    side text not null check (side in ('member', 'vendor')),
    author text not null check (author <> ''),
    channel text check (channel in ('console', 'email', 'letter', 'phone')),
    body text not null check (char_length(body) between 1 and 1000),
    written_at timestamptz not null,
    check ((side = 'vendor') = (channel is not null))
);
create index rebate_messages_objection on rebate_messages (objection_id, id);
create index rebate_messages_organization on rebate_messages (organization_id);
comment on table rebate_messages is 'What was said about an objection, in order.';
comment on column rebate_messages.id is 'Key.';
comment on column rebate_messages.organization_id is 'The partner.';
comment on column rebate_messages.objection_id is 'The objection.';
comment on column rebate_messages.side is 'member: the partner; vendor: an answer of the vendor that a member recorded (COM-07).';
comment on column rebate_messages.author is 'Organisation code and user name of who wrote or recorded it.';
comment on column rebate_messages.channel is 'How an answer came.';
comment on column rebate_messages.body is 'The words.';
comment on column rebate_messages.written_at is 'When it was entered.';
call protect_by_organization('rebate_messages', 'select, insert');
