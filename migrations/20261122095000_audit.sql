-- The record of who did what: append-only, one hash chain per organisation. Rows come in only through append_audit_event,
-- which locks nothing but the head of the organisation's chain.

create table audit_events (
    organization_id bigint not null references organizations (id),
    seq bigint not null check (seq > 0),
    previous_hash bytea not null check (length(previous_hash) = 32),
    hash bytea not null check (length(hash) = 32),
    at timestamptz not null,
    member_id bigint references members (id),
    actor text not null check (actor <> ''),
    address text,
    request_id text,
    event text not null check (event <> ''),
    object_kind text not null check (object_kind <> ''),
    object_id text not null,
    before json,
    after json,
    reason text,
    primary key (organization_id, seq)
);
create index audit_events_at on audit_events (organization_id, at, seq);
create index audit_events_member on audit_events (organization_id, member_id, seq);
create index audit_events_object on audit_events (organization_id, object_kind, object_id, seq);
create index audit_events_event on audit_events (organization_id, event, seq);
create index audit_events_hash on audit_events (hash);
comment on table audit_events is 'Every write and every reveal of personal data (MEM-13). Append-only: pages may read and, through append_audit_event, add; nobody updates or deletes. The hash of a record covers its content and the hash of the record before.';
comment on column audit_events.organization_id is 'The organisation whose chain the record belongs to.';
comment on column audit_events.seq is 'Place in the chain: 1, 2, 3 … without gaps.';
comment on column audit_events.previous_hash is 'Hash of the record before; 32 zero bytes for the first.';
comment on column audit_events.hash is 'SHA-256 over previous_hash and the fields from organization_id to reason in the order of audit_content.';
comment on column audit_events.at is 'When, by the portal''s clock.';
comment on column audit_events.member_id is 'The member who acted; empty for jobs and the command line.';
comment on column audit_events.actor is 'User name of the member, or the job or command that acted.';
comment on column audit_events.address is 'Network address the request came from.';
comment on column audit_events.request_id is 'Number of the request, as error pages and the log show it.';
comment on column audit_events.event is 'What happened: code of the vocabulary in src/audit.';
comment on column audit_events.object_kind is 'What it happened to: member, role, session …';
comment on column audit_events.object_id is 'Key of the object.';
comment on column audit_events.before is 'Fields before, verbatim as hashed (json, not jsonb). Personal fields are keyed digests, so that erasure keeps the chain.';
comment on column audit_events.after is 'Fields after, likewise.';
comment on column audit_events.reason is 'The reason given by the member who acted.';
call protect_by_organization('audit_events', 'select');

create table audit_heads (
    organization_id bigint primary key references organizations (id),
    seq bigint not null,
    hash bytea not null check (length(hash) = 32)
);
comment on table audit_heads is 'The last record of each chain. Its row is the only lock that writing an event takes; a copy goes daily to a file outside the database.';
comment on column audit_heads.organization_id is 'The organisation.';
comment on column audit_heads.seq is 'How many records the chain has.';
comment on column audit_heads.hash is 'Hash of the last one.';
call protect_by_organization('audit_heads', 'select');

create function audit_content(variadic fields text[]) returns bytea language sql immutable parallel safe as $$
    select convert_to(coalesce(string_agg(case when f is null then '-' else octet_length(f) || ':' || f end, '' order by place), ''), 'UTF8')
    from unnest(fields) with ordinality as t (f, place)
$$;
comment on function audit_content is 'Fields as bytes that cannot be read two ways: length in bytes, colon, text; a hyphen for an empty one. src/audit/chain.rs does the same.';

create function append_audit_event(
    organization bigint, at timestamptz, member bigint, actor text, address text, request_id text,
    event text, object_kind text, object_id text, before json, after json, reason text)
returns bigint language plpgsql security definer set search_path = public, pg_temp as $$
#variable_conflict use_variable
declare
    last audit_heads;
    who text;
    place bigint;
    digest bytea;
begin
    if organization is null or not organization = any(visible_organizations()) then
        raise exception 'organisation % is not open on this connection', organization using errcode = 'insufficient_privilege';
    end if;
    who := coalesce(actor, (select m.username from members m where m.id = member and m.organization_id = organization));
    insert into audit_heads as h (organization_id, seq, hash) values (organization, 0, decode(repeat('00', 32), 'hex'))
    on conflict do nothing;
    select h.* into last from audit_heads h where h.organization_id = organization for update;
    place := last.seq + 1;
    digest := sha256(last.hash || audit_content(
        organization::text, place::text, (extract(epoch from at) * 1000000)::bigint::text, member::text, who, address,
        request_id, event, object_kind, object_id, before::text, after::text, reason));
    insert into audit_events values (organization, place, last.hash, digest, at, member, who, address, request_id,
        event, object_kind, object_id, before, after, reason);
    update audit_heads h set seq = place, hash = digest where h.organization_id = organization;
    return place;
end
$$;
comment on function append_audit_event is 'Adds one record to the chain of an organisation that is open on the connection; answers its place.';
revoke execute on function append_audit_event from public;
grant execute on function append_audit_event to portal_app;
