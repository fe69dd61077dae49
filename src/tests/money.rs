//! Stories of transfers, take-backs, budgets, freezes, new customers, applications and invitations: preview, confirmation, what may not be done and why
//! (ACCT-3, ACCT-6 to ACCT-9, ACCT-17 to ACCT-22, CUST-8, CUST-9, CMD-3, CMD-13).

use super::support::{
    client::{Client, Page},
    story::Story,
};

/// A partner with 1,000 CNY of which 100 are earmarked, and customers `c1` (250 CNY) to `c5`; `c5` is an advisor's.
pub(super) async fn rich() -> Story {
    let story = Story::begin().await;
    story.customers("yunhe", "c", 5).await;
    story
        .sql(
            "update customers set association_type = '1' where account_name = 'c5';
             insert into partner_balances (organization_id, account_id, account_type, vendor_account_id, currency, amount,
               designated_amount, raw, run_id, fetched_at, first_seen_at)
             select a.organization_id, a.id, 1, 'A1', 'CNY', 1000, 100, '{}', r.id, '2026-11-22', '2026-11-22'
             from cloud_accounts a, sync_runs r;
             insert into customer_balances (organization_id, account_id, customer_id, currency, amount, debt_amount, raw, run_id,
               fetched_at, first_seen_at)
             select a.organization_id, a.id, 'c-id-1', 'CNY', 250, 0, '{}', r.id, '2026-11-22', '2026-11-22'
             from cloud_accounts a, sync_runs r;
             insert into sync_resources (account_id, organization_id, resource, completed_at, next_at)
             select id, organization_id, n, '2026-11-22 03:50+00', '2026-11-22 04:05+00' from cloud_accounts,
               unnest(array['partner_balances', 'customer_balances']) n",
        )
        .await;
    story
}

/// A form as a browser sends the preview on.
pub(super) async fn confirm(client: &mut Client, path: &str, preview: &Page, fields: &[(&str, &str)]) -> Page {
    let hidden = |name: &str| preview.attribute(&format!("input[name={name}]"), "value").unwrap_or_default();
    let (digest, token) = (hidden("digest"), hidden("token"));
    let mut all = fields.to_vec();
    all.extend([("digest", &*digest), ("token", &*token), ("step", "confirm")]);
    client.post(path, &all).await
}

const TRANSFER: &str = "/accounts/transfers";

#[tokio::test]
async fn a_transfer_is_previewed_confirmed_once_and_waits_for_another() {
    let story = rich().await;
    let mut finance = story.member("yunhe", "finance").await;
    let form = finance.get("/accounts/transfers/new").await;
    assert_eq!(form.status, 200);
    assert!(form.body.contains("900.00 CNY"), "balance less what is earmarked, with its age");
    let fields = [("recipients", "c1, 300\nC2\nc-id-3"), ("amount", "1,00.50"), ("remark", "November")];
    let preview = finance.post(TRANSFER, &fields).await;
    assert!(preview.attribute("button[value=confirm]", "value").is_none() || preview.status == 200);
    let fields = [("recipients", "c1, 300\nC2\nc-id-3"), ("amount", "100.50"), ("remark", "November")];
    let preview = finance.post(TRANSFER, &fields).await;
    assert_eq!(preview.status, 200, "{}", preview.text("[role=alert]"));
    assert!(preview.body.contains("501.00") && preview.body.contains("399.00"), "total and what is left");
    assert!(preview.body.contains("finance2"), "who could agree: {:?}", preview.facts());
    let done = confirm(&mut finance, TRANSFER, &preview, &fields).await;
    assert!(done.status == 303 && done.location().starts_with("/approvals/"), "{} {}", done.status, done.body);
    let again = confirm(&mut finance, TRANSFER, &preview, &fields).await;
    assert_eq!(again.location(), done.location(), "a double click, a reload, the back button");
    assert_eq!(story.number("select count(*) from approvals").await, 1);
    let kept = "select count(*) from commands where kind = 'customer_transfer' and state = 'intent'";
    assert_eq!(story.number(kept).await, 3);
    assert_eq!(story.number("select sum(amount)::bigint from commands").await, 501);
    assert_eq!(
        story.number("select count(*) from approvals where state = 'pending' and code = 'money.approve'").await,
        1
    );
}

