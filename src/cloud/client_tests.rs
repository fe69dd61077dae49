//! The client against a vendor that says what it is told: every outcome of API-44 over a real socket.

use std::num::NonZeroU32;

use chrono::TimeDelta;

use super::*;
use crate::cloud::{
    cause::Cause,
    scripted::{Received, Scripted, Step},
    throttle::CallRate,
    wire::{
        Language,
        budgets::ShowPartnerConsumptionQuota,
        catalog::ListResourceTypes,
        coupons::ReclaimPartnerCoupons,
        customers::CreateSubCustomer,
        invoices::ListInvoices,
        orders::ShowCustomerOrderDetails,
        quotas::{ListQuotaCoupons, UpdateCouponQuotas},
    },
};

const NOW: &str = "2026-11-22T10:00:00Z";

fn patience() -> Patience {
    let short = Duration::from_millis(200);
    Patience {
        limits: Limits { connect: Duration::from_secs(5), read: short, write: short, ..Limits::default() },
        pauses: [Duration::ZERO; 3],
        flow_pause: Duration::ZERO,
        people_wait: Duration::from_secs(5),
        sync_wait: Duration::from_secs(5),
    }
}

fn connection(url: &str) -> Connection {
    Connection::new(Site::China, url, url, "AKTEST", "SKTEST".into()).unwrap()
}

fn client_of(connection: Connection) -> Client {
    let clock = Clock::stopped(NOW.parse().unwrap());
    Client::with_patience(connection, clock, Throttle::memory(CallRate::Off), patience()).unwrap()
}

fn issue() -> UpdateCouponQuotas {
    let ids = vec!["r1".to_owned()];
    UpdateCouponQuotas { quota_id: "q1".into(), indirect_partner_ids: ids, quota_amount: "100".parse().unwrap() }
}

/// Plays `steps` to one read; what came of it, and how often it was sent.
async fn read(steps: Vec<Step>) -> (Result<Answer<Option<i64>>, Failure>, usize) {
    let vendor = Scripted::play(steps).await;
    let outcome = client_of(connection(&vendor.url)).call(&ListQuotaCoupons::default(), Lane::Sync).await;
    let outcome = outcome.map(|answer| Answer {
        value: answer.value.total_count,
        request_id: answer.request_id,
        warning: answer.warning,
        waited: answer.waited,
        fetched_at: answer.fetched_at,
    });
    (outcome, vendor.received().len())
}

/// The same to one write.
async fn write(step: Step) -> (Result<String, Class>, usize) {
    let vendor = Scripted::play([step]).await;
    let outcome = client_of(connection(&vendor.url)).call(&issue(), Lane::People).await;
    let outcome = outcome.map(|answer| format!("{:?}", answer.value.line("r1"))).map_err(|failure| failure.class);
    (outcome, vendor.received().len())
}

