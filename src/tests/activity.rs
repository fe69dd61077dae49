//! Stories of the record: read, narrowed, exported, and checked without the portal.

use chrono::TimeDelta;
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::support::{client::Page, story::Story};
use crate::audit::{self, Author, Change, Deed, Event, Fields};

/// A stage on which the admin changed role 7 of yunhe and a job something in another organisation.
async fn stage() -> Story {
    let story = Story::begin().await;
    for (code, author) in [("yunhe", Author::job("nightly")), ("other", Author::job("foreign"))] {
        let organization = story.organization(code).await;
        let change = Change::of(&story.app, organization, author).await.unwrap();
        let before = Fields::new().set("name", "Old").set("limit", 3).personal("email", Some("li@example.com"));
        let after = Fields::new().set("name", "=New").set("limit", 3).personal("email", Some("wang@example.com"));
        change.commit(Event::new(Deed::RoleUpdated, 7).before(before).after(after).because("因为 so")).await.unwrap();
    }
    story.clock.advance(TimeDelta::hours(2));
    story
}

#[tokio::test]
async fn the_record_tells_who_did_what_to_what_from_where() {
    let story = stage().await;
    let mut auditor = story.member("yunhe", "auditor").await;
    let page = auditor.get("/activity").await;
    assert_eq!(
        page.rows(),
        [
            "just now | auditor | Signed in | Session · Member 13 | 198.51.100.12",
            "2 h ago | job/nightly | Role changed因为 so | Role 7 | –"
        ],
    );
    assert!(page.texts(".tiles .figure").contains(&"2".to_owned()), "{:?}", page.texts(".tiles li"));
    let mut chinese = auditor.clone().speaking("zh-CN");
    let zh = chinese.get("/activity").await;
    assert!(zh.rows()[1].contains("修改角色") && zh.rows()[1].contains("角色 7"), "{:?}", zh.rows());

    let href = page.attributes("tbody tr:nth-child(2) td:nth-child(3) a", "href").remove(0);
    let record = auditor.get(&href).await;
    assert_eq!(record.text("h1"), "Role changed");
    assert!(record.facts().contains(&"Reason: 因为 so".to_owned()), "{:?}", record.facts());
    let rows = record.rows();
    assert!(rows[0].starts_with("email | personal data, digest "), "{rows:?}");
    assert_eq!(rows[1..], ["limit | 3 | 3", "name | Old | =New"]);
    assert!(!record.body.contains("example.com"));
    for missing in ["/activity/zz", "/activity/00", &format!("/activity/{}", "0".repeat(64))] {
        assert_eq!(auditor.get(missing).await.status, 404, "{missing}");
    }
}

#[tokio::test]
async fn filters_narrow_the_record() {
    let story = stage().await;
    let mut auditor = story.member("yunhe", "auditor").await;
    for (query, want) in [
        ("", 2),
        ("actor=NIGHT", 1),
        ("event=session.started", 1),
        ("event=role.updated&kind=role&object=7", 1),
        ("kind=role&object=8", 0),
        ("address=198.51.", 1),
        ("address=%25", 0),
        ("at_from=2026-11-22&at_to=2026-11-22", 2),
        ("at_to=2026-11-21", 0),
        ("at_from=2026-11-23", 0),
    ] {
        let page = auditor.get(&format!("/activity?{query}")).await;
        assert_eq!((page.status.as_u16(), page.rows().len()), (200, want), "{query}");
    }
    let wrong = auditor.get("/activity?event=role.eaten").await;
    assert_eq!(wrong.status, 422);
}

#[tokio::test]
async fn pages_of_the_record_lose_and_repeat_nothing() {
    let story = Story::begin().await;
    let yunhe = story.organization("yunhe").await;
    let change = Change::of(&story.app, yunhe, Author::job("story")).await.unwrap();
    let events: Vec<Event> = (1..=119).map(|number| Event::new(Deed::RoleUpdated, number)).collect();
    change.commit_all(&events).await.unwrap();
    let mut auditor = story.member("yunhe", "auditor").await;
    let (mut seen, mut path) = (Vec::new(), "/activity".to_owned());
    loop {
        let page = auditor.get(&path).await;
        seen.extend(page.texts("tbody td:nth-child(4)"));
        match page.attributes("a[rel=next]", "href").pop() {
            Some(next) => path = next,
            None => break,
        }
    }
    let mut want = vec!["Session · Member 13".to_owned()];
    want.extend((1..=119).rev().map(|number| format!("Role {number}")));
    assert_eq!(seen, want);
}

