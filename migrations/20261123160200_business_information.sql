-- Business information (BIZ-01 to BIZ-12): the finance contact, and versions that a rejected change never destroys.

create table business_information (
    organization_id bigint primary key references organizations (id),
    contact_name text not null default '' check (char_length(contact_name) <= 64),
    contact_phone text not null default '' check (char_length(contact_phone) <= 32),
    contact_email text not null default '' check (char_length(contact_email) <= 128),
    return_address text not null default '' check (char_length(return_address) <= 256),
    revision integer not null default 1
);
comment on table business_information is 'What of the business information may be edited freely: finance contact and return address (BIZ-05). The rest stands in versions.';
comment on column business_information.organization_id is 'The partner.';
comment on column business_information.contact_name is 'Finance contact, personal data.';
comment on column business_information.contact_phone is 'Phone of the finance contact, personal data.';
comment on column business_information.contact_email is 'Mail address of the finance contact, personal data.';
comment on column business_information.return_address is 'Where returned invoices go.';
comment on column business_information.revision is 'Counts changes.';
call protect_by_organization('business_information', 'select, insert, update');
create policy desk on business_information for select to portal_app using ((select desk_is_open()) and exists (
    select from requests r where r.organization_id = business_information.organization_id and r.kind = 'business_information'));

create table business_information_versions (
    id bigint generated always as identity primary key,
    request_id bigint not null unique references requests (id),
    organization_id bigint not null references organizations (id),
    number integer not null check (number > 0),
    company_name text not null,
    signing_entity text not null default '',
    taxpayer_type text not null default '' check (taxpayer_type in ('', 'general', 'small_scale')),
    tax_rate_bp integer check (tax_rate_bp between 0 and 10000),
    currency text not null default '',
    account_digest text not null default '',
    account_tail text not null default '' check (char_length(account_tail) <= 4),
    sealed bytea not null,
    letter_id bigint references attachments (id),
    amount_digest text,
    transfer_at timestamptz,
    tries smallint not null default 0 check (tries between 0 and 3),
    unique (organization_id, number)
);
create index business_information_versions_letter on business_information_versions (letter_id);
comment on table business_information_versions is 'One authentication each (BIZ-11); its state stands in requests. The newest authenticated one is in force, whatever becomes of later ones (BIZ-12).';
comment on column business_information_versions.id is 'Key.';
comment on column business_information_versions.request_id is 'Its request.';
comment on column business_information_versions.organization_id is 'The partner.';
comment on column business_information_versions.number is 'Counts from 1 per partner.';
comment on column business_information_versions.company_name is 'The verified name that it was made for: another name later needs a new authentication (BIZ-02).';
comment on column business_information_versions.signing_entity is 'Code of the vendor''s signing entity.';
comment on column business_information_versions.taxpayer_type is 'general or small_scale; empty while it is a draft.';
comment on column business_information_versions.tax_rate_bp is 'Service-fee rate in basis points.';
comment on column business_information_versions.currency is 'Settlement currency of every payout, ISO 4217.';
comment on column business_information_versions.account_digest is 'Keyed digest of the account number: tells another account without showing either.';
comment on column business_information_versions.account_tail is 'Last four characters of the account number, which pages show.';
comment on column business_information_versions.sealed is 'All other fields, sealed with the deployment key for business_information_versions/<request>.';
comment on column business_information_versions.letter_id is 'Bank confirmation letter.';
comment on column business_information_versions.amount_digest is 'Keyed digest of the amount that was transferred; the amount itself is nowhere.';
comment on column business_information_versions.transfer_at is 'When the test transfer was entered.';
comment on column business_information_versions.tries is 'Wrong amounts since then: the third locks (BIZ-11).';
call protect_by_organization('business_information_versions', 'select, insert');
grant update (company_name, signing_entity, taxpayer_type, tax_rate_bp, currency, account_digest, account_tail, sealed, letter_id, tries)
    on business_information_versions to portal_app;
create policy desk on business_information_versions for select to portal_app
    using ((select desk_is_open()) and exists (select from requests r where r.id = request_id));
create policy letter on attachments for select to portal_app
    using (exists (select from business_information_versions v where v.letter_id = attachments.id));

create function enter_test_transfer(request bigint, digest text, at timestamptz) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if not desk_is_open() then
        raise exception 'only the vendor desk enters a transfer' using errcode = 'insufficient_privilege';
    end if;
    update business_information_versions v set amount_digest = coalesce(digest, v.amount_digest),
        transfer_at = case when digest is null then v.transfer_at else at end, tries = 0
    from requests r where r.id = request and v.request_id = r.id and r.is_submitted;
    return found;
end
$$;
comment on function enter_test_transfer is 'The vendor desk enters a test transfer, or without a digest unlocks the one that was (BIZ-09, BIZ-11): tries begin at 0 again.';