const GOOD: Step = Step::Answer(200, "", r#"{"total_count":7,"quotas":[]}"#);

#[tokio::test]
async fn what_nobody_answers_is_soon_not_repeated_any_more() {
    let client = client_of(connection("http://127.0.0.1:1"));
    for attempts in [4, 6, 7, 8] {
        let failure = client.call(&ListQuotaCoupons::default(), Lane::Sync).await.unwrap_err();
        assert_eq!(failure.cause(), Cause::Unreachable);
        assert_eq!(failure.to_string(), "ListQuotaCoupons: no connection could be made");
        assert_eq!(client.0.transport.missed.load(std::sync::atomic::Ordering::Relaxed), attempts);
    }
}

#[tokio::test]
async fn a_read_is_repeated_for_what_passes_and_only_three_times() {
    for passing in [
        Step::Cut,
        Step::CutInTheBody,
        Step::Hang,
        Step::Answer(500, "", r#"{"error_code":"CBC.0999"}"#),
        Step::Answer(503, "", "<html>busy</html>"),
        Step::Answer(408, "", ""),
        Step::Answer(302, "location: http://127.0.0.1:1/elsewhere\r\n", ""),
        Step::Answer(200, "", "<html>not what was asked for</html>"),
        Step::Answer(200, "", r#"{"error_code":"CBC.0999","error_msg":"other error"}"#),
    ] {
        let (outcome, sent) = read(vec![passing.clone(), passing.clone(), GOOD]).await;
        assert_eq!((outcome.unwrap().value, sent), (Some(7), 3), "{passing:?}, then well");
        let (outcome, sent) = read(vec![passing.clone(); 9]).await;
        let class = outcome.unwrap_err().class;
        assert!(matches!(class, Class::Unavailable | Class::Unreadable), "{passing:?}: {class:?}");
        assert_eq!(sent, 4, "{passing:?}: once and three repeats");
    }
}

#[tokio::test]
async fn a_read_is_not_repeated_for_what_stays() {
    for (answer, class, code) in [
        (Step::Answer(400, "", r#"{"error_code":"CBC.0100","error_msg":"m"}"#), Class::Refused, "CBC.0100"),
        (Step::Answer(403, "", "forbidden"), Class::Refused, "403"),
        (Step::Answer(200, "", r#"{"error_code":"CBC.5001","error_msg":"m"}"#), Class::Refused, "CBC.5001"),
        (Step::Answer(200, "", r#"{"total_count":"many"}"#), Class::Unreadable, "200"),
    ] {
        let (outcome, sent) = read(vec![answer, GOOD]).await;
        let failure = outcome.unwrap_err();
        assert_eq!((failure.class, failure.code(), sent), (class, Some(code), 1));
        assert_eq!(failure.request_id(), Some("req-1"));
    }
}

#[tokio::test]
async fn success_is_read_in_every_form() {
    for (answer, total) in [
        (GOOD, Some(7)),
        (Step::Answer(200, "", r#"{"error_code":"CBC.0000","total_count":"7"}"#), Some(7)),
        (Step::Answer(200, "", ""), None),
        (Step::Answer(204, "", ""), None),
    ] {
        let (outcome, sent) = read(vec![answer]).await;
        let answer = outcome.unwrap();
        assert_eq!((answer.value, sent), (total, 1));
        assert_eq!(answer.request_id.as_deref(), Some("req-1"));
        assert_eq!(answer.fetched_at.to_rfc3339(), "2026-11-22T10:00:00+00:00");
    }
}

#[tokio::test]
async fn a_write_is_sent_once_whatever_happens() {
    let done = r#"{"simple_quota_infos":[{"id":"r1","quota_id":"q9"}]}"#;
    let partly = r#"{"simple_quota_infos":[],"error_details":[{"id":"r1","error_code":"CBC.99000037"}]}"#;
    let unsure = r#"{"error_details":[{"id":"r1","error_code":"CBC.0999"}]}"#;
    for (step, want) in [
        (Step::Answer(200, "", done), Ok(r#"Done(Some("q9"))"#)),
        (Step::Answer(200, "", partly), Ok(r#"Refused(Some("CBC.99000037"))"#)),
        (Step::Answer(200, "", unsure), Err(Class::Unknown)),
        (Step::Answer(200, "", "{}"), Err(Class::Unknown)),
        (Step::Answer(204, "", ""), Err(Class::Unknown)),
        (Step::Answer(200, "", "not json"), Err(Class::Unknown)),
        (Step::Answer(200, "", r#"{"error_code":"CBC.0150","error_msg":"m"}"#), Err(Class::Refused)),
        (Step::Answer(200, "", r#"{"error_code":"CBC.0999","error_msg":"m"}"#), Err(Class::Unknown)),
        (Step::Answer(429, "", r#"{"error_code":"APIG.0308","error_msg":"m"}"#), Err(Class::Throttled)),
        (Step::Answer(400, "", r#"{"error_code":"CBC.50000045","error_msg":"m"}"#), Err(Class::Refused)),
        (Step::Answer(408, "", ""), Err(Class::Unknown)),
        (Step::Answer(307, "location: /elsewhere\r\n", ""), Err(Class::Unknown)),
        (Step::Answer(500, "", r#"{"error_code":"CBC.5003"}"#), Err(Class::Unknown)),
        (Step::Answer(502, "", "<html>bad gateway</html>"), Err(Class::Unknown)),
        (Step::Cut, Err(Class::Unknown)),
        (Step::CutInTheBody, Err(Class::Unknown)),
        (Step::Hang, Err(Class::Unknown)),
    ] {
        let (outcome, sent) = write(step.clone()).await;
        assert_eq!(outcome.as_deref().map_err(|class| *class), want, "{step:?}");
        assert_eq!(sent, 1, "{step:?}: a write is never repeated");
    }
}

#[tokio::test]
async fn a_write_after_a_dead_connection_is_sent_once_on_a_new_one() {
    let done = r#"{"simple_quota_infos":[{"id":"r1","quota_id":"q9"}]}"#;
    let vendor = Scripted::play([Step::AnswerThenDie(200, done), Step::AnswerThenDie(200, done)]).await;
    let client = client_of(connection(&vendor.url));
    for sent in 1..=2 {
        assert!(client.call(&issue(), Lane::People).await.is_ok());
        assert_eq!(vendor.received().len(), sent);
    }
}

#[tokio::test]
async fn what_never_left_is_not_sent() {
    let gone = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let client = client_of(connection(&format!("http://{gone}")));
    let write = client.call(&issue(), Lane::People).await.unwrap_err();
    assert_eq!((write.class, write.cause()), (Class::NotSent, Cause::Unreachable));
    let read = client.call(&ListQuotaCoupons::default(), Lane::Sync).await.unwrap_err();
    assert_eq!((read.class, read.cause()), (Class::NotSent, Cause::Unreachable));
}

#[tokio::test]
async fn an_account_whose_association_was_not_waited_for_exists() {
    let body = r#"{"error_code":"CBC.99000050","error_msg":"association timed out","domain_id":"d1"}"#;
    let vendor =
        Scripted::play([Step::Answer(500, "", body), Step::Answer(500, "", r#"{"error_code":"CBC.99000050"}"#)]);
    let vendor = vendor.await;
    let client = client_of(connection(&vendor.url));
    let create = CreateSubCustomer { xaccount_id: "x1".into(), xaccount_type: "t".into(), ..Default::default() };
    let answer = client.call(&create, Lane::People).await.unwrap();
    assert_eq!(answer.value.domain_id.as_deref(), Some("d1"));
    assert_eq!(answer.warning.as_deref(), Some("CBC.99000050"));
    let without_id = client.call(&create, Lane::People).await.unwrap_err();
    assert_eq!(without_id.class, Class::Unknown);
}

#[tokio::test]
async fn a_reclaim_answers_nothing_and_is_done() {
    let vendor = Scripted::play([Step::Answer(204, "", "")]).await;
    let reclaim = ReclaimPartnerCoupons { coupon_id: "c1".into(), indirect_partner_id: None };
    assert!(client_of(connection(&vendor.url)).call(&reclaim, Lane::People).await.is_ok());
    assert_eq!(vendor.received()[0].body, br#"{"coupon_id":"c1"}"#, "unset keys are left out");
}

#[tokio::test]
async fn flow_control_is_waited_out_by_reads_within_bounds() {
    const SLOW: &str = r#"{"error_code":"CBC.0250","error_msg":"flow"}"#;
    let (outcome, sent) = read(vec![
        Step::Answer(429, "", r#"{"error_code":"APIGW.0308","error_msg":"m"}"#),
        Step::Answer(429, "retry-after: 0\r\n", SLOW),
        Step::Answer(200, "", SLOW),
        Step::Answer(429, "", "plain text"),
        Step::Answer(429, "", SLOW),
        GOOD,
    ])
    .await;
    assert_eq!((outcome.unwrap().value, sent), (Some(7), 6), "more often than the three repeats of other failures");
    let (outcome, sent) = read(vec![Step::Answer(429, "retry-after: 3600\r\n", SLOW), GOOD]).await;
    let failure = outcome.unwrap_err();
    assert_eq!((failure.class, sent), (Class::Throttled, 1), "an hour is not waited for");
    assert!(failure.retry_after.unwrap() >= Duration::from_secs(3600), "the vendor's own time is kept: {failure:?}");
}

#[tokio::test]
async fn a_429_holds_back_everybody() {
    let vendor = Scripted::play([Step::Answer(429, "retry-after: 60\r\n", "{}"), GOOD]).await;
    let throttle = Throttle::memory(CallRate::PerSecond(NonZeroU32::new(1000).unwrap()));
    let clock = Clock::stopped(NOW.parse().unwrap());
    let client = Client::with_patience(connection(&vendor.url), clock, throttle, patience()).unwrap();
    for lane in [Lane::Sync, Lane::People] {
        let failure = client.call(&ListQuotaCoupons::default(), lane).await.unwrap_err();
        assert_eq!(failure.class, Class::Throttled, "{lane:?}");
        assert!(failure.retry_after.unwrap() > Duration::from_secs(50), "{failure:?}");
    }
    assert_eq!(vendor.received().len(), 1, "the second call was not sent");
}

/// The `Authorization` that belongs to what arrived.
fn expected_authorization(received: &Received, host: &str) -> String {
    let mut line = received.line.split(' ');
    let (method, target) = (line.next().unwrap(), line.next().unwrap());
    let url = Url::parse(&format!("http://{host}{target}")).unwrap();
    let query: Vec<(String, String)> = url.query_pairs().map(|(n, v)| (n.into_owned(), v.into_owned())).collect();
    let authorization = received.header("authorization").unwrap();
    let signed = authorization.split("SignedHeaders=").nth(1).unwrap().split(',').next().unwrap();
    let names: Vec<&str> = signed.split(';').filter(|name| !["host", "x-sdk-date"].contains(name)).collect();
    let headers: Vec<(&str, &str)> = names.iter().map(|name| (*name, received.header(name).unwrap())).collect();
    let date = received.header("x-sdk-date").unwrap();
    let unsigned =
        Unsigned { method, host, path: url.path(), query: &query, date, headers: &headers, body: &received.body };
    sign::authorization(Keys { access_key: "AKTEST", secret_key: "SKTEST" }, unsigned)
}

#[tokio::test]
async fn what_is_sent_is_what_is_signed() {
    let vendor = Scripted::play(vec![Step::Answer(200, "", "{}"); 3]).await;
    let mut connection = connection(&vendor.url);
    connection.domain_id = Some("0123456789abcdef".into());
    connection.security_token = Some("TOKEN==".to_owned().into());
    let host = vendor.url.strip_prefix("http://").unwrap();
    let client = client_of(connection);
    let types = ListResourceTypes { language: Some(Language::English), offset: Some(0), limit: Some(100) };
    client.call(&types, Lane::Sync).await.unwrap();
    let order = ShowCustomerOrderDetails { order_id: "CS 22+1:A/B%".into(), ..Default::default() };
    client.call(&order, Lane::Sync).await.unwrap();
    let _ = client.call(&issue(), Lane::People).await;
    let received = vendor.received();
    assert_eq!(received[0].line, "GET /v2/products/resource-types?limit=100&offset=0 HTTP/1.1");
    assert_eq!(received[0].header("x-language"), Some("en_US"));
    assert_eq!(received[1].line, "GET /v2/orders/customer-orders/details/CS%2022%2B1%3AA%2FB%25 HTTP/1.1");
    let body = r#"{"indirect_partner_ids":["r1"],"quota_amount":100.00,"quota_id":"q1"}"#;
    assert_eq!(String::from_utf8_lossy(&received[2].body), body);
    for request in &received {
        assert_eq!(request.header("authorization"), Some(expected_authorization(request, host).as_str()));
        assert_eq!(request.header("x-domain-id"), Some("0123456789abcdef"));
        assert_eq!(request.header("content-type"), Some("application/json"));
        assert_eq!(request.header("x-sdk-date"), Some("20261122T100000Z"));
        assert!(request.header("authorization").unwrap().contains("x-domain-id;"), "{request:?}");
    }
}

#[tokio::test]
async fn nothing_is_sent_that_should_not_be() {
    let vendor = Scripted::play([]).await;
    let client = client_of(connection(&vendor.url));
    let not_here = client.call(&ShowPartnerConsumptionQuota::default(), Lane::People).await.unwrap_err();
    assert_eq!(not_here.class, Class::NotOffered, "the china contract has no consumption quota");
    let cents = UpdateCouponQuotas { quota_amount: "1.001".parse().unwrap(), ..issue() };
    assert_eq!(client.call(&cents, Lane::People).await.unwrap_err().class, Class::Invalid);
    for id in ["", ".", "..", "%2e%2e"] {
        let order = ShowCustomerOrderDetails { order_id: id.into(), ..Default::default() };
        let outcome = client.call(&order, Lane::People).await;
        let line = vendor.received().last().map(|request| request.line.clone()).unwrap_or_default();
        assert!(outcome.is_err() && (line.is_empty() || line.contains("/details/%252e")), "{id:?}: {line}");
    }
    let intl = Connection { site: Site::International, ..connection(&vendor.url) };
    let sent_before = vendor.received().len();
    let invoices = client_of(intl).call(&ListInvoices::default(), Lane::People).await.unwrap_err();
    assert_eq!(invoices.class, Class::Invalid, "its path holds the account id, which is not known");
    assert_eq!(vendor.received().len(), sent_before);
    let unpaced = Connection::new(Site::China, "https://bss.example.com", "https://iam.example.com", "AK", "SK".into());
    let clock = Clock::stopped(NOW.parse().unwrap());
    let refused = Client::new(unpaced.unwrap(), clock, Throttle::memory(CallRate::Off)).unwrap_err();
    assert!(matches!(refused, BadConnection::NotPaced(_)));
}

#[tokio::test]
async fn the_account_id_is_asked_of_iam_without_what_iam_does_not_sign() {
    let vendor = Scripted::play([
        Step::Answer(200, "", r#"{"domains":[{"id":"d1","name":"n"},{"id":"d2"}],"links":{}}"#),
        Step::Answer(200, "", r#"{"domains":[]}"#),
        Step::Answer(401, "date: Sun, 22 Nov 2026 10:16:00 GMT\r\n", r#"{"error_code":"APIGW.0301","error_msg":"m"}"#),
    ])
    .await;
    let client = client_of(connection(&vendor.url));
    assert_eq!(client.discover_domain_id().await.unwrap().as_deref(), Some("d1"));
    assert_eq!(client.discover_domain_id().await.unwrap(), None);
    let failure = client.discover_domain_id().await.unwrap_err();
    assert_eq!(failure.clock_skew, Some(TimeDelta::minutes(16)));
    assert_eq!(failure.cause(), Cause::Clock);
    let request = &vendor.received()[0];
    assert_eq!(request.line, "GET /v3/auth/domains HTTP/1.1");
    assert!(request.header("authorization").unwrap().contains("SignedHeaders=host;x-sdk-date,"), "{request:?}");
}

#[tokio::test]
async fn bytes_are_judged_but_not_read() {
    let odd = r#"{"total_count":"many"}"#;
    let vendor = Scripted::play([
        Step::Answer(200, "", odd),
        Step::Answer(200, "", ""),
        Step::Answer(200, "", r#"{"error_code":"CBC.5001"}"#),
    ])
    .await;
    let client = client_of(connection(&vendor.url));
    let operation = ListQuotaCoupons::default();
    assert_eq!(client.call_bytes(&operation, Lane::Sync).await.unwrap().value, odd);
    assert_eq!(client.call_bytes(&operation, Lane::Sync).await.unwrap().value, "{}");
    assert_eq!(client.call_bytes(&operation, Lane::Sync).await.unwrap_err().class, Class::Refused);
}
