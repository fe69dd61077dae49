//! Customers: assigned from three places, reassigned by name, withdrawn; by whom, and who wins.

use chrono::TimeDelta;

use super::{assign, customer, hidden, member, open, send};
use crate::tests::support::story::Story;

#[tokio::test]
async fn a_customer_is_assigned_from_its_page() {
    let story = Story::begin().await;
    story.customers("yunhe", "c", 2).await;
    let (c1, manager) = (customer(&story, "c1").await, member(&story, "manager").await);
    let mut operations = story.member("yunhe", "operations").await;
    let page = operations.get(&format!("/customers/{c1}")).await;
    let href = page.attribute(".actions a.main", "href").unwrap();
    let choose = operations.get(&href).await;
    assert_eq!(
        (choose.text("h1").as_str(), choose.text("form.decision button")),
        ("Assign account manager", "Next".into())
    );
    assert_eq!(choose.texts("select[name=to] option")[1], "manager · Customers 0 · director");
    let confirm = operations.get(&format!("{href}&to={manager}")).await;
    assert!(confirm.body.contains("2026-11-23 00:00:00 UTC+08:00"), "counts from the next day in UTC+8 (AM-9)");
    assert_eq!(confirm.rows(), ["c1Company c1 | Unassigned | Assigned"]);
    let done = send(&mut operations, &confirm, &[("reason", "new")]).await;
    assert_eq!((done.status.as_u16(), done.location()), (303, format!("/customers/{c1}").as_str()));
    assert_eq!(open(&story).await, ["c1 manager"]);
    let period = format!(
        "select count(*) from customer_assignments where customer_id = {c1} and member_id = {manager}
           and assigned_at = '2026-11-22 04:00+00' and assigned_by = (select id from members where username = 'operations')"
    );
    assert_eq!(story.number(&period).await, 1, "from now on, never back-dated (AM-7)");
    let event = format!(
        "select count(*) from audit_events where event = 'customer_assignment.assigned' and object_id = '{c1}'
           and actor = 'operations' and reason = 'new' and after::text like '%{manager}%'"
    );
    assert_eq!(story.number(&event).await, 1);
    let mut own = story.member("yunhe", "manager").await;
    assert_eq!(own.get("/customers").await.texts("tbody td:first-child a"), ["c1"]);
    assert_eq!(own.get(&format!("/customers/{c1}")).await.texts(".actions a.main"), [""; 0], "he assigns nothing");
}

#[tokio::test]
async fn a_batch_is_picked_in_the_list_without_script() {
    let story = Story::begin().await;
    story.customers("yunhe", "c", 60).await;
    let manager2 = member(&story, "manager2").await;
    let mut operations = story.member("yunhe", "operations").await;
    let list = operations.get("/customers").await;
    let shown = list.attributes("input[name=shown]", "value");
    assert_eq!((shown.len(), list.attributes("td input[name=customer]", "value")), (50, shown.clone()));
    assert_eq!(list.attributes("#picks button[formaction='/customers/assignments/review']", "name"), ["take"]);
    let query: String = shown.iter().map(|id| format!("&shown={id}")).collect();
    let page = operations.get(&format!("/customers/assignments/review?take=page{query}&to={manager2}")).await;
    assert_eq!(page.rows().len(), 50);
    assert_eq!(send(&mut operations, &page, &[]).await.status, 303);
    assert_eq!(story.number("select count(*) from customer_assignments where ended_at is null").await, 50);
    assert_eq!(
        story.number("select count(*) from audit_events where event = 'customer_assignment.assigned'").await,
        50
    );
    let none = operations.get("/customers/assignments/review").await;
    assert!(none.status == 422 && none.text("#notice").starts_with("Nothing was picked"), "{}", none.body);
    let many: Vec<String> = (1..=101).map(|id| id.to_string()).collect();
    let many = operations.get(&format!("/customers/assignments/review?picked={}", many.join("."))).await;
    assert!(many.text("#notice").contains("At most 100 customers at once. Picked: 101"), "{}", many.text("#notice"));
    let mut finance = story.member("yunhe", "finance").await;
    let doors = finance.get("/customers").await.attributes("#picks button", "formaction");
    assert!(!doors.iter().any(|door| door.starts_with("/customers/assignments")), "no door for who may not assign");
    let refused = finance.get("/customers/assignments/review?customer=1").await;
    assert!(refused.status == 403 && refused.body.contains("am.assign"));
}

