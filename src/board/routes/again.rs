//! A command that was certainly not done is sent again: a new command under a new approval, where the rules ask for one (CMD-3,
//! CMD-4).

use crate::{
    access::Actor,
    audit::{Change, Event},
    board::{pages::show::Told, rules::Acting, store::show::Command},
    commands::{self, Attempt, Confirmation, Intended, Issue, Kind, Plan, again},
    web::Error,
};

/// A repetition that is kept.
pub struct Kept {
    /// Key of the approval it became.
    pub approval_id: i64,
    /// Ends the change; none: it was kept before.
    pub event: Option<Event>,
}

/// The kind of a command that may be sent again, by where it stands.
pub fn kind_of(found: &Command) -> Option<Kind> {
    let follows = found.follows_id.is_some();
    let may = |kind: &Kind| again::may(*kind, &found.state, found.outcome.as_deref(), follows).is_ok();
    Kind::parse(&found.kind).filter(may)
}

/// Keeps a command once more, or says why not; `anyway`: also beside another one to the same recipient.
pub async fn send(
    actor: &Actor<Acting>,
    change: &mut Change<Acting>,
    (id, kind, anyway): (i64, Kind, bool),
) -> Result<Result<Kept, Told>, Error> {
    let org = change.org();
    let token = again::token(id);
    if let Some(approval_id) = commands::token::approval_of(change, org, &token).await? {
        return Ok(Ok(Kept { approval_id, event: None }));
    }
    let scope = again::Scope { managers: actor.scope().managers(), resellers: actor.resellers() };
    let Some(same) = again::read(change, org, id, scope).await? else { return Ok(Err(Told::NotAgain)) };
    if let Some(told) = in_the_way(change, id, &same, anyway).await? {
        return Ok(Err(told));
    }
    let Some(account) = commands::account_for(change, org, kind).await? else {
        return Ok(Err(Told::NoConnection));
    };
    let Some(issue) = issue(actor, change, (kind, &same)).await? else { return Ok(Err(Told::NotEntitled)) };
    actor.uses(kind.code());
    let confirmation = Confirmation {
        issue: &issue,
        account_id: account.account_id,
        token: &token,
        currency: same.currency.as_deref(),
        remark: &same.remark,
        facts: same.facts,
        change_set_id: None,
    };
    keep(change, &confirmation, same.plan).await.map(Ok)
}

/// The same may be under way already: as another command, or as a change-set of what failed.
async fn in_the_way(
    change: &mut Change<Acting>,
    id: i64,
    same: &again::Again,
    anyway: bool,
) -> Result<Option<Told>, Error> {
    let org = change.org();
    if again::is_tried_again(change, org, id).await? {
        return Ok(Some(Told::TriedAgain));
    }
    Ok((same.twin.is_some() && !anyway).then_some(Told::Twin))
}

/// Keeps the confirmation; the approval it became, now or before.
async fn keep(change: &mut Change<Acting>, confirmation: &Confirmation<'_>, plan: Plan) -> Result<Kept, Error> {
    Ok(match commands::intend(change, confirmation, &[plan]).await? {
        Intended::Already { approval_id } => Kept { approval_id, event: None },
        Intended::New { approval_id, event, .. } => Kept { approval_id, event: Some(*event) },
    })
}

/// Whether the member may ask for it, and who must agree.
async fn issue(
    actor: &Actor<Acting>,
    change: &mut Change<Acting>,
    (kind, same): (Kind, &again::Again),
) -> Result<Option<Issue>, Error> {
    let (org, now) = (change.org(), change.now());
    if !same.sees {
        return Ok(None);
    }
    let currency = same.currency.as_deref().unwrap_or("CNY");
    let agreement = commands::agreement(change, org, (kind, currency), actor.member_id(), now).await?;
    let attempt = Attempt {
        organization: actor.organization().kind,
        kind,
        amount: same.plan.lines.iter().filter_map(|line| line.amount).sum(),
        permissions: actor.seat().permissions,
        sees: same.sees,
        threshold: agreement.threshold,
        approvers: agreement.holders(),
    };
    Ok(commands::may_issue(attempt).ok())
}
