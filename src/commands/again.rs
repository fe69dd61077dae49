//! The same once more as a new command: one that was refused, or of which it is settled that it was not done (CMD-4). Nothing
//! that may have happened comes here, and what was sealed is not kept to be sent again.

use serde_json::Value;
use sqlx::PgConnection;

use super::{
    kind::Kind,
    plan::{Line, Plan},
    write::Write,
};
use crate::db::Error;

/// Why a command is not sent again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hindrance {
    /// It is not over, or may have been done.
    Open,
    /// It was done.
    Applied,
    /// It held personal data, which is not kept: the form is filled again.
    Personal,
    /// Its amount is what another one took (CMD-15): the change-set is made again.
    Follows,
}

/// Whether a command may be sent again, by where it stands.
///
/// # Errors
/// What is in the way.
pub fn may(kind: Kind, state: &str, outcome: Option<&str>, is_follower: bool) -> Result<(), Hindrance> {
    match (state, outcome) {
        ("reconciled", Some("applied")) => Err(Hindrance::Applied),
        ("failed", _) | ("reconciled", Some("not_applied")) => match kind {
            Kind::CustomerCreate | Kind::RealnameSubmit => Err(Hindrance::Personal),
            _ if is_follower => Err(Hindrance::Follows),
            _ => Ok(()),
        },
        _ => Err(Hindrance::Open),
    }
}

/// What a repetition is kept under: a command is sent again once, however often its button is pressed.
#[must_use]
pub fn token(id: i64) -> String {
    format!("again-{id}")
}

/// What a member may act on.
#[derive(Debug, Clone, Copy)]
pub struct Scope<'a> {
    /// Only customers of these account managers (AM-13).
    pub managers: Option<&'a [i64]>,
    /// Only resellers with these organisations (AM-10).
    pub resellers: Option<&'a [i64]>,
}

/// What is asked for once more.
#[derive(Debug)]
pub struct Again {
    /// The same write for the same recipient.
    pub plan: Plan,
    /// ISO 4217; none where there is no amount.
    pub currency: Option<String>,
    /// As it was typed.
    pub remark: String,
    /// What the approver reads, without the figures of that time.
    pub facts: Value,
    /// Whether the customer or reseller lies in the member's scope.
    pub sees: bool,
    /// Another one of the kind to the same recipient is under way.
    pub twin: Option<i64>,
}

/// Facts that were figures of their time, or counted other recipients.
const DATED: &[&str] = &[
    "balance",
    "balance_at",
    "balance_before",
    "balance_after",
    "done",
    "open",
    "fetched_at",
    "recipients",
    "count",
    "total",
    "calls",
    "seconds",
    "rows",
    "left_out",
    "digest",
];

/// What an approver reads of a repetition: what holds still, and which command it repeats.
fn facts_of(mut facts: Value, id: i64) -> Value {
    match &mut facts {
        Value::Object(fields) => {
            fields.retain(|name, _| !DATED.contains(&name.as_str()));
            fields.insert("again".to_owned(), id.to_string().into());
            facts
        }
        _ => serde_json::json!({ "again": id.to_string() }),
    }
}

/// Whether what failed of the command's change-set is tried again as a set: then it is not sent again by itself. The set is locked,
/// so that nobody begins the one while the other is kept.
///
/// # Errors
/// When the database refuses.
pub async fn is_tried_again(connection: &mut PgConnection, organization_id: i64, id: i64) -> Result<bool, Error> {
    let set = sqlx::query_scalar!(
        "select s.id from change_sets s join approvals a on a.change_set_id = s.id join commands c on c.approval_id = a.id
         where s.organization_id = $1 and c.organization_id = $1 and c.id = $2 for update of s",
        organization_id,
        id,
    )
    .fetch_optional(&mut *connection)
    .await?;
    let Some(set) = set else { return Ok(false) };
    sqlx::query_scalar!(
        r#"select exists (select from change_sets where organization_id = $1 and again_of = $2) as "is!""#,
        organization_id,
        set,
    )
    .fetch_one(connection)
    .await
}

