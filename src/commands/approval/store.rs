//! SQL of approvals: locked, decided, withdrawn, expired. Held calls become free or never leave.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::rules::{Approval, ApprovalState, Decision, Delegator, Power, Vote, Voted, may_stand_in};
use crate::{
    access::{Code, counterparts::Issued},
    audit::{Author, Change, Deed, Event, Fields},
    clock::Clock,
    cloud::seal::Key,
    commands::{Kind, entitled},
    db::{Db, Error},
};

/// The approval with its votes, locked until the change ends: of two who decide at once, one comes second.
///
/// # Errors
/// When the database refuses.
pub async fn lock(connection: &mut PgConnection, organization_id: i64, id: i64) -> Result<Option<Approval>, Error> {
    let row = sqlx::query!(
        r#"select a.kind, a.code, a.steps, a.made_by, a.expires_at, a.state, m.credentials_by, m.credentials_at
           from approvals a join members m on m.id = a.made_by
           where a.organization_id = $1 and a.id = $2 for no key update of a"#,
        organization_id,
        id,
    )
    .fetch_optional(&mut *connection)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let votes = votes(connection, organization_id, id).await?;
    let authors = authors(connection, organization_id, id).await?;
    let (Some(kind), Some(state)) = (Kind::parse(&row.kind), ApprovalState::parse(&row.state)) else { return Ok(None) };
    Ok(Some(Approval {
        id,
        kind,
        code: row.code.as_deref().and_then(Code::parse),
        steps: row.steps,
        made_by: row.made_by,
        maker_issued: Issued { by: row.credentials_by, at: row.credentials_at },
        authors,
        expires_at: row.expires_at,
        state,
        votes,
    }))
}

/// Who made, or changed last, the change-set behind it, with who made their logins (PERM-6, MEM-13).
async fn authors(connection: &mut PgConnection, organization_id: i64, id: i64) -> Result<Vec<(i64, Issued)>, Error> {
    let rows = sqlx::query!(
        "select m.id, m.credentials_by, m.credentials_at
         from approvals a join change_sets s on s.id = a.change_set_id join members m on m.id in (s.made_by, s.edited_by)
         where a.organization_id = $1 and a.id = $2",
        organization_id,
        id,
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, Issued { by: row.credentials_by, at: row.credentials_at })).collect())
}

/// Who has decided so far, with who made their logins (MEM-13).
async fn votes(connection: &mut PgConnection, organization_id: i64, id: i64) -> Result<Vec<Voted>, Error> {
    let rows = sqlx::query!(
        r#"select v.member_id, m.credentials_by, m.credentials_at, v.for_member_id, f.credentials_by as "for_by?",
             f.credentials_at as "for_at?"
           from approval_votes v join members m on m.id = v.member_id left join members f on f.id = v.for_member_id
           where v.organization_id = $1 and v.approval_id = $2"#,
        organization_id,
        id,
    )
    .fetch_all(connection)
    .await?;
    let voted = rows.into_iter().map(|row| Voted {
        member_id: row.member_id,
        issued: Issued { by: row.credentials_by, at: row.credentials_at },
        for_member_id: row.for_member_id,
        for_issued: Issued { by: row.for_by, at: row.for_at },
    });
    Ok(voted.collect())
}

/// By what right a member could decide now: his own, and, while he may stand in for anybody, that of those who delegated to him
/// and hold it themselves.
///
/// # Errors
/// When the database refuses.
pub async fn power(
    connection: &mut PgConnection,
    organization_id: i64,
    (member_id, code): (i64, Code),
    now: DateTime<Utc>,
) -> Result<Power, Error> {
    let mut members = sqlx::query_scalar!(
        "select distinct from_member_id from approval_delegations
         where organization_id = $1 and to_member_id = $2 and code = $3 and starts_at <= $4 and ends_at > $4
           and (revoked_at is null or revoked_at > $4)",
        organization_id,
        member_id,
        code.as_str(),
        now,
    )
    .fetch_all(&mut *connection)
    .await?;
    members.push(member_id);
    let found = entitled(connection, organization_id, &members, now).await?;
    let own = found.iter().find(|member| member.member_id == member_id);
    let holding = found.iter().filter(|member| member.permissions.holds(code));
    let mut delegators: Vec<Delegator> = holding
        .filter(|member| member.member_id != member_id && own.is_some_and(|own| may_stand_in(own.permissions)))
        .map(|member| Delegator { member_id: member.member_id, issued: member.issued })
        .collect();
    delegators.sort_by_key(|delegator| delegator.member_id);
    Ok(Power {
        member_id,
        issued: own.map(|member| member.issued).unwrap_or_default(),
        holds: own.is_some_and(|member| member.permissions.holds(code)),
        delegators,
    })
}

/// What came of a decision.
#[derive(Debug)]
pub struct Decided {
    /// Where the approval stands now: still pending when another one must agree too.
    pub state: ApprovalState,
    /// What the change is committed with.
    pub event: Event,
}

