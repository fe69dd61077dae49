-- Deadlines of requests (DL-01 to DL-26): stored when a request enters a state with a clock, settled by its next transition.

create table deadlines (
    id bigint generated always as identity primary key,
    organization_id bigint not null references organizations (id),
    request_id bigint not null references requests (id),
    rule text not null check (rule ~ '^DL-[0-9]{2}$'),
    step text not null check (step <> ''),
    side text not null check (side in ('member', 'vendor')),
    began_on date not null,
    due_on date not null,
    due_at timestamptz not null,
    acts_at timestamptz not null,
    state text not null default 'open' check (state in ('open', 'met', 'lapsed')),
    settled_at timestamptz,
    created_at timestamptz not null,
    check ((state = 'open') = (settled_at is null)),
    check (due_on >= began_on and acts_at > due_at)
);
create unique index deadlines_open on deadlines (request_id) where state = 'open';
create index deadlines_request on deadlines (request_id);
create index deadlines_board on deadlines (organization_id, due_at, id);
create index deadlines_due on deadlines (acts_at) where state = 'open';
comment on table deadlines is 'Until when a request must have left its state (DL-01 to DL-26). One clock runs at a time; a changed calendar lengthens one, and nothing shortens it (DL-04).';
comment on column deadlines.id is 'Key.';
comment on column deadlines.organization_id is 'The partner.';
comment on column deadlines.request_id is 'The request.';
comment on column deadlines.rule is 'Number of the rule: DL-20, DL-24, …';
comment on column deadlines.step is 'State of the request whose clock it is.';
comment on column deadlines.side is 'Who has to act: the partner or the vendor desk.';
comment on column deadlines.began_on is 'Day 0 in the site''s zone: of the transition, of the recorded decision (COM-07), or of what the rule counts from.';
comment on column deadlines.due_on is 'The last day.';
comment on column deadlines.due_at is '24:00 of that day in the site''s zone.';
comment on column deadlines.acts_at is 'When the timer acts: ten minutes later (DL-02).';
comment on column deadlines.state is 'open, met (the request moved on in time), lapsed (it did not).';
comment on column deadlines.settled_at is 'Since when it is not open.';
comment on column deadlines.created_at is 'When the clock was set.';
call protect_by_organization('deadlines', 'select');
create policy desk on deadlines for select to portal_app
    using ((select desk_is_open()) and exists (select from requests r where r.id = request_id));

create table deadline_reminders (
    deadline_id bigint not null references deadlines (id),
    working_days integer not null check (working_days in (1, 5)),
    organization_id bigint not null references organizations (id),
    told_at timestamptz not null,
    primary key (deadline_id, working_days)
);
create index deadline_reminders_organization on deadline_reminders (organization_id);
comment on table deadline_reminders is 'Reminders that were given, each once however many nodes look (COM-10).';
comment on column deadline_reminders.deadline_id is 'The deadline.';
comment on column deadline_reminders.working_days is 'How many working days before its last day: 5 or 1.';
comment on column deadline_reminders.organization_id is 'Whose members were told.';
comment on column deadline_reminders.told_at is 'When.';
call protect_by_organization('deadline_reminders', 'select, insert');

create function request_site(request bigint) returns text
language sql stable security definer set search_path = public, pg_temp as $$
    select coalesce((select min(a.site) from cloud_accounts a where a.organization_id = r.organization_id
        having bool_and(a.site <> 'china')), 'china')
    from requests r where r.id = request
        and (r.organization_id = any(visible_organizations()) or r.is_submitted and desk_is_open())
$$;
comment on function request_site is 'The site whose working days count for a request: China unless the partner is connected only elsewhere.';

create or replace function move_request(request bigint, at_revision integer, from_state text, to_state text, step text, side text,
    author text, member bigint, said text, at timestamptz, marks jsonb)
returns table (organization_id bigint, found_state text, found_revision integer, event_id bigint, same_person boolean)
language plpgsql security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
declare
    r requests;
    told bigint;
    clock jsonb := nullif(marks -> 'clock', 'null'::jsonb);
