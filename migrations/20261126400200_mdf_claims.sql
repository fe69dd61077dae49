-- Claims of MDF (MDF-08, MDF-16, MDF-17, MDF-22): what an approved application's activity has cost, and what the vendor approves of it.

create table mdf_claims (
    id bigint generated always as identity primary key,
    request_id bigint not null unique references requests (id),
    organization_id bigint not null references organizations (id),
    application_id bigint not null references requests (id),
    form jsonb not null,
    invoices text[] not null default '{}',
    approved numeric(18, 2) check (approved > 0),
    decided jsonb not null default '{}'
);
create index mdf_claims_application on mdf_claims (application_id, request_id);
create index mdf_claims_organization on mdf_claims (organization_id, request_id);
create index mdf_claims_invoices on mdf_claims using gin (invoices);
comment on table mdf_claims is 'One claim each of an approved application (MDF-22); its state, amount and currency stand in requests.';
comment on column mdf_claims.id is 'Key.';
comment on column mdf_claims.request_id is 'Its request.';
comment on column mdf_claims.organization_id is 'The partner.';
comment on column mdf_claims.application_id is 'The request of its application.';
comment on column mdf_claims.form is 'The form as it was typed: activity, summary, expenses by line of the budget, invoices of third parties.';
comment on column mdf_claims.invoices is 'Numbers of those invoices: none is claimed twice (MDF-15).';
comment on column mdf_claims.approved is 'What the vendor approved, in the currency of the request; at most what was claimed.';
comment on column mdf_claims.decided is 'The same by line of the budget, with the reason where it is less.';
call protect_by_organization('mdf_claims', 'select, insert');
grant update (form, invoices) on mdf_claims to portal_app;
create policy desk on mdf_claims for select to portal_app
    using ((select desk_is_open()) and exists (select from requests r where r.id = request_id));

create function approve_mdf_claim(claim bigint, amount numeric, lines jsonb) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    made integer;
begin
    if not desk_is_open() then
        raise exception 'only the vendor desk approves a claim' using errcode = 'insufficient_privilege';
    end if;
    update mdf_claims c set approved = approve_mdf_claim.amount, decided = lines
    from requests r where c.request_id = claim and r.id = claim and r.is_submitted and approve_mdf_claim.amount <= r.amount;
    get diagnostics made = row_count;
    return made = 1;
end
$$;
comment on function approve_mdf_claim is 'The vendor desk says what it approves of a submitted claim, by line; never more than was claimed. Answers whether it did.';
revoke execute on function approve_mdf_claim from public;
grant execute on function approve_mdf_claim to portal_app;