/// Keeps a decision; the last agreement frees the calls, a return ends them.
///
/// # Errors
/// When the database refuses.
pub async fn decide<P>(
    change: &mut Change<P>,
    approval: &Approval,
    vote: Vote,
    reason: &str,
) -> Result<Decided, Error> {
    let (org, now) = (change.org(), change.now());
    let is_agreed = vote.decision == Decision::Agree;
    sqlx::query!(
        "insert into approval_votes (approval_id, organization_id, member_id, for_member_id, decision, reason, at)
         values ($1, $2, $3, $4, $5, $6, $7)",
        approval.id,
        org,
        vote.member_id,
        vote.for_member_id,
        if is_agreed { "agreed" } else { "returned" },
        reason.trim(),
        now,
    )
    .execute(&mut **change)
    .await?;
    let agreed = i16::try_from(approval.votes.len()).unwrap_or(i16::MAX).saturating_add(1);
    let state = match (is_agreed, agreed >= approval.steps) {
        (false, _) => ApprovalState::Returned,
        (true, true) => ApprovalState::Approved,
        (true, false) => ApprovalState::Pending,
    };
    match state {
        ApprovalState::Approved => free(change, org, (approval.id, now)).await?,
        ApprovalState::Returned => drop(end(change, org, (approval.id, "returned", now)).await?),
        _ => {}
    }
    if state != ApprovalState::Pending {
        turn(change, org, (approval.id, state, now)).await?;
    }
    let deed = if is_agreed { Deed::ApprovalAgreed } else { Deed::ApprovalReturned };
    let fields = Fields::new().set("state", state.as_str()).set("for_member", vote.for_member_id);
    Ok(Decided { state, event: Event::new(deed, approval.id).after(fields).because(reason) })
}

/// Withdraws what of an approval has not been taken for sending yet; answers how many commands that were. None: nothing was
/// left to withdraw, drop the change. Only for its maker.
///
/// # Errors
/// When the database refuses.
pub async fn cancel<P>(
    change: &mut Change<P>,
    approval: &Approval,
    reason: &str,
) -> Result<Option<(u64, Event)>, Error> {
    let (org, now) = (change.org(), change.now());
    if !matches!(approval.state, ApprovalState::Pending | ApprovalState::Approved) {
        return Ok(None);
    }
    let ended = end(change, org, (approval.id, "cancelled", now)).await?;
    if ended == 0 {
        return Ok(None);
    }
    if approval.state == ApprovalState::Pending {
        turn(change, org, (approval.id, ApprovalState::Cancelled, now)).await?;
    }
    let event = Event::new(Deed::ApprovalCancelled, approval.id).after(Fields::new().set("commands", ended));
    Ok(Some((ended, event.because(reason))))
}

/// Ends approvals that nobody decided in time, and commands that could not be sent in time, of every organisation; answers how many. Several nodes may do it.
///
/// # Errors
/// When the database refuses.
pub async fn expire(db: &Db, key: &Key, clock: &Clock) -> Result<usize, Error> {
    let due = sqlx::query!(
        "select organization_id, id from approvals a where expires_at <= $1 and (state = 'pending' or (state = 'approved'
           and exists (select from command_calls c where c.approval_id = a.id and c.state = 'waiting'))) order by id limit 100",
        clock.now(),
    )
    .fetch_all(&mut *db.open_every().await?)
    .await?;
    let mut expired = 0;
    for row in due {
        let author = Author::job("approvals");
        let mut change = Change::system(db, key, clock, row.organization_id, author).await?;
        let locked = lock(&mut change, row.organization_id, row.id).await?;
        let now = change.now();
        let ended = end(&mut change, row.organization_id, (row.id, "expired", now)).await?;
        match locked.map(|approval| approval.state) {
            Some(ApprovalState::Pending) => {
                turn(&mut change, row.organization_id, (row.id, ApprovalState::Expired, now)).await?;
            }
            // What was agreed to in time but never found its lane free is over too.
            Some(ApprovalState::Approved) if ended > 0 => {}
            _ => continue,
        }
        let fields = Fields::new().set("commands", ended);
        change.commit(Event::new(Deed::ApprovalExpired, row.id).after(fields)).await?;
        expired += 1;
    }
    Ok(expired)
}

async fn turn(
    connection: &mut PgConnection,
    organization_id: i64,
    (id, state, now): (i64, ApprovalState, DateTime<Utc>),
) -> Result<(), Error> {
    sqlx::query!(
        "update approvals set state = $3, decided_at = coalesce(decided_at, $4) where organization_id = $1 and id = $2",
        organization_id,
        id,
        state.as_str(),
        now,
    )
    .execute(connection)
    .await
    .map(drop)
}

/// Lets its calls be taken for sending.
async fn free(
    connection: &mut PgConnection,
    organization_id: i64,
    (id, now): (i64, DateTime<Utc>),
) -> Result<(), Error> {
    sqlx::query!(
        "update command_calls set state = 'waiting', not_before = $3
         where organization_id = $1 and approval_id = $2 and state = 'held'",
        organization_id,
        id,
        now,
    )
    .execute(connection)
    .await
    .map(drop)
}

/// Ends what no node has taken; answers how many commands that were.
async fn end(
    connection: &mut PgConnection,
    organization_id: i64,
    (id, failure, now): (i64, &str, DateTime<Utc>),
) -> Result<u64, Error> {
    let ended = sqlx::query!(
        "with ended as (
           update command_calls set state = 'closed', sealed = null
           where organization_id = $1 and approval_id = $2 and state in ('held', 'waiting') returning id
         )
         update commands c set state = 'failed', failure = $3, changed_at = $4
         from ended where c.call_id = ended.id and c.state = 'intent'",
        organization_id,
        id,
        failure,
        now,
    )
    .execute(connection)
    .await?;
    Ok(ended.rows_affected())
}
