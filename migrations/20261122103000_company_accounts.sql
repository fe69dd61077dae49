-- Several organisations under one company (ORG-3): which ones, and how the vendor desk puts them together and takes them apart.

create function company_accounts(organization bigint)
returns table (id bigint, code text, name text, kind text, state text, is_master boolean)
language sql stable security definer set search_path = public, pg_temp as $$
    select s.id, s.code, s.name, s.kind, s.state, s.is_company_master
    from organizations o join organizations s on s.company_id = o.company_id
    where o.id = organization and (o.id = any(visible_organizations()) or desk_is_open())
    order by s.is_company_master desc, s.name, s.id
$$;
comment on function company_accounts is 'The organisations that are accounts of the same company as this one, itself among them, the master account first (ORG-3): who they are, none of their rows.';

create function join_company(organization bigint, of_code text, from_company bigint, reviewer text, at timestamptz)
returns table (outcome text, company bigint)
language plpgsql security definer set search_path = public, pg_temp as $$
#variable_conflict use_variable
declare
    o organizations;
    t organizations;
    was companies;
    joins companies;
begin
    if not desk_is_open() then
        raise exception 'only the vendor desk puts organisations under a company' using errcode = 'insufficient_privilege';
    end if;
    select x.* into o from organizations x where x.id = organization and x.kind <> 'vendor_desk';
    select x.* into t from organizations x where x.code = lower(of_code) and x.kind <> 'vendor_desk';
    if o.id is null or t.id is null then
        return query select 'unknown', null::bigint;
        return;
    end if;
    -- Both companies are held, the older one first, so that two desks wait for each other and never for ever.
    perform from companies c where c.id in (o.company_id, t.company_id) order by c.id for update;
    select x.* into o from organizations x where x.id = organization;
    select x.* into t from organizations x where x.id = t.id;
    select c.* into was from companies c where c.id = o.company_id;
    select c.* into joins from companies c where c.id = t.company_id;
    if was.id <> from_company then
        return query select 'changed', was.id;
    elsif o.id <> t.id and was.id = joins.id
        or o.id = t.id and not exists (select from organizations x where x.company_id = was.id and x.id <> o.id) then
        return query select 'same', was.id;
    elsif o.id <> t.id and was.registration_code <> joins.registration_code then
        return query select 'codes_differ', joins.id;
    elsif exists (select from company_requests r where r.company_id in (was.id, joins.id)
        and r.state in ('under_review', 'rejected')) then
        return query select 'request_open', joins.id;
    else
        if o.id = t.id then
            insert into companies (name, registration_code) values (o.name, was.registration_code) returning * into joins;
        end if;
        update organizations x set company_id = joins.id, is_company_master = o.id = t.id where x.id = o.id;
        -- A company that lost its master account has its oldest account for one (ORG-5: the root by default).
        update organizations x set is_company_master = true
        where x.id = (select y.id from organizations y where y.company_id = was.id order by y.parent_id nulls first, y.id limit 1)
          and not exists (select from organizations y where y.company_id = was.id and y.is_company_master);
        insert into company_changes (organization_id, company_id, part, before, after, changed_by, changed_at)
        values (o.id, joins.id, 'account', jsonb_build_object('company', was.name), jsonb_build_object('company', joins.name),
            reviewer, at);
        return query select 'joined', joins.id;
    end if;
end
$$;
comment on function join_company is 'The vendor desk puts an organisation under the company of another one, or with its own code under a company of its own again (ORG-3), if it still is where the desk saw it. Answers joined, or why not.';
revoke execute on function company_accounts, join_company from public;
grant execute on function company_accounts, join_company to portal_app;

alter table company_changes drop constraint company_changes_part_check;
alter table company_changes add constraint company_changes_part check (part in ('basic', 'code', 'details', 'contact', 'logo', 'account'));
comment on column company_changes.part is 'basic information, registration code, details, contact, logo, or which company the account belongs to.';
