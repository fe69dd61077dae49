//! Stories of change-sets: a sheet is read, mended, approved as one, and each row keeps its receipt.

use std::fmt::Write;

use axum::http::Method;

use super::support::{client::Client, story::Story, workbook};

/// `count` resellers `r1…` with accounts `acct1…`, and a quota `q1` of which 400 are left.
pub(super) async fn furnish(story: &Story, count: u32) {
    story.quotas("yunhe", "q", 1).await;
    story
        .sql(&format!(
            "insert into organizations (code, name, kind, parent_id, remote_id)
               select 'res' || i, 'Reseller ' || i, 'reseller', id, 'r' || i from organizations, generate_series(1, {count}) i
               where code = 'yunhe';
             insert into resellers (organization_id, child_id, remote_id, account_name, name, account_id, run_id, raw, fetched_at,
                 first_seen_at)
               select o.parent_id, o.id, o.remote_id, 'acct' || substr(o.remote_id, 2), o.name, a.id, r.id, '{{}}', '2026-11-22',
                 '2026-11-22'
               from organizations o, cloud_accounts a, sync_runs r where o.code like 'res%'"
        ))
        .await;
}

/// Pastes rows; answers the page of the set.
async fn paste(client: &mut Client, kind: &str, rows: &str) -> String {
    let page = client.send_file(&format!("/change-sets?kind={kind}"), "paste", ("", rows.as_bytes())).await;
    assert_eq!(page.status, 303, "{}", page.text(".wrongs"));
    page.location().to_owned()
}

fn revision(page: &super::support::client::Page) -> String {
    page.attribute("input[name=revision]", "value").unwrap_or_default()
}

async fn confirm(client: &mut Client, set: &str) -> String {
    let page = client.get(set).await;
    let sent = [("revision", &*revision(&page)), ("remark", "year end")];
    client.post(&format!("{set}/confirmation"), &sent).await;
    client.get(set).await.body
}

/// 300 rows, of which seven are wrong in seven ways; the amounts of the good ones are 1 each.
fn three_hundred() -> Vec<Vec<String>> {
    let mut rows = vec![vec!["额度编号".into(), "云经销商ID或账号名".into(), "金额".into(), "备注".into()]];
    for number in 1..=300 {
        let mut row = vec!["q1".to_owned(), format!("acct{number}"), "1.00".to_owned(), format!("line {number}")];
        match number {
            10 => row[0] = "q9".into(),
            20 => row[1] = "nobody".into(),
            30 => row[1] = "acct29".into(),
            40 => row[2] = "１．００５".into(),
            50 => row[2] = "=B1".into(),
            60 => row[2] = String::new(),
            70 => row[2] = "-1".into(),
            80 => row[2] = "２".into(),
            90 => row[1] = "r90".into(),
            _ => {}
        }
        rows.push(row);
    }
    rows
}

