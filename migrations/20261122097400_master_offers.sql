-- The master login is offered to an Admin, who accepts within seven days (ORG-5).

create table master_offers (
    id bigint generated always as identity primary key,
    organization_id bigint not null references organizations (id),
    offered_by bigint not null references members (id),
    offered_to bigint not null references members (id),
    state text not null default 'offered' check (state in ('offered', 'accepted', 'refused', 'withdrawn', 'expired')),
    reason text not null default '' check (char_length(reason) <= 500),
    offered_at timestamptz not null,
    expires_at timestamptz not null check (expires_at > offered_at),
    decided_at timestamptz,
    check (offered_by <> offered_to),
    check ((state = 'offered') = (decided_at is null))
);
create unique index master_offers_open on master_offers (organization_id) where state = 'offered';
create index master_offers_organization on master_offers (organization_id, id);
comment on table master_offers is 'Offers of the master login (ORG-5). One is open per organisation; accepting makes the old master an Admin.';
comment on column master_offers.id is 'Key.';
comment on column master_offers.organization_id is 'The organisation.';
comment on column master_offers.offered_by is 'The master who offered.';
comment on column master_offers.offered_to is 'The Admin who may accept.';
comment on column master_offers.state is 'offered, accepted, refused by the Admin, withdrawn by the master, or expired by the clock. An offer past expires_at has expired, whatever stands here.';
comment on column master_offers.reason is 'Why, in the words of the master.';
comment on column master_offers.offered_at is 'When.';
comment on column master_offers.expires_at is 'Seven days later.';
comment on column master_offers.decided_at is 'When it was accepted, refused, withdrawn or found expired.';
call protect_by_organization('master_offers', 'select, insert, update');
