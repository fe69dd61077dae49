//! SQL of the demo: its cast, written by the owner, and what has been read so far.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use crate::{access::sessions::Token, cli::PartnerKind, db::Error};

/// A connection as the owner, whom no row-level security binds.
pub(super) type Owner = sqlx::PgConnection;

/// A login of the cast.
pub(super) struct Login<'a> {
    pub organization: &'a str,
    pub username: &'a str,
    pub name: &'a str,
    pub role: Option<&'a str>,
    pub password_hash: String,
    pub now: DateTime<Utc>,
}

/// Makes an organisation unless it exists.
pub(super) async fn organization(owner: &mut Owner, code: &str, name: &str, kind: PartnerKind) -> Result<i64, Error> {
    sqlx::query_scalar!(
        "insert into organizations (code, name, kind) values ($1, $2, $3)
         on conflict (code) do update set code = excluded.code returning id",
        code,
        name,
        kind.as_str(),
    )
    .fetch_one(owner)
    .await
}

/// Gives a reseller the code and opens it, unless one has it already: the one whose account at the vendor is named so, else
/// the one with the most customers.
pub(super) async fn adopt_reseller(owner: &mut Owner, partner_id: i64, code: &str) -> Result<(), Error> {
    sqlx::query!(
        "update organizations set code = $2, state = 'active'
         where not exists (select from organizations where code = $2) and id = (
           select o.id from organizations o left join customers c on c.organization_id = o.id
           where o.parent_id = $1 and o.kind = 'reseller'
           group by o.id
           order by exists (select from resellers r where r.child_id = o.id and lower(r.account_name) = $2) desc,
             count(c.id) desc, o.remote_id limit 1)",
        partner_id,
        code,
    )
    .execute(owner)
    .await
    .map(drop)
}

/// Gives the company of an organisation a registration code and an address, unless it has a code already.
pub(super) async fn company<'a>(owner: &mut Owner, mut line: impl Iterator<Item = &'a str>) -> Result<(), Error> {
    let mut next = || line.next().unwrap_or_default();
    let (organization, code, representative) = (next(), next(), next());
    let (address, industry, website) = (next(), next(), next());
    sqlx::query!(
        "update companies c set registration_code = $2, legal_representative = $3, address = $4, industry = $5, size = '50-199',
           website = $6
         from organizations o where o.code = $1 and c.id = o.company_id and c.registration_code is null",
        organization,
        code,
        representative,
        address,
        industry,
        website,
    )
    .execute(owner)
    .await
    .map(drop)
}

/// Enters a login unless it exists; without its organisation nothing happens.
pub(super) async fn member(owner: &mut Owner, login: &Login<'_>) -> Result<(), Error> {
    sqlx::query!(
        "insert into members (organization_id, username, name, email, state, is_master, password_hash, password_changed_at)
         select id, $2, $3, $2 || '@' || $1 || '.example', 'active', $4::text is null, $5, $6 from organizations where code = $1
         on conflict (organization_id, lower(username)) do nothing",
        login.organization,
        login.username,
        login.name,
        login.role,
        login.password_hash,
        login.now,
    )
    .execute(&mut *owner)
    .await?;
    sqlx::query!(
        "insert into member_roles (organization_id, member_id, role)
         select m.organization_id, m.id, $3::text from members m join organizations o on o.id = m.organization_id
         where o.code = $1 and m.username = $2 and $3::text is not null
         on conflict do nothing",
        login.organization,
        login.username,
        login.role,
    )
    .execute(owner)
    .await
    .map(drop)
}

/// Makes a custom role unless the partner has it (ROLE-6). Nobody of the cast holds it.
pub(super) async fn role(
    owner: &mut Owner,
    organization_id: i64,
    (name, description): (&str, &str),
    permissions: &[String],
) -> Result<(), Error> {
    sqlx::query!(
        "insert into roles (organization_id, name, description, permissions) values ($1, $2, $3, $4)
         on conflict (organization_id, lower(name)) do nothing",
        organization_id,
        name,
        description,
        permissions,
    )
    .execute(owner)
    .await
    .map(drop)
}

/// Gives a login of the cast its fixed API token with every scope, for a year from now; its rights are the login's.
pub(super) async fn token(
    owner: &mut Owner,
    login: (&str, &str),
    token: &Token,
    scopes: &[String],
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let hash = token.hash();
    let known = sqlx::query!(
        "with renewed as (update sessions set expires_at = $3 where id_hash = $1 returning token_id)
         update api_tokens set created_at = $2, expires_at = $3, scopes = $4 from renewed where id = renewed.token_id",
        hash,
        now,
        now + TimeDelta::days(365),
        scopes,
    )
    .execute(&mut *owner)
    .await?;
    if known.rows_affected() > 0 {
        return Ok(());
    }
    sqlx::query!(
        "with made as (
           insert into api_tokens (organization_id, member_id, name, prefix, scopes, created_at, expires_at)
           select m.organization_id, m.id, 'demo', 'demo-token', $3, $4, $5
           from members m join organizations o on o.id = m.organization_id where o.code = $1 and m.username = $2
           returning id, organization_id, member_id)
         insert into sessions (id_hash, organization_id, member_id, token_id, data, created_at, seen_at, expires_at)
         select $6, organization_id, member_id, id, '{}', $4, timestamptz '9999-01-01 00:00:00+00', $5 from made",
        login.0,
        login.1,
        scopes,
        now,
        now + TimeDelta::days(365),
        hash,
    )
    .execute(owner)
    .await
    .map(drop)
}

