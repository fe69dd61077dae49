//! Exports in the background (MEM-8, COM-12): asked for, written, listed, taken, expired; and who may not.

use std::{fs, path::PathBuf};

use chrono::TimeDelta;
use futures::future::BoxFuture;

use super::support::{client::Page, story::Story};
use crate::{
    db::{self, PgConnection},
    exports::{self, Asked, Batch, Kind, Reader},
    jobs,
    lang::Lang,
};

/// Everything that waits is written, as the background does it.
async fn work(story: &Story) -> usize {
    exports::work(&story.app.db, &story.app.key, &story.clock, story.files(), &jobs::READERS).await.unwrap()
}

async fn keep(story: &Story) -> usize {
    exports::keep(&story.app.db, &story.app.key, &story.clock, story.files()).await.unwrap()
}

fn files(story: &Story) -> Vec<PathBuf> {
    fs::read_dir(story.files().join("exports")).into_iter().flatten().flatten().map(|entry| entry.path()).collect()
}

/// A row of text for each number up to a count that no page holds at once.
fn many<'a>(_: &'a mut PgConnection, _: &'a Asked, after: Option<String>) -> BoxFuture<'a, Result<Batch, db::Error>> {
    Box::pin(async move {
        let first: usize = after.map_or(0, |after| after.parse().unwrap());
        let text: String = (first..first + 50).map(|row| format!("{row}\r\n")).collect();
        Ok(Batch { text, rows: 50, next: (first < 4950).then(|| (first + 50).to_string()) })
    })
}

fn broken<'a>(_: &'a mut PgConnection, _: &'a Asked, after: Option<String>) -> BoxFuture<'a, Result<Batch, db::Error>> {
    Box::pin(async move {
        match after {
            None => Ok(Batch { text: "half\r\n".to_owned(), rows: 1, next: Some("more".to_owned()) }),
            Some(_) => Err(db::Error::PoolClosed),
        }
    })
}

fn heading(_: Lang) -> String {
    "number\r\n".to_owned()
}

const MANY: Reader = Reader { kind: Kind::Members, heading, read: many };
const BROKEN: Reader = Reader { kind: Kind::Members, heading, read: broken };

/// The first row of the list, and where its file is.
fn first(page: &Page) -> (String, Option<String>) {
    (page.rows().first().cloned().unwrap_or_default(), page.attribute("tbody a[href$='/file']", "href"))
}

#[tokio::test]
async fn an_export_is_asked_for_written_in_the_background_and_taken() {
    let story = Story::begin().await;
    story.sql("update members set department = '=HYPERLINK(\"http://x\")' where username = 'finance'").await;
    let mut admin = story.member("yunhe", "admin").await;
    let links = admin.get("/members?factor=none").await.attributes(".actions a", "href");
    assert!(links.contains(&"/exports".to_owned()), "{links:?}");
    let export = links.iter().find(|href| href.starts_with("/members/export")).unwrap();
    let form = admin.get(export).await;
    assert_eq!(form.attribute("input[name=factor]", "value").as_deref(), Some("none"), "every filter travels along");
    let asked = admin.post("/members/export", &[("factor", "none"), ("reason", "Review")]).await;
    assert_eq!((asked.status.as_u16(), asked.location()), (303, "/members?factor=none"));
    assert!(admin.get("/members?factor=none").await.text("#flash, .flash").contains("Export records"));

    let (row, file) = first(&admin.get("/exports").await);
    assert!(row.contains("admin") && row.contains("Second factor: None") && row.contains("Waiting"), "{row}");
    assert_eq!(file, None);
    assert_eq!(work(&story).await, 1);
    let (row, file) = first(&admin.get("/exports").await);
    assert!(row.contains("Done") && row.contains("13") && row.contains("2026-11-29"), "{row}");
    let taken = admin.get(&file.unwrap()).await;
    assert_eq!((taken.status.as_u16(), taken.body.lines().count()), (200, 14));
    assert!(taken.body.starts_with('\u{feff}'), "spreadsheets see UTF-8");
    assert_eq!(taken.headers["content-disposition"], "attachment; filename=\"members-2026-11-22.csv\"");
    assert!(!taken.body.contains("Name of") && !taken.body.contains("13800001234"), "persons are masked");
    assert!(taken.body.contains("\"'=HYPERLINK(\"\"http://x\"\")\""), "{}", taken.body);

    for (event, want) in [("member.exported", 1), ("export.made", 1), ("export.taken", 1)] {
        let count = format!("select count(*) from audit_events where event = '{event}'");
        assert_eq!(story.number(&count).await, want, "{event}");
    }
    let told = "select count(*) from audit_events where event = 'member.exported' and after ->> 'factor' = 'none'
        and reason = 'Review'";
    assert_eq!(story.number(told).await, 1, "the record tells which rows leave");
    let rows = "select count(*) from audit_events where event = 'export.made' and after ->> 'rows' = '13'";
    assert_eq!(story.number(rows).await, 1, "and how many did");
}

