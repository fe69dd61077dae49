-- Contacts that customers see under "my partner" (ORG-13).

create table customer_contacts (
    id bigint generated always as identity primary key,
    organization_id bigint not null references organizations (id),
    name text not null check (char_length(name) between 1 and 64),
    phone text not null default '',
    email text not null default '' check (char_length(email) <= 128),
    revision integer not null default 1,
    created_at timestamptz not null,
    check (phone <> '' or email <> '')
);
create index customer_contacts_organization on customer_contacts (organization_id, id);
comment on table customer_contacts is 'At most five contacts whom customers see as their partner''s (ORG-13); with none they see the master account''s data.';
comment on column customer_contacts.id is 'Key.';
comment on column customer_contacts.organization_id is 'Whose contact.';
comment on column customer_contacts.name is 'Name, personal data that customers are meant to see.';
comment on column customer_contacts.phone is 'Mobile as country-number; one of mobile and mail address is there.';
comment on column customer_contacts.email is 'Mail address.';
comment on column customer_contacts.revision is 'Counts changes; a form with an older one is refused.';
comment on column customer_contacts.created_at is 'When it was added.';
call protect_by_organization('customer_contacts', 'select, insert, update, delete');
