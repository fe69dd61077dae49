//! Stories of deadlines: set with the transition, kept when a calendar changes, told once, settled by the timer (DL-01 to DL-04,
//! DL-24, COM-10).

use chrono::TimeDelta;

use super::{
    business_information::submitted,
    support::{client::Client, smtp::MailServer, story::Story},
};
use crate::{deadlines, mail};

const ACCOUNT: &str = "6222020200012345";

async fn keep(story: &Story, mails: bool) -> u64 {
    deadlines::keep(&story.app.db, &story.app.key, &story.clock, mails).await.unwrap()
}

async fn text(story: &Story, query: &str) -> String {
    use sqlx::AssertSqlSafe;
    let mut owner = story.database.owner().await;
    sqlx::query_scalar(AssertSqlSafe(query.to_owned())).fetch_one(&mut owner).await.unwrap()
}

/// Every deadline in its order: rule, state of the request, last day, state.
async fn all(story: &Story) -> String {
    let list =
        "select coalesce(string_agg(concat_ws(' ', rule, step, due_on, state), ', ' order by id), '') from deadlines";
    text(story, list).await
}

/// The desk takes the request into its review by hand.
async fn examine(story: &Story, desk: &mut Client) {
    let id = story.number("select max(request_id) from business_information_versions").await;
    let path = format!("/desk/business-info/{id}");
    let revision = desk.get(&path).await.attribute("input[name=revision]", "value").unwrap();
    let page = desk.post(&format!("{path}/review"), &[("step", "examine"), ("revision", &revision)]).await;
    assert_eq!(page.status, 303, "{}", page.body);
}

#[tokio::test]
async fn a_transition_settles_one_clock_and_sets_the_next() {
    let story = Story::begin().await;
    // Sunday 22 November, noon: three hours for the checks.
    let (.., mut desk) = submitted(&story, ACCOUNT).await;
    assert_eq!(all(&story).await, "DL-24 in_progress 2026-11-22 open");
    let due = "select to_char(due_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI') from requests where due_at is not null";
    assert_eq!(text(&story, due).await, "2026-11-22 07:00");
    examine(&story, &mut desk).await;
    // Five working days from a Sunday end on Friday at 24:00 in China.
    assert_eq!(all(&story).await, "DL-24 in_progress 2026-11-22 met, DL-24 manual_review 2026-11-27 open");
    assert_eq!(text(&story, due).await, "2026-11-27 16:00");
    let id = story.number("select max(request_id) from business_information_versions").await;
    let path = format!("/desk/business-info/{id}");
    let revision = desk.get(&path).await.attribute("input[name=revision]", "value").unwrap();
    let page = desk.post(&format!("{path}/review"), &[("step", "approve"), ("revision", &revision)]).await;
    assert_eq!(page.status, 303);
    assert!(all(&story).await.ends_with("DL-24 manual_review 2026-11-27 met"), "nothing runs in the last state");
    assert_eq!(story.number("select count(*) from requests where due_at is not null").await, 0);
}

#[tokio::test]
async fn the_timer_acts_ten_minutes_after_midnight_and_once() {
    let story = Story::begin().await;
    let (.., mut desk) = submitted(&story, ACCOUNT).await;
    examine(&story, &mut desk).await;
    let open = "select count(*) from deadlines where state = 'open'";
    // 28 November 00:09:59 in China.
    story.clock.advance("2026-11-27T16:09:59Z".parse::<chrono::DateTime<chrono::Utc>>().unwrap() - story.clock.now());
    keep(&story, false).await;
    assert_eq!(story.number(open).await, 1, "it acts at 00:10");
    story.clock.advance(TimeDelta::seconds(1));
    keep(&story, false).await;
    keep(&story, false).await;
    assert_eq!(story.number(open).await, 0);
    let passed = "select count(*) from audit_events where event = 'deadline.passed' and actor = 'job/deadlines'";
    assert_eq!(story.number(passed).await, 1, "twice is once");
    assert_eq!(
        story.number("select count(*) from requests where state = 'manual_review'").await,
        1,
        "DL-24 ends nothing"
    );
    let mut desk = story.member("desk", "desk-finance").await;
    assert!(desk.get("/desk").await.body.contains("Overdue"));
}

