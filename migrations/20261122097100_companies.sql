-- Companies behind organisations (ORG-3, ORG-7 to ORG-11), their change requests, and what the vendor desk sees of them.

create table companies (
    id bigint generated always as identity primary key,
    name text not null check (char_length(name) between 1 and 256),
    registration_code text check (char_length(registration_code) between 1 and 64),
    legal_representative text not null default '' check (char_length(legal_representative) <= 64),
    address text not null default '' check (char_length(address) <= 256),
    licence_id bigint references attachments (id),
    industry text not null default '',
    size text not null default '',
    website text not null default '' check (char_length(website) <= 256),
    introduction text not null default '' check (char_length(introduction) <= 1000),
    contact_name text not null default '' check (char_length(contact_name) <= 64),
    contact_phone text not null default '',
    contact_email text not null default '' check (char_length(contact_email) <= 128),
    logo_id bigint references attachments (id),
    revision integer not null default 1
);
comment on table companies is 'The company that one or several organisations are accounts of (ORG-3): an edit shows in all of them.';
comment on column companies.id is 'Key.';
comment on column companies.name is 'As the registration document has it (ORG-8); changes by an approved request.';
comment on column companies.registration_code is 'Unified social credit code in China (GB 32100), registration number elsewhere; changed by the vendor desk only (ORG-8).';
comment on column companies.legal_representative is 'Name of the legal representative, personal data; changes by an approved request.';
comment on column companies.address is 'Registered address; changes by an approved request.';
comment on column companies.licence_id is 'The licence that basic information was last approved with.';
comment on column companies.industry is 'Code of the industry; empty: not said.';
comment on column companies.size is 'Code of the number of employees; empty: not said.';
comment on column companies.website is 'Address of the website, https.';
comment on column companies.introduction is 'What the company does.';
comment on column companies.contact_name is 'Name of the contact, personal data.';
comment on column companies.contact_phone is 'Mobile of the contact, personal data.';
comment on column companies.contact_email is 'Mail address of the contact, personal data.';
comment on column companies.logo_id is 'The logo.';
comment on column companies.revision is 'Counts changes; a form with an older one is shown beside the present state.';

alter table organizations
    add column company_id bigint references companies (id),
    add column is_company_master boolean not null default false;
comment on column organizations.company_id is 'The company it is an account of (ORG-3); none for the vendor desk.';
comment on column organizations.is_company_master is 'The one organisation of the company that is its master account (ORG-5).';
create index organizations_company on organizations (company_id);
create unique index organizations_company_master on organizations (company_id) where is_company_master;

create function found_company() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
    made bigint;
begin
    insert into companies (name) values (left(new.name, 256)) returning id into made;
    update organizations set company_id = made, is_company_master = true where id = new.id;
    return null;
end
$$;
comment on function found_company is 'Every partner has a company from its first instant; organisations of the same company are put together later.';
create trigger found_company after insert on organizations for each row
    when (new.company_id is null and new.kind <> 'vendor_desk') execute function found_company();
do $$
declare
    known record;
    made bigint;
begin
    for known in select id, name from organizations where kind <> 'vendor_desk' loop
        insert into companies (name) values (left(known.name, 256)) returning id into made;
        update organizations set company_id = made, is_company_master = true where id = known.id;
    end loop;
end
$$;

