//! Which permissions members use (PERM-7, PERM-8): written once a minute from what requests counted, read by the pages that
//! decide what can be taken away.
//!
//! A permission is used when a request passes by it: a page opened under it counts as well as an act. So "not used" is safe to
//! say, "used" may mean that somebody only looked.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::PgConnection;
use tokio_util::sync::CancellationToken;

use super::permission::Code;
use crate::{app::App, db::Error};

/// How often counts are written.
const EVERY: Duration = Duration::from_secs(60);
/// A permission that was not used for so long counts as unused.
pub const UNUSED_AFTER: TimeDelta = TimeDelta::days(90);

/// Writes counts every minute until `stop`, and once more then. Every page server does it for itself.
pub async fn keep(app: App, stop: CancellationToken) {
    let mut minutes = tokio::time::interval(EVERY);
    loop {
        let stopped = tokio::select! {
            () = stop.cancelled() => true,
            _ = minutes.tick() => false,
        };
        if let Err(error) = flush(&app).await {
            tracing::warn!(%error, "which permissions were used could not be written");
        }
        if stopped {
            return;
        }
    }
}

/// Writes what was counted since the last time, in one statement; what cannot be written is kept for the next time.
///
/// # Errors
/// When the database refuses.
pub async fn flush(app: &App) -> Result<(), Error> {
    let uses = app.uses.take();
    if uses.is_empty() {
        return Ok(());
    }
    let mut organizations: Vec<i64> = uses.iter().map(|one| one.organization_id).collect();
    organizations.sort_unstable();
    organizations.dedup();
    let written = async { write(&mut *app.db.open(&organizations).await?, &uses).await };
    written.await.inspect_err(|error| {
        app.room.note(error);
        app.uses.put_back(&uses);
    })
}

async fn write(connection: &mut PgConnection, uses: &[crate::app::uses::Use]) -> Result<(), Error> {
    let organizations: Vec<i64> = uses.iter().map(|one| one.organization_id).collect();
    let members: Vec<i64> = uses.iter().map(|one| one.member_id).collect();
    let codes: Vec<String> = uses.iter().map(|one| one.code.to_owned()).collect();
    let counts: Vec<i64> = uses.iter().map(|one| one.counted.uses).collect();
    let first: Vec<DateTime<Utc>> = uses.iter().map(|one| one.counted.first).collect();
    let last: Vec<DateTime<Utc>> = uses.iter().map(|one| one.counted.last).collect();
    // In the order of the key, so that two nodes never wait for each other in a circle.
    sqlx::query!(
        "insert into permission_uses as u (organization_id, member_id, code, first_used_at, last_used_at, uses)
         select * from unnest($1::bigint[], $2::bigint[], $3::text[], $4::timestamptz[], $5::timestamptz[], $6::bigint[])
           as n (organization_id, member_id, code, first_used_at, last_used_at, uses)
         order by member_id, code
         on conflict (member_id, code) do update set uses = u.uses + excluded.uses,
           first_used_at = least(u.first_used_at, excluded.first_used_at),
           last_used_at = greatest(u.last_used_at, excluded.last_used_at)",
        &organizations,
        &members,
        &codes,
        &first,
        &last,
        &counts,
    )
    .execute(connection)
    .await
    .map(drop)
}

/// When each permission was last used by one of these members, or by anybody of the organisation.
#[derive(Debug, Clone, Default)]
pub struct Used(Vec<(i64, Code, DateTime<Utc>)>);

impl Used {
    /// The latest use of a permission by anybody who was asked for.
    #[must_use]
    pub fn last(&self, code: Code) -> Option<DateTime<Utc>> {
        self.0.iter().filter(|(_, used, _)| *used == code).map(|(.., at)| *at).max()
    }

    /// The latest use of a permission by one member.
    #[must_use]
    pub fn last_by(&self, member_id: i64, code: Code) -> Option<DateTime<Utc>> {
        let his = self.0.iter().find(|(member, used, _)| (*member, *used) == (member_id, code));
        his.map(|(.., at)| *at)
    }
}

/// Reads the uses of these members; none named: the latest by anybody of the organisation, under the member key 0.
///
/// # Errors
/// When the database refuses.
pub async fn read(connection: &mut PgConnection, organization_id: i64, members: Option<&[i64]>) -> Result<Used, Error> {
    let rows = sqlx::query!(
        r#"select case when $2::bigint[] is null then 0 else member_id end as "member_id!", code, max(last_used_at) as "at!"
           from permission_uses
           where organization_id = $1 and ($2::bigint[] is null or member_id = any($2))
           group by 1, 2"#,
        organization_id,
        members,
    )
    .fetch_all(connection)
    .await?;
    Ok(Used(rows.into_iter().filter_map(|row| Some((row.member_id, Code::parse(&row.code)?, row.at))).collect()))
}

/// Reads the latest uses by members who hold one of these presets or custom roles now, under the member key 0.
///
/// # Errors
/// When the database refuses.
pub async fn read_through(
    connection: &mut PgConnection,
    organization_id: i64,
    (presets, custom): (&[String], &[i64]),
    now: DateTime<Utc>,
) -> Result<Used, Error> {
    let rows = sqlx::query!(
        r#"select code, max(last_used_at) as "at!" from permission_uses u
           where organization_id = $1 and exists (select from member_roles g where g.member_id = u.member_id
             and (g.role = any($2) or g.role_id = any($3))
             and (g.starts_at is null or g.starts_at <= $4) and (g.ends_at is null or g.ends_at > $4))
           group by code"#,
        organization_id,
        presets,
        custom,
        now,
    )
    .fetch_all(connection)
    .await?;
    Ok(Used(rows.into_iter().filter_map(|row| Some((0, Code::parse(&row.code)?, row.at))).collect()))
}

/// Whether a permission counts as unused: never, or not for 90 days.
#[must_use]
pub fn is_unused(last: Option<DateTime<Utc>>, now: DateTime<Utc>) -> bool {
    last.is_none_or(|at| at <= now - UNUSED_AFTER)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ninety_days_make_a_permission_unused() {
        let now: DateTime<Utc> = "2026-11-22T04:00:00Z".parse().unwrap();
        for (at, want) in [(None, true), (Some("2026-08-24T04:00:00Z"), true), (Some("2026-08-24T04:00:01Z"), false)] {
            assert_eq!(is_unused(at.map(|at| at.parse().unwrap()), now), want, "{at:?}");
        }
    }
}
