-- Which account manager looks after which customer, and since when (AM-5 to AM-9).

create table customer_assignments (
    id bigint generated always as identity primary key,
    organization_id bigint not null references organizations (id),
    customer_id bigint not null references customers (id),
    member_id bigint not null references members (id),
    assigned_at timestamptz not null,
    ended_at timestamptz check (ended_at >= assigned_at)
);
create unique index customer_assignments_open on customer_assignments (customer_id) where ended_at is null;
create index customer_assignments_member on customer_assignments (member_id, customer_id) where ended_at is null;
create index customer_assignments_history on customer_assignments (customer_id, assigned_at desc);
create index customer_assignments_organization on customer_assignments (organization_id);
comment on table customer_assignments is 'Periods in which an account manager looked after a customer; at most one is open per customer (AM-9).';
comment on column customer_assignments.id is 'Key.';
comment on column customer_assignments.organization_id is 'The organisation of customer and manager.';
comment on column customer_assignments.customer_id is 'The customer.';
comment on column customer_assignments.member_id is 'The account manager (a member with that role).';
comment on column customer_assignments.assigned_at is 'Start of the period; never back-dated (AM-7).';
comment on column customer_assignments.ended_at is 'End of the period, exclusive; empty while it lasts.';
call protect_by_organization('customer_assignments', 'select, insert, update');

-- Pages of the customer list go by this order; customers without an association time come last.
create index customers_pages on customers (organization_id, coalesce(associated_at, '0001-01-01 00:00:00+00'::timestamptz) desc, id desc);
