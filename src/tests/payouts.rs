//! Stories of payouts (PAYOUT-01 to PAYOUT-18): asked for, reviewed by a colleague, invoiced, paid once.

use super::{
    business_information,
    rebates::{HEADER, import, line},
    support::{
        client::{Client, Page},
        story::Story,
    },
};

/// Two confirmed statements of 1,000.00 and 500.00 at 6 %, of which 60.00 more are frozen; business information at 3 %.
async fn furnish(story: &Story) -> Vec<String> {
    drop(business_information::submitted(story, "6222020200012345").await);
    story
        .sql(
            "update requests set state = 'authenticated', is_submitted = true, submitted_at = '2026-11-20';
             update business_information_versions set tax_rate_bp = 300, currency = 'CNY';
             delete from gate_terms where step in ('rebate_payout', 'payout_bank', 'payout_topup', 'payout_topup_arrears')",
        )
        .await;
    let lines = [
        line("S-1", "2026-11-30", "L-1", ("6", "1000.00", "")),
        line("S-1", "2026-11-30", "L-2", ("6", "60.00", "Customer has not repaid")),
        line("S-2", "2026-11-30", "L-3", ("6", "500.00", "")),
    ];
    import(&mut story.member("yunhe", "incentive").await, &format!("{HEADER}{}", lines.concat())).await;
    story.sql("update rebate_statements set state = 'issuing', confirmed_by = 'x', confirmed_at = '2026-11-21'").await;
    let mut ids = Vec::new();
    for number in ["S-1", "S-2"] {
        let id = format!("select id from rebate_statements where number = '{number}'");
        ids.push(story.number(&id).await.to_string());
    }
    ids
}

fn seen(page: &Page) -> String {
    page.attribute("input[name=seen]", "value").unwrap_or_default()
}

/// Asks for statements by a method; answers the path of the payout.
async fn ask(client: &mut Client, statements: &[&str], method: &str) -> Page {
    let seen = seen(&client.get("/payouts/new").await);
    let mut fields: Vec<(&str, &str)> = statements.iter().map(|id| ("statement", *id)).collect();
    fields.extend([("method", method), ("confirm", "yes"), ("seen", seen.as_str()), ("step", "submit")]);
    client.post("/payouts", &fields).await
}

/// Takes a step on a page that shows its revision.
async fn step(client: &mut Client, (page, form): (&str, &str), fields: &[(&str, &str)]) -> Page {
    let revision = client.get(page).await.attribute("input[name=revision]", "value").unwrap_or_default();
    let mut fields = fields.to_vec();
    fields.push(("revision", &revision));
    client.post(form, &fields).await
}

/// The same on the payout's own page or a form below it.
async fn act(client: &mut Client, path: &str, to: &str, fields: &[(&str, &str)]) -> Page {
    step(client, (path, &format!("{path}/{to}")), fields).await
}

async fn state(story: &Story) -> String {
    story.text("select state from requests where kind = 'payout' order by id desc limit 1").await
}

#[tokio::test]
async fn a_bank_payout_is_asked_for_passed_by_a_colleague_and_accepted() {
    let story = Story::begin().await;
    let ids = furnish(&story).await;
    let mut finance = story.member("yunhe", "finance").await;
    let form = finance.get("/payouts/new").await;
    let bank = form.rows().into_iter().find(|row| row.contains("Bank transfer")).unwrap();
    // SCN-05, REB-22: 1,500.00 with 6 % output tax against an invoice at 3 %, cut for each statement.
    for said in ["1,500.00 CNY", "1,457.53 CNY", "1,415.08 CNY", "42.45 CNY"] {
        assert!(bank.contains(said), "{said}: {bank}");
    }
    let sent = ask(&mut finance, &[&ids[0], &ids[1]], "bank").await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    let path = sent.location().to_owned();
    assert_eq!(state(&story).await, "internal_review");
    assert!(finance.get("/payouts/new").await.body.contains("No confirmed statement waits"), "both are taken");
    assert!(finance.get(&format!("{path}/invoicing-list")).await.body.contains("has not accepted the application"));
    act(&mut finance, &path, "review", &[("step", "pass")]).await;
    assert_eq!(state(&story).await, "internal_review", "nobody passes his own");
    act(&mut story.member("yunhe", "finance2").await, &path, "review", &[("step", "pass")]).await;
    assert_eq!(state(&story).await, "processing");
    let (mut desk, at) = (story.member("desk", "desk-finance").await, format!("/desk{path}"));
    let worklist = desk.get("/desk").await;
    assert!(worklist.attributes("main a", "href").contains(&at), "{}", worklist.body);
    act(&mut desk, &at, "payment", &[("step", "settle")]).await;
    act(&mut desk, &at, "payment", &[("step", "bill"), ("invoice_by", "2026-11-01")]).await;
    assert_eq!(state(&story).await, "processing", "an invoice is needed, and its day is ahead");
    act(&mut desk, &at, "payment", &[("step", "bill"), ("invoice_by", "2026-12-31")]).await;
    assert_eq!(state(&story).await, "awaiting_invoice");
    let list = finance.get(&format!("{path}/invoicing-list")).await;
    for said in ["1,415.08 CNY", "42.45 CNY", "1,457.53 CNY", "2026-12-31", "**** 2345"] {
        assert!(list.body.contains(said), "{said}: {}", list.body);
    }
}

