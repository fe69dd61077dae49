//! The record of who did what: every write leaves an event, and whoever changes, removes or reorders one is found out.

use std::path::PathBuf;

use axum::http::StatusCode;
use chrono::TimeDelta;
use sqlx::AssertSqlSafe;

use super::support::story::Story;
use crate::audit::{self, Author, Change, Deed, Event, Fields, Finding, Flaw, heads};

/// A file of heads that goes with its test.
struct Heads(PathBuf);

impl Heads {
    fn new() -> Self {
        Self(std::env::temp_dir().join(format!("heads-{}", uuid::Uuid::new_v4())))
    }
}

impl Drop for Heads {
    fn drop(&mut self) {
        let _gone = std::fs::remove_file(&self.0);
    }
}

/// A stage with a chain of `count` records in yunhe, each with personal data.
async fn chain(count: i64) -> Story {
    let story = Story::begin().await;
    let yunhe = story.organization("yunhe").await;
    for number in 1..=count {
        let change = Change::of(&story.app, yunhe, Author::job("story")).await.unwrap();
        let fields = Fields::new().set("number", number).personal("email", Some("li@example.com"));
        change.commit(Event::new(Deed::RoleUpdated, number).after(fields).because("因为 so")).await.unwrap();
        story.clock.advance(TimeDelta::microseconds(1_234_567));
    }
    story
}

async fn findings(story: &Story, heads: &Heads) -> Vec<Finding> {
    let mut connection = story.app.db.open_every().await.unwrap();
    let chains = audit::verify(&mut connection, &heads.0).await.unwrap();
    chains.into_iter().find(|chain| chain.organization == "yunhe").unwrap().findings
}

#[tokio::test]
async fn a_whole_chain_is_whole() {
    let (story, heads) = (chain(5).await, Heads::new());
    assert_eq!(findings(&story, &heads).await, []);
    assert!(heads::keep(&story.app.db, story.clock.now(), &heads.0).await.unwrap());
    assert!(!heads::keep(&story.app.db, story.clock.now(), &heads.0).await.unwrap(), "once a day");
    story.clock.advance(TimeDelta::days(1));
    let cut_off = format!("{}2026-11-23T04:0", std::fs::read_to_string(&heads.0).unwrap());
    std::fs::write(&heads.0, cut_off).unwrap();
    assert!(heads::keep(&story.app.db, story.clock.now(), &heads.0).await.unwrap());
    assert_eq!(findings(&story, &heads).await, [], "a line that a crash cut off spoils no other");
    assert_eq!(story.number("select count(*) from audit_events where after::text like '%example.com%'").await, 0);
}

#[tokio::test]
async fn whatever_is_done_to_a_record_is_named() {
    use Flaw::{Added, Changed, Cut, Moved, Removed};
    let swap = "create temporary table other as select * from audit_events where seq in (2, 3);
         delete from audit_events where seq in (2, 3);
         insert into audit_events select (o).organization_id, 5 - (o).seq, (o).previous_hash, (o).hash, (o).at, (o).member_id,
           (o).actor, (o).address, (o).request_id, (o).event, (o).object_kind, (o).object_id, (o).before, (o).after, (o).reason
         from (select other::other as o from other) t";
    let swap = swap.replace("other::other as o", "other as o");
    let every_field = [
        "at = at + interval '1 microsecond'",
        "member_id = (select min(id) from members)",
        "actor = 'somebody'",
        "address = '192.0.2.9'",
        "request_id = 'x'",
        "event = 'role.deleted'",
        "object_kind = 'member'",
        "object_id = '99'",
        "before = '{}'",
        "after = null",
        "reason = 'another'",
        "reason = null",
        "hash = sha256('x')",
        "previous_hash = sha256('x')",
    ];
    let mut cases: Vec<(String, Vec<(i64, Flaw)>)> = every_field
        .iter()
        .map(|change| (format!("update audit_events set {change} where seq = 3"), vec![(3, Changed)]))
        .collect();
    cases.extend([
        ("delete from audit_events where seq = 3".to_owned(), vec![(3, Removed { until: 3 })]),
        ("delete from audit_events where seq in (2, 3)".to_owned(), vec![(2, Removed { until: 3 })]),
        ("delete from audit_events where seq = 1".to_owned(), vec![(1, Removed { until: 1 })]),
        ("delete from audit_events where seq >= 4".to_owned(), vec![(4, Cut { until: 5 })]),
        ("delete from audit_events where seq = 5".to_owned(), vec![(5, Cut { until: 5 })]),
        (swap, vec![(2, Moved { from: 3 }), (3, Moved { from: 2 })]),
        (
            "update audit_heads set seq = 4, hash = (select hash from audit_events where seq = 4)".to_owned(),
            vec![(5, Added)],
        ),
    ]);
    let story = chain(5).await;
    let heads = Heads::new();
    story.sql("create table kept_events as table audit_events; create table kept_heads as table audit_heads").await;
    for (tampering, want) in cases {
        story.sql(&tampering).await;
        let want: Vec<Finding> = want.into_iter().map(|(seq, flaw)| Finding { seq, flaw }).collect();
        let found = findings(&story, &heads).await;
        if tampering.contains("set hash =") {
            assert!(found.contains(&Finding { seq: 3, flaw: Changed }), "{tampering}: {found:?}");
        } else {
            assert_eq!(found, want, "{tampering}");
        }
        story
            .sql(
                "drop table if exists other; truncate audit_events, audit_heads;
                 insert into audit_events table kept_events; insert into audit_heads table kept_heads",
            )
            .await;
    }
    assert_eq!(findings(&story, &heads).await, [], "and put back, it is whole");
}

