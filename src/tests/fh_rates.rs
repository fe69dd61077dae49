//! Stories of the rates of FH: the desk sets them, for a time, and nobody else does (FH-01, COM-15).

use super::support::{
    client::{Client, Page},
    story::Story,
};

async fn desk(story: &Story) -> Client {
    story
        .sql("update member_roles set role = 'desk_incentive' where member_id = (select id from members where username = 'psm')")
        .await;
    story.member("desk", "psm").await
}

async fn add(desk: &mut Client, (from, to, amount): (&str, &str, &str)) -> Page {
    let fields = [
        ("scheme", "fh_si"),
        ("level", "expert"),
        ("region", ""),
        ("valid_from", from),
        ("valid_to", to),
        ("amount", amount),
        ("currency", "CNY"),
        ("cap_people", "5"),
    ];
    desk.post("/desk/fh-rates/new", &fields).await
}

async fn end(desk: &mut Client, id: &str, last: &str, seen: &str) -> Page {
    desk.post("/desk/fh-rates/edit", &[("rate", id), ("valid_to", last), ("seen", seen)]).await
}

#[tokio::test]
async fn one_rate_holds_at_a_time() {
    let story = Story::begin().await;
    let mut desk = desk(&story).await;
    assert!(desk.get("/desk/fh-rates").await.body.contains("No rates yet"));
    assert_eq!(add(&mut desk, ("2026-01-01", "", "0")).await.status, 422, "COM-15: a rate is never zero");
    let added = add(&mut desk, ("2026-01-01", "", "9,000.50")).await;
    assert_eq!(added.status, 303, "{}", added.body);
    let twice = add(&mut desk, ("2027-01-01", "", "8000")).await;
    assert!(twice.status == 422 && twice.body.contains("Another rate of this scheme"), "{}", twice.body);
    let id = story.number("select max(id) from fh_rates").await.to_string();
    assert_eq!(end(&mut desk, &id, "2025-12-31", "").await.status, 422, "not before it began");
    assert_eq!(end(&mut desk, &id, "2026-12-31", "").await.status, 303);
    assert_eq!(end(&mut desk, &id, "2026-11-30", "").await.status, 409, "who has not seen its end");
    assert_eq!(end(&mut desk, &id, "2027-01-31", "2026-12-31").await.status, 422, "it is never lengthened");
    assert_eq!(end(&mut desk, "0", "2026-12-31", "").await.status, 404);
    assert_eq!(add(&mut desk, ("2026-12-31", "", "8000")).await.status, 422, "the last day is within");
    assert_eq!(add(&mut desk, ("2027-01-01", "", "8000")).await.status, 303);
    let rows = desk.get("/desk/fh-rates?scheme=fh_si").await.rows();
    assert!(rows.len() == 2 && rows[1].contains("9,000.50") && rows[1].contains("2026-12-31"), "{rows:?}");
    assert!(desk.get("/desk/fh-rates?scheme=fh_svc").await.rows().is_empty());
    assert_eq!(story.number("select count(*) from audit_events where event like 'fh_rate.%'").await, 3);
}

#[tokio::test]
async fn a_partner_sets_no_rate() {
    let story = Story::begin().await;
    let mut desk = desk(&story).await;
    assert_eq!(add(&mut desk, ("2026-01-01", "", "9000")).await.status, 303);
    assert_eq!(story.member("yunhe", "master").await.get("/desk/fh-rates").await.status, 403);
    let yunhe = story.organization("yunhe").await;
    let mut connection = story.app.db.open(&[yunhe]).await.unwrap();
    let seen: i64 = sqlx::query_scalar("select count(*) from fh_rates").fetch_one(&mut *connection).await.unwrap();
    assert_eq!(seen, 1, "it reads them");
    let ended = sqlx::query("update fh_rates set valid_to = '2026-01-02'").execute(&mut *connection).await.unwrap();
    assert_eq!(ended.rows_affected(), 0);
    let wish = "insert into fh_rates (scheme, level, region, valid_from, amount, currency, changed_by, changed_at)
                values ('fh_svc', '', '', '2026-01-01', 1, 'CNY', 'x', '2026-11-22')";
    assert!(sqlx::query(wish).execute(&mut *connection).await.is_err());
}
