//! Stories of business information: the wizard, internal review, the desk, the amount, changes that fail (BIZ, SCN-01 to 03,
//! SCN-25, SCN-26, SCN-38).

use super::support::{
    client::{Client, Page},
    story::Story,
};
use crate::business_information::{Closed, settles};

const PDF: &[u8] = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n";
const COMPANY: [(&str, &str); 8] = [
    ("code_type", "uscc"),
    ("code", "914403001922038216"),
    ("signing_entity", "cloud_cn"),
    ("country", "CN"),
    ("address", "1 Example Road"),
    ("taxpayer_type", "general"),
    ("tax_rate", "6"),
    ("tax_number", ""),
];

fn hidden(page: &Page, name: &str) -> String {
    page.attribute(&format!("input[name={name}]"), "value").unwrap_or_else(|| panic!("no {name} in {}", page.body))
}

/// Sends a form with the hidden fields that its page has.
async fn send(client: &mut Client, path: &str, fields: &[(&str, &str)]) -> Page {
    let form = client.get(path).await;
    let revision = form.attribute("input[name=revision]", "value").unwrap_or_default();
    client.post(path, &[fields, &[("revision", revision.as_str())]].concat()).await
}

fn bank(account: &str) -> Vec<(&str, &str)> {
    vec![("bank_country", "CN"), ("bank", "icbc"), ("branch", "Futian"), ("account", account), ("currency", "CNY")]
}

const SURVEY: [(&str, &str); 4] =
    [("shareholders", "no"), ("directors", "no"), ("relatives", "no"), ("suppliers", "no")];

/// Sends a form with texts and a file, made by hand.
async fn multipart(client: &mut Client, path: &str, body: String) -> Page {
    client.headers.push(("content-type", "multipart/form-data; boundary=b".to_owned()));
    let path = format!("{path}?submission={}", client.token().await);
    let page = client.send_bytes(axum::http::Method::POST, &path, body).await;
    client.headers.pop();
    page
}

async fn contact(client: &mut Client) {
    let fields = [("name", "Li Lei"), ("phone", "0086-13800000000"), ("email", "li@example.com")];
    assert_eq!(send(client, "/business-info/contact", &fields).await.status, 303);
}

/// Fills all steps of the wizard.
async fn fill(client: &mut Client, account: &str) {
    for (path, fields) in [
        ("/business-info/company", COMPANY.to_vec()),
        ("/business-info/bank", bank(account)),
        ("/business-info/survey", SURVEY.to_vec()),
    ] {
        let page = send(client, path, &fields).await;
        assert_eq!(page.status, 303, "{path}: {}", page.body);
    }
}

/// Ticks every statement and submits.
async fn submit(client: &mut Client) -> Page {
    let form = client.get("/business-info/submission").await;
    let ids = form.attributes("input[name=statement]", "value");
    let ticks: Vec<(&str, &str)> = ids.iter().map(|id| ("statement", id.as_str())).collect();
    send(client, "/business-info/submission", &ticks).await
}

async fn newest(story: &Story) -> i64 {
    story.number("select max(request_id) from business_information_versions").await
}

/// A colleague passes the newest version.
async fn pass(client: &mut Client, story: &Story) -> Page {
    let path = format!("/business-info/reviews/{}", newest(story).await);
    send(client, &path, &[("step", "pass")]).await
}

/// The desk takes a step with the newest version.
async fn desk(client: &mut Client, story: &Story, fields: &[(&str, &str)]) -> Page {
    let id = newest(story).await;
    let revision = hidden(&client.get(&format!("/desk/business-info/{id}")).await, "revision");
    client
        .post(&format!("/desk/business-info/{id}/review"), &[fields, &[("revision", revision.as_str())]].concat())
        .await
}

async fn enter(client: &mut Client, story: &Story, amount: &str) -> Page {
    let id = newest(story).await.to_string();
    client.post("/business-info/amount", &[("request", &id), ("amount", amount)]).await
}

async fn state(client: &mut Client) -> String {
    client.get("/business-info").await.text("header .badge, .title .badge, h1 ~ .badge, .badge")
}

/// Until the vendor has it.
pub async fn submitted(story: &Story, account: &str) -> (Client, Client, Client) {
    let mut finance = story.member("yunhe", "finance").await;
    let mut colleague = story.member("yunhe", "finance2").await;
    contact(&mut finance).await;
    fill(&mut finance, account).await;
    let sent = submit(&mut finance).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    assert_eq!(pass(&mut colleague, story).await.status, 303);
    (finance, colleague, story.member("desk", "desk-finance").await)
}

