//! Change-sets in the JSON API (CMD-15): a program sends rows, reads what is wrong with each, confirms exactly what it has read, and
//! fetches what became of each row.

use axum::{Json, http::StatusCode, response::Response};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    Door,
    forms::sheet::{MOST_ROWS, Row as Read, Unreadable},
    routes::{
        confirm::{Outcome, outcome},
        find, make,
    },
    rules::{
        column::{Column, Kind},
        fault::Fault,
        state::State,
    },
    store::{
        rows::{self, Row, Which},
        sets::Set,
    },
    text::{self, Text},
};
use crate::{
    access::{Actor, replay::Once},
    audit::Change,
    lang::Lang,
    values::decimal,
    web::{
        Error, Id,
        api::{Body, Cursor, List, Page},
        pager::LIMIT,
    },
};

/// Rows to be done as one.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeSetWanted {
    /// `quota_issue`, `quota_reclaim`, `coupon_issue`, `coupon_reclaim`, `customer_transfer` or `customer_takeback`.
    #[schema(example = "quota_issue")]
    kind: String,
    /// Kept in the portal; at most 500 characters.
    remark: Option<String>,
    /// At most 5,000.
    rows: Vec<ChangeSetRowWanted>,
}

/// One row; which fields a kind has is said by the template of `/change-sets/new`.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeSetRowWanted {
    /// The vendor's number of the quota: the parent, the child to take back, the quota coupons are drawn from.
    quota: Option<String>,
    /// Reseller or customer, by the vendor's id or account name; a coupon's number.
    recipient: Option<String>,
    /// In the currency of quota or account: positive, at most two decimals.
    #[schema(example = "1000.00")]
    amount: Option<String>,
    /// First day of a coupon in UTC+8, `YYYY-MM-DD`.
    valid_from: Option<String>,
    /// Last day of a coupon in UTC+8, `YYYY-MM-DD`.
    valid_until: Option<String>,
    /// For people here; the vendor does not get it.
    remark: Option<String>,
}

impl ChangeSetRowWanted {
    fn cell(&self, column: Column) -> Option<&str> {
        let cell = match column {
            Column::Quota => &self.quota,
            Column::Recipient => &self.recipient,
            Column::Amount => &self.amount,
            Column::ValidFrom => &self.valid_from,
            Column::ValidUntil => &self.valid_until,
            Column::Remark => &self.remark,
        };
        cell.as_deref()
    }
}

/// A set as it stands.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChangeSet {
    /// Key, a decimal.
    id: String,
    /// What it does.
    kind: String,
    /// `draft`, `validated`, `awaiting_approval`, `running`, `done`, `partly_failed` or `returned`.
    state: &'static str,
    /// Of what was weighed: a confirmation names it.
    revision: i32,
    /// Kept in the portal.
    remark: String,
    /// Rows in all.
    rows: i64,
    /// Rows with something wrong that are not left out.
    faulty: i64,
    /// Sentences: what stands against the set as a whole; none, and it may be confirmed.
    objections: Vec<String>,
    /// What is drawn from where.
    sums: Vec<ChangeSetSum>,
    /// How many other people have to agree: 0, 1 or 2.
    approvals: i16,
    /// Write requests to the vendor.
    calls: usize,
    /// What they take at the vendor's rate, at least.
    seconds: usize,
    /// Key of its approval, a decimal, once it was confirmed.
    approval_id: Option<String>,
    /// Commands that are not final, that had their effect, that had none.
    under_way: i64,
    /// Commands with their effect.
    applied: i64,
    /// Commands without.
    failed: i64,
    /// Last weighed.
    checked_at: DateTime<Utc>,
}

/// What is drawn from one source; amounts in `currency`.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChangeSetSum {
    /// Number of the quota; empty: the partner's account.
    source: String,
    /// The rows' amounts together.
    total: String,
    /// What the vendor says is left; none when amounts flow back.
    balance: Option<String>,
    /// Balance less open commands less total.
    after: Option<String>,
    /// ISO 4217.
    currency: String,
}

/// An amount that was kept as a text, with two decimals at least.
fn written(amount: &str) -> String {
    amount.parse().map_or_else(|_| amount.to_owned(), decimal::written)
}

