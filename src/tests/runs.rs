//! Stories of `/sync`: standing, problems with what to do, history, live rows, run now; and that nothing is left without a word.

use axum::http::Method;

use super::support::story::Story;
use crate::cloud::Cause;

/// Resources of `yunhe`: customers done an hour ago, orders refused for want of rights, consumption running, measures never run.
async fn standing(story: &Story) {
    story
        .sql(
            "insert into sync_runs (organization_id, account_id, resource, cause, state, started_at, round_started_at, finished_at,
               scopes_total, scopes_done, calls, waited_ms, rows_expected, rows_read, rows_inserted, rows_updated, rows_gone,
               problem, problem_code, problem_scope, problem_request_id)
             select a.organization_id, a.id, v.* from cloud_accounts a, (values
               ('customers', 'schedule', 'done', timestamptz '2026-11-22 03:00+00', timestamptz '2026-11-22 03:00+00',
                 timestamptz '2026-11-22 03:00:05+00', 7, 7, 9, 1500, 1200, 1200, 12, 3, 1, null, null, null, null),
               ('orders', 'person', 'failed', '2026-11-22 03:30+00', '2026-11-22 03:30+00', '2026-11-22 03:30:01+00', 1, 0, 1, 0, 0, 0, 0, 0, 0,
                 'rights', 'CBC.0151', '', 'req-4711'),
               ('consumption', 'schedule', 'running', '2026-11-22 03:59+00', '2026-11-22 03:59+00', null, 4, 3, 20, 0, 2000, 900, 900, 0, 0,
                 null, null, null, null)) v;
             insert into sync_resources (account_id, organization_id, resource, last_run_id, completed_at, next_at, failures, problem)
             select a.id, a.organization_id, v.resource, (select max(id) from sync_runs r where r.resource = v.resource),
               v.completed::timestamptz, v.next_at::timestamptz, v.failures, v.problem
             from cloud_accounts a, (values ('customers', '2026-11-22 03:00+00', '2026-11-22 18:00+00', 0, null),
               ('orders', '2026-11-20 03:00+00', '2026-11-22 04:01+00', 3, 'rights'),
               ('consumption', null, '2026-11-22 03:00+00', 0, null),
               ('measures', null, '2026-11-22 04:30+00', 0, null)) v (resource, completed, next_at, failures, problem);",
        )
        .await;
}

#[test]
fn every_class_of_failures_has_words_of_its_own() {
    let causes = [
        Cause::Credentials,
        Cause::Clock,
        Cause::Rights(&[]),
        Cause::NotPartner,
        Cause::OtherSite,
        Cause::Throttled,
        Cause::VendorDown,
        Cause::Unreachable,
        Cause::Narrow,
        Cause::Parameter,
        Cause::Stale,
        Cause::Insufficient,
        Cause::Busy,
        Cause::NotOffered,
        Cause::Database,
        Cause::Unreadable,
        Cause::OutcomeUnknown,
        Cause::Refused,
    ];
    let of_the_engine = ["database", "disk_full", "unreadable", "waits", "does_not_add_up", "suddenly_empty"];
    for class in causes.iter().map(|cause| cause.as_str()).chain(of_the_engine) {
        assert!(crate::runs::has_words_for(class), "{class}");
    }
}

#[tokio::test]
async fn every_resource_shows_what_it_is_doing_and_what_to_do() {
    let story = Story::begin().await;
    standing(&story).await;
    let mut operations = story.member("yunhe", "operations").await;
    let page = operations.get("/sync").await;
    assert_eq!(page.status, 200);
    let rows = page.rows();
    assert_eq!(rows.len(), 4);
    assert!(
        rows[0].starts_with("CustomersListSubCustomers | DoneLast run 1 h agotook 5 s | 1 h ago | 1 h agotook 5 s"),
        "{}",
        rows[0]
    );
    assert!(
        rows[0].contains("1,20012 new · 3 changed · 1 gone") && rows[0].contains("9sum of waits 1 s"),
        "{}",
        rows[0]
    );
    assert!(
        rows[1].starts_with("Consumption details")
            && rows[1].contains("Running75% · 3 / 4 parts · 900 / 2,000 records"),
        "{}",
        rows[1]
    );
    assert!(rows[2].contains("FailedThe key's user may not call this API."), "{}", rows[2]);
    assert!(
        rows[2].contains("BPC_ITEM_SUBCUSTSERV_060100")
            && rows[2].contains("3 failed runs in a row · code CBC.0151 · request req-4711"),
        "{}",
        rows[2]
    );
    assert!(
        rows[3].contains("Units") && rows[3].contains("Not yet run") && rows[3].contains("never read completely"),
        "{}",
        rows[3]
    );
    let mut chinese = story.member("yunhe", "operations").await.speaking("zh-CN");
    let page = chinese.get("/sync").await;
    assert!(page.body.contains("密钥所属用户无权调用该 API。") && page.body.contains("已完成"));
}