begin
    select q.* into r from requests q where q.id = request for update;
    if r.id is null or not (case when side = 'vendor' then desk_is_open() and r.is_submitted
            else r.organization_id = any(visible_organizations()) end) then
        return;
    end if;
    if r.state <> from_state or r.revision <> at_revision then
        return query select r.organization_id, r.state, r.revision, null::bigint, false;
        return;
    end if;
    -- COM-08, COM-07: who made or passed it neither passes it nor decides on it, whatever login he uses.
    if (step = 'pass' and member = r.maker_id) or (side = 'vendor' and exists (
            select from members own join members other on lower(own.email) = lower(other.email)
            where own.id = member and other.id in (r.maker_id, r.approver_id))) then
        return query select r.organization_id, r.state, r.revision, null::bigint, true;
        return;
    end if;
    insert into request_events (organization_id, request_id, from_state, to_state, step, side, actor, member_id, comment,
        is_internal, effective_on, happened_at)
    values (r.organization_id, r.id, from_state, to_state, step, side, author, member, coalesce(said, ''),
        not (r.is_submitted or (marks ->> 'submitted')::boolean), (marks ->> 'effective_on')::date, at)
    returning id into told;
    update requests q set state = to_state, revision = r.revision + 1,
        state_at = case when to_state = from_state then q.state_at else at end,
        is_submitted = (marks ->> 'submitted')::boolean,
        submitted_at = case when (marks ->> 'submitted')::boolean and not r.is_submitted then at else q.submitted_at end,
        maker_id = case when (marks ->> 'maker')::boolean then member else q.maker_id end,
        approver_id = case when (marks ->> 'maker')::boolean then null when step = 'pass' then member else q.approver_id end,
        health = coalesce(marks ->> 'health', q.health),
        due_at = case when to_state = from_state then q.due_at else (clock ->> 'due_at')::timestamptz end,
        reason = case when (marks ->> 'reason')::boolean then coalesce(said, '') when to_state = from_state then q.reason else '' end
    where q.id = request;
    -- DL-02, COM-07: a decision entered later counts from its own date.
    if to_state <> from_state then
        update deadlines d set settled_at = at, state = case
            when step = 'lapse' or coalesce((marks ->> 'effective_on')::date > d.due_on, at >= d.due_at) then 'lapsed' else 'met' end
        where d.request_id = request and d.state = 'open';
    end if;
    if to_state <> from_state and clock is not null then
        insert into deadlines (organization_id, request_id, rule, step, side, began_on, due_on, due_at, acts_at, created_at)
        values (r.organization_id, r.id, clock ->> 'rule', to_state, clock ->> 'side', (clock ->> 'began_on')::date,
            (clock ->> 'due_on')::date, (clock ->> 'due_at')::timestamptz, (clock ->> 'acts_at')::timestamptz, at);
    end if;
    return query select r.organization_id, r.state, r.revision, told, false;
end
$$;

create function extend_deadline(deadline bigint, last_day date, ends_at timestamptz, timer_at timestamptz) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    asked bigint;
begin
    update deadlines d set due_on = last_day, due_at = ends_at, acts_at = timer_at
    where d.id = deadline and d.state = 'open' and ends_at > d.due_at and d.organization_id = any(visible_organizations())
    returning d.request_id into asked;
    update requests r set due_at = ends_at where r.id = asked;
    return asked is not null;
end
$$;
comment on function extend_deadline is 'Moves the end of an open deadline to a later day, never to an earlier one (DL-04). Answers whether it did.';

create function pass_deadlines(rules text[], at timestamptz)
returns table (id bigint, request_id bigint, rule text)
language sql security definer set search_path = public, pg_temp as $$
    update deadlines d set state = 'lapsed', settled_at = at
    where d.state = 'open' and d.acts_at <= at and d.rule = any(rules) and d.organization_id = any(visible_organizations())
    returning d.id, d.request_id, d.rule
$$;
comment on function pass_deadlines is 'Settles deadlines of the open organisations that nobody met; the request stays in its state and shows as overdue.';

revoke execute on function request_site, extend_deadline, pass_deadlines from public;
grant execute on function request_site, extend_deadline, pass_deadlines to portal_app;
