-- Exports as background tasks (MEM-8, COM-12): who asked for what, how far it is, and the file while it is kept.

create table export_tasks (
    id bigint generated always as identity primary key,
    organization_id bigint not null references organizations (id),
    kind text not null check (kind <> ''),
    filters text not null check (char_length(filters) <= 4000),
    described text not null check (char_length(described) <= 4000),
    language text not null check (language <> ''),
    requested_by bigint not null references members (id),
    requested_at timestamptz not null,
    state text not null default 'waiting' check (state in ('waiting', 'running', 'done', 'failed', 'expired')),
    taken_by uuid,
    lease_until timestamptz,
    tries integer not null default 0 check (tries >= 0),
    rows_written bigint check (rows_written >= 0),
    bytes bigint check (bytes > 0),
    file uuid,
    problem text check (problem in ('permission', 'failed')),
    ended_at timestamptz,
    expires_at timestamptz,
    check ((state = 'running') = (taken_by is not null)),
    check ((taken_by is null) = (lease_until is null)),
    check ((state = 'done') = (file is not null)),
    check ((state = 'failed') = (problem is not null)),
    check (state not in ('done', 'expired') or (rows_written is not null and bytes is not null and expires_at is not null)),
    check ((state in ('waiting', 'running')) = (ended_at is null))
);
create index export_tasks_listed on export_tasks (organization_id, id desc);
create index export_tasks_member on export_tasks (requested_by, id desc);
create index export_tasks_due on export_tasks (id) where state in ('waiting', 'running');
create index export_tasks_kept on export_tasks (expires_at) where state = 'done';
comment on table export_tasks is 'Exports that members asked for (MEM-8, COM-12). The bytes lie outside the database, in the folder exports of the attachments folder, for seven days.';
comment on column export_tasks.id is 'Key, in the order of asking.';
comment on column export_tasks.organization_id is 'The organisation whose rows are written.';
comment on column export_tasks.kind is 'What is written: members.';
comment on column export_tasks.filters is 'What the list was narrowed to, as in its address.';
comment on column export_tasks.described is 'The same in the words of the list and in the language of who asked; empty: everything.';
comment on column export_tasks.language is 'Language of the file.';
comment on column export_tasks.requested_by is 'Who asked.';
comment on column export_tasks.requested_at is 'When.';
comment on column export_tasks.state is 'waiting, running, done, failed; expired: the file was kept for seven days and is deleted.';
comment on column export_tasks.taken_by is 'The try that writes the file now; another one may take over after lease_until.';
comment on column export_tasks.lease_until is 'Until when that try is thought to live.';
comment on column export_tasks.tries is 'How often the file was begun.';
comment on column export_tasks.rows_written is 'Rows of the file, without its heading.';
comment on column export_tasks.bytes is 'Size of the file.';
comment on column export_tasks.file is 'Name of the file; empty before it is whole and after it was deleted.';
comment on column export_tasks.problem is 'Why it failed: permission: who asked may not export any more; failed: every try failed.';
comment on column export_tasks.ended_at is 'When it was done or failed.';
comment on column export_tasks.expires_at is 'When the file is deleted.';
call protect_by_organization('export_tasks', 'select, insert, update (state, taken_by, lease_until, tries, rows_written, bytes, file, problem, ended_at, expires_at)');
