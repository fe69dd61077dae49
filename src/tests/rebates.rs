//! Stories of rebates: imported, confirmed by a member or the deadline, objected to; and what each method would bring.

use chrono::TimeDelta;

use super::support::{client::Client, story::Story};
use crate::rebates;

pub(super) const HEADER: &str = "statement,period,plan,association,currency,publish_until,line,order_number,customer,product,base,rate,\
    output_rate,amount,frozen_because,remark\n";

/// A line of an import; `output` in per cent.
pub(super) fn line(statement: &str, until: &str, number: &str, (output, amount, frozen): (&str, &str, &str)) -> String {
    format!(
        "{statement},2026-10,Growth,referral,CNY,{until},{number},CS1,Acme,ECS,\"1,000.00\",5,{output},{amount},{frozen},\n"
    )
}

/// What was seen of a form: the value of its hidden field.
fn hidden(page: &super::support::client::Page, name: &str) -> String {
    page.attribute(&format!("input[name={name}]"), "value").unwrap_or_default()
}

/// Imports as a member does: checks first, then takes all.
pub(super) async fn import(member: &mut Client, csv: &str) {
    let fields = [("csv", csv), ("origin", "Console, incentive bills"), ("step", "check")];
    let checked = member.post("/incentives/rebates/import", &fields).await;
    assert_eq!(checked.status, 200, "{}", checked.body);
    let seen = hidden(&checked, "seen");
    let fields = [("csv", csv), ("origin", "Console, incentive bills"), ("step", "take"), ("seen", &seen)];
    let taken = member.post("/incentives/rebates/import", &fields).await;
    assert_eq!(taken.status, 303, "{}", taken.body);
}

async fn settle(story: &Story) -> u64 {
    rebates::settle(&story.app.db, &story.app.key, &story.clock).await.unwrap()
}

async fn id(story: &Story, number: &str) -> i64 {
    story.number(&format!("select id from rebate_statements where number = '{number}'")).await
}

async fn states(story: &Story) -> Vec<String> {
    let mut connection = story.app.db.open_every().await.unwrap();
    sqlx::query_scalar(
        "select number || ' ' || state || ' ' || coalesce(confirmed_by, '') from rebate_statements order by number",
    )
    .fetch_all(&mut *connection)
    .await
    .unwrap()
}

#[tokio::test]
async fn an_import_is_looked_at_first_and_takes_all_lines_or_none() {
    let story = Story::begin().await;
    let mut member = story.member("yunhe", "incentive").await;
    assert!(member.get("/incentives/rebates").await.body.contains("No statements"));
    let template = member.get("/incentives/rebates/import/template").await;
    assert!(template.body.trim_start_matches('\u{feff}').starts_with("statement,period,plan"), "{}", template.body);
    let good = line("S-1", "2026-11-30", "L-1", ("6", "500.00", ""));
    let bad = format!("{HEADER}{good}{}", line("S-1", "2026-02-30", "L-2", ("6", "1.001", "")));
    let fields = [("csv", bad.as_str()), ("origin", "Console"), ("step", "take")];
    let refused = member.post("/incentives/rebates/import", &fields).await;
    assert_eq!(refused.status, 422);
    assert!(
        refused.rows()[1].contains("There is no such day") && refused.rows()[1].contains("two decimals"),
        "{:?}",
        refused.rows()
    );
    assert!(refused.text("textarea[name=csv]").contains("L-2"), "nothing typed is lost");
    assert!(states(&story).await.is_empty());
    // Not what was looked at: it is shown again.
    let sound = format!("{HEADER}{good}");
    let fields = [("csv", sound.as_str()), ("origin", "Console"), ("step", "take"), ("seen", "made up")];
    assert_eq!(member.post("/incentives/rebates/import", &fields).await.status, 409);
    let fields = [("csv", sound.as_str()), ("origin", ""), ("step", "check")];
    assert!(member.post("/incentives/rebates/import", &fields).await.text("#origin-error").contains("Write something"));
    import(&mut member, &sound).await;
    assert_eq!(states(&story).await, ["S-1 to_confirm "]);
    // The same again is known; other content under the same number is refused.
    import(&mut member, &sound).await;
    assert_eq!(story.number("select count(*) from rebate_lines").await, 1);
    let other = format!("{HEADER}{}", line("S-1", "2026-11-30", "L-1", ("6", "501.00", "")));
    let fields = [("csv", other.as_str()), ("origin", "Console"), ("step", "check")];
    let changed = member.post("/incentives/rebates/import", &fields).await;
    assert!(
        changed.status == 422 && changed.rows()[0].contains("What was published never changes"),
        "{}",
        changed.body
    );
    // Finance confirms, and does not import.
    let mut finance = story.member("yunhe", "finance").await;
    assert_eq!(finance.get("/incentives/rebates/import").await.status, 403);
}