#[tokio::test]
async fn a_sheet_of_three_hundred_rows_with_seven_bad_ones_becomes_one_approval() {
    let story = Story::begin().await;
    furnish(&story, 300).await;
    let mut voucher = story.member("yunhe", "voucher").await;
    let book = workbook::of_texts(&three_hundred());
    let sent = voucher.send_file("/change-sets?kind=quota_issue", "file", ("额度.xlsx", &book)).await;
    assert_eq!(sent.status, 303, "{}", sent.text(".wrongs"));
    let set = sent.location().to_owned();
    let page = voucher.get(&set).await;
    let tiles = page.texts(".tiles .figure");
    assert_eq!(tiles, ["300", "293", "7", "294.00 CNY"], "one row is 2.00");
    assert_eq!(page.texts("#mend tbody tr").len(), 7);
    assert!(page.text("#against").contains("Rows have problems") && !page.body.contains("id=\"confirm\""));
    for wrong in [
        "is no quota of yours.",
        "is no reseller of yours.",
        "stands in line 30 too.",
        "has more than two decimals.",
        "is a formula; paste its value.",
        "is missing.",
        "must be above 0.",
    ] {
        assert!(page.text("#mend").contains(wrong), "{wrong}: {}", page.text("#mend"));
    }
    let chinese = voucher.clone().speaking("zh-CN").get(&set).await;
    assert!(chinese.text("#mend").contains("最多两位小数。"), "{}", chinese.text("#mend"));
    // The sheet comes back as it was typed, with what is wrong.
    let file = voucher.get(&format!("{set}/export")).await;
    assert!(file.body.contains("q1,acct40,１．００５,line 40,Amount has more than two decimals."), "{}", file.body);
    // One is mended, the others are left out by a tick; nothing before.
    let mend = [("revision", &*revision(&page)), ("cell-41-2", "1.00"), ("step", "leave_out")];
    voucher.post(&format!("{set}/rows"), &mend).await;
    let page = voucher.get(&set).await;
    assert_eq!(page.texts(".tiles .figure"), ["300", "294", "0", "295.00 CNY"]);
    assert!(page.body.contains("6 Left out") && page.body.contains("105.00 CNY"), "400 less 295");
    let sent = [("revision", &*revision(&page)), ("remark", "year end")];
    let confirmed = voucher.post(&format!("{set}/confirmation"), &sent).await;
    assert_eq!((confirmed.status.as_u16(), confirmed.location()), (303, &*set));
    // A double click, or the back button.
    voucher.post(&format!("{set}/confirmation"), &sent).await;
    assert_eq!(story.number("select count(*) from approvals").await, 1);
    assert_eq!(story.number("select count(*) from commands").await, 294);
    assert_eq!(story.number("select count(*) from commands where recipient_remote_id = 'r90' and amount = 1").await, 1);
    let state = voucher.get(&set).await;
    assert!(state.text(".heading").contains("Awaiting approval"), "{}", state.text(".heading"));
    assert_eq!(story.number("select count(*) from change_set_rows where command_id is not null").await, 294);
}

#[tokio::test]
async fn the_list_says_since_when_a_set_waits_and_until_when() {
    let story = Story::begin().await;
    furnish(&story, 3).await;
    let mut voucher = story.member("yunhe", "voucher").await;
    let set = paste(&mut voucher, "quota_issue", "q1,r1,30\nq1,r2,10\nq1,r3,5\n").await;
    confirm(&mut voucher, &set).await;
    let row = voucher.get("/change-sets").await.rows().remove(0);
    assert!(row.contains("a decision, until"), "{row}");
    // The vendor does not answer: two of the calls wait, one went out.
    story
        .sql(
            "update approvals set state = 'approved', decided_at = made_at;
             update command_calls set state = 'waiting', waits = 'unreachable', waits_since = '2026-11-22 03:00+00',
               not_before = '2026-11-22 07:45+00' where id > (select min(id) from command_calls)",
        )
        .await;
    let row = voucher.get("/change-sets").await.rows().remove(0);
    assert!(row.contains("Huawei Cloud: 2 not sent yet; next try") && row.contains("in 3 h"), "{row}");
    let facts = voucher.speaking("zh-CN").get(&set).await.facts().join("\n");
    assert!(facts.contains("华为云：2 条尚未发送"), "{facts}");
}

#[tokio::test]
async fn what_cannot_be_read_is_told_and_nothing_typed_is_lost() {
    let story = Story::begin().await;
    let mut voucher = story.member("yunhe", "voucher").await;
    let to = "/change-sets?kind=quota_issue";
    let many: String = (0..5_001).fold(String::new(), |mut all, line| {
        writeln!(all, "q1,r{line},1").unwrap();
        all
    });
    for (field, name, bytes, want) in [
        ("paste", "", "q1,\"r1,5".as_bytes(), "A quotation mark is not closed."),
        ("paste", "", many.as_bytes(), "There are more than 5,000 rows: split the sheet."),
        ("file", "a.xlsx", b"PK\x03\x04", "The file is damaged, or neither XLSX nor CSV."),
        ("file", "a.csv", &vec![b'1'; 20 * 1024 * 1024], "The file is larger than 4 MB."),
        ("file", "a.csv", b"", "There are no rows: paste some or choose a file."),
    ] {
        let page = voucher.send_file(to, field, (name, bytes)).await;
        assert_eq!(page.status, 422, "{want}");
        assert!(page.text(".wrongs").contains(want), "{want}: {}", page.text(".wrongs"));
    }
    let page = voucher.send_file(to, "paste", ("", b"q1,\"r1,5")).await;
    assert!(page.text("textarea").contains("q1,\"r1,5"), "{}", page.text("textarea"));
    assert_eq!(story.number("select count(*) from change_sets").await, 0);
}