/// A bank payout of both statements for which the vendor awaits invoices; its path.
async fn billed(story: &Story) -> String {
    let ids = furnish(story).await;
    let path =
        ask(&mut story.member("yunhe", "finance").await, &[&ids[0], &ids[1]], "bank").await.location().to_owned();
    act(&mut story.member("yunhe", "finance2").await, &path, "review", &[("step", "pass")]).await;
    let mut desk = story.member("desk", "desk-finance").await;
    act(&mut desk, &format!("/desk{path}"), "payment", &[("step", "bill"), ("invoice_by", "2026-12-31")]).await;
    assert_eq!(state(story).await, "awaiting_invoice");
    path
}

#[tokio::test]
async fn invoices_are_registered_recalled_rejected_and_paid_once() {
    let story = Story::begin().await;
    let path = billed(&story).await;
    let mut finance = story.member("yunhe", "finance").await;
    let (mut desk, at) = (story.member("desk", "desk-finance").await, format!("/desk{path}"));
    let new = format!("{path}/invoices/new");
    let invoices = format!("{path}/invoices");
    let good = [
        ("kind", "digital"),
        ("number1", "12345678901234567890"),
        ("date1", "2026-11-22"),
        ("net1", "1415.08"),
        ("tax1", "42.45"),
        ("gross1", "1457.53"),
    ];
    let mut less = good;
    less[5].1 = "1457.52";
    let refused = step(&mut finance, (&new, &invoices), &less).await;
    assert!(refused.status == 422 && refused.body.contains("not the amount of the invoicing list"), "{}", refused.body);
    assert_eq!(refused.attribute("input[name=number1]", "value").as_deref(), Some(good[1].1), "what was typed stays");
    let sent = step(&mut finance, (&new, &invoices), &good).await;
    assert_eq!((sent.status.as_u16(), state(&story).await.as_str()), (303, "invoice_sent"), "{}", sent.body);
    act(&mut finance, &path, "recall", &[]).await;
    assert_eq!(state(&story).await, "awaiting_invoice");
    step(&mut finance, (&new, &invoices), &good).await;
    act(&mut desk, &at, "invoice", &[("step", "receive")]).await;
    act(&mut finance, &path, "recall", &[]).await;
    act(&mut desk, &at, "invoice", &[("step", "reject")]).await;
    assert_eq!(state(&story).await, "invoice_review", "too late to recall, and a rejection has a reason");
    act(&mut desk, &at, "invoice", &[("step", "reject"), ("reason", "Wrong title")]).await;
    assert!(finance.get(&path).await.body.contains("Wrong title"));
    step(&mut finance, (&new, &invoices), &good).await;
    for (to, step, want) in [
        ("invoice", "receive", "invoice_review"),
        ("invoice", "accept", "payment_review"),
        ("payment", "approve", "paying"),
        ("payment", "fail", "paying"),
        ("payment", "pay", "paid"),
        ("payment", "pay", "paid"),
    ] {
        act(&mut desk, &at, to, &[("step", step), ("reason", "x")]).await;
        assert_eq!(state(&story).await, want, "{step}");
    }
    assert_eq!(story.number("select count(*) from rebate_statements where state = 'issued'").await, 2);
    assert!(finance.get("/payouts/new").await.body.contains("No confirmed statement waits"), "nothing is paid twice");
    let page = story.member("yunhe", "finance").await.speaking("zh-CN").get(&path).await;
    assert!(page.body.contains("已付款") && page.body.contains("数电专票"), "{}", page.body);
}

