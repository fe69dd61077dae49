//! SQL of the master login's hand-over (ORG-5).

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use crate::{audit::Change, db::Error, organization::rules::master};

/// The newest offer.
#[derive(Debug, Clone)]
pub struct Offer {
    pub id: i64,
    pub offered_by: i64,
    pub offered_to: i64,
    pub to_name: String,
    pub state: String,
    pub reason: String,
    pub offered_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
}

/// An Admin who can take over now.
#[derive(Debug, Clone)]
pub struct Admin {
    pub id: i64,
    pub username: String,
    pub credentials_by: Option<i64>,
    pub credentials_at: Option<DateTime<Utc>>,
}

/// Everything about the hand-over.
#[derive(Debug)]
pub struct Case {
    pub master: i64,
    pub master_name: String,
    pub offer: Option<Offer>,
    pub admins: Vec<Admin>,
}

impl Case {
    /// The same as the rules see it, for a member at an instant.
    pub fn candidates(&self) -> Vec<master::Candidate> {
        let issued = |admin: &Admin| admin.credentials_by.zip(admin.credentials_at);
        self.admins.iter().map(|admin| master::Candidate { id: admin.id, issued: issued(admin) }).collect()
    }

    /// The open offer, expired or not.
    pub fn open(&self) -> Option<master::Offer> {
        let open = self.offer.as_ref().filter(|offer| offer.state == "offered")?;
        Some(master::Offer { by: open.offered_by, to: open.offered_to, expires_at: open.expires_at })
    }
}

/// Master, newest offer and Admins of an organisation; none while it has no master.
pub async fn case(
    connection: &mut PgConnection,
    organization_id: i64,
    now: DateTime<Utc>,
) -> Result<Option<Case>, Error> {
    let found = sqlx::query!(
        r#"select m.id as master, m.username as master_name, f.id as "id?", f.offered_by as "offered_by?",
            f.offered_to as "offered_to?", t.username as "to_name?", f.state as "state?", f.reason as "reason?",
            f.offered_at as "offered_at?", f.expires_at as "expires_at?"
         from members m
         left join lateral (select * from master_offers f where f.organization_id = $1 order by f.id desc limit 1) f on true
         left join members t on t.id = f.offered_to
         where m.organization_id = $1 and m.is_master"#,
        organization_id,
    )
    .fetch_optional(&mut *connection)
    .await?;
    let Some(row) = found else { return Ok(None) };
    let offer = || {
        Some(Offer {
            id: row.id?,
            offered_by: row.offered_by?,
            offered_to: row.offered_to?,
            to_name: row.to_name?,
            state: row.state?,
            reason: row.reason?,
            offered_at: row.offered_at?,
            expires_at: row.expires_at?,
        })
    };
    let admins = admins(connection, organization_id, now).await?;
    Ok(Some(Case { master: row.master, master_name: row.master_name, offer: offer(), admins }))
}

async fn admins(connection: &mut PgConnection, organization_id: i64, now: DateTime<Utc>) -> Result<Vec<Admin>, Error> {
    sqlx::query_as!(
        Admin,
        "select m.id, m.username, m.credentials_by, m.credentials_at
         from members m join organizations o on o.id = m.organization_id
         where m.organization_id = $1 and m.state = 'active' and not m.is_master and not m.must_change_password
           and coalesce(login_ends_at(m.expires_on, o.time_zone) > $2, true)
           and exists (select from member_roles r where r.member_id = m.id and r.role in ('admin', 'desk_admin')
             and (r.starts_at is null or r.starts_at <= $2) and (r.ends_at is null or r.ends_at > $2))
         order by lower(m.username)",
        organization_id,
        now,
    )
    .fetch_all(connection)
    .await
}

/// Makes an offer; one whose time has run out is closed by it. Answers its key.
pub async fn offer<P>(change: &mut Change<P>, to: i64, reason: &str) -> Result<i64, Error> {
    let (org, by, at) = (change.org(), change.member_id(), change.now());
    sqlx::query!(
        "update master_offers set state = 'expired', decided_at = $2
         where organization_id = $1 and state = 'offered' and expires_at <= $2",
        org,
        at,
    )
    .execute(&mut **change)
    .await?;
    sqlx::query_scalar!(
        "insert into master_offers (organization_id, offered_by, offered_to, reason, offered_at, expires_at)
         values ($1, $2, $3, $4, $5, $6) returning id",
        org,
        by,
        to,
        reason,
        at,
        at + master::LIFE,
    )
    .fetch_one(&mut **change)
    .await
}

/// Ends the open offer; false when it is not open any more (TRAP-15).
pub async fn end<P>(change: &mut Change<P>, id: i64, state: &str) -> Result<bool, Error> {
    let (org, at) = (change.org(), change.now());
    let done = sqlx::query!(
        "update master_offers set state = $3, decided_at = $4 where organization_id = $1 and id = $2 and state = 'offered'",
        org,
        id,
        state,
        at,
    )
    .execute(&mut **change)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Moves the flag. A master's login has no last day, no director and no data scope: nothing can lock it out.
pub async fn crown(connection: &mut PgConnection, organization_id: i64, from: i64, to: i64) -> Result<(), Error> {
    sqlx::query!(
        "update members set is_master = false, revision = revision + 1 where organization_id = $1 and id = $2 and is_master",
        organization_id,
        from,
    )
    .execute(&mut *connection)
    .await?;
    sqlx::query!(
        "update members set is_master = true, expires_on = null, director_id = null, scope_pin = null, revision = revision + 1
         where organization_id = $1 and id = $2",
        organization_id,
        to,
    )
    .execute(connection)
    .await
    .map(drop)
}
