-- Requests to the vendor (COM-05 to COM-08, COM-14): one head row each, one function through which every transition goes, and
-- what was recorded on the vendor's behalf. What a request is about stands in the tables of its kind.

create table requests (
    id bigint generated always as identity primary key,
    organization_id bigint not null references organizations (id),
    kind text not null check (kind <> ''),
    state text not null check (state <> ''),
    health text not null default 'active' check (health in ('active', 'frozen', 'action_required', 'expired', 'cancelled')),
    revision integer not null default 1,
    title text not null default '' check (char_length(title) <= 256),
    amount numeric(18, 2),
    currency text check (currency ~ '^[A-Z]{3}$'),
    maker_id bigint references members (id),
    approver_id bigint references members (id),
    is_submitted boolean not null default false,
    submitted_at timestamptz,
    state_at timestamptz not null,
    due_at timestamptz,
    reason text not null default '' check (char_length(reason) <= 2000),
    created_at timestamptz not null,
    check (amount is null or currency is not null),
    check (not is_submitted or submitted_at is not null)
);
create index requests_organization on requests (organization_id, kind, id);
create index requests_submitted on requests (kind, state, submitted_at, id) where is_submitted;
create index requests_internal on requests (organization_id, state_at, id) where state = 'internal_review';
comment on table requests is 'Everything that a partner asks the vendor for in a reviewed way: business information, FH, MDF, payouts. The row is the head; its kind has its own tables.';
comment on column requests.id is 'Key.';
comment on column requests.organization_id is 'The partner.';
comment on column requests.kind is 'business_information, fh_month, mdf_application, …';
comment on column requests.state is 'State of the machine of its kind (COM-05, BIZ-11, …); changes by move_request only.';
comment on column requests.health is 'What is in its way, apart from the state (LST-13, BET-13).';
comment on column requests.revision is 'Counts transitions: who acts on an older one is told so (COM-14).';
comment on column requests.title is 'What it is called in lists; no personal data.';
comment on column requests.amount is 'What is asked for, in whole currency units; empty where it is not about money.';
comment on column requests.currency is 'ISO 4217.';
comment on column requests.maker_id is 'Who submitted it last: never its internal approver (COM-08).';
comment on column requests.approver_id is 'Who passed it internally.';
comment on column requests.is_submitted is 'Whether the vendor desk sees it.';
comment on column requests.submitted_at is 'When it reached the vendor last; the date of a recorded decision is not before it.';
comment on column requests.state_at is 'Since when it is in its state.';
comment on column requests.due_at is 'When the present step should be done; stored, so that a changed calendar never shortens it (DL-04).';
comment on column requests.reason is 'Why it came back last.';
comment on column requests.created_at is 'When it was begun.';
call protect_by_organization('requests', 'select, insert');
create policy desk on requests for select to portal_app using (is_submitted and (select desk_is_open()));

create table request_events (
    id bigint generated always as identity primary key,
    organization_id bigint not null references organizations (id),
    request_id bigint not null references requests (id),
    from_state text not null,
    to_state text not null,
    step text not null check (step <> ''),
    side text not null check (side in ('member', 'vendor', 'timer', 'sync')),
    actor text not null check (actor <> ''),
    member_id bigint references members (id),
    comment text not null default '' check (char_length(comment) <= 2000),
    is_internal boolean not null,
    effective_on date,
    happened_at timestamptz not null
);
create index request_events_request on request_events (request_id, id);
create index request_events_organization on request_events (organization_id);
comment on table request_events is 'Every transition of a request: from, to, who and why (COM-14). Only move_request writes it.';
comment on column request_events.id is 'Key, in order of time.';
comment on column request_events.organization_id is 'The partner.';
comment on column request_events.request_id is 'The request.';
comment on column request_events.from_state is 'State before.';
comment on column request_events.to_state is 'State after; the same for a step that changes none.';
comment on column request_events.step is 'What was done.';
comment on column request_events.side is 'Whose step: the partner''s member, the vendor desk, a timer, or the synchronisation (COM-01).';
comment on column request_events.actor is 'Organisation code and user name, or job/name.';
comment on column request_events.member_id is 'The member, of the partner or of the desk.';
comment on column request_events.comment is 'What was said with it.';
comment on column request_events.is_internal is 'Whether it stays inside the partner: the desk does not see it.';
comment on column request_events.effective_on is 'The date of a recorded decision: clocks run from it (COM-07).';
comment on column request_events.happened_at is 'When it was entered.';
call protect_by_organization('request_events', 'select');
create policy desk on request_events for select to portal_app
    using (not is_internal and (select desk_is_open()) and exists (select from requests r where r.id = request_id));

