//! Handlers of the member's authenticator app and recovery codes (MEM-12).

use axum::{http::StatusCode, response::Response};

use crate::{
    access::{
        Actor,
        factors::{store, totp::Seed},
        permission::ProfileEdit,
    },
    audit::{Change, Deed, Event},
    profile::{pages::second as pages, text::Text},
    web::{Error, Flash, Form, Redirect},
};

/// What a seed on its way from the page that shows it to the page that confirms it is sealed for: one member.
fn purpose(actor: &Actor<ProfileEdit>) -> String {
    format!("enrolment/{}", actor.member_id())
}

/// `GET /profile/second-factor`: the app and the codes that are left, or a QR code to begin with.
pub async fn show(actor: Actor<ProfileEdit>) -> Result<Response, Error> {
    if actor.seat().doors.has_totp {
        let mut connection = actor.open().await?;
        let (left, since) = store::standing(&mut connection, actor.org(), actor.member_id()).await?;
        return Ok(pages::show(&actor, left, since));
    }
    let seed = Seed::fresh();
    let sealed = actor.app().key.seal(&purpose(&actor), seed.reveal())?;
    pages::enrol(&actor, &seed, &hex::encode(sealed), (StatusCode::OK, None))
}

/// `POST /profile/second-factor` (`seed`, `code`): the first code proves that the app has the seed.
pub async fn create(actor: Actor<ProfileEdit>, Form(typed): Form) -> Result<Response, Error> {
    actor.freshly_proved()?;
    let sealed = hex::decode(typed.get("seed")).map_err(|_| Error::Unreadable)?;
    let opened = actor.app().key.open(&purpose(&actor), &sealed).map_err(|_| Error::Unreadable)?;
    let seed = Seed::parse(opened).ok_or(Error::Unreadable)?;
    let now = actor.face().now;
    let digits: String = typed.get("code").chars().filter(|c| !c.is_whitespace()).collect();
    let Some(step) = seed.accepts(&digits, now, 0) else {
        let refused = (StatusCode::UNPROCESSABLE_ENTITY, Some(Text::of(actor.lang()).code_wrong));
        return pages::enrol(&actor, &seed, typed.get("seed"), refused);
    };
    let (whose, key) = ((actor.org(), actor.member_id()), &actor.app().key);
    let mut change = Change::begin(&actor).await?;
    store::keep_seed(&mut change, key, whose, (&seed, step), now).await?;
    let codes = store::renew_codes(&mut change, whose.0, whose.1, now).await?;
    change.commit(Event::new(Deed::FactorEnrolled, whose.1)).await?;
    Ok(pages::codes(&actor, codes, "/profile/second-factor"))
}

/// `POST /profile/recovery-codes`: ten new ones; the earlier ones no longer work.
pub async fn renew_codes(actor: Actor<ProfileEdit>) -> Result<Response, Error> {
    actor.freshly_proved()?;
    if actor.seat().doors.has_none() {
        return Err(Error::NotFound);
    }
    let mut change = Change::begin(&actor).await?;
    let codes = store::renew_codes(&mut change, actor.org(), actor.member_id(), actor.face().now).await?;
    change.commit(Event::new(Deed::RecoveryCodesRenewed, actor.member_id())).await?;
    Ok(pages::codes(&actor, codes, "/profile/second-factor"))
}

/// `POST /profile/removed-second-factors`: the app goes, and with the last second factor the codes.
pub async fn delete(actor: Actor<ProfileEdit>) -> Result<Redirect, Error> {
    actor.freshly_proved()?;
    let mut change = Change::begin(&actor).await?;
    store::forget(&mut change, actor.org(), actor.member_id()).await?;
    change.commit(Event::new(Deed::FactorRemoved, actor.member_id())).await?;
    Ok(Redirect::to("/profile/second-factor").saying(Flash::done(Text::of(actor.lang()).factor_removed)))
}
