-- Reports and invitations of customers (CUST-3). The vendor has no call for them (CUST-4): this is the partner's own record of what was
-- done in the console, with the deadlines that run there.

create table invitations (
    id bigint generated always as identity primary key,
    organization_id bigint not null references organizations (id),
    way text not null check (way in ('report', 'mail', 'link')),
    company text not null check (company <> '' and char_length(company) <= 128),
    association_type text not null check (association_type in ('1', '2', '3')),
    label text not null default '' check (char_length(label) <= 64),
    remark text not null default '' check (char_length(remark) <= 255),
    sent_on date not null,
    expires_on date,
    state text not null default 'open' check (state in ('open', 'accepted', 'ended')),
    made_by bigint not null references members (id),
    made_at timestamptz not null,
    ended_by bigint references members (id),
    ended_at timestamptz,
    check ((state = 'open') = (ended_at is null)),
    check (expires_on >= sent_on)
);
create index invitations_list on invitations (organization_id, sent_on desc, id desc);
create index invitations_open on invitations (organization_id, expires_on) where state = 'open';
comment on table invitations is 'Customers reported or invited in the vendor''s console, kept by the partner (CUST-3, CUST-4).';
comment on column invitations.id is 'Key, used in addresses.';
comment on column invitations.organization_id is 'The partner that invites.';
comment on column invitations.way is 'report: reported, valid 15 days; mail: invited by mail, link valid 7 days; link: offline link or QR code, which never expires (CUST-3).';
comment on column invitations.company is 'Who is invited: a company''s name, no person''s.';
comment on column invitations.association_type is 'association_type offered (CUST-2).';
comment on column invitations.label is 'Label the invitation link carries (CUST-14).';
comment on column invitations.remark is 'In the member''s words.';
comment on column invitations.sent_on is 'Day it was done in the console, UTC+8.';
comment on column invitations.expires_on is 'Last day it is valid, UTC+8; empty: never expires.';
comment on column invitations.state is 'open; accepted: the customer is associated; ended: withdrawn, refused or expired.';
comment on column invitations.made_by is 'Who recorded it.';
comment on column invitations.made_at is 'When.';
comment on column invitations.ended_by is 'Who said that it is over.';
comment on column invitations.ended_at is 'When.';
call protect_by_organization('invitations', 'select, insert, update');
