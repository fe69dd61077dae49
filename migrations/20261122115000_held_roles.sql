-- Roles that are held, for access reviews (PERM-8), and what the vendor desk tells a partner (ORG-10).

create function holds_role(member bigint, preset text, custom bigint, at timestamptz) returns boolean
language sql stable as $$
    select exists (select from member_roles g
        where g.member_id = member and g.role is not distinct from preset and g.role_id is not distinct from custom
          and (g.ends_at is null or g.ends_at > at))
$$;
comment on function holds_role is 'Whether a member has the role now or later: what he lost since a review began is not asked about.';

create function tell_master(partner bigint, content jsonb, at timestamptz) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if not desk_is_open() then
        raise exception 'only the vendor desk tells another organisation' using errcode = 'insufficient_privilege';
    end if;
    insert into notices (organization_id, member_id, content, told_at)
    select m.organization_id, m.id, tell_master.content, at from members m
    where m.organization_id = partner and m.is_master and m.state <> 'deleted';
end
$$;
comment on function tell_master is 'Adds a notice for the master account of a partner.';

revoke execute on function tell_master, holds_role from public;
grant execute on function tell_master, holds_role to portal_app;

-- Since when an organisation is frozen or gone (ORG-6): every page says it.
create function organization_halt(organization bigint) returns timestamptz
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
    return (select case o.state when 'exited' then o.exited_at when 'frozen' then (select max(s.changed_at)
            from organization_states s where s.organization_id = o.id and s.to_state = 'frozen') end
        from organizations o where o.id = organization and o.id = any(visible_organizations()));
end
$$;
comment on function organization_halt is 'Since when an organisation that the connection may see is frozen or gone; asked together with session_seat.';
revoke execute on function organization_halt from public;
grant execute on function organization_halt to portal_app;

-- Logins and roles that end, and what a decision of this member is asked for: part of what the inbox derives.
create function waiting_people(organization bigint, reader bigint, manages boolean, assigns boolean, reviews boolean,
    present timestamptz, soon timestamptz)
returns table (place integer, what text, whom text, id bigint, at timestamptz)
language sql stable as $$
    (select 6, 'login_ends', m.username, m.id, login_ends_at(m.expires_on, o.time_zone)
     from members m join organizations o on o.id = m.organization_id
     where manages and m.organization_id = organization and m.state in ('active', 'invited') and m.id <> reader
       and login_ends_at(m.expires_on, o.time_zone) between present and soon
     order by m.expires_on limit 20)
    union all
    (select 7, 'role_ends', m.username, m.id, min(r.ends_at)
     from member_roles r join members m on m.id = r.member_id
     where assigns and r.organization_id = organization and m.state in ('active', 'invited') and m.id <> reader
       and r.ends_at between present and soon
     group by m.id, m.username order by min(r.ends_at) limit 20)
    union all
    (select 8, 'company_request', r.name, r.id, r.submitted_at from company_requests r
     where reviews and r.state = 'under_review' order by r.submitted_at limit 20)
    union all
    (select 9, 'master_offer', b.username, 0, f.expires_at
     from master_offers f join members b on b.id = f.offered_by
     where f.organization_id = organization and f.offered_to = reader and f.state = 'offered' and f.expires_at > present)
$$;
comment on function waiting_people is 'Logins and roles that end soon, company changes for the vendor desk to decide, and the master login offered to the reader.';
revoke execute on function waiting_people from public;
grant execute on function waiting_people to portal_app;
