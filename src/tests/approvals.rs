//! Stories of approvals: who decides, who does not, what comes of it.

use chrono::TimeDelta;

use super::{
    inbox::id,
    support::{
        client::Page,
        commands::{QUOTA, Wish},
        story::Story,
    },
};

const AGREE: [(&str, &str); 1] = [("step", "agree")];
const RETURN: [(&str, &str); 2] = [("step", "return"), ("reason", "wrong reseller")];

fn said(page: &Page) -> String {
    page.texts("main .notice").join(" ")
}

#[tokio::test]
async fn what_one_wants_another_approves() {
    let story = Story::begin().await;
    let approval = story.wish(&QUOTA).await;
    let path = format!("/approvals/{approval}");
    let (mut voucher, mut finance) = (story.member("yunhe", "voucher").await, story.member("yunhe", "finance").await);
    assert!(finance.get("/inbox").await.rows().iter().any(|row| row.starts_with("Approve or return: Issue quota")));
    assert!(finance.get("/").await.texts(".tiles li").iter().any(|tile| tile.starts_with("Approvals waiting for you")));
    assert_eq!(finance.get("/approvals").await.rows().len(), 1);
    assert_eq!(voucher.get("/approvals").await.rows().len(), 0, "never one's own");
    assert_eq!(voucher.get("/approvals?view=mine").await.rows().len(), 1);
    let own = voucher.get(&path).await;
    assert!(said(&own).contains("Somebody else approves it"), "{}", said(&own));
    assert_eq!(own.texts("button[value=agree]").len(), 0);
    let refused = voucher.post(&path, &AGREE).await;
    assert_eq!(refused.status, 409, "{}", refused.body);
    let shown = finance.get(&path).await;
    let facts = shown.facts().join(" ");
    for part in
        ["Yunhe Ltd", "100.00 CNY", "voucher", "0 of 1 approved", "Balance before", "5,000.00 CNY", "Approve quotas"]
    {
        assert!(facts.contains(part), "{part}: {facts}");
    }
    assert_eq!(shown.rows().len(), 1, "{:?}", shown.rows());
    assert_eq!(finance.post(&path, &AGREE).await.status, 303);
    assert_eq!(story.approval(approval).await, "approved");
    assert_eq!(
        story.number("select count(*) from command_calls where state = 'waiting'").await,
        1,
        "the executor's turn"
    );
    let told = voucher.get("/inbox").await;
    assert!(told.body.contains(&format!("finance approved your request {approval}: Issue quota.")), "{}", told.body);
    assert_eq!(finance.get("/approvals").await.rows().len(), 0);
    assert_eq!(story.number("select count(*) from audit_events where event = 'approval.agreed'").await, 1);
}

#[tokio::test]
async fn the_master_and_an_admin_do_not_approve_their_own_either() {
    let story = Story::begin().await;
    for maker in ["master", "admin"] {
        let approval = story.wish(&Wish { maker, ..QUOTA }).await;
        let page = story.member("yunhe", maker).await.post(&format!("/approvals/{approval}"), &AGREE).await;
        assert_eq!(page.status, 409, "{maker}");
        assert_eq!(story.approval(approval).await, "pending");
    }
}

#[tokio::test]
async fn who_may_not_approve_is_told_who_can() {
    let story = Story::begin().await;
    let approval = story.wish(&QUOTA).await;
    let path = format!("/approvals/{approval}");
    let mut other = story.member("yunhe", "voucher2").await;
    let page = other.get(&path).await;
    assert!(said(&page).contains("You may not approve this"), "{}", said(&page));
    assert!(page.facts().join(" ").contains("admin, finance, finance2, master"), "{:?}", page.facts());
    assert_eq!(other.post(&path, &AGREE).await.status, 409);
    let finance = id(&story, "finance").await;
    story
        .sql(&format!(
            "update members set credentials_by = {finance}, credentials_at = '2026-11-22 03:00+00' where username = 'voucher'"
        ))
        .await;
    let page = story.member("yunhe", "finance").await.post(&path, &AGREE).await;
    assert!(page.status == 409 && said(&page).contains("less than 24 hours"), "MEM-13: {}", said(&page));
    assert_eq!(story.member("yunhe", "finance2").await.post(&path, &AGREE).await.status, 303);
    assert_eq!(story.member("yunhe", "developer").await.get(&path).await.status, 404, "not of his work");
    assert_eq!(story.member("yunhe", "incentive").await.get(&path).await.status, 403);
    assert_eq!(story.member("qinglan", "finance").await.get(&path).await.status, 404);
}

