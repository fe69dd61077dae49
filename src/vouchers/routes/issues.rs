//! What issuing to resellers and to customers have in common: look, preview, confirm. Nothing waits for the vendor.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use rust_decimal::Decimal;

use super::rehearsal::{Made, acting, found, intend, judge, look};
use crate::{
    access::{Actor, Permission},
    audit::Change,
    commands::{self, Intended, dry_run::part, token},
    db::PgConnection,
    values::decimal,
    vouchers::{
        forms::{
            drafts::{Issue, Step},
            recipients::{self, Asked, Recipients},
        },
        pages::issues as pages,
        rules::target::Target,
        store::{
            drawing,
            recipients::{Wanted, of_approval},
        },
        text::Text,
    },
    web::{Error, Flash, Redirect, Typed, form::FormPage},
};

/// The form, empty or as it was typed.
pub async fn form<P: Permission>(
    actor: &Actor<P>,
    (target, id): (Target, i64),
    typed: &Typed,
) -> Result<FormPage, Error> {
    let mut connection = actor.open().await?;
    let mut draft = Issue::read(typed);
    if let (true, Ok(approval_id)) = (draft.recipients.0.is_empty(), typed.get("approval").parse()) {
        draft.recipients = named(&mut connection, actor, target, approval_id).await?;
    }
    again(&mut connection, actor, (target, id), (&draft, vec![])).await
}

/// Whom an earlier request of the member named: an address holds no thousand of them.
async fn named<P: Permission>(
    connection: &mut PgConnection,
    actor: &Actor<P>,
    target: Target,
    approval_id: i64,
) -> Result<Recipients, Error> {
    let most = i64::try_from(recipients::MOST).unwrap_or(i64::MAX);
    let of = (approval_id, actor.member_id());
    let lines = of_approval(connection, actor.org(), of, (target.kind().as_str(), most)).await?;
    let asked = |(key, amount): (String, Option<Decimal>)| Asked {
        key,
        amount: amount.map(decimal::written).unwrap_or_default(),
    };
    Ok(Recipients(lines.into_iter().map(asked).collect()))
}

async fn again<P: Permission>(
    connection: &mut PgConnection,
    actor: &Actor<P>,
    (target, id): (Target, i64),
    (draft, faults): (&Issue, Vec<(&'static str, String)>),
) -> Result<FormPage, Error> {
    let look = match look(connection, actor, (target, id)).await? {
        Ok(look) => look,
        Err(page) => return Ok(page),
    };
    let found = found(connection, actor, (target, look.source.holder_id), Wanted::Part(&draft.search)).await?;
    let mut page = pages::form(actor, &look.subject(target), draft, &found);
    faults.into_iter().for_each(|(field, sentence)| page.fault(field, sentence));
    Ok(page)
}

/// The sent form: searched, previewed or confirmed.
pub async fn send<P: Permission>(
    actor: &Actor<P>,
    (target, id): (Target, i64),
    typed: &Typed,
) -> Result<Response, Error> {
    let draft = Issue::read(typed);
    let searching = draft.recipients.0.is_empty() && !draft.search.is_empty();
    match Step::of(typed) {
        Step::Confirm => confirm(actor, (target, id), &draft, typed).await,
        Step::Preview if !searching => {
            let mut connection = actor.open().await?;
            let look = match look(&mut connection, actor, (target, id)).await? {
                Ok(look) => look,
                Err(page) => return Ok(page.into_response()),
            };
            match judge(&mut connection, actor, target, (&look, &draft)).await? {
                Ok(judged) => {
                    let of = (&draft, &judged.terms);
                    Ok(pages::preview(actor, &look.subject(target), of, &judged.run).into_response())
                }
                Err(faults) => Ok(again(&mut connection, actor, (target, id), (&draft, faults)).await?.into_response()),
            }
        }
        Step::Preview | Step::Form => Ok(form(actor, (target, id), typed).await?.into_response()),
    }
}

/// The confirmation: everything is looked at again while nobody else confirms from this quota; one token, one approval.
async fn confirm<P: Permission>(
    actor: &Actor<P>,
    (target, id): (Target, i64),
    draft: &Issue,
    typed: &Typed,
) -> Result<Response, Error> {
    let mut change = Change::begin(actor).await?;
    let org = change.org();
    drawing::lock(&mut change, &acting(actor, target), id).await?;
    if let Some(approval_id) = token::approval_of(&mut change, org, typed.get(part::TOKEN)).await? {
        return Ok(kept(approval_id, Text::of(actor.lang()).issue.kept_before));
    }
    let look = match look(&mut change, actor, (target, id)).await? {
        Ok(look) => look,
        Err(page) => return Ok(page.into_response()),
    };
    let judged = match judge(&mut change, actor, target, (&look, draft)).await? {
        Ok(judged) => judged,
        Err(faults) => return Ok(again(&mut change, actor, (target, id), (draft, faults)).await?.into_response()),
    };
    let shown = judged.run.digest(&draft.parameters(&look.source.remote_id));
    let issue = judged.issue.filter(|_| judged.run.is_ready() && shown == typed.get(part::DIGEST));
    let Some(issue) = issue.filter(|_| !typed.get(part::TOKEN).is_empty()) else {
        let mut page = pages::preview(actor, &look.subject(target), (draft, &judged.terms), &judged.run);
        page.notice.get_or_insert_with(|| part::changed(actor.lang()).to_owned());
        page.status = StatusCode::CONFLICT;
        return Ok(page.into_response());
    };
    let made = Made { target, source: &look.source, judged: &judged, remark: &draft.remark };
    keep(change, actor, &made, (issue, typed.get(part::TOKEN))).await
}

/// Keeps what nothing stands against any more.
async fn keep<P: Permission>(
    mut change: Change<P>,
    actor: &Actor<P>,
    made: &Made<'_>,
    (issue, token): (commands::Issue, &str),
) -> Result<Response, Error> {
    let text = Text::of(actor.lang()).issue;
    match intend(&mut change, made, (&issue, token)).await? {
        None => Ok(pages::unconnected(actor, made.target, made.source).into_response()),
        Some(Intended::Already { approval_id }) => Ok(kept(approval_id, text.kept_before)),
        Some(Intended::New { approval_id, event, .. }) => {
            change.commit(*event).await?;
            Ok(kept(approval_id, if issue.steps() > 0 { text.kept_approval } else { text.kept }))
        }
    }
}

/// The approval's page, with a word about what happened.
pub fn kept(approval_id: i64, said: &str) -> Response {
    Redirect::to(format!("/approvals/{approval_id}")).saying(Flash::done(said.to_owned())).into_response()
}
