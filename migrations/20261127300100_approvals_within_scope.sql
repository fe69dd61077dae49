-- Approvals name customers too: whoever has a scope sees and decides his own, and those of his customers only (AM-13).

create function approval_is_within(approval bigint, managers bigint[]) returns boolean language sql stable as $$
    select managers is null or not exists (select from commands c where c.approval_id = approval and not exists (
        select from customers k join customer_assignments s on s.customer_id = k.id and s.ended_at is null
        where k.organization_id = c.organization_id and k.remote_id = c.recipient_remote_id and s.member_id = any(managers)))
$$;
comment on function approval_is_within is 'Whether every command of an approval is for a customer of these account managers (managers; null: all customers). Sees what the connection may see.';
revoke execute on function approval_is_within from public;
grant execute on function approval_is_within to portal_app;

create or replace function waiting_commands_within(asking bigint, reader bigint, codes text[], kinds text[], seconds text[],
    managers bigint[], at_present timestamptz)
returns table (place integer, what text, whom text, id bigint, at timestamptz) language sql stable as $$
    with seen as materialized (
        select c.id, c.kind, c.state, c.settled_at, c.changed_at from commands c join approvals a on a.id = c.approval_id
        where managers is not null and c.organization_id = asking and c.state in ('unknown', 'confirmed') and c.kind = any(kinds)
          and (a.made_by = reader or exists (select from customers k
            join customer_assignments s on s.customer_id = k.id and s.ended_at is null
            where k.organization_id = asking and k.remote_id = c.recipient_remote_id and s.member_id = any(managers)))
    )
    (select * from waiting_commands(asking, reader, codes, kinds, at_present) w
     where w.what <> 'proposed' and (managers is null or w.what not in ('unresolved', 'late'))
       and (managers is null or w.what <> 'approval' or approval_is_within(w.id, managers)))
    union all
    (select -2, 'unresolved', count(*)::text, 0, min(settled_at) from seen where state = 'unknown' and settled_at is not null
     having count(*) > 0)
    union all
    (select -2, 'late', count(*)::text, case when count(*) = 1 then max(id) else 0 end, min(changed_at) from seen
     where state = 'confirmed' and changed_at <= at_present - interval '24 hours' having count(*) > 0)
    union all
    (select -1, 'proposed', c.kind, c.id, d.proposed_at
     from command_decisions d join commands c on c.id = d.command_id
     where d.organization_id = asking and d.decision is null and d.proposed_by <> reader and c.kind = any(seconds)
       and (managers is null or exists (select from seen where seen.id = c.id))
     order by d.proposed_at limit 20)
$$;
comment on function waiting_commands_within is 'What waiting_commands tells, for a reader with a scope of his own commands and those of his customers only (managers; null: all), approvals included, and proposed outcomes of the kinds that he may agree to (seconds) which others proposed. Sees what the connection may see.';