impl ChangeSet {
    fn of(set: &Set, lang: Lang) -> Self {
        let sum = |sum: &super::rules::fault::Sum| ChangeSetSum {
            source: sum.source.clone(),
            total: written(&sum.total),
            balance: sum.balance.as_deref().map(written),
            after: sum.after.as_deref().map(written),
            currency: sum.currency.clone(),
        };
        Self {
            id: set.id.to_string(),
            kind: set.kind.clone(),
            state: set.state().as_str(),
            revision: set.revision,
            remark: set.remark.clone(),
            rows: set.rows,
            faulty: set.faulty,
            objections: set.objections.iter().map(|one| text::objection(one, lang)).collect(),
            sums: set.sums.iter().map(sum).collect(),
            approvals: set.asks.steps,
            calls: set.asks.calls,
            seconds: set.asks.seconds,
            approval_id: set.approval_id.map(|id| id.to_string()),
            under_way: set.under_way,
            applied: set.applied,
            failed: set.failed,
            checked_at: set.checked_at,
        }
    }
}

/// A row of a set, with what is wrong with it and what became of it.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChangeSetRow {
    /// The first one sent is 1; in a sheet the line of the sheet.
    line: i32,
    /// As typed, in the order of the kind's columns.
    cells: Vec<String>,
    /// What is wrong.
    faults: Vec<ChangeSetFault>,
    /// Ticked to be left out on the page.
    left_out: bool,
    /// In `currency`.
    amount: Option<String>,
    /// ISO 4217.
    currency: Option<String>,
    /// Key of its command, a decimal, once the set was confirmed.
    command_id: Option<String>,
    /// State of the command (CMD-1).
    state: Option<String>,
    /// `applied` or `not_applied`.
    outcome: Option<String>,
    /// The vendor's code where it refused.
    code: Option<String>,
}

/// What is wrong with a cell.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChangeSetFault {
    /// Name of the field.
    column: String,
    /// A sentence in the language of `Accept-Language`.
    sentence: String,
}

impl ChangeSetRow {
    fn of(row: &Row, lang: Lang) -> Self {
        let fault =
            |fault: &Fault| ChangeSetFault { column: fault.column.clone(), sentence: text::fault(&fault.why, lang) };
        Self {
            line: row.line,
            faults: row.faults.iter().map(fault).collect(),
            cells: row.cells.0.clone(),
            left_out: row.left_out,
            amount: row.amount.map(decimal::written),
            currency: row.currency.clone(),
            command_id: row.command_id.map(|id| id.to_string()),
            state: row.state.clone(),
            outcome: row.outcome.clone(),
            code: row.code.clone(),
        }
    }
}

/// Keeps rows as a set and weighs them; nothing is done before it is confirmed.
///
/// # Errors
/// 422 when the kind is none that the owner of the token makes, a row has a field that the kind lacks, or there are no rows or
/// too many.
#[utoipa::path(post, path = "/api/v1/change-sets", tag = "change-sets", request_body = ChangeSetWanted,
    params(("Idempotency-Key" = Option<String>, Header, description = "A repetition within 24 hours gets the first answer")),
    responses((status = 201, body = ChangeSet)),
    security(("token" = ["quota.view"]), ("token" = ["coupon.view"]), ("token" = ["adjust.view"])))]
pub async fn create_change_set(actor: Actor<Door>, body: Body<ChangeSetWanted>) -> Result<Response, Error> {
    let once = Once::of(&actor, &body.bytes)?;
    let (wanted, lang) = (&body.value, actor.lang());
    let kind = make::kind(&actor, &wanted.kind)?;
    let read = read(kind, &wanted.rows, lang)?;
    let mut change = Change::begin(&actor).await?;
    if let Some(answer) = once.before(&mut change).await? {
        return Ok(answer);
    }
    let remark = wanted.remark.as_deref().unwrap_or_default();
    let (id, event) = make::insert(&mut change, &actor, (kind, read), (remark, "", None)).await?;
    let (set, _) = find(&mut change, &actor, id).await?;
    let answer = once.keep(&mut change, StatusCode::CREATED, &ChangeSet::of(&set, lang)).await?;
    change.commit(event).await?;
    Ok(answer)
}

/// The rows as a sheet of the kind would hold them.
fn read(kind: Kind, wanted: &[ChangeSetRowWanted], lang: Lang) -> Result<Vec<Read>, Error> {
    let refused = |why: Unreadable| Error::Unprocessable(text::unreadable(why, kind, lang));
    if wanted.is_empty() {
        return Err(refused(Unreadable::Empty));
    }
    if wanted.len() > MOST_ROWS {
        return Err(refused(Unreadable::TooManyRows));
    }
    let foreign = wanted.iter().find_map(|row| {
        Column::ALL.into_iter().find(|column| row.cell(*column).is_some() && kind.place(*column).is_none())
    });
    if let Some(column) = foreign {
        return Err(Error::Unprocessable(text::foreign(kind, column, lang)));
    }
    let cells = |row: &ChangeSetRowWanted| {
        kind.columns().iter().map(|column| row.cell(*column).unwrap_or_default().trim().to_owned()).collect()
    };
    Ok(wanted.iter().zip(1..).map(|(row, line)| (line, cells(row))).collect())
}

