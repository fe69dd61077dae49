//! Weighs a set as things are now: what is known, what is under way, who must agree. Inside the change that keeps it.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use crate::{
    access::{Actor, permission::QuotaIssue},
    approval_rules,
    audit::Change,
    change_sets::{
        Door,
        rules::{
            column::{Column, Kind},
            fault::{Asks, Objection},
            plans::{Planned, plan},
            reading::narrow,
            weigh::{Typed, Verdict, Weighed, weigh},
        },
        store::{
            ground::{self, Named},
            people,
        },
    },
    commands::{self, AccountFor, Attempt, Issue, Kind as CommandKind},
    db::{Error, PgConnection},
};

/// A set as things are now.
pub struct Weighing {
    /// Every row.
    pub verdict: Verdict,
    /// Whoever must agree.
    pub asks: Asks,
    /// The good rows as commands.
    pub planned: Planned,
    /// What may be done; none when something stands against it.
    pub issue: Option<Issue>,
    /// The connection it leaves by.
    pub account: Option<AccountFor>,
}

/// Weighs the rows.
pub async fn weighing(
    change: &mut Change<Door>,
    actor: &Actor<Door>,
    kind: Kind,
    rows: &[Typed],
) -> Result<Weighing, Error> {
    let (org, now) = (change.org(), change.now());
    let named = named(kind, rows);
    let mut ground = ground::ground(change, org, (kind, &named), actor.scope().managers(), now).await?;
    let drawing: &[CommandKind] = match kind {
        Kind::QuotaIssue | Kind::CouponIssue => &[CommandKind::QuotaIssue, CommandKind::CouponIssue],
        Kind::CustomerTransfer => &[CommandKind::CustomerTransfer, CommandKind::ResellerTransfer],
        _ => &[],
    };
    let mut kinds = drawing.to_vec();
    kinds.push(kind.command());
    for open in commands::open(change, org, &kinds).await? {
        if drawing.contains(&open.kind) {
            let source = ground.open_amounts.entry(open.quota.clone().unwrap_or_default()).or_default();
            *source += open.amount.unwrap_or_default();
        }
        if open.kind == kind.command() {
            ground.open.insert(open.recipient, open.id);
        }
    }
    let mut verdict = weigh(kind, rows, &ground, now);
    let account = commands::account_for(change, org, kind.command()).await?;
    let good: Vec<&Weighed> = verdict
        .rows
        .iter()
        .zip(rows)
        .filter(|(one, row)| one.faults.is_empty() && !row.left_out)
        .map(|(one, _)| one)
        .collect();
    let has_parts = good.iter().any(|one| one.back.is_some());
    let planned = plan(kind, &good, account.as_ref().and_then(|account| account.on_behalf_of.as_deref()));
    let currency = good.first().map_or("CNY", |one| one.currency.as_str()).to_owned();
    let (issue, asks) = agreement(change, actor, kind, (&planned, &currency)).await?;
    if account.is_none() {
        verdict.objections.push(Objection::NoAccount);
    }
    if has_parts && !actor.may(QuotaIssue::CODE) {
        verdict.objections.push(Objection::MayNotIssue);
    }
    if asks.approvers.len() < usize::try_from(asks.steps).unwrap_or_default() {
        verdict.objections.push(Objection::NobodyAgrees);
    }
    Ok(Weighing { verdict, asks, planned, issue, account })
}

/// Who must agree to the sum (CMD-3).
async fn agreement(
    connection: &mut PgConnection,
    actor: &Actor<Door>,
    kind: Kind,
    (planned, currency): (&Planned, &str),
) -> Result<(Option<Issue>, Asks), Error> {
    let (org, now) = (actor.org(), actor.app().clock.now());
    let threshold = approval_rules::threshold(connection, org, kind.command(), currency).await?;
    let members = people::active(connection, org).await?;
    let keys: Vec<i64> = members.iter().map(|(id, _)| *id).collect();
    let entitled = commands::entitled(connection, org, &keys, now).await?;
    let agrees = |id: i64| {
        let code = kind.command().approval();
        entitled.iter().any(|one| one.member_id == id && code.is_some_and(|code| one.permissions.holds(code)))
    };
    let issue = commands::may_issue(Attempt {
        organization: actor.organization().kind,
        kind: kind.command(),
        amount: planned.total().max(Decimal::new(1, 2)),
        permissions: actor.seat().permissions,
        sees: true,
        threshold,
        approvers: members.iter().filter(|(id, _)| agrees(*id)).count(),
    })
    .ok();
    let (calls, seconds) = planned.effort();
    let others = members.iter().filter(|(id, _)| *id != actor.member_id() && agrees(*id));
    let approvers = others.map(|(_, username)| username.clone()).collect();
    let steps = issue.map_or(0, Issue::steps);
    Ok((issue, Asks { steps, approvers, calls, seconds }))
}

/// Everything the rows name, each once.
fn named(kind: Kind, rows: &[Typed]) -> Named {
    let of = |column: Column| -> Vec<String> {
        let Some(place) = kind.place(column) else { return vec![] };
        let texts: BTreeSet<&str> =
            rows.iter().filter_map(|row| row.cells.get(place)).map(|cell| cell.trim()).collect();
        texts.into_iter().filter(|text| !text.is_empty()).map(narrow).collect()
    };
    Named { recipients: of(Column::Recipient), quotas: of(Column::Quota) }
}
