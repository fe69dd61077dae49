//! Stories of MDF quotas: the desk grants, the partner reads, the conditions of an application ask (MDF-01, MDF-02, GATE-06).

use super::support::{
    client::{Client, Page},
    story::Story,
};

const CONDITIONS: &str = "/incentives/benefits/conditions?step=mdf_application";

/// Somebody of the desk who grants quotas.
async fn desk(story: &Story) -> Client {
    story
        .sql("update member_roles set role = 'desk_incentive' where member_id = (select id from members where username = 'psm')")
        .await;
    story.member("desk", "psm").await
}

async fn grant(story: &Story, desk: &mut Client, (year, total, revision): (&str, &str, &str)) -> Page {
    let partner = story.organization("yunhe").await.to_string();
    let fields = [
        ("partner", partner.as_str()),
        ("year", year),
        ("total", total),
        ("currency", "CNY"),
        ("source", "Notice 7"),
        ("revision", revision),
    ];
    desk.post("/desk/mdf-quotas/edit", &fields).await
}

async fn entrance(member: &mut Client) -> String {
    member.get(CONDITIONS).await.rows().into_iter().find(|row| row.contains("GATE-06")).unwrap()
}

#[tokio::test]
async fn the_desk_grants_and_the_partner_reads() {
    let story = Story::begin().await;
    let mut desk = desk(&story).await;
    let rows = desk.get("/desk/mdf-quotas").await.rows();
    assert!(rows.iter().any(|row| row.contains("Yunhe Ltd")) && rows.iter().any(|row| row.contains("Other Ltd")));
    assert!(!rows.iter().any(|row| row.contains("Qinglan")), "a reseller has none: {rows:?}");
    assert_eq!(grant(&story, &mut desk, ("2026", "0.001", "0")).await.status, 422);
    assert_eq!(grant(&story, &mut desk, ("1999", "1", "0")).await.status, 404);
    let granted = grant(&story, &mut desk, ("2026", "150,000", "0")).await;
    assert_eq!(granted.status, 303, "{}", granted.body);
    let stale = grant(&story, &mut desk, ("2026", "1", "0")).await;
    assert_eq!(stale.status, 409, "who has not seen the first grant changes nothing");
    assert_eq!(grant(&story, &mut desk, ("2026", "500000.50", "1")).await.status, 303);
    let mut member = story.member("yunhe", "incentive").await;
    let own = member.get("/incentives/mdf").await;
    assert!(own.rows().len() == 1 && own.rows()[0].contains("500,000.50"), "{:?}", own.rows());
    let chains = "select count(distinct organization_id) from audit_events where event = 'mdf_quota.set'";
    assert_eq!(story.number(chains).await, 2, "both chains keep it");
    assert!(desk.get("/desk/mdf-quotas?text=yunhe").await.rows()[0].contains("500,000.50"));
    assert_eq!(desk.get("/desk/mdf-quotas?year=1900").await.status, 422);
}

#[tokio::test]
async fn a_partner_neither_sees_another_ones_quota_nor_sets_one() {
    let story = Story::begin().await;
    let mut desk = desk(&story).await;
    assert_eq!(grant(&story, &mut desk, ("2026", "1", "0")).await.status, 303);
    let (other, yunhe) = (story.organization("other").await, story.organization("yunhe").await);
    let mut connection = story.app.db.open(&[other]).await.unwrap();
    let seen: i64 = sqlx::query_scalar("select count(*) from mdf_quotas").fetch_one(&mut *connection).await.unwrap();
    assert_eq!(seen, 0);
    let mut connection = story.app.db.open(&[yunhe]).await.unwrap();
    let wish = "select set_mdf_quota($1, 2026, 1, 9, 'CNY', 'x', 'x', '2026-11-22')";
    assert!(sqlx::query(wish).bind(yunhe).execute(&mut *connection).await.is_err(), "a partner grants itself nothing");
    let write = sqlx::query("update mdf_quotas set total = 9").execute(&mut *connection).await;
    assert!(write.is_err(), "nor past the function");
}

#[tokio::test]
async fn an_application_asks_for_a_quota_of_the_year() {
    let story = Story::begin().await;
    story.sql("update benefit_programs set entrance_open = true where code = 'mdf'").await;
    let mut desk = desk(&story).await;
    let mut member = story.member("yunhe", "incentive").await;
    assert!(entrance(&mut member).await.contains("Not met"), "without a quota");
    assert_eq!(grant(&story, &mut desk, ("2027", "1", "0")).await.status, 303);
    assert!(entrance(&mut member).await.contains("Not met"), "with one of another year");
    assert_eq!(grant(&story, &mut desk, ("2026", "0", "0")).await.status, 303);
    assert!(entrance(&mut member).await.contains("Not met"), "nor with none at all");
    assert_eq!(grant(&story, &mut desk, ("2026", "1", "1")).await.status, 303);
    let met = entrance(&mut member).await;
    assert!(met.contains("Met") && !met.contains("Not met"), "{met}");
}