#[tokio::test]
async fn two_people_at_once_cannot_spend_the_same_money() {
    let story = rich().await;
    let mut one = story.member("yunhe", "finance").await;
    let mut other = story.member("yunhe", "finance2").await;
    let fields = [("recipients", "c1"), ("amount", "600")];
    let (first, second) = (one.post(TRANSFER, &fields).await, other.post(TRANSFER, &fields).await);
    assert_eq!(confirm(&mut one, TRANSFER, &first, &fields).await.status, 303);
    let late = confirm(&mut other, TRANSFER, &second, &fields).await;
    assert_eq!(late.status, 409, "what the preview showed has changed");
    assert!(late.body.contains("300.00"), "the missing amount: {}", late.text("[role=alert]"));
    assert_eq!(story.number("select count(*) from commands").await, 1);
}

#[tokio::test]
async fn what_cannot_be_transferred_says_why() {
    let story = rich().await;
    story.sql("update customers set left_at = now() where account_name = 'c4'").await;
    let mut finance = story.member("yunhe", "finance").await;
    for (path, recipients, amount, said) in [
        (TRANSFER, "c5", "1", "referral"),
        (TRANSFER, "c4", "1", ""),
        (TRANSFER, "nobody", "1", ""),
        (TRANSFER, "c1\nc1", "1", ""),
        (TRANSFER, "c1", "0", ""),
        (TRANSFER, "c1", "1.001", ""),
        (TRANSFER, "c1", "ten", ""),
        (TRANSFER, "c1", "", ""),
        (TRANSFER, "", "1", ""),
        (TRANSFER, "c1", "900.01", "0.01"),
        ("/accounts/takebacks", "c1", "250.01", "less open take-backs"),
        ("/accounts/takebacks", "c2", "1", "not been read"),
    ] {
        let page = finance.post(path, &[("recipients", recipients), ("amount", amount)]).await;
        assert_eq!(page.status, 422, "{recipients} {amount}: {}", page.body);
        assert!(page.attribute("button[value=confirm]", "value").is_none(), "{recipients} {amount}");
        assert!(page.body.contains(said), "{recipients} {amount}: {said}");
        assert_eq!(
            page.attribute("input[name=recipients]", "value").as_deref(),
            Some(recipients),
            "nothing typed is lost"
        );
    }
    assert_eq!(story.number("select count(*) from approvals").await, 0);
}

#[tokio::test]
async fn the_whole_balance_comes_back() {
    let story = rich().await;
    let mut finance = story.member("yunhe", "finance").await;
    let path = "/accounts/takebacks";
    let fields = [("recipients", "c1"), ("whole", "yes")];
    let preview = finance.post(path, &fields).await;
    assert!(preview.body.contains("250.00"), "{}", preview.body);
    assert_eq!(confirm(&mut finance, path, &preview, &fields).await.status, 303);
    assert_eq!(story.number("select amount::bigint from commands where kind = 'customer_takeback'").await, 250);
    let again = finance.post(path, &fields).await;
    assert_eq!(again.status, 422, "nothing is left beside the open command");
}

