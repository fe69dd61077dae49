//! What the vendor desk sees: submitted objects, and nothing when a query forgets the organisation (ORG-2).

use super::{PDF, decide, hidden, submit};
use crate::tests::support::story::Story;

#[tokio::test]
async fn a_query_of_the_desk_that_forgets_the_organisation_finds_what_was_submitted() {
    let story = Story::begin().await;
    let mut master = story.member("yunhe", "master").await;
    let mut other = story.member("qinglan", "master").await;
    assert_eq!(submit(&mut master, "Yunhe Cloud Ltd").await.status, 303);
    assert_eq!(submit(&mut other, "Qinglan Cloud Ltd").await.status, 303);
    let waiting = hidden(&other.get("/organization/company/request").await, "revision");
    let withdraw = [("step", "withdraw"), ("revision", waiting.as_str())];
    assert_eq!(other.post("/organization/company/request", &withdraw).await.status, 303);
    let ids = ["desk", "yunhe", "other"].map(|code| story.organization(code));
    let [desk, yunhe, stranger] = futures::future::join_all(ids).await.try_into().unwrap();
    let counts = [
        ("company_requests", [1, 1, 0]),
        ("attachments", [1, 1, 0]),
        ("companies", [1, 1, 1]),
        ("company_changes", [0, 0, 0]),
        ("customer_contacts", [0, 0, 0]),
        ("customers", [0, 3, 0]),
        ("members", [5, 13, 0]),
    ];
    story.customers("yunhe", "own", 3).await;
    for (table, want) in counts {
        for (open, want) in [desk, yunhe, stranger].into_iter().zip(want) {
            let mut connection = story.app.db.open(&[open]).await.unwrap();
            let query = sqlx::AssertSqlSafe(format!("select count(*) from {table}"));
            let count: i64 = sqlx::query_scalar(query).fetch_one(&mut *connection).await.unwrap();
            assert_eq!(count, want, "{table} for {open}");
        }
    }
    for statement in [
        "update company_requests set state = 'approved'",
        "update companies set name = 'x'",
        "update organizations set state = 'frozen' where kind <> 'vendor_desk'",
    ] {
        let mut connection = story.app.db.open(&[desk]).await.unwrap();
        let done = sqlx::query(statement).execute(&mut *connection).await.unwrap();
        assert_eq!(done.rows_affected(), 0, "{statement}");
    }
    for call in [
        "select decide_company_request(1, 1, 'approved', '', 'x', now())".to_owned(),
        format!("select move_organization({stranger}, 'active', 'frozen', 'x', 'x', now())"),
        format!("select set_registration_code({yunhe}, 1, 'x', 'x', now())"),
    ] {
        let mut connection = story.app.db.open(&[yunhe]).await.unwrap();
        let refused = sqlx::query(sqlx::AssertSqlSafe(call.clone())).execute(&mut *connection).await;
        assert!(refused.is_err(), "a partner cannot {call}");
    }
}

#[tokio::test]
async fn the_licence_is_taken_by_the_desk_and_the_partner_sees_that() {
    let story = Story::begin().await;
    let mut master = story.member("yunhe", "master").await;
    let mut desk = story.member("desk", "ecosystem").await;
    assert_eq!(submit(&mut master, "Yunhe Cloud Ltd").await.status, 303);
    let id = story.number("select id from company_requests").await;
    let path = format!("/desk/companies/{id}/licence");
    let file = desk.get(&path).await;
    assert_eq!((file.status.as_u16(), file.body.as_bytes()), (200, PDF));
    assert!(file.headers["content-disposition"].to_str().unwrap().starts_with("attachment; "));
    assert_eq!(file.headers["x-content-type-options"], "nosniff");
    assert!(master.get("/activity").await.body.contains("desk/ecosystem"), "the partner's chain tells who took it");
    assert_eq!(story.member("desk", "psm").await.get(&path).await.status, 403);
    let licence = story.number("select licence_id from company_requests").await;
    let own = format!("/organization/files/{licence}");
    assert_eq!(master.get(&own).await.status, 200);
    assert_eq!(story.member("yunhe", "auditor").await.get(&own).await.status, 403, "a licence names persons");
    assert_eq!(story.member("qinglan", "master").await.get(&own).await.status, 404);
}

#[tokio::test]
async fn the_desk_changes_a_registration_code_with_a_reason_and_its_check_digit() {
    let story = Story::begin().await;
    let mut desk = story.member("desk", "ecosystem").await;
    let mut master = story.member("yunhe", "master").await;
    let id = story.organization("yunhe").await;
    let path = format!("/desk/organizations/{id}/code");
    let revision = hidden(&desk.get(&path).await, "revision");
    for (code, reason, field) in [
        ("914403001922038217", "typing error", "#code-error"),
        ("", "typing error", "#code-error"),
        ("914403001922038216", "", "#reason-error"),
    ] {
        let page = desk.post(&path, &[("code", code), ("reason", reason), ("revision", &revision)]).await;
        assert!(page.status == 422 && !page.text(field).is_empty(), "{code} {reason}: {}", page.body);
    }
    let fields = [("code", "914403001922038216"), ("reason", "typing error"), ("revision", revision.as_str())];
    assert_eq!(desk.post(&path, &fields).await.status, 303);
    assert_eq!(desk.post(&path, &fields).await.status, 409, "the form is old now");
    assert!(master.get("/organization").await.body.contains("914403001922038216"));
    assert!(master.get("/organization/company/changes").await.rows()[0].contains("Registration code"));
    assert_eq!(submit(&mut master, "Yunhe Cloud Ltd").await.status, 303);
    assert_eq!(decide(&mut desk, &story, "approve", "").await.status, 303);
    assert_eq!(story.number("select count(*) from companies where registration_code = '914403001922038216'").await, 1);
}
