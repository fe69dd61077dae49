//! Every fault of the vendor's against every kind of command.

use serde_json::json;

use super::desk::{Desk, coupons, operation_of, plan};
use crate::commands::{Creation, Follows, Intended, Plan, Verification, Write};

/// Faults that strike a write once, and a calm call for comparison.
const FAULTS: [&str; 11] = [
    "calm",
    "error_before",
    "error_after",
    "cut_before",
    "cut_after",
    "ok_with_error",
    "partial",
    "busy_quota",
    "late_records",
    "throttle",
    "flow",
];

fn fault(name: &str, write: &Write) -> serde_json::Value {
    let operation = operation_of(write);
    match name {
        "calm" => json!({}),
        "late_records" => json!({ "late_records": { "seconds": 700, "count": 1, "operation": operation },
            "cut_after": { "count": 1, "operation": operation } }),
        name => json!({ name: { "count": 1, "operation": operation } }),
    }
}

/// Confirms a plan under each fault, and ends each in turn.
async fn suffer(desk: &Desk, plans: impl Fn(usize) -> Vec<Plan>) {
    suffer_from(desk, &FAULTS, plans).await;
}

async fn suffer_from(desk: &Desk, faults: &[&str], plans: impl Fn(usize) -> Vec<Plan>) {
    let node = desk.node("one");
    for (number, name) in faults.iter().enumerate() {
        let plans = plans(number);
        desk.faults(&fault(name, &plans[0].write));
        desk.confirm(&format!("{name}-{:?}", plans[0].write.kind()), &plans).await;
        desk.finish(std::slice::from_ref(&node)).await;
        desk.faults(&json!({}));
        let differences = desk.differences().await;
        assert!(differences.is_empty(), "{name} {:?}: {differences:#?}", plans[0].write.kind());
    }
}

#[tokio::test]
async fn quotas_survive_every_fault() {
    let desk = Desk::china().await;
    let to = |number: usize| (desk.resellers[number % desk.resellers.len()].clone(), 10);
    suffer(&desk, |number| {
        vec![plan(Write::QuotaIssue { quota_id: desk.quotas[0].clone() }, &[to(number), to(number)])]
    })
    .await;
    let children: Vec<(String, String)> = desk
        .seen()
        .await
        .into_iter()
        .filter(|one| one.outcome.as_deref() == Some("applied"))
        .filter_map(|one| Some((one.made?, one.recipient)))
        .collect();
    assert!(children.len() >= FAULTS.len(), "{} children", children.len());
    suffer(&desk, |number| {
        let (child, reseller_id) = children[number].clone();
        vec![plan(Write::QuotaReclaim { parent_quota_id: desk.quotas[0].clone(), reseller_id }, &[(child, 10)])]
    })
    .await;
    let unproved = desk.seen().await.into_iter().filter(|one| one.outcome.as_deref() == Some("applied"));
    assert!(unproved.into_iter().all(|one| one.taken.is_some()), "CMD-14: what was taken is the record's");
}

#[tokio::test]
async fn coupons_survive_every_fault() {
    let desk = Desk::china().await;
    let to = |number: usize| (desk.customers[number % desk.customers.len()].clone(), 5);
    suffer(&desk, |number| vec![plan(coupons(&desk.quotas[0]), &[to(number), to(number + 1), to(number + 2)])]).await;
    let given: Vec<String> = desk
        .seen()
        .await
        .into_iter()
        .filter(|one| one.outcome.as_deref() == Some("applied"))
        .filter_map(|one| one.made)
        .collect();
    suffer(&desk, |number| {
        let write = Write::CouponReclaim { quota_id: Some(desk.quotas[0].clone()), customer_id: None };
        vec![plan(write, &[(given[number].clone(), 5)])]
    })
    .await;
}

#[tokio::test]
async fn transfers_survive_every_fault() {
    let desk = Desk::china().await;
    let customer = [(desk.customers[0].clone(), 30), (desk.customers[0].clone(), 30)];
    suffer(&desk, |_| vec![plan(Write::CustomerTransfer, &customer)]).await;
    let back = [(desk.customers[0].clone(), 7), (desk.customers[0].clone(), 7)];
    suffer(&desk, |_| vec![plan(Write::CustomerTakeback, &back)]).await;
    let reseller = [(desk.resellers[0].clone(), 30), (desk.resellers[0].clone(), 30)];
    suffer(&desk, |_| vec![plan(Write::ResellerTransfer, &reseller)]).await;
    suffer(&desk, |_| vec![plan(Write::ResellerTakeback, &[(desk.resellers[0].clone(), 9)])]).await;
}

