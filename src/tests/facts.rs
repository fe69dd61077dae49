//! Stories of facts: entered, corrected, retracted, imported; and what gates make of them.

use axum::http::Method;
use chrono::TimeDelta;

use super::support::{
    client::{Client, Page},
    story::Story,
};

const BILL: [(&str, &str); 7] = [
    ("kind", "bill"),
    ("number", "B-1"),
    ("cycle", "2026-10"),
    ("amount", "1,234.50"),
    ("currency", "CNY"),
    ("due_on", "2026-11-21"),
    ("origin", "Console, bills"),
];
const PATHS: &str = "/incentives/benefits/conditions";
const PDF: &[u8] = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n";

fn with<'a>(fields: &[(&'a str, &'a str)], and: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let kept = fields.iter().filter(|(name, _)| !and.iter().any(|(other, _)| other == name));
    kept.chain(and).copied().collect()
}

/// Sends the form of a fact as a browser does, with a file if there is one.
async fn record(client: &mut Client, fields: &[(&str, &str)], file: Option<&[u8]>) -> Page {
    let mut body = String::new();
    for (name, value) in fields {
        body += &format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
    }
    let (name, bytes) = file.map_or(("", ""), |bytes| ("proof.pdf", str::from_utf8(bytes).unwrap()));
    body += &format!(
        "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
         Content-Type: application/octet-stream\r\n\r\n{bytes}\r\n--b--\r\n"
    );
    client.headers.push(("content-type", "multipart/form-data; boundary=b".to_owned()));
    let path = format!("/facts/new?submission={}", client.token().await);
    let page = client.send_bytes(Method::POST, &path, body).await;
    client.headers.pop();
    page
}

async fn vouch(client: &mut Client, kind: &str) {
    let fields = [("kind", kind), ("origin", "Console, compared")];
    assert_eq!(client.post("/facts/readings", &fields).await.status, 303);
}

/// The line of a gate on the page of a step.
async fn gate(client: &mut Client, address: &str, gate: &str) -> String {
    let page = client.get(&format!("{PATHS}?{address}")).await;
    assert_eq!(page.status, 200, "{}", page.body);
    page.rows().into_iter().find(|row| row.contains(gate)).unwrap_or_default()
}

#[tokio::test]
async fn a_fact_says_where_it_is_from_and_a_correction_destroys_nothing() {
    let story = Story::begin().await;
    let mut member = story.member("yunhe", "incentive").await;
    let empty = member.get("/facts").await;
    assert!(empty.body.contains("No facts yet") && empty.body.contains("Nobody has confirmed yet"), "{}", empty.body);
    let form = member.get("/facts/new?kind=bill").await;
    assert_eq!(form.attributes("input[type=file]", "name"), ["file"]);
    let made = record(&mut member, &BILL, Some(PDF)).await;
    assert_eq!(made.status, 303, "{}", made.body);
    let first = made.location().to_owned();
    let shown = member.get(&first).await;
    for said in ["B-1", "1,234.50", "Console, bills", "yunhe/incentive", "Overdue", "By hand"] {
        assert!(shown.body.contains(said), "{said}: {}", shown.body);
    }
    let file = member.get(&format!("{first}/source")).await;
    assert_eq!((file.status.as_u16(), file.body.as_bytes()), (200, PDF));
    let again = record(&mut member, &with(&BILL, &[("number", "b-1")]), None).await;
    assert_eq!(again.status, 422);
    assert!(again.text("#number-error").contains("correct it on its page"), "{}", again.body);

    let id = first.rsplit('/').next().unwrap();
    let form = member.get(&format!("/facts/new?corrects={id}")).await;
    assert_eq!(form.attribute("input[name=cycle]", "value").as_deref(), Some("2026-10"));
    let paid = with(&BILL, &[("corrects", id), ("paid_on", "2026-11-20"), ("origin", "Bank statement")]);
    let corrected = record(&mut member, &paid, None).await;
    assert_eq!(corrected.status, 303, "{}", corrected.body);
    let second = corrected.location().to_owned();
    let shown = member.get(&second).await;
    assert_eq!(shown.rows().len(), 2, "both versions: {:?}", shown.rows());
    assert!(shown.rows()[0].contains("Paid") && shown.rows()[1].contains("Corrected"), "{:?}", shown.rows());
    assert!(member.get(&first).await.body.contains("Console, bills"), "the first is still there");
    let late = record(&mut member, &with(&paid, &[("paid_on", "2026-11-19")]), None).await;
    assert_eq!(late.status, 409, "who corrects what was corrected meanwhile is told");
    assert_eq!(member.get(&format!("/facts/new?corrects={id}")).await.status, 409);

    assert_eq!(member.post(&format!("{second}/retraction"), &[("reason", "")]).await.status, 422);
    assert_eq!(member.post(&format!("{second}/retraction"), &[("reason", "another partner's")]).await.status, 303);
    assert_eq!(member.post(&format!("{second}/retraction"), &[("reason", "again")]).await.status, 409);
    assert_eq!(member.get("/facts?kind=bill").await.rows().len(), 0);
    let ended = member.get("/facts?kind=bill&held=ended").await;
    assert_eq!(ended.rows().len(), 2);
    assert!(ended.rows()[0].contains("Retracted"), "{:?}", ended.rows());
    assert_eq!(record(&mut member, &BILL, None).await.status, 303, "the number is free again");
    let counts =
        "select count(*) from audit_events where event in ('fact.recorded', 'fact.retracted', 'attachment.sent')";
    assert_eq!(story.number(counts).await, 5);
}

