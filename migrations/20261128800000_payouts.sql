-- Payouts 申付单 (PAYOUT-01 to PAYOUT-18): confirmed statements of rebates are asked for, invoiced and paid. The head of each is a
-- row of requests, whose state alone says where it stands; what follows from a state is written where the state is written.

create table payouts (
    id bigint generated always as identity primary key,
    request_id bigint not null unique references requests (id),
    organization_id bigint not null references organizations (id),
    benefit text not null check (benefit in ('rebate')),
    method text not null check (method in ('bank', 'topup', 'topup_arrears', 'voucher')),
    information_id bigint not null references requests (id),
    rate_bp integer check (rate_bp between 0 and 10000),
    net numeric(18, 2),
    tax numeric(18, 2),
    invoice_by date,
    check ((method in ('bank', 'topup')) = (net is not null)),
    check ((net is null) = (tax is null) and (net is null) = (rate_bp is null))
);
create index payouts_organization on payouts (organization_id, request_id);
create index payouts_information on payouts (information_id);
comment on table payouts is 'One application for payment each 申付单 (PAYOUT-04); its state, amount and currency stand in requests.';
comment on column payouts.id is 'Key.';
comment on column payouts.request_id is 'Its request.';
comment on column payouts.organization_id is 'The partner.';
comment on column payouts.benefit is 'What is paid: rebate.';
comment on column payouts.method is 'bank, topup, topup_arrears or voucher (PAYOUT-07); final once sent (PAYOUT-06).';
comment on column payouts.information_id is 'The version of the business information that it is paid by, frozen with the application (DAT-02, PAYOUT-20).';
comment on column payouts.rate_bp is 'Service-fee rate of that version in basis points; empty where no invoice is written.';
comment on column payouts.net is 'Amount of the invoices without tax; empty where no invoice is written.';
comment on column payouts.tax is 'Their tax.';
comment on column payouts.invoice_by is 'Last day for the invoices, as the vendor''s notice says (DL-08).';
call protect_by_organization('payouts', 'select, insert');
create policy desk on payouts for select to portal_app
    using ((select desk_is_open()) and exists (select from requests r where r.id = request_id));

create table payout_statements (
    id bigint generated always as identity primary key,
    organization_id bigint not null references organizations (id),
    request_id bigint not null references requests (id),
    statement_id bigint not null references rebate_statements (id),
    number text not null,
    period text not null,
    plan text not null,
    payable numeric(18, 2) not null check (payable > 0),
    settlement numeric(18, 2) not null check (settlement > 0),
    is_live boolean not null default true,
    unique (request_id, statement_id)
);
create unique index payout_statements_live on payout_statements (statement_id) where is_live;
create index payout_statements_organization on payout_statements (organization_id);
comment on table payout_statements is 'The statements of a payout. A statement is in one live payout at most: nothing is paid twice.';
comment on column payout_statements.id is 'Key.';
comment on column payout_statements.organization_id is 'The partner.';
comment on column payout_statements.request_id is 'The payout.';
comment on column payout_statements.statement_id is 'The statement.';
comment on column payout_statements.number is 'The vendor''s number 激励账单ID, as it was when asked for.';
comment on column payout_statements.period is 'Its period.';
comment on column payout_statements.plan is 'Its incentive plan.';
comment on column payout_statements.payable is 'What is not frozen of it, with output tax.';
comment on column payout_statements.settlement is 'What it is paid with by the method: against an invoice at the service-fee rate (REB-21), else the payable amount.';
comment on column payout_statements.is_live is 'False once its payout was given up, cancelled or refused by finance: the statement can be asked for again.';
call protect_by_organization('payout_statements', 'select, insert');
create policy desk on payout_statements for select to portal_app
    using ((select desk_is_open()) and exists (select from requests r where r.id = request_id));

