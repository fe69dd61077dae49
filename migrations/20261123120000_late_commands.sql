-- A command that the vendor confirmed a day ago and of which it lists no record waits for somebody who can look into it (CMD-11).

create or replace function waiting_commands(asking bigint, reader bigint, codes text[], kinds text[], at_present timestamptz)
returns table (place integer, what text, whom text, id bigint, at timestamptz) language sql stable as $$
    (select -4 as place, 'approval' as what, a.kind as whom, a.id, a.expires_at as at from approvals a
     where a.organization_id = asking and a.state = 'pending' and a.expires_at > at_present and a.made_by <> reader
       and (a.code = any(codes) or exists (select from approval_delegations d where d.organization_id = asking and d.to_member_id = reader
         and d.code = a.code and d.starts_at <= at_present and d.ends_at > at_present and d.revoked_at is null and d.from_member_id <> a.made_by))
       and not exists (select from approval_votes v where v.approval_id = a.id and v.member_id = reader)
     order by a.expires_at limit 20)
    union all
    (select -3, 'approval_ends', a.kind, a.id, a.expires_at from approvals a
     where a.organization_id = asking and a.state = 'pending' and a.made_by = reader and a.expires_at between at_present and at_present + interval '12 hours'
     order by a.expires_at limit 20)
    union all
    (select -2, 'unresolved', count(*)::text, 0, min(settled_at) from (select c.settled_at from commands c
       where c.organization_id = asking and c.state = 'unknown' and c.settled_at is not null and c.kind = any(kinds) limit 1000) c
     having count(*) > 0)
    union all
    (select -2, 'late', count(*)::text, coalesce(max(id) filter (where alone), 0), min(changed_at)
     from (select c.id, c.changed_at, count(*) over () = 1 as alone from commands c
       where c.organization_id = asking and command_urgency(c.state, c.settled_at) = 2 and c.state = 'confirmed'
         and c.changed_at <= at_present - interval '24 hours' and c.kind = any(kinds) limit 1000) c
     having count(*) > 0)
    union all
    (select -1, 'proposed', c.kind, c.id, d.proposed_at from command_decisions d join commands c on c.id = d.command_id
     where d.organization_id = asking and d.decision is null and d.proposed_by <> reader and c.kind = any(kinds)
     order by d.proposed_at limit 20)
    union all
    (select 0, 'failed', count(*)::text, 0, max(changed_at) from (select c.changed_at from commands c
       join approvals a on a.id = c.approval_id
       where c.organization_id = asking and c.state = 'failed' and a.made_by = reader and c.changed_at > at_present - interval '3 days'
         and c.failure not in ('cancelled', 'returned') limit 1000) c
     having count(*) > 0)
$$;
comment on function waiting_commands is 'Approvals that wait for the reader (by permissions codes, or delegation), his own that expire within 12 hours, outcomes of these kinds that a person must decide or agree to, commands of these kinds that were confirmed a day ago without a record, his commands that failed within three days. Sees what the connection may see.';
