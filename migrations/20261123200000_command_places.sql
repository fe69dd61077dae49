-- Ten thousand commands that wait, and as many approvals, do not slow the pages that list them.

-- The key itself, not its negative: row-level security lets an index compare only what cannot leak, and a minus can (by overflow).
create index commands_place on commands (organization_id, command_urgency(state, settled_at), id desc);
drop index commands_urgency;

create index approvals_waiting on approvals (organization_id, made_at, id) where state = 'pending';
