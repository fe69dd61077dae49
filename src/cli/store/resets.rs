//! SQL of `portal member reset-password`, written by the owner, whom no row-level security binds.

use chrono::{DateTime, Utc};
use sqlx::{Connection, PgConnection};

use super::Stamp;
use crate::{
    access::tries,
    audit::{Author, Deed, Event, Fields, record_as_owner},
};

/// Whose password is taken away, and the link that opens the login again.
pub(in crate::cli) struct Reset<'a> {
    pub organization: &'a str,
    pub username: &'a str,
    pub activation_hash: Vec<u8>,
    pub activation_expires_at: DateTime<Utc>,
    /// Whether app, passkeys and recovery codes go too.
    pub second_factors: bool,
}

/// What came of it.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::cli) enum Outcome {
    /// The link works.
    Linked,
    /// No such member, or a deleted one.
    Unknown,
    /// The login is disabled: the link would open nothing.
    Disabled,
    /// The organisation is not admitted or has left (ORG-6): the link would open nothing.
    Shut,
}

/// Takes the password away, ends sessions and API tokens, forgets failures, and lets the link in.
pub(in crate::cli) async fn reset_password(
    owner: &mut PgConnection,
    reset: &Reset<'_>,
    stamp: &Stamp,
) -> Result<Outcome, sqlx::Error> {
    let mut transaction = owner.begin().await?;
    let found = sqlx::query!(
        r#"select m.id, m.organization_id, m.state, coalesce(login_ends_at(m.expires_on, o.time_zone) > $3, true) as "lasts!",
             o.state in ('active', 'frozen') as "admitted!"
           from members m join organizations o on o.id = m.organization_id
           where o.code = lower($1) and lower(m.username) = lower($2) and m.state <> 'deleted'
           for no key update of m"#,
        reset.organization,
        reset.username,
        stamp.now,
    )
    .fetch_optional(&mut *transaction)
    .await?;
    let Some(member) = found else { return Ok(Outcome::Unknown) };
    if member.state == "disabled" || !member.lasts {
        return Ok(Outcome::Disabled);
    }
    if !member.admitted {
        return Ok(Outcome::Shut);
    }
    sqlx::query!(
        "with ended as (delete from sessions where organization_id = $1 and member_id = $2)
         update members set password_hash = null, password_changed_at = null, must_change_password = false,
             activation_hash = $3, activation_expires_at = $4, credentials_by = null, credentials_at = null, revision = revision + 1
         where organization_id = $1 and id = $2",
        member.organization_id,
        member.id,
        reset.activation_hash,
        reset.activation_expires_at,
    )
    .execute(&mut *transaction)
    .await?;
    tries::forgive(&mut transaction, member.id, &tries::EVERY).await?;
    let mut events = vec![Event::new(Deed::MemberLinkIssued, member.id)];
    if reset.second_factors {
        events.push(take_factors(&mut transaction, (member.organization_id, member.id)).await?);
    }
    let author = Author::command("member reset-password");
    for event in &events {
        record_as_owner(&mut transaction, (member.organization_id, &author, stamp.now), &stamp.key, event).await?;
    }
    transaction.commit().await?;
    Ok(Outcome::Linked)
}

async fn take_factors(
    connection: &mut PgConnection,
    (organization_id, member_id): (i64, i64),
) -> Result<Event, sqlx::Error> {
    let gone = sqlx::query!(
        r#"with app as (delete from totp_seeds where organization_id = $1 and member_id = $2 returning 1),
             keys as (delete from passkeys where organization_id = $1 and member_id = $2 returning 1),
             codes as (delete from recovery_codes where organization_id = $1 and member_id = $2)
           select exists (select from app) as "app!", (select count(*) from keys) as "passkeys!""#,
        organization_id,
        member_id,
    )
    .fetch_one(connection)
    .await?;
    let before = Fields::new().set("app", gone.app).set("passkeys", gone.passkeys);
    Ok(Event::new(Deed::MemberFactorsReset, member_id).before(before))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::support::story::{PASSWORD, Story};

    async fn reset(story: &Story, username: &str, second_factors: bool) -> Outcome {
        let reset = Reset {
            organization: "Yunhe",
            username,
            activation_hash: <sha2::Sha256 as sha2::Digest>::digest("ab".repeat(32)).to_vec(),
            activation_expires_at: story.clock.now() + chrono::TimeDelta::days(7),
            second_factors,
        };
        let stamp = Stamp { key: story.app.key.clone(), now: story.clock.now() };
        reset_password(&mut story.database.owner().await, &reset, &stamp).await.unwrap()
    }

    #[tokio::test]
    async fn a_master_whom_nobody_lets_in_comes_back_over_the_server() {
        let story = Story::begin().await;
        let mut master = story.member("yunhe", "master").await;
        let mut visitor = story.stranger();
        for _ in 0..5 {
            assert_eq!(visitor.sign_in("yunhe", "master", "wrong wrong wrong").await.status, 422);
        }
        assert_eq!(reset(&story, "Master", true).await, Outcome::Linked);
        assert_eq!(master.get("/members").await.status, 303, "the session has ended");
        assert_eq!(
            visitor.sign_in("yunhe", "master", PASSWORD).await.status,
            422,
            "the password is gone, the lock too"
        );
        let new = "four words of my own";
        let fields = [("token", &*"ab".repeat(32)), ("password", new), ("repeated", new)];
        assert_eq!(visitor.post("/activate", &fields).await.status, 303);
        assert_eq!(visitor.sign_in("yunhe", "master", new).await.status, 303);
        let told = story.number(
            "select count(*) from audit_events where event in ('member.link_issued', 'member.factors_reset')
            and actor like '%member reset-password%'",
        );
        assert_eq!(told.await, 2);
    }

    #[tokio::test]
    async fn nobody_else_is_let_in() {
        let story = Story::begin().await;
        story
            .sql(
                "update members set state = 'disabled' where username = 'finance';
            update members set state = 'deleted' where username = 'auditor'",
            )
            .await;
        for (username, want) in
            [("finance", Outcome::Disabled), ("auditor", Outcome::Unknown), ("nobody", Outcome::Unknown)]
        {
            assert_eq!(reset(&story, username, false).await, want, "{username}");
        }
        story.sql("update organizations set state = 'pending' where code = 'yunhe'").await;
        assert_eq!(reset(&story, "admin", false).await, Outcome::Shut);
        assert_eq!(story.number("select count(*) from members where activation_hash is not null").await, 0);
    }
}
