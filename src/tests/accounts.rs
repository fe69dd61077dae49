//! Stories of accounts: balances with their history, the statement, adjust records; abroad budgets and the quota.

use chrono::TimeDelta;
use rust_decimal::Decimal;

use super::support::{
    story::Story,
    vendor::{Partner, distributor, partner, small},
};
use crate::{
    cloud::{
        Lane,
        wire::{
            Operation,
            accounts::ListPartnerBalances,
            budgets::{ListSubCustomerBudget, UpdateSubCustomerBudget},
            transfers::UpdateCustomerAccountAmount,
        },
    },
    sandbox,
    sync::engine::State,
};

const BEFORE: &[&str] = &["resellers", "customers"];

async fn call<O: Operation>(partner: &Partner, operation: &O) -> O::Answer {
    partner.account.client.call(operation, Lane::People).await.unwrap().value
}

async fn own_customer(partner: &Partner) -> String {
    let own =
        "select remote_id from customers where organization_id = $1 and association_type <> '1' order by id limit 1";
    sqlx::query_scalar(own)
        .bind(partner.account.organization_id)
        .fetch_one(&mut partner.database.owner().await)
        .await
        .unwrap()
}

async fn decimal(partner: &Partner, sql: &'static str) -> Decimal {
    sqlx::query_scalar(sql).fetch_one(&mut partner.database.owner().await).await.unwrap()
}
#[tokio::test(flavor = "multi_thread")]
async fn balances_of_the_partner_and_its_resellers_arrive_and_keep_every_value() {
    let partner = distributor().await;
    partner.synced(BEFORE).await;
    partner.synced(&["partner_balances", "customer_balances"]).await;
    let theirs = call(&partner, &ListPartnerBalances::default()).await.account_balances;
    let own = partner.count("select count(*) from partner_balances b join organizations o on o.id = b.organization_id where o.kind = 'distributor'");
    assert_eq!(own.await, i64::try_from(theirs.len()).unwrap());
    let balance = theirs.iter().find(|balance| balance.account_type == Some(1)).unwrap().amount.unwrap();
    let stored = "select amount from partner_balances b join organizations o on o.id = b.organization_id
        where o.kind = 'distributor' and account_type = 1";
    assert_eq!(decimal(&partner, stored).await, balance);
    let of_resellers = "select count(distinct organization_id) from partner_balances b join organizations o on o.id = b.organization_id where o.kind = 'reseller'";
    assert_eq!(partner.count(of_resellers).await, 2, "asked for with indirect_partner_id, stored as theirs");
    let customer = own_customer(&partner).await;
    let amount = Decimal::new(12_345, 2);
    call(&partner, &UpdateCustomerAccountAmount { customer_id: customer, amount, indirect_partner_id: None }).await;
    partner.clock.advance(TimeDelta::minutes(15));
    partner.synced(&["partner_balances", "customer_balances"]).await;
    assert_eq!(decimal(&partner, stored).await, balance - amount);
    let history = "select count(*) from partner_balance_changes c join partner_balances b on b.id = c.balance_id
        join organizations o on o.id = b.organization_id where o.kind = 'distributor' and b.account_type = 1";
    assert_eq!(partner.count(history).await, 2, "before and after");
    assert_eq!(partner.changes("customer_balances").await, (0, 1, 0), "only the customer that got money");
    let kept = "select count(*) from customer_balance_changes c where (select count(*) from customer_balance_changes o
        where o.balance_id = c.balance_id) = 2";
    assert_eq!(partner.count(kept).await, 2);
    let foreign = partner.database.db.open(&[999_999]).await;
    let seen: i64 = sqlx::query_scalar(
        "select (select count(*) from partner_balances) + (select count(*) from customer_balances)
         + (select count(*) from partner_statement) + (select count(*) from adjust_records)",
    )
    .fetch_one(&mut *foreign.unwrap())
    .await
    .unwrap();
    assert_eq!(seen, 0, "row-level security");
}
#[tokio::test(flavor = "multi_thread")]
async fn only_resale_customers_have_balances_and_one_that_left_is_marked() {
    let partner = distributor().await;
    partner.synced(BEFORE).await;
    partner.synced(&["customer_balances"]).await;
    let missing = "select count(*) from customers c where association_type <> '1' and not exists
        (select from customer_balances b where b.organization_id = c.organization_id and b.customer_id = c.remote_id)";
    assert_eq!(partner.count(missing).await, 0);
    let strangers = "select count(*) from customer_balances b where not exists (select from customers c
        where b.organization_id = c.organization_id and c.remote_id = b.customer_id and c.association_type <> '1')";
    assert_eq!(partner.count(strangers).await, 0);
    let leaves =
        "update customers set left_at = now() where id = (select min(id) from customers where association_type <> '1')";
    sqlx::query(leaves).execute(&mut partner.database.owner().await).await.unwrap();
    partner.synced(&["customer_balances"]).await;
    assert_eq!(partner.changes("customer_balances").await, (0, 0, 1));
    assert_eq!(
        partner.count("select count(*) from customer_balances where gone_at is not null").await,
        1,
        "kept, marked"
    );
}
#[tokio::test(flavor = "multi_thread")]
async fn statement_and_adjust_records_are_added_to_and_never_changed() {
    let partner = distributor().await;
    partner.synced(BEFORE).await;
    partner.synced(&["partner_statement", "adjust_records"]).await;
    let types = "select count(distinct balance_type) from partner_statement";
    assert_eq!(partner.count(types).await, 2, "cash and credit are both asked for (ACCT-11)");
    let odd = "select count(*) from partner_statement where change_text::numeric is distinct from change_amount
        or balance_text::numeric is distinct from balance_after_change";
    assert_eq!(partner.count(odd).await, 0, "the text and the number are one");
    let records = partner.count("select count(*) from adjust_records").await;
    assert!(records > 0);
    let customer = own_customer(&partner).await;
    let amount = Decimal::new(9_999, 2);
    let sent = UpdateCustomerAccountAmount { customer_id: customer.clone(), amount, indirect_partner_id: None };
    let transfer = call(&partner, &sent).await.transfer_id.unwrap();
    partner.clock.advance(TimeDelta::minutes(5));
    partner.synced(&["partner_statement", "adjust_records"]).await;
    assert_eq!(partner.changes("adjust_records").await, (1, 0, 0));
    let proof: (String, String, Decimal) =
        sqlx::query_as("select trans_id, customer_id, amount from adjust_records order by id desc limit 1")
            .fetch_one(&mut partner.database.owner().await)
            .await
            .unwrap();
    assert_eq!(proof, (transfer, customer, amount), "the record that proves the transfer (CMD-5)");
    let read =
        partner.count("select rows_read from sync_runs where resource = 'adjust_records' order by id desc").await;
    assert!(read < records, "only what is new is asked for, less the overlap: {read}");
    let lines = partner.changes("partner_statement").await;
    assert!(lines.0 >= 1 && lines.1 == 0 && lines.2 == 0, "{lines:?}");
    let mut pages = partner.database.db.open(&[partner.account.organization_id]).await.unwrap();
    for table in ["partner_statement", "adjust_records"] {
        let change = sqlx::AssertSqlSafe(format!("update {table} set currency = 'XXX'"));
        assert!(sqlx::query(change).execute(&mut *pages).await.is_err(), "{table} is append-only");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn abroad_there_are_budgets_a_quota_and_invoices() {
    let partner = partner(sandbox::Options { site: sandbox::Site::International, ..small() }).await;
    partner.synced(&[]).await;
    assert_eq!(partner.count("select count(*) from consumption_quotas").await, 1);
    let budgets = partner.count("select count(*) from customer_budgets").await;
    assert!(budgets > 0);
    assert!(partner.count("select count(*) from budget_records").await > 0);
    assert!(partner.count("select count(*) from vendor_invoices").await > 0);
    assert_eq!(partner.count("select count(*) from postpaid_bills").await, 1, "the closed month only");
    let due = "select count(*) from postpaid_bills where initial_amount_due <> consume_amount + refunds + adjustments";
    assert_eq!(partner.count(due).await, 0, "BILL-31");
    let closed =
        "select count(*) from bill_cycles where data_set = 'partner_bill' and finality = 'final' and version = 1";
    assert_eq!(partner.count(closed).await, 1);
    assert_eq!(partner.count("select count(*) from partner_balances").await, 0, "not offered there (API-6)");
    let customer = own_customer(&partner).await;
    let set = UpdateSubCustomerBudget {
        customer_id: customer.clone(),
        budget_amount: Decimal::new(4_321, 0),
        budget_type: Some("MONTHLY".to_owned()),
        frozen_operate_type: Some(0),
        ..UpdateSubCustomerBudget::default()
    };
    call(&partner, &set).await;
    let asked = ListSubCustomerBudget { customer_ids: vec![customer], indirect_partner_id: None };
    let theirs = call(&partner, &asked).await.budget_infos.remove(0).budget_amount;
    partner.clock.advance(TimeDelta::hours(1));
    let records = partner.count("select count(*) from budget_records").await;
    partner.synced(&["customer_budgets", "budget_records"]).await;
    assert_eq!(partner.changes("customer_budgets").await.1, 1);
    let set = decimal(&partner, "select budget_amount from customer_budgets where budget_amount = 4321").await;
    assert_eq!(Some(set), theirs);
    assert_eq!(partner.count("select count(*) from budget_records").await, records + 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_silent_vendor_takes_no_balance_away() {
    let partner = distributor().await;
    partner.synced(BEFORE).await;
    partner.synced(&["customer_balances"]).await;
    let stranger = self::partner(sandbox::Options { seed: 99, ..small() }).await;
    let account = crate::sync::Account { client: stranger.account.client.clone(), ..partner.account.clone() };
    let outcome = partner.engine.run(&account, &partner.selection(&["customer_balances"])).await.unwrap();
    assert_ne!(outcome, [("customer_balances", State::Done)]);
    assert_eq!(partner.count("select count(*) from customer_balances where gone_at is not null").await, 0, "SYNC-B02");
}

async fn furnish(story: &Story) {
    story.customers("yunhe", "c", 60).await;
    story.customers("other", "foreign", 1).await;
    story
        .sql(
            "insert into customer_balances (organization_id, account_id, customer_id, currency, amount, debt_amount, raw, run_id,
               fetched_at, first_seen_at)
             select c.organization_id, c.account_id, c.remote_id, 'CNY', 100 + c.id, case when c.id % 3 = 0 then c.id else 0 end,
               '{}', c.run_id, c.fetched_at, c.first_seen_at from customers c;
             insert into partner_balances (organization_id, account_id, account_type, vendor_account_id, currency, amount,
               designated_amount, raw, run_id, fetched_at, first_seen_at)
             select r.organization_id, r.account_id, t.kind, 'A' || t.kind, 'CNY', t.amount, t.designated, '{}', r.id,
               '2026-11-22 03:58+00', '2026-11-01 00:00+00'
             from sync_runs r, (values (1, 12345.678, 345.678), (2, 8000, null), (77, 5, null)) t (kind, amount, designated);
             insert into partner_statement (organization_id, account_id, account_change_id, balance_type, trade_detail_type,
               trade_time, trade_id, change_amount, change_text, balance_after_change, balance_text, currency, kind, customer_id,
               account_name, raw, run_id, fetched_at)
             select o.id, r.account_id, 'change-' || o.code || i, case when i % 2 = 0 then 'BALANCE_TYPE_DEBIT' else 'BALANCE_TYPE_CREDIT' end,
               case i when 1 then 'SOURCE_NEW_KIND' when 2 then 'SOURCE_OPERAIION_RECHARGE' else 'SOURCE_OPERATION_BEADJUST' end,
               timestamptz '2026-11-01 16:30+00' - i * interval '1 hour', 'T' || i, 10.500 + i, (10.500 + i)::text, 1000 - i,
               (1000 - i)::text, 'CNY', case when i = 2 then '1' else '2' end, 'c-id-' || (i % 60 + 1), 'c' || (i % 60 + 1), '{}', r.id,
               '2026-11-22 03:58+00'
             from generate_series(1, 120) i, sync_runs r, organizations o where o.code in ('yunhe', 'other');
             insert into adjust_records (organization_id, account_id, record_key, trans_id, customer_id, customer_name, operation_type,
               amount, amount_text, currency, operation_time, memo, raw, run_id, fetched_at)
             select o.id, r.account_id, 'AD' || i, 'AD' || i, 'c-id-' || i, '张伟', case when i = 1 then 'SOURCE_ODD' else 'SOURCE_OPERATION_BEADJUST' end,
               i, i::text, 'CNY', timestamptz '2026-11-10 00:00+00' - i * interval '1 hour', 'memo ' || i, '{}', r.id, '2026-11-22 03:58+00'
             from generate_series(1, 60) i, sync_runs r, organizations o where o.code in ('yunhe', 'other');",
        )
        .await;
}

#[tokio::test]
async fn the_balance_page_says_what_may_be_transferred_and_how_old_that_is() {
    let story = Story::begin().await;
    let mut admin = story.member("yunhe", "admin").await;
    let empty = admin.get("/accounts").await;
    assert_eq!((empty.status.as_u16(), empty.text(".empty strong")), (200, "No balances yet".to_owned()));
    furnish(&story).await;
    story
        .sql(
            "insert into sync_resources (account_id, organization_id, resource, completed_at, next_at)
               select id, organization_id, 'partner_balances', '2026-11-22 03:58+00', '2026-11-22 04:13+00' from cloud_accounts",
        )
        .await;
    let page = admin.get("/accounts").await;
    assert_eq!(page.text(".tiles .figure"), "20,000.00 CNY", "12,345.678 - 345.678 + 8,000 (ACCT-3)");
    assert!(page.text(".tiles li").contains("2 min ago"), "CMD-13: a snapshot has its time");
    assert!(page.rows().iter().any(|row| row.starts_with("77 (unknown) | A77")), "unknown account types are shown raw");
    assert_eq!(page.text(".badge.fresh"), "Synchronised 2 min ago · ListPartnerBalances");
    let tabs = page.texts(".tabs a");
    assert_eq!(tabs, ["Account balance", "Customer balances", "Reseller balances", "Adjustments", "Statement"]);
    let mut chinese = story.member("yunhe", "finance").await.speaking("zh-CN");
    assert!(chinese.get("/accounts").await.body.contains("可拨款金额"));
    let mut developer = story.member("yunhe", "developer").await;
    assert_eq!(developer.get("/accounts").await.texts(".tabs a"), ["Account balance"], "no permission, no tab");
    let resellers = admin.get("/accounts/resellers").await;
    assert_eq!(resellers.rows(), ["Qinglan Ltd | – | – | – | – | – | –"], "a reseller whose balance was not read yet");
}

#[tokio::test]
async fn customers_balances_are_listed_arrears_first_and_within_the_managers_scope() {
    let story = Story::begin().await;
    furnish(&story).await;
    let mut admin = story.member("yunhe", "admin").await;
    let first = admin.get("/accounts/customers").await;
    let second = admin.get(&first.attribute("a[rel=next]", "href").unwrap()).await;
    let accounts = |page: &super::support::client::Page| page.texts("tbody td:first-child a");
    let mut all = [accounts(&first), accounts(&second)].concat();
    assert_eq!((accounts(&first).len(), all.len()), (50, 60));
    all.sort();
    all.dedup();
    assert_eq!(all.len(), 60, "no row is lost or repeated");
    assert_eq!(first.texts(".tiles .figure")[2], "20", "customers in arrears");
    assert_eq!(admin.get("/accounts/customers?arrears=yes").await.rows().len(), 20);
    assert_eq!(accounts(&admin.get("/accounts/customers?customer=c-id-7").await), ["c7"]);
    assert_eq!(accounts(&admin.get("/accounts/customers?sort=amount").await)[0], "c60");
    let wrong = admin.get("/accounts/customers?arrears=maybe&customer=abc").await;
    assert_eq!((wrong.status.as_u16(), wrong.texts(".wrongs li").len()), (422, 1));
    assert_eq!(wrong.attribute("input[name=customer]", "value").as_deref(), Some("abc"));
    let mut manager = story.member("yunhe", "manager").await;
    assert!(manager.get("/accounts/customers").await.text(".empty").contains("assigned to you"));
    story
        .sql(
            "insert into customer_assignments (organization_id, customer_id, member_id, assigned_at)
             select c.organization_id, c.id, m.id, '2026-11-01' from customers c, members m
             where c.account_name = 'c7' and m.username = 'manager' and m.organization_id = c.organization_id",
        )
        .await;
    assert_eq!(accounts(&manager.get("/accounts/customers").await), ["c7"], "AM-13");
    assert_eq!(manager.get("/accounts/customers").await.texts(".tiles .figure")[2], "0", "figures too");
    for (account, status) in [("c7", 200), ("c8", 404)] {
        let query = format!(
            "select b.id from customer_balances b join customers c on c.remote_id = b.customer_id where account_name = '{account}'"
        );
        let id = story.number(&query).await;
        let page = manager.get(&format!("/accounts/customers/{id}")).await;
        assert_eq!(page.status.as_u16(), status, "{account}");
    }
    let mut voucher = story.member("yunhe", "voucher").await;
    let refused = voucher.get("/accounts/customers").await;
    assert!(refused.status == 403 && refused.body.contains("customer.balance.view"));
}

#[tokio::test]
async fn the_statement_is_narrowed_as_at_the_vendor_and_keeps_its_characters() {
    let story = Story::begin().await;
    furnish(&story).await;
    let mut finance = story.member("yunhe", "finance").await;
    let mut path = "/bills/statements?kind=2".to_owned();
    let mut pages = Vec::new();
    let mut seen = Vec::new();
    loop {
        let page = finance.get(&path).await;
        pages.push(page.rows().len());
        seen.extend(page.attributes("tbody td:first-child a", "href"));
        let Some(next) = page.attribute("a[rel=next]", "href") else { break };
        path = next;
    }
    assert_eq!(pages, [50, 50, 19]);
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 119, "no row is lost or repeated");
    for (query, want) in [
        ("balance_type=BALANCE_TYPE_DEBIT&day_from=2026-11-01", 12),
        ("trade_type=RECHARGE", 1),
        ("trade_type=RECHARGE&detail_type=SOURCE_OPERATION_BEADJUST", 0),
        ("detail_type=SOURCE_OPERAIION_RECHARGE", 1),
        ("day_from=2026-11-02", 0),
        ("day_from=2026-11-01&day_to=2026-11-01", 24),
        ("customer=c-id-3", 2),
        ("trade_id=T5", 1),
    ] {
        let found = finance.get(&format!("/bills/statements?{query}")).await;
        assert_eq!(found.rows().len(), want, "{query} (days are days of UTC+8)");
    }
    let first = finance.get("/bills/statements").await;
    assert!(first.rows()[0].contains("SOURCE_NEW_KIND (unknown)"), "{}", first.rows()[0]);
    let recharge = finance.get("/bills/statements?kind=1").await;
    let row = recharge.rows().remove(0);
    assert!(row.contains("Recharge") && row.contains("| 12.50 | – |"), "income stands under income: {row}");
    let detail = finance.get(&recharge.attribute("tbody td:first-child a", "href").unwrap()).await;
    assert!(detail.body.contains("12.500"), "character by character as sent");
    let id = story.number("select s.id from partner_statement s join organizations o on o.id = s.organization_id where o.code = 'other' limit 1").await;
    assert_eq!(finance.get(&format!("/bills/statements/{id}")).await.status, 404);
    let mut manager = story.member("yunhe", "manager").await;
    let refused = manager.get("/bills/statements").await;
    assert!(refused.status == 403 && refused.body.contains("adjust.view"));
    let mut chinese = story.member("yunhe", "finance2").await.speaking("zh-CN");
    assert!(chinese.get("/bills/statements").await.body.contains("收支明细"));
}

#[tokio::test]
async fn adjust_records_are_found_by_customer_day_and_transaction() {
    let story = Story::begin().await;
    let mut finance = story.member("yunhe", "finance").await;
    assert_eq!(finance.get("/accounts/adjustments").await.text(".empty strong"), "No adjustments yet");
    furnish(&story).await;
    let first = finance.get("/accounts/adjustments").await;
    let second = finance.get(&first.attribute("a[rel=next]", "href").unwrap()).await;
    assert_eq!((first.rows().len(), second.rows().len()), (50, 10));
    assert!(first.rows()[0].contains("SOURCE_ODD (unknown)"));
    for (query, want) in [
        ("customer=c-id-5", 1),
        ("customer=c5", 11),
        ("operation=SOURCE_OPERATION_BEADJUST&customer=c-id-1", 0),
        ("trans_id=AD7", 1),
        ("time_from=2026-11-10", 8),
        ("time_to=2026-11-09&time_from=2026-11-09", 24),
    ] {
        let found = finance.get(&format!("/accounts/adjustments?{query}")).await;
        assert_eq!(found.rows().len(), want, "{query}");
    }
    let detail = finance.get(&first.attribute("tbody td:first-child a", "href").unwrap()).await;
    assert!(detail.status == 200 && detail.body.contains("AD1") && detail.body.contains("ListPartnerAdjustRecords"));
}

#[tokio::test]
async fn abroad_the_pages_are_budgets_and_the_quota() {
    let story = Story::begin().await;
    story.sql("update cloud_accounts set site = 'international'").await;
    let mut admin = story.member("yunhe", "admin").await;
    let page = admin.get("/accounts").await;
    assert_eq!(page.texts(".tabs a"), ["Consumption quota", "Budgets"]);
    assert!(admin.get("/accounts/customers").await.text(".empty strong").contains("budgets instead"));
    story.customers("yunhe", "c", 4).await;
    story
        .sql(
            "insert into customer_budgets (organization_id, account_id, customer_id, currency, budget_amount, used_amount, budget_type,
               raw, run_id, fetched_at, first_seen_at)
             select organization_id, account_id, remote_id, 'USD', 100, 40 * row_number() over (order by id desc),
               case when id % 2 = 0 then 'MONTHLY' else 'WEEKLY' end, '{}', run_id, fetched_at, first_seen_at from customers;
             insert into consumption_quotas (organization_id, account_id, consumption_quota, used_consumption_quota, due_amount, currency, raw, run_id, fetched_at)
             select organization_id, account_id, 5000, -3, 10, 'USD', '{}', id, '2026-11-22 03:00+00' from sync_runs;",
        )
        .await;
    let quota = admin.get("/accounts").await;
    assert_eq!(
        quota.texts(".tiles .figure")[..3],
        ["5,000.00 USD", "0.00 USD", "5,000.00 USD"],
        "negative = none used"
    );
    let budgets = admin.get("/accounts/budgets").await;
    assert_eq!(budgets.texts("tbody td:nth-child(6)"), ["160 %", "120 %", "80 %", "40 %"]);
    assert!(budgets.body.contains("WEEKLY (unknown)"));
    assert_eq!(admin.get("/accounts/budgets?usage=100").await.rows().len(), 2);
    let detail = admin.get(&budgets.attribute("tbody td:first-child a", "href").unwrap()).await;
    assert!(detail.status == 200 && detail.body.contains("ListSubCustomerBudget"));
    story.sql("update cloud_accounts set site = 'china'").await;
    let china = admin.get("/accounts/budgets?customer=nobody").await;
    assert_eq!(china.status, 200);
}
