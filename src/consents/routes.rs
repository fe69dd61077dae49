//! `/desk/documents`: the desk adds versions of agreements, policies and statements (COM-15).

use axum::response::{IntoResponse, Response};

use super::{forms, pages, rules::Draft, store, text::Text};
use crate::{
    access::{Actor, permission::DeskPolicyManage},
    audit::{Change, Deed, Event, Fields},
    requests::signature,
    web::{Error, Flash, Form, ListPage, Query, Redirect, form::FormPage},
};

/// `GET /desk/documents`.
pub async fn list(actor: Actor<DeskPolicyManage>, Query(typed): Query) -> Result<ListPage, Error> {
    let (benefit, kind, mut bar) = forms::filters(typed, actor.lang());
    let paging = bar.paging();
    let mut rows = Vec::new();
    if bar.is_sound() {
        let wanted = (benefit.as_deref(), kind.as_deref());
        rows = store::list(&mut *actor.open().await?, wanted, paging.after).await?;
    }
    let pager = bar.pager(&paging, &mut rows, |row| row.id);
    Ok(pages::list(&actor, bar, &rows, pager))
}

/// `GET /desk/documents/new`.
pub async fn new(actor: Actor<DeskPolicyManage>) -> FormPage {
    pages::new(&actor, &Draft::default())
}

/// `POST /desk/documents/new`: a code that exists gets its next version.
pub async fn create(actor: Actor<DeskPolicyManage>, Form(typed): Form) -> Result<Response, Error> {
    let (draft, text) = (forms::draft(&typed), Text::of(actor.lang()));
    let days = match draft.days() {
        Ok(days) => days,
        Err(faults) => {
            let mut page = pages::new(&actor, &draft);
            faults.into_iter().for_each(|(field, fault)| page.fault(field, text.sentence(fault)));
            return Ok(page.into_response());
        }
    };
    let mut change = Change::begin(&actor).await?;
    let (id, version) = store::add(&mut change, &draft, days, &signature(&actor)).await?;
    let after = Fields::new().set("code", draft.code.as_str()).set("version", version).set("kind", draft.kind.as_str());
    change.commit(Event::new(Deed::PolicyDocumentAdded, id).after(after)).await?;
    Ok(Redirect::to("/desk/documents").saying(Flash::done(text.added)).into_response())
}
