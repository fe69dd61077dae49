-- What a member is told: credentials reset by another, roles changed, requests decided, reviews that wait (the inbox).

create table notices (
    id bigint generated always as identity primary key,
    organization_id bigint not null references organizations (id),
    member_id bigint not null references members (id),
    content jsonb not null check (jsonb_typeof(content) = 'object'),
    once text check (once <> ''),
    told_at timestamptz not null,
    read_at timestamptz
);
create unique index notices_once on notices (member_id, once) where once is not null;
create index notices_member on notices (member_id, id);
create index notices_unread on notices (member_id) where read_at is null;
create index notices_told on notices (told_at);
comment on table notices is 'What a member was told in the inbox; kept for 180 days. What waits for him is no row: it is derived from the state of things.';
comment on column notices.id is 'Key.';
comment on column notices.organization_id is 'The member''s organisation.';
comment on column notices.member_id is 'Who is told.';
comment on column notices.content is 'What is told: {"kind": …} and the facts of that kind; the sentence is made in the reader''s language.';
comment on column notices.once is 'Tells a notice that is due again and again apart from one that was told: a member is told the same one once.';
comment on column notices.told_at is 'When.';
comment on column notices.read_at is 'When the member read it; empty: not yet.';
call protect_by_organization('notices', 'select, insert, update, delete');

create function unread_notices(reader bigint) returns bigint language sql stable security definer set search_path = public, pg_temp as $$
    select count(*) from notices where member_id = reader and read_at is null
$$;
comment on function unread_notices is 'How many notices a member has not read: asked in the statement that finds out who reads, since every page shows it.';
revoke execute on function unread_notices from public;
grant execute on function unread_notices to portal_app;
