//! The schema: applies one migration at a time, explains itself, and puts every organisation's rows behind the second wall.

use sqlx::{ConnectOptions, migrate::Migrate};

use super::support;
use crate::db::MIGRATOR;

#[tokio::test]
async fn migrations_apply_one_at_a_time_and_again() {
    let empty = support::empty_database().await;
    let mut owner = empty.options.connect().await.unwrap();
    let table = &MIGRATOR.table_name;
    owner.ensure_migrations_table(table).await.unwrap();
    for migration in MIGRATOR.iter() {
        owner.apply(table, migration).await.unwrap_or_else(|error| panic!("{}: {error}", migration.description));
    }
    let applied = owner.list_applied_migrations(table).await.unwrap().len();
    assert_eq!(applied, MIGRATOR.iter().count());
    MIGRATOR.run(&mut owner).await.unwrap();
}

#[tokio::test]
async fn every_table_and_column_says_what_it_is_for() {
    let database = support::database().await;
    let silent: Vec<String> = sqlx::query_scalar(
        "select c.relname || coalesce('.' || a.attname, '') from pg_class c
         left join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
         where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
           and c.relname <> '_sqlx_migrations'
           and (obj_description(c.oid) is null or col_description(c.oid, a.attnum) is null)
         order by 1",
    )
    .fetch_all(&mut database.owner().await)
    .await
    .unwrap();
    assert_eq!(silent, [""; 0], "a table or column without a comment; add `comment on column …` to its migration");
}

#[tokio::test]
async fn every_row_of_an_organization_stands_behind_the_second_wall() {
    let database = support::database().await;
    let open: Vec<String> = sqlx::query_scalar(
        "select c.relname::text from pg_class c
         join pg_attribute a on a.attrelid = c.oid and a.attname = 'organization_id' and not a.attisdropped
         where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
           and c.relname not in ('sessions', 'pending_sign_ins') and not c.relrowsecurity
         order by 1",
    )
    .fetch_all(&mut database.owner().await)
    .await
    .unwrap();
    assert_eq!(open, [""; 0], "a table with organization_id but no row-level security; call protect_by_organization");
}

/// From here on two versions run at once while nodes are replaced: a migration takes nothing away that the version before it uses.
const ROLLING: i64 = 20_261_123_000_000;
/// Migrations that take something away, and since when no version uses it.
const CONTRACTED: [(i64, &str); 0] = [];

/// What a migration drops or renames that it did not make itself.
fn taken_away(sql: &str) -> Vec<String> {
    let sql = sql.to_lowercase();
    let own = |name: &str| {
        sql.contains(&format!("temporary table {name} ")) || sql.contains(&format!("create table {name} "))
    };
    let taken = |line: &&str| {
        let line = line.trim_start();
        let words: Vec<&str> = line.split([' ', '(', ';']).filter(|word| !word.is_empty()).collect();
        let kinds = ["function", "procedure", "table", "view", "type", "column"];
        let drops = words.first() == Some(&"drop") && words.get(1).is_some_and(|kind| kinds.contains(kind));
        let drops = drops && !words.get(2).is_some_and(|name| own(name));
        let alters = !line.starts_with("--")
            && [" drop column ", " rename to ", " rename column "].iter().any(|part| line.contains(part));
        drops || alters
    };
    sql.lines().filter(taken).map(str::to_owned).collect()
}

#[test]
fn no_migration_takes_away_what_the_version_before_it_uses() {
    for (sql, want) in [
        ("create table a (b int);\ndrop table a;", 0),
        ("drop function session_seat(bytea);", 1),
        ("alter table a drop column b;\nalter table a\n    drop column c;", 2),
        ("alter table a rename to b;\n-- was: a rename to b", 1),
        ("alter table a alter column b drop not null;\ndrop index a_b;", 0),
    ] {
        assert_eq!(taken_away(sql).len(), want, "{sql}");
    }
    let rolling = MIGRATOR.iter().filter(|migration| migration.version >= ROLLING);
    let named = |version: i64| CONTRACTED.iter().any(|(known, _)| *known == version);
    let taken: Vec<_> = rolling
        .filter(|migration| !named(migration.version))
        .flat_map(|migration| taken_away(migration.sql.as_str()).into_iter().map(move |line| (migration.version, line)))
        .collect();
    assert!(
        taken.is_empty(),
        "nodes of the version before fail on this; see CONTRIBUTING, Adding a migration: {taken:?}"
    );
}
