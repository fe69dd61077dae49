//! Company accounts: members sign in at their organisation's OpenID provider. Settings, the way there and back, and which
//! member an account belongs to. How a provider speaks is `outside`'s; what a sign-in opens is `access::sign_in`'s.
//!
//! Nobody is made a member by signing in: the first sign-in finds an existing member by a claim that the provider vouches
//! for and links the account (issuer and `sub`); from then on only that account opens that member.

mod forms;
mod pages;
mod routes;
mod rules;
mod store;
mod text;

use crate::web::Routes;

/// Routes of the slice.
#[must_use]
pub fn router() -> Routes {
    Routes::new()
        .get("/organization/sign-in", routes::settings::edit)
        .post("/organization/sign-in", routes::settings::update)
        .post("/organization/sign-in/test", routes::settings::test)
        .post("/organization/sign-in/unlinked", routes::settings::unlink)
        .public_post("/login/oidc", routes::leave::name_organization)
        .public_get("/login/oidc/{organization}", routes::leave::leave)
        .public_get("/login/oidc/{organization}/ended", routes::leave::ended)
        .public_get("/oidc/callback", routes::arrive::arrive)
}