create table payout_invoices (
    id bigint generated always as identity primary key,
    organization_id bigint not null references organizations (id),
    request_id bigint not null references requests (id),
    kind text not null check (kind in ('digital', 'electronic', 'paper', 'international')),
    number text not null check (char_length(number) between 1 and 50),
    code text check (char_length(code) between 10 and 12),
    issued_on date not null,
    net numeric(18, 2) not null,
    tax numeric(18, 2) not null,
    gross numeric(18, 2) not null check (gross > 0),
    courier text check (char_length(courier) between 1 and 64),
    tracking text check (char_length(tracking) between 1 and 64),
    is_void boolean not null default false,
    registered_by text not null check (registered_by <> ''),
    registered_at timestamptz not null
);
create index payout_invoices_request on payout_invoices (request_id, id);
create unique index payout_invoices_number on payout_invoices (organization_id, number, coalesce(code, '')) where not is_void;
comment on table payout_invoices is 'Invoices that a partner registers for a payout 发票登记 (PAYOUT-14, PAYOUT-18): one number serves one payout.';
comment on column payout_invoices.id is 'Key.';
comment on column payout_invoices.organization_id is 'The partner.';
comment on column payout_invoices.request_id is 'The payout.';
comment on column payout_invoices.kind is 'digital 数电专票, electronic 电子专票, paper 纸质专票, international.';
comment on column payout_invoices.number is 'Invoice number: 20 digits of a digital one, 8 of the others in China, at most 50 characters abroad.';
comment on column payout_invoices.code is 'Invoice code of 10 or 12 digits, of paper and electronic ones in China.';
comment on column payout_invoices.issued_on is 'Date on the invoice.';
comment on column payout_invoices.net is 'Amount without tax, in the currency of the request.';
comment on column payout_invoices.tax is 'Tax.';
comment on column payout_invoices.gross is 'Both together.';
comment on column payout_invoices.courier is 'Who carries a paper one.';
comment on column payout_invoices.tracking is 'Its tracking number.';
comment on column payout_invoices.is_void is 'True once it was recalled or rejected: another one takes its place, and the number may be used again.';
comment on column payout_invoices.registered_by is 'Organisation code and user name.';
comment on column payout_invoices.registered_at is 'When.';
call protect_by_organization('payout_invoices', 'select, insert');
create policy desk on payout_invoices for select to portal_app
    using ((select desk_is_open()) and exists (select from requests r where r.id = request_id));

-- What follows from a state of a payout, whoever leads there: amounts return, invoices are void, statements are issued.
create function follow_payout() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if new.state in ('discarded', 'cancelled', 'finance_rejected') then
        update payout_statements set is_live = false where request_id = new.id;
        update payout_invoices set is_void = true where request_id = new.id;
    elsif new.state = 'invoice_rejected' or (new.state = 'awaiting_invoice' and old.state = 'invoice_sent') then
        update payout_invoices set is_void = true where request_id = new.id;
    elsif new.state = 'paid' then
        update rebate_statements s set state = 'issued', revision = s.revision + 1
        from payout_statements p where p.request_id = new.id and p.is_live and s.id = p.statement_id and s.state = 'issuing';
    end if;
    return null;
end
$$;
comment on function follow_payout is 'Keeps statements and invoices as the state of their payout says (PAYOUT-02).';
revoke execute on function follow_payout from public;
create trigger follow_payout after update of state on requests
    for each row when (new.kind = 'payout' and new.state is distinct from old.state) execute function follow_payout();

create function set_invoice_by(request bigint, day date) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    made integer;
begin
    if not desk_is_open() then
        raise exception 'only the vendor desk says until when an invoice is due' using errcode = 'insufficient_privilege';
    end if;
    update payouts p set invoice_by = day from requests r
    where p.request_id = request and r.id = request and r.is_submitted and r.state = 'awaiting_invoice';
    get diagnostics made = row_count;
    return made = 1;
end
$$;
comment on function set_invoice_by is 'The vendor desk notes until when the invoices of a payout are due (DL-08). Answers whether it did.';
revoke execute on function set_invoice_by from public;
grant execute on function set_invoice_by to portal_app;
