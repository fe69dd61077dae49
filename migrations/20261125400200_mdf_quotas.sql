-- MDF quotas per partner and year (MDF-02): the desk records what the vendor grants; without a row there is none.

create table mdf_quotas (
    organization_id bigint not null references organizations (id),
    year integer not null check (year between 2020 and 2100),
    total numeric(18, 2) not null check (total >= 0),
    currency text not null check (currency ~ '^[A-Z]{3}$'),
    source text not null check (char_length(source) between 1 and 500),
    revision integer not null default 1,
    changed_by text not null check (changed_by <> ''),
    changed_at timestamptz not null,
    primary key (organization_id, year)
);
comment on table mdf_quotas is 'What a partner may spend of the market development fund in a year. The desk sets it, the partner reads it (MDF-02).';
comment on column mdf_quotas.organization_id is 'The partner.';
comment on column mdf_quotas.year is 'Calendar year of the site.';
comment on column mdf_quotas.total is 'The whole quota of the year.';
comment on column mdf_quotas.currency is 'ISO 4217.';
comment on column mdf_quotas.source is 'Where the amount is from: a notice, a mail, a decision.';
comment on column mdf_quotas.revision is 'Counts changes.';
comment on column mdf_quotas.changed_by is 'Organisation code and user name.';
comment on column mdf_quotas.changed_at is 'When.';
call protect_by_organization('mdf_quotas', 'select');
create policy desk on mdf_quotas for select to portal_app using ((select desk_is_open()));

create function set_mdf_quota(partner bigint, of_year integer, at_revision integer, amount numeric, in_currency text,
    from_source text, author text, at timestamptz)
returns boolean language plpgsql security definer set search_path = public, pg_temp as $$
declare
    made integer;
begin
    if not desk_is_open() or not exists (select from organizations o where o.id = partner
            and o.kind in ('solution_provider', 'distributor')) then
        raise exception 'only the vendor desk sets the quota of a partner' using errcode = 'insufficient_privilege';
    end if;
    insert into mdf_quotas as q (organization_id, year, total, currency, source, changed_by, changed_at)
    select partner, of_year, amount, in_currency, from_source, author, at where at_revision = 0
    on conflict do nothing;
    get diagnostics made = row_count;
    if at_revision > 0 then
        update mdf_quotas q set total = amount, currency = in_currency, source = from_source, revision = q.revision + 1,
            changed_by = author, changed_at = at
        where q.organization_id = partner and q.year = of_year and q.revision = at_revision;
        get diagnostics made = row_count;
    end if;
    return made = 1;
end
$$;
comment on function set_mdf_quota is 'The vendor desk sets the quota of a partner and year, if it still is as the desk saw it; answers whether it was.';
revoke execute on function set_mdf_quota from public;
grant execute on function set_mdf_quota to portal_app;