#[tokio::test]
async fn customers_are_picked_for_a_manager_over_several_pages() {
    let story = Story::begin().await;
    story.customers("yunhe", "c", 3).await;
    let (c1, c2) = (customer(&story, "c1").await, customer(&story, "c2").await);
    let (manager, manager2) = (member(&story, "manager").await, member(&story, "manager2").await);
    let mut operations = story.member("yunhe", "operations").await;
    assert_eq!(assign(&mut operations, &[c1], manager, &[]).await.status, 303);
    let managers = operations.get("/customers/assignments").await;
    let rows = managers.rows();
    assert_eq!(rows[0], "manager | N** | Active | director | 1 | 0 | Assign customers");
    assert_eq!(managers.texts(".tiles .figure"), ["2"], "two are unassigned");
    let href = format!("/customers/assignments/new?to={manager2}");
    assert!(managers.attributes("tbody a", "href").contains(&href));
    let pick = operations.get(&href).await;
    assert_eq!(pick.text("h1"), "Assign customers · manager2");
    assert_eq!(
        pick.texts("tbody td:first-child a"),
        ["c2", "c3"],
        "only unassigned ones, unless asked otherwise (AM-6)"
    );
    let all = operations.get(&format!("{href}&manager=*")).await;
    assert_eq!(all.texts("tbody td:first-child a").len(), 3, "the others can be asked for, with their managers named");
    assert!(all.rows()[0].contains("manager"), "{:?}", all.rows());
    let named = operations.get(&format!("{href}&account=C3&name=Company")).await;
    assert_eq!(named.texts("tbody td:first-child a"), ["c3"]);
    let more = operations.get(&format!("{href}&picked={c2}&account=c3")).await;
    assert_eq!(more.attribute("#picks input[name=picked]", "value").unwrap(), c2.to_string(), "what was picked stays");
    let c3 = customer(&story, "c3").await;
    let review =
        operations.get(&format!("/customers/assignments/review?to={manager2}&picked={c2}&customer={c3}")).await;
    assert_eq!(review.rows().len(), 2);
    assert_eq!(send(&mut operations, &review, &[]).await.location(), "/customers/assignments");
    assert_eq!(open(&story).await, ["c1 manager", "c2 manager2", "c3 manager2"]);
    let held = operations.get(&format!("/customers/assignments/periods?manager={manager2}&state=now")).await;
    assert_eq!(held.texts("tbody td:first-child a"), ["c3", "c2"]);
    let mut chinese = story.member("yunhe", "operations").await.speaking("zh-CN");
    assert!(chinese.get("/customers/assignments").await.body.contains("客户分配"));
}

