//! Stories of working days: the desk enters a year by hand or from a file, everybody counts with it.

use chrono::NaiveDate;

use super::support::{client::Client, story::Story};
use crate::{cloud::Site, requests, values::workdays::Limit};

const YEAR: &str = "/desk/calendars/year";

/// A story whose desk has somebody for incentives.
async fn desk() -> (Story, Client) {
    let story = Story::begin().await;
    story
        .sql("update member_roles set role = 'desk_incentive' where member_id = (select id from members where username = 'psm')")
        .await;
    let desk = story.member("desk", "psm").await;
    (story, desk)
}

fn form<'a>(revision: &'a str, step: &'a str, (days, source): (&'a str, &'a str)) -> Vec<(&'a str, &'a str)> {
    vec![
        ("site", "china"),
        ("year", "2027"),
        ("revision", revision),
        ("step", step),
        ("days", days),
        ("source", source),
    ]
}

async fn last_day(story: &Story, from: &str, days: u16) -> NaiveDate {
    let mut connection = story.app.db.open_none().await.unwrap();
    let calendar = requests::calendar(&mut connection, Site::China).await.unwrap();
    calendar.due_from(from.parse().unwrap(), Limit::WorkingDays(days)).last_day
}

#[tokio::test]
async fn the_seed_counts_as_the_rules_say() {
    let story = Story::begin().await;
    // SCN-10 (DL-13): the fourteenth working day after 1 October 2026.
    assert_eq!(last_day(&story, "2026-10-01", 14).await.to_string(), "2026-10-26");
    assert_eq!(last_day(&story, "2026-12-31", 1).await.to_string(), "2027-01-01", "nobody has settled 2027");
    let shapes = "select count(*) filter (where kind = 'holiday') * 100 + count(*) filter (where kind = 'make_up') from calendar_days";
    assert_eq!(story.number(shapes).await, 1906, "19 holidays, 6 make-up days");
}

#[tokio::test]
async fn the_desk_settles_a_year_and_two_at_once_do_not_lose_a_day() {
    let (story, mut desk) = desk().await;
    let list = desk.get("/desk/calendars").await;
    assert!(list.body.contains("Nobody has entered the holidays of 2027"), "{}", list.body);
    assert_eq!(list.rows().len(), 1);
    let days = ("2027-01-01,holiday,元旦\n2027-01-02,make_up", "Notice 2026/45");
    let checked = desk.post(YEAR, &form("0", "check", days)).await;
    assert_eq!((checked.status.as_u16(), checked.rows().len()), (200, 2), "{}", checked.body);
    assert_eq!(story.number("select count(*) from calendar_years").await, 1, "a check saves nothing");
    assert_eq!(desk.post(YEAR, &form("0", "save", days)).await.status, 303);
    assert_eq!(last_day(&story, "2026-12-31", 1).await.to_string(), "2027-01-02");
    assert!(!desk.get("/desk/calendars").await.body.contains("Nobody has entered"));
    let late = desk.post(YEAR, &form("0", "save", ("2027-01-04,holiday", "mine"))).await;
    assert_eq!(late.status, 409);
    assert!(late.body.contains("元旦"), "the present days stand beside it");
    assert_eq!(desk.post(YEAR, &form("1", "save", ("", "withdrawn"))).await.status, 303);
    assert_eq!(story.number("select count(*) from calendar_days where year = 2027").await, 0);
    assert_eq!(story.number("select count(*) from audit_events where object_kind = 'calendar'").await, 2);
}

#[tokio::test]
async fn what_cannot_be_read_is_told_by_line() {
    let (story, mut desk) = desk().await;
    for (days, source, said) in [
        ("2027-01-01,holiday\n2026-05-01,holiday", "x", "Line 2: the day is of another year."),
        ("2027-01-01,make_up", "x", "Line 1: a make-up day is a Saturday or Sunday"),
        ("2027-01-01,holiday", " ", "Say where the days are from."),
    ] {
        let page = desk.post(YEAR, &form("0", "save", (days, source))).await;
        assert_eq!(page.status, 422);
        assert!(page.body.contains(said), "{said}: {}", page.body);
    }
    assert_eq!(story.number("select count(*) from calendar_years").await, 1);
}

#[tokio::test]
async fn a_file_is_shown_before_it_counts_and_is_named_as_the_source() {
    let (story, mut desk) = desk().await;
    let path = "/desk/calendars/sheet?site=china&year=2027";
    let (chinese, ..) = encoding_rs::GB18030.encode("日期,类型,名称\r\n2027-01-01,休,元旦\r\n");
    let page = desk.send_file(path, "file", ("C:\\2027.csv", &chinese)).await;
    assert_eq!(
        (page.status.as_u16(), page.text("textarea")),
        (200, "2027-01-01,holiday,元旦".to_owned()),
        "{}",
        page.body
    );
    let source = page.attribute("input[name=source]", "value").unwrap();
    assert!(source.starts_with("2027.csv · SHA-256 ") && source.len() > 80, "{source}");
    assert_eq!(story.number("select count(*) from calendar_years").await, 1, "nothing is saved yet");
    for (bytes, said) in [(&b"PK\x03\x04\0\0"[..], "This is no CSV file."), (&[b'1'; 70_000][..], "more than 64 KB")] {
        let page = desk.send_file(path, "file", ("x.csv", bytes)).await;
        assert_eq!(page.status, 422);
        assert!(page.body.contains(said), "{said}");
    }
}

#[tokio::test]
async fn only_the_desk_changes_days() {
    let story = Story::begin().await;
    for (organization, username) in [("yunhe", "master"), ("desk", "ecosystem")] {
        let mut member = story.member(organization, username).await;
        assert_eq!(member.get("/desk/calendars").await.status, 403, "{username}");
        assert_eq!(member.post(YEAR, &form("0", "save", ("2027-01-01,holiday", "x"))).await.status, 403, "{username}");
    }
    // A statement that forgets the door meets the wall of the database.
    let yunhe = story.organization("yunhe").await;
    let mut connection = story.app.db.open(&[yunhe]).await.unwrap();
    let touched = sqlx::query("delete from calendar_days").execute(&mut *connection).await.unwrap();
    assert_eq!(touched.rows_affected(), 0);
    let added = "insert into calendar_years (site, year, source, sha256, changed_by, changed_at)
                 values ('china', 2027, 'x', sha256('x'), 'x', now())";
    assert!(sqlx::query(added).execute(&mut *connection).await.is_err());
}
