//! SQL of what was picked: as it is now, beside what the form showed.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use crate::{
    access::periods::state::State,
    assignments::rules::{Subject, judge},
    db::Error,
    values::Masked,
};

/// A customer or reseller that was picked.
#[derive(Debug, Clone)]
pub struct Row {
    pub id: i64,
    pub account_name: String,
    pub name: Option<Masked<String>>,
    pub customer_type: Option<i32>,
    pub left: bool,
    /// Its open period; 0 without one.
    pub period: i64,
    pub manager_id: Option<i64>,
    pub manager: Option<String>,
    pub since: Option<DateTime<Utc>>,
    pub assigned_by: Option<String>,
    /// The period the form showed; 0 without one.
    pub seen: i64,
    /// Whose that was.
    pub seen_manager: Option<String>,
    /// Who ended it, and when, if it is over.
    pub seen_ended_by: Option<String>,
    pub seen_ended_at: Option<DateTime<Utc>>,
}

impl Row {
    /// As the rules look at it.
    pub fn picked(&self) -> judge::Picked {
        let state = self.manager_id.map_or(State::Unassigned, State::Assigned);
        judge::Picked { id: self.id, state, period: self.period, seen: self.seen, left: self.left }
    }
}

/// Keys as they were sent, with the period each was shown with; a look takes the present one for it.
#[derive(Debug, Clone, Default)]
pub struct Keys {
    pub ids: Vec<i64>,
    /// `None`: nothing was shown yet.
    pub seen: Option<Vec<i64>>,
}

/// What was picked, as far as the reader sees it, in the order of the names.
pub async fn find(
    connection: &mut PgConnection,
    organization_id: i64,
    managers: Option<&[i64]>,
    subject: Subject,
    keys: &Keys,
) -> Result<Vec<Row>, Error> {
    let mut rows = match subject {
        Subject::Customer => customers(connection, organization_id, managers, keys).await?,
        Subject::Reseller => resellers(connection, organization_id, managers, keys).await?,
    };
    if keys.seen.is_none() {
        rows.iter_mut().for_each(|row| row.seen = row.period);
    }
    Ok(rows)
}

async fn customers(
    connection: &mut PgConnection,
    organization_id: i64,
    managers: Option<&[i64]>,
    keys: &Keys,
) -> Result<Vec<Row>, Error> {
    let seen = keys.seen.clone().unwrap_or_else(|| vec![0; keys.ids.len()]);
    sqlx::query_as!(
        Row,
        r#"select c.id, c.account_name, c.name as "name: _", c.customer_type, c.left_at is not null as "left!",
             coalesce(a.id, 0) as "period!", a.member_id as "manager_id?", m.username as "manager?",
             a.assigned_at as "since?", b.username as "assigned_by?", k.seen as "seen!", sm.username as "seen_manager?",
             sb.username as "seen_ended_by?", s.ended_at as "seen_ended_at?"
           from unnest($3::bigint[], $4::bigint[]) as k (id, seen)
           join customers c on c.id = k.id and c.organization_id = $1
           left join customer_assignments a on a.customer_id = c.id and a.ended_at is null
           left join members m on m.id = a.member_id
           left join members b on b.id = a.assigned_by
           left join customer_assignments s on s.id = k.seen and s.customer_id = c.id
           left join members sm on sm.id = s.member_id
           left join members sb on sb.id = s.ended_by
           where $2::bigint[] is null or a.member_id = any($2)
           order by lower(c.account_name), c.id"#,
        organization_id,
        managers,
        &keys.ids,
        &seen,
    )
    .fetch_all(connection)
    .await
}

async fn resellers(
    connection: &mut PgConnection,
    organization_id: i64,
    managers: Option<&[i64]>,
    keys: &Keys,
) -> Result<Vec<Row>, Error> {
    let seen = keys.seen.clone().unwrap_or_else(|| vec![0; keys.ids.len()]);
    sqlx::query_as!(
        Row,
        r#"select r.id, coalesce(nullif(r.account_name, ''), r.remote_id) as "account_name!", o.name as "name: _",
             1 as customer_type, r.left_at is not null as "left!",
             coalesce(a.id, 0) as "period!", a.member_id as "manager_id?", m.username as "manager?",
             a.assigned_at as "since?", b.username as "assigned_by?", k.seen as "seen!", sm.username as "seen_manager?",
             sb.username as "seen_ended_by?", s.ended_at as "seen_ended_at?"
           from unnest($3::bigint[], $4::bigint[]) as k (id, seen)
           join resellers r on r.id = k.id and r.organization_id = $1
           join organizations o on o.id = r.child_id
           left join reseller_assignments a on a.reseller_id = r.id and a.ended_at is null
           left join members m on m.id = a.member_id
           left join members b on b.id = a.assigned_by
           left join reseller_assignments s on s.id = k.seen and s.reseller_id = r.id
           left join members sm on sm.id = s.member_id
           left join members sb on sb.id = s.ended_by
           where $2::bigint[] is null or a.member_id = any($2)
           order by 2, r.id"#,
        organization_id,
        managers,
        &keys.ids,
        &seen,
    )
    .fetch_all(connection)
    .await
}
