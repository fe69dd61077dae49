//! The list of commands, and how many are open.

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use sqlx::{FromRow, PgConnection, Postgres, QueryBuilder};

use crate::{
    access::Permissions,
    board::{
        forms::{Filters, LAST},
        rules::{LATE, Standing},
    },
    commands::resolution::seconds,
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
    /// What he may do: which outcomes he may agree to (CMD-10).
    pub held: Permissions,
    /// Account managers whose customers he sees; `None` = all (AM-13).
    pub managers: Option<&'a [i64]>,
    /// The present instant.
    pub now: DateTime<Utc>,
}

/// A command in a list.
#[derive(Debug, FromRow)]
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
    /// Why an agreed command has not been sent: a word of [`crate::commands::text`]; none when it is about to be.
    pub waits: Option<String>,
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
///
/// The statement has only the clauses of filters that are set, and walks the index `commands_place` in the order of the page: with
/// every clause in it, a plan made once for all values gathers and sorts every command.
pub async fn list(
    connection: &mut PgConnection,
    reader: Reader<'_>,
    filters: &Filters,
    after: Option<(i32, i64)>,
) -> Result<Vec<Command>, Error> {
    let (least, most) = filters.urgencies();
    let mut parts = Vec::with_capacity(2);
    match after {
        None => parts.push(Part { least, most, below: None }),
        Some((urgency, id)) => {
            if (least..=most).contains(&urgency) {
                parts.push(Part { least: urgency, most: urgency, below: Some(id) });
            }
            if urgency < most {
                parts.push(Part { least: least.max(urgency.saturating_add(1)), most, below: None });
            }
        }
    }
    if parts.is_empty() {
        return Ok(Vec::new());
    }
    let mut query = QueryBuilder::<Postgres>::new("");
    for (number, part) in parts.iter().enumerate() {
        query.push(if number == 0 { "(" } else { " union all (" });
        page(&mut query, reader, filters, part);
        query.push(")");
    }
    // A lone part has its order already, and cannot be given it twice.
    if parts.len() > 1 {
        query.push(" order by urgency, id desc limit ").push(LIMIT);
    }
    query.build_query_as().fetch_all(connection).await
}

/// Commands of these urgencies, both included; of one of them those below an id.
#[derive(Debug)]
struct Part {
    least: i32,
    most: i32,
    below: Option<i64>,
}

fn page(query: &mut QueryBuilder<Postgres>, reader: Reader<'_>, filters: &Filters, part: &Part) {
    query.push(
        "select c.id, command_urgency(c.state, c.settled_at) as urgency, c.kind, c.state, c.outcome, c.proved_by, c.failure,
           c.quota_remote_id, c.recipient_remote_id, c.recipient_name, c.amount, c.currency, m.username as maker, c.made_at,
           c.changed_at, c.settled_at, c.approval_id, a.state as approval_state,
           case when c.state = 'intent' and a.state <> 'pending' then (
             select case
               when exists (select from command_lanes n where n.account_id = l.account_id and n.lane = any(l.lanes) and n.call_id <> l.id)
                 then 'lane'
               when exists (select from commands f where f.id = c.follows_id and f.state not in ('failed', 'reconciled')) then 'follows'
               else l.waits end
             from command_calls l where l.id = c.call_id and l.state = 'waiting') end as waits
         from commands c join approvals a on a.id = c.approval_id join members m on m.id = a.made_by
         where c.organization_id = ",
    );
    query.push_bind(reader.organization_id);
    // As constants: there are six, and Postgres knows how many commands have each.
    if part.least == part.most {
        query.push(" and command_urgency(c.state, c.settled_at) = ").push(part.least);
    } else if (part.least, part.most) != (0, LAST) {
        query.push(" and command_urgency(c.state, c.settled_at) between ").push(part.least);
        query.push(" and ").push(part.most);
    }
    if let Some(id) = part.below {
        query.push(" and c.id < ").push_bind(id);
    }
    narrow_sight(query, reader);
    narrow(query, reader, filters);
    query.push(" order by command_urgency(c.state, c.settled_at), c.id desc limit ").push(LIMIT);
}

