//! The list of commands, and how many are open.

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use sqlx::PgConnection;

use crate::{
    board::{
        forms::Filters,
        rules::{LATE, Standing},
    },
    db::Error,
    web::pager::LIMIT,
};

/// What the reader may see.
#[derive(Debug, Clone, Copy)]
pub struct Reader<'a> {
    /// His organisation.
    pub organization_id: i64,
    /// Who he is: his own commands he always sees.
    pub member_id: i64,
    /// Kinds he sees although they are not his; `None` = all.
    pub kinds: Option<&'a [String]>,
    /// Account managers whose customers he sees; `None` = all (AM-13).
    pub managers: Option<&'a [i64]>,
    /// The present instant.
    pub now: DateTime<Utc>,
}

/// A command in a list.
#[derive(Debug)]
pub struct Command {
    pub id: i64,
    pub urgency: i32,
    pub kind: String,
    pub state: String,
    pub outcome: Option<String>,
    pub proved_by: Option<String>,
    pub failure: Option<String>,
    pub quota_remote_id: Option<String>,
    pub recipient_remote_id: String,
    pub recipient_name: String,
    pub amount: Option<Decimal>,
    pub currency: Option<String>,
    pub maker: String,
    pub made_at: DateTime<Utc>,
    pub changed_at: DateTime<Utc>,
    /// When a person's turn came (CMD-9).
    pub settled_at: Option<DateTime<Utc>>,
    pub approval_id: i64,
    pub approval_state: String,
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

    /// Its place in the list.
    pub const fn key(&self) -> (i32, i64) {
        (self.urgency, self.id)
    }
}

/// One page of commands, the most urgent first, then the newest, and one row more. One round trip.
pub async fn list(
    connection: &mut PgConnection,
    reader: Reader<'_>,
    filters: &Filters,
    after: Option<(i32, i64)>,
) -> Result<Vec<Command>, Error> {
    let (urgency, id) = after.unwrap_or((-1, 0));
    sqlx::query_as!(
        Command,
        r#"select c.id, command_urgency(c.state, c.settled_at) as "urgency!", c.kind, c.state, c.outcome, c.proved_by, c.failure,
             c.quota_remote_id, c.recipient_remote_id, c.recipient_name, c.amount, c.currency, m.username as maker, c.made_at,
             c.changed_at, c.settled_at, c.approval_id, a.state as approval_state
           from commands c join approvals a on a.id = c.approval_id join members m on m.id = a.made_by
           where c.organization_id = $1 and (command_urgency(c.state, c.settled_at), -c.id) > ($2, -$3::bigint)
             and ($4::text[] is null or c.kind = any($4) or a.made_by = $5)
             and ($6::bigint[] is null or a.made_by = $5 or exists (select from customers k
               join customer_assignments s on s.customer_id = k.id and s.ended_at is null
               where k.organization_id = $1 and k.remote_id = c.recipient_remote_id and s.member_id = any($6)))
             and (not $7 or c.state = 'unknown' or c.state = 'confirmed' and c.changed_at <= $8)
             and ($9::text is null or c.kind = $9)
             and ($10::text is null or case $10 when 'person' then c.state = 'unknown' and c.settled_at is not null
               when 'awaiting' then c.state = 'intent' and a.state = 'pending'
               when 'ready' then c.state = 'intent' and a.state <> 'pending' else c.state = $10 end)
             and ($11::text is null or lower(m.username) = lower($11))
             and ($12::text is null or c.recipient_remote_id = $12 or strpos(lower(c.recipient_name), lower($12)) > 0)
             and ($13::numeric is null or c.amount >= $13) and ($14::numeric is null or c.amount <= $14)
             and ($15::timestamptz is null or c.made_at >= $15) and ($16::timestamptz is null or c.made_at < $16)
             and ($17::bigint is null or c.approval_id = $17)
           order by command_urgency(c.state, c.settled_at), -c.id
           limit $18"#,
        reader.organization_id,
        urgency,
        id,
        reader.kinds,
        reader.member_id,
        reader.managers,
        filters.unresolved,
        reader.now - LATE,
        filters.kind,
        filters.state,
        filters.maker,
        filters.recipient,
        filters.least,
        filters.most,
        filters.from,
        filters.before,
        filters.approval,
        LIMIT,
    )
    .fetch_all(connection)
    .await
}

/// Open commands are counted no further than this.
pub const MOST: i64 = 1000;

/// How many commands are open, each counted no further than one above [`MOST`].
#[derive(Debug, Clone, Copy, Default)]
pub struct Open {
    /// A person must decide (CMD-9).
    pub person: i64,
    /// Outcome unknown, being looked up.
    pub unknown: i64,
    /// Confirmed for a day without a record (CMD-11).
    pub late: i64,
    /// Waiting for approval, or to be sent.
    pub waiting: i64,
}

/// Counts the open commands of the kinds the reader sees, and his own. One round trip.
pub async fn open(connection: &mut PgConnection, reader: Reader<'_>) -> Result<Open, Error> {
    let rows = sqlx::query!(
        r#"select u.urgency as "urgency!", n.count as "count!" from (values (0), (1), (2), (4)) u (urgency), lateral (
             select count(*) from (
               select from commands c join approvals a on a.id = c.approval_id
               where c.organization_id = $1 and command_urgency(c.state, c.settled_at) = u.urgency
                 and ($2::text[] is null or c.kind = any($2) or a.made_by = $3)
                 and ($4::bigint[] is null or a.made_by = $3 or exists (select from customers k
                   join customer_assignments s on s.customer_id = k.id and s.ended_at is null
                   where k.organization_id = $1 and k.remote_id = c.recipient_remote_id and s.member_id = any($4)))
                 and (u.urgency <> 2 or c.changed_at <= $5)
               limit $6) one) n"#,
        reader.organization_id,
        reader.kinds,
        reader.member_id,
        reader.managers,
        reader.now - LATE,
        MOST + 1,
    )
    .fetch_all(connection)
    .await?;
    let count = |urgency: i32| rows.iter().find(|row| row.urgency == urgency).map_or(0, |row| row.count);
    Ok(Open { person: count(0), unknown: count(1), late: count(2), waiting: count(4) })
}
