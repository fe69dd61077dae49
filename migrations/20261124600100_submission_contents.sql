-- What a form said when it took effect: one that comes again with something else, after the back button, is not answered as done.

alter table submissions add column content text check (content <> '');
comment on column submissions.content is 'HMAC of address and fields with the deployment key, without proofs of identity; empty for files and forms of earlier versions.';
