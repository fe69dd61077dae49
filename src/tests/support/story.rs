//! A stage for stories: a database with the cast of the demo, the real router, a stopped clock.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use chrono::{DateTime, Utc};
use sqlx::AssertSqlSafe;
use tokio::sync::OnceCell;

use super::{TestDatabase, client::Client, database};
use crate::{
    access::{Code, passwords},
    app::{App, Options},
    audit::{Author, Change, Deed, Event},
    clock::Clock,
    cloud::seal,
    outside::Outside,
};

/// Password of the whole cast.
pub const PASSWORD: &str = "partner-portal-demo-2026";

/// Organisation, user name, role (none for master): who is who.
const CAST: &[(&str, &str, &str)] = &[
    ("yunhe", "master", ""),
    ("yunhe", "admin", "admin"),
    ("yunhe", "finance", "finance"),
    ("yunhe", "finance2", "finance"),
    ("yunhe", "voucher", "voucher_manager"),
    ("yunhe", "voucher2", "voucher_manager"),
    ("yunhe", "manager", "account_manager"),
    ("yunhe", "manager2", "account_manager"),
    ("yunhe", "director", "account_director"),
    ("yunhe", "incentive", "incentive_manager"),
    ("yunhe", "operations", "operations"),
    ("yunhe", "developer", "developer"),
    ("yunhe", "auditor", "auditor"),
    ("qinglan", "master", ""),
    ("qinglan", "manager", "account_manager"),
    ("qinglan", "voucher", "voucher_manager"),
    ("qinglan", "finance", "finance"),
    ("desk", "desk-admin", "desk_admin"),
    ("desk", "psm", "desk_psm"),
    ("desk", "ecosystem", "desk_ecosystem"),
    ("desk", "incentive-reviewer", "desk_incentive"),
    ("desk", "desk-finance", "desk_finance"),
];

/// A stage: everything a story needs, gone when it ends.
pub struct Story {
    /// The database.
    pub database: TestDatabase,
    /// The application on it.
    pub app: App,
    /// The clock, which stands at 2026-11-22 12:00 in Shanghai until the story moves it.
    pub clock: Clock,
    files: Arc<Folder>,
}

/// A folder of a story's own, gone when it ends.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        Self(std::env::temp_dir().join(format!("partner-portal-story-{}", uuid::Uuid::new_v4().simple())))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.0));
    }
}

impl Story {
    /// Organisations `yunhe` (distributor), its reseller `qinglan`, another partner `other`, and `desk`, with the cast of
    /// the demo; director of `manager` and `manager2` is `director`. No customers.
    pub async fn begin() -> Self {
        let database = database().await;
        let start: DateTime<Utc> = "2026-11-22T04:00:00Z".parse().unwrap();
        let clock = Clock::stopped(start);
        // Most stories are about something else than second factors.
        let files = Arc::new(Folder::new());
        // A stopped clock gives nobody a new turn.
        let options = Options {
            second_factors: false,
            member_rate: 0,
            address_rate: 0,
            attachments: files.0.clone(),
            ..Options::default()
        };
        let key = seal::Key::from_hex(&"ab".repeat(32)).unwrap();
        let app = App::new(database.db.clone(), clock.clone(), key, options);
        let story = Self { database, app, clock, files };
        story.populate().await;
        story
    }

    /// From now on second factors and step-up are asked for, as everywhere but in the demo.
    pub fn with_second_factors(mut self) -> Self {
        self.app.options = Arc::new(Options { second_factors: true, ..Options::clone(&self.app.options) });
        self
    }

    /// Where the files that members send lie.
    pub fn files(&self) -> &Path {
        &self.files.0
    }

    /// From now on OpenID providers on this machine may be called, and mail is set up.
    pub fn reaching_out(mut self) -> Self {
        let private_hosts = vec!["127.0.0.1".to_owned()];
        self.app.outside = Outside::new(&private_hosts).within(Duration::from_secs(1));
        self.app.options = Arc::new(Options { private_hosts, mail: true, ..Options::clone(&self.app.options) });
        self
    }

    /// Somebody who has not signed in.
    pub fn stranger(&self) -> Client {
        Client::new(self.app.clone())
    }

    /// A signed-in member. Each calls from an address of his own.
    pub async fn member(&self, organization: &str, username: &str) -> Client {
        let mut client = self.stranger();
        let place = CAST.iter().position(|cast| (cast.0, cast.1) == (organization, username)).unwrap_or(200);
        client.address = [198, 51, 100, u8::try_from(place).unwrap()];
        let page = client.sign_in(organization, username, PASSWORD).await;
        assert_eq!(page.status, 303, "{organization}/{username} cannot sign in: {}", page.text("[role=alert]"));
        client
    }