#[tokio::test]
async fn large_amounts_need_two_people_and_one_counts_once() {
    let story = Story::begin().await;
    let approval = story.wish(&Wish { steps: 2, ..QUOTA }).await;
    let path = format!("/approvals/{approval}");
    let mut finance = story.member("yunhe", "finance").await;
    assert_eq!(finance.post(&path, &AGREE).await.status, 303);
    assert_eq!(story.approval(approval).await, "pending");
    let page = finance.post(&path, &AGREE).await;
    assert!(page.status == 409 && said(&page).contains("decided already"), "{}", said(&page));
    let mut second = story.member("yunhe", "finance2").await;
    assert!(second.get("/approvals").await.rows()[0].contains("1 of 2 approved"));
    assert_eq!(second.post(&path, &AGREE).await.status, 303);
    assert_eq!(story.approval(approval).await, "approved");
}

/// MEM-13 between the two who agree: who has just reset a colleague's login could sign in as him and be both.
#[tokio::test]
async fn who_reset_the_login_of_the_first_is_not_the_second() {
    let story = Story::begin().await;
    let approval = story.wish(&Wish { steps: 2, ..QUOTA }).await;
    let path = format!("/approvals/{approval}");
    let mut first = story.member("yunhe", "finance").await;
    assert_eq!(first.post(&path, &AGREE).await.status, 303);
    let reset = |by: i64, at: &str| {
        format!("update members set credentials_by = {by}, credentials_at = '{at}' where username = 'finance'")
    };
    story.sql(&reset(id(&story, "admin").await, "2026-11-22 03:00+00")).await;
    let mut admin = story.member("yunhe", "admin").await;
    let page = admin.get(&path).await;
    assert!(said(&page).contains("somebody who approved this"), "{}", said(&page));
    assert_eq!(page.texts("button[value=agree]").len(), 0);
    for _ in 0..2 {
        let page = admin.post(&path, &AGREE).await;
        assert!(page.status == 409 && said(&page).contains("somebody who approved this"), "{}", said(&page));
    }
    assert_eq!(story.approval(approval).await, "pending");
    let asked = story.member("yunhe", "voucher").await.get(&path).await.facts().join(" ");
    assert!(asked.contains("finance2, master") && !asked.contains("admin"), "{asked}");
    assert_eq!(story.member("yunhe", "finance2").await.post(&path, &AGREE).await.status, 303);
    assert_eq!(story.approval(approval).await, "approved");
}

#[tokio::test]
async fn of_two_who_decide_at_once_one_is_told_that_the_other_has() {
    let story = Story::begin().await;
    let approval = story.wish(&QUOTA).await;
    let path = format!("/approvals/{approval}");
    let (mut one, mut other) = (story.member("yunhe", "finance").await, story.member("yunhe", "finance2").await);
    let (first, second) = tokio::join!(one.post(&path, &AGREE), other.post(&path, &RETURN));
    let mut statuses = [first.status.as_u16(), second.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 409]);
    let late = if first.status == 409 { first } else { second };
    assert!(said(&late).contains("Somebody else has decided meanwhile"), "{}", said(&late));
    assert_eq!(story.number("select count(*) from approval_votes").await, 1);
}

