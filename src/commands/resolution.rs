//! People decide what no record proves (CMD-9, CMD-10): one proposes with a reason, another one agrees.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::{
    call::release,
    entitled::Entitled,
    kind::Kind,
    mirror::carry,
    state::{Outcome, State},
};
use crate::{
    access::{
        Code, Permissions,
        counterparts::{Issued, may_face},
    },
    audit::{Change, Deed, Event, Fields},
    db::Error,
};

/// A command before the people who decide about it.
#[derive(Debug, Clone)]
pub struct Open {
    /// Key.
    pub id: i64,
    /// What.
    pub kind: Kind,
    /// Where it stands.
    pub state: State,
    /// Since when a person must decide.
    pub settled_at: Option<DateTime<Utc>>,
    /// A proposal that waits: its key, outcome, record, and who made it.
    pub proposal: Option<Proposal>,
    /// The call that carries it.
    pub call_id: i64,
}

/// What somebody proposed.
#[derive(Debug, Clone)]
pub struct Proposal {
    /// Key.
    pub id: i64,
    /// What is said to have become of it.
    pub outcome: Outcome,
    /// The record chosen among the candidates.
    pub record: Option<String>,
    /// Why.
    pub reason: String,
    /// Who.
    pub proposed_by: i64,
    /// Who last issued credentials to him (MEM-13).
    pub proposer_issued: Issued,
}

/// Why not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// It is over, or no person is asked yet.
    NotSettled,
    /// Nobody proposed anything, or somebody did already.
    Proposal,
    /// He lacks the permission.
    Permission(Code),
    /// It is his own proposal.
    Own,
    /// He or who proposed has lately made or reset the other's login (MEM-13).
    Apart,
    /// Nothing is decided without a reason.
    Reason,
}

/// The permission that agrees to a proposal: the kind's approval, or where nobody is asked the kind's own.
#[must_use]
pub fn second_code(kind: Kind) -> Code {
    kind.approval().unwrap_or(kind.code())
}

/// Kinds whose proposed outcome these permissions may agree to, as the database names them (CMD-10).
#[must_use]
pub fn seconds(held: Permissions) -> Vec<String> {
    let may = |kind: &Kind| held.holds(second_code(*kind));
    Kind::ALL.into_iter().filter(may).map(|kind| kind.as_str().to_owned()).collect()
}

/// Whether somebody may propose (CMD-10).
///
/// # Errors
/// The first thing in the way.
pub fn may_propose(command: &Open, permissions: Permissions, reason: &str) -> Result<(), Refusal> {
    if command.state != State::Unknown || command.settled_at.is_none() {
        return Err(Refusal::NotSettled);
    }
    if command.proposal.is_some() {
        return Err(Refusal::Proposal);
    }
    if !permissions.holds(command.kind.code()) {
        return Err(Refusal::Permission(command.kind.code()));
    }
    if reason.trim().is_empty() {
        return Err(Refusal::Reason);
    }
    Ok(())
}

/// Whether somebody may agree to a proposal or return it: never the proposer, nor one of whom and the proposer one could sign in
/// as the other (MEM-13).
///
/// # Errors
/// The first thing in the way.
pub fn may_decide(command: &Open, checker: &Entitled, now: DateTime<Utc>) -> Result<(), Refusal> {
    if command.state != State::Unknown {
        return Err(Refusal::NotSettled);
    }
    let Some(proposal) = &command.proposal else { return Err(Refusal::Proposal) };
    if proposal.proposed_by == checker.member_id {
        return Err(Refusal::Own);
    }
    let code = second_code(command.kind);
    if !checker.permissions.holds(code) {
        return Err(Refusal::Permission(code));
    }
    if !may_face((checker.member_id, checker.issued), (proposal.proposed_by, proposal.proposer_issued), now) {
        return Err(Refusal::Apart);
    }
    Ok(())
}

