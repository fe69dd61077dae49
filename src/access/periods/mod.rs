//! Periods in which account managers look after customers and resellers (AM-7 to AM-10): opened and closed here and nowhere
//! else; `state` is the table of AM-8. Who may is decided by the caller. Knows the two tables of periods.

pub mod state;

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use self::state::{Act, State};
use crate::{
    audit::{self, Deed, Event, Fields},
    db::Error,
};

/// What is looked after.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Held {
    /// Customers of the organisation.
    Customers,
    /// Resellers of a distributor (AM-10).
    Resellers,
}

/// One change of who looks after these.
#[derive(Debug, Clone, Copy)]
pub struct Turn<'a> {
    /// What `ids` are keys of.
    pub held: Held,
    /// Customers or resellers.
    pub ids: &'a [i64],
    /// The account manager from now on; nobody when withdrawn.
    pub to: Option<i64>,
    /// Who decided; nobody when the portal did.
    pub by: Option<i64>,
    /// The instant of the change: periods are never back-dated (AM-7).
    pub at: DateTime<Utc>,
}

/// Closes the open periods and opens the new ones, in the caller's transaction (AM-8). A period that began later than `at`,
/// by the clock of another node, ends when it began.
///
/// # Errors
/// When the database refuses.
pub async fn turn(connection: &mut PgConnection, organization_id: i64, turn: Turn<'_>) -> Result<(), Error> {
    close(connection, organization_id, turn).await?;
    let Some(to) = turn.to else { return Ok(()) };
    let opened = match turn.held {
        Held::Customers => sqlx::query!(
            "insert into customer_assignments (organization_id, customer_id, member_id, assigned_at, assigned_by)
             select $1, held, $3, greatest($4, (select max(p.ended_at) from customer_assignments p where p.customer_id = held)), $5
             from unnest($2::bigint[]) as held",
            organization_id,
            turn.ids,
            to,
            turn.at,
            turn.by,
        ),
        Held::Resellers => sqlx::query!(
            "insert into reseller_assignments (organization_id, reseller_id, member_id, assigned_at, assigned_by)
             select $1, held, $3, greatest($4, (select max(p.ended_at) from reseller_assignments p where p.reseller_id = held)), $5
             from unnest($2::bigint[]) as held",
            organization_id,
            turn.ids,
            to,
            turn.at,
            turn.by,
        ),
    };
    opened.execute(connection).await.map(drop)
}

async fn close(connection: &mut PgConnection, organization_id: i64, turn: Turn<'_>) -> Result<(), Error> {
    let closed = match turn.held {
        Held::Customers => sqlx::query!(
            "update customer_assignments set ended_at = greatest($3, assigned_at), ended_by = $4
             where organization_id = $1 and customer_id = any($2) and ended_at is null",
            organization_id,
            turn.ids,
            turn.at,
            turn.by,
        ),
        Held::Resellers => sqlx::query!(
            "update reseller_assignments set ended_at = greatest($3, assigned_at), ended_by = $4
             where organization_id = $1 and reseller_id = any($2) and ended_at is null",
            organization_id,
            turn.ids,
            turn.at,
            turn.by,
        ),
    };
    closed.execute(connection).await.map(drop)
}

/// How much a manager handed over.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Moved {
    /// Customers.
    pub customers: usize,
    /// Resellers.
    pub resellers: usize,
}

/// Gives everything a manager looks after to another, or to nobody (MEM-10, TRAP-2).
///
/// # Errors
/// When the database refuses.
pub async fn hand_over(
    connection: &mut PgConnection,
    organization_id: i64,
    from: i64,
    (to, by, at): (Option<i64>, Option<i64>, DateTime<Utc>),
) -> Result<Moved, Error> {
    let open = sqlx::query!(
        r#"select
             array(select customer_id from customer_assignments
               where organization_id = $1 and member_id = $2 and ended_at is null order by 1 for update) as "customers!",
             array(select reseller_id from reseller_assignments
               where organization_id = $1 and member_id = $2 and ended_at is null order by 1 for update) as "resellers!""#,
        organization_id,
        from,
    )
    .fetch_one(&mut *connection)
    .await?;
    for (held, ids) in [(Held::Customers, &open.customers), (Held::Resellers, &open.resellers)] {
        if !ids.is_empty() {
            turn(connection, organization_id, Turn { held, ids, to, by, at }).await?;
        }
    }
    Ok(Moved { customers: open.customers.len(), resellers: open.resellers.len() })
}