#[tokio::test]
async fn what_is_returned_needs_a_reason_and_is_told() {
    let story = Story::begin().await;
    let approval = story.wish(&QUOTA).await;
    let path = format!("/approvals/{approval}");
    let mut finance = story.member("yunhe", "finance").await.speaking("zh-CN");
    let page = finance.post(&path, &[("step", "return"), ("reason", " ")]).await;
    assert!(page.status == 409 && said(&page).contains("请填写退回原因"), "{}", said(&page));
    assert_eq!(finance.post(&path, &RETURN).await.status, 303);
    assert_eq!(story.approval(approval).await, "returned");
    assert_eq!(story.number("select count(*) from commands where state = 'failed' and failure = 'returned'").await, 1);
    let mut voucher = story.member("yunhe", "voucher").await;
    assert!(voucher.get("/inbox").await.body.contains("returned your request"));
    let page = voucher.get(&path).await;
    assert!(page.texts(".timeline li").join(" ").contains("wrong reseller"), "{}", page.body);
    assert_eq!(voucher.post(&path, &[("step", "x")]).await.status, 400);
}

#[tokio::test]
async fn the_maker_cancels_and_nobody_else() {
    let story = Story::begin().await;
    let approval = story.wish(&Wish { commands: 3, ..QUOTA }).await;
    let path = format!("/approvals/{approval}");
    let cancel = [("step", "cancel"), ("why", "twice")];
    assert_eq!(story.member("yunhe", "finance").await.post(&path, &cancel).await.status, 409);
    let mut voucher = story.member("yunhe", "voucher").await;
    assert_eq!(voucher.get(&path).await.texts("button[value=cancel]").len(), 1);
    assert_eq!(voucher.post(&path, &cancel).await.status, 303);
    assert_eq!(story.approval(approval).await, "cancelled");
    assert_eq!(story.number("select count(*) from commands where failure = 'cancelled'").await, 3);
    assert_eq!(voucher.post(&path, &cancel).await.status, 409, "it is over");
}

#[tokio::test]
async fn after_three_days_it_is_over() {
    let story = Story::begin().await;
    let approval = story.wish(&QUOTA).await;
    let path = format!("/approvals/{approval}");
    story.clock.advance(TimeDelta::hours(61));
    let mut voucher = story.member("yunhe", "voucher").await;
    assert!(voucher.get("/inbox").await.rows()[0].starts_with("Your request expires within 12 hours"));
    story.clock.advance(TimeDelta::hours(11));
    let mut finance = story.member("yunhe", "finance").await;
    assert_eq!(finance.get("/approvals").await.rows().len(), 0);
    assert_eq!(
        finance.get("/approvals?view=all&state=expired").await.rows().len(),
        1,
        "also before the portal notes it"
    );
    let page = finance.post(&path, &AGREE).await;
    assert!(page.status == 409 && said(&page).contains("expired"), "{}", said(&page));
    let mut voucher = story.member("yunhe", "voucher").await;
    assert!(said(&voucher.get(&path).await).contains("Submit it again"));
}