#[tokio::test]
async fn a_changed_calendar_lengthens_and_never_shortens() {
    let story = Story::begin().await;
    let (.., mut desk) = submitted(&story, ACCOUNT).await;
    examine(&story, &mut desk).await;
    let holiday =
        "insert into calendar_days (site, year, day, kind, name) values ('china', 2026, '2026-11-25', 'holiday', '')";
    story.sql(holiday).await;
    keep(&story, false).await;
    assert!(all(&story).await.ends_with("manual_review 2026-11-30 open"), "{}", all(&story).await);
    let heads = "select count(*) from requests r join deadlines d on d.request_id = r.id and d.state = 'open' and d.due_at = r.due_at";
    assert_eq!(story.number(heads).await, 1, "the worklist follows");
    story.sql("delete from calendar_days where day = '2026-11-25'").await;
    story.sql("insert into calendar_days (site, year, day, kind, name) values ('china', 2026, '2026-11-28', 'make_up', '')").await;
    keep(&story, false).await;
    assert!(all(&story).await.ends_with("manual_review 2026-11-30 open"), "DL-04");
    assert_eq!(story.number("select count(*) from audit_events where event = 'deadline.extended'").await, 1);
    let owner = story.organization("yunhe").await;
    let mut connection = story.app.db.open(&[owner]).await.unwrap();
    let shorter = "select extend_deadline(id, '2026-11-23', '2026-11-23T16:00Z', '2026-11-23T16:10Z') from deadlines where state = 'open'";
    assert!(!sqlx::query_scalar::<_, bool>(shorter).fetch_one(&mut *connection).await.unwrap(), "nor by hand");
    let stolen = story.organization("other").await;
    let mut connection = story.app.db.open(&[stolen]).await.unwrap();
    assert!(
        sqlx::query(shorter).fetch_optional(&mut *connection).await.unwrap().is_none(),
        "another partner sees none"
    );
}

#[tokio::test]
async fn who_acts_is_reminded_once_in_working_hours_and_in_his_language() {
    let story = Story::begin().await.reaching_out();
    let server = MailServer::start().await;
    let (.., mut desk) = submitted(&story, ACCOUNT).await;
    examine(&story, &mut desk).await;
    story.sql("update members set language = 'zh-CN' where username = 'desk-finance'").await;
    let at = |text: &str| text.parse::<chrono::DateTime<chrono::Utc>>().unwrap() - story.clock.now();
    // Thursday 26 November 08:59 in China: one working day before, too early in the day.
    story.clock.advance(at("2026-11-26T00:59:00Z"));
    assert_eq!(keep(&story, true).await, 0);
    story.clock.advance(at("2026-11-26T01:00:00Z"));
    let nodes = tokio::join!(keep(&story, true), keep(&story, true));
    let readers = nodes.0 + nodes.1;
    assert!(readers > 0 && (nodes.0 == 0 || nodes.1 == 0), "two nodes tell once: {nodes:?}");
    assert_eq!(keep(&story, true).await, 0);
    let told = "select count(*) from notices where content ->> 'kind' = 'deadline_near' or content ? 'deadline_near'";
    assert_eq!(u64::try_from(story.number(told).await).unwrap(), readers);
    mail::deliver(&story.database.db, &story.app.key, &story.clock, &server.mailer()).await.unwrap();
    let letters = server.letters_to("desk-finance@desk.example");
    assert_eq!(letters.len(), 1);
    let mut desk = story.member("desk", "desk-finance").await;
    let inbox = desk.get("/inbox").await;
    assert!(inbox.body.contains("2026-11-27"), "{}", inbox.body);
    assert!(server.letters_to("finance@yunhe.example").is_empty(), "the partner does not have to act");
}

/// Lines of a calendar, unfolded; every physical line fits into 75 octets and ends in CRLF.
fn unfolded(calendar: &str) -> Vec<(String, String)> {
    assert!(calendar.ends_with("\r\n") && !calendar.replace("\r\n", "").contains(['\r', '\n']));
    assert!(calendar.split("\r\n").all(|line| line.len() <= 75), "{calendar}");
    let whole = calendar.replace("\r\n ", "");
    let pair = |line: &str| line.split_once(':').map(|(name, value)| (name.to_owned(), value.to_owned()));
    whole.split_terminator("\r\n").map(|line| pair(line).unwrap_or_else(|| panic!("{line}"))).collect()
}

fn value<'a>(lines: &'a [(String, String)], name: &str) -> &'a str {
    lines.iter().find(|(known, _)| known == name).map_or_else(|| panic!("no {name}"), |(_, value)| value)
}

