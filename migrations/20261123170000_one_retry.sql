-- What failed of a change-set is tried again by one other set, whoever asks and however often: two of them would issue twice.
-- A retry that failed, was returned or expired is tried again itself.
update change_sets s set again_of = null
where again_of is not null
  and exists (select from change_sets e where e.organization_id = s.organization_id and e.again_of = s.again_of and e.id < s.id);
create unique index change_sets_again on change_sets (organization_id, again_of) where again_of is not null;
