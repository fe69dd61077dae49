-- Outgoing mail, codes that are mailed, and requests of who has forgotten a password (MEM-6, MEM-12).

create table mails (
    id bigint generated always as identity primary key,
    organization_id bigint not null references organizations (id),
    member_id bigint not null references members (id),
    template text not null check (template <> ''),
    language text not null check (language in ('en', 'zh-CN')),
    sealed bytea,
    state text not null default 'waiting' check (state in ('waiting', 'sent', 'failed', 'expired')),
    attempts integer not null default 0,
    queued_at timestamptz not null,
    due_at timestamptz not null,
    expires_at timestamptz not null,
    settled_at timestamptz,
    check ((state = 'waiting') = (sealed is not null))
);
create index mails_due on mails (due_at) where state = 'waiting';
create index mails_organization on mails (organization_id, id);
comment on table mails is 'Outgoing mail: queued with the change that causes it, sent by a background job. Of a mail that was sent or given up only its kind remains.';
comment on column mails.id is 'Key.';
comment on column mails.organization_id is 'The recipient''s organisation.';
comment on column mails.member_id is 'The recipient.';
comment on column mails.template is 'What it says (mail/text.rs).';
comment on column mails.language is 'In which language.';
comment on column mails.sealed is 'Address and parameters, sealed with the deployment key for mails/<organisation>/<member>; erased once it is sent or given up.';
comment on column mails.state is 'waiting, sent, failed (given up), expired (too late to be of use).';
comment on column mails.attempts is 'How often it was handed to the mail server.';
comment on column mails.queued_at is 'When it was written.';
comment on column mails.due_at is 'Not before then: now, or later after a failure; also the lease of the node that is sending it.';
comment on column mails.expires_at is 'Not after then: a code that works no longer is not mailed.';
comment on column mails.settled_at is 'When it was sent or given up.';
call protect_by_organization('mails', 'select, insert, update');

create table mail_codes (
    member_id bigint not null references members (id),
    purpose text not null check (purpose in ('password', 'step_up')),
    organization_id bigint not null references organizations (id),
    digest text not null,
    sent_at timestamptz not null,
    expires_at timestamptz not null,
    tries integer not null default 0,
    hour_at timestamptz not null,
    sent_in_hour integer not null default 1,
    primary key (member_id, purpose)
);
comment on table mail_codes is 'Codes of six digits that were mailed: five minutes, five tries, one use, one after 60 seconds and six an hour (MEM-6, MEM-12).';
comment on column mail_codes.member_id is 'To whom.';
comment on column mail_codes.purpose is 'What the code opens: a new password, or one sensitive operation.';
comment on column mail_codes.organization_id is 'The member''s organisation.';
comment on column mail_codes.digest is 'HMAC of the code with the deployment key: without it a million guesses would find the code.';
comment on column mail_codes.sent_at is 'When; the next one 60 seconds later.';
comment on column mail_codes.expires_at is 'Five minutes later; at once when it is used.';
comment on column mail_codes.tries is 'Wrong guesses so far.';
comment on column mail_codes.hour_at is 'Begin of the hour in which codes are counted.';
comment on column mail_codes.sent_in_hour is 'Codes in that hour.';
call protect_by_organization('mail_codes', 'select, insert, update, delete');

create table password_requests (
    id bigint generated always as identity primary key,
    organization text not null,
    username text not null,
    language text not null check (language in ('en', 'zh-CN')),
    address text not null,
    request_id text not null,
    requested_at timestamptz not null
);
comment on table password_requests is 'Who says to have forgotten a password, as typed: a background job finds out whether there is such a login, so that the page answers everybody alike. Gone once looked at.';
comment on column password_requests.id is 'Key.';
comment on column password_requests.organization is 'Organisation code as typed.';
comment on column password_requests.username is 'User name as typed.';
comment on column password_requests.language is 'Language of the page.';
comment on column password_requests.address is 'Network address of the visitor.';
comment on column password_requests.request_id is 'Number of the request.';
comment on column password_requests.requested_at is 'When.';
grant select, insert, update, delete on password_requests to portal_app;

create or replace function forget_sign_ins(before timestamptz) returns bigint language sql security definer set search_path = public, pg_temp as $$
    with gone as (delete from login_attempts where attempted_at < before returning 1),
         pending as (delete from pending_sign_ins where expires_at < before returning 1),
         challenges as (delete from passkey_challenges where expires_at < before returning 1),
         flows as (delete from oidc_flows where expires_at < before returning 1),
         requests as (delete from password_requests where requested_at < before returning 1),
         codes as (delete from mail_codes where expires_at < before returning 1),
         letters as (delete from mails where settled_at < before - interval '30 days' returning 1),
         answers as (delete from idempotency_keys where created_at < before returning 1),
         ended as (delete from sessions where expires_at < before returning 1)
    select (select count(*) from gone) + (select count(*) from pending) + (select count(*) from challenges)
        + (select count(*) from flows) + (select count(*) from requests) + (select count(*) from codes)
        + (select count(*) from letters) + (select count(*) from answers) + (select count(*) from ended)
$$;
