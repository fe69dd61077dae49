//! Stories of issuing and reclaiming: form, preview, confirmation once, what may not be done and why, two people at one quota.

use axum::http::Method;

use crate::tests::support::{
    client::{Client, Page},
    story::Story,
};

/// A distributor with a quota `q1` of 400 left and resellers `acct-1` to `acct-N` beside `qinglan`.
pub(super) async fn stage(resellers: u32) -> (Story, i64) {
    let story = Story::begin().await;
    story.reseller().await;
    story.quotas("yunhe", "q", 1).await;
    story
        .sql(&format!(
            "insert into resellers (organization_id, account_id, child_id, remote_id, account_name, raw, run_id, fetched_at, first_seen_at)
             select r.organization_id, r.account_id, r.child_id, 'rs-' || i, 'acct-' || i, '{{}}', r.run_id, r.fetched_at, r.first_seen_at
             from resellers r, generate_series(1, {resellers}) i where r.remote_id = 'reseller-1'"
        ))
        .await;
    let quota = story.number("select id from voucher_quotas where remote_id = 'q1'").await;
    (story, quota)
}

/// Sends the button that confirms a preview, with everything it carries.
pub(super) async fn confirm(client: &mut Client, preview: &Page) -> Page {
    let action = preview.attribute("form.sheet", "action").unwrap();
    client.post(&action, &borrowed(&carried(preview))).await
}

fn carried(preview: &Page) -> Vec<(String, String)> {
    let names = preview.attributes("form.sheet input[type=hidden]", "name");
    let values = preview.attributes("form.sheet input[type=hidden]", "value");
    let mut fields: Vec<(String, String)> = names.into_iter().zip(values).collect();
    fields.push(("step".to_owned(), "confirm".to_owned()));
    fields
}

