-- Calendar feeds of the deadline board (BET-19): an address per member that nobody guesses and that can be taken back.

create table deadline_feeds (
    member_id bigint primary key references members (id),
    organization_id bigint not null references organizations (id),
    digest bytea not null unique check (length(digest) = 32),
    made_at timestamptz not null
);
create index deadline_feeds_organization on deadline_feeds (organization_id);
comment on table deadline_feeds is 'Addresses at which calendar programs read the deadlines of a member. One each; a new one replaces the old one, taking it back deletes it.';
comment on column deadline_feeds.member_id is 'Whose calendar.';
comment on column deadline_feeds.organization_id is 'His organisation.';
comment on column deadline_feeds.digest is 'SHA-256 of the secret in the address, which is shown once.';
comment on column deadline_feeds.made_at is 'When.';
call protect_by_organization('deadline_feeds', 'select, insert, update, delete');

create function feed_reader(secret bytea, at timestamptz)
returns table (organization_id bigint, kind text, is_master boolean, language text, roles text[], codes text[])
language sql stable security definer set search_path = public, pg_temp as $$
    select o.id, o.kind, m.is_master, m.language,
        coalesce((select array_agg(r.role) from member_roles r where r.member_id = m.id and r.role is not null
            and (r.starts_at is null or r.starts_at <= at) and (r.ends_at is null or r.ends_at > at)), '{}'),
        coalesce((select array_agg(code) from member_roles r join roles c on c.id = r.role_id, unnest(c.permissions) code
            where r.member_id = m.id and (r.starts_at is null or r.starts_at <= at) and (r.ends_at is null or r.ends_at > at)), '{}')
    from deadline_feeds f join members m on m.id = f.member_id join organizations o on o.id = m.organization_id
    where f.digest = secret and m.state = 'active' and o.state in ('active', 'frozen')
        and (m.expires_on is null or login_ends_at(m.expires_on, o.time_zone) > at)
$$;
comment on function feed_reader is 'Who reads a feed and what he holds now; nobody once it was taken back, or he or his organisation is not active.';
revoke execute on function feed_reader from public;
grant execute on function feed_reader to portal_app;