    /// A program with a token of a member that has every scope.
    pub async fn program(&self, organization: &str, username: &str) -> Client {
        let token = format!("token-of-{organization}-{username}");
        let scopes: Vec<&str> = Code::all().map(Code::as_str).collect();
        self.sql(&format!(
            "with m as (select m.id, m.organization_id from members m join organizations o on o.id = m.organization_id
                 where o.code = '{organization}' and username = '{username}'),
               t as (insert into api_tokens (organization_id, member_id, name, prefix, scopes, created_at, expires_at)
                 select organization_id, id, 'test', 'test', string_to_array('{}', ' '), '2026-11-22', '2027-11-22' from m
                 returning id, organization_id, member_id)
             insert into sessions (id_hash, organization_id, member_id, token_id, data, created_at, seen_at, expires_at)
             select sha256('{token}'), organization_id, member_id, id, '{{}}', '2026-11-22', '9999-01-01', '2027-11-22' from t",
            scopes.join(" ")
        ))
        .await;
        let mut program = self.stranger();
        program.headers.push(("authorization", format!("Bearer {token}")));
        program
    }

    /// Runs SQL as the owner, which no row-level security binds.
    pub async fn sql(&self, statements: &str) {
        let mut owner = self.database.owner().await;
        sqlx::raw_sql(AssertSqlSafe(statements.to_owned())).execute(&mut owner).await.unwrap();
    }

    /// One number from the database, as the owner.
    pub async fn number(&self, query: &str) -> i64 {
        let mut owner = self.database.owner().await;
        sqlx::query_scalar(AssertSqlSafe(query.to_owned())).fetch_one(&mut owner).await.unwrap()
    }

    /// One text from the database, as the owner.
    pub async fn text(&self, query: &str) -> String {
        let mut owner = self.database.owner().await;
        sqlx::query_scalar(AssertSqlSafe(query.to_owned())).fetch_one(&mut owner).await.unwrap()
    }

    /// Key of an organisation.
    pub async fn organization(&self, code: &str) -> i64 {
        self.number(&format!("select id from organizations where code = '{code}'")).await
    }

    /// Adds `count` customers `<prefix>1…` of an organisation, the first one associated last, one hour apart.
    pub async fn customers(&self, organization: &str, prefix: &str, count: u32) {
        self.sql(&format!(
            "insert into customers (organization_id, account_id, remote_id, account_name, name, association_type,
               associated_at, telephone, email, customer_type, verified_status, is_frozen, customer_level, raw, run_id,
               fetched_at, first_seen_at)
             select o.id, a.id, '{prefix}-id-' || i, '{prefix}' || i, 'Company {prefix}' || i, '2',
               timestamptz '2026-11-01 00:00+00' - i * interval '1 hour', '0086-13912345678', 'contact@{prefix}.example',
               1, '2', 0, 'V' || i % 6, '{{}}', r.id, '2026-11-22 03:00+00', '2026-11-01 03:00+00'
             from generate_series(1, {count}) i, organizations o, cloud_accounts a, sync_runs r
             where o.code = '{organization}'"
        ))
        .await;
    }

    async fn populate(&self) {
        let hash = hash().await;
        self.sql(
            "insert into organizations (code, name, kind) values ('yunhe', 'Yunhe Ltd', 'distributor'),
               ('other', 'Other Ltd', 'solution_provider'), ('desk', 'Vendor desk', 'vendor_desk');
             insert into organizations (code, name, kind, parent_id, remote_id)
               select 'qinglan', 'Qinglan Ltd', 'reseller', id, 'reseller-1' from organizations where code = 'yunhe';
             insert into cloud_accounts (organization_id, site, base_url, iam_url, access_key, secret_key_sealed)
               select id, 'china', 'http://127.0.0.1:1', 'http://127.0.0.1:1', 'AK', '\\x00'
               from organizations where code = 'yunhe';
             insert into sync_runs (organization_id, account_id, resource, cause, started_at, round_started_at)
               select organization_id, id, 'customers', 'demo', '2026-11-22 03:00+00', '2026-11-22 03:00+00'
               from cloud_accounts;",
        )
        .await;
        for (organization, username, role) in CAST {
            self.sql(&format!(
                "with m as (
                   insert into members (organization_id, username, name, email, phone, state, is_master, password_hash)
                   select id, '{username}', 'Name of {username}', '{username}@{organization}.example',
                     '0086-13800001234', 'active', '{role}' = '', '{hash}'
                   from organizations where code = '{organization}' returning id, organization_id)
                 insert into member_roles (organization_id, member_id, role)
                   select organization_id, id, '{role}' from m where '{role}' <> ''"
            ))
            .await;
        }
        self.sql(
            "update members m set director_id = d.id from members d
             where d.username = 'director' and d.organization_id = m.organization_id and m.username like 'manager%'",
        )
        .await;
    }
}