#[tokio::test]
async fn the_wizard_refuses_with_sentences_and_keeps_what_was_typed() {
    let story = Story::begin().await;
    let mut finance = story.member("yunhe", "finance").await;
    let page = finance.get("/business-info").await;
    assert!(page.body.contains("Not authenticated"), "{}", page.body);
    let mut wrong = COMPANY.to_vec();
    wrong[1] = ("code", "914403001922038215");
    let refused = send(&mut finance, "/business-info/company", &wrong).await;
    assert_eq!(refused.status, 422);
    assert!(refused.text("#code-error").contains("invalid"), "{}", refused.body);
    assert_eq!(refused.attribute("input[name=address]", "value").as_deref(), Some("1 Example Road"));
    assert_eq!(send(&mut finance, "/business-info/company", &COMPANY).await.status, 303);
    assert_eq!(send(&mut finance, "/business-info/bank", &bank("1234567")).await.status, 422);
    assert_eq!(send(&mut finance, "/business-info/bank", &bank("6222 0202 0001 2345")).await.status, 303);
    let form = finance.get("/business-info/bank").await;
    assert!(!form.body.contains("6222020200012345") && form.body.contains("•••• 2345"), "the account is never shown");
    let early = finance.get("/business-info/submission").await;
    assert!(early.body.contains("missing or wrong"), "survey and contact are missing");
    let stale = finance.post("/business-info/bank", &[&bank("")[..], &[("revision", "9")]].concat()).await;
    assert_eq!(stale.status, 409);
    let sealed = "select count(*) from business_information_versions where encode(sealed, 'escape') like '%6222%'";
    assert_eq!(story.number(sealed).await, 0, "sealed at rest");
    let digest = "select count(*) from audit_events where after::text like '%62220202%'";
    assert_eq!(story.number(digest).await, 0, "nor in the record");
}

/// SCN-25, SCN-38: the maker does not pass his own; every statement has its tick.
#[tokio::test]
async fn scn_25_and_38_submission_needs_every_tick_and_a_colleague() {
    let story = Story::begin().await;
    let mut finance = story.member("yunhe", "finance").await;
    contact(&mut finance).await;
    fill(&mut finance, "6222020200012345").await;
    let unticked = send(&mut finance, "/business-info/submission", &[]).await;
    assert_eq!(unticked.status, 422);
    assert!(unticked.body.contains("Not ticked: Privacy statement"), "{}", unticked.body);
    assert_eq!(submit(&mut finance).await.status, 303);
    let kept = "select count(*) from consents c join policy_documents d on d.id = c.document_id
        where c.code = 'BIZ-PRIVACY' and c.version = 1 and c.text_hash = d.text_hash and c.address <> '' and c.member_id > 0";
    assert_eq!(story.number(kept).await, 1, "version, hash, user, time, IP");
    assert!(!story.member("desk", "desk-finance").await.get("/desk?tab=all").await.body.contains("Yunhe"), "not yet");
    let own = pass(&mut finance, &story).await;
    assert_eq!(own.status, 409, "{}", own.body);
    assert!(own.body.contains("Another person must"));
    let mut colleague = story.member("yunhe", "finance2").await;
    let waits = "Review requests of colleagues: 1";
    assert!(colleague.get("/inbox").await.body.contains(waits), "{}", colleague.get("/inbox").await.body);
    assert!(!finance.get("/inbox").await.body.contains(waits), "not his own");
    assert!(colleague.get("/reviews").await.rows()[0].contains("Yunhe Ltd"));
    let id = newest(&story).await;
    let path = format!("/business-info/reviews/{id}");
    assert_eq!(send(&mut colleague, &path, &[("step", "return")]).await.status, 422, "a return says why");
    assert_eq!(pass(&mut colleague, &story).await.status, 303);
    let mut vendor = story.member("desk", "desk-finance").await;
    assert!(vendor.get("/desk").await.rows()[0].contains("In authentication"));
    assert!(vendor.get("/inbox").await.body.contains("Work on requests of partners: 1"));
}