/// The command with its waiting proposal, locked until the change ends.
///
/// # Errors
/// When the database refuses.
pub async fn lock(connection: &mut PgConnection, organization_id: i64, id: i64) -> Result<Option<Open>, Error> {
    let row = sqlx::query!(
        "select kind, state, settled_at, call_id from commands where organization_id = $1 and id = $2 for no key update",
        organization_id,
        id,
    )
    .fetch_optional(&mut *connection)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let proposal = sqlx::query!(
        "select d.id, d.outcome, d.record, d.reason, d.proposed_by, p.credentials_by, p.credentials_at
         from command_decisions d join members p on p.id = d.proposed_by
         where d.organization_id = $1 and d.command_id = $2 and d.decision is null",
        organization_id,
        id,
    )
    .fetch_optional(connection)
    .await?;
    let (Some(kind), Some(state)) = (Kind::parse(&row.kind), State::parse(&row.state)) else { return Ok(None) };
    let proposal = proposal.and_then(|row| {
        let outcome = Outcome::parse(&row.outcome)?;
        Some(Proposal {
            id: row.id,
            outcome,
            record: row.record,
            reason: row.reason,
            proposed_by: row.proposed_by,
            proposer_issued: Issued { by: row.credentials_by, at: row.credentials_at },
        })
    });
    Ok(Some(Open { id, kind, state, settled_at: row.settled_at, proposal, call_id: row.call_id }))
}

/// The candidate records of the last look, as JSON objects (`record`, `recipient`, `amount`, `at`, `ok`, `remark`, …).
///
/// # Errors
/// When the database refuses.
pub async fn candidates(
    connection: &mut PgConnection,
    organization_id: i64,
    command_id: i64,
) -> Result<Vec<serde_json::Value>, Error> {
    let evidence = sqlx::query_scalar!(
        "select l.evidence from commands c join command_calls l on l.id = c.call_id where c.organization_id = $1 and c.id = $2",
        organization_id,
        command_id,
    )
    .fetch_optional(connection)
    .await?;
    Ok(match evidence.flatten() {
        Some(serde_json::Value::Array(candidates)) => candidates,
        _ => Vec::new(),
    })
}

/// Keeps a proposal; the command stays unknown until somebody else agrees.
///
/// # Errors
/// When the database refuses.
pub async fn propose<P>(
    change: &mut Change<P>,
    command: &Open,
    (outcome, record): (Outcome, Option<&str>),
    reason: &str,
) -> Result<Event, Error> {
    let (org, now, by) = (change.org(), change.now(), change.member_id());
    sqlx::query!(
        "insert into command_decisions (command_id, organization_id, outcome, record, reason, proposed_by, proposed_at)
         values ($1, $2, $3, $4, $5, $6, $7)",
        command.id,
        org,
        outcome.as_str(),
        record,
        reason.trim(),
        by,
        now,
    )
    .execute(&mut **change)
    .await?;
    let fields = Fields::new().set("outcome", outcome.as_str()).set("record", record);
    Ok(Event::new(Deed::CommandProposed, command.id).after(fields).because(reason))
}