#[tokio::test]
async fn budgets_and_freezes_survive_every_fault() {
    let desk = Desk::abroad().await;
    let budget = Write::BudgetSet {
        budget_type: "MONTHLY".into(),
        frozen_operate_type: "0".into(),
        cancel_partner_frozen: "0".into(),
    };
    let customer = |amount| [(desk.customers[0].clone(), amount)];
    suffer(&desk, |number| vec![plan(budget.clone(), &customer(100 + i64::try_from(number).unwrap()))]).await;
    // Only a state that changes proves anything.
    let open = desk.customers_frozen(0).await;
    assert!(open.len() >= FAULTS.len(), "{} customers that are not frozen", open.len());
    let freeze = Write::Freeze { freeze_type: "ACCOUNT".into(), reason: "test".into() };
    suffer(&desk, |number| vec![plan(freeze.clone(), &[(open[number].clone(), 0)])]).await;
    let frozen = desk.customers_frozen(1).await;
    let unfreeze = Write::Unfreeze { unfreeze_type: "ACCOUNT".into(), reason: "test".into() };
    let faults = ["error_before", "error_after", "cut_before", "cut_after"];
    suffer_from(&desk, &faults, |number| vec![plan(unfreeze.clone(), &[(frozen[number].clone(), 0)])]).await;
}

#[tokio::test]
async fn customers_are_created_once_under_every_fault() {
    let desk = Desk::china().await;
    let creation = |number: usize| {
        let recipient = format!("customer-{number}");
        let creation = Creation {
            domain_name: format!("new_customer_{number}"),
            xaccount_type: "portal".to_owned(),
            cooperation_type: Some("0".to_owned()),
            ..Creation::default()
        };
        let mut plan = plan(Write::CustomerCreate(Box::new(creation)), &[(recipient, 0)]);
        plan.on_behalf_of = Some(desk.resellers[0].clone());
        vec![plan]
    };
    let faults: Vec<&str> = FAULTS.into_iter().chain(["association_timeout"]).collect();
    suffer_from(&desk, &faults, creation).await;
    let made = desk.seen().await.into_iter().filter(|one| one.outcome.as_deref() == Some("applied")).count();
    assert!(made > faults.len() / 2, "only {made} customers were made");
}

/// Customers made just now: nobody has submitted anything for them.
async fn newcomers(desk: &Desk, count: usize) -> Vec<String> {
    let create = |number: usize| {
        let creation = Creation {
            domain_name: format!("newcomer_{number}"),
            xaccount_type: "portal".to_owned(),
            cooperation_type: Some("0".to_owned()),
            ..Creation::default()
        };
        let mut plan = plan(Write::CustomerCreate(Box::new(creation)), &[(format!("newcomer-{number}"), 0)]);
        plan.on_behalf_of = Some(desk.resellers[0].clone());
        plan
    };
    for number in 0..count {
        desk.confirm(&format!("create-{number}"), &[create(number)]).await;
    }
    desk.finish(&[desk.node("one")]).await;
    let made = desk.seen().await.into_iter().filter(|one| one.outcome.as_deref() == Some("applied"));
    made.filter_map(|one| one.made).collect()
}

#[tokio::test]
async fn a_real_name_application_is_submitted_once_under_every_fault() {
    let desk = Desk::china().await;
    let customers = newcomers(&desk, FAULTS.len()).await;
    assert_eq!(customers.len(), FAULTS.len());
    let verification = |number: usize| Verification::Individual {
        identify_type: "0".to_owned(),
        verified_type: Some("3".to_owned()),
        files: vec![format!("front_{number}.jpg"), format!("back_{number}.jpg")],
        name: "陈晨".to_owned(),
        verified_number: format!("11010119900101{number:03}X"),
        xaccount_type: "portal".to_owned(),
        bank_card: None,
    };
    suffer(&desk, |number| {
        vec![plan(Write::RealnameSubmit(Box::new(verification(number))), &[(customers[number].clone(), 0)])]
    })
    .await;
    let submitted = desk.seen().await.into_iter().filter(|one| one.kind == "realname_submit");
    let applied = submitted.filter(|one| one.outcome.as_deref() == Some("applied")).count();
    assert!(applied > FAULTS.len() / 2, "only {applied} applications arrived");
}

#[tokio::test]
async fn what_a_proved_command_changed_is_read_again_soon() {
    let desk = Desk::china().await;
    let now = desk.partner.clock.now();
    for (resource, ago) in [("issued_quotas", 600), ("voucher_quotas", 0), ("coupons", 600)] {
        let insert = "insert into sync_resources (account_id, organization_id, resource, completed_at, next_at)
            values ($1, $2, $3, $4, $4 + interval '1 hour')";
        let (account, read_at) = (&desk.partner.account, now - chrono::TimeDelta::seconds(ago));
        let insert = sqlx::query(insert).bind(account.id).bind(account.organization_id).bind(resource).bind(read_at);
        insert.execute(&mut desk.partner.database.owner().await).await.unwrap();
    }
    let plans = [plan(Write::QuotaIssue { quota_id: desk.quotas[0].clone() }, &[(desk.resellers[0].clone(), 10)])];
    desk.confirm("soon", &plans).await;
    desk.finish(&[desk.node("one")]).await;
    let next = "select resource || ' ' || case when next_at <= completed_at + interval '30 seconds' then 'pause'
        when next_at < completed_at + interval '20 minutes' then 'soon' else 'later' end from sync_resources order by resource";
    let next: Vec<String> = sqlx::query_scalar(next).fetch_all(&mut desk.partner.database.owner().await).await.unwrap();
    assert_eq!(next, ["coupons later", "issued_quotas soon", "voucher_quotas pause"]);
}

