//! SQL of business information: the finance contact, and versions with what they say sealed.

mod desk;
mod version;

use serde::{Deserialize, Serialize};
use sqlx::PgConnection;

pub use desk::{Partner, count, digest, enter_transfer, partner};
pub use version::{Version, attach, attempt, begin, find, save, versions};

use crate::{
    audit::Change,
    business_information::rules::standing::{Closed, Seen, Standing, standing},
    db::Error,
};

/// Finance contact and return address: the one block that is edited freely (BIZ-05).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    pub name: String,
    pub phone: String,
    pub email: String,
    pub return_address: String,
    pub revision: i32,
}

/// What stands around the versions.
#[derive(Debug)]
pub struct Head {
    /// The verified name: account holder, and what a version is made for.
    pub company_name: String,
    /// Enterprise code of the company, if it is known.
    pub code: Option<String>,
    /// Registered address of the company.
    pub address: String,
    pub contact: Contact,
    /// Whether internal review is off (COM-08).
    pub unreviewed: bool,
}

/// What stands around the versions of a partner.
pub async fn head(connection: &mut PgConnection, organization_id: i64) -> Result<Option<Head>, Error> {
    let row = sqlx::query!(
        r#"select c.name, c.registration_code, c.address, coalesce(b.contact_name, '') as "contact_name!",
             coalesce(b.contact_phone, '') as "contact_phone!", coalesce(b.contact_email, '') as "contact_email!",
             coalesce(b.return_address, '') as "return_address!", coalesce(b.revision, 0) as "revision!",
             exists (select from review_switches s where s.organization_id = o.id and s.kind = 'business_information'
               and s.is_off) as "unreviewed!"
           from organizations o
           join companies c on c.id = o.company_id
           left join business_information b on b.organization_id = o.id
           where o.id = $1"#,
        organization_id,
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| Head {
        company_name: row.name,
        code: row.registration_code,
        address: row.address,
        contact: Contact {
            name: row.contact_name,
            phone: row.contact_phone,
            email: row.contact_email,
            return_address: row.return_address,
            revision: row.revision,
        },
        unreviewed: row.unreviewed,
    }))
}

/// Lets one member at a time begin a version or change the contact.
pub async fn lock(connection: &mut PgConnection, organization_id: i64) -> Result<(), Error> {
    sqlx::query!("select pg_advisory_xact_lock(hashtextextended($1::bigint::text, 1601))", organization_id)
        .fetch_one(connection)
        .await
        .map(drop)
}

/// Writes the finance contact.
pub async fn save_contact<P>(change: &mut Change<P>, contact: &Contact) -> Result<(), Error> {
    let org = change.org();
    sqlx::query!(
        "insert into business_information as b (organization_id, contact_name, contact_phone, contact_email, return_address)
         values ($1, $2, $3, $4, $5)
         on conflict (organization_id) do update set contact_name = excluded.contact_name,
           contact_phone = excluded.contact_phone, contact_email = excluded.contact_email,
           return_address = excluded.return_address, revision = b.revision + 1",
        org,
        contact.name,
        contact.phone,
        contact.email,
        contact.return_address,
    )
    .execute(&mut **change)
    .await
    .map(drop)
}

/// Where a partner with this name and these versions stands.
pub fn stand(head: &Head, versions: &[Version]) -> Standing {
    let seen: Vec<Seen<'_>> = versions
        .iter()
        .map(|version| Seen {
            request_id: version.request_id,
            state: &version.state,
            company_name: &version.company_name,
        })
        .collect();
    standing(&seen, &head.company_name)
}

/// The version that a payout of this partner freezes (DAT-02), or which gate is closed: [`Closed::NotAuthenticated`] is
/// GATE-01, [`Closed::Changing`] GATE-07. Both link to `/business-info`.
///
/// # Errors
/// When the database refuses.
pub async fn settles(connection: &mut PgConnection, organization_id: i64) -> Result<Result<i64, Closed>, Error> {
    let rows = sqlx::query!(
        r#"select c.name, v.request_id as "request_id?", r.state as "state?", v.company_name as "company_name?"
           from organizations o join companies c on c.id = o.company_id
           left join (business_information_versions v
             join requests r on r.id = v.request_id and r.state <> 'discarded') on v.organization_id = o.id
           where o.id = $1 order by v.number desc limit 50"#,
        organization_id,
    )
    .fetch_all(connection)
    .await?;
    let seen = rows.iter().filter_map(|row| {
        let (state, company_name) = (row.state.as_deref()?, row.company_name.as_deref()?);
        Some(Seen { request_id: row.request_id?, state, company_name })
    });
    let seen: Vec<Seen<'_>> = seen.collect();
    let name = rows.first().map(|row| row.name.as_str());
    Ok(name.map_or(Err(Closed::NotAuthenticated), |name| standing(&seen, name).settles()))
}
