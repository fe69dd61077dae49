//! One approval: what is approved, its votes, where its commands stand.

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use serde::Deserialize;
use serde_json::Value;
use sqlx::{PgConnection, types::Json};

use super::Reader;
use crate::{db::Error, web::pager::LIMIT};

/// A vote of an approver.
#[derive(Debug, Clone, Deserialize)]
pub struct Vote {
    /// Key of who voted.
    pub member_id: i64,
    /// His user name.
    pub member: String,
    /// Key of in whose place.
    pub for_member_id: Option<i64>,
    /// In whose place.
    pub for_member: Option<String>,
    /// `agreed` or `returned`.
    pub decision: String,
    /// Why.
    pub reason: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// How many commands stand where.
#[derive(Debug, Clone, Deserialize)]
pub struct Count {
    /// State, the outcome of a reconciled one, or `person`.
    pub word: String,
    /// How many.
    pub count: i64,
}

/// Commands of one kind, and what they come to.
#[derive(Debug, Clone, Deserialize)]
pub struct Sum {
    /// Kind.
    pub kind: String,
    /// In the approval's currency; none where nothing has an amount.
    pub amount: Option<Decimal>,
}

/// An approval with all its reader must know.
#[derive(Debug)]
pub struct Approval {
    pub id: i64,
    pub kind: String,
    pub code: Option<String>,
    pub steps: i16,
    pub amount: Option<Decimal>,
    pub currency: Option<String>,
    pub commands: i32,
    pub facts: Json<Value>,
    pub remark: String,
    pub made_by: i64,
    pub maker: String,
    pub made_at: DateTime<Utc>,
    pub state: String,
    pub expires_at: DateTime<Utc>,
    pub decided_at: Option<DateTime<Utc>>,
    pub change_set_id: Option<i64>,
    /// Who made that set, or changed it last: it is theirs too (PERM-6).
    pub authors: Vec<i64>,
    pub payer: String,
    pub votes: Json<Vec<Vote>>,
    pub counts: Json<Vec<Count>>,
    /// The quota its commands draw on, when it is one.
    pub quota_remote_id: Option<String>,
    /// Its row, when it was read.
    pub quota_id: Option<i64>,
    /// Its balance as last read, in the approval's currency.
    pub balance: Option<Decimal>,
    /// When that was read.
    pub balance_at: Option<DateTime<Utc>>,
    /// Kinds whose approval is switched off (TRAP-3).
    pub off: Vec<String>,
    /// What open commands take from the same quota, this approval's included.
    pub open: Option<Decimal>,
    /// How many different things the vendor is asked.
    pub writes: i64,
    /// Commands of each kind.
    pub sums: Json<Vec<Sum>>,
}

impl Approval {
    /// The state, also of one whose time has run out before the portal noted it.
    pub fn state(&self, now: DateTime<Utc>) -> &str {
        if self.state == "pending" && self.expires_at <= now { "expired" } else { &self.state }
    }

    /// How many have agreed.
    pub fn agreed(&self) -> i64 {
        self.votes.0.iter().filter(|vote| vote.decision == "agreed").count().try_into().unwrap_or(i64::MAX)
    }