/// What the export says about hashing, done without a line of the portal.
fn hash_of(event: &Value) -> String {
    let mut hash = Sha256::new();
    hash.update(hex::decode(event["previous_hash"].as_str().unwrap()).unwrap());
    for field in [
        "organization_id",
        "seq",
        "at_microseconds",
        "member_id",
        "actor",
        "address",
        "request_id",
        "event",
        "object_kind",
        "object_id",
        "before",
        "after",
        "reason",
    ] {
        let text = match &event[field] {
            Value::Null => {
                hash.update("-");
                continue;
            }
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        hash.update(format!("{}:{text}", text.len()));
    }
    hex::encode(hash.finalize())
}

#[tokio::test]
async fn the_exported_chain_is_checked_without_the_portal() {
    let story = stage().await;
    let yunhe = story.organization("yunhe").await;
    let change = Change::of(&story.app, yunhe, Author::job("story")).await.unwrap();
    let events: Vec<Event> = (1..=1_200).map(|number| Event::new(Deed::RoleUpdated, number)).collect();
    change.commit_all(&events).await.unwrap();
    let mut auditor = story.member("yunhe", "auditor").await;
    let page = auditor.get("/activity/export?format=json").await;
    assert_eq!(page.status, 200);
    let file: Value = serde_json::from_str(&page.body).unwrap();
    let events = file["events"].as_array().unwrap();
    assert_eq!(events.len(), 1_203, "with the export itself");
    let mut previous = "0".repeat(64);
    for (place, event) in (1..).zip(events) {
        assert_eq!(event["seq"], Value::from(place));
        assert_eq!(event["previous_hash"], Value::from(previous.as_str()), "{place}");
        assert_eq!(event["hash"], Value::from(hash_of(event)), "{place}");
        previous = event["hash"].as_str().unwrap().to_owned();
    }
    assert_eq!(file["chain"]["head"], Value::from(previous.as_str()));
    assert_eq!(events[1_202]["event"], "audit.exported");
    assert!(!page.body.contains("foreign"), "another organisation's records stay there");

    let narrowed = auditor.get("/activity/export?format=json&kind=role&object=7&actor=nightly").await;
    let file: Value = serde_json::from_str(&narrowed.body).unwrap();
    assert_eq!(file["events"].as_array().unwrap().len(), 1);
    let none = auditor.get("/activity/export?format=json&object=nothing").await;
    assert_eq!(serde_json::from_str::<Value>(&none.body).unwrap()["events"], serde_json::json!([]));
}

#[tokio::test]
async fn a_spreadsheet_gets_no_formula() {
    let story = stage().await;
    let yunhe = story.organization("yunhe").await;
    let change = Change::of(&story.app, yunhe, Author::job("story")).await.unwrap();
    change.commit(Event::new(Deed::RoleUpdated, "=1+1").because("=HYPERLINK(\"http://evil\")")).await.unwrap();
    let mut auditor = story.member("yunhe", "auditor").await;
    let page: Page = auditor.get("/activity/export?format=csv&kind=role").await;
    let disposition = page.headers["content-disposition"].to_str().unwrap();
    assert_eq!(disposition, "attachment; filename=\"audit-yunhe-2026-11-22.csv\"");
    let lines: Vec<&str> = page.body.lines().collect();
    assert_eq!(lines.len(), 3, "{lines:?}");
    assert!(lines[0].contains("Who,What"), "{}", lines[0]);
    assert!(lines[1].contains("+08:00,") && lines[1].contains(",Role,role,"), "{}", lines[1]);
    assert!(lines[2].contains(",'=1+1,") && lines[2].contains("\"'=HYPERLINK(\"\"http://evil\"\")\""), "{}", lines[2]);
    for wrong in ["/activity/export?format=exe", "/activity/export?event=role.eaten"] {
        assert_eq!(auditor.get(wrong).await.status, 400, "{wrong}");
    }
    let mut operations = story.member("yunhe", "operations").await;
    assert_eq!(operations.get("/activity/export").await.status, 403);
}

#[tokio::test]
async fn the_page_tells_what_the_last_walk_of_the_chain_found() {
    let story = stage().await;
    let mut auditor = story.member("yunhe", "auditor").await;
    assert!(auditor.get("/activity").await.texts(".tiles .figure").contains(&"Not checked yet".to_owned()));
    let nowhere = std::env::temp_dir().join(format!("heads-{}", uuid::Uuid::new_v4()));
    for (tampering, want) in [
        ("select 1", "Whole"),
        ("update audit_events set actor = 'x' where seq = 1", "Not whole: record 1 does not fit"),
    ] {
        story.sql(tampering).await;
        story.clock.advance(TimeDelta::minutes(1));
        let mut connection = story.app.db.open_every().await.unwrap();
        let chains = audit::verify(&mut connection, &nowhere).await.unwrap();
        audit::checks::note(&mut connection, &chains, story.clock.now()).await.unwrap();
        drop(connection);
        let page = auditor.get("/activity").await;
        assert!(page.texts(".tiles .figure").contains(&want.to_owned()), "{:?}", page.texts(".tiles li"));
    }
}
