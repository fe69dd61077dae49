-- The life of organisations (ORG-6): who moved one to which state, when and why.

alter table organizations add column exited_at timestamptz;
comment on column organizations.exited_at is 'When it left; its master reads for 90 days, then only the audit record (ORG-6).';

create table organization_states (
    id bigint generated always as identity primary key,
    organization_id bigint not null references organizations (id),
    from_state text not null,
    to_state text not null check (to_state <> from_state),
    changed_by text not null check (changed_by <> ''),
    reason text not null check (char_length(reason) between 1 and 500),
    changed_at timestamptz not null
);
create index organization_states_organization on organization_states (organization_id, id);
comment on table organization_states is 'Transitions of an organisation''s state by the vendor desk (ORG-6).';
comment on column organization_states.id is 'Key.';
comment on column organization_states.organization_id is 'The organisation.';
comment on column organization_states.from_state is 'State before.';
comment on column organization_states.to_state is 'State after.';
comment on column organization_states.changed_by is 'Organisation code and user name of who did it.';
comment on column organization_states.reason is 'Why; the partner reads it.';
comment on column organization_states.changed_at is 'When.';
call protect_by_organization('organization_states', 'select');
create policy desk on organization_states for select to portal_app using ((select desk_is_open()));

create function move_organization(organization bigint, from_state text, to_state text, reviewer text, because text, at timestamptz)
returns boolean language plpgsql security definer set search_path = public, pg_temp as $$
#variable_conflict use_variable
begin
    if not desk_is_open() then
        raise exception 'only the vendor desk moves organisations' using errcode = 'insufficient_privilege';
    end if;
    update organizations o set state = to_state, exited_at = case when to_state = 'exited' then at end
    where o.id = organization and o.state = from_state and o.kind <> 'vendor_desk';
    if not found then
        return false;
    end if;
    insert into organization_states (organization_id, from_state, to_state, changed_by, reason, changed_at)
    values (organization, from_state, to_state, reviewer, because, at);
    if to_state = 'exited' then
        delete from sessions s using members m where m.id = s.member_id and m.organization_id = organization and not m.is_master;
    end if;
    return true;
end
$$;
comment on function move_organization is 'The vendor desk moves an organisation to another state if it still is in the one the desk saw (TRAP-15); who leaves is signed out, but for the master.';

create function organization_exit(organization bigint) returns timestamptz
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
    return (select o.exited_at from organizations o where o.id = organization and o.id = any(visible_organizations()));
end
$$;
comment on function organization_exit is 'When an organisation that the connection may see left; asked together with session_seat.';
revoke execute on function move_organization, organization_exit from public;
grant execute on function move_organization, organization_exit to portal_app;
