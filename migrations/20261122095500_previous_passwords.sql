-- What a member manages on /profile: own sessions by number, and the passwords that may not come back.

alter table sessions add column id bigint generated always as identity unique;
comment on column sessions.id is 'Number by which its member ends it on /profile; worth nothing without the cookie of another session of his.';

create table previous_passwords (
    id bigint generated always as identity primary key,
    organization_id bigint not null references organizations (id),
    member_id bigint not null references members (id),
    password_hash text not null,
    replaced_at timestamptz not null
);
create index previous_passwords_member on previous_passwords (member_id, id);
comment on table previous_passwords is 'The last passwords of a member, which a new one may not equal (MEM-3). With the current one never more than five are compared.';
comment on column previous_passwords.id is 'Key; newer passwords have higher ones.';
comment on column previous_passwords.organization_id is 'The member''s organisation.';
comment on column previous_passwords.member_id is 'Whose password it was.';
comment on column previous_passwords.password_hash is 'Argon2id in PHC form.';
comment on column previous_passwords.replaced_at is 'When another took its place.';
call protect_by_organization('previous_passwords', 'select, insert, delete');