#[tokio::test]
async fn a_distributor_transfers_to_its_resellers() {
    let story = rich().await;
    story
        .sql(
            "insert into resellers (organization_id, account_id, child_id, remote_id, account_name, raw, run_id, fetched_at, first_seen_at)
             select a.organization_id, a.id, o.id, 'reseller-1', 'qinglan_cloud', '{}', r.id, '2026-11-22', '2026-11-22'
             from cloud_accounts a, sync_runs r, organizations o where o.code = 'qinglan'",
        )
        .await;
    let mut finance = story.member("yunhe", "finance").await;
    let path = "/resellers/transfers";
    let fields = [("recipients", "Qinglan Ltd"), ("amount", "500")];
    let preview = finance.post(path, &fields).await;
    assert_eq!(confirm(&mut finance, path, &preview, &fields).await.status, 303, "{}", preview.body);
    let kept = "select count(*) from commands where kind = 'reseller_transfer' and recipient_remote_id = 'reseller-1'";
    assert_eq!(story.number(kept).await, 1);
    let mut reseller = story.member("qinglan", "finance").await;
    assert_eq!(reseller.get("/resellers/transfers/new").await.status, 403);
    assert_eq!(reseller.get("/accounts/transfers/new").await.status, 200);
}

/// The same partner on the international site: `c1` has a budget, `c2` is frozen, `c5` is a referral customer.
pub(super) async fn abroad() -> Story {
    let story = Story::begin().await;
    story.customers("yunhe", "c", 5).await;
    story
        .sql(
            "update cloud_accounts set site = 'international';
             update customers set association_type = case account_name when 'c5' then '1' else '3' end;
             update customers set is_frozen = 1 where account_name = 'c2';
             insert into customer_budgets (organization_id, account_id, customer_id, currency, budget_amount, used_amount, budget_type,
               raw, run_id, fetched_at, first_seen_at)
             select a.organization_id, a.id, 'c-id-1', 'USD', 500, 20, 'PACKAGE', '{}', r.id, '2026-11-22', '2026-11-22'
             from cloud_accounts a, sync_runs r",
        )
        .await;
    story
}

#[tokio::test]
async fn a_budget_always_sends_type_and_what_happens_at_its_end() {
    let story = abroad().await;
    let mut operations = story.member("yunhe", "operations").await;
    let id = story.number("select id from customers where account_name = 'c1'").await;
    let form = operations.get(&format!("/accounts/budgets/new?customer={id}")).await;
    assert_eq!(form.attribute("input[name=budget_type][checked]", "value").as_deref(), Some("PACKAGE"), "its own type");
    let path = "/accounts/budgets";
    let missing = operations.post(path, &[("recipients", "c1"), ("amount", "800")]).await;
    assert_eq!(missing.status, 422);
    assert_eq!(missing.text("#operate_type-error"), "Choose one.");
    let fields = [("recipients", "c1\nc3, 20"), ("amount", "800"), ("budget_type", "PACKAGE"), ("operate_type", "1")];
    let preview = operations.post(path, &fields).await;
    assert_eq!(preview.status, 200, "{}", preview.text("[role=alert]"));
    let done = confirm(&mut operations, path, &preview, &fields).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let sent =
        "select count(*) from command_calls where kind = 'budget_set' and parameters ->> 'budget_type' = 'PACKAGE'
        and parameters ->> 'frozen_operate_type' = '1'";
    assert_eq!(story.number(sent).await, 2);
    let advisor = operations.post(path, &[("recipients", "c5"), ("amount", "1"), fields[2], fields[3]]).await;
    assert!(advisor.status == 422 && advisor.body.contains("referral"), "{}", advisor.body);
}

#[tokio::test]
async fn a_freeze_says_what_makes_one_stop_and_its_type_must_match() {
    let story = abroad().await;
    let mut operations = story.member("yunhe", "operations").await;
    let path = "/accounts/freezes";
    let fields = [("recipients", "c1"), ("freeze_type", "ACCOUNT_AND_RESOURCE"), ("reason", "unpaid")];
    let preview = operations.post(path, &fields).await;
    assert!(preview.text("#notice").contains("deletes their data for good"), "{}", preview.body);
    let done = confirm(&mut operations, path, &preview, &fields).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let waits = "select count(*) from approvals where kind = 'freeze' and state = 'pending' and amount is null";
    assert_eq!(story.number(waits).await, 1, "always a second person");
    let frozen = operations.post(path, &[("recipients", "c2"), fields[1], fields[2]]).await;
    assert!(frozen.status == 422 && frozen.body.contains("Frozen already"));
    let unfreeze = [("recipients", "c2"), ("freeze_type", "ACCOUNT"), ("reason", "paid")];
    let preview = operations.post("/accounts/unfreezes", &unfreeze).await;
    assert_eq!(preview.status, 200, "{}", preview.body);
    assert!(preview.body.contains("does not say how it was frozen") && preview.body.contains("no budget"));
    assert_eq!(confirm(&mut operations, "/accounts/unfreezes", &preview, &unfreeze).await.status, 303);
    let missing = operations.post(path, &[("recipients", "c1")]).await;
    assert_eq!((missing.status.as_u16(), missing.text("#reason-error")), (422, "Give a reason.".to_owned()));
}