#[tokio::test]
async fn an_assigned_customer_is_reassigned_only_by_name() {
    let story = Story::begin().await;
    story.customers("yunhe", "c", 2).await;
    let (c1, c2) = (customer(&story, "c1").await, customer(&story, "c2").await);
    let (manager, manager2) = (member(&story, "manager").await, member(&story, "manager2").await);
    let mut operations = story.member("yunhe", "operations").await;
    assert_eq!(assign(&mut operations, &[c1], manager, &[]).await.status, 303);
    story.clock.advance(TimeDelta::hours(2));
    let mut operations = story.member("yunhe", "operations").await;
    let asked = assign(&mut operations, &[c1, c2], manager2, &[]).await;
    assert_eq!(asked.status, 422);
    assert!(asked.text("#notice").contains("have an account manager, named below"), "{}", asked.text("#notice"));
    assert!(
        asked.rows()[0].starts_with("c1Company c1 | manageroperations · 2026-11-22 12:00:00"),
        "{:?}",
        asked.rows()
    );
    assert_eq!(asked.text("#reassign"), "Reassign the customers that have an account manager: 1");
    assert_eq!(open(&story).await, ["c1 manager"], "all or nothing (AM-7)");
    assert_eq!(send(&mut operations, &asked, &[("reassign", "yes")]).await.status, 303);
    assert_eq!(open(&story).await, ["c1 manager2", "c2 manager2"]);
    let closed = format!(
        "select count(*) from customer_assignments where customer_id = {c1} and member_id = {manager} and ended_at = '2026-11-22 06:00+00'"
    );
    assert_eq!(story.number(&closed).await, 1, "the old period is closed in the same transaction (AM-8)");
    let history = operations.get(&format!("/customers/{c1}/assignments")).await;
    let rows = history.rows();
    assert!(
        rows[0].starts_with(
            "manager2 | 2026-11-22 14:00:00 UTC+08:00 | 2026-11-23 00:00:00 UTC+08:00 | operations | Lasting"
        ),
        "{}",
        rows[0]
    );
    assert!(rows[1].ends_with("| operations | 2026-11-22 14:00:00 UTC+08:00 | operations"), "{}", rows[1]);
    let same = assign(&mut operations, &[c1], manager2, &[]).await;
    assert!(same.status == 422 && same.text("#notice").contains("Nothing would change"));
    assert_eq!(
        story.number("select count(*) from audit_events where event = 'customer_assignment.reassigned'").await,
        1
    );
}

#[tokio::test]
async fn of_two_at_once_one_wins_and_the_other_sees_who_did_what() {
    let story = Story::begin().await;
    story.customers("yunhe", "c", 2).await;
    let (c1, c2) = (customer(&story, "c1").await, customer(&story, "c2").await);
    let (manager, manager2) = (member(&story, "manager").await, member(&story, "manager2").await);
    let mut operations = story.member("yunhe", "operations").await;
    let mut admin = story.member("yunhe", "admin").await;
    let path = |to: i64| format!("/customers/assignments/review?picked={c1}.{c2}&to={to}");
    let (one, other) = (operations.get(&path(manager)).await, admin.get(&path(manager2)).await);
    let (a, b) = tokio::join!(send(&mut operations, &one, &[]), send(&mut admin, &other, &[]));
    let mut statuses = [a.status.as_u16(), b.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 409], "exactly one wins (TRAP-15)");
    let (winner, by, late) = if a.status == 303 { ("manager", "operations", b) } else { ("manager2", "admin", a) };
    assert_eq!(
        open(&story).await,
        [format!("c1 {winner}"), format!("c2 {winner}")],
        "all of one, nothing of the other"
    );
    assert!(late.text("#notice").starts_with("Somebody was quicker"), "{}", late.text("#notice"));
    let row = &late.rows()[0];
    assert!(row.starts_with(&format!("c1Company c1 | Unassigned | {winner}{by} · 2026-11-22 12:00:00")), "{row}");
    // Who still wants it confirms what he now sees.
    let client = if by == "operations" { &mut admin } else { &mut operations };
    assert_eq!(send(client, &late, &[("reassign", "yes")]).await.status, 303);
    assert_eq!(story.number("select count(*) from customer_assignments where ended_at is null").await, 2);
}

#[tokio::test]
async fn a_withdrawn_customer_is_unassigned_and_its_period_stays() {
    let story = Story::begin().await;
    story.customers("yunhe", "c", 3).await;
    let ids = [customer(&story, "c1").await, customer(&story, "c2").await, customer(&story, "c3").await];
    let manager = member(&story, "manager").await;
    let mut operations = story.member("yunhe", "operations").await;
    assert_eq!(assign(&mut operations, &ids, manager, &[]).await.status, 303);
    let path = format!("/customers/assignments/withdrawal?customer={}&customer={}", ids[0], ids[1]);
    let mut stale = story.member("yunhe", "admin").await;
    let (ask, old) = (operations.get(&path).await, stale.get(&path).await);
    assert_eq!(ask.text("h1"), "Withdraw account manager");
    assert_eq!(send(&mut operations, &ask, &[("reason", "left")]).await.status, 303);
    assert_eq!(open(&story).await, ["c3 manager"]);
    let late = send(&mut stale, &old, &[]).await;
    assert_eq!(late.status, 409);
    assert!(late.rows()[0].contains("| manager | Unassignedoperations · "), "{:?}", late.rows());
    assert_eq!(
        story
            .number(
                "select count(*) from audit_events where event = 'customer_assignment.unassigned' and reason = 'left'"
            )
            .await,
        2
    );
    let mut own = story.member("yunhe", "manager").await;
    assert_eq!(own.get(&format!("/customers/{}", ids[0])).await.status, 404, "at the next click");
}

