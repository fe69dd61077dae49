-- Roles that wait for a second person (PERM-8), and what a member's deletion leaves to be erased (MEM-9).

create table role_requests (
    id bigint generated always as identity primary key,
    organization_id bigint not null references organizations (id),
    member_id bigint not null references members (id),
    roles jsonb not null check (jsonb_typeof(roles) = 'array'),
    scope_pin text check (scope_pin in ('own', 'team', 'all')),
    reason text not null default '' check (char_length(reason) <= 500),
    state text not null default 'pending' check (state in ('pending', 'approved', 'refused', 'withdrawn')),
    asked_by bigint not null references members (id),
    asked_at timestamptz not null,
    decided_by bigint references members (id),
    decided_at timestamptz,
    check ((state = 'pending') = (decided_at is null)),
    check (state <> 'approved' or decided_by not in (asked_by, member_id))
);
create unique index role_requests_pending on role_requests (member_id) where state = 'pending';
create index role_requests_organization on role_requests (organization_id, state, asked_at);
comment on table role_requests is 'Roles that a member is to have once another Admin or the master agrees (PERM-8). One is open per member.';
comment on column role_requests.id is 'Key.';
comment on column role_requests.organization_id is 'The member''s organisation.';
comment on column role_requests.member_id is 'Who is to have the roles.';
comment on column role_requests.roles is 'Every role the member is to have: [{"role": preset code or null, "role_id": custom role or null, "starts_at": …, "ends_at": …}].';
comment on column role_requests.scope_pin is 'The data scope chosen with it (AM-3); stored with the member when it is approved.';
comment on column role_requests.reason is 'Why, in the words of who asked.';
comment on column role_requests.state is 'pending, approved, refused, or withdrawn by who asked or by the member''s deletion.';
comment on column role_requests.asked_by is 'Who asked: never the one who approves (PERM-6).';
comment on column role_requests.asked_at is 'When.';
comment on column role_requests.decided_by is 'Who decided; empty while it is pending and when the portal withdrew it.';
comment on column role_requests.decided_at is 'When.';
call protect_by_organization('role_requests', 'select, insert, update');

alter table members
    add column deleted_at timestamptz,
    add column contact_erased_at timestamptz;
comment on column members.deleted_at is 'When the login was deleted; its contact data is erased 90 days later (MEM-9).';
comment on column members.contact_erased_at is 'When name, mail address, phone and remark were erased.';
create unique index members_email on members (organization_id, lower(email)) where email is not null and state <> 'deleted';
create index members_deleted on members (deleted_at) where deleted_at is not null and contact_erased_at is null;
