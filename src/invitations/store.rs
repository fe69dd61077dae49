//! SQL of reports and invitations.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgConnection;

use super::forms::Invitation;
use crate::{db::Error, web::pager::LIMIT};

/// An invitation.
#[derive(Debug)]
pub struct Kept {
    pub id: i64,
    pub way: String,
    pub company: String,
    pub association_type: String,
    pub label: String,
    pub remark: String,
    pub sent_on: NaiveDate,
    pub expires_on: Option<NaiveDate>,
    pub state: String,
    pub made_by: String,
    pub ended_at: Option<DateTime<Utc>>,
    pub ended_by: Option<String>,
    /// Reports of the organisation that are valid on the day asked for.
    pub reports: i64,
}

/// One page of invitations, latest first, and one row more.
pub async fn list(
    connection: &mut PgConnection,
    organization_id: i64,
    state: Option<&str>,
    today: NaiveDate,
    after: Option<(NaiveDate, i64)>,
) -> Result<Vec<Kept>, Error> {
    let (sent_on, id) = after.unwrap_or((NaiveDate::from_ymd_opt(9999, 12, 31).unwrap_or(today), i64::MAX));
    rows(connection, organization_id, (state, None), today, (sent_on, id)).await
}

/// One invitation.
pub async fn find(
    connection: &mut PgConnection,
    organization_id: i64,
    id: i64,
    today: NaiveDate,
) -> Result<Option<Kept>, Error> {
    let beyond = (NaiveDate::from_ymd_opt(9999, 12, 31).unwrap_or(today), i64::MAX);
    Ok(rows(connection, organization_id, (None, Some(id)), today, beyond).await?.into_iter().next())
}

async fn rows(
    connection: &mut PgConnection,
    organization_id: i64,
    (state, only): (Option<&str>, Option<i64>),
    today: NaiveDate,
    (sent_on, id): (NaiveDate, i64),
) -> Result<Vec<Kept>, Error> {
    sqlx::query_as!(
        Kept,
        r#"select i.id, i.way, i.company, i.association_type, i.label, i.remark, i.sent_on, i.expires_on, i.state,
             m.username as made_by, i.ended_at, e.username as "ended_by?",
             (select count(*) from invitations r where r.organization_id = $1 and r.way = 'report' and r.state = 'open'
               and r.expires_on >= $4) as "reports!"
           from invitations i
           join members m on m.id = i.made_by
           left join members e on e.id = i.ended_by
           where i.organization_id = $1 and ($2::text is null or i.state = $2) and ($3::bigint is null or i.id = $3)
             and (i.sent_on, i.id) < ($5, $6)
           order by i.sent_on desc, i.id desc limit $7"#,
        organization_id,
        state,
        only,
        today,
        sent_on,
        id,
        LIMIT,
    )
    .fetch_all(connection)
    .await
}

/// Lets one record at a time into an organisation, and counts its reports that are valid.
pub async fn lock(connection: &mut PgConnection, organization_id: i64, today: NaiveDate) -> Result<i64, Error> {
    sqlx::query!("select id from organizations where id = $1 for no key update", organization_id)
        .fetch_one(&mut *connection)
        .await?;
    sqlx::query_scalar!(
        r#"select count(*) as "count!" from invitations
           where organization_id = $1 and way = 'report' and state = 'open' and expires_on >= $2"#,
        organization_id,
        today,
    )
    .fetch_one(connection)
    .await
}

/// Keeps a record.
pub async fn insert(
    connection: &mut PgConnection,
    organization_id: i64,
    new: &Invitation,
    (by, at): (Option<i64>, DateTime<Utc>),
) -> Result<i64, Error> {
    sqlx::query_scalar!(
        "insert into invitations (organization_id, way, company, association_type, label, remark, sent_on, expires_on, made_by, made_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) returning id",
        organization_id,
        new.way.as_str(),
        new.company,
        new.association_type,
        new.label,
        new.remark,
        new.sent_on,
        new.way.expires_on(new.sent_on),
        by,
        at,
    )
    .fetch_one(connection)
    .await
}

/// Says what became of an open one; false when somebody else said so before.
pub async fn end(
    connection: &mut PgConnection,
    organization_id: i64,
    (id, state): (i64, &str),
    (by, at): (Option<i64>, DateTime<Utc>),
) -> Result<bool, Error> {
    let done = sqlx::query!(
        "update invitations set state = $3, ended_by = $4, ended_at = $5
         where organization_id = $1 and id = $2 and state = 'open'",
        organization_id,
        id,
        state,
        by,
        at,
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}
