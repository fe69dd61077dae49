//! Those who can be issued to: resellers of a distributor, customers of a partner.

use rust_decimal::Decimal;
use sqlx::PgConnection;

use crate::db::Error;

/// Most that a search shows.
pub const SHOWN: i64 = 50;

/// A reseller or a customer.
#[derive(Debug, Clone)]
pub struct Recipient {
    pub id: i64,
    pub remote_id: String,
    pub account_name: Option<String>,
    /// Name of a reseller's organisation; none for customers, whose names are personal.
    pub name: Option<String>,
    /// Whether the association has ended.
    pub left: bool,
    /// `association_type` of a customer.
    pub association_type: Option<String>,
    /// `verified_status` of a customer.
    pub verified_status: Option<String>,
    /// `is_frozen` of a customer.
    pub is_frozen: Option<i32>,
}

impl Recipient {
    /// What lines and boxes call it: the account name, else the id.
    pub fn key(&self) -> &str {
        self.account_name.as_deref().filter(|account| !account.is_empty()).unwrap_or(&self.remote_id)
    }

    /// Account and name, ready to show.
    pub fn label(&self) -> String {
        match &self.name {
            Some(name) => format!("{} · {name}", self.key()),
            None => self.key().to_owned(),
        }
    }
}

/// Whom an approval of this maker named, each with his amount, in the order they were planned: what was not carried out is asked
/// for again.
///
/// # Errors
/// When the database refuses.
pub async fn of_approval(
    connection: &mut PgConnection,
    organization_id: i64,
    (approval_id, maker_id): (i64, i64),
    (kind, most): (&str, i64),
) -> Result<Vec<(String, Option<Decimal>)>, Error> {
    let rows = sqlx::query!(
        "select c.recipient_remote_id, c.amount from commands c join approvals a on a.id = c.approval_id
         where c.organization_id = $1 and a.id = $2 and a.made_by = $3 and c.kind = $4 order by c.id limit $5",
        organization_id,
        approval_id,
        maker_id,
        kind,
        most,
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (row.recipient_remote_id, row.amount)).collect())
}

/// How recipients are looked for.
#[derive(Debug, Clone, Copy)]
pub enum Wanted<'a> {
    /// By account names or ids of the vendor, in lower case.
    Keys(&'a [String]),
    /// By the portal's keys.
    Ids(&'a [i64]),
    /// By a part of a name; associated ones only, at most [`SHOWN`].
    Part(&'a str),
}

impl<'a> Wanted<'a> {
    fn keys(self) -> Option<&'a [String]> {
        if let Self::Keys(keys) = self { Some(keys) } else { None }
    }

    fn ids(self) -> Option<&'a [i64]> {
        if let Self::Ids(ids) = self { Some(ids) } else { None }
    }

    fn part(self) -> Option<&'a str> {
        if let Self::Part(part) = self { Some(part) } else { None }
    }
}

/// Resellers of a distributor, in the order of their accounts; only those of these organisations, if given (AM-10).
pub async fn resellers(
    connection: &mut PgConnection,
    organization_id: i64,
    seen: Option<&[i64]>,
    wanted: Wanted<'_>,
) -> Result<Vec<Recipient>, Error> {
    sqlx::query_as!(
        Recipient,
        r#"select r.id, r.remote_id, r.account_name, o.name as "name?", r.left_at is not null as "left!",
             null::text as association_type, null::text as verified_status, null::int as is_frozen
           from resellers r left join organizations o on o.id = r.child_id
           where r.organization_id = $1 and ($2::bigint[] is null or r.child_id = any($2))
             and ($3::text[] is null or r.remote_id = any($3) or lower(r.remote_id) = any($3) or lower(r.account_name) = any($3))
             and ($4::bigint[] is null or r.id = any($4))
             and ($5::text is null or r.left_at is null and (strpos(lower(r.account_name), lower($5)) > 0
               or strpos(lower(o.name), lower($5)) > 0 or lower(r.remote_id) = lower($5)))
           order by lower(r.account_name), r.id limit case when $5::text is null then 2500 else $6::bigint end"#,
        organization_id,
        seen,
        wanted.keys(),
        wanted.ids(),
        wanted.part(),
        SHOWN,
    )
    .fetch_all(connection)
    .await
}

/// Customers of a partner, in the order of their accounts; only those of these account managers, if given (AM-13).
pub async fn customers(
    connection: &mut PgConnection,
    organization_id: i64,
    managers: Option<&[i64]>,
    wanted: Wanted<'_>,
) -> Result<Vec<Recipient>, Error> {
    sqlx::query_as!(
        Recipient,
        r#"select c.id, c.remote_id, c.account_name as "account_name?", null::text as name, c.left_at is not null as "left!",
             c.association_type, c.verified_status, c.is_frozen
           from customers c
           where c.organization_id = $1
             and ($2::bigint[] is null or exists (select from customer_assignments a
               where a.customer_id = c.id and a.ended_at is null and a.member_id = any($2)))
             and ($3::text[] is null or lower(c.remote_id) = any($3) or lower(c.account_name) = any($3))
             and ($4::bigint[] is null or c.id = any($4))
             and ($5::text is null or c.left_at is null and (strpos(lower(c.account_name), lower($5)) > 0
               or lower(c.remote_id) = lower($5)))
           order by lower(c.account_name), c.id limit case when $5::text is null then 2500 else $6::bigint end"#,
        organization_id,
        managers,
        wanted.keys(),
        wanted.ids(),
        wanted.part(),
        SHOWN,
    )
    .fetch_all(connection)
    .await
}