#[tokio::test]
async fn the_file_holds_the_rows_of_its_filters_and_a_name_is_not_told() {
    let story = Story::begin().await;
    let mut admin = story.member("yunhe", "admin").await;
    for (field, value, lines) in [("role", "finance", 3), ("text", "fin", 3)] {
        admin.post("/members/export", &[(field, value)]).await;
        work(&story).await;
        let (_, file) = first(&admin.get("/exports").await);
        assert_eq!(admin.get(&file.unwrap()).await.body.lines().count(), lines, "{field}");
    }
    let digest = "select count(*) from audit_events where event = 'member.exported' and after -> 'text' ->> 'digest' is not null";
    assert_eq!(story.number(digest).await, 1, "a name that was searched for is not told");
    // More members than a page of the list has.
    story
        .sql(
            "insert into members (organization_id, username, name, state)
             select id, 'many-' || i, 'N', 'invited' from organizations, generate_series(1, 120) i where code = 'yunhe'",
        )
        .await;
    admin.post("/members/export", &[("text", "many-")]).await;
    work(&story).await;
    let (row, file) = first(&admin.get("/exports").await);
    let body = admin.get(&file.unwrap()).await.body;
    let names: std::collections::BTreeSet<&str> =
        body.lines().skip(1).filter_map(|line| line.split(',').next()).collect();
    assert!(row.contains("120"), "{row}");
    assert_eq!((body.lines().count(), names.len()), (121, 120), "none lost and none twice");
    let mut director = story.member("yunhe", "director").await;
    assert_eq!(director.get("/members/export").await.status, 403);
}

#[tokio::test]
async fn nobody_else_sees_or_takes_an_export() {
    let story = Story::begin().await;
    let mut admin = story.member("yunhe", "admin").await;
    admin.post("/members/export", &[]).await;
    work(&story).await;
    let (_, file) = first(&admin.get("/exports").await);
    let file = file.unwrap();
    let mut master = story.member("yunhe", "master").await;
    assert_eq!(master.get("/exports").await.rows().len(), 1, "the master sees everybody's");
    assert_eq!(master.get(&file).await.status, 200);
    // Finance may export bills, not members; the distributor's child and the desk are other organisations.
    for (organization, username) in [("yunhe", "finance"), ("qinglan", "master"), ("desk", "desk-admin")] {
        let mut other = story.member(organization, username).await;
        assert_eq!(other.get("/exports").await.rows().len(), 0, "{organization}/{username}");
        assert_eq!(other.get(&file).await.status, 404, "{organization}/{username}");
    }
    let mut reseller = story.member("qinglan", "master").await;
    reseller.post("/members/export", &[]).await;
    work(&story).await;
    assert_eq!(master.get("/exports").await.rows().len(), 1, "a distributor does not see its resellers' exports");
    let foreign = story.number("select max(id) from export_tasks").await;
    assert_eq!(master.get(&format!("/exports/{foreign}/file")).await.status, 404);
}

