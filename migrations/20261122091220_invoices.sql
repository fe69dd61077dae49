-- Invoices of the international site (INV-51). Rows and their requests are kept apart, as received (INV-54).

create table vendor_invoices (
    id bigint generated always as identity primary key,
    organization_id bigint not null references organizations (id),
    account_id bigint not null references cloud_accounts (id),
    request_id text not null check (request_id <> ''),
    src_request_id text,
    request_mode text,
    invoice_state integer,
    invoice_no text,
    invoice_title text,
    title_type integer,
    channel_type integer,
    invoice_type integer,
    invoice_class integer,
    invoice_method integer,
    invoice_mode text,
    trade_type integer,
    invoice_amount numeric,
    currency text not null,
    bill_month date,
    applied_at timestamptz,
    applicant text,
    sales_id text,
    cancel_reason text,
    taxes jsonb not null,
    raw jsonb not null,
    run_id bigint not null references sync_runs (id),
    fetched_at timestamptz not null,
    first_seen_at timestamptz not null,
    unique (organization_id, request_id)
);
create index vendor_invoices_list on vendor_invoices (organization_id, applied_at desc nulls last, id desc);
create index vendor_invoices_source on vendor_invoices (organization_id, src_request_id) where src_request_id is not null;
comment on table vendor_invoices is 'Invoices and invoice requests of the international site, as ListInvoices gives them (INV-51, INV-52).';
comment on column vendor_invoices.id is 'Key, used in addresses.';
comment on column vendor_invoices.organization_id is 'The partner.';
comment on column vendor_invoices.account_id is 'The connection the row came over.';
comment on column vendor_invoices.request_id is 'requestId: the natural key.';
comment on column vendor_invoices.src_request_id is 'srcRequestId: the original request of a return (INV-54).';
comment on column vendor_invoices.request_mode is 'requestMode: 0 request, 1 return, 2 positive invoice already returned.';
comment on column vendor_invoices.invoice_state is 'invoiceState as sent (INV-53).';
comment on column vendor_invoices.invoice_no is 'invoiceNo.';
comment on column vendor_invoices.invoice_title is 'invoiceTitle.';
comment on column vendor_invoices.title_type is 'titleType: 0 person, 1 company.';
comment on column vendor_invoices.channel_type is 'channelType: 0 Huawei Cloud.';
comment on column vendor_invoices.invoice_type is 'invoiceType: 0 special VAT, 1 normal VAT.';
comment on column vendor_invoices.invoice_class is 'invoiceClass: 0 tax invoice, 1 commercial.';
comment on column vendor_invoices.invoice_method is 'invoiceMethod: 0 cycle, 1 received payment, 2 order.';
comment on column vendor_invoices.invoice_mode is 'invoiceMode: 0 paper.';
comment on column vendor_invoices.trade_type is 'tradeType (INV-52).';
comment on column vendor_invoices.invoice_amount is 'invoiceAmount, in currency.';
comment on column vendor_invoices.currency is 'Currency of the site; USD by contract (INV-52).';
comment on column vendor_invoices.bill_month is 'billCycle as first day of the cycle; empty when absent or unreadable.';
comment on column vendor_invoices.applied_at is 'applyTime.';
comment on column vendor_invoices.applicant is 'applyOpera; personal data.';
comment on column vendor_invoices.sales_id is 'salesId: signing entity.';
comment on column vendor_invoices.cancel_reason is 'cancelReason.';
comment on column vendor_invoices.taxes is 'taxList as received.';
comment on column vendor_invoices.raw is 'The record as received.';
comment on column vendor_invoices.run_id is 'Run that last changed the row.';
comment on column vendor_invoices.fetched_at is 'When that was.';
comment on column vendor_invoices.first_seen_at is 'When the row was first received.';
call protect_by_organization('vendor_invoices', 'select, insert, update');