#[tokio::test]
async fn a_delegate_approves_in_anothers_place_and_both_are_named() {
    let story = Story::begin().await;
    let (approval, own) = (story.wish(&QUOTA).await, story.wish(&Wish { maker: "voucher2", ..QUOTA }).await);
    let mut finance = story.member("yunhe", "finance").await;
    let delegate = id(&story, "voucher2").await.to_string();
    let form = |ends: &'static str| {
        vec![
            ("step", "delegate".to_owned()),
            ("to", delegate.clone()),
            ("codes", "quota.approve".to_owned()),
            ("starts", "2026-11-22".to_owned()),
            ("ends", ends.to_owned()),
            ("reason", "leave".to_owned()),
        ]
    };
    let list = "/approvals/delegations";
    let fields = |form: &'_ [(&'static str, String)]| {
        form.iter().map(|(name, value)| (*name, value.clone())).collect::<Vec<_>>()
    };
    let wrong = fields(&form("2027-11-22"));
    let wrong: Vec<(&str, &str)> = wrong.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let page = finance.post(list, &wrong).await;
    assert!(page.status == 422 && page.text("#ends-error").contains("60 days"), "{}", page.body);
    let sound = fields(&form("2026-11-30"));
    let sound: Vec<(&str, &str)> = sound.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert_eq!(finance.post(list, &sound).await.status, 303);
    let told = finance.get(list).await;
    assert!(told.body.contains("Your delegate submits such requests, too (Approve quotas)"), "{}", told.body);
    assert!(told.rows()[0].contains("finance | voucher2 | Approve quotas"));

    let mut voucher2 = story.member("yunhe", "voucher2").await;
    assert!(voucher2.get("/inbox").await.body.contains("voucher2 approves in place of finance until"));
    assert_eq!(voucher2.get("/approvals").await.rows().len(), 1, "not his own");
    assert_eq!(voucher2.post(&format!("/approvals/{own}"), &AGREE).await.status, 409);
    let path = format!("/approvals/{approval}");
    assert!(voucher2.get(&path).await.body.contains("You decide in place of finance"));
    assert_eq!(voucher2.post(&path, &AGREE).await.status, 303);
    assert!(finance.get(&path).await.texts(".timeline li").join(" ").contains("voucher2 for finance"));

    let delegation = story.number("select id from approval_delegations").await.to_string();
    let revoke = [("step", "revoke"), ("delegation", delegation.as_str())];
    assert_eq!(voucher2.post(list, &revoke).await.status, 303, "but it says that it cannot");
    assert_eq!(story.number("select count(*) from approval_delegations where revoked_at is null").await, 1);
    assert_eq!(finance.post(list, &revoke).await.status, 303);
    assert_eq!(story.number("select count(*) from approval_delegations where revoked_at is null").await, 0);
    let again = story.wish(&QUOTA).await;
    assert_eq!(voucher2.post(&format!("/approvals/{again}"), &AGREE).await.status, 409);
}

#[tokio::test]
async fn a_delegation_ends_with_the_rights_of_either() {
    let story = Story::begin().await;
    let approval = story.wish(&QUOTA).await;
    let (from, to) = (id(&story, "finance").await, id(&story, "voucher2").await);
    story
        .sql(&format!(
            "insert into approval_delegations (organization_id, from_member_id, to_member_id, code, starts_at, ends_at, made_at)
             select organization_id, id, {to}, 'quota.approve', '2026-11-01', '2026-12-01', '2026-11-01' from members where id = {from}"
        ))
        .await;
    let path = format!("/approvals/{approval}");
    let mut voucher2 = story.member("yunhe", "voucher2").await;
    // Who reads only decides nothing, for himself or for another.
    for (member, other, refused) in [(from, "operations", 409), (to, "auditor", 403)] {
        story.sql(&format!("update member_roles set role = '{other}' where member_id = {member}")).await;
        assert_eq!(voucher2.post(&path, &AGREE).await.status, refused, "{member} works elsewhere now");
        let role = if member == from { "finance" } else { "voucher_manager" };
        story.sql(&format!("update member_roles set role = '{role}' where member_id = {member}")).await;
    }
    assert_eq!(story.approval(approval).await, "pending");
    assert_eq!(voucher2.post(&path, &AGREE).await.status, 303);
}

