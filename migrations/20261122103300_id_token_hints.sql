-- Signing out at the provider too, without being asked there who one is (OpenID Connect RP-Initiated Logout).
alter table oidc_identities add column id_token_sealed bytea;
comment on column oidc_identities.id_token_sealed is 'The ID token of the last sign-in, sealed for oidc_identities.id_token/<member>: shown to the provider when the member signs out, then erased.';
