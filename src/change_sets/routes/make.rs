//! `/change-sets/new` and its making: choose a kind, paste or send rows; or try again what failed.

use axum::response::{IntoResponse, Response};

use super::{ALL, file, find, made, weighing::weighing};
use crate::{
    access::Actor,
    audit::{Change, Deed, Event, Fields},
    change_sets::{
        Door,
        forms::{
            intake::Intake,
            sheet::{self, Row, Unreadable},
        },
        pages,
        rules::{column::Kind, verdict::Typed},
        store::{
            rows::{self, Which},
            sets::{self, New},
        },
        text::Text,
    },
    commands::dry_run::part,
    web::{Error, Flash, Id, Query, Redirect},
};

/// The kind of that word, if the member makes it.
pub(in crate::change_sets) fn kind(actor: &Actor<Door>, word: &str) -> Result<Kind, Error> {
    let kind = Kind::parse(word).ok_or(Error::NotFound)?;
    match made(actor).contains(&kind) {
        true => Ok(kind),
        // Nothing that a permission would change.
        false if actor.may(kind.command().code()) => Err(Error::NotFound),
        false => Err(Error::Forbidden(forbidden(kind))),
    }
}

/// The code that is missed, as refusals name it.
const fn forbidden(kind: Kind) -> &'static [crate::access::Code] {
    use crate::access::{
        Permission,
        permission::{CouponIssue, CouponReclaim, QuotaIssue, QuotaReclaim, TransferCustomer},
    };
    match kind {
        Kind::QuotaIssue => QuotaIssue::CODES,
        Kind::QuotaReclaim => QuotaReclaim::CODES,
        Kind::CouponIssue => CouponIssue::CODES,
        Kind::CouponReclaim => CouponReclaim::CODES,
        Kind::CustomerTransfer | Kind::CustomerTakeback => TransferCustomer::CODES,
    }
}

/// `GET /change-sets/new?kind=…`: the choice without a kind.
pub async fn new(actor: Actor<Door>, Query(typed): Query) -> Result<Response, Error> {
    if typed.get("kind").is_empty() {
        return Ok(pages::new::choose(&actor, &made(&actor)).into_response());
    }
    let kind = kind(&actor, typed.get("kind"))?;
    Ok(pages::new::form(&actor, kind, "", "").into_response())
}

/// `GET /change-sets/template?kind=…`.
pub async fn template(actor: Actor<Door>, Query(typed): Query) -> Result<Response, Error> {
    let kind = kind(&actor, typed.get("kind"))?;
    Ok(file(&format!("{}-template.csv", kind.as_str()), pages::sheet::template(kind, actor.lang())))
}

/// `POST /change-sets?kind=…` (`paste` or `file`, `remark`).
pub async fn create(actor: Actor<Door>, Query(typed): Query, intake: Intake) -> Result<Response, Error> {
    let kind = kind(&actor, typed.get("kind"))?;
    let Intake { name, bytes, is_too_large, remark } = intake;
    let pasted = if name.is_empty() { String::from_utf8_lossy(&bytes).into_owned() } else { String::new() };
    let read =
        tokio::task::spawn_blocking(
            move || {
                if is_too_large { Err(Unreadable::TooLarge) } else { sheet::read(kind, &bytes) }
            },
        );
    match read.await.map_err(|ended| Error::Internal(ended.to_string().into()))? {
        Err(why) => Ok(pages::new::refused(&actor, kind, (&pasted, &remark), why).into_response()),
        Ok(read) => {
            let change = Change::begin(&actor).await?;
            let id = keep(change, &actor, (kind, read), (&remark, &name, None)).await?;
            Ok(Redirect::to(format!("/change-sets/{id}")).into_response())
        }
    }
}

/// `POST /change-sets/{id}/again`: a new set of the rows that had no effect; there is one of them, whoever asks for it.
pub async fn again(actor: Actor<Door>, Id(id): Id) -> Result<Redirect, Error> {
    let mut change = Change::begin(&actor).await?;
    let org = change.org();
    let (set, of) = find(&mut change, &actor, id).await?;
    let kind = kind(&actor, of.as_str())?;
    sets::lock(&mut change, org, id).await?.ok_or(Error::NotFound)?;
    if let Some(before) = sets::tried_again(&mut change, org, id).await? {
        let said = Flash::refused(Text::of(actor.lang()).again_already);
        return Ok(Redirect::to(format!("/change-sets/{before}")).saying(said));
    }
    let failed = rows::list(&mut change, org, (id, Which::Failed), 0, ALL).await?;
    if failed.is_empty() {
        let said = Flash::refused(Text::of(actor.lang()).nothing_failed);
        return Ok(Redirect::to(format!("/change-sets/{id}")).saying(said));
    }
    let read = failed.into_iter().map(|row| (u32::try_from(row.line).unwrap_or_default(), row.cells.0)).collect();
    let again = keep(change, &actor, (kind, read), (&set.remark, &set.source, Some(id))).await?;
    Ok(Redirect::to(format!("/change-sets/{again}")))
}

/// Makes the set with its rows and commits it; answers its key.
async fn keep(
    mut change: Change<Door>,
    actor: &Actor<Door>,
    rows: (Kind, Vec<Row>),
    about: (&str, &str, Option<i64>),
) -> Result<i64, Error> {
    let (id, event) = insert(&mut change, actor, rows, about).await?;
    change.commit(event).await?;
    Ok(id)
}

/// Makes the set with its rows, weighed; answers its key, and what it is committed with.
pub(in crate::change_sets) async fn insert(
    change: &mut Change<Door>,
    actor: &Actor<Door>,
    (kind, read): (Kind, Vec<Row>),
    (remark, source, again_of): (&str, &str, Option<i64>),
) -> Result<(i64, Event), Error> {
    let typed: Vec<Typed> = read.into_iter().map(|(line, cells)| Typed { line, cells, left_out: false }).collect();
    let (org, at) = (change.org(), change.now());
    let found = weighing(change, actor, kind, (&typed, &[])).await?;
    let token = part::fresh_token();
    let new = New { kind, remark, source, token: &token, again_of, by: actor.member_id(), at };
    let id = sets::insert(change, org, &new).await?;
    rows::keep(change, org, id, (&typed, &found.verdict.rows)).await?;
    sets::note(change, org, id, (&found.verdict, &found.asks), at).await?;
    let fields = Fields::new().set("kind", kind.as_str()).set("rows", typed.len()).set("again_of", again_of);
    Ok((id, Event::new(Deed::ChangeSetMade, id).after(fields)))
}