#[tokio::test]
async fn a_director_moves_customers_within_the_team_only() {
    let story = Story::begin().await;
    story.customers("yunhe", "c", 3).await;
    let ids = [customer(&story, "c1").await, customer(&story, "c2").await, customer(&story, "c3").await];
    let (manager, manager2, developer) =
        (member(&story, "manager").await, member(&story, "manager2").await, member(&story, "developer").await);
    // A third manager under nobody, with the second customer; the third one is unassigned.
    story.sql(&format!("update member_roles set role = 'account_manager' where member_id = {developer}")).await;
    let mut operations = story.member("yunhe", "operations").await;
    assert_eq!(assign(&mut operations, &ids[..1], manager, &[]).await.status, 303);
    assert_eq!(assign(&mut operations, &ids[1..2], developer, &[]).await.status, 303);
    let mut director = story.member("yunhe", "director").await;
    let managers = director.get("/customers/assignments").await;
    assert_eq!(managers.texts("tbody td:first-child a"), ["manager", "manager2"]);
    assert!(managers.texts(".tiles .figure").is_empty(), "directors see no unassigned customers (AM-12)");
    assert_eq!(director.get("/customers/assignments/new").await.texts("tbody td:first-child a"), ["c1"]);
    let done = assign(&mut director, &ids[..1], manager2, &[("reassign", "yes")]).await;
    assert_eq!(done.status, 303, "{}", done.text("#notice"));
    assert_eq!(open(&story).await, ["c1 manager2", "c2 developer"]);
    let foreign = [("picked", ids[1].to_string()), ("seen", format!("{}.0", ids[1])), ("to", manager.to_string())];
    let foreign: Vec<(&str, &str)> = foreign.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let refused = director.post("/customers/assignments", &foreign).await;
    assert!(refused.status == 422 && refused.text("#notice").contains("not in your scope"), "{}", refused.body);
    assert!(!refused.body.contains("developer"), "nor is the other manager named");
    let outside = director.get(&format!("/customers/assignments/review?customer={}&to={manager}", ids[0])).await;
    let mut fields = hidden(&outside);
    fields.retain(|(name, _)| name != "to");
    fields.push(("to".into(), developer.to_string()));
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let refused = director.post("/customers/assignments", &fields).await;
    assert!(
        refused.status == 422 && refused.text("#notice").contains("Not an active account manager of yours"),
        "{}",
        refused.body
    );
    assert_eq!(open(&story).await, ["c1 manager2", "c2 developer"]);
    for path in [format!("/customers/{}/assignments", ids[1]), format!("/customers/{}/assignments", ids[2])] {
        assert_eq!(director.get(&path).await.status, 404, "{path}");
    }
}

