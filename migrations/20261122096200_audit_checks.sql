-- When the audit chains were last walked, and what was found: shown at /activity.

create table audit_checks (
    organization_id bigint not null references organizations (id),
    checked_at timestamptz not null,
    records bigint not null check (records >= 0),
    flaws integer not null check (flaws >= 0),
    first_flaw bigint check ((first_flaw is null) = (flaws = 0)),
    primary key (organization_id, checked_at)
);
comment on table audit_checks is 'Walks of an organisation''s audit chain, by the daily job or by `portal audit verify`. A hint for readers, no proof: whoever can change the chain can change this too; the proof is the walk itself.';
comment on column audit_checks.organization_id is 'The organisation whose chain was walked.';
comment on column audit_checks.checked_at is 'When, by the portal''s clock.';
comment on column audit_checks.records is 'Records that were found.';
comment on column audit_checks.flaws is 'Records that do not fit; 0: the chain was whole.';
comment on column audit_checks.first_flaw is 'Place of the first one that does not fit.';
call protect_by_organization('audit_checks', 'select, insert');