/// Reads what a command asked for; none when there is no such command, or what it asked for is not kept.
///
/// # Errors
/// When the database refuses.
pub async fn read(
    connection: &mut PgConnection,
    organization_id: i64,
    id: i64,
    scope: Scope<'_>,
) -> Result<Option<Again>, Error> {
    let row = sqlx::query!(
        r#"select c.recipient_remote_id, c.recipient_name, c.amount, c.currency, l.parameters, l.on_behalf_of, a.remark, a.facts,
             case when r.id is not null then $4::bigint[] is null or r.child_id = any($4)
               else $3::bigint[] is null or exists (
                 select from customers k join customer_assignments s on s.customer_id = k.id and s.ended_at is null
                 where k.organization_id = $1 and s.member_id = any($3) and k.remote_id = case when c.kind = 'coupon_reclaim'
                   then (select p.customer_remote_id from coupons p where p.organization_id = $1 and p.remote_id = c.recipient_remote_id limit 1)
                   else c.recipient_remote_id end) end as "sees!",
             (select o.id from commands o where o.organization_id = $1 and o.kind = c.kind and o.id <> c.id
                and o.recipient_remote_id = c.recipient_remote_id and o.quota_remote_id is not distinct from c.quota_remote_id
                and o.state in ('intent', 'sending', 'unknown', 'confirmed') order by o.id desc limit 1) as twin
           from commands c join command_calls l on l.id = c.call_id join approvals a on a.id = c.approval_id
           left join resellers r on r.organization_id = $1 and r.remote_id = case
             when c.kind in ('quota_issue', 'reseller_transfer', 'reseller_takeback') then c.recipient_remote_id
             when c.kind = 'quota_reclaim' then (select i.reseller_remote_id from issued_quotas i
               where i.organization_id = $1 and i.remote_id = c.recipient_remote_id limit 1)
             else l.on_behalf_of end
           where c.organization_id = $1 and c.id = $2"#,
        organization_id,
        id,
        scope.managers,
        scope.resellers,
    )
    .fetch_optional(connection)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let Ok(write) = serde_json::from_value::<Write>(row.parameters) else { return Ok(None) };
    let line = Line { recipient: row.recipient_remote_id, name: row.recipient_name, amount: row.amount, follows: None };
    Ok(Some(Again {
        plan: Plan { write, on_behalf_of: row.on_behalf_of, lines: vec![line] },
        currency: row.currency,
        remark: row.remark,
        facts: facts_of(row.facts, id),
        sees: row.sees,
        twin: row.twin,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_certainly_not_done_is_sent_again() {
        for (kind, state, outcome, follows, want) in [
            (Kind::CouponIssue, "failed", None, false, Ok(())),
            (Kind::CustomerTransfer, "reconciled", Some("not_applied"), false, Ok(())),
            (Kind::CustomerTransfer, "reconciled", Some("applied"), false, Err(Hindrance::Applied)),
            (Kind::QuotaIssue, "unknown", None, false, Err(Hindrance::Open)),
            (Kind::QuotaIssue, "confirmed", None, false, Err(Hindrance::Open)),
            (Kind::QuotaIssue, "sending", None, false, Err(Hindrance::Open)),
            (Kind::QuotaIssue, "intent", None, false, Err(Hindrance::Open)),
            (Kind::QuotaIssue, "failed", None, true, Err(Hindrance::Follows)),
            (Kind::CustomerCreate, "failed", None, false, Err(Hindrance::Personal)),
            (Kind::RealnameSubmit, "failed", None, false, Err(Hindrance::Personal)),
        ] {
            assert_eq!(may(kind, state, outcome, follows), want, "{kind:?} {state} {outcome:?}");
        }
    }

    #[test]
    fn an_approver_reads_no_figure_of_that_time() {
        let facts = serde_json::json!({ "quota_id": "q-1", "balance_before": "5", "total": "300", "valid_time": null });
        let want = serde_json::json!({ "quota_id": "q-1", "valid_time": null, "again": "7" });
        assert_eq!(facts_of(facts, 7), want);
        assert_eq!(facts_of(Value::Null, 7), serde_json::json!({ "again": "7" }));
    }
}