#[tokio::test]
async fn run_now_is_asked_for_once_and_only_by_who_may() {
    let story = Story::begin().await;
    standing(&story).await;
    let asked = "select count(*) from sync_resources where asked_at is not null";
    let mut operations = story.member("yunhe", "operations").await;
    let answer = operations.post("/sync/requests", &[("resource", "customers")]).await;
    assert_eq!((answer.status.as_u16(), answer.location()), (303, "/sync"));
    assert_eq!(story.number(asked).await, 1);
    let page = operations.get("/sync").await;
    assert_eq!(page.text("[role=status]"), "Requested. It begins within seconds.");
    assert!(page.rows()[0].contains("Requested"), "{}", page.rows()[0]);
    let forged = operations.post("/sync/requests", &[("resource", "no_such_thing")]).await;
    assert_eq!((forged.status.as_u16(), forged.text("h1").as_str()), (422, "This cannot be done as it was sent"));
    assert_eq!(story.number(asked).await, 1);
    operations.post("/sync/requests", &[]).await;
    assert_eq!(story.number(asked).await, 4, "nothing named: all");
    let mut auditor = story.member("yunhe", "auditor").await;
    let page = auditor.get("/sync").await;
    assert_eq!(
        (page.status.as_u16(), page.attributes("main form[method=post]", "action").len()),
        (200, 0),
        "no dead buttons"
    );
    assert_eq!(auditor.post("/sync/requests", &[]).await.status, 403);
    let refused = story.member("yunhe", "voucher").await.get("/sync").await;
    assert!(refused.status == 403 && refused.body.contains("sync.view"));
}

#[tokio::test]
async fn rows_arrive_as_they_change_and_the_stream_ends_when_nothing_moves() {
    let story = Story::begin().await;
    standing(&story).await;
    story.sql("update sync_runs set state = 'done', finished_at = started_at where state = 'running'").await;
    let mut operations = story.member("yunhe", "operations").await;
    let stream = operations.send(Method::GET, "/sync/events", None).await;
    assert_eq!(stream.headers["content-type"], "text/event-stream");
    assert!(stream.body.contains("retry: 10000"), "it comes back later: {}", stream.body);
    assert_eq!(stream.body.matches("event: row").count(), 4);
    let page = operations.get("/sync").await;
    let drawn: String = stream.body.lines().filter_map(|line| line.strip_prefix("data: ")).collect();
    let collapsed = |text: &str| text.split_whitespace().collect::<String>();
    // Each form has a token of its own, by which it takes effect once.
    let token = "<inputtype=\"hidden\"name=\"submission\"";
    assert_eq!(collapsed(&drawn).matches(token).count(), 4);
    let without = |part: &str| part.split_once('>').map_or(String::new(), |(_, rest)| rest.to_owned());
    let bare = |text: &str| {
        let text = collapsed(text);
        let mut parts = text.split(token);
        parts.next().unwrap_or_default().to_owned() + &parts.map(without).collect::<String>()
    };
    let (drawn, page) = (bare(&drawn), bare(&page.body));
    let first = drawn.split("</tr>").next().unwrap();
    assert!(page.contains(first), "a row that arrives is the row a reload would show");
}

#[tokio::test]
async fn runs_are_listed_narrowed_and_shown() {
    let story = Story::begin().await;
    standing(&story).await;
    story
        .sql(
            "insert into sync_runs (organization_id, account_id, resource, cause, state, started_at, round_started_at)
             select organization_id, id, 'measures', 'command_line', 'abandoned', '2026-11-01', '2026-11-01'
             from cloud_accounts, generate_series(1, 120)",
        )
        .await;
    let mut operations = story.member("yunhe", "operations").await;
    let (mut seen, mut path) = (Vec::new(), "/sync/runs?resource=measures&state=abandoned".to_owned());
    loop {
        let page = operations.get(&path).await;
        seen.extend(page.attributes("tbody td:first-child a", "href"));
        let Some(next) = page.attribute("a[rel=next]", "href") else { break };
        path = next;
    }
    let all = seen.len();
    seen.sort();
    seen.dedup();
    assert_eq!((all, seen.len()), (120, 120));
    assert_eq!(operations.get("/sync/runs?cause=person").await.rows().len(), 1);
    assert_eq!(operations.get("/sync/runs?started_from=2026-11-22&state=done").await.rows().len(), 1);
    assert_eq!(operations.get("/sync/runs?state=odd").await.status, 422);
    let id = story.number("select id from sync_runs where problem = 'rights'").await;
    let page = operations.get(&format!("/sync/runs/{id}")).await;
    for told in [
        "The key&#39;s user may not call this API.",
        "BPC_ITEM_SUBCUSTSERV_060200",
        "req-4711",
        "the partner itself",
        "A person",
    ] {
        assert!(page.body.contains(told), "{told}");
    }
}

#[tokio::test]
async fn a_reseller_sees_freshness_only() {
    let story = Story::begin().await;
    standing(&story).await;
    let mut reseller = story.member("qinglan", "master").await;
    let page = reseller.get("/sync").await;
    assert_eq!(page.status, 200);
    assert_eq!(page.rows().len(), 4);
    assert!(page.rows()[0].starts_with("CustomersListSubCustomers | 1 h ago"), "{}", page.rows()[0]);
    assert!(!page.body.contains("CBC.0151") && !page.body.contains("/sync/requests"));
    assert!(reseller.get("/sync/runs").await.rows().is_empty());
    let id = story.number("select min(id) from sync_runs").await;
    assert_eq!(reseller.get(&format!("/sync/runs/{id}")).await.status, 404);
    assert_eq!(reseller.post("/sync/requests", &[]).await.status, 403);
    let stream = reseller.send(Method::GET, "/sync/events", None).await;
    assert_eq!(stream.body.matches("event: row").count(), 0);
}
