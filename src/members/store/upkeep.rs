//! What the portal does to members by itself: disables them after their last day, erases contact data 90 days after deletion
//! (MEM-2, MEM-9). Each member is one change with its event.

use chrono::TimeDelta;
use sqlx::PgConnection;

use super::{subject, write};
use crate::{
    access::sessions,
    audit::{Author, Change, Deed, Event, Fields},
    clock::Clock,
    cloud::seal::Key,
    db::{Db, Error},
    inbox::{self, Notice},
};

/// MEM-9: contact data stays so long after a deletion.
const KEPT: TimeDelta = TimeDelta::days(90);

/// Disables everybody whose last day is past; a director's managers have none until somebody chooses (TRAP-2). Answers how many.
///
/// # Errors
/// When the database refuses.
pub async fn expire(db: &Db, key: &Key, clock: &Clock) -> Result<usize, Error> {
    let due = sqlx::query!(
        "select m.organization_id, m.id from members m join organizations o on o.id = m.organization_id
         where m.state in ('active', 'invited') and login_ends_at(m.expires_on, o.time_zone) <= $1 order by m.id",
        clock.now(),
    )
    .fetch_all(&mut *db.open_every().await?)
    .await?;
    for row in &due {
        let author = Author::job("expire_members");
        let mut change = Change::system(db, key, clock, row.organization_id, author).await?;
        subject::lock(&mut change, row.organization_id).await?;
        if let Some(kept) = keep_last_admin(&mut change, row.organization_id, row.id).await? {
            change.commit(kept).await?;
            continue;
        }
        let ended = sqlx::query!(
            "update members m set state = 'disabled', revision = revision + 1 from organizations o
             where m.organization_id = $1 and m.id = $2 and o.id = m.organization_id and m.state in ('active', 'invited')
               and login_ends_at(m.expires_on, o.time_zone) <= $3",
            row.organization_id,
            row.id,
            clock.now(),
        )
        .execute(&mut *change)
        .await?;
        if ended.rows_affected() == 0 {
            continue;
        }
        sessions::end_all_of(&mut change, row.organization_id, row.id).await?;
        let orphans = write::redirect_managers(&mut change, row.organization_id, row.id, None).await?;
        let mut events = vec![Event::new(Deed::MemberExpired, row.id)];
        if orphans > 0 {
            let after = Fields::new().set("managers", orphans).set("director", None::<i64>);
            events.push(Event::new(Deed::MemberDirectorChanged, row.id).after(after));
        }
        change.commit_all(&events).await?;
    }
    Ok(due.len())
}

/// MEM-13: the last active Admin is not ended by his last day. Rules refuse such a day; where it came about otherwise, it is
/// lifted, and he and the master are told.
async fn keep_last_admin(change: &mut Change, organization_id: i64, id: i64) -> Result<Option<Event>, Error> {
    let now = change.now();
    let lifted = sqlx::query!(
        r#"with admin as (
             select m.id, m.state, m.expires_on from members m join member_roles r on r.member_id = m.id
             where m.organization_id = $1 and r.role in ('admin', 'desk_admin')
               and (r.starts_at is null or r.starts_at <= $3) and (r.ends_at is null or r.ends_at > $3))
           update members m set expires_on = null, revision = revision + 1 from organizations o
           where m.organization_id = $1 and m.id = $2 and o.id = m.organization_id and m.state = 'active'
             and login_ends_at(m.expires_on, o.time_zone) <= $3 and m.id in (select id from admin)
             and not exists (select from admin a where a.id <> $2 and a.state = 'active'
               and coalesce(login_ends_at(a.expires_on, o.time_zone) > $3, true))
           returning m.username,
             (select coalesce(array_agg(b.id), '{}') from members b where b.organization_id = $1 and b.is_master) as "masters!""#,
        organization_id,
        id,
        now,
    )
    .fetch_optional(&mut **change)
    .await?;
    let Some(lifted) = lifted else { return Ok(None) };
    let told: Vec<i64> = lifted.masters.into_iter().chain([id]).collect();
    inbox::tell(change, &told, &Notice::LastAdminKept { member: lifted.username, member_id: id }).await?;
    Ok(Some(Event::new(Deed::MemberExpiryLifted, id).after(Fields::new().set("expires_on", None::<String>))))
}

/// Erases name, mail address, phone and remark of members deleted 90 days ago; the chain of records stays whole, since it
/// keeps digests only. Answers how many.
///
/// # Errors
/// When the database refuses.
pub async fn erase(db: &Db, key: &Key, clock: &Clock) -> Result<usize, Error> {
    let before = clock.now() - KEPT;
    let due = sqlx::query!(
        "select organization_id, id from members
         where state = 'deleted' and deleted_at <= $1 and contact_erased_at is null order by id",
        before,
    )
    .fetch_all(&mut *db.open_every().await?)
    .await?;
    for row in &due {
        let author = Author::job("erase_contacts");
        let mut change = Change::system(db, key, clock, row.organization_id, author).await?;
        let now = change.now();
        erase_one(&mut change, row.organization_id, row.id, now).await?;
        change.commit(Event::new(Deed::MemberContactErased, row.id)).await?;
    }
    Ok(due.len())
}

async fn erase_one(
    connection: &mut PgConnection,
    organization_id: i64,
    id: i64,
    now: chrono::DateTime<chrono::Utc>,
) -> Result<(), Error> {
    sqlx::query!(
        "update members set name = '', email = null, phone = null, remark = '', contact_erased_at = $3
         where organization_id = $1 and id = $2",
        organization_id,
        id,
        now,
    )
    .execute(connection)
    .await
    .map(drop)
}
