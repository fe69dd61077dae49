//! Stories of bills: monthly sums and their versions, and the pages of consumption, monthly bills and changes.

use chrono::TimeDelta;

use super::support::{
    client::Page,
    story::Story,
    vendor::{Partner, distributor},
};
use crate::{
    sync::{
        Selection,
        engine::{Asker, State},
    },
    values::Month,
};

fn october() -> Month {
    "2026-10".parse().unwrap()
}

async fn read(partner: &Partner, months: &[Month]) {
    let only = vec!["monthly_bills".to_owned()];
    let selection = Selection { only, months: months.to_vec(), full: false, asker: Asker::CommandLine };
    let outcome = partner.engine.run(&partner.account, &selection).await.unwrap();
    assert_eq!(outcome, [("monthly_bills", State::Done)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn monthly_sums_arrive_once_and_know_when_they_are_final() {
    let partner = distributor().await;
    partner.synced(&["resellers", "customers"]).await;
    read(&partner, &[october(), october().next()]).await;
    let rows = partner.count("select count(*) from monthly_bills").await;
    assert!(rows > 20, "{rows}");
    let modes = "select count(distinct charge_mode) from monthly_bills";
    assert!(partner.count(modes).await >= 2, "each charge mode is asked for (SYNC-B05)");
    let of_resellers = "select count(*) from monthly_bills b join organizations o on o.id = b.organization_id where o.kind = 'reseller'";
    assert!(partner.count(of_resellers).await > 0);
    let parts = "select count(*) from monthly_bills b where amount <> (select sum((p ->> 'amount')::numeric)
        from jsonb_array_elements(account_details) p) and jsonb_array_length(account_details) > 0 and debt_amount is null";
    assert_eq!(partner.count(parts).await, 0, "account details are kept and explain the amount");
    let standing = "select count(*) from bill_cycles where data_set = 'monthly' and
        (bill_month, finality, version) in (('2026-10-01', 'final', 1), ('2026-11-01', 'open', 0))";
    assert_eq!(partner.count(standing).await, 6);
    let sums = "select count(*) from bill_cycles c where data_set = 'monthly' and lines > 0 and
        (sums -> 'CNY' ->> 'payable')::numeric is distinct from (select sum(amount) from monthly_bills b
          where b.organization_id = c.organization_id and b.bill_month = c.bill_month)";
    assert_eq!(partner.count(sums).await, 0);

    read(&partner, &[october(), october().next()]).await;
    assert_eq!(partner.changes("monthly_bills").await, (0, 0, 0), "nothing changed, nothing is written");
    assert_eq!(partner.count("select count(*) from monthly_bill_staging").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_closed_cycle_keeps_what_vanished_and_an_open_one_drops_it() {
    let partner = distributor().await;
    partner.synced(&["resellers", "customers"]).await;
    let both = [october(), october().next()];
    read(&partner, &both).await;
    let ghosts = "insert into monthly_bills (organization_id, bill_month, row_key, account_id, charge_mode, amount, account_details,
          currency, raw, run_id, fetched_at, first_seen_at)
        select distinct on (bill_month) organization_id, bill_month, 'ghost', account_id, '3', 7.5, '[]', 'CNY',
          '{\"amount\": 7.5}', run_id, fetched_at, first_seen_at from monthly_bills order by bill_month, organization_id";
    sqlx::query(ghosts).execute(&mut partner.database.owner().await).await.unwrap();
    partner.clock.advance(TimeDelta::hours(1));
    read(&partner, &both).await;
    assert_eq!(partner.changes("monthly_bills").await, (0, 0, 2));
    let open = "select count(*) from monthly_bills where row_key = 'ghost' and bill_month = '2026-11-01'";
    assert_eq!(partner.count(open).await, 0, "dropped (SYNC-B05)");
    let closed =
        "select count(*) from monthly_bills where row_key = 'ghost' and bill_month = '2026-10-01' and removed_in = 2";
    assert_eq!(partner.count(closed).await, 1, "marked");
    let told = "select count(*) from monthly_bill_changes where row_key = 'ghost' and kind = 'removed' and version = 2";
    assert_eq!(partner.count(told).await, 1);
    assert_eq!(partner.count("select count(*) from monthly_bill_changes").await, 1, "the open cycle has no changes");
    let restated =
        "select count(*) from bill_cycles where data_set = 'monthly' and finality = 'restated' and version = 2";
    assert_eq!(partner.count(restated).await, 1);
    let versions = "select count(*) from bill_versions v where data_set = 'monthly' and version = 2 and lines =
        (select count(*) from monthly_bills b where b.organization_id = v.organization_id and b.bill_month = v.bill_month and removed_in is null)";
    assert_eq!(partner.count(versions).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restated_month_is_a_new_version_of_the_sums_too() {
    let partner = distributor().await;
    partner.synced(&["resellers", "customers"]).await;
    read(&partner, &[october()]).await;
    let resale = "select remote_id from customers where association_type = '2' order by id limit 1";
    let customer: String = sqlx::query_scalar(resale).fetch_one(&mut partner.database.owner().await).await.unwrap();
    partner.vendor.control().restate(&customer, october()).unwrap();
    partner.clock.advance(TimeDelta::hours(1));
    read(&partner, &[october()]).await;
    let changed = partner.count("select count(*) from monthly_bill_changes").await;
    assert!(changed > 0);
    let others = "select count(*) from monthly_bill_changes where coalesce(after, before) ->> 'customer_id' not in
        (select remote_id from customers where association_type = '2')";
    assert_eq!(partner.count(others).await, 0);
    assert_eq!(partner.count("select max(version)::bigint from bill_versions where data_set = 'monthly'").await, 2);
    let (inserted, updated, gone) = partner.changes("monthly_bills").await;
    assert_eq!(inserted + updated + gone, changed, "every difference is one that was merged");
}

/// Lines, sums and roll-ups of October and November for the pages of `yunhe`; one line of `other`.
pub(super) async fn furnish(story: &Story) {
    story.customers("yunhe", "c", 3).await;
    story.customers("other", "foreign", 1).await;
    story.customers("qinglan", "theirs", 1).await;
    story
        .sql(
            "select ensure_consumption_month('2026-10-01'), ensure_consumption_month('2026-11-01');
             insert into consumption_lines (organization_id, bill_month, line_key, digest, account_id, run_id, fetched_at, currency,
               customer_id, association_type, line_id, trade_id, trade_time, bill_detail_type, charging_mode, service_type_code,
               service_type_name, region_code, region_name, resource_id, resource_name, official_amount, official_discount_amount,
               payment_amount, cash_amount)
             select c.organization_id, m.m, c.account_name || '-' || i, md5(i::text)::uuid, r.account_id, r.id, '2026-11-22 03:00+00', 'CNY',
               c.remote_id, '2', c.account_name || '-' || i, 'T' || i, m.m::timestamp at time zone 'UTC' + interval '10 days' - i * interval '1 hour',
               case i when 1 then 4 when 2 then 777 else 5 end, 3, case when i % 2 = 0 then 'ecs' else 'obs' end,
               case when i % 2 = 0 then '弹性云服务器' else '对象存储服务' end, 'cn-north-4', '华北', 'res-' || i, 'web-' || i,
               10.12345678, 1.1, case when i % 4 = 0 then 0 when i = 1 then -3.5 else 9.02 end, 9.02
             from customers c, sync_runs r, generate_series(1, 60) i, (values (date '2026-10-01'), (date '2026-11-01')) m (m);
             insert into consumption_by_customer (organization_id, bill_month, customer_id, currency, lines, zero_lines, official_amount,
               official_discount_amount, payment_amount, refund_amount, coupon_amount, debt_amount)
             select organization_id, bill_month, customer_id, currency, count(*), count(*) filter (where payment_amount = 0),
               sum(official_amount), sum(official_discount_amount), sum(payment_amount),
               coalesce(sum(payment_amount) filter (where bill_detail_type = 4), 0), 0, 0
             from consumption_lines group by 1, 2, 3, 4;
             insert into consumption_by_service (organization_id, bill_month, service_type_code, region_code, currency, lines, payment_amount, service_type_name, region_name)
             select organization_id, bill_month, service_type_code, region_code, currency, count(*), sum(payment_amount), max(service_type_name), max(region_name)
             from consumption_lines group by 1, 2, 3, 4, 5;
             insert into consumption_by_month (organization_id, bill_month, currency, lines, zero_lines, official_amount, official_discount_amount,
               payment_amount, refund_amount, cash_amount, credit_amount, coupon_amount, flexipurchase_coupon_amount, stored_value_card_amount,
               debt_amount, writeoff_amount)
             select organization_id, bill_month, currency, sum(lines), sum(zero_lines), sum(official_amount), sum(official_discount_amount),
               sum(payment_amount), sum(refund_amount), 0, 0, 0, 0, 0, 0, 0 from consumption_by_customer group by 1, 2, 3;
             select roll_up_cycle(organization_id, bill_month) from consumption_by_month;
             insert into bill_cycles (organization_id, bill_month, data_set, account_id, finality, version, pulled_at, lines, sums, run_id)
             select o.id, m.m, s.s, r.account_id, m.f, m.v, '2026-11-22 03:58+00', 180, '{\"CNY\": {\"payable\": \"1234.5\"}}', r.id
             from organizations o, sync_runs r, (values (date '2026-10-01', 'restated', 2), (date '2026-11-01', 'open', 0)) m (m, f, v),
               (values ('detail'), ('monthly')) s (s) where o.code = 'yunhe';
             insert into monthly_bills (organization_id, bill_month, row_key, account_id, customer_id, cloud_service_type, cloud_service_type_name,
               charge_mode, bill_type, amount, account_details, currency, raw, run_id, fetched_at, first_seen_at)
             select c.organization_id, '2026-10-01', c.remote_id || i, c.account_id, c.remote_id, 'ecs', '弹性云服务器',
               case when i % 2 = 0 then '1' else '3' end, case i when 1 then '1' when 2 then '9' else '0' end,
               case i when 1 then -5 when 3 then null else i end,
               '[{\"balance_type\": \"BALANCE_TYPE_DEBIT\", \"amount\": 1.10, \"bill_type\": \"0\"}, {\"balance_type\": \"ODD\", \"amount\": \"2\"}]',
               'CNY', '{}', c.run_id, c.fetched_at, c.first_seen_at
             from customers c, generate_series(1, 40) i;
             insert into bill_versions (organization_id, bill_month, data_set, version, lines, sums, pulled_at, run_id)
             select o.id, '2026-10-01', 'monthly', v, 120, '{\"CNY\": {\"payable\": \"1234.5\"}}', '2026-11-20 03:58+00', r.id
             from organizations o, sync_runs r, generate_series(1, 2) v where o.code = 'yunhe';
             insert into monthly_bill_changes (organization_id, bill_month, version, row_key, kind, before, after, currency, run_id, found_at)
             select o.id, '2026-10-01', 2, 'k', 'changed', '{\"customer_id\": \"c-id-1\", \"amount\": \"10\"}',
               '{\"customer_id\": \"c-id-1\", \"amount\": 12.5, \"cloud_service_type_name\": \"弹性云服务器\"}', 'CNY', r.id, '2026-11-20 03:58+00'
             from organizations o, sync_runs r where o.code = 'yunhe';
             insert into consumption_changes (organization_id, bill_month, version, line_key, kind, before, run_id, found_at)
             select o.id, '2026-10-01', 2, 'c1-5', 'removed', '{\"customer_id\": \"c-id-1\", \"payment_amount\": 9.02, \"service_type_code\": \"ecs\", \"service_type_name\": \"弹性云服务器\"}', r.id, '2026-11-20 03:58+00'
             from organizations o, sync_runs r where o.code = 'yunhe';",
        )
        .await;
}

async fn all_rows(client: &mut super::support::client::Client, path: &str) -> (Vec<usize>, Vec<String>) {
    let (mut sizes, mut links) = (Vec::new(), Vec::new());
    let mut path = path.to_owned();
    loop {
        let page = client.get(&path).await;
        assert_eq!(page.status, 200, "{path}");
        let found = page.attributes("tbody td:first-child a", "href");
        sizes.push(found.len());
        links.extend(found);
        let Some(next) = page.attribute("a[rel=next]", "href") else { break };
        path = next;
    }
    let count = links.len();
    links.sort();
    links.dedup();
    assert_eq!(links.len(), count, "no row is repeated");
    (sizes, links)
}

fn figure(page: &Page, label: &str) -> String {
    let labels = page.texts(".tiles li > span:first-child");
    let place = labels.iter().position(|found| found == label).unwrap_or_else(|| panic!("{label} in {labels:?}"));
    page.texts(".tiles .figure").remove(place)
}

#[tokio::test]
async fn lines_hide_zero_rows_say_so_and_are_paged_without_loss() {
    let story = Story::begin().await;
    furnish(&story).await;
    let mut admin = story.member("yunhe", "admin").await;
    let (sizes, _) = all_rows(&mut admin, "/bills/consumption?cycle=2026-10").await;
    assert_eq!(sizes, [50, 50, 35], "135 of 180 lines are not zero (BILL-11)");
    let (sizes, _) = all_rows(&mut admin, "/bills/consumption?cycle=2026-10&payable=all").await;
    assert_eq!(sizes, [50, 50, 50, 30]);
    let (sizes, _) = all_rows(&mut admin, "/bills/consumption?cycle=2026-10&payable=zero").await;
    assert_eq!(sizes, [45]);
    let page = admin.get("/bills/consumption?cycle=2026-10").await;
    assert_eq!(figure(&page, "Lines"), "180");
    assert!(page.body.contains("45 zero rows hidden"));
    assert_eq!(figure(&page, "Payable"), "1,180.14 CNY", "3 × (44 × 9.02 - 3.5), from the roll-up");
    assert_eq!(figure(&page, "Bill cycle 2026-10"), "Restated · version 2");
    let note = page.texts(".tiles li").into_iter().next().unwrap();
    for part in ["Consumption details", "2026-10", "Restated", "2 min ago", "Not a basis for settlement"] {
        assert!(note.contains(part), "{part} in {note} (BILL-02)");
    }
    let row = page.rows().into_iter().find(|row| row.contains("9.02")).unwrap();
    assert!(
        row.contains("10.12345678") && row.contains("0.00345678"),
        "list price and what was rounded off (BILL-32): {row}"
    );
    assert!(page.body.contains("777 (unknown)"), "unknown codes are shown raw");
    let now = admin.get("/bills/consumption").await;
    assert_eq!(figure(&now, "Bill cycle 2026-11"), "Running");
}

#[tokio::test]
async fn lines_are_narrowed_by_every_filter_of_the_console() {
    let story = Story::begin().await;
    furnish(&story).await;
    let mut admin = story.member("yunhe", "admin").await;
    for (query, want) in [
        ("customer=c1", 45),
        ("customer=COMPANY+c2", 45),
        ("customer=c-id-3", 45),
        ("customer=nobody", 0),
        ("resource=res-7", 3),
        ("resource=WEB-5", 27),
        ("service=ecs", 45),
        ("service=obs&customer=c1", 30),
        ("charging_mode=3&customer=c1", 45),
        ("charging_mode=10", 0),
        ("bill_type=4", 3),
        ("region=cn-north-4&customer=c1", 45),
        ("association_type=1", 0),
        ("trade_id=T7", 3),
    ] {
        let (sizes, _) = all_rows(&mut admin, &format!("/bills/consumption?cycle=2026-10&{query}")).await;
        assert_eq!(sizes.iter().sum::<usize>(), want, "{query}");
    }
    let wrong = admin.get("/bills/consumption?cycle=1999-01&payable=odd&customer=abc&service=none").await;
    assert_eq!((wrong.status.as_u16(), wrong.texts(".wrongs li").len()), (422, 3));
    assert_eq!(wrong.attribute("input[name=customer]", "value").as_deref(), Some("abc"));
    let mut chinese = story.member("yunhe", "finance").await.speaking("zh-CN");
    let page = chinese.get("/bills/consumption?cycle=2026-10").await;
    assert!(page.body.contains("条零金额明细已隐藏") && page.body.contains("已重述"));
    let empty = chinese.get("/bills/consumption?cycle=2026-05").await;
    assert_eq!((empty.status.as_u16(), empty.rows().len()), (200, 0));
}

#[tokio::test]
async fn managers_see_consumption_from_the_day_after_the_assignment() {
    let story = Story::begin().await;
    furnish(&story).await;
    story
        .sql(
            "insert into customer_assignments (organization_id, customer_id, member_id, assigned_at)
             select c.organization_id, c.id, m.id, t.at::timestamptz from customers c
             join (values ('c1', '2026-09-01 00:00+00'), ('c2', '2026-10-09 15:00+00')) t (account, at) on t.account = c.account_name
             join members m on m.organization_id = c.organization_id and m.username = 'manager'",
        )
        .await;
    let mut manager = story.member("yunhe", "manager").await;
    let (sizes, links) = all_rows(&mut manager, "/bills/consumption?cycle=2026-10&payable=all").await;
    // Of c2 the lines from 2026-10-10 00:00 in Beijing on: 16 hours before the latest.
    assert_eq!(sizes.iter().sum::<usize>(), 60 + 32, "AM-9, BILL-12");
    let page = manager.get("/bills/consumption?cycle=2026-10").await;
    assert_eq!(figure(&page, "Lines"), "92", "figures count what is listed");
    let november = manager.get("/bills/consumption?cycle=2026-11&payable=all").await;
    assert_eq!(figure(&november, "Lines"), "120");
    assert_eq!(manager.get(&links[0]).await.status, 200);
    let early =
        story.number("select id from consumption_lines where line_key = 'c2-60' and bill_month = '2026-10-01'").await;
    assert_eq!(manager.get(&format!("/bills/consumption/{early}?cycle=2026-10")).await.status, 404);
    let mut admin = story.member("yunhe", "admin").await;
    assert_eq!(admin.get(&format!("/bills/consumption/{early}?cycle=2026-10")).await.status, 200);
    let (sizes, _) = all_rows(&mut admin, "/bills/consumption?cycle=2026-10&manager=manager&payable=all").await;
    assert_eq!(sizes.iter().sum::<usize>(), 120);
    assert_eq!(admin.get("/bills/consumption?manager=manage").await.status, 422, "a member, no part of a name");
    let mut voucher = story.member("yunhe", "voucher").await;
    let refused = voucher.get("/bills/consumption").await;
    assert!(refused.status == 403 && refused.body.contains("consumption.view"));
}

#[tokio::test]
async fn a_line_shows_all_its_fields_and_what_became_of_it() {
    let story = Story::begin().await;
    furnish(&story).await;
    let mut admin = story.member("yunhe", "admin").await;
    let id =
        story.number("select id from consumption_lines where line_key = 'c1-5' and bill_month = '2026-10-01'").await;
    let page = admin.get(&format!("/bills/consumption/{id}?cycle=2026-10")).await;
    for shown in ["T5", "web-5", "res-5", "10.12345678", "0.00345678", "ListSubCustomerBillDetail", "华北"] {
        assert!(page.body.contains(shown), "{shown}");
    }
    assert!(page.text(".timeline").contains("version 2 · payable before 9.02"), "{}", page.text(".timeline"));
    for wrong in [
        format!("/bills/consumption/{id}"),
        format!("/bills/consumption/{id}?cycle=2026-11"),
        format!("/bills/consumption/{id}?cycle=x"),
    ] {
        assert_eq!(admin.get(&wrong).await.status, 404, "{wrong}");
    }
    let foreign = story
        .number("select id from consumption_lines where line_key = 'foreign1-5' and bill_month = '2026-10-01'")
        .await;
    assert_eq!(admin.get(&format!("/bills/consumption/{foreign}?cycle=2026-10")).await.status, 404);
}

#[tokio::test]
async fn the_overview_draws_the_trend_and_says_the_same_in_tables() {
    let story = Story::begin().await;
    furnish(&story).await;
    let mut admin = story.member("yunhe", "admin").await;
    let page = admin.get("/bills/consumption?cycle=2026-11&view=overview").await;
    assert_eq!(page.status, 200);
    assert_eq!(page.texts("figure figcaption").len(), 4, "trend, means, customers, products");
    let bars = page.attributes("figure svg a", "aria-label");
    assert_eq!(bars.iter().filter(|name| name.starts_with("2026-1")).count(), 2);
    let rows = page.rows();
    assert!(rows.iter().any(|row| row.starts_with("2026-10 |") && row.contains("1,180.14")), "{rows:?}");
    assert!(rows.iter().any(|row| row.starts_with("c1 | 60 |")), "{rows:?}");
    assert!(rows.iter().any(|row| row.starts_with("弹性云服务器 | 90 |")), "{rows:?}");
    let resellers = admin.get("/bills/consumption?cycle=2026-11&tab=resellers&payable=all").await;
    assert_eq!(resellers.rows().len(), 50);
    assert!(resellers.rows()[0].contains("theirs1"));
    let mut own = story.member("qinglan", "finance").await;
    let page = own.get("/bills/consumption?cycle=2026-11&payable=all").await;
    assert!(page.rows()[0].contains("theirs1"), "a reseller sees its own rows");
    assert_eq!(page.texts(".tabs a").len(), 2, "and no other tab");
}

#[tokio::test]
async fn monthly_sums_have_versions_and_explain_who_paid() {
    let story = Story::begin().await;
    let mut finance = story.member("yunhe", "finance").await;
    let empty = finance.get("/bills/monthly").await;
    assert_eq!(empty.text(".empty strong"), "No monthly sums in this cycle");
    furnish(&story).await;
    let (sizes, links) = all_rows(&mut finance, "/bills/monthly").await;
    assert_eq!(sizes, [50, 50, 20], "the last closed cycle is what is settled");
    for (query, want) in
        [("customer=c2", 40), ("charge_mode=1", 60), ("bill_type=1", 3), ("service=ECS", 0), ("service=ecs", 120)]
    {
        let (sizes, _) = all_rows(&mut finance, &format!("/bills/monthly?cycle=2026-10&{query}")).await;
        assert_eq!(sizes.iter().sum::<usize>(), want, "{query}");
    }
    let page = finance.get("/bills/monthly?cycle=2026-10").await;
    assert_eq!(figure(&page, "Bill cycle 2026-10"), "Restated · version 2");
    assert_eq!(figure(&page, "Payable · Before tax"), "1,234.50 CNY");
    assert!(page.rows()[0].contains("40.00"), "the largest first: {}", page.rows()[0]);
    let odd = finance.get("/bills/monthly?cycle=2026-10&after=&customer=c1").await;
    assert!(odd.body.contains("9 (unknown)"), "unknown bill types are shown raw");
    let detail = finance.get(&links[0]).await;
    assert_eq!(detail.rows(), ["Cash | Normal | 1.10", "ODD (unknown) | – | 2.00"], "what each balance paid");
    let mut manager = story.member("yunhe", "manager").await;
    let refused = manager.get("/bills/monthly").await;
    assert!(refused.status == 403 && refused.body.contains("bill.view"));
    let mut reseller = story.member("qinglan", "finance").await;
    assert_eq!(reseller.get("/bills/monthly").await.status, 403, "resellers have no partner bill (PERM-4)");
}

#[tokio::test]
async fn abroad_the_partner_bill_takes_the_place_of_monthly_sums() {
    let story = Story::begin().await;
    story
        .sql(
            "update cloud_accounts set site = 'international';
             insert into postpaid_bills (organization_id, account_id, bill_month, currency, initial_amount_due, consume_amount, refunds,
               adjustments, tax_amount, raw, run_id, fetched_at, first_seen_at)
             select organization_id, account_id, m.m::date, 'USD', 90, 140, -30, -20, 5.4, '{}', id, '2026-11-06 03:00+00', '2026-11-06 03:00+00'
             from sync_runs, (values ('2026-10-01'), ('2026-09-01')) m (m);
             insert into bill_cycles (organization_id, bill_month, data_set, account_id, finality, version, pulled_at, lines, run_id)
             select organization_id, '2026-10-01', 'partner_bill', account_id, 'final', 1, '2026-11-22 03:58+00', 1, id from sync_runs;",
        )
        .await;
    let mut finance = story.member("yunhe", "finance").await;
    let page = finance.get("/bills/monthly").await;
    assert_eq!(page.rows()[0], "2026-10 | 90.00 | 140.00 | -30.00 | -20.00 | 5.40 | USD | 2026-10 Final2 min ago");
    assert_eq!(page.rows().len(), 2);
    let consumption = finance.get("/bills/consumption").await;
    assert!(
        consumption.text(".empty strong").contains("no consumption details"),
        "the site is named as the reason (BILL-03)"
    );
}