#[tokio::test]
async fn a_set_shown_before_something_changed_is_shown_again_and_not_confirmed() {
    let story = Story::begin().await;
    furnish(&story, 2).await;
    let mut voucher = story.member("yunhe", "voucher").await;
    let set = paste(&mut voucher, "quota_issue", "q1,r1,300\nq1,r2,100\n").await;
    let page = voucher.get(&set).await;
    // An old page of one reader leaves the pages of the others as they are.
    voucher.post(&format!("{set}/confirmation"), &[("revision", "0"), ("remark", "")]).await;
    let shown = voucher.get(&set).await;
    assert_eq!(revision(&shown), revision(&page));
    assert!(shown.body.contains("Something changed meanwhile") && shown.body.contains("id=\"confirm\""));
    story.sql("update voucher_quotas set balance = 350").await;
    let sent = [("revision", &*revision(&page)), ("remark", "")];
    voucher.post(&format!("{set}/confirmation"), &sent).await;
    let page = voucher.get(&set).await;
    assert!(page.body.contains("Something changed meanwhile"), "{}", page.body);
    assert!(page.text("#against").contains("Quota q1 lacks 50"), "{}", page.text("#against"));
    assert_eq!(story.number("select count(*) from commands").await, 0);
    // Two people: the second one's form is older.
    let old = revision(&page);
    let mend = [("revision", &*old), ("step", "leave_out")];
    voucher.post(&format!("{set}/rows"), &mend).await;
    let mut other = story.member("yunhe", "voucher2").await;
    other.post(&format!("{set}/rows"), &mend).await;
    assert!(other.get(&set).await.body.contains("Something changed meanwhile"));
}

#[tokio::test]
async fn the_international_site_offers_none_and_says_so() {
    let story = Story::begin().await;
    story.sql("update cloud_accounts set site = 'international'").await;
    let mut voucher = story.member("yunhe", "voucher").await;
    let page = voucher.get("/change-sets").await;
    assert!(page.text(".notice").contains("The international site has no vouchers"), "{}", page.body);
    assert!(page.texts(".actions a").is_empty());
    assert_eq!(voucher.get("/change-sets/new?kind=quota_issue").await.status, 404);
}

#[tokio::test]
async fn a_part_taken_back_is_a_reclaim_and_a_new_issue_of_the_rest() {
    let story = Story::begin().await;
    furnish(&story, 1).await;
    story.issued("yunhe", "c", "q1", 2).await;
    let mut voucher = story.member("yunhe", "voucher").await;
    let set = paste(&mut voucher, "quota_reclaim", "c1,30\nc2,\n").await;
    let body = confirm(&mut voucher, &set).await;
    assert!(body.contains("Awaiting approval") && body.contains("Issued again: Waiting"), "{body}");
    assert_eq!(story.number("select count(*) from commands").await, 3);
    assert_eq!(
        story
            .number(
                "select count(*) from commands n join commands c on c.id = n.follows_id
                 where n.kind = 'quota_issue' and n.follows_less = 30 and n.amount = 70 and c.recipient_remote_id = 'c1'"
            )
            .await,
        1
    );
    // What is being taken back cannot be taken back again.
    let again = paste(&mut voucher, "quota_reclaim", "c2,\n").await;
    assert!(voucher.get(&again).await.text("#mend").contains("has an open command"));
    story.sql("update voucher_quotas set expires_at = '2026-11-23 03:59+00'; delete from change_set_rows; ").await;
    let late = paste(&mut voucher, "quota_reclaim", "c1,30\n").await;
    assert!(voucher.get(&late).await.text("#mend").contains("expires within 24 hours"));
}

