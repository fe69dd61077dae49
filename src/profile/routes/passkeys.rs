//! Handlers of a member's passkeys. Like everything about his second factor they are recorded as his, by his key.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};

use crate::{
    access::{
        Actor,
        factors::{
            self,
            passkeys::{
                Registered, Registration,
                store::{self, Purpose},
            },
        },
        permission::ProfileEdit,
        sessions::Token,
    },
    audit::{Change, Deed, Event, Fields},
    profile::{
        pages::{passkeys as pages, second},
        text::Text,
    },
    web::{Error, Flash, Form, Redirect, Typed},
};

/// Longest name.
const NAME: usize = 64;

/// `GET /profile/passkeys`.
pub async fn list(actor: Actor<ProfileEdit>) -> Result<Response, Error> {
    shown(&actor, (StatusCode::OK, None)).await
}

async fn shown(actor: &Actor<ProfileEdit>, said: (StatusCode, Option<&'static str>)) -> Result<Response, Error> {
    let mut connection = actor.open().await?;
    let rows = store::list(&mut connection, actor.org(), actor.member_id()).await?;
    let (left, _) = factors::store::standing(&mut connection, actor.org(), actor.member_id()).await?;
    Ok(pages::list(actor, &rows, left, said))
}

fn name_of(typed: &Typed) -> Option<&str> {
    Some(typed.get("name")).filter(|name| !name.is_empty() && name.chars().count() <= NAME)
}

async fn refuse(actor: &Actor<ProfileEdit>, sentence: &'static str) -> Result<Response, Error> {
    shown(actor, (StatusCode::UNPROCESSABLE_ENTITY, Some(sentence))).await
}

/// `POST /profile/passkey-challenges` (`name`): the page that asks the browser to make one.
pub async fn new(actor: Actor<ProfileEdit>, Form(typed): Form) -> Result<Response, Error> {
    actor.freshly_proved()?;
    let relying = actor.visitor().relying().ok_or(Error::NotFound)?;
    let Some(name) = name_of(&typed) else { return refuse(&actor, Text::of(actor.lang()).passkey_name_wrong).await };
    let mut connection = actor.open().await?;
    let known = store::list(&mut connection, actor.org(), actor.member_id()).await?;
    let purpose = Purpose::Register(actor.member_id());
    let challenge = store::challenge(&mut connection, purpose, actor.face().now).await?;
    Ok(pages::make(&actor, relying, &challenge, (name, &known)))
}

/// `POST /profile/passkeys` (`name`, `credential`).
pub async fn create(actor: Actor<ProfileEdit>, Form(typed): Form) -> Result<Response, Error> {
    actor.freshly_proved()?;
    let text = Text::of(actor.lang());
    let Some(name) = name_of(&typed) else { return refuse(&actor, text.passkey_name_wrong).await };
    let Some(passkey) = registered(&actor, typed.get("credential")).await? else {
        return refuse(&actor, text.passkey_refused).await;
    };
    let mut change = Change::begin(&actor).await?;
    let (whose, now) = ((actor.org(), actor.member_id()), change.now());
    let Some(id) = store::insert(&mut change, whose, name, &passkey, now).await? else {
        return refuse(&actor, text.passkey_known).await;
    };
    let added = Event::new(Deed::PasskeyAdded, whose.1).after(Fields::new().set("passkey", id).set("name", name));
    let (left, _) = factors::store::standing(&mut change, whose.0, whose.1).await?;
    if left > 0 {
        change.commit(added).await?;
        return Ok(Redirect::to("/profile/passkeys").saying(Flash::done(text.passkey_added)).into_response());
    }
    // A device can be lost: the first passkey comes with codes that open the door without it.
    let codes = factors::store::renew_codes(&mut change, whose.0, whose.1, now).await?;
    change.commit_all(&[added, Event::new(Deed::RecoveryCodesRenewed, whose.1)]).await?;
    Ok(second::codes(&actor, codes, "/profile/passkeys"))
}

/// The passkey of an answer to a challenge that was given to this member.
async fn registered(actor: &Actor<ProfileEdit>, typed: &str) -> Result<Option<Registered>, Error> {
    let relying = actor.visitor().relying().ok_or(Error::NotFound)?;
    let Ok(answer) = serde_json::from_str::<Registration>(typed) else { return Ok(None) };
    let Some(challenge) = answer.challenge() else { return Ok(None) };
    let Some(token) = Token::parse(&challenge) else { return Ok(None) };
    let purpose = Purpose::Register(actor.member_id());
    let now = actor.face().now;
    if !store::answer(&mut *actor.open().await?, &token, purpose, now).await? {
        return Ok(None);
    }
    Ok(answer.check(&challenge, relying).ok())
}

/// `POST /profile/passkeys/names` (`passkey`, `name`).
pub async fn update(actor: Actor<ProfileEdit>, Form(typed): Form) -> Result<Response, Error> {
    let text = Text::of(actor.lang());
    let Some(name) = name_of(&typed) else { return refuse(&actor, text.passkey_name_wrong).await };
    let id = typed.get("passkey").parse().map_err(|_| Error::Unreadable)?;
    let mut change = Change::begin(&actor).await?;
    if !store::rename(&mut change, (actor.org(), actor.member_id()), id, name).await? {
        return Err(Error::NotFound);
    }
    let renamed = Fields::new().set("passkey", id).set("name", name);
    change.commit(Event::new(Deed::PasskeyRenamed, actor.member_id()).after(renamed)).await?;
    Ok(Redirect::to("/profile/passkeys").into_response())
}

/// `POST /profile/removed-passkeys` (`passkey`).
pub async fn delete(actor: Actor<ProfileEdit>, Form(typed): Form) -> Result<Redirect, Error> {
    actor.freshly_proved()?;
    let id = typed.get("passkey").parse().map_err(|_| Error::Unreadable)?;
    let mut change = Change::begin(&actor).await?;
    let (org, member) = (actor.org(), actor.member_id());
    if !store::delete(&mut change, (org, member), id).await? {
        return Err(Error::NotFound);
    }
    factors::store::forget_idle_codes(&mut change, org, member).await?;
    let removed = Fields::new().set("passkey", id);
    change.commit(Event::new(Deed::PasskeyRemoved, member).before(removed)).await?;
    Ok(Redirect::to("/profile/passkeys").saying(Flash::done(Text::of(actor.lang()).passkey_removed)))
}
