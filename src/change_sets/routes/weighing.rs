//! Weighs a set as things are now: what is known, what is under way, who must agree. Inside the change that keeps it.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use crate::{
    access::{Actor, permission::QuotaIssue},
    audit::Change,
    change_sets::{
        Door,
        rules::{
            column::{Column, Kind},
            fault::{Asks, Objection},
            ground::Ground,
            plans::{Planned, plan},
            reading::narrow,
            verdict::{Typed, Verdict, Weighed},
            weigh::weigh,
        },
        store::ground::{self, Named},
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

/// Weighs the rows that `authors` have written.
pub async fn weighing(
    change: &mut Change<Door>,
    actor: &Actor<Door>,
    kind: Kind,
    (rows, authors): (&[Typed], &[i64]),
) -> Result<Weighing, Error> {
    let (org, now) = (change.org(), change.now());
    let scope = (actor.scope().managers(), actor.resellers());
    let mut ground = ground::ground(change, org, (kind, &named(kind, rows)), scope, now).await?;
    add_open(change, org, kind, &mut ground).await?;
    let mut verdict = weigh(kind, rows, &ground, now);
    let account = commands::account_for(change, org, kind.command()).await?;
    let is_good = |(one, row): &(&Weighed, &Typed)| one.faults.is_empty() && !row.left_out;
    let good: Vec<&Weighed> = verdict.rows.iter().zip(rows).filter(is_good).map(|(one, _)| one).collect();
    let has_parts = good.iter().any(|one| one.back.is_some());
    let planned = plan(kind, &good, account.as_ref().and_then(|account| account.on_behalf_of.as_deref()));
    let currency = good.first().map_or("CNY", |one| one.currency.as_str()).to_owned();
    let (issue, asks) = agreement(change, actor, kind, (&planned, &currency, authors)).await?;
    let lacks = asks.approvers.len() < usize::try_from(asks.steps).unwrap_or_default();
    let issues = has_parts || matches!(kind, Kind::QuotaIssue | Kind::CouponIssue);
    let uses_coupons = issues && ground::uses_coupons(change, org, now).await?;
    let against = [
        (account.is_none(), Objection::NoAccount),
        (uses_coupons, Objection::UsesCoupons),
        (has_parts && !actor.may(QuotaIssue::CODE), Objection::MayNotIssue),
        (lacks, Objection::NobodyAgrees),
    ];
    verdict.objections.extend(against.into_iter().filter(|(holds, _)| *holds).map(|(_, objection)| objection));
    Ok(Weighing { verdict, asks, planned, issue, account })
}

/// Commands under way: what they draw on, and about whom they are.
async fn add_open(connection: &mut PgConnection, org: i64, kind: Kind, ground: &mut Ground) -> Result<(), Error> {
    let drawing: &[CommandKind] = match kind {
        Kind::QuotaIssue | Kind::CouponIssue => &[CommandKind::QuotaIssue, CommandKind::CouponIssue],
        Kind::CustomerTransfer => &[CommandKind::CustomerTransfer, CommandKind::ResellerTransfer],
        _ => &[],
    };
    let kinds = [drawing, &[kind.command()]].concat();
    // What draws stands first: it says which balance is meant, and what was done since that was read counts as drawn.
    for open in commands::drawing(connection, &[org], &kinds, org).await? {
        if drawing.contains(&open.kind) {
            let source = ground.open_amounts.entry(open.quota.clone().unwrap_or_default()).or_default();
            *source += open.amount.unwrap_or_default();
        }
        if open.kind == kind.command() && !open.is_done() {
            ground.open.insert(open.recipient, open.id);
        }
    }
    Ok(())
}

/// Who must agree to the sum (CMD-3).
async fn agreement(
    connection: &mut PgConnection,
    actor: &Actor<Door>,
    kind: Kind,
    (planned, currency, authors): (&Planned, &str, &[i64]),
) -> Result<(Option<Issue>, Asks), Error> {
    let (org, now) = (actor.org(), actor.app().clock.now());
    let asked = (kind.command(), currency);
    let agreement = commands::agreement(connection, org, asked, actor.member_id(), now).await?;
    let issue = commands::may_issue(Attempt {
        organization: actor.organization().kind,
        kind: kind.command(),
        amount: planned.total().max(Decimal::new(1, 2)),
        permissions: actor.seat().permissions,
        sees: true,
        threshold: agreement.threshold,
        approvers: agreement.holders(),
    })
    .ok();
    let (calls, seconds) = planned.effort();
    let mut made = Vec::with_capacity(authors.len());
    for author in authors {
        made.push((*author, commands::issued(connection, org, *author).await?));
    }
    let approvers = agreement.others_of(actor.member_id(), &made, now);
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
