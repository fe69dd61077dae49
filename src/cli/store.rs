//! SQL of the command line: organisations and their first logins, written by the owner, whom no row-level security binds.

pub(super) mod resets;

use chrono::{DateTime, Utc};
use sqlx::{Connection, PgConnection};

use crate::{
    audit::{Author, Deed, Event, Fields, record_as_owner},
    cloud::seal::Key,
};

/// Secrets that open with the deployment key alone: the vendor's secret keys and the seeds of authenticator apps.
pub(super) async fn sealed(owner: &mut PgConnection) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select (select count(*) from cloud_accounts) + (select count(*) from totp_seeds) as "count!""#
    )
    .fetch_one(owner)
    .await
}

/// What an organisation made on the command line can be; resellers come from synchronisation (ORG-14).
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
#[value(rename_all = "snake_case")]
pub enum PartnerKind {
    /// Sells to customers directly.
    SolutionProvider,
    /// Has resellers.
    Distributor,
    /// The vendor's own people.
    VendorDesk,
}

impl PartnerKind {
    /// The word in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SolutionProvider => "solution_provider",
            Self::Distributor => "distributor",
            Self::VendorDesk => "vendor_desk",
        }
    }
}

/// A master login to invite.
pub(super) struct NewMaster<'a> {
    pub organization: &'a str,
    pub name: &'a str,
    pub kind: PartnerKind,
    pub username: &'a str,
    pub activation_hash: Vec<u8>,
    pub activation_expires_at: DateTime<Utc>,
}

/// What a record is made with.
pub(super) struct Stamp {
    pub key: Key,
    pub now: DateTime<Utc>,
}

/// What came of an invitation.
pub(super) enum Invited {
    /// The link works.
    Linked,
    /// The organisation has a master login of this name.
    OtherMaster(String),
    /// The login has a password.
    Active,
    /// The name belongs to a member who is not the master.
    Taken,
}

struct Login {
    username: String,
    is_master: bool,
    has_password: bool,
}

/// Makes organisation and login where they are missing, or renews the link of a login that has no password yet.
pub(super) async fn invite_master(
    owner: &mut PgConnection,
    new: &NewMaster<'_>,
    stamp: &Stamp,
) -> Result<Invited, sqlx::Error> {
    let mut transaction = owner.begin().await?;
    let made = sqlx::query!(
        "insert into organizations (code, name, kind) values ($1, $2, $3) on conflict (code) do nothing",
        new.organization,
        new.name,
        new.kind.as_str(),
    )
    .execute(&mut *transaction)
    .await?
    .rows_affected();
    let organization_id =
        sqlx::query_scalar!("select id from organizations where code = $1 for update", new.organization)
            .fetch_one(&mut *transaction)
            .await?;
    let logins = sqlx::query_as!(
        Login,
        r#"select username, is_master, password_hash is not null as "has_password!" from members
           where organization_id = $1 and (is_master or lower(username) = lower($2))"#,
        organization_id,
        new.username,
    )
    .fetch_all(&mut *transaction)
    .await?;
    for login in logins {
        let same = login.username.eq_ignore_ascii_case(new.username);
        match (login.is_master, same) {
            (true, false) => return Ok(Invited::OtherMaster(login.username)),
            (false, _) => return Ok(Invited::Taken),
            (true, true) if login.has_password => return Ok(Invited::Active),
            (true, true) => {}
        }
    }
    let member_id = sqlx::query_scalar!(
        "insert into members (organization_id, username, state, is_master, activation_hash, activation_expires_at)
         values ($1, $2, 'invited', true, $3, $4)
         on conflict (organization_id, lower(username)) do update set
             activation_hash = excluded.activation_hash, activation_expires_at = excluded.activation_expires_at
         returning id",
        organization_id,
        new.username,
        new.activation_hash,
        new.activation_expires_at,
    )
    .fetch_one(&mut *transaction)
    .await?;
    let created =
        Event::new(Deed::OrganizationCreated, organization_id).after(Fields::new().set("code", new.organization));
    let invited = Event::new(Deed::MasterInvited, member_id).after(Fields::new().set("username", new.username));
    let author = Author::command("member create-master");
    for event in [(made > 0).then_some(created), Some(invited)].iter().flatten() {
        record_as_owner(&mut transaction, (organization_id, &author, stamp.now), &stamp.key, event).await?;
    }
    transaction.commit().await?;
    Ok(Invited::Linked)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::support;

    async fn invite(owner: &mut PgConnection, username: &str, token: u8) -> Invited {
        let new = NewMaster {
            organization: "acme",
            name: "ACME",
            kind: PartnerKind::SolutionProvider,
            username,
            activation_hash: vec![token; 32],
            activation_expires_at: "2026-11-29T00:00:00Z".parse().unwrap(),
        };
        let key = Key::from_hex(&"ab".repeat(32)).unwrap();
        let stamp = Stamp { key, now: "2026-11-22T00:00:00Z".parse().unwrap() };
        invite_master(owner, &new, &stamp).await.unwrap()
    }

    #[tokio::test]
    async fn an_organisation_gets_one_master_whose_link_can_be_renewed_until_it_is_used() {
        let database = support::database().await;
        let mut owner = database.owner().await;
        assert!(matches!(invite(&mut owner, "master", 1).await, Invited::Linked));
        assert!(matches!(invite(&mut owner, "Master", 2).await, Invited::Linked), "names ignore case");
        let hash: Vec<u8> =
            sqlx::query_scalar("select activation_hash from members").fetch_one(&mut owner).await.unwrap();
        assert_eq!(hash, vec![2; 32], "the newer link counts, and there is one member");
        assert!(matches!(invite(&mut owner, "another", 3).await, Invited::OtherMaster(name) if name == "master"));
        sqlx::query("update members set password_hash = 'set', state = 'active'").execute(&mut owner).await.unwrap();
        assert!(matches!(invite(&mut owner, "master", 4).await, Invited::Active));
    }

    #[tokio::test]
    async fn the_name_of_another_member_is_not_taken_over() {
        let database = support::database().await;
        let mut owner = database.owner().await;
        let others = "insert into organizations (code, name, kind) values ('acme', 'ACME', 'solution_provider');
             insert into members (organization_id, username, state) select id, 'finance', 'active' from organizations";
        sqlx::raw_sql(others).execute(&mut owner).await.unwrap();
        assert!(matches!(invite(&mut owner, "finance", 1).await, Invited::Taken));
    }
}