/// SCN-02: two wrong amounts, the third locks, the desk unlocks, tries are 0; unreadable ones do not count.
#[tokio::test]
async fn scn_02_three_wrong_amounts_lock_and_the_desk_unlocks() {
    let story = Story::begin().await;
    let (mut finance, _, mut vendor) = submitted(&story, "6222020200012345").await;
    assert_eq!(desk(&mut vendor, &story, &[("step", "transfer"), ("amount", "1.5")]).await.status, 422);
    assert_eq!(desk(&mut vendor, &story, &[("step", "transfer"), ("amount", "0.37")]).await.status, 303);
    let tries = "select tries::bigint from business_information_versions";
    assert_eq!(enter(&mut finance, &story, "lots").await.status, 422);
    assert_eq!(story.number(tries).await, 0);
    assert_eq!(enter(&mut finance, &story, "0.38").await.status, 303);
    // Two at once count twice.
    let mut again = story.member("yunhe", "finance").await;
    let (one, two) = tokio::join!(enter(&mut finance, &story, "0.39"), enter(&mut again, &story, "0.40"));
    assert!(one.status == 303 && two.status == 303);
    assert_eq!(story.number(tries).await, 3);
    assert!(finance.get("/business-info").await.body.contains("Locked"));
    enter(&mut finance, &story, "0.37").await;
    assert!(finance.get("/business-info").await.body.contains("Locked"), "also for the right amount");
    assert_eq!(desk(&mut vendor, &story, &[("step", "unlock")]).await.status, 303);
    assert_eq!(story.number(tries).await, 0);
    assert_eq!(enter(&mut finance, &story, ".37").await.status, 303);
    assert!(finance.get("/business-info").await.body.contains("Authenticated"), "{}", state(&mut finance).await);
}

/// SCN-01, SCN-03, BIZ-02, BIZ-12: what money steps may use at each moment.
#[tokio::test]
async fn scn_01_and_03_a_change_holds_payouts_and_a_rejected_one_leaves_the_old_version() {
    let story = Story::begin().await;
    let org = story.organization("yunhe").await;
    let gate = async || settles(&mut story.app.db.open(&[org]).await.unwrap(), org).await.unwrap();
    assert_eq!(gate().await, Err(Closed::NotAuthenticated), "GATE-01");
    let (mut finance, mut colleague, mut vendor) = submitted(&story, "6222020200012345").await;
    assert_eq!(desk(&mut vendor, &story, &[("step", "examine")]).await.status, 303);
    assert_eq!(desk(&mut vendor, &story, &[("step", "approve")]).await.status, 303);
    let first = newest(&story).await;
    assert_eq!(gate().await, Ok(first));
    fill(&mut finance, "6222020200019999").await;
    assert_eq!(gate().await, Ok(first), "a draft changes nothing");
    assert_eq!(submit(&mut finance).await.status, 422, "another account needs the bank's letter");
    let sent = finance.send_file("/business-info/letter", "letter", ("letter.pdf", PDF)).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    assert_eq!(submit(&mut finance).await.status, 303);
    assert_eq!(gate().await, Err(Closed::Changing), "GATE-07");
    assert_eq!(pass(&mut colleague, &story).await.status, 303);
    assert!(finance.get("/business-info").await.body.contains("Change in authentication"));
    assert_eq!(desk(&mut vendor, &story, &[("step", "reject")]).await.status, 422, "a rejection says why");
    assert_eq!(
        desk(&mut vendor, &story, &[("step", "reject"), ("reason", "the letter is not sealed")]).await.status,
        303
    );
    assert_eq!(gate().await, Ok(first), "the old version holds");
    let page = finance.get("/business-info").await;
    assert!(page.body.contains("•••• 2345") && page.body.contains("the letter is not sealed"), "{}", page.body);
    story.sql("update companies set name = 'Yunhe Cloud Ltd' where name = 'Yunhe Ltd'").await;
    assert_eq!(gate().await, Err(Closed::Changing), "BIZ-02");
    assert!(finance.get("/business-info").await.body.contains("Re-authentication needed"));
}

/// SCN-26, SCN-39: a recorded decision has evidence and a date since the submission; the second reviewer is stale.
#[tokio::test]
async fn scn_26_and_39_decisions_are_recorded_with_evidence_and_taken_once() {
    let story = Story::begin().await;
    let (mut finance, _, mut vendor) = submitted(&story, "6222020200012345").await;
    let id = newest(&story).await;
    let path = format!("/desk/business-info/{id}");
    let seen = hidden(&vendor.get(&path).await, "revision");
    assert_eq!(vendor.post(&format!("{path}/review"), &[("step", "examine"), ("revision", &seen)]).await.status, 303);
    let late =
        vendor.post(&format!("{path}/review"), &[("step", "reject"), ("reason", "x"), ("revision", &seen)]).await;
    assert_eq!(late.status, 409);
    assert!(late.body.contains("Somebody else was quicker"), "{}", late.body);
    let bare = vendor.send_file(&format!("{path}/decision"), "evidence", ("mail.pdf", PDF)).await;
    assert_eq!(bare.status, 400, "a decision is a step");
    let whole = |day: &str, revision: &str| {
        format!(
            "--b\r\nContent-Disposition: form-data; name=\"step\"\r\n\r\napprove\r\n--b\r\nContent-Disposition: form-data; \
             name=\"decided_on\"\r\n\r\n{day}\r\n--b\r\nContent-Disposition: form-data; name=\"channel\"\r\n\r\nemail\r\n--b\r\n\
             Content-Disposition: form-data; name=\"revision\"\r\n\r\n{revision}\r\n--b\r\nContent-Disposition: form-data; \
             name=\"evidence\"; filename=\"m.pdf\"\r\n\r\n{}\r\n--b--\r\n",
            String::from_utf8_lossy(PDF)
        )
    };
    let revision = hidden(&vendor.get(&format!("{path}/decision")).await, "revision");
    let early = multipart(&mut vendor, &format!("{path}/decision"), whole("2026-11-21", &revision)).await;
    assert_eq!(early.status, 422, "{}", early.body);
    assert!(early.text("#decided_on-error").contains("before the submission"));
    let done = multipart(&mut vendor, &format!("{path}/decision"), whole("2026-11-22", &revision)).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let kept = "select count(*) from vendor_decisions where decided_on = '2026-11-22' and channel = 'email'";
    assert_eq!(story.number(kept).await, 1);
    assert!(finance.get("/business-info").await.body.contains("Authenticated"));
    for chain in ["yunhe", "desk"] {
        let count = format!(
            "select count(*) from audit_events a join organizations o on o.id = a.organization_id
             where o.code = '{chain}' and a.event = 'request.approved'"
        );
        assert_eq!(story.number(&count).await, 1, "{chain}");
    }
}

