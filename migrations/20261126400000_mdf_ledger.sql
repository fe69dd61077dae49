-- Ledger of MDF quotas (MDF-24): what each application holds of a quota, every movement of it, and the sums beside the quota.

alter table mdf_quotas
    add column soft numeric(18, 2) not null default 0 check (soft >= 0),
    add column reserved numeric(18, 2) not null default 0 check (reserved >= 0),
    add column claimed numeric(18, 2) not null default 0 check (claimed >= 0),
    add column paid numeric(18, 2) not null default 0 check (paid >= 0);
comment on column mdf_quotas.soft is 'Held by applications under review.';
comment on column mdf_quotas.reserved is 'Held by approved applications that are not claimed yet.';
comment on column mdf_quotas.claimed is 'Held by approved claims that are not paid yet.';
comment on column mdf_quotas.paid is 'Paid. What is available is the total without these four; a quota that the vendor lowers may leave less than nothing.';

create table mdf_holdings (
    request_id bigint primary key references requests (id),
    organization_id bigint not null references organizations (id),
    year integer not null,
    soft numeric(18, 2) not null default 0 check (soft >= 0),
    reserved numeric(18, 2) not null default 0 check (reserved >= 0),
    claimed numeric(18, 2) not null default 0 check (claimed >= 0),
    paid numeric(18, 2) not null default 0 check (paid >= 0),
    foreign key (organization_id, year) references mdf_quotas (organization_id, year)
);
create index mdf_holdings_quota on mdf_holdings (organization_id, year);
comment on table mdf_holdings is 'What an application holds of a quota now; the sums of these rows stand beside the quota. Only hold_mdf_quota writes it.';
comment on column mdf_holdings.request_id is 'The application.';
comment on column mdf_holdings.organization_id is 'The partner.';
comment on column mdf_holdings.year is 'Year of the quota.';
comment on column mdf_holdings.soft is 'While it is under review.';
comment on column mdf_holdings.reserved is 'Once it is approved.';
comment on column mdf_holdings.claimed is 'Once its claim is approved, in the approved amount.';
comment on column mdf_holdings.paid is 'Once that is paid.';
call protect_by_organization('mdf_holdings', 'select');
create policy desk on mdf_holdings for select to portal_app
    using ((select desk_is_open()) and exists (select from requests r where r.id = request_id));

create table mdf_movements (
    id bigint generated always as identity primary key,
    organization_id bigint not null references organizations (id),
    year integer not null,
    request_id bigint not null references requests (id),
    step text not null check (step <> ''),
    soft numeric(18, 2) not null,
    reserved numeric(18, 2) not null,
    claimed numeric(18, 2) not null,
    paid numeric(18, 2) not null,
    actor text not null check (actor <> ''),
    moved_at timestamptz not null,
    foreign key (organization_id, year) references mdf_quotas (organization_id, year),
    check (soft <> 0 or reserved <> 0 or claimed <> 0 or paid <> 0)
);
create index mdf_movements_quota on mdf_movements (organization_id, year, id);
create index mdf_movements_request on mdf_movements (request_id, id);
comment on table mdf_movements is 'Every movement of a quota: what was added to and taken from its four parts, by which step of which application. Nobody changes or removes one.';
comment on column mdf_movements.id is 'Key, in order of time.';
comment on column mdf_movements.organization_id is 'The partner.';
comment on column mdf_movements.year is 'Year of the quota.';
comment on column mdf_movements.request_id is 'The application.';
comment on column mdf_movements.step is 'What was done: pass, approve, withdraw, lapse, …';
comment on column mdf_movements.soft is 'Added to what is under review; negative: taken from it.';
comment on column mdf_movements.reserved is 'Added to what is reserved.';
comment on column mdf_movements.claimed is 'Added to what is claimed.';
comment on column mdf_movements.paid is 'Added to what is paid.';
comment on column mdf_movements.actor is 'Organisation code and user name, or job/name.';
comment on column mdf_movements.moved_at is 'When.';
call protect_by_organization('mdf_movements', 'select');
create policy desk on mdf_movements for select to portal_app
    using ((select desk_is_open()) and exists (select from requests r where r.id = request_id));

create function hold_mdf_quota(application bigint, of_year integer, wanted numeric[], by_step text, author text, at timestamptz)
returns text language plpgsql security definer set search_path = public, pg_temp as $$
declare
    r requests;
    q mdf_quotas;
    h mdf_holdings;
    moved numeric[];
begin
    select * into r from requests where id = application;
    if r.id is null or not (r.organization_id = any(visible_organizations()) or r.is_submitted and desk_is_open()) then
        raise exception 'no such application here' using errcode = 'insufficient_privilege';
    end if;
    -- One step at a time: whoever comes second reads what the first one has left.
    select * into q from mdf_quotas where organization_id = r.organization_id and year = of_year for update;
    if q.organization_id is null then
        return case when wanted = '{0,0,0,0}' then 'held' else 'none' end;
    end if;
    select * into h from mdf_holdings where request_id = application;
    if h.year <> of_year and h.soft + h.reserved + h.claimed + h.paid > 0 then
        raise exception 'application % holds the quota of %', application, h.year using errcode = 'check_violation';
    end if;
    moved := array[wanted[1] - coalesce(h.soft, 0), wanted[2] - coalesce(h.reserved, 0),
        wanted[3] - coalesce(h.claimed, 0), wanted[4] - coalesce(h.paid, 0)];
    if moved[1] + moved[2] + moved[3] + moved[4] > greatest(q.total - q.soft - q.reserved - q.claimed - q.paid, 0) then
        return 'short';
    end if;
    if moved = '{0,0,0,0}' then
        return 'held';
    end if;
    insert into mdf_holdings (request_id, organization_id, year, soft, reserved, claimed, paid)
    values (application, r.organization_id, of_year, wanted[1], wanted[2], wanted[3], wanted[4])
    on conflict (request_id) do update set year = of_year, soft = wanted[1], reserved = wanted[2], claimed = wanted[3],
        paid = wanted[4];
    update mdf_quotas set soft = soft + moved[1], reserved = reserved + moved[2], claimed = claimed + moved[3],
        paid = paid + moved[4]
    where organization_id = r.organization_id and year = of_year;
    insert into mdf_movements (organization_id, year, request_id, step, soft, reserved, claimed, paid, actor, moved_at)
    values (r.organization_id, of_year, application, by_step, moved[1], moved[2], moved[3], moved[4], author, at);
    return 'held';
end
$$;
comment on function hold_mdf_quota is 'Sets what an application holds of a quota (soft, reserved, claimed, paid) and moves the sums by the difference, one step at a time. Answers held, short (more than is available: nothing was done) or none (no quota of that year).';
revoke execute on function hold_mdf_quota from public;
grant execute on function hold_mdf_quota to portal_app;
