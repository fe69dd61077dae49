//! One command with everything that happened to it.

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use serde::Deserialize;
use serde_json::Value;
use sqlx::{PgConnection, types::Json};

use super::list::Reader;
use crate::{board::rules::Standing, db::Error};

/// A vote of an approver.
#[derive(Debug, Clone, Deserialize)]
pub struct Vote {
    /// Who voted.
    pub member: String,
    /// In whose place (delegation).
    pub for_member: Option<String>,
    /// `agreed` or `returned`.
    pub decision: String,
    /// Why.
    pub reason: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// A person's decision about the outcome (CMD-10).
#[derive(Debug, Clone, Deserialize)]
pub struct Decision {
    /// Key.
    pub id: i64,
    /// `applied` or `not_applied`.
    pub outcome: String,
    /// The record that proves it.
    pub record: Option<String>,
    /// Why.
    pub reason: String,
    /// Key of who proposed it.
    pub proposed_by: i64,
    /// His user name.
    pub proposer: String,
    /// Who last issued credentials to him, and when (MEM-13).
    pub proposer_made_by: Option<i64>,
    pub proposer_made_at: Option<DateTime<Utc>>,
    /// When.
    pub proposed_at: DateTime<Utc>,
    /// User name of who decided.
    pub decider: Option<String>,
    /// When.
    pub decided_at: Option<DateTime<Utc>>,
    /// `agreed` or `returned`; none: it waits.
    pub decision: Option<String>,
    /// Why, when returned.
    pub decision_reason: String,
}

/// A command, its request to the vendor, its approval.
#[derive(Debug)]
pub struct Command {
    pub id: i64,
    pub kind: String,
    pub state: String,
    pub outcome: Option<String>,
    pub proved_by: Option<String>,
    pub failure: Option<String>,
    pub code: Option<String>,
    pub quota_remote_id: Option<String>,
    pub quota_id: Option<i64>,
    pub recipient_remote_id: String,
    pub recipient_name: String,
    pub customer_id: Option<i64>,
    pub reseller_id: Option<i64>,
    pub amount: Option<Decimal>,
    pub currency: Option<String>,
    pub made_remote_id: Option<String>,
    pub record: Option<String>,
    pub taken: Option<Decimal>,
    pub follows_id: Option<i64>,
    pub made_at: DateTime<Utc>,
    pub changed_at: DateTime<Utc>,
    pub settled_at: Option<DateTime<Utc>>,
    pub call_id: i64,
    pub call_size: i64,
    pub on_behalf_of: Option<String>,
    pub node: Option<String>,
    pub sent_at: Option<DateTime<Utc>>,
    pub tries: i32,
    pub not_before: Option<DateTime<Utc>>,
    pub waits: Option<String>,
    pub request_id: Option<String>,
    pub answered_at: Option<DateTime<Utc>>,
    pub looks: i32,
    pub look_at: Option<DateTime<Utc>>,
    pub approval_id: i64,
    pub approval_state: String,
    pub maker: String,
    pub remark: String,
    pub votes: Json<Vec<Vote>>,
    pub decisions: Json<Vec<Decision>>,
    /// Candidate records of the last look (CMD-8).
    pub evidence: Option<Json<Value>>,
    /// An answer that came after the outcome was given up (CMD-4).
    pub late_answer: Option<Json<Value>>,
    /// What a later record says against a person's decision (CMD-10).
    pub difference: Option<String>,
    /// Since when it waits for that reason.
    pub waits_since: Option<DateTime<Utc>>,
    /// The approval under which it was sent again.
    pub again_id: Option<i64>,
    /// Another open command of its kind to the same recipient.
    pub twin_id: Option<i64>,
    /// Who last issued credentials to the reader, and when (MEM-13).
    pub reader_made_by: Option<i64>,
    pub reader_made_at: Option<DateTime<Utc>>,
    /// Whether another call has a lane that it needs (CMD-6).
    pub is_blocked: bool,
    /// A command of that call, if the reader may see it.
    pub blocker_id: Option<i64>,
    /// `held`, `waiting`, `preparing`, `sending`, `looking`, `settled`, `closed`.
    pub call_state: String,
    /// What the vendor is asked, as it was kept.
    pub parameters: Json<Value>,
}

impl Command {
    /// Where it stands.
    pub fn standing(&self) -> Standing<'_> {
        Standing {
            state: &self.state,
            outcome: self.outcome.as_deref(),
            approval: &self.approval_state,
            settled: self.settled_at.is_some(),
        }
    }

