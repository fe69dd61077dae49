-- Files that members send; the bytes lie in the attachments folder under their SHA-256.

create table attachments (
    id bigint generated always as identity primary key,
    organization_id bigint not null references organizations (id),
    purpose text not null check (purpose <> ''),
    sha256 bytea not null check (length(sha256) = 32),
    size bigint not null check (size > 0),
    media_type text not null check (media_type <> ''),
    name text not null check (char_length(name) between 1 and 200),
    created_by bigint references members (id),
    created_at timestamptz not null
);
create index attachments_sha256 on attachments (sha256);
create index attachments_organization on attachments (organization_id, purpose, id);
comment on table attachments is 'Files that members sent: licences, logos, evidence. The bytes lie outside the database, in the attachments folder, under their SHA-256.';
comment on column attachments.id is 'Key.';
comment on column attachments.organization_id is 'The organisation whose member sent it.';
comment on column attachments.purpose is 'What for: company_licence, company_logo.';
comment on column attachments.sha256 is 'SHA-256 of the bytes: where they lie. Equal files lie there once.';
comment on column attachments.size is 'Bytes.';
comment on column attachments.media_type is 'What the content is; the name decides nothing.';
comment on column attachments.name is 'As its sender called it, without folders.';
comment on column attachments.created_by is 'Who sent it; empty for the portal itself.';
comment on column attachments.created_at is 'When.';
call protect_by_organization('attachments', 'select, insert');