fn borrowed(fields: &[(String, String)]) -> Vec<(&str, &str)> {
    fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

/// Whether a preview offers the confirmation.
pub(super) fn is_offered(preview: &Page) -> bool {
    preview.attributes("button[name=step]", "value").contains(&"confirm".to_owned())
}

const COMMANDS: &str = "select count(*) from commands";

#[tokio::test]
async fn quota_goes_to_many_once_after_a_preview() {
    let (story, quota) = stage(3).await;
    let mut voucher = story.member("yunhe", "voucher").await;
    let shown = voucher.get(&format!("/vouchers/quotas/{quota}")).await;
    let form = format!("/vouchers/quotas/{quota}/issues/new");
    assert!(shown.attributes(".actions a", "href").contains(&form), "{}", shown.body);
    let page = voucher.get(&form).await;
    assert_eq!((page.status.as_u16(), page.attributes("input[name=pick]", "value").len()), (200, 4), "{}", page.body);
    let path = format!("/vouchers/quotas/{quota}/issues");
    let found = voucher.post(&path, &[("step", "search"), ("search", "acct-2"), ("pick", "acct-1")]).await;
    assert_eq!(found.attributes("input[name=pick]", "value"), ["acct-2"]);
    assert_eq!(found.text("textarea"), "acct-1", "what was ticked before stays");
    let typed = [("step", "preview"), ("recipients", "acct-1\nrs-2 120.50"), ("pick", "acct-3"), ("amount", "10")];
    let preview = voucher.post(&path, &typed).await;
    assert_eq!(preview.status, 200, "{}", preview.body);
    let facts = preview.facts().join("\n");
    for want in ["Total: 140.50 CNY", "Balance at Huawei Cloud: 400.00 CNY", "Left after all of them: 259.50 CNY"] {
        assert!(facts.contains(want), "{want}: {facts}");
    }
    assert!(facts.contains("finance, finance2") && !facts.contains("voucher2"), "who could agree: {facts}");
    assert!(is_offered(&preview));
    assert_eq!(story.number(COMMANDS).await, 0, "a preview does nothing");
    let done = confirm(&mut voucher, &preview).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let approval = story.number("select id from approvals").await;
    assert_eq!(done.location(), format!("/approvals/{approval}"));
    let again = confirm(&mut voucher, &preview).await;
    assert_eq!(
        (again.status.as_u16(), again.location()),
        (303, done.location()),
        "a double click, a reload, the back button"
    );
    assert_eq!(story.number(COMMANDS).await, 3);
    let sums = "select (sum(amount) * 100)::bigint from commands where state = 'intent' and quota_remote_id = 'q1'";
    assert_eq!(story.number(sums).await, 14050);
    let shown = voucher.get(&format!("/vouchers/quotas/{quota}")).await;
    assert!(shown.facts().contains(&"Open commands: 3 not finished, 140.50 CNY".to_owned()), "{:?}", shown.facts());
}

#[tokio::test]
async fn what_was_cancelled_is_asked_for_again_however_many_it_was_for() {
    let (story, quota) = stage(60).await;
    let mut voucher = story.member("yunhe", "voucher").await;
    let path = format!("/vouchers/quotas/{quota}/issues");
    let lines: Vec<String> = (1..=60).map(|number| format!("acct-{number} {number}.50")).collect();
    let preview = voucher.post(&path, &[("recipients", lines.join("\n").as_str()), ("remark", "autumn")]).await;
    let short = preview.facts().join(" ");
    assert!(!is_offered(&preview), "400 are not enough: {short}");
    let lines: Vec<String> = (1..=60).map(|number| format!("acct-{number} {}.50", number % 9)).collect();
    let preview = voucher.post(&path, &[("recipients", lines.join("\n").as_str()), ("remark", "autumn")]).await;
    let approval = confirm(&mut voucher, &preview).await.location().to_owned();
    assert_eq!(voucher.post(&approval, &[("step", "cancel")]).await.status, 303);
    let again = voucher.get(&approval).await.attributes(".actions a", "href");
    let again = again.iter().find(|href| href.contains("/issues/new")).unwrap();
    let form = voucher.get(again).await;
    let wanted: Vec<String> = (1..=60).map(|number| format!("rs-{number} {}.50", number % 9)).collect();
    assert_eq!(form.text("textarea"), wanted.join(" "));
    assert!(form.body.contains("autumn"));
    // Only his own: another one's request fills nothing.
    let other = story.member("yunhe", "voucher2").await.get(again).await;
    assert_eq!((other.status.as_u16(), other.text("textarea").trim()), (200, ""));
}

#[tokio::test]
async fn every_refusal_is_a_sentence_where_it_belongs() {
    let (story, quota) = stage(1).await;
    story.sql("update resellers set left_at = '2026-11-01' where remote_id = 'rs-1'").await;
    let mut voucher = story.member("yunhe", "voucher").await;
    let path = format!("/vouchers/quotas/{quota}/issues");
    for (recipients, amount, field, sentence) in [
        ("", "5", "recipients", "Choose at least one recipient."),
        ("qinglan-acct", "", "amount", "Enter an amount."),
        (
            "qinglan-acct 5",
            "x",
            "amount",
            "Enter the amount as a number, like 1250.50; a comma may only group thousands, like 1,250.50.",
        ),
    ] {
        let page = voucher.post(&path, &[("recipients", recipients), ("amount", amount)]).await;
        assert_eq!(page.status, 422, "{recipients} {amount}");
        assert_eq!(page.text(&format!("#{field}-error")), sentence, "{recipients} {amount}");
        assert_eq!(page.attribute("input[name=amount]", "value").as_deref(), Some(amount), "what was typed stays");
    }
    for (recipients, sentence) in [
        ("acct-1 5", "The association has ended."),
        ("nobody 5", "Not found among those you may choose."),
        ("qinglan-acct 0", "The amount must be greater than 0."),
        ("qinglan-acct 0.001", "At most two decimals."),
        ("qinglan-acct 5\nreseller-1 5", "Named twice."),
        ("qinglan-acct 400.01", "does not suffice: 0.01 CNY are missing"),
    ] {
        let page = voucher.post(&path, &[("recipients", recipients)]).await;
        assert_eq!(page.status, 422, "{recipients}");
        assert!(page.body.contains(sentence) && !is_offered(&page), "{recipients}: {}", page.text("#notice"));
        let forced = confirm(&mut voucher, &page).await;
        assert_eq!(forced.status, 409, "{recipients}: a refused preview cannot be confirmed");
    }
    assert_eq!(story.number(COMMANDS).await, 0);
    let mut chinese = voucher.speaking("zh-CN");
    let page = chinese.post(&path, &[("recipients", ""), ("amount", "5")]).await;
    assert_eq!(page.text("#recipients-error"), "请至少选择一个对象。");
}

#[tokio::test]
async fn the_second_of_two_sees_the_first_ones_open_command() {
    let (story, quota) = stage(2).await;
    let (mut one, mut other) = (story.member("yunhe", "voucher").await, story.member("yunhe", "voucher2").await);
    let path = format!("/vouchers/quotas/{quota}/issues");
    let first = one.post(&path, &[("recipients", "acct-1 300")]).await;
    let second = other.post(&path, &[("recipients", "acct-1 200")]).await;
    assert!(is_offered(&first) && is_offered(&second));
    assert_eq!(confirm(&mut one, &first).await.status, 303);
    let refused = confirm(&mut other, &second).await;
    assert_eq!(refused.status, 409, "{}", refused.body);
    assert_eq!(story.number(COMMANDS).await, 1);
    let facts = refused.facts().join("\n");
    assert!(facts.contains("1 not yet finished"), "{facts}");
    assert!(refused.text("#notice").contains("100.00 CNY are missing"), "{}", refused.text("#notice"));
    let smaller = other.post(&path, &[("recipients", "acct-1 100")]).await;
    assert!(is_offered(&smaller), "what is left suffices: {}", smaller.text("#notice"));
    assert!(smaller.body.contains("for the same recipient is not finished yet"), "{}", smaller.body);
}

#[tokio::test]
async fn what_may_not_be_done_is_said_in_place_of_the_button() {
    let (story, quota) = stage(1).await;
    story.quotas("qinglan", "c", 1).await;
    let child = story.number("select id from voucher_quotas where remote_id = 'c1'").await;
    let path = format!("/vouchers/quotas/{quota}");
    let mut voucher = story.member("yunhe", "voucher").await;
    for (change, sentence) in [
        ("status = 4", "Nothing can be issued from it now: its status forbids it."),
        ("status = 0, balance = 0", "Its balance is used up."),
        ("balance = 400, expires_at = '2026-11-22 03:59+00'", "Nothing can be issued from it now: expired."),
        ("expires_at = '2026-12-31', quota_type = 1", "Cash-coupon quota cannot be handed on to cloud resellers."),
    ] {
        story.sql(&format!("update voucher_quotas set {change} where id = {quota}")).await;
        let page = voucher.get(&path).await;
        assert!(page.facts().iter().any(|fact| fact.contains(sentence)), "{change}: {:?}", page.facts());
        assert!(!page.attributes("a", "href").iter().any(|href| href.ends_with("/issues/new")), "{change}");
        let form = voucher.get(&format!("{path}/issues/new")).await;
        assert_eq!((form.status.as_u16(), form.text("#notice").as_str()), (409, sentence), "{change}");
    }
    story.sql(&format!("update voucher_quotas set quota_type = 0 where id = {quota}")).await;
    let mut finance = story.member("yunhe", "finance").await;
    let page = finance.get(&path).await;
    assert!(
        page.facts().iter().any(|fact| fact.contains("You need the permission “Issue quotas”")),
        "{:?}",
        page.facts()
    );
    let held = voucher.get(&format!("/vouchers/quotas/{child}")).await;
    assert!(held.facts().iter().any(|fact| fact.contains("A cloud reseller holds this quota")), "{:?}", held.facts());
    let mut theirs = story.member("qinglan", "voucher").await;
    let page = theirs.get(&format!("/vouchers/quotas/{child}")).await;
    assert!(page.facts().iter().any(|fact| fact.contains("A cloud reseller hands no quota on")), "{:?}", page.facts());
    assert!(page.attributes("a", "href").contains(&format!("/vouchers/quotas/{child}/coupons/new")));
}

#[tokio::test]
async fn coupons_go_to_customers_inside_the_limits_of_the_quota() {
    let (story, quota) = stage(1).await;
    story.customers("yunhe", "cu", 3).await;
    story
        .sql(
            r#"update customers set association_type = '1' where account_name = 'cu3';
               update customers set verified_status = '0' where account_name = 'cu2';
               update voucher_quotas set limits = '[{"limit_key": "cloudServiceType", "limit_values": [{"value1": "ec2"}, {"value1": "obs"}]}]'"#,
        )
        .await;
    let mut voucher = story.member("yunhe", "voucher").await;
    let page = voucher.get(&format!("/vouchers/quotas/{quota}/coupons/new")).await;
    assert_eq!(page.attributes("input[name=services]", "value"), ["ec2", "obs"], "{}", page.body);
    let path = format!("/vouchers/quotas/{quota}/coupons");
    for (field, value, sentence) in [
        ("expires_on", "2027-01-01", "The quota expires before this day."),
        ("expires_on", "2026-11-21", "The last day lies in the past."),
        ("valid_on", "2025-12-31", "The quota is not valid yet on this day."),
        ("valid_on", "soon", "Enter a day like 2026-11-22."),
    ] {
        let page = voucher.post(&path, &[("recipients", "cu1"), ("amount", "5"), (field, value)]).await;
        assert_eq!((page.status.as_u16(), page.text(&format!("#{field}-error")).as_str()), (422, sentence), "{value}");
    }
    let outside = voucher.post(&path, &[("recipients", "cu1"), ("amount", "5"), ("services", "cdn")]).await;
    assert!(outside.status == 422 && outside.body.contains("The quota does not allow cdn."), "{}", outside.body);
    let advised = voucher.post(&path, &[("recipients", "cu1\ncu3"), ("amount", "5")]).await;
    assert!(advised.body.contains("advisor model") && !is_offered(&advised));
    let typed = [("recipients", "cu1\ncu2"), ("amount", "25"), ("expires_on", "2026-12-31"), ("services", "obs")];
    let preview = voucher.post(&path, &typed).await;
    assert!(is_offered(&preview) && preview.body.contains("Real name not verified yet."), "{}", preview.body);
    assert!(
        preview.facts().iter().any(|fact| fact.starts_with("Requests to Huawei Cloud: 1")),
        "{:?}",
        preview.facts()
    );
    assert_eq!(confirm(&mut voucher, &preview).await.status, 303);
    assert_eq!(
        story.number("select count(*) from command_calls").await,
        1,
        "customers of one face value share a request"
    );
    let ends = "select count(*) from command_calls where parameters ->> 'expire_time' like '2026-12-31T15:59:59%'";
    assert_eq!(story.number(ends).await, 1, "the last day ends when the quota does");
}

#[tokio::test]
async fn picked_rows_are_taken_back_whole_and_once() {
    let (story, _) = stage(1).await;
    story.issued("yunhe", "i", "q1", 3).await;
    story.customers("yunhe", "cu", 1).await;
    story.coupons("yunhe", "v", "cu-id-1", 2).await;
    story.sql("update issued_quotas set status = 5 where remote_id = 'i3'; update coupons set status = 5 where remote_id = 'v2'").await;
    let mut voucher = story.member("yunhe", "voucher").await;
    for (list, field, table, total) in
        [("/vouchers/issued", "quota", "issued_quotas", "200.00"), ("/vouchers/coupons", "coupon", "coupons", "60.00")]
    {
        let page = voucher.get(list).await;
        let keys = page.attributes(&format!("td input[name={field}]"), "value");
        let whole = story.number(&format!("select count(*) from {table}")).await;
        assert_eq!(i64::try_from(keys.len()).unwrap(), whole - 1, "{list}: one cannot be taken back");
        assert_eq!(page.texts("td .barred"), ["Its state forbids taking it back."], "{list}");
        let forbidden = story.number(&format!("select id from {table} where status = 5")).await;
        let all: Vec<String> =
            keys.iter().cloned().chain([forbidden.to_string()]).map(|key| format!("{field}={key}")).collect();
        let bad = voucher.get(&format!("{list}/reclaims/new?{}", all.join("&"))).await;
        assert!(bad.body.contains("Its state forbids taking it back.") && !is_offered(&bad), "{list}: {}", bad.body);
        let sound = story.number(&format!("select count(*) from {table} where status in (0, 2)")).await;
        let mut owner = Vec::new();
        for place in 1..=sound {
            let prefix = if table == "coupons" { "v" } else { "i" };
            let id = story.number(&format!("select id from {table} where remote_id = '{prefix}{place}'")).await;
            owner.push(format!("{field}={id}"));
        }
        let preview = voucher.get(&format!("{list}/reclaims/new?{}", owner.join("&"))).await;
        assert!(is_offered(&preview), "{list}: {}", preview.text("#notice"));
        assert!(preview.facts().contains(&format!("Total: {total} CNY")), "{:?}", preview.facts());
        let before = story.number(COMMANDS).await;
        let done = confirm(&mut voucher, &preview).await;
        assert_eq!(done.status, 303, "{}", done.body);
        assert_eq!(confirm(&mut voucher, &preview).await.location(), done.location());
        assert_eq!(story.number(COMMANDS).await - before, sound);
        let again = voucher.get(&format!("{list}/reclaims/new?{}", owner.join("&"))).await;
        assert!(again.body.contains("about it is not finished yet") && !is_offered(&again), "{list}");
        assert_eq!(voucher.get(&format!("{list}/reclaims/new")).await.status, 422, "nothing picked");
    }
    let mut finance = story.member("yunhe", "finance").await;
    let listed = finance.get("/vouchers/issued").await;
    assert!(listed.attributes("td input[name=quota]", "value").is_empty());
    assert!(listed.text(".unpicked").contains("You need the permission “Reclaim quotas”"), "{}", listed.body);
    let child = story.number("select id from issued_quotas where remote_id = 'i1'").await;
    let page = finance.get(&format!("/vouchers/issued/{child}")).await;
    assert!(
        page.facts().iter().any(|fact| fact.contains("You need the permission “Reclaim quotas”")),
        "{:?}",
        page.facts()
    );
}

#[tokio::test]
async fn a_program_issues_once_per_key() {
    let (story, quota) = stage(2).await;
    let ids = [story.number("select id from resellers where remote_id = 'rs-1'").await, 999_999];
    let mut program = story.program("yunhe", "voucher").await;
    program.headers.push(("content-type", "application/json".to_owned()));
    program.headers.push(("idempotency-key", "issue-1".to_owned()));
    let body = |id: i64, amount: &str| {
        format!(r#"{{"quota_id":"{quota}","recipients":[{{"reseller_id":"{id}","amount":"{amount}"}}]}}"#)
    };
    let path = "/api/v1/vouchers/issues";
    let first = program.send_bytes(Method::POST, path, body(ids[0], "12.50")).await;
    assert_eq!(first.status, 201, "{}", first.body);
    let told: serde_json::Value = serde_json::from_str(&first.body).unwrap();
    assert_eq!(told["commands"][0]["state"], "intent");
    let again = program.send_bytes(Method::POST, path, body(ids[0], "12.50")).await;
    assert_eq!((again.status, again.body), (first.status, first.body));
    assert_eq!(program.send_bytes(Method::POST, path, body(ids[0], "13")).await.status, 422, "another body");
    program.headers.pop();
    for (id, amount, sentence) in [
        (ids[1], "5", "Not found among"),
        (ids[0], "0.001", "At most two decimals."),
        (ids[0], "1000", "does not suffice"),
    ] {
        let page = program.send_bytes(Method::POST, path, body(id, amount)).await;
        assert!(page.status == 422 && page.body.contains(sentence), "{id} {amount}: {}", page.body);
    }
    assert_eq!(story.number(COMMANDS).await, 1);
}