#[tokio::test]
async fn a_statement_is_in_one_live_payout_and_returns_when_that_ends() {
    let story = Story::begin().await;
    let ids = furnish(&story).await;
    let mut finance = story.member("yunhe", "finance").await;
    let mut other = story.member("yunhe", "finance2").await;
    let before = seen(&other.get("/payouts/new").await);
    let path = ask(&mut finance, &[&ids[0]], "voucher").await.location().to_owned();
    let fields = [
        ("statement", ids[0].as_str()),
        ("method", "voucher"),
        ("confirm", "yes"),
        ("seen", &before),
        ("step", "submit"),
    ];
    let late = other.post("/payouts", &fields).await;
    assert!(late.status == 422 && late.body.contains("another application has it"), "{}", late.body);
    let fields = [
        ("statement", ids[1].as_str()),
        ("method", "voucher"),
        ("confirm", "yes"),
        ("seen", &before),
        ("step", "submit"),
    ];
    assert_eq!(other.post("/payouts", &fields).await.status, 409, "what he saw has changed");
    act(&mut other, &path, "review", &[("step", "return"), ("reason", "By bank, please")]).await;
    assert_eq!(state(&story).await, "draft");
    assert!(finance.get(&path).await.body.contains("By bank, please"));
    let again = act(&mut finance, &path, "steps", &[("step", "submit")]).await;
    assert_eq!((again.status.as_u16(), state(&story).await.as_str()), (400, "draft"), "gates are looked at anew");
    act(&mut finance, &path, "steps", &[("step", "discard")]).await;
    assert_eq!(finance.get(&path).await.status, 404);
    let path = ask(&mut finance, &[&ids[0]], "voucher").await.location().to_owned();
    act(&mut other, &path, "review", &[("step", "pass")]).await;
    let (mut desk, at) = (story.member("desk", "desk-finance").await, format!("/desk{path}"));
    for (step, want) in [
        ("bill", "processing"),
        ("fail", "create_failed"),
        ("retry", "processing"),
        ("settle", "paying"),
        ("fail", "voucher_error"),
        ("retry", "paying"),
        ("pay", "paid"),
    ] {
        let fields = [("step", step), ("reason", "x"), ("invoice_by", "2026-12-31")];
        act(&mut desk, &at, "payment", &fields).await;
        assert_eq!(state(&story).await, want, "{step}");
    }
    assert_eq!(
        story.text("select string_agg(state, ' ' order by number) from rebate_statements").await,
        "issued issuing"
    );
    let bank = ask(&mut finance, &[&ids[1]], "bank").await.location().to_owned();
    act(&mut other, &bank, "review", &[("step", "pass")]).await;
    let at = format!("/desk{bank}");
    for fields in [&[("step", "bill"), ("invoice_by", "2026-12-31")][..], &[("step", "cancel"), ("reason", "Too late")]]
    {
        act(&mut desk, &at, "payment", fields).await;
    }
    assert_eq!(state(&story).await, "cancelled");
    assert!(finance.get(&format!("{bank}/invoicing-list")).await.body.contains("its list is void"));
    assert_eq!(ask(&mut finance, &[&ids[1]], "topup").await.status, 303, "it can be asked for again");
}

#[tokio::test]
async fn what_stands_against_an_application_is_said_at_its_field() {
    let story = Story::begin().await;
    let mut finance = story.member("yunhe", "finance").await;
    assert!(finance.get("/payouts/new").await.body.contains("business information that is authenticated"));
    let ids = furnish(&story).await;
    let seen = seen(&finance.get("/payouts/new").await);
    for (fields, sentence) in [
        (vec![("method", "bank"), ("confirm", "yes")], "Choose at least one statement."),
        (vec![("statement", &*ids[0]), ("confirm", "yes")], "Choose a method."),
        (vec![("statement", &*ids[0]), ("method", "topup_arrears"), ("confirm", "yes")], "Not every chosen statement"),
        (vec![("statement", &*ids[0]), ("method", "bank")], "Tick that the data are right."),
        (vec![("statement", "x"), ("method", "bank"), ("confirm", "yes")], "can no longer be requested"),
    ] {
        let fields: Vec<(&str, &str)> = fields.into_iter().chain([("seen", &*seen), ("step", "submit")]).collect();
        let page = finance.post("/payouts", &fields).await;
        assert!(page.status == 422 && page.body.contains(sentence), "{sentence}: {}", page.body);
    }
    story
        .sql("insert into gate_terms (gate, step, valid_from) values ('GATE-07', 'rebate_payout', '2026-01-01')")
        .await;
    story.sql("insert into gate_terms (gate, step, site, valid_from) values ('GATE-04', 'payout_bank', 'china', '2026-01-01')").await;
    let closed = ask(&mut finance, &[&ids[0]], "bank").await;
    assert!(closed.status == 409 && closed.body.contains("GATE-04"), "{}", closed.body);
    assert_eq!(story.number("select count(*) from payouts").await, 0);
    let mut manager = story.member("yunhe", "manager").await;
    assert_ne!(manager.get("/payouts/new").await.status, 200, "who sees some customers only asks for nothing");
    assert_eq!(story.member("yunhe", "voucher").await.get("/payouts").await.status, 403);
    assert_eq!(story.number("select count(*) from requests where kind = 'payout'").await, 0);
}