/// Gives customers that have just associated to their account manager (AM-4): the one through whose mail, link or code they came,
/// whom the vendor names by his user name; else the one who sees only his own customers and had the account created. Of the first,
/// not what the first reading of an organisation brings, which associated long ago: periods are never back-dated (AM-7). Called by
/// the reading that found them, in its own transaction.
///
/// # Errors
/// When the database refuses.
pub async fn link(
    connection: &mut PgConnection,
    (organization_id, account_id): (i64, i64),
    remote_ids: &[String],
    at: DateTime<Utc>,
) -> Result<(), Error> {
    let found = sqlx::query!(
        r#"with found as (
             select c.id, m.id as member_id, false as created
             from customers c
             join members m on m.organization_id = c.organization_id and lower(m.username) = lower(c.account_manager)
             where c.organization_id = $1 and c.remote_id = any($2) and works_as(m.id, 'account_manager', $3)
               and exists (select from sync_resources s
                 where s.account_id = $4 and s.resource = 'customers' and s.completed_at is not null)
             union all
             select c.id, n.made_by, true
             from customers c
             join customer_creations n on n.organization_id = c.organization_id
             left join commands k on k.approval_id = n.approval_id
             where c.organization_id = $1 and c.remote_id = any($2) and sees_own(n.made_by, $3)
               and (c.xaccount_id = n.xaccount_id or c.remote_id = k.made_remote_id)
           )
           select distinct on (f.id) f.id as "id!", f.member_id as "member_id!", f.created as "created!",
             a.member_id as "present?"
           from found f
           left join customer_assignments a on a.customer_id = f.id and a.ended_at is null
           order by f.id, f.created, f.member_id"#,
        organization_id,
        remote_ids,
        at,
        account_id,
    )
    .fetch_all(&mut *connection)
    .await?;
    for row in found {
        let state = row.present.map_or(State::Unassigned, State::Assigned);
        let Ok(State::Assigned(to)) = state::after(state, Act::Link(row.member_id)) else { continue };
        let ids = [row.id];
        let opened = Turn { held: Held::Customers, ids: &ids, to: Some(to), by: None, at };
        turn(connection, organization_id, opened).await?;
        let through = if row.created { "creation" } else { "link" };
        let fields = Fields::new().set("manager_id", to).set("through", through);
        let event = Event::new(Deed::CustomerLinked, row.id).after(fields);
        audit::record_synced(connection, organization_id, at, &event).await?;
    }
    Ok(())
}

/// Ends the periods of customers and resellers that the vendor no longer lists, and records each (AM-8: association ends).
/// Called by the reading that found out, in its own transaction.
///
/// # Errors
/// When the database refuses.
pub async fn end_left(connection: &mut PgConnection, organization_id: i64, at: DateTime<Utc>) -> Result<(), Error> {
    let ended = sqlx::query!(
        r#"with customer as (
             update customer_assignments a set ended_at = greatest($2, a.assigned_at) from customers c
             where a.organization_id = $1 and a.ended_at is null and c.id = a.customer_id and c.left_at is not null
             returning a.customer_id as id, a.member_id
           ),
           reseller as (
             update reseller_assignments a set ended_at = greatest($2, a.assigned_at) from resellers r
             where a.organization_id = $1 and a.ended_at is null and r.id = a.reseller_id and r.left_at is not null
             returning a.reseller_id as id, a.member_id
           )
           select id as "id!", member_id as "member_id!", true as "is_customer!" from customer
           union all select id, member_id, false from reseller order by 3, 1"#,
        organization_id,
        at,
    )
    .fetch_all(&mut *connection)
    .await?;
    for row in ended {
        let deed = if row.is_customer { Deed::CustomerAssociationEnded } else { Deed::ResellerAssociationEnded };
        let event = Event::new(deed, row.id).before(Fields::new().set("manager_id", row.member_id));
        let event = event.after(Fields::new().set("manager_id", None::<i64>));
        audit::record_synced(connection, organization_id, at, &event).await?;
    }
    Ok(())
}