/// A set as it stands.
///
/// # Errors
/// When the owner of the token sees no such set, or the database refuses.
#[utoipa::path(get, path = "/api/v1/change-sets/{id}", tag = "change-sets",
    params(("id" = String, Path, description = "Key of the set")), responses((status = 200, body = ChangeSet)),
    security(("token" = ["quota.view"]), ("token" = ["coupon.view"]), ("token" = ["adjust.view"])))]
pub async fn show_change_set(actor: Actor<Door>, Id(id): Id) -> Result<Json<ChangeSet>, Error> {
    let (set, _) = find(&mut *actor.open().await?, &actor, id).await?;
    Ok(Json(ChangeSet::of(&set, actor.lang())))
}

/// Rows of a set by line, with what is wrong with each and what became of it.
///
/// # Errors
/// When the owner of the token sees no such set, or the database refuses.
#[utoipa::path(get, path = "/api/v1/change-sets/{id}/rows", tag = "change-sets",
    params(("id" = String, Path, description = "Key of the set"), Cursor),
    responses((status = 200, body = List<ChangeSetRow>)),
    security(("token" = ["quota.view"]), ("token" = ["coupon.view"]), ("token" = ["adjust.view"])))]
pub async fn list_change_set_rows(actor: Actor<Door>, Id(id): Id, page: Page) -> Result<List<ChangeSetRow>, Error> {
    let lang = actor.lang();
    let mut connection = actor.open().await?;
    find(&mut connection, &actor, id).await?;
    let mut part = page.part(|row: &Row| row.line)?;
    while let Some(after) = part.after() {
        part.add(rows::list(&mut connection, actor.org(), (id, Which::All), after.unwrap_or(0), LIMIT).await?);
    }
    Ok(part.list(|row| ChangeSetRow::of(row, lang)))
}

/// What is confirmed.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeSetConfirmation {
    /// `revision` of the set that was read.
    revision: i32,
    /// What the approvers read; at most 500 characters.
    remark: Option<String>,
}

/// Makes exactly what was read one approval and its commands. Nothing waits for the vendor; where another member must agree,
/// nothing is sent before.
///
/// # Errors
/// 409 when the set is no longer what was read: it is weighed anew, read it again. 422 with what stands against it.
#[utoipa::path(post, path = "/api/v1/change-sets/{id}/confirmation", tag = "change-sets", request_body = ChangeSetConfirmation,
    params(("id" = String, Path, description = "Key of the set"),
        ("Idempotency-Key" = Option<String>, Header, description = "A repetition within 24 hours gets the first answer")),
    responses((status = 201, body = ChangeSet)),
    security(("token" = ["quota.issue"]), ("token" = ["quota.reclaim"]), ("token" = ["coupon.issue"]),
        ("token" = ["coupon.reclaim"]), ("token" = ["transfer.customer"])))]
pub async fn create_change_set_confirmation(
    actor: Actor<Door>,
    Id(id): Id,
    body: Result<Body<ChangeSetConfirmation>, Error>,
) -> Result<Response, Error> {
    let lang = actor.lang();
    let mut change = Change::begin(&actor).await?;
    let (before, _) = find(&mut change, &actor, id).await?;
    let body = body?;
    let once = Once::of(&actor, &body.bytes)?;
    if let Some(answer) = once.before(&mut change).await? {
        return Ok(answer);
    }
    if before.state() == State::Draft && before.revision == body.value.revision {
        let against: Vec<String> = before.objections.iter().map(|one| text::objection(one, lang)).collect();
        return Err(Error::Unprocessable(against.join(lang.pick(" ", ""))));
    }
    let shown = (body.value.revision.to_string(), body.value.remark.as_deref().unwrap_or_default());
    match outcome(&mut change, &actor, id, (&shown.0, shown.1)).await? {
        Outcome::Already => Err(Error::Unprocessable(Text::of(lang).already.to_owned())),
        Outcome::Stale => Err(Error::Conflict),
        Outcome::Changed(event) => {
            change.commit(event).await?;
            Err(Error::Conflict)
        }
        Outcome::Confirmed(event) => {
            let (set, _) = find(&mut change, &actor, id).await?;
            let answer = once.keep(&mut change, StatusCode::CREATED, &ChangeSet::of(&set, lang)).await?;
            change.commit(*event).await?;
            Ok(answer)
        }
    }
}