#[tokio::test]
async fn what_failed_is_tried_again_as_a_new_set() {
    let story = Story::begin().await;
    furnish(&story, 3).await;
    let mut voucher = story.member("yunhe", "voucher").await;
    let set = paste(&mut voucher, "quota_issue", "q1,r1,10,one\nq1,r2,20,two\nq1,r3,30,three\n").await;
    confirm(&mut voucher, &set).await;
    story
        .sql(
            "update approvals set state = 'approved', decided_at = now();
             update commands set state = 'reconciled', outcome = 'applied', proved_by = 'record' where recipient_remote_id = 'r1';
             update commands set state = 'reconciled', outcome = 'not_applied', proved_by = 'record' where recipient_remote_id = 'r2';
             update commands set state = 'failed', failure = 'refused', code = 'CBC.99000013' where recipient_remote_id = 'r3'",
        )
        .await;
    let page = voucher.get(&set).await;
    assert!(page.text(".heading").contains("Partly failed"), "{}", page.text(".heading"));
    assert!(page.rows()[0].contains("acct1") && page.rows()[2].contains("Failed"), "{:#?}", page.rows());
    let again = voucher.send(Method::POST, &format!("{set}/again"), Some(String::new())).await;
    let page = voucher.get(again.location()).await;
    assert_eq!(page.texts(".tiles .figure")[..2], ["2", "2"]);
    assert!(page.rows()[1].contains("r2") && page.body.contains("Second try of"), "{:?}", page.rows());
    // Whoever asks, and from wherever: a row is tried again once.
    let mut colleague = story.member("yunhe", "voucher2").await;
    for client in [&mut voucher, &mut colleague] {
        let second = client.send(Method::POST, &format!("{set}/again"), Some(String::new())).await;
        assert_eq!(second.status, 303);
        assert_eq!(second.location(), again.location());
    }
    let page = voucher.get(&set).await;
    assert!(page.texts("form[action$=again]").is_empty() && page.body.contains("Tried again as"), "{}", page.body);
    assert_eq!(story.number("select count(*) from change_sets").await, 2);
    let failed = story.number("select id from commands where recipient_remote_id = 'r3'").await;
    let alone = voucher.post(&format!("/commands/{failed}"), &[("step", "again")]).await;
    assert!(alone.status == 409 && alone.body.contains("tried again already"), "{} {}", alone.status, alone.body);
    story.sql("update approvals set state = 'returned'").await;
    assert!(voucher.get(&set).await.text(".heading").contains("Returned"));
    let list = voucher.get("/change-sets").await.rows();
    assert!(list.len() == 2 && list[1].contains("Returned") && list[1].contains("60.00 CNY"), "{list:#?}");
}

#[tokio::test]
async fn coupons_and_transfers_are_for_the_customers_one_sees() {
    let story = Story::begin().await;
    story.quotas("yunhe", "q", 1).await;
    story.customers("yunhe", "acme", 3).await;
    story.sql("update customers set association_type = '1' where remote_id = 'acme-id-3'").await;
    let mut voucher = story.member("yunhe", "voucher").await;
    let rows =
        "客户\t额度编号\t面值\t有效期结束\nacme1\tq1\t50\t2026/12/20\nacme-id-2\tq1\t50\t2026/12/20\nacme3\tq1\t50\t\n";
    let set = paste(&mut voucher, "coupon_issue", rows).await;
    let page = voucher.get(&set).await;
    assert!(page.text("#mend").contains("advisor model"), "{}", page.text("#mend"));
    voucher.post(&format!("{set}/rows"), &[("revision", &*revision(&page)), ("out-4", "on"), ("cell-4-0", "q1")]).await;
    confirm(&mut voucher, &set).await;
    assert_eq!(story.number("select count(*) from commands").await, 2);
    assert_eq!(story.number("select count(*) from command_calls").await, 1, "one face value, one validity: one call");
    // Money is not his to move; the kind is refused, not hidden behind an empty form.
    let page = voucher.get("/change-sets/new?kind=customer_transfer").await;
    assert_eq!(page.status, 403);
    assert_eq!(voucher.get("/change-sets/new").await.rows().len(), 4);
    let mut finance = story.member("yunhe", "finance").await;
    let money = paste(&mut finance, "customer_transfer", "acme1,5\n").await;
    let page = finance.get(&money).await;
    assert_eq!(page.status, 200);
    assert_eq!(voucher.get(&money).await.status, 404, "he sees no transfers");
    let mut theirs = story.member("qinglan", "voucher").await;
    assert_eq!(theirs.get(&set).await.status, 404, "another organisation's");
}

