-- FH qualification 资格申请 (FH-07): what is applied for once per scheme before months can be.

create table fh_qualifications (
    id bigint generated always as identity primary key,
    request_id bigint not null unique references requests (id),
    organization_id bigint not null references organizations (id),
    scheme text not null check (scheme <> ''),
    company_name text not null check (char_length(company_name) between 1 and 256),
    path text not null check (path <> ''),
    stage text not null check (stage <> ''),
    contact text not null check (char_length(contact) between 1 and 64)
);
create index fh_qualifications_organization on fh_qualifications (organization_id, scheme, request_id);
comment on table fh_qualifications is 'One application each to take part in a scheme of FH (FH-07); its state stands in requests.';
comment on column fh_qualifications.id is 'Key.';
comment on column fh_qualifications.request_id is 'Its request.';
comment on column fh_qualifications.organization_id is 'The partner.';
comment on column fh_qualifications.scheme is 'fh_svc, fh_si, …';
comment on column fh_qualifications.company_name is 'The partner''s verified name when it was saved.';
comment on column fh_qualifications.path is 'The path that the scheme belongs to.';
comment on column fh_qualifications.stage is 'The stage of it that was reached when it was saved.';
comment on column fh_qualifications.contact is 'Who answers questions, personal data.';
call protect_by_organization('fh_qualifications', 'select, insert');
grant update (company_name, stage, contact) on fh_qualifications to portal_app;
create policy desk on fh_qualifications for select to portal_app
    using ((select desk_is_open()) and exists (select from requests r where r.id = request_id));
