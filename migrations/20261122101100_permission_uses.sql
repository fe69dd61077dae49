-- Which permissions members use, so that those nobody uses can be taken away (PERM-7, PERM-8).

create table permission_uses (
    organization_id bigint not null references organizations (id),
    member_id bigint not null references members (id),
    code text not null check (code <> ''),
    first_used_at timestamptz not null,
    last_used_at timestamptz not null,
    uses bigint not null check (uses > 0),
    primary key (member_id, code)
);
create index permission_uses_organization on permission_uses (organization_id, code);
comment on table permission_uses is 'Requests that a permission let through, by member. Counted in memory and written once a minute: what a killed process had not written yet is lost.';
comment on column permission_uses.organization_id is 'The member''s organisation.';
comment on column permission_uses.member_id is 'Who used it.';
comment on column permission_uses.code is 'Permission of src/access/catalog.rs.';
comment on column permission_uses.first_used_at is 'The first use that was counted.';
comment on column permission_uses.last_used_at is 'The latest use.';
comment on column permission_uses.uses is 'How many requests it let through.';
call protect_by_organization('permission_uses', 'select, insert, update');