    /// What a person proposed and nobody has decided yet.
    pub fn proposal(&self) -> Option<&Decision> {
        self.decisions.0.iter().find(|decision| decision.decision.is_none())
    }
}

/// One command, if the reader may see it. One round trip.
pub async fn find(connection: &mut PgConnection, reader: Reader<'_>, id: i64) -> Result<Option<Command>, Error> {
    sqlx::query_as!(
        Command,
        r#"select c.id, c.kind, c.state, c.outcome, c.proved_by, c.failure, c.code, c.quota_remote_id,
             (select q.id from voucher_quotas q where q.organization_id = $1 and q.remote_id = c.quota_remote_id) as quota_id,
             c.recipient_remote_id, c.recipient_name,
             (select k.id from customers k where k.organization_id = $1 and k.remote_id = c.recipient_remote_id limit 1) as customer_id,
             (select r.id from resellers r where r.organization_id = $1 and r.remote_id = c.recipient_remote_id limit 1) as reseller_id,
             c.amount, c.currency, c.made_remote_id, c.record, c.taken, c.follows_id, c.made_at, c.changed_at, c.settled_at,
             c.call_id, (select count(*) from commands o where o.call_id = c.call_id) as "call_size!", l.on_behalf_of, l.node,
             l.sent_at, l.tries, l.not_before, l.waits, l.request_id, l.answered_at, l.looks, l.look_at, c.approval_id,
             a.state as approval_state, m.username as maker, a.remark,
             (select coalesce(jsonb_agg(jsonb_build_object('member', v.username, 'for_member', f.username, 'decision', o.decision,
                 'reason', o.reason, 'at', o.at) order by o.at), '[]')
               from approval_votes o join members v on v.id = o.member_id left join members f on f.id = o.for_member_id
               where o.approval_id = c.approval_id) as "votes!: Json<Vec<Vote>>",
             (select coalesce(jsonb_agg(jsonb_build_object('id', d.id, 'outcome', d.outcome, 'record', d.record, 'reason', d.reason,
                 'proposed_by', d.proposed_by, 'proposer', p.username, 'proposer_made_by', p.credentials_by,
                 'proposer_made_at', p.credentials_at, 'proposed_at', d.proposed_at, 'decider', e.username,
                 'decided_at', d.decided_at, 'decision', d.decision, 'decision_reason', d.decision_reason) order by d.id), '[]')
               from command_decisions d join members p on p.id = d.proposed_by left join members e on e.id = d.decided_by
               where d.command_id = c.id) as "decisions!: Json<Vec<Decision>>",
             l.evidence as "evidence: Json<Value>",
             l.late_answer as "late_answer: Json<Value>", c.difference, l.waits_since, l.state as call_state, l.parameters as "parameters: Json<Value>",
             (l.state = 'waiting' and exists (select from command_lanes n
                where n.account_id = l.account_id and n.lane = any(l.lanes) and n.call_id <> l.id)) as "is_blocked!",
             (select min(o.id) from command_lanes n join commands o on o.call_id = n.call_id
                where n.account_id = l.account_id and n.lane = any(l.lanes) and n.call_id <> l.id and l.state = 'waiting'
                  and o.organization_id = $1 and o.state not in ('failed', 'reconciled')
                  and ($3::text[] is null or o.kind = any($3))) as blocker_id,
             (select n.id from approvals n where n.organization_id = $1 and n.token = 'again-' || c.id) as again_id,
             (select o.id from commands o where o.organization_id = $1 and o.kind = c.kind and o.id <> c.id
                and o.recipient_remote_id = c.recipient_remote_id and o.quota_remote_id is not distinct from c.quota_remote_id
                and o.state in ('intent', 'sending', 'unknown', 'confirmed') order by o.id desc limit 1) as twin_id,
             e.credentials_by as reader_made_by, e.credentials_at as reader_made_at
           from commands c join command_calls l on l.id = c.call_id join approvals a on a.id = c.approval_id
           join members m on m.id = a.made_by
           join members e on e.organization_id = $1 and e.id = $4
           where c.organization_id = $1 and c.id = $2 and ($3::text[] is null or c.kind = any($3) or a.made_by = $4)
             and ($5::bigint[] is null or a.made_by = $4 or exists (select from customers k
               join customer_assignments s on s.customer_id = k.id and s.ended_at is null
               where k.organization_id = $1 and k.remote_id = c.recipient_remote_id and s.member_id = any($5)))"#,
        reader.organization_id,
        id,
        reader.kinds,
        reader.member_id,
        reader.managers,
    )
    .fetch_optional(connection)
    .await
}