create table company_requests (
    id bigint generated always as identity primary key,
    organization_id bigint not null references organizations (id),
    company_id bigint not null references companies (id),
    state text not null check (state in ('under_review', 'rejected', 'approved', 'withdrawn', 'discarded')),
    revision integer not null default 1,
    name text not null check (char_length(name) between 2 and 128),
    legal_representative text not null check (char_length(legal_representative) between 1 and 64),
    address text not null check (char_length(address) between 1 and 256),
    licence_id bigint not null references attachments (id),
    before jsonb not null,
    submitted_by bigint not null references members (id),
    submitted_at timestamptz not null,
    decided_by text check (decided_by <> ''),
    decided_at timestamptz,
    reason text not null default '' check (char_length(reason) <= 500),
    check (state <> 'rejected' or reason <> ''),
    check ((state = 'under_review') = (decided_at is null))
);
create unique index company_requests_open on company_requests (company_id) where state in ('under_review', 'rejected');
create index company_requests_state on company_requests (state, submitted_at, id);
create index company_requests_organization on company_requests (organization_id, id);
create index company_requests_licence on company_requests (licence_id);
comment on table company_requests is 'Changes of basic company information that the vendor desk reviews (ORG-10). No open row is the state none; one is open per company (ORG-9).';
comment on column company_requests.id is 'Key.';
comment on column company_requests.organization_id is 'The organisation whose master submitted it.';
comment on column company_requests.company_id is 'The company.';
comment on column company_requests.state is 'under_review, rejected (may be submitted again), approved, withdrawn or discarded.';
comment on column company_requests.revision is 'Counts transitions: who decides on an older one is told so (TRAP-15).';
comment on column company_requests.name is 'Company name that is asked for.';
comment on column company_requests.legal_representative is 'Legal representative that is asked for, personal data.';
comment on column company_requests.address is 'Address that is asked for.';
comment on column company_requests.licence_id is 'The new licence.';
comment on column company_requests.before is 'name, legal_representative and address as they were when it was last submitted.';
comment on column company_requests.submitted_by is 'Who submitted it last.';
comment on column company_requests.submitted_at is 'When.';
comment on column company_requests.decided_by is 'Organisation code and user name of who decided, withdrew or discarded it.';
comment on column company_requests.decided_at is 'When.';
comment on column company_requests.reason is 'Why it was rejected.';

create table company_changes (
    id bigint generated always as identity primary key,
    organization_id bigint not null references organizations (id),
    company_id bigint not null references companies (id),
    request_id bigint references company_requests (id),
    part text not null check (part in ('basic', 'code', 'details', 'contact', 'logo')),
    before jsonb not null,
    after jsonb not null,
    changed_by text not null check (changed_by <> ''),
    changed_at timestamptz not null
);
create index company_changes_company on company_changes (company_id, id);
create index company_changes_organization on company_changes (organization_id);
comment on table company_changes is 'Changes that took effect, with the fields before and after (ORG-9).';
comment on column company_changes.id is 'Key.';
comment on column company_changes.organization_id is 'The organisation that asked for it, or whose page the desk used.';
comment on column company_changes.company_id is 'The company.';
comment on column company_changes.request_id is 'The request that was approved; empty for what applies at once.';
comment on column company_changes.part is 'basic information, registration code, details, contact or logo.';
comment on column company_changes.before is 'Fields before.';
comment on column company_changes.after is 'Fields after.';
comment on column company_changes.changed_by is 'Organisation code and user name of who changed or approved it.';
comment on column company_changes.changed_at is 'When.';

create function desk_is_open() returns boolean language sql stable parallel safe as $$
    select exists (select from organizations o where o.id = any(visible_organizations()) and o.kind = 'vendor_desk')
$$;
comment on function desk_is_open is 'Whether the connection is opened for the vendor desk.';

alter table companies enable row level security;
create policy organization on companies to portal_app
    using (exists (select from organizations o where o.company_id = companies.id and o.id = any((select visible_organizations())::bigint[])))
    with check (true);
grant select, update on companies to portal_app;
call protect_by_organization('company_requests', 'select, insert, update');
call protect_by_organization('company_changes', 'select, insert');
create policy company on company_requests to portal_app
    using (exists (select from organizations o where o.company_id = company_requests.company_id and o.id = any((select visible_organizations())::bigint[])));
create policy company on company_changes for select to portal_app
    using (exists (select from organizations o where o.company_id = company_changes.company_id and o.id = any((select visible_organizations())::bigint[])));
-- ORG-2: the vendor desk sees what was submitted to it, and nothing else.
create policy desk on company_requests for select to portal_app
    using (state in ('under_review', 'rejected', 'approved') and (select desk_is_open()));
create policy desk on companies for select to portal_app
    using ((select desk_is_open()) and exists (select from company_requests r where r.company_id = companies.id));