#[tokio::test]
async fn nothing_is_confirmed_while_the_vendor_says_that_the_partner_uses_coupons_itself() {
    let story = Story::begin().await;
    furnish(&story, 2).await;
    let mut voucher = story.member("yunhe", "voucher").await;
    let first = paste(&mut voucher, "quota_issue", "q1,r1,300\n").await;
    confirm(&mut voucher, &first).await;
    story.sql("update commands set state = 'failed', failure = 'refused', code = 'CBC.50000010'").await;
    let set = paste(&mut voucher, "quota_issue", "q1,r2,100\n").await;
    let page = voucher.get(&set).await;
    assert!(page.text("#against").contains("partner uses coupons itself"), "{}", page.text("#against"));
    assert!(!page.body.contains("id=\"confirm\""));
    confirm(&mut voucher, &set).await;
    assert_eq!(story.number("select count(*) from commands").await, 1, "a forged confirmation changes nothing");
    assert!(voucher.clone().speaking("zh-CN").get(&set).await.text("#against").contains("伙伴用券"));
    // A day later it may be tried again.
    story.sql("update commands set changed_at = changed_at - interval '25 hours'").await;
    let later = paste(&mut voucher, "quota_issue", "q1,r2,100\n").await;
    assert_eq!(voucher.get(&later).await.text("#against"), "");
    confirm(&mut voucher, &later).await;
    assert_eq!(story.number("select count(*) from commands").await, 2);
}

/// PERM-6: whoever wrote a set is nobody who could agree to it, and that is told before it is confirmed.
#[tokio::test]
async fn a_set_that_only_its_writers_could_approve_is_not_confirmed() {
    let story = Story::begin().await;
    furnish(&story, 2).await;
    story.sql("update members set state = 'disabled' where username in ('finance', 'finance2')").await;
    let (mut admin, mut master) = (story.member("yunhe", "admin").await, story.member("yunhe", "master").await);
    let mut voucher = story.member("yunhe", "voucher").await;
    let set = paste(&mut admin, "quota_issue", "q1,r1,30\nq1,r2,10\n").await;
    assert_eq!(voucher.get(&set).await.text("#against"), "", "the master could agree");
    let page = master.get(&set).await;
    master.post(&format!("{set}/rows"), &[("revision", &*revision(&page)), ("cell-2-2", "20")]).await;
    let page = voucher.get(&set).await;
    assert!(page.text("#against").contains("nobody else can"), "{}", page.text("#against"));
    confirm(&mut voucher, &set).await;
    confirm(&mut voucher, &set).await;
    assert_eq!(story.number("select count(*) from approvals").await, 0);
    story.sql("update members set state = 'active' where username = 'finance'").await;
    confirm(&mut voucher, &set).await;
    confirm(&mut voucher, &set).await;
    assert_eq!(story.number("select count(*) from approvals").await, 1);
}

/// PERM-6: a set that another one confirms is still its writer's.
#[tokio::test]
async fn who_wrote_a_set_does_not_approve_it_because_another_one_confirmed_it() {
    let story = Story::begin().await;
    furnish(&story, 2).await;
    let (mut admin, mut master) = (story.member("yunhe", "admin").await, story.member("yunhe", "master").await);
    let set = paste(&mut admin, "quota_issue", "q1,r1,30\nq1,r2,10\n").await;
    let page = master.get(&set).await;
    master.post(&format!("{set}/rows"), &[("revision", &*revision(&page)), ("cell-2-2", "20")]).await;
    let mut voucher = story.member("yunhe", "voucher").await;
    // Whom he asks are others than whom the writers would: the set is shown to him anew first.
    confirm(&mut voucher, &set).await;
    confirm(&mut voucher, &set).await;
    let approval = story.number("select id from approvals").await;
    let (path, agree) = (format!("/approvals/{approval}"), [("step", "agree")]);
    let names = story.member("yunhe", "voucher2").await.get(&path).await.facts().join(" ");
    assert!(names.contains("finance, finance2") && !names.contains("admin,") && !names.contains("master"), "{names}");
    for author in [&mut admin, &mut master] {
        assert_eq!(author.post(&path, &agree).await.status, 409);
        assert!(author.get("/approvals").await.rows().is_empty(), "nothing waits for him");
        assert_eq!(story.approval(approval).await, "pending");
    }
    assert_eq!(story.member("yunhe", "finance").await.post(&path, &agree).await.status, 303);
}