#[tokio::test]
async fn the_board_shows_what_the_reader_may_see_in_the_order_of_the_ends() {
    let story = Story::begin().await;
    let (mut finance, _, mut desk) = submitted(&story, ACCOUNT).await;
    examine(&story, &mut desk).await;
    let rows = finance.get("/deadlines").await.rows();
    assert_eq!(rows.len(), 1, "{rows:?}");
    assert!(rows[0].contains("Business information") && rows[0].contains("2026-11-27") && rows[0].contains("5 days"));
    assert!(rows[0].contains("Manual review") && rows[0].contains("Vendor desk") && rows[0].contains("DL-24"));
    assert_eq!(finance.get("/deadlines?state=met").await.rows().len(), 1);
    assert_eq!(finance.get("/deadlines?state=missed").await.rows().len(), 0);
    let everything = finance.get("/deadlines?state=all&kind=business_information").await.rows();
    assert!(everything[0].contains("2026-11-22") && everything[1].contains("2026-11-27"), "{everything:?}");
    assert_eq!(finance.get("/deadlines?kind=nothing").await.status, 422);
    let theirs = desk.get("/deadlines").await;
    assert!(theirs.rows()[0].contains("Yunhe Ltd"), "{:?}", theirs.rows());
    assert!(theirs.body.contains("/desk/business-info/"));
    // Who may not see business information, and other organisations, see none of it.
    for (organization, username) in [("yunhe", "voucher"), ("qinglan", "master"), ("desk", "psm")] {
        let mut other = story.member(organization, username).await;
        let page = other.get("/deadlines?state=all").await;
        assert!(page.status == 200 && page.rows().is_empty(), "{organization}/{username}: {:?}", page.rows());
    }
}

#[tokio::test]
async fn a_calendar_reads_the_feed_until_it_is_taken_back() {
    let story = Story::begin().await;
    let (mut finance, _, mut desk) = submitted(&story, ACCOUNT).await;
    examine(&story, &mut desk).await;
    let make = |page: &super::support::client::Page| {
        let at = page.body.find("/deadlines/feeds?token=").unwrap_or_else(|| panic!("no address in {}", page.body));
        page.body[at..at + "/deadlines/feeds?token=".len() + 64].to_owned()
    };
    let first = make(&finance.post("/deadlines/feed", &[("step", "make")]).await);
    let mut program = story.stranger();
    let answer = program.get(&first).await;
    assert_eq!(answer.status, 200);
    let lines = unfolded(&answer.body);
    let begins = lines.iter().filter(|(name, _)| name == "BEGIN").map(|(_, value)| value.as_str()).collect::<Vec<_>>();
    let ends = lines.iter().filter(|(name, _)| name == "END").map(|(_, value)| value.as_str()).collect::<Vec<_>>();
    assert_eq!((begins, ends), (vec!["VCALENDAR", "VEVENT"], vec!["VEVENT", "VCALENDAR"]));
    assert_eq!((value(&lines, "VERSION"), value(&lines, "DTEND")), ("2.0", "20261127T160000Z"));
    assert!(value(&lines, "UID").starts_with("deadline-") && value(&lines, "SUMMARY").contains("商业信息认证"));
    for personal in ["Yunhe", "finance", "Li Lei", "example.com", "6222"] {
        assert!(!answer.body.contains(personal), "{personal} in {}", answer.body);
    }
    let secret = first.rsplit('/').next().unwrap().to_owned();
    assert_eq!(
        story.number(&format!("select count(*) from deadline_feeds where encode(digest, 'hex') = '{secret}'")).await,
        0
    );
    assert!(!finance.get("/deadlines/feed").await.body.contains(&secret), "it is shown once");
    // A new address closes the old one; so do a lost permission its rows, a disabled login and taking it back the feed.
    let second = make(&finance.post("/deadlines/feed", &[("step", "make")]).await);
    assert_eq!(program.get(&first).await.status, 404);
    assert_eq!(program.get(&second).await.status, 200);
    let member = "(select m.id from members m join organizations o on o.id = m.organization_id where username = 'finance' and code = 'yunhe')";
    story.sql(&format!("update member_roles set role = 'voucher_manager' where member_id = {member}")).await;
    assert!(!program.get(&second).await.body.contains("VEVENT"), "what he may see now counts");
    story.sql(&format!("update member_roles set role = 'finance' where member_id = {member}")).await;
    story.sql(&format!("update members set state = 'disabled' where id = {member}")).await;
    assert_eq!(program.get(&second).await.status, 404);
    story.sql(&format!("update members set state = 'active' where id = {member}")).await;
    let mut finance = story.member("yunhe", "finance").await;
    assert_eq!(finance.post("/deadlines/feed", &[("step", "revoke")]).await.status, 303);
    assert_eq!(program.get(&second).await.status, 404);
    assert_eq!(program.get("/deadlines/feeds?token=nonsense").await.status, 404);
    let told = "select count(*) from audit_events where event like 'deadline_feed.%'";
    assert_eq!(story.number(told).await, 3);
}