/// Puts an account manager under a director (AM-12).
pub(super) async fn direct(
    owner: &mut Owner,
    organization_id: i64,
    manager: &str,
    director: &str,
) -> Result<(), Error> {
    sqlx::query!(
        "update members set director_id = d.id from members d
         where members.organization_id = $1 and members.username = $2 and d.organization_id = $1 and d.username = $3
           and members.director_id is null",
        organization_id,
        manager,
        director,
    )
    .execute(owner)
    .await
    .map(drop)
}

/// Shares the customers that nobody looks after out among the account managers of their organisation, one by one, each since
/// it was associated: consumption counts from the day after the assignment on (AM-9), and the demo shows some.
pub(super) async fn assign_customers(owner: &mut Owner, role: &str, now: DateTime<Utc>) -> Result<(), Error> {
    sqlx::query!(
        "insert into customer_assignments (organization_id, customer_id, member_id, assigned_at)
         select c.organization_id, c.id, m.id, coalesce(c.associated_at, $2)
         from (
           select id, organization_id, associated_at, row_number() over (partition by organization_id order by id) as place from customers
           where not exists (select from customer_assignments a where a.customer_id = customers.id and a.ended_at is null)
         ) c
         join (
           select r.member_id as id, r.organization_id, count(*) over (partition by r.organization_id) as managers,
             row_number() over (partition by r.organization_id order by r.member_id) as place
           from member_roles r where r.role = $1
         ) m on m.organization_id = c.organization_id and m.place = 1 + c.place % m.managers",
        role,
        now,
    )
    .execute(owner)
    .await
    .map(drop)
}

/// Which of the resources named have never been read completely.
pub(super) async fn unread(owner: &mut Owner, account_id: i64, names: &[String]) -> Result<Vec<String>, Error> {
    sqlx::query_scalar!(
        r#"select name as "name!" from unnest($2::text[]) as name
           where not exists (
             select from sync_resources where account_id = $1 and resource = name and completed_at is not null)"#,
        account_id,
        names,
    )
    .fetch_all(owner)
    .await
}

/// Which of these months, by their first days, have no complete bill cycle.
pub(super) async fn unread_months(
    owner: &mut Owner,
    organization_id: i64,
    first_days: &[NaiveDate],
) -> Result<Vec<NaiveDate>, Error> {
    sqlx::query_scalar!(
        r#"select day as "day!" from unnest($2::date[]) as day
           where not exists (select from bill_cycles where organization_id = $1 and bill_month = day)"#,
        organization_id,
        first_days,
    )
    .fetch_all(owner)
    .await
}

/// Counts what was just read, so that the first pages are planned for rows that are there and not for empty tables.
pub(super) async fn analyze(owner: &mut Owner) -> Result<(), Error> {
    sqlx::query("analyze").execute(owner).await.map(drop)
}

#[cfg(test)]
mod tests {
    use super::super::cast::{CAST, enter_members, enter_partner};
    use crate::{sandbox::Profile, tests::support};

    #[tokio::test]
    async fn the_cast_is_entered_once_however_often_the_demo_starts() {
        let database = support::database().await;
        let mut owner = database.owner().await;
        let now = "2026-11-22T04:00:00Z".parse().unwrap();
        for _ in 0..2 {
            let partner = enter_partner(&mut owner, Profile::Distributor).await.unwrap();
            let vendor_id = "insert into organizations (code, name, kind, state, parent_id, remote_id)
                 values ('r1', 'Reseller', 'reseller', 'pending', $1, 'remote') on conflict do nothing";
            sqlx::query(vendor_id).bind(partner).execute(&mut owner).await.unwrap();
            let hashes = vec!["$argon2id$".to_owned(); CAST.len()];
            enter_members(&mut owner, partner, hashes, now).await.unwrap();
        }
        let count = |table: &'static str| {
            let options = database.options.clone();
            async move {
                let mut owner = sqlx::ConnectOptions::connect(&options).await.unwrap();
                sqlx::query_scalar::<_, i64>(table).fetch_one(&mut owner).await.unwrap()
            }
        };
        assert_eq!(count("select count(*) from members").await, 24);
        assert_eq!(count("select count(*) from members where is_master").await, 2, "the desk has an admin, no master");
        assert_eq!(count("select count(*) from member_roles").await, 22);
        assert_eq!(count("select count(*) from roles").await, 2);
        assert_eq!(count("select count(*) from members where director_id is not null").await, 2);
        assert_eq!(count("select count(*) from organizations where code = 'qinglan' and state = 'active'").await, 1);
    }
}