    /// Whether any command of it has not been sent yet.
    pub fn has_waiting(&self) -> bool {
        self.counts.0.iter().any(|count| count.word == "intent" && count.count > 0)
    }
}

/// One approval, if the reader may see it. One round trip.
pub async fn find(connection: &mut PgConnection, reader: Reader<'_>, id: i64) -> Result<Option<Approval>, Error> {
    sqlx::query_as!(
        Approval,
        r#"with found as materialized (
             select a.* from approvals a where a.organization_id = $1 and a.id = $2 and (a.made_by = $3 or $4::text[] is null or a.kind = any($4)
               or a.code = any($5) or exists (select from approval_votes v where v.approval_id = a.id and v.member_id = $3)
               or exists (select from approval_delegations d where d.organization_id = $1 and d.to_member_id = $3 and d.code = a.code
                 and d.starts_at <= $6 and d.ends_at > $6 and d.revoked_at is null))
               and (a.made_by = $3 or approval_is_within(a.id, $7))
           ),
           drawn as (
             select min(c.quota_remote_id) as remote_id from commands c join found a on c.approval_id = a.id
             having count(distinct c.quota_remote_id) = 1
           ),
           quota as (
             select d.remote_id, q.id, q.balance, q.fetched_at from drawn d
             left join voucher_quotas q on q.organization_id = $1 and q.remote_id = d.remote_id
           )
           select a.id, a.kind, a.code, a.steps, a.amount, a.currency, a.commands, a.facts as "facts: Json<Value>", a.remark,
             a.made_by, m.username as maker, a.made_at, a.state, a.expires_at, a.decided_at, a.change_set_id, o.name as payer,
             array(select distinct w from change_sets s, unnest(array[s.made_by, s.edited_by]) w
               where s.id = a.change_set_id and w is not null) as "authors!",
             (select coalesce(jsonb_agg(jsonb_build_object('member_id', v.member_id, 'for_member_id', v.for_member_id, 'member', w.username, 'for_member', f.username, 'decision', v.decision,
                 'reason', v.reason, 'at', v.at) order by v.at), '[]')
               from approval_votes v join members w on w.id = v.member_id left join members f on f.id = v.for_member_id
               where v.approval_id = a.id) as "votes!: Json<Vec<Vote>>",
             (select coalesce(jsonb_agg(jsonb_build_object('word', n.word, 'count', n.count) order by n.word), '[]') from (
               select case when c.outcome is not null then c.outcome when c.state = 'unknown' and c.settled_at is not null then 'person'
                 else c.state end as word, count(*) from commands c where c.approval_id = a.id group by 1) n)
               as "counts!: Json<Vec<Count>>",
             q.remote_id as "quota_remote_id?", q.id as "quota_id?", q.balance as "balance?", q.fetched_at as "balance_at?",
             (select sum(c.amount) from commands c where c.organization_id = $1 and c.quota_remote_id = q.remote_id
               and c.kind in ('quota_issue', 'coupon_issue') and c.state in ('intent', 'sending', 'unknown', 'confirmed')) as open,
             (select count(distinct l.parameters) from command_calls l where l.approval_id = a.id) as "writes!",
             (select coalesce(jsonb_agg(jsonb_build_object('kind', n.kind, 'amount', n.amount::text) order by n.kind desc), '[]') from (
               select c.kind, sum(c.amount) as amount from commands c where c.approval_id = a.id group by 1) n) as "sums!: Json<Vec<Sum>>",
             array(select distinct action from approval_rules where organization_id = $1 and is_off order by action) as "off!"
           from found a join members m on m.id = a.made_by join organizations o on o.id = a.organization_id
           left join quota q on true"#,
        reader.organization_id,
        id,
        reader.member_id,
        reader.kinds,
        reader.codes,
        reader.now,
        reader.managers,
    )
    .fetch_optional(connection)
    .await
}

/// The approval of a command, if the reader may see it.
pub async fn of_command(connection: &mut PgConnection, reader: Reader<'_>, id: i64) -> Result<Option<i64>, Error> {
    sqlx::query_scalar!(
        "select a.id from commands c join approvals a on a.id = c.approval_id
         where c.organization_id = $1 and c.id = $2 and (a.made_by = $3 or $4::text[] is null or c.kind = any($4) or a.code = any($5)
           or exists (select from approval_delegations d where d.organization_id = $1 and d.to_member_id = $3 and d.code = a.code
             and d.starts_at <= $6 and d.ends_at > $6 and d.revoked_at is null))
           and (a.made_by = $3 or approval_is_within(a.id, $7))",
        reader.organization_id,
        id,
        reader.member_id,
        reader.kinds,
        reader.codes,
        reader.now,
        reader.managers,
    )
    .fetch_optional(connection)
    .await
}

/// A command of an approval.
#[derive(Debug)]
pub struct Command {
    pub id: i64,
    pub recipient_remote_id: String,
    pub recipient_name: String,
    pub amount: Option<Decimal>,
    pub state: String,
    pub outcome: Option<String>,
    pub failure: Option<String>,
    pub settled_at: Option<DateTime<Utc>>,
    pub kind: String,
    /// What the vendor is asked, as it was kept.
    pub parameters: Json<Value>,
    /// Where a budget is set: the present one, what is used of it, and the currency of both.
    pub budget: Option<Decimal>,
    pub used: Option<Decimal>,
    pub budget_currency: Option<String>,
}

/// The first commands of an approval, in the order they were planned, and one more.
pub async fn commands(
    connection: &mut PgConnection,
    organization_id: i64,
    approval_id: i64,
) -> Result<Vec<Command>, Error> {
    sqlx::query_as!(
        Command,
        r#"select c.id, c.recipient_remote_id, c.recipient_name, c.amount, c.state, c.outcome, c.failure, c.settled_at, c.kind,
             l.parameters as "parameters: Json<Value>", b.budget_amount as "budget?", b.used_amount as "used?",
             b.currency as "budget_currency?"
           from commands c join command_calls l on l.id = c.call_id
           left join customer_budgets b on c.kind = 'budget_set' and b.organization_id = $1 and b.customer_id = c.recipient_remote_id
             and b.gone_at is null
           where c.organization_id = $1 and c.approval_id = $2 order by c.id limit $3"#,
        organization_id,
        approval_id,
        LIMIT,
    )
    .fetch_all(connection)
    .await
}