#[tokio::test]
async fn a_delegate_does_not_approve_what_the_delegator_made() {
    let story = Story::begin().await;
    let approval =
        story.wish(&Wish { maker: "finance", kind: "customer_transfer", code: "money.approve", ..QUOTA }).await;
    let (from, to) = (id(&story, "finance").await, id(&story, "voucher2").await);
    story
        .sql(&format!(
            "insert into approval_delegations (organization_id, from_member_id, to_member_id, code, starts_at, ends_at, made_at)
             select organization_id, id, {to}, 'money.approve', '2026-11-01', '2026-12-01', '2026-11-01' from members where id = {from}"
        ))
        .await;
    let mut voucher2 = story.member("yunhe", "voucher2").await;
    assert_eq!(voucher2.get("/approvals").await.rows().len(), 0);
    let page = voucher2.post(&format!("/approvals/{approval}"), &AGREE).await;
    assert_eq!(page.status, 409, "{}", page.body);
}

#[tokio::test]
async fn every_page_of_approvals_says_where_approval_is_off() {
    let story = Story::begin().await;
    story
        .sql(
            "insert into approval_rules (organization_id, action, currency, above, is_off, changed_by, changed_at)
             select organization_id, 'quota_issue', 'CNY', 0, true, id, now() from members where username = 'admin'",
        )
        .await;
    let approval = story.wish(&QUOTA).await;
    let mut finance = story.member("yunhe", "finance").await;
    for path in ["/approvals".to_owned(), "/approvals/delegations".to_owned(), format!("/approvals/{approval}")] {
        let page = finance.get(&path).await;
        assert!(
            said(&page).contains("switched off while only one member can approve: Issue quota"),
            "{path}: {}",
            said(&page)
        );
    }
}

#[tokio::test]
async fn a_decision_asks_for_a_fresh_proof() {
    let story = Story::begin().await.with_second_factors();
    story.sql("update organizations set mfa_policy = 'off'").await;
    let approval = story.wish(&QUOTA).await;
    let page = story.member("yunhe", "finance").await.post(&format!("/approvals/{approval}"), &AGREE).await;
    assert_eq!(page.status, 307);
    assert!(page.location().starts_with("/step-up?operation=quota.approve"), "{}", page.location());
}

#[tokio::test]
async fn pages_of_approvals_lose_and_repeat_nothing() {
    let story = Story::begin().await;
    for _ in 0..120 {
        story.wish(&QUOTA).await;
    }
    let mut finance = story.member("yunhe", "finance").await;
    let mut seen = Vec::new();
    let mut next = Some("/approvals".to_owned());
    while let Some(path) = next {
        let page = finance.get(&path).await;
        seen.extend(page.texts("tbody td:first-child"));
        next = page.attribute("a[rel=next]", "href");
    }
    let count = seen.len();
    seen.sort();
    seen.dedup();
    assert_eq!((count, seen.len()), (120, 120));
}

#[tokio::test]
async fn programs_decide_with_the_permission_and_never_about_their_own() {
    let story = Story::begin().await;
    let approval = story.wish(&QUOTA).await;
    let path = format!("/api/v1/commands/{}/decisions", story.command(approval).await);
    let json = |decision: &str| format!("{{\"decision\":\"{decision}\",\"reason\":\"\"}}");
    let post = axum::http::Method::POST;
    for (member, decisions) in
        [("voucher", &["approve"][..]), ("voucher2", &["approve"][..]), ("finance", &["x", "return"][..])]
    {
        let mut program = story.program("yunhe", member).await;
        program.headers.push(("content-type", "application/json".to_owned()));
        for decision in decisions {
            let page = program.send_bytes(post.clone(), &path, json(decision)).await;
            assert_eq!(page.status, 422, "{member} {decision}: {}", page.body);
        }
    }
    let mut program = story.program("yunhe", "finance2").await;
    program.headers.push(("content-type", "application/json".to_owned()));
    let page = program.send_bytes(post.clone(), &path, json("approve")).await;
    assert!(page.status == 200 && page.body.contains("\"approval_state\":\"approved\""), "{}", page.body);
    assert_eq!(story.approval(approval).await, "approved");
    assert_eq!(program.send_bytes(post, &path, json("approve")).await.status, 409, "it is decided");
    assert_eq!(story.member("yunhe", "voucher").await.get("/inbox").await.status, 200);
}
