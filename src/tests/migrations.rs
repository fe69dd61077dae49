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
