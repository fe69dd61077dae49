//! `/facts/import`: every line is judged, then all are taken or none.

use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};

use super::{csv, kind};
use crate::{
    access::{Actor, permission::IncentiveSubmit},
    audit::{Change, Deed, Event, Fields},
    facts::{
        forms::{self, Judged, Line},
        pages::{address, import as pages},
        rules::{Kind, Verdict},
        store::{self, Source},
        text::Text,
    },
    requests::signature,
    web::{Error, Flash, Marked, Query, Redirect, Typed, form::FormPage},
};

/// `GET /facts/import?kind=`.
pub async fn new(actor: Actor<IncentiveSubmit>, Query(typed): Query) -> Result<FormPage, Error> {
    Ok(pages::form(&actor, kind(&actor, &typed)?, &typed))
}

/// `GET /facts/import/template?kind=`.
pub async fn template(actor: Actor<IncentiveSubmit>, Query(typed): Query) -> Result<Response, Error> {
    let kind = kind(&actor, &typed)?;
    Ok(csv(&format!("{}-template.csv", kind.code), pages::template(kind)))
}

/// `POST /facts/import` (`kind`, `csv`, `origin`, `complete`; `step=check` judges, `step=take` records all lines or none,
/// if they are as `seen` says).
pub async fn create(actor: Actor<IncentiveSubmit>, Marked(typed): Marked) -> Result<Response, Error> {
    let (kind, face) = (kind(&actor, &typed)?, actor.face());
    let mut page = pages::form(&actor, kind, &typed);
    let lines = match forms::lines(kind, typed.get("csv"), face.date(face.now)) {
        Ok(lines) => lines,
        Err(why) => return Ok(pages::unreadable(page, why).into_response()),
    };
    if let Err(fault) = forms::origin(&typed) {
        page.fault("origin", Text::of(face.lang).sentence(fault));
        return Ok(page.into_response());
    }
    let mut change = Change::begin(&actor).await?;
    store::lock(&mut change, actor.org()).await?;
    let judged = judge(&mut change, kind, lines).await?;
    let fits = !judged.iter().any(|(.., verdict)| matches!(verdict, Verdict::Wrong(_)));
    let (takes, is_as_seen) = (typed.get("step") == "take", typed.get("seen") == forms::seen(&judged));
    if !takes || !fits || !is_as_seen {
        return Ok(pages::dry_run(page, &judged, takes).into_response());
    }
    let count = take(&mut change, (kind, &typed), &judged, &signature(&actor)).await?;
    let event = Event::new(Deed::FactsImported, kind.code).after(
        Fields::new().set("facts", count).set("lines", judged.len()).set("complete", typed.get("complete") == "yes"),
    );
    change.commit(event).await?;
    let (before, after) = Text::of(face.lang).taken;
    Ok(Redirect::to(address(kind)).saying(Flash::done(format!("{before}{count}{after}"))).into_response())
}

async fn judge(
    change: &mut Change<IncentiveSubmit>,
    kind: &'static Kind,
    lines: Vec<Line>,
) -> Result<Vec<Judged>, Error> {
    let keys: Vec<String> = lines.iter().filter_map(|(_, draft)| Some(draft.as_ref().ok()?.key())).collect();
    let org = change.org();
    let ground = store::keys(change, org, (kind.code, &keys)).await?;
    Ok(forms::judged(lines, &ground))
}

/// Records every line that says something new; answers how many.
async fn take(
    change: &mut Change<IncentiveSubmit>,
    (kind, typed): (&'static Kind, &Typed),
    judged: &[Judged],
    by: &str,
) -> Result<usize, Error> {
    let text = typed.get("csv");
    let hash = Sha256::digest(text);
    let source =
        Source { method: "import", origin: typed.get("origin"), file_id: None, content: Some((text, &hash)), by };
    let source = store::begin(change, &source).await?;
    let mut count = 0;
    for (_, draft, verdict) in judged {
        let corrects = match verdict {
            Verdict::New => None,
            Verdict::Corrects(id) => Some(*id),
            Verdict::Same | Verdict::Wrong(_) => continue,
        };
        let Some(draft) = draft else { continue };
        store::record(change, (source, by), draft, corrects).await?.ok_or(Error::Conflict)?;
        count += 1;
    }
    if typed.get("complete") == "yes" {
        store::vouch(change, source, kind.code).await?;
    }
    Ok(count)
}