#[tokio::test]
async fn a_cut_tail_and_a_chain_computed_anew_show_in_the_file_of_heads() {
    let (story, heads) = (chain(5).await, Heads::new());
    heads::keep(&story.app.db, story.clock.now(), &heads.0).await.unwrap();
    let cut = "delete from audit_events where seq >= 4;
         update audit_heads set (seq, hash) = (select 3, hash from audit_events where seq = 3)";
    story.sql(cut).await;
    assert_eq!(findings(&story, &heads).await, [Finding { seq: 4, flaw: Flaw::Cut { until: 5 } }]);
    let yunhe = story.organization("yunhe").await;
    for _ in 4..=6 {
        let change = Change::of(&story.app, yunhe, Author::job("forger")).await.unwrap();
        change.commit(Event::new(Deed::RoleUpdated, 1)).await.unwrap();
    }
    let kept_on = story.clock.now().date_naive();
    assert_eq!(findings(&story, &heads).await, [Finding { seq: 5, flaw: Flaw::Rewritten { kept_on } }]);
}

#[tokio::test]
async fn pages_can_neither_change_nor_remove_nor_forge_a_record() {
    let story = chain(2).await;
    let yunhe = story.organization("yunhe").await;
    let mut connection = story.app.db.open(&[yunhe]).await.unwrap();
    let foreign = story.organization("desk").await;
    for statement in [
        "update audit_events set actor = 'x'".to_owned(),
        "delete from audit_events".to_owned(),
        "truncate audit_events".to_owned(),
        "insert into audit_events select * from audit_events".to_owned(),
        "update audit_heads set seq = 9".to_owned(),
        format!(
            "select append_audit_event({foreign}, now(), null, 'x', null, null, 'a.b', 'a', '1', null, null, null)"
        ),
    ] {
        let refused = sqlx::query(AssertSqlSafe(statement.clone())).execute(&mut *connection).await.unwrap_err();
        let code = refused.as_database_error().and_then(|error| error.code()).unwrap_or_default();
        assert_eq!(code, "42501", "{statement}: {refused}");
    }
}

#[tokio::test]
async fn a_change_without_its_event_leaves_no_trace() {
    let story = Story::begin().await;
    let yunhe = story.organization("yunhe").await;
    let write = "update members set department = 'x' where username = 'finance' and organization_id = $1";
    let mut change = Change::of(&story.app, yunhe, Author::job("story")).await.unwrap();
    sqlx::query(write).bind(yunhe).execute(&mut *change).await.unwrap();
    drop(change);
    let mut change = Change::of(&story.app, yunhe, Author::job("story")).await.unwrap();
    sqlx::query(write).bind(yunhe).execute(&mut *change).await.unwrap();
    assert!(change.commit_all(&[]).await.is_err());
    assert_eq!(story.number("select count(*) from members where department <> ''").await, 0);
    assert_eq!(story.number("select count(*) from audit_events").await, 0);
}

#[tokio::test]
async fn what_members_do_is_recorded_with_who_and_from_where() {
    let story = Story::begin().await;
    let mut operations = story.member("yunhe", "operations").await;
    operations.post("/language", &[("language", "en"), ("next", "/")]).await;
    story.sql("insert into sync_resources (organization_id, account_id, resource, next_at) select organization_id, id, 'customers', now() from cloud_accounts").await;
    assert_eq!(operations.post("/sync/requests", &[("resource", "customers")]).await.status, StatusCode::SEE_OTHER);
    operations.post("/logout", &[]).await;
    let mut owner = story.database.owner().await;
    let told: Vec<String> = sqlx::query_scalar(
        "select e.event || ' ' || e.actor || ' ' || e.address || ' ' || e.object_kind || ' '
           || case when e.object_id = m.id::text then 'self' else e.object_id end || ' ' || (e.request_id <> '')::text
         from audit_events e join members m on m.id = e.member_id order by e.seq",
    )
    .fetch_all(&mut owner)
    .await
    .unwrap();
    let from = |deed: &str| format!("{deed} true").replace("FROM", "operations 198.51.100.10");
    let expected = [
        "session.started FROM session self",
        "member.language_chosen FROM member self",
        "sync.requested FROM sync customers",
        "session.ended FROM session self",
    ];
    assert_eq!(told, expected.map(from));
    assert_eq!(findings(&story, &Heads::new()).await, []);
}

#[tokio::test]
async fn many_at_once_make_one_chain() {
    let story = Story::begin().await;
    let yunhe = story.organization("yunhe").await;
    let changes = (0..20).map(|number| {
        let app = story.app.clone();
        tokio::spawn(async move {
            let change = Change::of(&app, yunhe, Author::job("crowd")).await.unwrap();
            change.commit(Event::new(Deed::RoleUpdated, number)).await.unwrap();
        })
    });
    for change in changes.collect::<Vec<_>>() {
        change.await.unwrap();
    }
    assert_eq!(story.number("select max(seq) from audit_events").await, 20);
    assert_eq!(findings(&story, &Heads::new()).await, []);
}
