-- Commands are listed with those first that somebody must attend to; ten thousand that wait do not slow the page.

create function command_urgency(state text, settled_at timestamptz) returns integer language sql immutable parallel safe as $$
    select case state when 'unknown' then case when settled_at is null then 1 else 0 end
        when 'confirmed' then 2 when 'sending' then 3 when 'intent' then 4 else 5 end
$$;
comment on function command_urgency is 'Place of a command in its list (CMD-1, CMD-9): 0 a person must decide, 1 outcome unknown, 2 without a record yet, 3 being sent, 4 waiting, 5 final.';

create index commands_urgency on commands (organization_id, command_urgency(state, settled_at), (-id));
