//! Taking quotas and coupons back: picked in a list, previewed, confirmed. Always the whole balance (QUOTA-12, COUPON-10).

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde_json::json;

use super::{acts_for_resellers, family, issues::kept};
use crate::{
    access::{
        Actor, Permission,
        permission::{CouponReclaim, QuotaReclaim},
    },
    audit::Change,
    commands::{
        self, Attempt, Confirmation, Intended, Issue, Kind, Line, Plan,
        dry_run::{self, DryLine, DryRun, Facts, Objection, Taken, part},
        token,
    },
    db::{Error as Refused, PgConnection},
    vouchers::{
        forms::drafts::{MOST_RECLAIMED, Reclaim},
        pages::reclaims::{self as pages, list_of},
        rules::rows::{self, Row},
        store::{drawing, reclaims},
        text::{Text, reclaim::CURRENCIES},
    },
    web::{Error, Form, Query, Redirect, Typed, form::FormPage},
};

/// Field of picked children.
const QUOTA: &str = "quota";
/// Field of picked coupons.
const COUPON: &str = "coupon";

/// `GET /vouchers/issued/reclaims/new` (`quota` …).
pub async fn new_quotas(actor: Actor<QuotaReclaim>, Query(typed): Query) -> Result<FormPage, Error> {
    preview(&actor, Kind::QuotaReclaim, &Reclaim::read(&typed, QUOTA)?).await
}

/// `POST /vouchers/issued/reclaims` (`picked`, `remark`, `step`, `digest`, `token`).
pub async fn create_quotas(actor: Actor<QuotaReclaim>, Form(typed): Form) -> Result<Response, Error> {
    confirm(&actor, Kind::QuotaReclaim, &typed).await
}

/// `GET /vouchers/coupons/reclaims/new` (`coupon` …).
pub async fn new_coupons(actor: Actor<CouponReclaim>, Query(typed): Query) -> Result<FormPage, Error> {
    preview(&actor, Kind::CouponReclaim, &Reclaim::read(&typed, COUPON)?).await
}

/// `POST /vouchers/coupons/reclaims` (`picked`, `remark`, `step`, `digest`, `token`).
pub async fn create_coupons(actor: Actor<CouponReclaim>, Form(typed): Form) -> Result<Response, Error> {
    confirm(&actor, Kind::CouponReclaim, &typed).await
}

async fn preview<P: Permission>(actor: &Actor<P>, kind: Kind, draft: &Reclaim) -> Result<FormPage, Error> {
    let mut connection = actor.open().await?;
    let judged = judge(&mut connection, actor, (kind, draft)).await?;
    let mut page = pages::preview(actor, kind, draft, &judged.run);
    if !draft.ids.is_empty() {
        page.status = StatusCode::OK;
    }
    Ok(page)
}

/// What would happen to the picked rows, and what is allowed.
struct Judged {
    rows: Vec<Row>,
    run: DryRun,
    issue: Option<Issue>,
}

async fn judge<P: Permission>(
    connection: &mut PgConnection,
    actor: &Actor<P>,
    (kind, draft): (Kind, &Reclaim),
) -> Result<Judged, Error> {
    let (org, now) = (actor.org(), actor.app().clock.now());
    let (rows, lines) = picked(connection, actor, (kind, draft)).await?;
    let open = commands::open(connection, org, &[kind]).await?;
    let open: Vec<(String, i64)> = open.into_iter().map(|one| (one.recipient, one.id)).collect();
    let facts =
        Facts { amounts: Taken::Balance, balance: None, open: &open, once: true, most: MOST_RECLAIMED, per_call: 1 };
    let currency = rows.first().map_or("CNY", |row| row.currency.as_str());
    let mut run = dry_run::dry_run(&facts, lines).in_currency(currency);
    if rows.iter().any(|row| row.currency != currency) {
        run.objections.push(Objection::Said(&CURRENCIES));
    }
    let agreement = commands::agreement(connection, org, (kind, currency), actor.member_id(), now).await?;
    let issue = commands::may_issue(Attempt {
        organization: actor.organization().kind,
        kind,
        amount: run.total,
        permissions: actor.seat().permissions,
        sees: true,
        threshold: agreement.threshold,
        approvers: agreement.holders(),
    })
    .ok();
    let (second, steps) = issue.map_or((None, 0), |issue| (issue.second(), issue.steps()));
    let run = run.asks(second, steps, agreement.others(actor.member_id(), now));
    Ok(Judged { rows, run, issue })
}

