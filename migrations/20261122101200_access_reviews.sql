-- Access reviews (PERM-8): every quarter each director says of each role of his managers whether it is still needed.

create table access_reviews (
    id bigint generated always as identity primary key,
    organization_id bigint not null references organizations (id),
    quarter text check (quarter ~ '^[0-9]{4}-Q[1-4]$'),
    started_by bigint references members (id),
    starts_at timestamptz not null,
    ends_at timestamptz not null,
    unique (organization_id, quarter),
    check (starts_at < ends_at),
    check ((quarter is null) = (started_by is not null))
);
create index access_reviews_organization on access_reviews (organization_id, id);
comment on table access_reviews is 'Access reviews 权限复核 of an organisation: they run 14 days and end by the clock (PERM-8).';
comment on column access_reviews.id is 'Key.';
comment on column access_reviews.organization_id is 'The organisation whose roles are reviewed.';
comment on column access_reviews.quarter is 'Quarter of the calendar in the organisation''s zone, 2026-Q4; empty when somebody started it by hand.';
comment on column access_reviews.started_by is 'Who started it by hand; empty when the calendar did.';
comment on column access_reviews.starts_at is 'When it began.';
comment on column access_reviews.ends_at is 'The first instant at which it is over: midnight of the organisation''s zone.';
call protect_by_organization('access_reviews', 'select, insert');

create table access_review_items (
    id bigint generated always as identity primary key,
    organization_id bigint not null references organizations (id),
    review_id bigint not null references access_reviews (id),
    member_id bigint not null references members (id),
    role text check (role <> ''),
    role_id bigint,
    role_name text not null default '',
    granted_at timestamptz not null,
    reviewer_id bigint references members (id),
    answer text check (answer in ('keep', 'remove')),
    note text not null default '' check (char_length(note) <= 500),
    answered_by bigint references members (id),
    answered_at timestamptz,
    request_id bigint references role_requests (id),
    unique nulls not distinct (review_id, member_id, role, role_id),
    check ((role is null) <> (role_id is null)),
    check ((answer is null) = (answered_at is null) and (answer is null) = (answered_by is null)),
    check (answered_by <> member_id),
    check (reviewer_id <> member_id),
    check (request_id is null or answer = 'remove')
);
create index access_review_items_review on access_review_items (review_id, member_id, id);
create index access_review_items_reviewer on access_review_items (reviewer_id) where answer is null;
comment on table access_review_items is 'One role of one member in an access review, as it was when the review began.';
comment on column access_review_items.id is 'Key.';
comment on column access_review_items.organization_id is 'The organisation of the review.';
comment on column access_review_items.review_id is 'The review.';
comment on column access_review_items.member_id is 'Whose role it is: he never answers for himself.';
comment on column access_review_items.role is 'Code of the preset; empty for a custom role.';
comment on column access_review_items.role_id is 'Key of the custom role, which may be gone meanwhile; empty for a preset.';
comment on column access_review_items.role_name is 'Name of the custom role when the review began; empty for a preset.';
comment on column access_review_items.granted_at is 'When it was assigned.';
comment on column access_review_items.reviewer_id is 'The member''s director; empty: the Admins and the master account.';
comment on column access_review_items.answer is 'Whether it is still needed; empty: nobody has said so yet. Nothing is ever removed by itself.';
comment on column access_review_items.note is 'Why, in the words of who answered.';
comment on column access_review_items.answered_by is 'Who answered.';
comment on column access_review_items.answered_at is 'When.';
comment on column access_review_items.request_id is 'The request that takes the role away once a second person agrees; empty for the last role of a member, whose login is to be disabled instead (ROLE-1).';
call protect_by_organization('access_review_items', 'select, insert, update');
