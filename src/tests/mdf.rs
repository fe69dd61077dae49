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

/// A quota of `yunhe` in 2026, and so many applications under review that hold nothing yet; their keys.
async fn applications(story: &Story, total: u32, count: u32) -> Vec<i64> {
    story
        .sql(&format!(
            "insert into mdf_quotas (organization_id, year, total, currency, source, changed_by, changed_at)
               select id, 2026, {total}, 'CNY', 'x', 'x', '2026-11-22' from organizations where code = 'yunhe';
             insert into requests (organization_id, kind, state, state_at, created_at)
               select o.id, 'x', 'reviewing', '2026-11-22', '2026-11-22' from organizations o, generate_series(1, {count})
               where o.code = 'yunhe'"
        ))
        .await;
    let first = story.number("select min(id) from requests").await;
    (first..first + i64::from(count)).collect()
}

/// Holds these parts, as the partner; answers the word.
async fn hold(story: &Story, application: i64, parts: [i64; 4]) -> String {
    let mut connection = story.app.db.open(&[story.organization("yunhe").await]).await.unwrap();
    sqlx::query_scalar("select hold_mdf_quota($1, 2026, $2::bigint[]::numeric[], 'step', 'x', '2026-11-22')")
        .bind(application)
        .bind(parts.to_vec())
        .fetch_one(&mut *connection)
        .await
        .unwrap()
}

/// MDF-24: of two at once one waits for the other and then finds too little.
#[tokio::test]
async fn scn_16_of_two_that_hold_at_once_one_is_short() {
    let story = Story::begin().await;
    let keys = applications(&story, 10_000, 2).await;
    let (one, other) = tokio::join!(hold(&story, keys[0], [8000, 0, 0, 0]), hold(&story, keys[1], [8000, 0, 0, 0]));
    let mut words = [one, other];
    words.sort();
    assert_eq!(words, ["held", "short"]);
    assert_eq!(story.number("select soft::bigint from mdf_quotas").await, 8000);
}

/// Steps in any order: the sums are those of the holdings and of the movements, and nothing is held beyond the quota.
#[tokio::test]
async fn the_sums_of_a_quota_are_those_of_its_holdings_and_movements() {
    let story = Story::begin().await;
    let keys = applications(&story, 10_000, 4).await;
    let mut seed: i64 = 20_261_126;
    let mut short = 0;
    for _ in 0..120 {
        seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
        let (application, part, amount) = (keys[(seed / 7 % 4) as usize], (seed / 31 % 5) as usize, seed / 101 % 6000);
        let mut parts = [0; 4];
        if let Some(part) = parts.get_mut(part) {
            *part = amount;
        }
        short += i64::from(hold(&story, application, parts).await == "short");
        let same = "select count(*) from mdf_quotas q, (select sum(soft) s, sum(reserved) r, sum(claimed) c, sum(paid) p from mdf_holdings) h,
              (select sum(soft) s, sum(reserved) r, sum(claimed) c, sum(paid) p from mdf_movements) m
            where q.soft + q.reserved + q.claimed + q.paid <= q.total
              and (h.s, h.r, h.c, h.p) is not distinct from (m.s, m.r, m.c, m.p)
              and (q.soft, q.reserved, q.claimed, q.paid)
                = (coalesce(h.s, 0), coalesce(h.r, 0), coalesce(h.c, 0), coalesce(h.p, 0))";
        assert_eq!(story.number(same).await, 1, "{application} {parts:?}");
    }
    assert!(short > 0, "some did not fit");
    story.sql("update mdf_quotas set total = 0").await;
    for key in &keys {
        assert_eq!(hold(&story, *key, [0; 4]).await, "held", "a release fits whatever the quota");
    }
    assert_eq!(story.number("select count(*) from mdf_quotas where soft + reserved + claimed + paid = 0").await, 1);
}

/// The ledger has one door, and another partner does not stand at it.
#[tokio::test]
async fn nobody_else_moves_the_ledger() {
    let story = Story::begin().await;
    let keys = applications(&story, 10, 1).await;
    let other = story.organization("other").await;
    let mut connection = story.app.db.open(&[other]).await.unwrap();
    let door = "select hold_mdf_quota($1, 2026, '{1,0,0,0}', 'step', 'x', '2026-11-22')";
    assert!(sqlx::query(door).bind(keys[0]).execute(&mut *connection).await.is_err());
    let mut connection = story.app.db.open(&[story.organization("yunhe").await]).await.unwrap();
    for past in ["update mdf_holdings set soft = 1", "delete from mdf_movements", "update mdf_quotas set soft = 0"] {
        assert!(sqlx::query(past).execute(&mut *connection).await.is_err(), "{past}");
    }
}