#[tokio::test]
async fn who_lost_the_permission_takes_no_file_and_gets_none() {
    let story = Story::begin().await;
    story
        .sql(
            "with r as (insert into roles (organization_id, name, permissions)
               select id, 'Lists', '{member.view,member.export}' from organizations where code = 'yunhe' returning id)
             insert into member_roles (organization_id, member_id, role_id) select m.organization_id, m.id, r.id
               from members m, r where m.username = 'manager'
                 and m.organization_id = (select id from organizations where code = 'yunhe')",
        )
        .await;
    let mut manager = story.member("yunhe", "manager").await;
    assert_eq!(manager.post("/members/export", &[]).await.status, 303);
    work(&story).await;
    let (_, file) = first(&manager.get("/exports").await);
    let file = file.unwrap();
    assert_eq!(manager.get(&file).await.status, 200);
    manager.post("/members/export", &[]).await;
    story.sql("delete from member_roles where role_id is not null").await;
    assert_eq!(
        (manager.get("/exports").await.status, manager.get(&file).await.status),
        (403.try_into().unwrap(), 403.try_into().unwrap())
    );
    // Finance opens the list for other kinds, and nothing of members in it.
    story.sql("update member_roles r set role = 'finance' from members m where m.id = r.member_id and m.username = 'manager'").await;
    assert_eq!((manager.get("/exports").await.rows().len(), manager.get(&file).await.status.as_u16()), (0, 404));
    assert_eq!(work(&story).await, 1);
    let mut admin = story.member("yunhe", "admin").await;
    let (row, _) = first(&admin.get("/exports").await);
    assert!(row.contains("Failed") && row.contains("may not export this any more"), "{row}");
    assert_eq!(files(&story).len(), 1, "nothing was written for him");
    assert_eq!(story.number("select count(*) from audit_events where event = 'export.failed'").await, 1);
}

#[tokio::test]
async fn a_killed_worker_is_followed_by_another_and_its_file_is_swept() {
    let story = Story::begin().await;
    let mut admin = story.member("yunhe", "admin").await;
    admin.post("/members/export", &[]).await;
    // The first worker dies while it writes: the task is its own, half of a file lies there.
    let dead = "00000000-0000-4000-8000-000000000001";
    story
        .sql(&format!(
            "update export_tasks set state = 'running', taken_by = '{dead}', tries = 1, lease_until = '2026-11-22T04:02:00Z'"
        ))
        .await;
    let half = story.files().join("exports").join(dead.replace('-', ""));
    fs::create_dir_all(half.parent().unwrap()).unwrap();
    fs::write(&half, "half").unwrap();
    assert_eq!(work(&story).await, 0, "it may still be alive");
    keep(&story).await;
    assert!(half.exists(), "and its file is its own");
    story.clock.advance(TimeDelta::minutes(3));
    assert_eq!(work(&story).await, 1);
    let (row, file) = first(&admin.get("/exports").await);
    assert!(row.contains("Done"), "{row}");
    assert_eq!(admin.get(&file.unwrap()).await.body.lines().count(), 14);
    let file = fs::File::options().write(true).open(&half).unwrap();
    file.set_modified(std::time::SystemTime::UNIX_EPOCH).unwrap();
    keep(&story).await;
    assert_eq!((half.exists(), files(&story).len()), (false, 1), "what nobody names goes, what is kept stays");
}

