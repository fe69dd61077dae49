//! `/members/{id}/reveal`: one personal value, for a reason, in the record (MEM-8).

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};

use super::{begin, look};
use crate::{
    access::{Actor, permission::MemberManage},
    audit::{Deed, Event, Fields},
    members::{
        pages::{act, form::FormPage},
        rules::{
            person::{REASON, Wrong, required},
            plan::Why,
        },
        text::{Text, form::sentence},
    },
    web::{Cell, Error, Form, Id, Query, Section},
};

/// `GET /members/{id}/reveal?field=`.
pub async fn ask(actor: Actor<MemberManage>, Id(id): Id, Query(typed): Query) -> Result<FormPage, Error> {
    let case = look(&actor, id).await?;
    Ok(act::reveal(&actor, &case, &typed))
}

/// `POST /members/{id}/reveal` (`field`, `reason`).
pub async fn reveal(actor: Actor<MemberManage>, Id(id): Id, Form(typed): Form) -> Result<Response, Error> {
    let (change, case) = begin(&actor, id).await?;
    let mut page = act::reveal(&actor, &case, &typed);
    if page.buttons.is_empty() {
        return Ok(page.into_response());
    }
    let text = Text::of(actor.lang());
    let subject = &case.subject;
    let (label, value) = match typed.get("field") {
        "name" => (text.name, Some(&subject.name)),
        "email" => (text.email, subject.email.as_ref()),
        "phone" => (text.phone, subject.phone.as_ref()),
        _ => {
            page.fault("field", sentence(&Why::Field(Wrong::Choice), actor.lang()));
            return Ok(page.into_response());
        }
    };
    if let Err(wrong) = required(typed.get("reason"), REASON) {
        page.fault("reason", sentence(&Why::Field(wrong), actor.lang()));
        return Ok(page.into_response());
    }
    let event = Event::new(Deed::MemberRevealed, id).after(Fields::new().set("field", typed.get("field")));
    change.commit(event.because(typed.get("reason"))).await?;
    let facts = vec![(label, Cell::maybe(value.map(|value| value.reveal().as_str())))];
    page.before.push(Section { title: text.acts.revealed.to_owned(), facts });
    page.status = StatusCode::OK;
    Ok(page.into_response())
}