#[tokio::test]
async fn what_is_wrong_stands_at_its_field() {
    let story = Story::begin().await;
    let mut member = story.member("yunhe", "incentive").await;
    for (field, value, said) in [
        ("number", "", "Fill this in."),
        ("cycle", "2026-13", "Enter a month"),
        ("amount", "1,00", "Enter an amount"),
        ("paid_on", "2026-11-23", "lies in the future"),
        ("origin", "", "Fill this in."),
    ] {
        let page = record(&mut member, &with(&BILL, &[(field, value)]), None).await;
        assert_eq!(page.status, 422, "{field}");
        assert!(page.text(&format!("#{field}-error")).contains(said), "{field}: {}", page.body);
    }
    let page = record(&mut member, &BILL, Some(b"MZ\x00 no document")).await;
    assert_eq!(page.status, 422);
    assert!(page.text("#file-error").contains("PDF"), "{}", page.body);
    assert_eq!(story.number("select count(*) from facts").await, 0);
    let mut chinese = story.member("yunhe", "master").await.speaking("zh-CN");
    let page = record(&mut chinese, &with(&BILL, &[("due_on", "x")]), None).await;
    assert!(page.text("#due_on-error").contains("请按 2026-11-22 的格式填写日期"), "{}", page.body);
}

#[tokio::test]
async fn an_import_is_judged_line_by_line_and_taken_as_a_whole() {
    let story = Story::begin().await;
    let mut member = story.member("yunhe", "incentive").await;
    assert_eq!(record(&mut member, &BILL, None).await.status, 303);
    const HEADER: &str = "number,cycle,amount,currency,due_on,paid_on";
    let import = |csv: String, (step, seen): (&'static str, &str)| {
        vec![
            ("seen".to_owned(), seen.to_owned()),
            ("kind".to_owned(), "bill".to_owned()),
            ("csv".to_owned(), csv),
            ("origin".to_owned(), "Console export".to_owned()),
            ("step".to_owned(), step.to_owned()),
            ("complete".to_owned(), "yes".to_owned()),
        ]
    };
    let mut send = async |csv: &str, step, seen: &str| {
        let fields = import(format!("{HEADER}\n{csv}"), (step, seen));
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        member.post("/facts/import", &fields).await
    };
    let bad = "B-1,2026-10,1234.50,CNY,2026-11-21,\nB-2,2026-10,x,CNY,2026-11-21,\nB-3,2026-10,1,CNY,2026-11-30,\nb-3,2026-10,1,CNY,2026-11-30,\n";
    let page = send(bad, "take", "").await;
    assert_eq!(page.status, 422);
    let rows = page.rows();
    assert!(rows[0].contains("Known already") && rows[1].contains("Amount: Enter an amount"), "{rows:?}");
    assert!(rows[2].contains("New") && rows[3].contains("An earlier line is about the same"), "{rows:?}");
    assert_eq!(story.number("select count(*) from facts").await, 1);
    let good = "B-1,2026-10,1234.5,CNY,2026-11-21,2026-11-20\nB-2,2026-10,10,CNY,2026-11-21,\n";
    let dry = send(good, "check", "").await;
    assert_eq!((dry.status.as_u16(), dry.attribute("button[value=take]", "name").as_deref()), (200, Some("step")));
    assert!(dry.rows()[0].contains("Corrects the present fact"), "{:?}", dry.rows());
    assert_eq!(story.number("select count(*) from facts").await, 1, "a check records nothing");
    let seen = |page: &Page| page.attribute("input[name=seen]", "value").unwrap();
    let other = good.replace(",10,", ",11,");
    let unseen = send(&other, "take", &seen(&dry)).await;
    assert_eq!(unseen.status, 409, "the text is not the one that was checked");
    assert!(unseen.text("main").contains("Look at the lines again"), "{}", unseen.text("main"));
    assert_eq!(story.number("select count(*) from facts").await, 1, "what nobody has looked at is not recorded");
    assert_eq!(send(good, "take", &seen(&dry)).await.status, 303);
    assert_eq!(story.number("select count(*) from facts where ended_at is null").await, 2);
    assert_eq!(story.number("select count(*) from facts").await, 3);
    assert_eq!(story.number("select count(*) from fact_readings where kind = 'bill'").await, 1, "vouched for with it");
    let replay = send(good, "take", &seen(&dry)).await;
    assert_eq!(replay.status, 409, "the facts are not the ones that were there");
    assert_eq!(send(good, "take", &seen(&replay)).await.status, 303);
    assert_eq!(story.number("select count(*) from facts").await, 3, "what is known already is not recorded again");
    let no_import = send("", "take", "").await;
    assert_eq!(no_import.status, 422);
    assert!(no_import.text("#csv-error").contains("no line below"), "{}", no_import.body);
    let list = member.get("/facts?kind=bill&method=import").await;
    assert_eq!(list.rows().len(), 2);
    let link = list.attribute("main table tbody a", "href").unwrap();
    let source = member.get(&format!("{link}/source")).await;
    assert!(source.body.contains("B-2,2026-10,10,CNY"), "the text as it was sent: {}", source.body);
    let template = member.get("/facts/import/template?kind=certificate").await;
    assert!(template.body.contains("account,type,number,name,issued_on,valid_until"));
}