/// Keeps what the second person said; an agreement reconciles the command and gives its lanes back. None: the record proves
/// another command by now, drop the change.
///
/// # Errors
/// When the database refuses.
pub async fn decide<P>(
    change: &mut Change<P>,
    command: &Open,
    proposal: &Proposal,
    (is_agreed, reason): (bool, &str),
) -> Result<Option<Event>, Error> {
    let (org, now, by) = (change.org(), change.now(), change.member_id());
    sqlx::query!(
        "update command_decisions set decided_by = $3, decided_at = $4, decision = $5, decision_reason = $6
         where organization_id = $1 and id = $2 and decision is null",
        org,
        proposal.id,
        by,
        now,
        if is_agreed { "agreed" } else { "returned" },
        reason.trim(),
    )
    .execute(&mut **change)
    .await?;
    let fields = Fields::new().set("outcome", proposal.outcome.as_str()).set("record", proposal.record.clone());
    if !is_agreed {
        return Ok(Some(Event::new(Deed::CommandDecisionReturned, command.id).after(fields).because(reason)));
    }
    let done = sqlx::query!(
        "update commands c set state = 'reconciled', outcome = $3, proved_by = 'person', record = $4, changed_at = $5
         where c.organization_id = $1 and c.id = $2 and c.state = 'unknown'
           and not exists (select from commands o where o.account_id = c.account_id and o.record = $4 and o.id <> c.id)",
        org,
        command.id,
        proposal.outcome.as_str(),
        proposal.record,
        now,
    )
    .execute(&mut **change)
    .await?;
    if done.rows_affected() == 0 {
        return Ok(None);
    }
    carry(change, org, command.id, now).await?;
    release(change, command.call_id).await?;
    Ok(Some(Event::new(Deed::CommandDecided, command.id).after(fields).because(&proposal.reason)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::permission::{CouponApprove, CouponIssue, CustomerCreate};

    #[test]
    fn one_proposes_and_another_agrees() {
        let now: DateTime<Utc> = "2026-11-22T10:00:00Z".parse().unwrap();
        let open = |state, settled_at, by: Option<i64>| {
            let proposal = by.map(|proposed_by| Proposal {
                id: 1,
                outcome: Outcome::Applied,
                record: None,
                reason: "seen".into(),
                proposed_by,
                proposer_issued: Issued::default(),
            });
            Open { id: 7, kind: Kind::CouponIssue, state, settled_at, proposal, call_id: 3 }
        };
        let (maker, checker) = (Permissions::NONE.with(CouponIssue::CODE), Permissions::NONE.with(CouponApprove::CODE));
        let settled = open(State::Unknown, Some(now), None);
        assert_eq!(may_propose(&settled, maker, "seen in the console"), Ok(()));
        assert_eq!(may_propose(&settled, maker, " "), Err(Refusal::Reason));
        assert_eq!(may_propose(&settled, checker, "seen"), Err(Refusal::Permission(CouponIssue::CODE)));
        assert_eq!(may_propose(&open(State::Unknown, None, None), maker, "seen"), Err(Refusal::NotSettled));
        assert_eq!(may_propose(&open(State::Reconciled, Some(now), None), maker, "seen"), Err(Refusal::NotSettled));
        let proposed = open(State::Unknown, Some(now), Some(1));
        assert_eq!(may_propose(&proposed, maker, "seen"), Err(Refusal::Proposal));
        let member = |member_id, permissions| Entitled { member_id, permissions, issued: Issued::default() };
        assert_eq!(may_decide(&proposed, &member(2, checker), now), Ok(()));
        assert_eq!(may_decide(&proposed, &member(1, checker), now), Err(Refusal::Own));
        assert_eq!(may_decide(&proposed, &member(2, maker), now), Err(Refusal::Permission(CouponApprove::CODE)));
        assert_eq!(may_decide(&settled, &member(2, checker), now), Err(Refusal::Proposal));
        assert_eq!(second_code(Kind::CustomerCreate), CustomerCreate::CODE);
    }

    /// MEM-13: a second login of the same person is no second person.
    #[test]
    fn who_lately_made_the_others_login_does_not_agree() {
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        let now = at("2026-11-22T10:00:00Z");
        let by = |by, time: &str| Issued { by: Some(by), at: Some(at(time)) };
        let nobody = Issued::default();
        for (proposer, checker, want) in [
            (nobody, nobody, Ok(())),
            (by(2, "2026-11-22T09:00:00Z"), nobody, Err(Refusal::Apart)),
            (nobody, by(1, "2026-11-21T10:00:01Z"), Err(Refusal::Apart)),
            (nobody, by(1, "2026-11-21T10:00:00Z"), Ok(())),
            (by(3, "2026-11-22T09:00:00Z"), by(3, "2026-11-22T09:00:00Z"), Ok(())),
        ] {
            let proposal = Proposal {
                id: 1,
                outcome: Outcome::NotApplied,
                record: None,
                reason: "no trace".into(),
                proposed_by: 1,
                proposer_issued: proposer,
            };
            let (kind, state) = (Kind::CouponIssue, State::Unknown);
            let open = Open { id: 7, kind, state, settled_at: Some(now), proposal: Some(proposal), call_id: 3 };
            let permissions = Permissions::NONE.with(CouponApprove::CODE);
            let checker = Entitled { member_id: 2, permissions, issued: checker };
            assert_eq!(may_decide(&open, &checker, now), want, "{proposer:?} {checker:?}");
        }
    }
}
