-- Sign-in with the company account of an organisation's own OpenID provider (OIDC), and logins linked to it.

create table oidc_providers (
    organization_id bigint primary key references organizations (id),
    issuer text not null check (issuer ~ '^https?://'),
    client_id text not null check (client_id <> ''),
    client_secret_sealed bytea,
    scopes text not null check (scopes ~ '(^| )openid( |$)'),
    member_claim text not null check (member_claim in ('email', 'username')),
    is_enabled boolean not null,
    is_only boolean not null,
    trusts_second_factor boolean not null,
    revision bigint not null default 1,
    updated_at timestamptz not null,
    discovery text,
    discovered_at timestamptz,
    keys text,
    keys_at timestamptz
);
comment on table oidc_providers is 'The OpenID provider of an organisation: one each.';
comment on column oidc_providers.organization_id is 'Whose provider it is.';
comment on column oidc_providers.issuer is 'Issuer identifier: compared exactly with discovery and every ID token.';
comment on column oidc_providers.client_id is 'How the provider knows this portal.';
comment on column oidc_providers.client_secret_sealed is 'The client secret, sealed with the deployment key for oidc_providers.client_secret/<organisation>; empty for a public client.';
comment on column oidc_providers.scopes is 'Scopes asked for, with openid among them.';
comment on column oidc_providers.member_claim is 'How the first sign-in finds the member: email (verified) or username (preferred_username).';
comment on column oidc_providers.is_enabled is 'Whether members may sign in with it.';
comment on column oidc_providers.is_only is 'Whether members may sign in only with it; the master and admins keep password and passkey.';
comment on column oidc_providers.trusts_second_factor is 'Whether a second factor that the provider reports (amr, acr) counts as the portal''s (MEM-12).';
comment on column oidc_providers.revision is 'Counts changes; a sign-in that began before a change ends with it.';
comment on column oidc_providers.updated_at is 'When it was last changed.';
comment on column oidc_providers.discovery is 'The discovery document as last read.';
comment on column oidc_providers.discovered_at is 'When that was.';
comment on column oidc_providers.keys is 'The provider''s public keys (JWKS) as last read.';
comment on column oidc_providers.keys_at is 'When that was; keys unknown to it are asked for at most once a minute.';
call protect_by_organization('oidc_providers', 'select, insert, update');

create table oidc_identities (
    member_id bigint primary key references members (id),
    organization_id bigint not null references organizations (id),
    issuer text not null,
    subject text not null check (subject <> ''),
    linked_at timestamptz not null,
    unique (organization_id, issuer, subject)
);
comment on table oidc_identities is 'Company accounts that members have signed in with: from then on the provider''s subject identifies the member, whatever address it sends.';
comment on column oidc_identities.member_id is 'The member: one company account each.';
comment on column oidc_identities.organization_id is 'The member''s organisation.';
comment on column oidc_identities.issuer is 'The provider.';
comment on column oidc_identities.subject is 'The provider''s name of the account (sub): stable and never used again.';
comment on column oidc_identities.linked_at is 'The first sign-in with it.';
call protect_by_organization('oidc_identities', 'select, insert, update, delete');

create table oidc_flows (
    state_hash bytea primary key check (length(state_hash) = 32),
    organization_id bigint not null references organizations (id),
    browser_hash bytea not null check (length(browser_hash) = 32),
    provider_revision bigint not null,
    redirect_uri text not null,
    next text not null,
    expires_at timestamptz not null
);
create index oidc_flows_expiry on oidc_flows (expires_at);
comment on table oidc_flows is 'Visitors on their way to their provider and back: ten minutes, one return each. Nonce and code verifier are made from the state with the deployment key.';
comment on column oidc_flows.state_hash is 'SHA-256 of the state in the address.';
comment on column oidc_flows.organization_id is 'Whose provider they went to.';
comment on column oidc_flows.browser_hash is 'SHA-256 of the token in the cookie of the browser that went.';
comment on column oidc_flows.provider_revision is 'Settings of the provider when they went.';
comment on column oidc_flows.redirect_uri is 'The address they come back to, exactly.';
comment on column oidc_flows.next is 'The page they wanted.';
comment on column oidc_flows.expires_at is 'Ten minutes later.';
call protect_by_organization('oidc_flows', 'select, insert');

create function oidc_organization(typed text) returns bigint language sql stable security definer set search_path = public, pg_temp as $$
    select o.id from organizations o join oidc_providers p on p.organization_id = o.id
    where o.code = lower(typed) and p.is_enabled and o.state <> 'pending'
$$;
comment on function oidc_organization is 'The organisation whose members sign in with a company account under this code; asked before anybody is signed in.';

create function oidc_in_use() returns boolean language sql stable security definer set search_path = public, pg_temp as $$
    select exists (select from oidc_providers where is_enabled)
$$;
comment on function oidc_in_use is 'Whether any organisation of this deployment has company accounts, so that the sign-in page offers them.';

create function take_oidc_flow(state bytea, browser bytea, at timestamptz)
returns table (organization_id bigint, provider_revision bigint, redirect_uri text, next text)
language plpgsql security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
begin
    return query
    delete from oidc_flows f where f.state_hash = state and f.browser_hash = browser and f.expires_at > at
    returning f.organization_id, f.provider_revision, f.redirect_uri, f.next;
end
$$;
comment on function take_oidc_flow is 'Who comes back with this state in the browser that went, once.';

create function password_closed(member bigint, at timestamptz) returns boolean language sql stable security definer set search_path = public, pg_temp as $$
    select exists (
        select from members m
        join oidc_providers p on p.organization_id = m.organization_id
        where m.id = member and p.is_enabled and p.is_only and not m.is_master
          and not exists (select from member_roles r where r.member_id = m.id and r.role in ('admin', 'desk_admin')
            and (r.starts_at is null or r.starts_at <= at) and (r.ends_at is null or r.ends_at > at)))
$$;
comment on function password_closed is 'Whether a login is opened by its company account only: the master and admins never are, so that a provider that fails locks nobody out for good.';

alter table pending_sign_ins add column first_factor text not null default 'password';
comment on column pending_sign_ins.first_factor is 'What has been proved already: password, or company account.';

create or replace function forget_sign_ins(before timestamptz) returns bigint language sql security definer set search_path = public, pg_temp as $$
    with gone as (delete from login_attempts where attempted_at < before returning 1),
         pending as (delete from pending_sign_ins where expires_at < before returning 1),
         challenges as (delete from passkey_challenges where expires_at < before returning 1),
         flows as (delete from oidc_flows where expires_at < before returning 1),
         answers as (delete from idempotency_keys where created_at < before returning 1),
         ended as (delete from sessions where expires_at < before returning 1)
    select (select count(*) from gone) + (select count(*) from pending) + (select count(*) from challenges)
        + (select count(*) from flows) + (select count(*) from answers) + (select count(*) from ended)
$$;

revoke execute on function oidc_organization, oidc_in_use, take_oidc_flow, password_closed from public;
grant execute on function oidc_organization, oidc_in_use, take_oidc_flow, password_closed to portal_app;
