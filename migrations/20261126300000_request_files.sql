-- Evidence of requests (COM-11, LST-13, BET-21): the files of each document slot, their verdicts, and what a request says about
-- which slots it has. The bytes are attachments.

alter table attachments add column is_scanned boolean not null default false;
comment on column attachments.is_scanned is 'Whether a scanner looked at it and found nothing; false: nobody scanned it (COM-11).';

create table request_files (
    id bigint generated always as identity primary key,
    organization_id bigint not null references organizations (id),
    request_id bigint not null references requests (id),
    slot text not null check (slot <> ''),
    attachment_id bigint not null references attachments (id),
    replaces_id bigint references request_files (id),
    added_by text not null check (added_by <> ''),
    added_at timestamptz not null,
    removed_by text,
    removed_at timestamptz,
    verdict text check (verdict in ('accepted', 'rejected')),
    verdict_reason text not null default '' check (char_length(verdict_reason) <= 500),
    judged_by text,
    judged_at timestamptz,
    check ((removed_by is null) = (removed_at is null)),
    check ((verdict is null) = (judged_at is null) and (verdict is null) = (judged_by is null)),
    check (verdict is distinct from 'rejected' or verdict_reason <> '')
);
create index request_files_request on request_files (request_id, slot, id);
create index request_files_organization on request_files (organization_id, request_id);
create index request_files_attachment on request_files (attachment_id);
create index request_files_replaces on request_files (replaces_id) where replaces_id is not null;
comment on table request_files is 'Files that prove what a request says, one row each, by document slot (COM-11). One that the vendor saw is never deleted, only replaced.';
comment on column request_files.id is 'Key.';
comment on column request_files.organization_id is 'The partner.';
comment on column request_files.request_id is 'The request.';
comment on column request_files.slot is 'The document it is: employment, photos, …; the slots of each kind stand in the code.';
comment on column request_files.attachment_id is 'The file.';
comment on column request_files.replaces_id is 'The file in whose place it came.';
comment on column request_files.added_by is 'Organisation code and user name.';
comment on column request_files.added_at is 'When.';
comment on column request_files.removed_by is 'Who took it out or replaced it: organisation code and user name.';
comment on column request_files.removed_at is 'When; empty: it counts.';
comment on column request_files.verdict is 'What the vendor desk says of it; empty: nothing yet (BET-21).';
comment on column request_files.verdict_reason is 'Why; a rejection has one.';
comment on column request_files.judged_by is 'Organisation code and user name of the desk''s member.';
comment on column request_files.judged_at is 'When.';
call protect_by_organization('request_files', 'select, insert');
grant update (removed_by, removed_at) on request_files to portal_app;

create table request_slots (
    request_id bigint primary key references requests (id),
    organization_id bigint not null references organizations (id),
    words text[] not null
);
create index request_slots_organization on request_slots (organization_id);
comment on table request_slots is 'What decides which document slots a request has beside its kind and site: the scheme of an FH month, what an MDF claim is about.';
comment on column request_slots.request_id is 'The request.';
comment on column request_slots.organization_id is 'The partner.';
comment on column request_slots.words is 'Words of the table of slots: fh_svc, series, media, …';
call protect_by_organization('request_slots', 'select, insert, update');
create policy desk on request_slots for select to portal_app
    using ((select desk_is_open()) and exists (select from requests r where r.id = request_id));

create function file_was_sent(request bigint, added timestamptz, removed timestamptz) returns boolean language sql stable as $$
    select exists (select from request_events e where e.request_id = request and not e.is_internal and e.side = 'member'
        and e.step in ('submit', 'submit_directly', 'pass', 'complete')
        and e.happened_at >= added and (removed is null or e.happened_at <= removed))
$$;
comment on function file_was_sent is 'Whether a file was among the evidence when the partner sent its request to the vendor: what was taken out before or added since, the desk does not see.';
create policy desk on request_files for select to portal_app
    using ((select desk_is_open()) and exists (select from requests r where r.id = request_id)
        and file_was_sent(request_id, added_at, removed_at));
create policy evidence on attachments for select to portal_app
    using (exists (select from request_files f where f.attachment_id = attachments.id));

create function judge_request_files(request bigint, files bigint[], outcome text, said text, author text, member bigint,
    at timestamptz)
returns table (organization_id bigint, judged bigint[], same_person boolean)
language plpgsql security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
declare
    r requests;
    done bigint[];
begin
    select q.* into r from requests q where q.id = request for update;
    if r.id is null or not (desk_is_open() and r.is_submitted) then
        return;
    end if;
    -- COM-07: who made or passed it does not judge its evidence, whatever login he uses.
    if exists (select from members own join members other on lower(own.email) = lower(other.email)
            where own.id = member and other.id in (r.maker_id, r.approver_id)) then
        return query select r.organization_id, '{}'::bigint[], true;
        return;
    end if;
    with changed as (
        update request_files f set verdict = outcome, verdict_reason = coalesce(said, ''), judged_by = author, judged_at = at
        where f.request_id = request and f.id = any(files) and f.removed_at is null
            and file_was_sent(f.request_id, f.added_at, f.removed_at)
        returning f.id)
    select coalesce(array_agg(c.id order by c.id), '{}') into done from changed c;
    return query select r.organization_id, done, false;
end
$$;
comment on function judge_request_files is 'The vendor desk''s verdict on files of a submitted request (BET-21): only on those that count and that it sees. Answers whose they are and which were judged; nothing for a request that it does not see.';
revoke execute on function judge_request_files from public;
grant execute on function judge_request_files to portal_app;
