-- What synchronisation knows about itself: rounds per resource, progress per scope, and how fresh each resource is.

create table sync_runs (
    id bigint generated always as identity primary key,
    organization_id bigint not null references organizations (id),
    account_id bigint not null references cloud_accounts (id),
    resource text not null check (resource <> ''),
    cause text not null check (cause in ('schedule', 'person', 'command_line', 'demo')),
    state text not null default 'running' check (state in ('running', 'done', 'partly', 'failed', 'abandoned')),
    round_started_at timestamptz not null,
    started_at timestamptz not null,
    finished_at timestamptz,
    scopes_total integer not null default 0,
    scopes_done integer not null default 0,
    calls bigint not null default 0,
    waited_ms bigint not null default 0,
    rows_expected bigint not null default 0,
    rows_read bigint not null default 0,
    rows_inserted bigint not null default 0,
    rows_updated bigint not null default 0,
    rows_gone bigint not null default 0,
    problem text,
    problem_code text,
    problem_scope text,
    problem_request_id text
);
create index sync_runs_recent on sync_runs (account_id, resource, id desc);
create index sync_runs_organization on sync_runs (organization_id, id desc);
comment on table sync_runs is 'One reading of one resource from the vendor, with live progress.';
comment on column sync_runs.id is 'Key; every mirrored row names the run that last changed it.';
comment on column sync_runs.organization_id is 'Owner of the connection.';
comment on column sync_runs.account_id is 'The connection that was read.';
comment on column sync_runs.resource is 'What was read (sync/catalog).';
comment on column sync_runs.cause is 'Who asked for it.';
comment on column sync_runs.state is 'running; done: everything read and applied; partly: some scopes failed; failed: nothing applied; abandoned: the process died.';
comment on column sync_runs.round_started_at is 'Start of the reading that this run began or, after a kill, takes up again.';
comment on column sync_runs.started_at is 'Start.';
comment on column sync_runs.finished_at is 'End; empty while running.';
comment on column sync_runs.scopes_total is 'Parts of the reading: the partner itself, each reseller, each month or customer.';
comment on column sync_runs.scopes_done is 'Parts finished.';
comment on column sync_runs.calls is 'Calls made to the vendor.';
comment on column sync_runs.waited_ms is 'Milliseconds spent waiting for the call budget.';
comment on column sync_runs.rows_expected is 'Sum of the totals the vendor announced so far.';
comment on column sync_runs.rows_read is 'Records received.';
comment on column sync_runs.rows_inserted is 'Rows that are new here.';
comment on column sync_runs.rows_updated is 'Rows that differ from what was stored.';
comment on column sync_runs.rows_gone is 'Rows that the vendor no longer lists.';
comment on column sync_runs.problem is 'Class of the first failure, as the pages translate it.';
comment on column sync_runs.problem_code is 'The vendor''s error code of the first failure (API-50).';
comment on column sync_runs.problem_scope is 'The part that failed first.';
comment on column sync_runs.problem_request_id is 'The vendor''s request id of the first failure, for support cases.';
call protect_by_organization('sync_runs', 'select, insert, update');

create table sync_resources (
    account_id bigint not null references cloud_accounts (id),
    organization_id bigint not null references organizations (id),
    resource text not null check (resource <> ''),
    last_run_id bigint references sync_runs (id),
    completed_at timestamptz,
    completed_run_id bigint references sync_runs (id),
    next_at timestamptz not null,
    asked_at timestamptz,
    failures integer not null default 0,
    problem text,
    primary key (account_id, resource)
);
create index sync_resources_due on sync_resources (next_at);
create index sync_resources_organization on sync_resources (organization_id);
comment on table sync_resources is 'How fresh each resource of a connection is, and when it is read next.';
comment on column sync_resources.account_id is 'The connection.';
comment on column sync_resources.organization_id is 'Owner of the connection.';
comment on column sync_resources.resource is 'What is read.';
comment on column sync_resources.last_run_id is 'Latest run, also a failed one.';
comment on column sync_resources.completed_at is 'Start of the latest complete reading: what a page shows is at least as new as this.';
comment on column sync_resources.completed_run_id is 'That run.';
comment on column sync_resources.next_at is 'When it is due again.';
comment on column sync_resources.asked_at is 'A person asked for a run at this time; empty once it has begun.';
comment on column sync_resources.failures is 'Runs in a row that did not complete.';
comment on column sync_resources.problem is 'Why the latest run did not complete; empty when it did.';
call protect_by_organization('sync_resources', 'select, insert, update');

create table sync_cursors (
    account_id bigint not null references cloud_accounts (id),
    organization_id bigint not null references organizations (id),
    resource text not null,
    scope text not null,
    position jsonb,
    completed_at timestamptz,
    rows_read bigint not null default 0,
    primary key (account_id, resource, scope)
);
create index sync_cursors_organization on sync_cursors (organization_id);
comment on table sync_cursors is 'Where a reading stands, written in the transaction that writes the rows, so that a kill resumes and never skips.';
comment on column sync_cursors.account_id is 'The connection.';
comment on column sync_cursors.organization_id is 'Owner of the connection.';
comment on column sync_cursors.resource is 'What is read.';
comment on column sync_cursors.scope is 'Part of the reading: empty for the partner itself, else reseller, month, customer.';
comment on column sync_cursors.position is 'Position inside an unfinished reading, as the resource writes it; empty between readings.';
comment on column sync_cursors.completed_at is 'Start of the latest complete reading of this part.';
comment on column sync_cursors.rows_read is 'Records of the latest complete reading: a sudden zero is not believed (SYNC-B02).';
call protect_by_organization('sync_cursors', 'select, insert, update, delete');

-- Pages of a reseller ask how fresh the rows are that its distributor's connection brought.
create function freshness(asking bigint, names text[])
returns table (resource text, completed_at timestamptz, next_at timestamptz, problem text)
language sql stable security definer set search_path = public as $$
    select r.resource, r.completed_at, r.next_at, r.problem
    from sync_resources r
    where r.resource = any(names)
      and asking = any(visible_organizations())
      and r.organization_id in (select asking union all select o.parent_id from organizations o where o.id = asking and o.parent_id is not null)
$$;
comment on function freshness is 'Freshness of resources for an organisation, through its own connection or its distributor''s.';
