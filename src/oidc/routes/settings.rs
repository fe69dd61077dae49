//! The settings of the organisation's provider, a test of the connection, and accounts that are to be linked anew.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};

use super::leave::CALLBACK;
use crate::{
    access::{Actor, permission::OrgSettings},
    audit::{Change, Deed, Event, Fields},
    oidc::{
        forms::Draft,
        pages::{self, Around},
        rules::{self, Settings, Wrong},
        store::{self, Stored},
        text::Text,
    },
    outside::provider::{Fault, Provider, compare_clocks},
    web::{Error, Flash, Form, Redirect},
};

/// `GET /organization/sign-in`.
pub async fn edit(actor: Actor<OrgSettings>) -> Result<Response, Error> {
    let stored = store::find(&mut *actor.open().await?, actor.org()).await?;
    Ok(pages::settings(&actor, None, &around(&actor, stored)))
}

fn around(actor: &Actor<OrgSettings>, stored: Option<Stored>) -> Around {
    let redirect_uri = format!("{}{CALLBACK}", actor.visitor().origin());
    Around { redirect_uri, stored, wrongs: vec![], tested: None, status: StatusCode::OK }
}

/// `POST /organization/sign-in`: saves; what is open begins anew with the new settings.
pub async fn update(actor: Actor<OrgSettings>, Form(typed): Form) -> Result<Response, Error> {
    let draft = Draft::read(&typed);
    let mut change = Change::begin(&actor).await?;
    let (org, now) = (change.org(), change.now());
    let stored = store::find(&mut change, org).await?;
    let linked = store::linked(&mut change, org, &draft.settings.issuer).await?;
    let mut wrongs = rules::check(&draft.settings, &actor.app().outside, linked);
    let moves = stored.as_ref().is_some_and(|old| old.has_secret() && old.settings.issuer != draft.settings.issuer);
    if moves && draft.secret.is_none() && !draft.forget_secret {
        wrongs.push(Wrong::SecretOfOther);
    }
    if !wrongs.is_empty() {
        let around = Around { wrongs, status: StatusCode::UNPROCESSABLE_ENTITY, ..around(&actor, stored) };
        return Ok(pages::settings(&actor, Some(draft.settings), &around));
    }
    let fresh = draft.secret.as_ref().map(|secret| actor.app().key.seal(&store::purpose(org), secret)).transpose()?;
    let kept = store::sealed(stored.as_ref()).filter(|_| !draft.forget_secret);
    let secret = fresh.as_deref().or(kept);
    if !store::save(&mut change, org, (&draft.settings, draft.revision), secret, now).await? {
        let around = Around { status: StatusCode::CONFLICT, ..around(&actor, stored) };
        return Ok(pages::settings(&actor, Some(draft.settings), &around));
    }
    let after = fields(&draft.settings).set("secret_replaced", fresh.is_some()).set("has_secret", secret.is_some());
    let mut event = Event::new(Deed::OidcSaved, org).after(after);
    if let Some(old) = &stored {
        event = event.before(fields(&old.settings).set("has_secret", old.has_secret()));
    }
    change.commit(event).await?;
    let said = Flash::done(Text::of(actor.lang()).saved);
    Ok(Redirect::to("/organization/sign-in").saying(said).into_response())
}

fn fields(settings: &Settings) -> Fields {
    Fields::new()
        .set("issuer", settings.issuer.as_str())
        .set("client_id", settings.client_id.as_str())
        .set("scopes", settings.scopes.as_str())
        .set("member_claim", settings.member_claim.code())
        .set("is_enabled", settings.is_enabled)
        .set("is_only", settings.is_only)
        .set("trusts_second_factor", settings.trusts_second_factor)
}

/// `POST /organization/sign-in/test`: asks the provider as it is saved; changes nothing.
pub async fn test(actor: Actor<OrgSettings>) -> Result<Response, Error> {
    let stored = store::find(&mut *actor.open().await?, actor.org()).await?;
    let Some(issuer) = stored.as_ref().map(|stored| stored.settings.issuer.clone()) else {
        let said = Flash::refused(Text::of(actor.lang()).nothing_to_test);
        return Ok(Redirect::to("/organization/sign-in").saying(said).into_response());
    };
    let tested = Some(try_out(&actor, &issuer).await);
    Ok(pages::settings(&actor, None, &Around { tested, ..around(&actor, stored) }))
}

async fn try_out(actor: &Actor<OrgSettings>, issuer: &str) -> Result<(), Fault> {
    let app = actor.app();
    let (provider, _, date) = Provider::discover(&app.outside, issuer).await?;
    compare_clocks(date, app.clock.now())?;
    provider.keys(&app.outside).await.map(drop)
}

/// `POST /organization/sign-in/unlinked` (`username`): the member's next sign-in links the account he then has.
pub async fn unlink(actor: Actor<OrgSettings>, Form(typed): Form) -> Result<Redirect, Error> {
    let text = Text::of(actor.lang());
    let mut change = Change::begin(&actor).await?;
    let org = change.org();
    let Some(member_id) = store::unlink(&mut change, org, typed.get("username")).await? else {
        return Ok(Redirect::to("/organization/sign-in").saying(Flash::refused(text.not_linked)));
    };
    change.commit(Event::new(Deed::OidcUnlinked, member_id)).await?;
    Ok(Redirect::to("/organization/sign-in").saying(Flash::done(text.unlinked)))
}
