//! `/incentives/rebates/import`: every line is judged, then all are taken or none.

use axum::{
    http::header,
    response::{IntoResponse, Response},
};

use crate::{
    access::{Actor, permission::IncentiveSubmit},
    audit::{Change, Deed, Event, Fields},
    rebates::{
        PATH, forms,
        pages::import as pages,
        rules::import::{Draft, Verdict, judge},
        store::{self, write},
        text::Text,
    },
    requests::signature,
    web::{Error, Flash, Marked, Query, Redirect, form::FormPage},
};

/// `GET /incentives/rebates/import`.
pub async fn new(actor: Actor<IncentiveSubmit>, Query(typed): Query) -> Result<FormPage, Error> {
    Ok(pages::form(&actor, &typed))
}

/// `GET /incentives/rebates/import/template`.
pub async fn template(_actor: Actor<IncentiveSubmit>) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"rebates-template.csv\""),
    ];
    (headers, pages::template()).into_response()
}

/// `POST /incentives/rebates/import` (`csv`, `origin`; `step=check` judges, `step=take` records all or none, if they are as `seen`
/// says).
pub async fn create(actor: Actor<IncentiveSubmit>, Marked(typed): Marked) -> Result<Response, Error> {
    let page = pages::form(&actor, &typed);
    let lines = match forms::lines(typed.get("csv")) {
        Ok(lines) => lines,
        Err(why) => return Ok(pages::unreadable(page, why).into_response()),
    };
    let origin = match forms::words(typed.get("origin"), forms::ORIGIN) {
        Ok(origin) => origin,
        Err(typo) => return Ok(pages::no_origin(page, typo).into_response()),
    };
    let mut change = Change::begin(&actor).await?;
    store::lock(&mut change, actor.org()).await?;
    let numbers: Vec<String> =
        lines.iter().filter_map(|(_, read)| Some(read.as_ref().ok()?.0.number.clone())).collect();
    let ground = write::ground(&mut change, actor.org(), &numbers).await?;
    let read: Vec<_> = lines.iter().map(|(_, read)| read.clone()).collect();
    let (verdicts, drafts) = judge(&read, &ground);
    let fits = !verdicts.iter().any(|verdict| matches!(verdict, Verdict::Wrong(_)));
    let (takes, is_as_seen) = (typed.get("step") == "take", typed.get("seen") == forms::seen(&lines, &verdicts));
    if !takes || !fits || !is_as_seen {
        return Ok(pages::dry_run(page, &lines, &verdicts, takes).into_response());
    }
    record(change, &drafts, (origin, &signature(&actor))).await?;
    let (before, after) = Text::of(actor.lang()).taken;
    let said = Flash::done(format!("{before}{}{after}", drafts.len()));
    Ok(Redirect::to(PATH).saying(said).into_response())
}

async fn record(
    mut change: Change<IncentiveSubmit>,
    drafts: &[Draft],
    (origin, by): (&str, &str),
) -> Result<(), Error> {
    let mut events = Vec::new();
    for draft in drafts {
        let id = write::record(&mut change, draft, (origin, by)).await?;
        let after = Fields::new().set("number", draft.head.number.as_str()).set("period", draft.head.period.as_str());
        let after = after.set("amount", draft.gross().to_string()).set("lines", draft.lines.len());
        events.push(Event::new(Deed::RebatesImported, id).after(after.set("origin", origin)));
    }
    if !events.is_empty() {
        change.commit_all(&events).await?;
    }
    Ok(())
}