#[tokio::test]
async fn each_site_explains_what_it_has_not() {
    let (china, abroad) = (rich().await, abroad().await);
    for (story, path, said) in [
        (&china, "/accounts/budgets/new", "The China site has no budgets"),
        (&china, "/accounts/freezes/new", "The China site has no budgets"),
        (&abroad, "/accounts/transfers/new", "The international site has no transfers"),
        (&abroad, "/accounts/takebacks/new", "The international site has no transfers"),
    ] {
        let page = story.member("yunhe", "master").await.get(path).await;
        assert!(page.status == 200 && page.text("#notice").contains(said), "{path}: {}", page.body);
        assert!(page.attribute("button[value=preview]", "value").is_none(), "{path}");
        let chinese = story.member("yunhe", "master").await.speaking("zh-CN").get(path).await;
        assert!(!chinese.text("#notice").is_empty() && !chinese.text("#notice").contains("site"), "{path}");
    }
}

#[tokio::test]
async fn a_new_customer_is_pending_until_the_vendor_lists_it() {
    let story = abroad().await;
    story.sql("update organizations set kind = 'solution_provider' where code = 'yunhe'").await;
    let mut manager = story.member("yunhe", "manager").await;
    let form = manager.get("/customers/creations/new").await;
    let token = form.attribute("input[name=token]", "value").unwrap();
    let path = "/customers/creations";
    let fields = [("account_name", "li_company"), ("platform", "WEB"), ("country", "sg"), ("token", &*token)];
    let wrong = manager.post(path, &[("account_name", "1x"), ("token", &*token), ("password", "Secret-12")]).await;
    assert_eq!(wrong.status, 422);
    assert!(!wrong.text("#account_name-error").is_empty() && !wrong.body.contains("Secret-12"));
    assert_eq!(manager.post(path, &fields).await.status, 303);
    assert_eq!(manager.post(path, &fields).await.status, 303, "sent twice");
    assert_eq!(story.number("select count(*) from commands where kind = 'customer_create'").await, 1);
    let sealed =
        "select count(*) from command_calls where sealed is not null and parameters::text not like '%li_company%'";
    assert_eq!(story.number(sealed).await, 1, "what is personal is sealed");
    let fresh = manager.get("/customers/creations/new").await.attribute("input[name=token]", "value").unwrap();
    let taken = manager.post(path, &[fields[0], fields[1], fields[2], ("token", &*fresh)]).await;
    assert!(taken.status == 422 && taken.text("#account_name-error").contains("taken"), "{}", taken.body);
    let state = |page: Page| page.texts("tbody .badge").concat();
    assert_eq!(state(manager.get(path).await), "On its way");
    story.sql("update commands set state = 'confirmed', made_remote_id = 'new-1'").await;
    assert_eq!(state(manager.get(path).await), "Association pending");
    story.sql(&format!("update customers set xaccount_id = '{token}' where account_name = 'c3'")).await;
    assert_eq!(state(manager.get(path).await), "Associated");
}

