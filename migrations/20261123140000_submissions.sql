-- A form takes effect once (issue 3): the token of a page's form, kept in the transaction of its effect.

create table submissions (
    organization_id bigint not null references organizations (id),
    member_id bigint not null references members (id),
    token text not null check (token ~ '^[0-9a-z-]{16,64}$'),
    request_id text not null check (request_id <> ''),
    answer text check (length(answer) <= 2000),
    created_at timestamptz not null,
    primary key (member_id, token)
);
create index submissions_age on submissions (member_id, created_at);
comment on table submissions is 'Forms that took effect: a second sending is led to the answer of the first one.';
comment on column submissions.organization_id is 'Organisation of the member.';
comment on column submissions.member_id is 'Who sent the form.';
comment on column submissions.token is 'Random token of the form on the page it stood on.';
comment on column submissions.request_id is 'Number of the request that took effect; it may make several changes.';
comment on column submissions.answer is 'Path the first sending was led to; empty when it was answered by a page of its own; null until it is answered.';
comment on column submissions.created_at is 'When it took effect. Kept for ninety days, longer than a session lives.';
call protect_by_organization('submissions', 'select, insert, update, delete');