/// The picked rows that are there, and a line for each that was asked for.
async fn picked<P: Permission>(
    connection: &mut PgConnection,
    actor: &Actor<P>,
    (kind, draft): (Kind, &Reclaim),
) -> Result<(Vec<Row>, Vec<DryLine>), Error> {
    let (org, now) = (actor.org(), actor.app().clock.now());
    let (ids, rows): (Vec<i64>, Vec<Row>) = if kind == Kind::QuotaReclaim {
        let found = reclaims::children(connection, org, actor.resellers(), &draft.ids).await?;
        found.iter().map(|row| (row.id, rows::child(row))).unzip()
    } else {
        let (organizations, acts) = (family(actor), acts_for_resellers(actor));
        let found = reclaims::coupons(connection, actor.seen(&organizations), &draft.ids).await?;
        found.iter().map(|row| (row.id, rows::coupon(row, (org, acts), now))).unzip()
    };
    let missing = draft.ids.iter().filter(|id| !ids.contains(id)).map(|id| rows::missing(*id));
    let lines = rows.iter().map(|row| row.line.clone()).chain(missing).collect();
    Ok((rows, lines))
}

/// The confirmation: everything is looked at again while nobody else takes back; one token, one approval.
async fn confirm<P: Permission>(actor: &Actor<P>, kind: Kind, typed: &Typed) -> Result<Response, Error> {
    if typed.get(part::STEP) == part::CHANGE {
        return Ok(Redirect::to(list_of(kind)).into_response());
    }
    let draft = Reclaim::read(typed, if kind == Kind::QuotaReclaim { QUOTA } else { COUPON })?;
    let text = Text::of(actor.lang()).issue;
    let mut change = Change::begin(actor).await?;
    let org = change.org();
    drawing::lock_reclaims(&mut change, org).await?;
    let given = typed.get(part::TOKEN);
    if let Some(approval_id) = token::approval_of(&mut change, org, given).await? {
        return Ok(kept(approval_id, text.kept_before));
    }
    let judged = judge(&mut change, actor, (kind, &draft)).await?;
    let shown = judged.run.digest(&draft.parameters()) == typed.get(part::DIGEST);
    let issue = judged.issue.filter(|_| shown && judged.run.is_ready() && !given.is_empty());
    let Some(issue) = issue else {
        return Ok(stopped(pages::preview(actor, kind, &draft, &judged.run), part::changed(actor.lang())));
    };
    match intend(&mut change, (kind, &judged), (&issue, given, &draft.remark)).await? {
        None => {
            let mut page = pages::preview(actor, kind, &draft, &judged.run);
            page.buttons.clear();
            Ok(stopped(page, text.no_connection))
        }
        Some(Intended::Already { approval_id }) => Ok(kept(approval_id, text.kept_before)),
        Some(Intended::New { approval_id, event, .. }) => {
            change.commit(*event).await?;
            Ok(kept(approval_id, if issue.steps() > 0 { text.kept_approval } else { text.kept }))
        }
    }
}

/// The preview again (409), with what it says already or `otherwise`.
fn stopped(mut page: FormPage, otherwise: &str) -> Response {
    page.notice.get_or_insert_with(|| otherwise.to_owned());
    page.status = StatusCode::CONFLICT;
    page.into_response()
}

/// A plan for each parent, holder and reseller: the row's, else the one that the organisation itself is at its distributor's
/// connection.
fn plans(rows: &[Row], itself: Option<&str>) -> Vec<Plan> {
    let mut plans: Vec<Plan> = Vec::new();
    for row in rows {
        let DryLine { recipient, name, amount, .. } = row.line.clone();
        let line = Line { recipient, name, amount, follows: None };
        let on_behalf_of = row.on_behalf_of.as_deref().or(itself);
        match plans.iter_mut().find(|plan| plan.write == row.write && plan.on_behalf_of.as_deref() == on_behalf_of) {
            Some(plan) => plan.lines.push(line),
            None => {
                let on_behalf_of = on_behalf_of.map(str::to_owned);
                plans.push(Plan { write: row.write.clone(), on_behalf_of, lines: vec![line] });
            }
        }
    }
    plans
}

/// The resellers that the plans are for, as the approver reads them; none for the organisation itself.
fn behalf_of(plans: &[Plan]) -> Option<String> {
    let mut resellers: Vec<&str> = plans.iter().filter_map(|plan| plan.on_behalf_of.as_deref()).collect();
    resellers.sort_unstable();
    resellers.dedup();
    (!resellers.is_empty()).then(|| resellers.join(", "))
}

/// Keeps the confirmation; none when no connected account offers the call.
async fn intend<P>(
    change: &mut Change<P>,
    (kind, judged): (Kind, &Judged),
    (issue, token, remark): (&Issue, &str, &str),
) -> Result<Option<Intended>, Refused> {
    let org = change.org();
    let Some(account) = commands::account_for(change, org, kind).await? else { return Ok(None) };
    let plans = plans(&judged.rows, account.on_behalf_of.as_deref());
    let run = &judged.run;
    let facts = json!({
        "on_behalf_of": behalf_of(&plans),
        "recipients": run.lines.len(),
        "total": run.total.to_string(),
        "currency": run.currency,
        "calls": run.calls,
        "seconds": run.seconds,
    });
    let account_id = account.account_id;
    let currency = run.currency.as_deref();
    let confirmation = Confirmation { issue, account_id, token, currency, remark, facts, change_set_id: None };
    commands::intend(change, &confirmation, &plans).await.map(Some)
}