#[tokio::test]
async fn scn_20_an_overdue_bill_closes_and_its_payment_opens_without_a_hand() {
    let story = Story::begin().await;
    story.sql("update cloud_accounts set site = 'international'").await;
    let mut member = story.member("yunhe", "incentive").await;
    let overdue = async |member: &mut Client| gate(member, "step=mdf_application", "GATE-02").await;
    assert!(overdue(&mut member).await.contains("missing or older than 24 hours"), "nobody has vouched");
    let page = member.get(&format!("{PATHS}?step=mdf_application")).await;
    assert!(page.attributes("main table a", "href").contains(&"/facts?kind=bill".to_owned()), "{}", page.body);
    let made = record(&mut member, &with(&BILL, &[("currency", "USD")]), None).await;
    assert!(overdue(&mut member).await.contains("Not known"), "one bill does not make the list complete");
    vouch(&mut member, "bill").await;
    assert!(overdue(&mut member).await.contains("A bill is overdue"));
    let id = made.location().rsplit('/').next().unwrap().to_owned();
    let paid = with(&BILL, &[("currency", "USD"), ("corrects", &id), ("paid_on", "2026-11-22")]);
    assert_eq!(record(&mut member, &paid, None).await.status, 303);
    assert!(overdue(&mut member).await.contains("Met"), "{}", overdue(&mut member).await);
    story.clock.advance(TimeDelta::hours(24));
    let mut member = story.member("yunhe", "incentive").await;
    assert!(overdue(&mut member).await.contains("Met"), "a day old");
    story.clock.advance(TimeDelta::seconds(1));
    assert!(overdue(&mut member).await.contains("Not known"), "older than a day");
    assert!(member.get("/facts?kind=bill").await.body.contains("more than 24 hours ago"));
}

