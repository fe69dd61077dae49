//! What is refused at the doors: logged once, and counted per login and quarter of an hour for the audit chain, so that a flood
//! of failures makes one record with a number, not thousands. Unknown logins and tokens reach the log only. Knows no page.

use chrono::{DateTime, TimeDelta, Utc};

use super::{factors::pending::Pending, sessions::Token};
use crate::{
    app::App,
    audit::{Author, Change, Deed, Event, Fields},
    clock::Clock,
    cloud::seal::Key,
    db::{Db, Error},
    web::Visitor,
};

/// How long refusals of one kind are counted before they are recorded.
const WINDOW: TimeDelta = TimeDelta::minutes(15);

/// What was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// A wrong password, code or passkey at sign-in.
    SignIn,
    /// A try while the login was locked (MEM-5).
    LockedOut,
    /// A wrong proof of identity of somebody signed in (MEM-12).
    StepUp,
    /// A permission that is not held (PERM-2).
    Permission,
    /// A row that is not there, or not the reader's: guessed or forged numbers.
    Row,
    /// A request that another site sent.
    CrossSite,
    /// An API token that is revoked, expired, or whose owner may no longer enter.
    Token,
    /// An `Idempotency-Key` with another body.
    Replay,
    /// A form that had taken effect before.
    Form,
    /// More requests than a member or token may make.
    Rate,
}

impl Refusal {
    /// Everything that is refused.
    pub const ALL: [Self; 10] = [
        Self::SignIn,
        Self::LockedOut,
        Self::StepUp,
        Self::Permission,
        Self::Row,
        Self::CrossSite,
        Self::Token,
        Self::Replay,
        Self::Form,
        Self::Rate,
    ];

    /// The word in the database and the log.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::SignIn => "sign_in",
            Self::LockedOut => "locked_out",
            Self::StepUp => "step_up",
            Self::Permission => "permission",
            Self::Row => "row",
            Self::CrossSite => "cross_site",
            Self::Token => "token",
            Self::Replay => "replay",
            Self::Form => "form",
            Self::Rate => "rate",
        }
    }

    /// What the record calls it.
    #[must_use]
    pub const fn deed(self) -> Deed {
        match self {
            Self::SignIn => Deed::SignInRefused,
            Self::LockedOut => Deed::SignInLocked,
            Self::StepUp => Deed::IdentityRefused,
            Self::Permission => Deed::PermissionRefused,
            Self::Row => Deed::RowRefused,
            Self::CrossSite => Deed::CrossSiteRefused,
            Self::Token => Deed::TokenRefused,
            Self::Replay => Deed::ReplayRefused,
            Self::Form => Deed::FormRepeated,
            Self::Rate => Deed::RateRefused,
        }
    }

    /// Reads [`Refusal::code`].
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|refusal| refusal.code() == code)
    }
}

/// Against whom a refusal counts.
#[derive(Debug, Clone, Copy)]
pub enum Against<'a> {
    /// Organisation code and user name as they were typed, known or not.
    Login(&'a str, &'a str),
    /// A member whose password was right.
    Member(Pending),
    /// The member of a session, or the owner of a token, whether it still opens anything or not.
    Bearer(&'a Token),
    /// Nobody who could be named.
    Nobody,
}

/// Notes a refusal: one line of the log, one number in the database. A refusal that cannot be counted is still a refusal.
pub async fn note(app: &App, visitor: &Visitor, refusal: Refusal, against: Against<'_>) {
    let (number, address, kind) = (visitor.number(), visitor.address(), refusal.code());
    match count(app, refusal, against, address).await {
        Ok(Some((organization, member))) => {
            tracing::warn!(number, address, kind, organization, member, path = visitor.path(), "refused");
        }
        Ok(None) => tracing::warn!(number, address, kind, path = visitor.path(), "refused to somebody unknown"),
        Err(error) => tracing::error!(number, address, kind, %error, "refused, but not counted"),
    }
}

/// Counts it; answers organisation and member. An unknown login costs the same as a known one.
async fn count(app: &App, refusal: Refusal, against: Against<'_>, address: &str) -> Result<Option<(i64, i64)>, Error> {
    let (organization, username, hash, member) = match against {
        Against::Login(organization, username) => (Some(organization), Some(username), None, None),
        Against::Bearer(token) => (None, None, Some(token.hash()), None),
        Against::Member(whose) => (None, None, None, Some(whose.member_id)),
        Against::Nobody => return Ok(None),
    };
    let row = sqlx::query!(
        r#"select organization_id as "organization_id!", member_id as "member_id!"
         from note_refusal($1, $2, $3, $4, $5, $6, $7)"#,
        refusal.code(),
        hash,
        member,
        organization,
        username,
        address,
        app.clock.now(),
    )
    .fetch_optional(&mut *app.db.open_none().await?)
    .await?;
    Ok(row.map(|row| (row.organization_id, row.member_id)))
}

/// A quarter of an hour of refusals of one kind.
struct Counted {
    kind: String,
    object_id: String,
    member_id: Option<i64>,
    first_at: DateTime<Utc>,
    last_at: DateTime<Utc>,
    tries: i64,
    addresses: Vec<String>,
}

impl Counted {
    fn event(&self) -> Option<Event> {
        let after = Fields::new()
            .set("tries", self.tries)
            .set("first_at", self.first_at.to_rfc3339())
            .set("last_at", self.last_at.to_rfc3339())
            .set("member", self.member_id)
            .set("addresses", self.addresses.clone());
        Some(Event::new(Refusal::parse(&self.kind)?.deed(), &self.object_id).after(after))
    }
}

/// Writes one record for every quarter of an hour that is over, kind and login, and forgets the numbers in the same change.
/// Several nodes may do it. Answers how many records were written.
///
/// # Errors
/// When the database refuses.
pub async fn record(db: &Db, key: &Key, clock: &Clock) -> Result<usize, Error> {
    let over = clock.now() - WINDOW;
    let organizations = sqlx::query_scalar!(
        r#"select distinct organization_id as "id!" from door_refusals where organization_id is not null and begins_at <= $1"#,
        over,
    )
    .fetch_all(&mut *db.open_every().await?)
    .await?;
    let mut written = 0;
    for organization_id in organizations {
        let mut change = Change::system(db, key, clock, organization_id, Author::job("record_refusals")).await?;
        let counted = sqlx::query_as!(
            Counted,
            "with gone as (delete from door_refusals where organization_id = $1 and begins_at <= $2 returning *)
             select kind, object_id, member_id, first_at, last_at, tries, addresses from gone order by first_at, kind, subject",
            organization_id,
            over,
        )
        .fetch_all(&mut *change)
        .await?;
        let events: Vec<Event> = counted.iter().filter_map(Counted::event).collect();
        if !events.is_empty() {
            written += events.len();
            change.commit_all(&events).await?;
        }
    }
    sqlx::query_scalar!(r#"select forget_refusals($1) as "gone!""#, clock.now() - TimeDelta::days(1))
        .fetch_one(&mut *db.open_none().await?)
        .await?;
    Ok(written)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_back_and_every_refusal_has_a_deed_of_its_own() {
        let mut deeds: Vec<&str> = Refusal::ALL.iter().map(|refusal| refusal.deed().code()).collect();
        for refusal in Refusal::ALL {
            assert_eq!(Refusal::parse(refusal.code()), Some(refusal));
        }
        deeds.sort_unstable();
        deeds.dedup();
        assert_eq!(deeds.len(), Refusal::ALL.len());
        assert_eq!(Refusal::parse("nonsense"), None);
    }
}