#[tokio::test]
async fn an_account_is_shown_for_a_reason_and_the_main_account_switches_the_review_off() {
    let story = Story::begin().await;
    let mut master = story.member("yunhe", "master").await;
    assert_eq!(send(&mut master, "/reviews/switches", &[("off", "business_information")]).await.status, 422);
    let reason = [("off", "business_information"), ("reason", "one finance person only")];
    assert_eq!(send(&mut master, "/reviews/switches", &reason).await.status, 303);
    let mut finance = story.member("yunhe", "finance").await;
    assert_eq!(finance.get("/reviews/switches").await.status, 403, "the main account's");
    contact(&mut finance).await;
    fill(&mut finance, "6222020200012345").await;
    assert_eq!(submit(&mut finance).await.status, 303);
    assert!(finance.get("/business-info").await.body.contains("In authentication"), "at once");
    assert_eq!(finance.post("/business-info/reveal", &[("reason", "")]).await.status, 422);
    let shown = finance.post("/business-info/reveal", &[("reason", "the bank asks")]).await;
    assert!(shown.body.contains("6222020200012345"), "{}", shown.body);
    assert_eq!(
        story.number("select count(*) from audit_events where event = 'business_information.account_shown'").await,
        1
    );
    let id = newest(&story).await;
    let mut vendor = story.member("desk", "desk-finance").await;
    let account = vendor.post(&format!("/desk/business-info/{id}/account"), &[("reason", "transfer")]).await;
    assert!(account.body.contains("6222020200012345"));
    assert_eq!(
        story.number("select count(*) from audit_events where event = 'business_information.account_shown'").await,
        3
    );
    let step = [("request", id.to_string()), ("step", "withdraw".to_owned()), ("revision", "2".to_owned())];
    let step: Vec<(&str, &str)> = step.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert_eq!(finance.post("/business-info/steps", &step).await.status, 303);
    assert_eq!(
        vendor.get(&format!("/desk/business-info/{id}")).await.status,
        404,
        "withdrawn: the desk sees it no more"
    );
}

#[tokio::test]
async fn the_desk_adds_versions_of_statements() {
    let story = Story::begin().await;
    let mut desk = story.member("desk", "incentive-reviewer").await;
    assert!(desk.get("/desk/documents?benefit=fh").await.rows().len() == 8, "COMP-FH-1 to 8");
    assert_eq!(desk.get("/desk/documents?benefit=mdf").await.rows().len(), 9, "COMP-MDF-1 to 9");
    let fields = [
        ("code", "biz-privacy"),
        ("kind", "statement"),
        ("benefit", "business_information"),
        ("title_en", "Privacy statement"),
        ("title_zh", "隐私声明"),
        ("text_en", "New text"),
        ("text_zh", "新的内容"),
        ("valid_from", "2026-11-22"),
    ];
    assert_eq!(desk.post("/desk/documents/new", &fields[..7]).await.status, 422);
    assert_eq!(desk.post("/desk/documents/new", &fields).await.status, 303);
    let mut finance = story.member("yunhe", "finance").await;
    contact(&mut finance).await;
    fill(&mut finance, "6222020200012345").await;
    assert!(finance.get("/business-info/submission").await.body.contains("New text"));
    let old =
        story.number("select id from policy_documents where code = 'BIZ-PRIVACY' and version = 1").await.to_string();
    let page = send(&mut finance, "/business-info/submission", &[("statement", &old)]).await;
    assert_eq!(page.status, 422, "a tick of an older text does not count");
}
