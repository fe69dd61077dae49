//! The client against the sandbox: two programs written from the same contract, sharing no line, must understand each
//! other. What single answers mean is tested in `cloud/`; here effects are counted in the sandbox's ledger.

use std::time::Duration;

use rust_decimal::Decimal;
use serde_json::{Value, json};
use tokio::net::TcpListener;

use crate::{
    clock::Clock,
    cloud::{
        CallRate, Cause, Class, Client, Connection, Failure, Lane, Patience, Site, Throttle,
        wire::{
            Paged,
            lines::Line,
            quotas::{
                IssuedQuotas, ListCouponQuotasRecords, ListQuotaCoupons, ReclaimCouponQuotas, UpdateCouponQuotas,
            },
            resellers::ListIndirectPartners,
        },
    },
    sandbox::{self, FaultPlan, Running},
};

/// A partner on the china site and the world it calls.
struct Partner {
    sandbox: Running,
    client: Client,
}

fn connection(sandbox: &Running) -> Connection {
    let (url, keys) = (sandbox.base_url(), sandbox.keys());
    let mut connection = Connection::new(Site::China, &url, &url, &keys.ak, keys.sk.into()).unwrap();
    connection.domain_id = Some(keys.domain_id);
    connection
}

fn client(connection: Connection) -> Client {
    let patience = Patience { pauses: [Duration::ZERO; 3], flow_pause: Duration::ZERO, ..Patience::default() };
    Client::with_patience(connection, Clock::machine(), Throttle::memory(CallRate::Off), patience).unwrap()
}

impl Partner {
    async fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let sandbox = sandbox::start(&sandbox::Options { rate: 0, ..Default::default() }, listener).unwrap();
        Self { client: client(connection(&sandbox)), sandbox }
    }

    /// Every row of a list, read in small pages.
    async fn all<O: Paged>(&self, list: O) -> Vec<O::Row> {
        let mut rows = Vec::new();
        loop {
            let offset = i64::try_from(rows.len()).unwrap();
            let answer = self.client.call(&list.clone().page(offset, 3), Lane::Sync).await.unwrap().value;
            let total = O::total(&answer);
            let page = O::rows(answer);
            if page.is_empty() {
                assert_eq!(total, Some(offset), "the list holds as many rows as it says");
                return rows;
            }
            rows.extend(page);
        }
    }

    /// A request to issue 1.50 of the richest issuable quota to the first reseller.
    async fn issue(&self) -> UpdateCouponQuotas {
        let ready = ListQuotaCoupons { quota_status_list: vec![0], ..Default::default() };
        let quotas = self.all(ready).await;
        let parent = quotas.into_iter().max_by_key(|quota| quota.balance).unwrap();
        let reseller = self.all(ListIndirectPartners::default()).await.remove(0);
        UpdateCouponQuotas {
            quota_id: parent.quota_id.unwrap(),
            indirect_partner_ids: vec![reseller.indirect_partner_id.unwrap()],
            quota_amount: Decimal::new(150, 2),
        }
    }

    async fn send(&self, issue: &UpdateCouponQuotas) -> Result<IssuedQuotas, Failure> {
        self.client.call(issue, Lane::People).await.map(|answer| answer.value)
    }

    fn faults(&self, plan: Value) {
        self.sandbox.control().faults(FaultPlan::from_json(&plan).unwrap());
    }

    fn effects(&self) -> usize {
        self.sandbox.control().ledger().len()
    }
}

#[tokio::test]
async fn a_quota_goes_to_a_reseller_and_comes_back() {
    let partner = Partner::new().await;
    let issue = partner.issue().await;
    let reseller = &issue.indirect_partner_ids[0];
    let Line::Done(Some(child)) = partner.send(&issue).await.unwrap().line(reseller) else {
        panic!("the reseller got no child quota")
    };
    let reclaim = ReclaimCouponQuotas { quota_ids: vec![child.clone()], remark: Some("ptl:7".into()) };
    let taken = partner.client.call(&reclaim, Lane::People).await.unwrap().value;
    assert_eq!(taken.line(&child), Line::Done(Some(child.clone())));
    assert_eq!(partner.effects(), 2);
    let records = partner.all(ListCouponQuotasRecords { quota_id: Some(child), ..Default::default() }).await;
    let mut seen: Vec<_> = records.iter().map(|record| (record.operation_type.as_deref(), record.amount)).collect();
    seen.sort();
    assert_eq!(seen, [(Some("10"), Some(issue.quota_amount)), (Some("11"), Some(issue.quota_amount))]);
    let again = partner.client.call(&reclaim, Lane::People).await;
    let refused = match &again {
        Ok(answer) => {
            matches!(answer.value.line(&reclaim.quota_ids[0]), Line::Refused(Some(code)) if code == "CBC.99000012")
        }
        Err(failure) => failure.code() == Some("CBC.99000012"),
    };
    assert!(refused, "a second reclaim is refused (API-49): {again:?}");
}

#[tokio::test]
async fn each_fault_of_a_write_has_its_outcome_and_at_most_one_effect() {
    let partner = Partner::new().await;
    let issue = partner.issue().await;
    for (fault, class, effects) in [
        ("error_before", Class::Unknown, 0),
        ("error_after", Class::Unknown, 1),
        ("cut_before", Class::Unknown, 0),
        ("cut_after", Class::Unknown, 1),
        ("ok_with_error", Class::Refused, 0),
        ("throttle", Class::Throttled, 0),
        ("flow", Class::Throttled, 0),
        ("busy_quota", Class::Refused, 0),
    ] {
        let before = partner.effects();
        partner.faults(json!({ fault: {"count": 1} }));
        let failure = partner.send(&issue).await.expect_err(fault);
        assert_eq!(failure.class, class, "{fault}: {failure}");
        assert_eq!(partner.effects() - before, effects, "{fault}");
        if fault == "busy_quota" {
            assert_eq!(failure.cause(), Cause::Busy);
        }
        assert!(partner.send(&issue).await.is_ok(), "after {fault} all is well again");
    }
}

/// Over real time, so once only: the sandbox asks for a second's pause, and gets it.
#[tokio::test]
async fn reads_wait_out_flow_control() {
    let partner = Partner::new().await;
    partner.faults(json!({"flow": {"count": 1}}));
    let before = std::time::Instant::now();
    assert!(partner.client.call(&ListIndirectPartners::default(), Lane::Sync).await.is_ok());
    assert!(before.elapsed() >= Duration::from_secs(1), "`Retry-After` is obeyed");
}

#[tokio::test]
async fn keys_clock_and_account_are_told_apart() {
    let partner = Partner::new().await;
    let id = partner.client.discover_domain_id().await.unwrap();
    assert_eq!(id, Some(partner.sandbox.keys().domain_id));
    let list = ListIndirectPartners::default();
    let mut wrong = connection(&partner.sandbox);
    wrong.secret_key = "not-the-key".to_owned().into();
    let failure = client(wrong).call(&list, Lane::People).await.unwrap_err();
    assert_eq!((failure.class, failure.cause()), (Class::Refused, Cause::Credentials));
    assert!(failure.request_id().is_some(), "for support cases");
    partner.faults(json!({"skew": {"count": 1}}));
    let failure = partner.client.call(&list, Lane::People).await.unwrap_err();
    assert_eq!((failure.class, failure.cause()), (Class::Refused, Cause::Clock));
}