#[tokio::test]
async fn two_workers_write_one_file_and_memory_holds_a_page() {
    let story = Story::begin().await;
    let mut admin = story.member("yunhe", "admin").await;
    admin.post("/members/export", &[]).await;
    let (db, key, root) = (&story.app.db, &story.app.key, story.files());
    let one = exports::work(db, key, &story.clock, root, &[MANY]);
    let other = exports::work(db, key, &story.clock, root, &[MANY]);
    let (one, other) = tokio::join!(one, other);
    assert_eq!(one.unwrap() + other.unwrap(), 1);
    let (row, file) = first(&admin.get("/exports").await);
    assert!(row.contains("5,000"), "{row}");
    let body = admin.get(&file.unwrap()).await.body;
    let wanted: String = (0..5000).map(|row| format!("{row}\r\n")).collect();
    assert_eq!(body, format!("\u{feff}number\r\n{wanted}"));
}

#[tokio::test]
async fn what_fails_is_tried_three_times_and_leaves_no_file() {
    let story = Story::begin().await;
    let mut admin = story.member("yunhe", "admin").await;
    admin.post("/members/export", &[]).await;
    for _ in 0..3 {
        let failed = exports::work(&story.app.db, &story.app.key, &story.clock, story.files(), &[BROKEN]).await;
        assert!(failed.is_err());
        assert_eq!(files(&story).len(), 0);
        let (row, _) = first(&admin.get("/exports").await);
        assert!(row.contains("Running"), "{row}");
        story.clock.advance(TimeDelta::minutes(3));
    }
    assert_eq!(work(&story).await, 1);
    let (row, _) = first(&admin.get("/exports").await);
    assert!(row.contains("Failed") && row.contains("could not be written"), "{row}");
    let id = story.number("select max(id) from export_tasks").await;
    assert_eq!(admin.get(&format!("/exports/{id}/file")).await.location(), "/exports");
    assert!(admin.get("/exports").await.body.contains("There is no file of this export"));
}

#[tokio::test]
async fn a_file_is_kept_for_seven_days() {
    let story = Story::begin().await;
    let mut admin = story.member("yunhe", "admin").await;
    admin.post("/members/export", &[]).await;
    work(&story).await;
    let (_, file) = first(&admin.get("/exports").await);
    let file = file.unwrap();
    story.clock.advance(TimeDelta::days(7) - TimeDelta::minutes(1));
    let mut admin = story.member("yunhe", "admin").await;
    assert_eq!((keep(&story).await, admin.get(&file).await.status.as_u16()), (0, 200));
    // Over, whether the hourly job has been there or not.
    story.clock.advance(TimeDelta::minutes(1));
    for (expired, left) in [(None, 1), (Some(1), 0), (Some(0), 0)] {
        if let Some(expired) = expired {
            assert_eq!(keep(&story).await, expired);
        }
        assert_eq!(admin.get(&file).await.location(), "/exports");
        let page = admin.get("/exports").await;
        assert!(page.body.contains("was kept for seven days"), "{}", page.body);
        assert!(first(&page).0.contains("Expired") && first(&page).1.is_none(), "{:?}", page.rows());
        assert_eq!(files(&story).len(), left);
    }
    assert_eq!(story.number("select count(*) from audit_events where event = 'export.expired'").await, 1);
}

#[tokio::test]
async fn a_member_has_five_unfinished_exports_at_most() {
    let story = Story::begin().await;
    let mut admin = story.member("yunhe", "admin").await;
    for _ in 0..5 {
        assert_eq!(admin.post("/members/export", &[]).await.status, 303);
    }
    let sixth = admin.post("/members/export", &[("role", "finance"), ("reason", "Why not")]).await;
    assert!(sixth.status == 409 && sixth.text("#notice").contains("five of your exports"), "{}", sixth.body);
    assert_eq!(sixth.attribute("input[name=role]", "value").as_deref(), Some("finance"));
    let mut master = story.member("yunhe", "master").await;
    assert_eq!(master.post("/members/export", &[]).await.status, 303, "another one's are his own");
    assert_eq!(work(&story).await, 6);
    assert_eq!(admin.post("/members/export", &[]).await.status, 303);
}