#[tokio::test]
async fn scn_37_a_rebate_is_released_the_day_after_its_bills_are_paid() {
    let story = Story::begin().await;
    let mut member = story.member("yunhe", "incentive").await;
    let made = record(&mut member, &BILL, None).await;
    for kind in ["bill", "credit", "path"] {
        vouch(&mut member, kind).await;
    }
    let period =
        async |member: &mut Client, month| gate(member, &format!("step=rebate_payout&month={month}"), "GATE-03").await;
    assert!(period(&mut member, "2026-10").await.contains("A bill of this period is not paid"));
    assert!(period(&mut member, "2026-09").await.contains("Met"), "of another month");
    let id = made.location().rsplit('/').next().unwrap().to_owned();
    let paid = with(&BILL, &[("corrects", &id), ("paid_on", "2026-11-22")]);
    assert_eq!(record(&mut member, &paid, None).await.status, 303);
    assert!(period(&mut member, "2026-10").await.contains("paid only today"));
    story.clock.advance(TimeDelta::hours(12));
    let mut member = story.member("yunhe", "incentive").await;
    assert!(period(&mut member, "2026-10").await.contains("Met"), "the day after");
    let credit = async |member: &mut Client| gate(member, "step=rebate_payout", "GATE-04").await;
    assert!(credit(&mut member).await.contains("Met"), "nothing was bought on credit");
    let open = [
        ("kind", "credit"),
        ("number", "C-1"),
        ("customer", "Example"),
        ("matter", "postpaid"),
        ("since", "2026-11-01"),
        ("origin", "Console"),
    ];
    assert_eq!(record(&mut member, &open, None).await.status, 303);
    assert!(credit(&mut member).await.contains("not settled"));
}

#[tokio::test]
async fn a_path_opens_a_step_at_the_stage_that_it_asks_for() {
    let story = Story::begin().await;
    let mut member = story.member("yunhe", "incentive").await;
    vouch(&mut member, "path").await;
    let path = async |member: &mut Client, step| gate(member, &format!("step={step}"), "GATE-05").await;
    for step in ["fh_month", "rebate_payout"] {
        assert!(path(&mut member, step).await.contains("does not entitle"), "no path yet: {step}");
    }
    let joined = [
        ("kind", "path"),
        ("path", "si"),
        ("stage", "role_certified"),
        ("since", "2026-01-01"),
        ("origin", "Console, paths"),
    ];
    let made = record(&mut member, &joined, None).await;
    assert!(path(&mut member, "rebate_payout").await.contains("Met"), "any path");
    assert!(path(&mut member, "fh_month").await.contains("does not entitle"), "SI needs 能力差异化");
    let id = made.location().rsplit('/').next().unwrap().to_owned();
    let stage = with(&joined, &[("corrects", &id), ("stage", "differentiated"), ("until", "2026-11-22")]);
    assert_eq!(record(&mut member, &stage, None).await.status, 303);
    assert!(path(&mut member, "fh_month").await.contains("Met"), "the last day counts");
    story.clock.advance(TimeDelta::hours(12));
    let mut member = story.member("yunhe", "incentive").await;
    assert!(path(&mut member, "fh_month").await.contains("does not entitle"), "ended");
    let entrance = gate(&mut member, "step=mdf_application", "GATE-06").await;
    assert!(!entrance.is_empty(), "a step's own gates stand beside it");
    assert_eq!(member.get(&format!("{PATHS}?step=spif_fund")).await.status, 422, "not of this site");
    let mut chinese = story.member("yunhe", "master").await.speaking("zh-CN");
    let page = chinese.get(&format!("{PATHS}?step=fh_month")).await;
    assert!(page.body.contains("伙伴路径、计划或所处阶段不符合该权益的要求"), "{}", page.body);
}