/// The hash of [`PASSWORD`], computed once for all stories.
async fn hash() -> &'static str {
    static HASH: OnceCell<String> = OnceCell::const_new();
    HASH.get_or_init(|| async { passwords::hash_waiting(PASSWORD.into()).await.unwrap() }).await
}

/// Writes a row whose every required column holds some value, whatever the table's own checks say: enough to find it by key.
const SOME_ROW: &str = "
create or replace function some_row(wanted regclass, owner bigint) returns text language plpgsql as $$
declare
    names text; filled text; key text; doomed text;
begin
    perform set_config('session_replication_role', 'replica', true);
    for doomed in select conname from pg_constraint where conrelid = wanted and contype = 'c' loop
        execute format('alter table %s drop constraint %I', wanted, doomed);
    end loop;
    if (select relkind = 'p' from pg_class where oid = wanted) and not exists (
        select from pg_partitioned_table where partrelid = wanted and partdefid <> 0) then
        execute format('create table some_row_%s partition of %s default', wanted::oid, wanted);
    end if;
    select string_agg(quote_ident(a.attname), ', '), string_agg(case
        when a.attname = 'organization_id' then owner::text
        when f.target is not null then format('coalesce((select max(%I) from %s where organization_id = %s), 1)',
            f.field, f.target, owner)
        when t.typcategory = 'N' then '1'
        when t.typcategory = 'D' then quote_literal('2026-11-01')
        when t.typcategory = 'B' then 'false'
        when t.typcategory = 'A' then quote_literal('{}')
        when t.typname in ('jsonb', 'json') then quote_literal('{}')
        when t.typname = 'uuid' then 'gen_random_uuid()'
        else quote_literal('1') end, ', ')
    into names, filled
    from pg_attribute a join pg_type t on t.oid = a.atttypid
    left join lateral (
        select c.confrelid::regclass as target, r.attname as field
        from pg_constraint c
        join pg_attribute r on r.attrelid = c.confrelid and r.attnum = c.confkey[array_position(c.conkey, a.attnum)]
        where c.conrelid = wanted and c.contype = 'f' and a.attnum = any(c.conkey)
          and exists (select from pg_attribute o where o.attrelid = c.confrelid and o.attname = 'organization_id')
        limit 1) f on true
    where a.attrelid = wanted and a.attnum > 0 and not attisdropped and attidentity = '' and attgenerated = ''
      and attnotnull and not atthasdef;
    execute format('insert into %s (%s) values (%s) returning id::text', wanted, names, filled) into key;
    return key;
end $$";

impl Story {
    /// Hash of a new record in an organisation's chain.
    async fn record(&self, organization_id: i64) -> String {
        let change = Change::of(&self.app, organization_id, Author::job("story")).await.unwrap();
        change.commit(Event::new(Deed::SyncRequested, "all")).await.unwrap();
        let mut owner = self.database.owner().await;
        let query = "select encode(hash, 'hex') from audit_heads where organization_id = $1";
        sqlx::query_scalar(query).bind(organization_id).fetch_one(&mut owner).await.unwrap()
    }

    /// Key of a new row of any table in an organisation; what it refers to is the newest such row there.
    pub async fn row(&self, table: &str, organization: &str) -> String {
        let owner = self.organization(organization).await;
        if table == "audit_events" {
            return self.record(owner).await;
        }
        let mut connection = self.database.owner().await;
        let there = format!("select id::text from {table} where organization_id = {owner} limit 1");
        if let Some(id) = sqlx::query_scalar(AssertSqlSafe(there)).fetch_optional(&mut connection).await.unwrap() {
            return id;
        }
        sqlx::raw_sql(SOME_ROW).execute(&mut connection).await.unwrap();
        let query = format!("select some_row('{table}', {owner})");
        let made = sqlx::query_scalar(AssertSqlSafe(query)).fetch_one(&mut connection).await;
        made.unwrap_or_else(|error| panic!("{table}: {error}"))
    }
}
