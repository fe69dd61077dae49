-- Who typed over the rows of a change-set last: he does not approve it either, whoever confirms it (PERM-6).

alter table change_sets
    add column edited_by bigint references members (id);
comment on column change_sets.edited_by is 'Who changed its rows last; empty: nobody since it was made. Neither he nor its maker approves what it becomes (PERM-6).';