#[tokio::test]
async fn persons_are_shown_to_who_sees_specialists_and_records_only_to_who_submits() {
    let story = Story::begin().await;
    let mut member = story.member("yunhe", "incentive").await;
    let person = [
        ("kind", "specialist"),
        ("account", "li.wei"),
        ("name", "李伟"),
        ("state", "specialist"),
        ("path", "si"),
        ("position", "sa"),
        ("employer", "Yunhe Ltd"),
        ("base_city", "深圳"),
        ("social_city", "深圳"),
        ("huawei_since", "2024-04-01"),
        ("origin", "Console, specialists"),
    ];
    let made = record(&mut member, &person, None).await;
    assert_eq!(made.status, 303, "{}", made.body);
    let certificate = [
        ("kind", "certificate"),
        ("account", "li.wei"),
        ("type", "HCIE"),
        ("number", "N-1"),
        ("name", "Architect"),
        ("issued_on", "2025-11-01"),
        ("valid_until", "2027-02-20"),
        ("origin", "Academy"),
    ];
    assert_eq!(record(&mut member, &certificate, None).await.status, 303);
    let list = member.get("/facts?kind=certificate").await;
    assert!(list.rows()[0].contains("Ends soon"), "90 days before its end: {:?}", list.rows());
    let mut finance = story.member("yunhe", "finance").await;
    let tabs = finance.get("/facts").await;
    assert!(!tabs.body.contains("kind=specialist"));
    assert_eq!(finance.get("/facts?kind=specialist").await.status, 422);
    assert_eq!(finance.get(made.location()).await.status, 403);
    assert_eq!(finance.get("/facts/new?kind=bill").await.status, 403, "finance reads only");
    assert!(!tabs.body.contains("/facts/new"));
    let other = story.organization("other").await;
    let mut connection = story.app.db.open(&[other]).await.unwrap();
    for table in ["facts", "fact_sources", "fact_specialists", "fact_certificates", "fact_readings"] {
        let query = sqlx::AssertSqlSafe(format!("select count(*) from {table}"));
        let seen: i64 = sqlx::query_scalar(query).fetch_one(&mut *connection).await.unwrap();
        assert_eq!(seen, 0, "{table}");
    }
    let own = story.organization("yunhe").await;
    let mut connection = story.app.db.open(&[own]).await.unwrap();
    for change in ["update facts set label = 'x'", "delete from facts", "update fact_specialists set name = 'x'"] {
        assert!(sqlx::query(change).execute(&mut *connection).await.is_err(), "{change}: what was said stays said");
    }
}

#[tokio::test]
async fn lists_page_and_narrow() {
    let story = Story::begin().await;
    story
        .sql(
            "insert into fact_sources (organization_id, method, origin, recorded_by, recorded_at)
               select id, 'sync', 'Bills', 'job/x', '2026-11-22' from organizations where code = 'yunhe';
             insert into facts (organization_id, kind, fact_key, label, status, source_id, recorded_at)
               select s.organization_id, 'bill', 'n' || i, 'N' || i, case when i % 2 = 0 then 'paid' else 'unpaid' end, s.id,
                 '2026-11-22' from fact_sources s, generate_series(1, 120) i;
             insert into fact_bills (fact_id, organization_id, number, cycle, amount, currency, due_on)
               select id, organization_id, label, '2026-10-01', 1, 'CNY', '2026-12-01' from facts;",
        )
        .await;
    let mut member = story.member("yunhe", "finance").await;
    let (mut address, mut seen) = ("/facts?kind=bill".to_owned(), 0);
    loop {
        let page = member.get(&address).await;
        seen += page.rows().len();
        match page.attribute("a[rel=next]", "href") {
            Some(next) => address = next,
            None => break,
        }
    }
    assert_eq!(seen, 120);
    assert_eq!(member.get("/facts?kind=bill&text=N12").await.rows().len(), 2, "N12 and N120");
    assert_eq!(member.get("/facts?kind=bill&status=paid&method=sync&text=N11").await.rows().len(), 5);
    assert_eq!(member.get("/facts?kind=bill&method=hand").await.rows().len(), 0);
    assert_eq!(member.get("/facts?kind=bill&status=settled").await.status, 422, "no state of a bill");
}