#[tokio::test]
async fn only_an_active_account_manager_gets_customers() {
    let story = Story::begin().await;
    story.customers("yunhe", "c", 2).await;
    let (c1, c2) = (customer(&story, "c1").await, customer(&story, "c2").await);
    let (manager, manager2) = (member(&story, "manager").await, member(&story, "manager2").await);
    let mut operations = story.member("yunhe", "operations").await;
    let page = operations.get(&format!("/customers/assignments/review?customer={c1}&to={manager}")).await;
    story.sql("update members set state = 'disabled' where username = 'manager'").await;
    story.sql(&format!("update member_roles set ends_at = '2026-11-22 04:00+00' where member_id = {manager2}")).await;
    let refused = send(&mut operations, &page, &[]).await;
    assert!(
        refused.status == 422 && refused.text("#notice").contains("Not an active account manager"),
        "{}",
        refused.body
    );
    assert_eq!(refused.texts("select[name=to] option").len(), 0, "nobody is left to choose");
    let nobody = operations.get("/customers/assignments/new").await;
    assert!(nobody.text(".empty").contains("There is no account manager yet"), "{}", nobody.text(".empty"));
    let mut admin = story.member("yunhe", "admin").await;
    assert_eq!(admin.get("/customers/assignments/new").await.attributes(".empty a", "href"), ["/members"]);
    story.sql("update members set state = 'active' where username = 'manager'").await;
    story.sql(&format!("update customers set left_at = '2026-11-20' where id = {c2}")).await;
    let gone = assign(&mut operations, &[c1, c2], manager, &[]).await;
    assert!(gone.status == 422 && gone.text("#notice").contains("association of some has ended"));
    let foreign = story.organization("other").await;
    story.sql(&format!("update customers set organization_id = {foreign} where id = {c1}")).await;
    assert_eq!(open(&story).await.len(), 0);
    let unknown = operations.get(&format!("/customers/assignments/review?customer={c1}&to={manager}")).await;
    assert!(unknown.rows().is_empty() && unknown.text("#notice").contains("not in your scope"));
}

#[tokio::test]
async fn consumption_counts_from_the_midnight_after_the_assignment() {
    let story = Story::begin().await;
    story.customers("yunhe", "c", 1).await;
    let (c1, manager) = (customer(&story, "c1").await, member(&story, "manager").await);
    // 23:59 and 00:01 in Beijing lie two minutes and two counting days apart (AM-9, BILL-12).
    story.clock.advance(TimeDelta::hours(11) + TimeDelta::minutes(59));
    let mut operations = story.member("yunhe", "operations").await;
    let before = operations.get(&format!("/customers/assignments/review?customer={c1}&to={manager}")).await;
    assert!(before.body.contains("2026-11-23 00:00:00 UTC+08:00"));
    story.clock.advance(TimeDelta::minutes(2));
    let after = operations.get(&format!("/customers/assignments/review?customer={c1}&to={manager}")).await;
    assert!(after.body.contains("2026-11-24 00:00:00 UTC+08:00"));
    assert_eq!(send(&mut operations, &after, &[]).await.status, 303);
    let stored =
        story.number("select count(*) from customer_assignments where assigned_at = '2026-11-22 16:01+00'").await;
    assert_eq!(stored, 1);
}

#[tokio::test]
async fn who_sees_a_customer_is_told_with_the_reason() {
    let story = Story::begin().await;
    story.customers("yunhe", "c", 2).await;
    let (c1, c2) = (customer(&story, "c1").await, customer(&story, "c2").await);
    let manager = member(&story, "manager").await;
    let mut operations = story.member("yunhe", "operations").await;
    assert_eq!(assign(&mut operations, &[c1], manager, &[]).await.status, 303);
    let page = operations.get(&format!("/customers/{c1}/assignments")).await;
    let rows = page.rows();
    let told = |username: &str| rows.iter().find(|row| row.starts_with(&format!("{username} | "))).cloned();
    assert!(rows.contains(&"manager | Account manager | Account manager of this customer".to_owned()), "{rows:?}");
    assert!(rows.contains(&"director | Account director | Director of the account manager".to_owned()));
    assert!(rows.contains(&"master | Master account | Master account".to_owned()));
    assert!(rows.contains(&"finance | Finance | Roles that show every customer".to_owned()));
    assert_eq!((told("manager2"), told("incentive")), (None, None));
    // Everybody named can open the customer, and nobody else.
    for who in ["manager", "manager2", "director", "finance", "incentive", "voucher", "auditor", "developer", "admin"] {
        let opens = story.member("yunhe", who).await.get(&format!("/customers/{c1}")).await.status == 200;
        assert_eq!(told(who).is_some(), opens, "{who}");
    }
    let mut director = story.member("yunhe", "director").await;
    assert_eq!(director.get(&format!("/customers/{c1}/assignments")).await.status, 200);
    assert_eq!(director.get(&format!("/customers/{c2}/assignments")).await.status, 404);
}