#[tokio::test]
async fn a_distributor_creates_customers_for_a_reseller() {
    let story = rich().await;
    let mut admin = story.member("yunhe", "admin").await;
    let none = admin.get("/customers/creations/new").await;
    assert!(none.text("#notice").contains("no cloud reseller yet"), "{}", none.body);
    story
        .sql(
            "insert into resellers (organization_id, account_id, child_id, remote_id, raw, run_id, fetched_at, first_seen_at)
             select a.organization_id, a.id, o.id, 'reseller-1', '{}', r.id, '2026-11-22', '2026-11-22'
             from cloud_accounts a, sync_runs r, organizations o where o.code = 'qinglan'",
        )
        .await;
    let token = admin.get("/customers/creations/new").await.attribute("input[name=token]", "value").unwrap();
    let mut fields =
        vec![("account_name", "li_company"), ("platform", "WEB"), ("association", "2"), ("token", &*token)];
    let missing = admin.post("/customers/creations", &fields).await;
    assert_eq!((missing.status.as_u16(), missing.text("#reseller-error")), (422, "Choose".to_owned()));
    let reseller = story.number("select id from resellers").await.to_string();
    fields.push(("reseller", &reseller));
    assert_eq!(admin.post("/customers/creations", &fields).await.status, 303);
    assert_eq!(story.number("select count(*) from command_calls where on_behalf_of = 'reseller-1'").await, 1);
}

#[tokio::test]
async fn an_application_for_verification_is_sealed_and_made_once() {
    let story = rich().await;
    story.sql("update customers set verified_status = '-1', customer_type = -1, xaccount_type = 'WEB' where account_name = 'c1'").await;
    let mut admin = story.member("yunhe", "admin").await;
    let id = story.number("select id from customers where account_name = 'c1'").await;
    let path = format!("/customers/real-name/{id}/applications");
    let form = admin.get(&format!("{path}/new?as=enterprise")).await;
    assert_eq!(form.attribute("input[name=platform]", "value").as_deref(), Some("WEB"));
    let token = form.attribute("input[name=token]", "value").unwrap();
    let missing = admin.post(&path, &[("as", "enterprise"), ("token", &*token), ("company", "123")]).await;
    assert_eq!(missing.status, 422, "{}", missing.body);
    assert!(missing.text("#company-error").contains("letters") && !missing.text("#files-error").is_empty());
    let fields = [
        ("as", "enterprise"),
        ("token", &*token),
        ("company", "Acme Ltd"),
        ("certificate", "91-SECRET"),
        ("document", "0"),
        ("files", "a.pdf"),
        ("platform", "WEB"),
    ];
    assert_eq!(admin.post(&path, &fields).await.status, 303);
    assert_eq!(admin.post(&path, &fields).await.status, 303, "sent twice");
    assert_eq!(story.number("select count(*) from commands where kind = 'realname_submit'").await, 1);
    let open =
        "select count(*) from command_calls c, approvals a where c.parameters::text || a.facts::text like '%SECRET%'";
    assert_eq!(story.number(open).await, 0, "what is personal is sealed");
    let again = admin.get(&format!("{path}/new")).await;
    assert!(again.text("#notice").contains("being submitted"), "{}", again.body);
    let verified = story.number("select id from customers where account_name = 'c2'").await;
    let none = admin.get(&format!("/customers/real-name/{verified}/applications/new")).await;
    assert!(none.text("#notice").contains("nothing to apply for"), "{}", none.body);
}