#[tokio::test]
async fn who_was_frozen_here_can_be_unfrozen_here_before_the_list_is_read_again() {
    let desk = Desk::abroad().await;
    let customer = desk.customers_frozen(0).await[0].clone();
    let account = &desk.partner.account;
    let mut owner = desk.partner.database.owner().await;
    let run = "insert into sync_runs (organization_id, account_id, resource, cause, started_at, round_started_at)
        values ($1, $2, 'customers', 'demo', now(), now())";
    sqlx::query(run).bind(account.organization_id).bind(account.id).execute(&mut owner).await.unwrap();
    let row = "insert into customers (organization_id, account_id, remote_id, account_name, association_type, is_frozen, raw, run_id,
          fetched_at, first_seen_at)
        select $1, $2, $3, 'acme', '3', 0, '{\"is_frozen\": 0}', max(id), now(), now() from sync_runs";
    let row = sqlx::query(row).bind(account.organization_id).bind(account.id).bind(&customer);
    row.execute(&mut owner).await.unwrap();
    drop(owner);
    let node = [desk.node("one")];
    let freeze = Write::Freeze { freeze_type: "ACCOUNT".into(), reason: "test".into() };
    let unfreeze = Write::Unfreeze { unfreeze_type: "ACCOUNT".into(), reason: "test".into() };
    let known = [
        r#"select count(*) from customers where is_frozen = 1 and raw = '{"is_frozen": 1}'"#,
        r#"select count(*) from customers where is_frozen = 0 and raw = '{"is_frozen": 0}'"#,
    ];
    for (token, write, known) in [("freeze", freeze, known[0]), ("unfreeze", unfreeze, known[1])] {
        desk.confirm(token, &[plan(write, &[(customer.clone(), 0)])]).await;
        desk.finish(&node).await;
        assert_eq!(desk.partner.count(known).await, 1, "{token}");
    }
}

#[tokio::test]
async fn one_confirmation_is_one_approval_however_often_it_comes() {
    let desk = Desk::china().await;
    let plans = [plan(Write::QuotaIssue { quota_id: desk.quotas[0].clone() }, &[(desk.resellers[0].clone(), 10)])];
    let Intended::New { approval_id, commands, .. } = desk.confirm("same", &plans).await else { panic!("the first") };
    assert_eq!(commands.len(), 1);
    assert!(
        matches!(desk.confirm("same", &plans).await, Intended::Already { approval_id: same } if same == approval_id)
    );
    desk.finish(&[desk.node("one"), desk.node("two")]).await;
    assert_eq!(desk.partner.vendor.control().ledger().len(), 1);
}

#[tokio::test]
async fn a_planned_partial_reclaim_issues_what_was_really_taken_less_what_is_kept() {
    let desk = Desk::china().await;
    let (quota, reseller) = (desk.quotas[0].clone(), desk.resellers[0].clone());
    desk.confirm("first", &[plan(Write::QuotaIssue { quota_id: quota.clone() }, &[(reseller.clone(), 100)])]).await;
    let node = desk.node("one");
    desk.finish(std::slice::from_ref(&node)).await;
    let child = desk.seen().await[0].made.clone().unwrap();
    let reclaim = Write::QuotaReclaim { parent_quota_id: quota.clone(), reseller_id: reseller.clone() };
    let mut again = plan(Write::QuotaIssue { quota_id: quota }, &[(reseller, 60)]);
    again.lines[0].follows = Some(Follows { line: 0, less: 40.into() });
    desk.faults(&json!({ "cut_after": { "count": 1, "operation": "ReclaimCouponQuotas" } }));
    desk.confirm("partial", &[plan(reclaim, &[(child, 100)]), again]).await;
    desk.finish(&[node]).await;
    let ledger = desk.partner.vendor.control().ledger();
    let amounts: Vec<String> =
        ledger.iter().filter_map(|effect| effect.amount.map(|sum| sum.normalize().to_string())).collect();
    assert_eq!(amounts, ["100", "100", "60"]);
    assert_eq!(desk.differences().await, [""; 0]);
}

#[tokio::test]
async fn a_vendor_that_is_down_leaves_commands_waiting_and_they_expire() {
    let desk = Desk::china().await;
    desk.confirm("down", &[plan(Write::CustomerTransfer, &[(desk.customers[0].clone(), 5)])]).await;
    let node = desk.node("one");
    let mut away = desk;
    away.partner.account = away.partner.unreachable();
    away.node("one").tick().await.unwrap();
    assert_eq!(
        away.partner.count("select count(*) from command_calls where state = 'waiting' and waits = 'unread'").await,
        1
    );
    assert_eq!(away.partner.count("select count(*) from command_lanes").await, 0, "whoever waits holds no lane");
    away.partner.clock.advance(chrono::TimeDelta::hours(73));
    node.tick().await.unwrap();
    assert_eq!(
        away.partner.count("select count(*) from commands where state = 'failed' and failure = 'expired'").await,
        1
    );
    assert!(away.partner.vendor.control().ledger().is_empty());
}
