//! `/roles/limit`: how many custom roles the organisation may have (ROLE-6).

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};

use crate::{
    access::{Actor, custom, permission::OrgSettings},
    audit::{Change, Deed, Event, Fields},
    roles::{
        pages,
        store::{self, custom as write},
        text::Text,
    },
    web::{Error, Flash, Form, Redirect},
};

/// `GET /roles/limit`.
pub async fn ask(actor: Actor<OrgSettings>) -> Result<Response, Error> {
    let now = actor.app().clock.now();
    let mut connection = actor.open().await?;
    let existing = store::roles(&mut connection, actor.org(), now).await?.1.len();
    let limit = write::limit(&mut connection, actor.org()).await?;
    Ok(pages::limit(&actor, StatusCode::OK, &limit.to_string(), existing))
}

/// `POST /roles/limit` (`limit`): a whole number within the bounds, and not below what there is.
pub async fn set(actor: Actor<OrgSettings>, Form(typed): Form) -> Result<Response, Error> {
    let mut change = Change::begin(&actor).await?;
    let (org, now) = (change.org(), change.now());
    write::lock(&mut change, org).await?;
    let existing = store::roles(&mut change, org, now).await?.1.len();
    let limit: Option<usize> = typed.get("limit").parse().ok();
    let Some(limit) = limit.filter(|limit| custom::LIMIT.contains(limit) && *limit >= existing) else {
        return Ok(pages::limit(&actor, StatusCode::UNPROCESSABLE_ENTITY, typed.get("limit"), existing));
    };
    let before = write::limit(&mut change, org).await?;
    if before == limit {
        return Ok(Redirect::to("/roles").into_response());
    }
    write::set_limit(&mut change, org, i32::try_from(limit).unwrap_or(i32::MAX)).await?;
    let event = Event::new(Deed::RoleLimitSet, org).before(Fields::new().set("limit", before));
    change.commit(event.after(Fields::new().set("limit", limit))).await?;
    Ok(Redirect::to("/roles").saying(Flash::done(Text::of(actor.lang()).saved)).into_response())
}