create table vendor_decisions (
    id bigint generated always as identity primary key,
    organization_id bigint not null references organizations (id),
    request_id bigint not null references requests (id),
    event_id bigint not null unique references request_events (id),
    outcome text not null check (outcome <> ''),
    decided_on date not null,
    channel text not null check (channel in ('console', 'email', 'letter', 'phone')),
    reference text not null default '' check (char_length(reference) <= 128),
    evidence_id bigint not null references attachments (id),
    recorded_by text not null check (recorded_by <> ''),
    recorded_at timestamptz not null
);
create index vendor_decisions_request on vendor_decisions (request_id);
create index vendor_decisions_organization on vendor_decisions (organization_id);
create index vendor_decisions_evidence on vendor_decisions (evidence_id);
comment on table vendor_decisions is 'Decisions that the vendor took elsewhere and an operator recorded, with evidence (COM-07).';
comment on column vendor_decisions.id is 'Key.';
comment on column vendor_decisions.organization_id is 'The partner.';
comment on column vendor_decisions.request_id is 'The request.';
comment on column vendor_decisions.event_id is 'The transition that it made.';
comment on column vendor_decisions.outcome is 'The step: approve, reject, …';
comment on column vendor_decisions.decided_on is 'The vendor''s date: not before the submission, not after the day it was recorded.';
comment on column vendor_decisions.channel is 'How the decision came: console, e-mail, letter, phone.';
comment on column vendor_decisions.reference is 'The vendor''s reference.';
comment on column vendor_decisions.evidence_id is 'The file that proves it.';
comment on column vendor_decisions.recorded_by is 'Organisation code and user name.';
comment on column vendor_decisions.recorded_at is 'When.';
call protect_by_organization('vendor_decisions', 'select');
create policy desk on vendor_decisions for select to portal_app
    using ((select desk_is_open()) and exists (select from requests r where r.id = request_id));
create policy decision on attachments for select to portal_app
    using (exists (select from vendor_decisions d where d.evidence_id = attachments.id));

create function move_request(request bigint, at_revision integer, from_state text, to_state text, step text, side text,
    author text, member bigint, said text, at timestamptz, marks jsonb)
returns table (organization_id bigint, found_state text, found_revision integer, event_id bigint, same_person boolean)
language plpgsql security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
declare
    r requests;
    told bigint;
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
        due_at = case when to_state = from_state then q.due_at else (marks ->> 'due_at')::timestamptz end,
        reason = case when (marks ->> 'reason')::boolean then coalesce(said, '') when to_state = from_state then q.reason else '' end
    where q.id = request;
    return query select r.organization_id, r.state, r.revision, told, false;
end
$$;
comment on function move_request is 'The one way a request changes its state (COM-14): by its own partner, or by the vendor desk once it is submitted, if it still is as it was seen. Answers whose it is, how it was found, and the event; without one nothing was done. The machine of the kind decides before that; maker and approver are kept apart here once more.';

create function record_vendor_decision(event bigint, decided date, by_channel text, its_reference text, evidence bigint)
returns bigint language plpgsql security definer set search_path = public, pg_temp as $$
declare
    e request_events;
    submitted timestamptz;
    made bigint;
begin
    select * into e from request_events where id = event;
    select submitted_at into submitted from requests where id = e.request_id;
    if not desk_is_open() or e.side <> 'vendor' or not exists (
            select from attachments a where a.id = evidence and a.organization_id = any(visible_organizations())) then
        raise exception 'only the vendor desk records a decision, with evidence' using errcode = 'insufficient_privilege';
    end if;
    insert into vendor_decisions (organization_id, request_id, event_id, outcome, decided_on, channel, reference, evidence_id,
        recorded_by, recorded_at)
    values (e.organization_id, e.request_id, e.id, e.step, decided, by_channel, its_reference, evidence, e.actor, e.happened_at)
    returning id into made;
    return made;
end
$$;
comment on function record_vendor_decision is 'Keeps what proves a decision that the vendor took elsewhere, beside the transition that it made (COM-07).';

create table review_switches (
    organization_id bigint not null references organizations (id),
    kind text not null check (kind <> ''),
    is_off boolean not null,
    changed_by bigint not null references members (id),
    changed_at timestamptz not null,
    primary key (organization_id, kind)
);
comment on table review_switches is 'Kinds of request for which an organisation has switched its internal review off (COM-08): its main account did, and the record says when.';
comment on column review_switches.organization_id is 'The organisation.';
comment on column review_switches.kind is 'Kind of request.';
comment on column review_switches.is_off is 'Whether what is submitted goes to the vendor at once.';
comment on column review_switches.changed_by is 'Who.';
comment on column review_switches.changed_at is 'When.';
call protect_by_organization('review_switches', 'select, insert, update');
