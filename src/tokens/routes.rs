//! Handlers of tokens.

use axum::{http::StatusCode, response::Response};

use super::{
    forms, pages,
    rules::{self, Wanted},
    store,
    text::Text,
};
use crate::{
    access::{
        Actor, Permission,
        permission::{ApiKeyManage, ApiKeyOwn, ProfileEdit},
        sessions::Token,
    },
    audit::{Change, Deed, Event, Fields},
    web::{Error, Flash, Form, NoFilters, Redirect, Typed},
};

/// `GET /tokens`: one's own, and the form of a new one.
pub async fn list(actor: Actor<ApiKeyOwn>, _: NoFilters) -> Result<Response, Error> {
    let wanted = Wanted { days: rules::DAYS[1], ..Wanted::default() };
    own(&actor, &wanted, StatusCode::OK, None).await
}

async fn own(
    actor: &Actor<ApiKeyOwn>,
    wanted: &Wanted,
    status: StatusCode,
    refusal: Option<&'static str>,
) -> Result<Response, Error> {
    let mut connection = actor.open().await?;
    let tokens = store::list(&mut connection, actor.org(), Some(actor.member_id()), actor.face().now).await?;
    Ok(pages::own(actor, &tokens, wanted, (status, refusal)))
}

/// `POST /tokens` (`name`, `days`, `scope` …): shown once.
pub async fn create(actor: Actor<ApiKeyOwn>, Form(typed): Form) -> Result<Response, Error> {
    let wanted = forms::wanted(&typed);
    let allowed = match rules::may_make(&wanted, actor.seat().permissions, actor.face().now) {
        Ok(allowed) => allowed,
        Err(refusal) => {
            let sentence = Text::of(actor.lang()).refusal(refusal);
            return own(&actor, &wanted, StatusCode::UNPROCESSABLE_ENTITY, Some(sentence)).await;
        }
    };
    let token = Token::fresh_bearer();
    let mut change = Change::begin(&actor).await?;
    let now = change.now();
    let id = store::insert(&mut change, actor.org(), actor.member_id(), (&allowed, &token), now).await?;
    let made = Fields::new().set("name", allowed.name.as_str()).set("scopes", wanted.scopes);
    change.commit(Event::new(Deed::TokenMade, id).after(made)).await?;
    Ok(pages::made(&actor, &allowed.name, &token))
}

/// `POST /tokens/revocations` (`token`): one's own, at once and without a fresh proof.
pub async fn revoke(actor: Actor<ProfileEdit>, Form(typed): Form) -> Result<Redirect, Error> {
    let owner = Some(actor.member_id());
    end(&actor, owner, &typed, "/tokens").await
}

/// `GET /tokens/members`: everybody's.
pub async fn list_members(actor: Actor<ApiKeyManage>, _: NoFilters) -> Result<Response, Error> {
    let tokens = store::list(&mut *actor.open().await?, actor.org(), None, actor.face().now).await?;
    Ok(pages::members(&actor, &tokens))
}

/// `POST /tokens/members/revocations` (`token`): anybody's.
pub async fn revoke_members(actor: Actor<ApiKeyManage>, Form(typed): Form) -> Result<Redirect, Error> {
    end(&actor, None, &typed, "/tokens/members").await
}

async fn end<P: Permission>(
    actor: &Actor<P>,
    owner: Option<i64>,
    typed: &Typed,
    back: &str,
) -> Result<Redirect, Error> {
    let id: i64 = typed.get("token").parse().map_err(|_| Error::Unreadable)?;
    let mut change = Change::begin(actor).await?;
    let now = change.now();
    if !store::revoke(&mut change, actor.org(), owner, (id, actor.member_id()), now).await? {
        return Err(Error::NotFound);
    }
    change.commit(Event::new(Deed::TokenRevoked, id)).await?;
    Ok(Redirect::to(back).saying(Flash::done(Text::of(actor.lang()).revoked)))
}