/// What the reader may see: kinds and customers, and whatever is his own.
fn narrow_sight(query: &mut QueryBuilder<Postgres>, reader: Reader<'_>) {
    if let Some(kinds) = reader.kinds {
        query.push(" and (c.kind = any(").push_bind(kinds.to_vec());
        query.push(") or a.made_by = ").push_bind(reader.member_id).push(")");
    }
    if let Some(managers) = reader.managers {
        query.push(" and (a.made_by = ").push_bind(reader.member_id);
        query.push(
            " or exists (select from customers k join customer_assignments s on s.customer_id = k.id and s.ended_at is null
              where k.organization_id = c.organization_id and k.remote_id = c.recipient_remote_id and s.member_id = any(",
        );
        query.push_bind(managers.to_vec()).push(")))");
    }
}

fn narrow(query: &mut QueryBuilder<Postgres>, reader: Reader<'_>, filters: &Filters) {
    if filters.unresolved {
        query.push(" and (c.state = 'unknown' or c.state = 'confirmed' and c.changed_at <= ");
        query.push_bind(reader.now - LATE).push(")");
    }
    match filters.state.as_deref() {
        None => {}
        Some("person") => _ = query.push(" and c.state = 'unknown' and c.settled_at is not null"),
        // What he may agree to: never his own (CMD-10).
        Some("proposed") => {
            query.push(
                " and c.state = 'unknown' and exists (select from command_decisions d
                  where d.command_id = c.id and d.decision is null and d.proposed_by <> ",
            );
            query.push_bind(reader.member_id).push(") and c.kind = any(").push_bind(seconds(reader.held)).push(")");
        }
        Some("awaiting") => _ = query.push(" and c.state = 'intent' and a.state = 'pending'"),
        Some("ready") => _ = query.push(" and c.state = 'intent' and a.state <> 'pending'"),
        Some(state) => _ = query.push(" and c.state = ").push_bind(state.to_owned()),
    }
    if let Some(kind) = &filters.kind {
        query.push(" and c.kind = ").push_bind(kind.clone());
    }
    if let Some(maker) = &filters.maker {
        query.push(" and lower(m.username) = lower(").push_bind(maker.clone()).push(")");
    }
    if let Some(recipient) = &filters.recipient {
        query.push(" and (c.recipient_remote_id = ").push_bind(recipient.clone());
        query.push(" or strpos(lower(c.recipient_name), lower(").push_bind(recipient.clone()).push(")) > 0)");
    }
    for (clause, amount) in [(" and c.amount >= ", filters.least), (" and c.amount <= ", filters.most)] {
        if let Some(amount) = amount {
            query.push(clause).push_bind(amount);
        }
    }
    for (clause, at) in [(" and c.made_at >= ", filters.from), (" and c.made_at < ", filters.before)] {
        if let Some(at) = at {
            query.push(clause).push_bind(at);
        }
    }
    if let Some(approval) = filters.approval {
        query.push(" and c.approval_id = ").push_bind(approval);
    }
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

/// Counts the open commands of the kinds the reader sees, and his own: each count walks no further than its cap. One round trip.
pub async fn open(connection: &mut PgConnection, reader: Reader<'_>) -> Result<Open, Error> {
    let mut query = QueryBuilder::<Postgres>::new("");
    for urgency in [0, 1, 2, 4] {
        query.push(if urgency == 0 { "select " } else { " union all select " }).push(urgency);
        query.push(", count(*) from (select from commands c");
        if reader.kinds.is_some() || reader.managers.is_some() {
            query.push(" join approvals a on a.id = c.approval_id");
        }
        query.push(" where c.organization_id = ").push_bind(reader.organization_id);
        query.push(" and command_urgency(c.state, c.settled_at) = ").push(urgency);
        if urgency == 2 {
            query.push(" and c.changed_at <= ").push_bind(reader.now - LATE);
        }
        narrow_sight(&mut query, reader);
        query.push(" limit ").push(MOST + 1).push(") one");
    }
    let rows: Vec<(i32, i64)> = query.build_query_as().fetch_all(connection).await?;
    let count = |urgency: i32| rows.iter().find(|row| row.0 == urgency).map_or(0, |row| row.1);
    Ok(Open { person: count(0), unknown: count(1), late: count(2), waiting: count(4) })
}