#[tokio::test]
async fn a_report_is_recorded_with_its_deadline_and_outcome() {
    let story = Story::begin().await;
    let mut manager = story.member("yunhe", "manager").await;
    let empty = manager.get("/invitations").await;
    assert!(empty.body.contains("no interface"), "how it is done in the console: {}", empty.body);
    let fields = [("company", "Acme Ltd"), ("way", "report"), ("association", "2"), ("sent_on", "2026-11-20")];
    let wrong = manager.post("/invitations", &[fields[0], fields[1], fields[2], ("sent_on", "2026-11-23")]).await;
    assert_eq!((wrong.status.as_u16(), wrong.text("#sent_on-error")), (422, "The day has not come yet.".to_owned()));
    assert_eq!(manager.post("/invitations", &fields).await.status, 303);
    let list = manager.get("/invitations").await;
    assert!(list.body.contains("2026-12-05") && list.body.contains("13 days left"), "{}", list.body);
    let id = story.number("select id from invitations").await;
    let path = format!("/invitations/{id}");
    assert_eq!(manager.post(&path, &[("step", "accepted")]).await.status, 303);
    assert_eq!(manager.post(&path, &[("step", "ended")]).await.status, 409, "somebody said so before");
    assert_eq!(manager.get("/invitations?state=accepted").await.texts("tbody .badge"), ["Associated"]);
    story
        .sql(
            "insert into invitations (organization_id, way, company, association_type, sent_on, expires_on, made_by, made_at)
             select organization_id, way, company, association_type, sent_on, expires_on, made_by, made_at
             from invitations, generate_series(1, 100)",
        )
        .await;
    let full = manager.post("/invitations", &fields).await;
    assert!(full.text("#way-error").contains("100"), "{}", full.body);
}

#[tokio::test]
async fn a_distributor_transfers_to_a_resellers_customers_from_the_resellers_balance() {
    let story = rich().await;
    story.customers("qinglan", "q", 2).await;
    story
        .sql(
            "insert into resellers (organization_id, account_id, child_id, remote_id, raw, run_id, fetched_at, first_seen_at)
             select a.organization_id, a.id, o.id, 'reseller-1', '{}', r.id, '2026-11-22', '2026-11-22'
             from (select * from cloud_accounts order by id limit 1) a, (select * from sync_runs order by id limit 1) r, organizations o
             where o.code = 'qinglan';
             insert into partner_balances (organization_id, account_id, account_type, vendor_account_id, currency, amount,
               designated_amount, raw, run_id, fetched_at, first_seen_at)
             select o.id, a.id, 1, 'B1', 'CNY', 70, 0, '{}', r.id, '2026-11-22', '2026-11-22'
             from (select * from cloud_accounts order by id limit 1) a, (select * from sync_runs order by id limit 1) r, organizations o
             where o.code = 'qinglan'",
        )
        .await;
    let mut finance = story.member("yunhe", "finance").await;
    let id = story.number("select id from customers where account_name = 'q1'").await;
    let customer = finance.get(&format!("/customers/{id}")).await;
    assert!(customer.body.contains(&format!("/accounts/transfers/new?customer={id}")), "{}", customer.body);
    let form = finance.get(&format!("/accounts/transfers/new?customer={id}")).await;
    assert!(form.body.contains("70.00 CNY") && form.body.contains("not yours"), "{}", form.body);
    let mixed = finance.post(TRANSFER, &[("recipients", "q1\nc1"), ("amount", "5")]).await;
    assert!(mixed.status == 422 && mixed.body.contains("different partners"), "{}", mixed.body);
    let more = finance.post(TRANSFER, &[("recipients", "q1"), ("amount", "70.01")]).await;
    assert_eq!(more.status, 422, "its balance counts, not the distributor's");
    let fields = [("recipients", "q1\nq2"), ("amount", "30")];
    let preview = finance.post(TRANSFER, &fields).await;
    assert!(preview.status == 200 && preview.body.contains("Qinglan Ltd"), "{}", preview.body);
    assert_eq!(confirm(&mut finance, TRANSFER, &preview, &fields).await.status, 303);
    assert_eq!(story.number("select count(*) from command_calls where on_behalf_of = 'reseller-1'").await, 2);
    let own = finance.post(TRANSFER, &[("recipients", "c1"), ("amount", "900")]).await;
    assert_eq!(
        own.status, 200,
        "what is asked for a reseller does not draw on the distributor's balance: {}",
        own.body
    );
    let rest = finance.post(TRANSFER, &[("recipients", "q1"), ("amount", "10.01")]).await;
    assert_eq!(rest.status, 422, "but on the reseller's");
}