create policy company on attachments for select to portal_app
    using (exists (select from companies c where attachments.id in (c.licence_id, c.logo_id)));
create policy request on attachments for select to portal_app
    using (exists (select from company_requests r where r.licence_id = attachments.id));

create function decide_company_request(request bigint, at_revision integer, outcome text, because text, reviewer text, at timestamptz)
returns table (organization_id bigint, found_state text, found_revision integer, decided boolean)
language plpgsql security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
declare
    r company_requests;
    c companies;
begin
    if not desk_is_open() then
        raise exception 'only the vendor desk decides' using errcode = 'insufficient_privilege';
    end if;
    select q.* into r from company_requests q where q.id = request for update;
    if r.id is null then
        return;
    end if;
    if r.state <> 'under_review' or r.revision <> at_revision or outcome not in ('approved', 'rejected') then
        return query select r.organization_id, r.state, r.revision, false;
        return;
    end if;
    update company_requests q set state = outcome, revision = r.revision + 1, decided_by = reviewer, decided_at = at,
        reason = coalesce(because, '') where q.id = request;
    if outcome = 'approved' then
        select x.* into c from companies x where x.id = r.company_id for update;
        insert into company_changes (organization_id, company_id, request_id, part, before, after, changed_by, changed_at)
        values (r.organization_id, r.company_id, r.id, 'basic',
            jsonb_build_object('name', c.name, 'legal_representative', c.legal_representative, 'address', c.address),
            jsonb_build_object('name', r.name, 'legal_representative', r.legal_representative, 'address', r.address),
            reviewer, at);
        update companies x set name = r.name, legal_representative = r.legal_representative, address = r.address,
            licence_id = r.licence_id, revision = x.revision + 1 where x.id = r.company_id;
        update organizations o set name = r.name where o.company_id = r.company_id;
    end if;
    return query select r.organization_id, r.state, r.revision, true;
end
$$;
comment on function decide_company_request is 'The vendor desk approves or rejects a request if it still is as the desk saw it (TRAP-15); answers whose it is and the state in which it was found. Approving writes the company.';

create function desk_organizations()
returns table (id bigint, code text, name text, kind text, state text, parent text, company_id bigint,
    registration_code text, company_revision integer, in_china boolean)
language sql stable security definer set search_path = public, pg_temp as $$
    select o.id, o.code, o.name, o.kind, o.state, p.name, c.id, c.registration_code, c.revision,
        not exists (select from cloud_accounts a where a.organization_id in (o.id, o.parent_id))
        or exists (select from cloud_accounts a where a.organization_id in (o.id, o.parent_id) and a.site = 'china')
    from organizations o
    left join organizations p on p.id = o.parent_id
    left join companies c on c.id = o.company_id
    where o.kind <> 'vendor_desk' and desk_is_open()
$$;
comment on function desk_organizations is 'What the vendor desk knows of every partner: who it is and its state, none of its rows.';

create function set_registration_code(organization bigint, at_revision integer, new_code text, reviewer text, at timestamptz)
returns boolean language plpgsql security definer set search_path = public, pg_temp as $$
declare
    c companies;
begin
    if not desk_is_open() then
        raise exception 'only the vendor desk changes registration codes' using errcode = 'insufficient_privilege';
    end if;
    select x.* into c from companies x join organizations o on o.company_id = x.id where o.id = organization for update of x;
    if c.id is null or c.revision <> at_revision then
        return false;
    end if;
    insert into company_changes (organization_id, company_id, part, before, after, changed_by, changed_at)
    values (organization, c.id, 'code', jsonb_build_object('registration_code', c.registration_code),
        jsonb_build_object('registration_code', new_code), reviewer, at);
    update companies x set registration_code = new_code, revision = x.revision + 1 where x.id = c.id;
    return true;
end
$$;
comment on function set_registration_code is 'The vendor desk changes the registration code of an organisation''s company (ORG-8), if it still is as the desk saw it.';
revoke execute on function decide_company_request, desk_organizations, set_registration_code from public;
grant execute on function decide_company_request, desk_organizations, set_registration_code to portal_app;