/// REB-22, SCN-05: both amounts before the choice.
#[tokio::test]
async fn a_statement_shows_what_every_method_would_bring() {
    let story = Story::begin().await;
    let mut member = story.member("yunhe", "incentive").await;
    let lines = [
        line("S-1", "2026-11-30", "L-1", ("6", "10600.00", "")),
        line("S-1", "2026-11-30", "L-2", ("6", "77.00", "Customer has not repaid")),
    ];
    import(&mut member, &format!("{HEADER}{}", lines.concat())).await;
    let page = member.get(&format!("/incentives/rebates/{}", id(&story, "S-1").await)).await;
    let rows = page.rows();
    assert!(rows.iter().any(|row| row.contains("Voucher quota") && row.contains("10,600.00 CNY")), "{rows:?}");
    assert!(page.body.contains("not authenticated yet") && page.body.contains("href=\"/business-info\""));
    assert!(page.body.contains("10,677.00 CNY"), "gross counts what is frozen");
    drop(super::business_information::submitted(&story, "6222020200012345").await);
    story.sql("update requests set state = 'authenticated'").await;
    story.sql("update business_information_versions set tax_rate_bp = 300").await;
    let page = member.get(&format!("/incentives/rebates/{}", id(&story, "S-1").await)).await;
    let bank = page.rows().into_iter().find(|row| row.contains("Bank transfer")).unwrap();
    for said in ["10,300.00 CNY", "10,000.00", "300.00", "3 %"] {
        assert!(bank.contains(said), "{said}: {bank}");
    }
    let mut chinese = story.member("yunhe", "master").await.speaking("zh-CN");
    assert!(chinese.get("/incentives/rebates").await.body.contains("公示截止日"));
}

/// REB-10: together, once, and only as they were seen.
#[tokio::test]
async fn a_period_is_confirmed_together_and_as_it_was_seen() {
    let story = Story::begin().await;
    let mut incentive = story.member("yunhe", "incentive").await;
    let two =
        [line("S-1", "2026-11-30", "L-1", ("6", "1.00", "")), line("S-2", "2026-11-30", "L-1", ("6", "2.00", ""))];
    import(&mut incentive, &format!("{HEADER}{}", two.concat())).await;
    let mut finance = story.member("yunhe", "finance").await;
    let asked = finance.get("/incentives/rebates/confirmation?period=2026-10").await;
    assert_eq!(asked.rows().len(), 2, "{}", asked.body);
    let seen = hidden(&asked, "seen");
    // Meanwhile somebody objects to one of them.
    let path = format!("/incentives/rebates/{}/objection", id(&story, "S-2").await);
    assert_eq!(incentive.post(&path, &[("line", ""), ("words", "Orders are missing")]).await.status, 303);
    let fields = [("period", "2026-10"), ("seen", seen.as_str())];
    let stale = finance.post("/incentives/rebates/confirmation", &fields).await;
    assert!(stale.status == 409 && stale.body.contains("has changed since"), "{}", stale.body);
    let seen = hidden(&stale, "seen");
    let fields = [("period", "2026-10"), ("seen", seen.as_str())];
    assert_eq!(finance.post("/incentives/rebates/confirmation", &fields).await.status, 303);
    assert_eq!(states(&story).await, ["S-1 issuing yunhe/finance", "S-2 to_confirm "]);
    assert_eq!(finance.post("/incentives/rebates/confirmation", &fields).await.status, 409, "once");
    assert_eq!(finance.get("/incentives/rebates/confirmation?period=2025-01").await.status, 404);
    let late = format!("/incentives/rebates/{}/objection", id(&story, "S-1").await);
    assert_eq!(finance.post(&late, &[("line", ""), ("words", "Too late")]).await.status, 409);
}

