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
