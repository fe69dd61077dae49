-- Pages read the sums of a cycle from where it stands, and page through monthly sums by amount.
alter table bill_cycles add column sums jsonb not null default '{}';
comment on column bill_cycles.sums is 'Sums of the latest complete reading per currency and money basis, as decimal texts: {"CNY": {"payable": "1.00"}}.';
create index monthly_bills_pages on monthly_bills (organization_id, bill_month, (coalesce(amount, 0)) desc, id desc);
drop index monthly_bills_list;