/// SCN-04, with midnight in UTC+8 and the five working days of REB-12.
#[tokio::test]
async fn scn_04_the_night_confirms_what_nobody_objected_to() {
    let story = Story::begin().await;
    let mut incentive = story.member("yunhe", "incentive").await;
    // The clock stands at noon of Sunday, 22 November.
    let two =
        [line("S-1", "2026-11-23", "L-1", ("6", "1.00", "")), line("S-2", "2026-11-23", "L-1", ("6", "2.00", ""))];
    import(&mut incentive, &format!("{HEADER}{}", two.concat())).await;
    let mut finance = story.member("yunhe", "finance").await;
    let path = format!("/incentives/rebates/{}/objection", id(&story, "S-2").await);
    let opened = finance.post(&path, &[("line", ""), ("words", "Orders are missing")]).await;
    assert_eq!(opened.status, 303, "{}", opened.body);
    let thread = opened.location().to_owned();
    assert_eq!(finance.post(&path, &[("line", ""), ("words", "Again")]).await.status, 409, "one at a time");

    story.clock.advance(TimeDelta::hours(36) + TimeDelta::minutes(9));
    assert_eq!(settle(&story).await, 0, "00:09 of the 24th");
    story.clock.advance(TimeDelta::minutes(1));
    assert_eq!(settle(&story).await, 1, "00:10");
    assert_eq!(settle(&story).await, 0, "once");
    assert_eq!(states(&story).await, ["S-1 issuing job/rebate_deadlines", "S-2 to_confirm "]);

    // The answer is recorded by somebody else than who objected; its day is not before the objection.
    let mut finance = story.member("yunhe", "finance").await;
    let mut incentive = story.member("yunhe", "incentive").await;
    assert_eq!(finance.get(&format!("{thread}/answer")).await.status, 403);
    let answer = |day: &'static str, revision: &'static str| {
        [("answered_on", day), ("channel", "email"), ("words", "They follow next month"), ("revision", revision)]
    };
    let early = incentive.post(&format!("{thread}/answer"), &answer("2026-11-21", "1")).await;
    assert!(early.text("#answered_on-error").contains("between the objection and today"), "{}", early.body);
    assert_eq!(incentive.post(&format!("{thread}/answer"), &answer("2026-11-24", "7")).await.status, 409, "stale");
    assert_eq!(incentive.post(&format!("{thread}/answer"), &answer("2026-11-24", "1")).await.status, 303);
    let page = finance.get(&thread).await;
    assert!(page.body.contains("They follow next month") && page.body.contains("2026-12-01"), "{}", page.body);
    let reply = [("step", "reply"), ("words", "They belong to October"), ("revision", "2")];
    assert_eq!(finance.post(&thread, &reply).await.status, 303);
    assert_eq!(incentive.post(&format!("{thread}/answer"), &answer("2026-11-24", "3")).await.status, 303);
    // Tuesday, 24 November, and five working days: the 1st of December is the last one.
    story.clock.advance(TimeDelta::days(7));
    assert_eq!(settle(&story).await, 0, "the 1st");
    story.clock.advance(TimeDelta::days(1));
    assert_eq!(settle(&story).await, 1, "closed, and the statement confirmed in the same night");
    assert_eq!(states(&story).await[1], "S-2 issuing job/rebate_deadlines");
    let mut finance = story.member("yunhe", "finance").await;
    assert!(finance.get(&thread).await.body.contains("By the deadline"));
    let closed = finance.post(&thread, &[("step", "close"), ("revision", "5")]).await;
    assert_eq!(closed.status, 303);
    assert!(finance.get(&thread).await.body.contains("not possible in this state"));
}

#[tokio::test]
async fn who_objects_records_no_answer_and_who_sees_some_customers_sees_no_statement() {
    let story = Story::begin().await;
    let mut master = story.member("yunhe", "master").await;
    import(&mut master, &format!("{HEADER}{}", line("S-1", "2026-11-30", "L-1", ("6", "1.00", "")))).await;
    let statement = format!("/incentives/rebates/{}", id(&story, "S-1").await);
    let chosen = story.number("select id from rebate_lines").await.to_string();
    let fields = [("line", chosen.as_str()), ("words", "Too little")];
    let thread = master.post(&format!("{statement}/objection"), &fields).await.location().to_owned();
    let answer = [("answered_on", "2026-11-22"), ("channel", "phone"), ("words", "Agreed"), ("revision", "1")];
    let own = master.post(&format!("{thread}/answer"), &answer).await;
    assert!(own.status == 409 && own.body.contains("somebody else records"), "{}", own.body);
    assert_eq!(master.post(&thread, &[("step", "close"), ("revision", "1")]).await.status, 303);
    assert!(master.get(&statement).await.body.contains("Closed"));
    story
        .sql(
            "update members set scope_pin = 'own' where username = 'incentive';
             insert into member_roles (organization_id, member_id, role)
               select m.organization_id, m.id, 'account_manager' from members m join organizations o on o.id = m.organization_id
               where m.username = 'incentive' and o.code = 'yunhe'",
        )
        .await;
    let mut scoped = story.member("yunhe", "incentive").await;
    let list = scoped.get("/incentives/rebates").await;
    assert!(list.rows().is_empty() && list.body.contains("adds up all customers"), "{}", list.body);
    for path in [&statement, &thread, &format!("{statement}/objection")] {
        assert_eq!(scoped.get(path).await.status, 404, "{path}");
    }
}
