//! Handlers of the policy about second factors. Its change is a sensitive operation: `Actor` asks for a fresh proof.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};

use super::{
    forms::PolicyForm,
    pages::{self, Said},
    rules::{self, Refusal, Setting},
    store,
    text::Text,
};
use crate::{
    access::{Actor, permission::OrgSettings},
    audit::{Change, Deed, Event, Fields},
    web::{Error, Flash, Form, Redirect},
};

/// `GET /organization/security`.
pub async fn show(actor: Actor<OrgSettings>) -> Result<Response, Error> {
    shown(&actor, None).await
}

async fn shown(actor: &Actor<OrgSettings>, said: Option<Said<'_>>) -> Result<Response, Error> {
    let (org, now) = (actor.org(), actor.face().now);
    let mut connection = actor.open().await?;
    let around = store::around(&mut connection, org, now).await?;
    let people = store::people(&mut connection, org, actor.organization().kind, now).await?;
    Ok(pages::show(actor, &around, &people, said))
}

/// `POST /organization/security` (`policy`, `days`, `reason`, `was`).
pub async fn update(actor: Actor<OrgSettings>, Form(typed): Form) -> Result<Response, Error> {
    let form = PolicyForm::read(&typed);
    let text = Text::of(actor.lang());
    let refuse = |status, sentence| Some(Said { form: &form, status, sentence });
    let Some(wanted) = form.wanted() else {
        return shown(&actor, refuse(StatusCode::UNPROCESSABLE_ENTITY, text.choose)).await;
    };
    let mut change = Change::begin(&actor).await?;
    let (org, now) = (actor.org(), change.now());
    let setting = store::lock(&mut change, org).await?.at(now);
    if setting.mark() != form.was {
        drop(change);
        return shown(&actor, refuse(StatusCode::CONFLICT, text.conflict)).await;
    }
    let is_admin = actor.seat().is_master || actor.seat().roles.iter().any(|role| role.is_admin());
    let allowed = match rules::may_change(setting, wanted, is_admin, now) {
        Ok(allowed) => allowed,
        Err(refusal) => {
            drop(change);
            let status =
                if refusal == Refusal::Loosens { StatusCode::FORBIDDEN } else { StatusCode::UNPROCESSABLE_ENTITY };
            return shown(&actor, refuse(status, text.refusal(refusal))).await;
        }
    };
    store::update(&mut change, org, &allowed).await?;
    let event = Event::new(Deed::OrganizationDoorsChanged, org).before(fields(setting)).after(fields(allowed.setting));
    change.commit(event.because(&form.reason)).await?;
    Ok(Redirect::to("/organization/security").saying(Flash::done(text.changed)).into_response())
}

fn fields(setting: Setting) -> Fields {
    let next = setting.next.map(|(policy, _)| policy.code());
    let at = setting.next.map(|(_, at)| at.to_rfc3339());
    Fields::new().set("mfa_policy", setting.policy.code()).set("next_mfa_policy", next).set("next_at", at)
}
