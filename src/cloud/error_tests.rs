//! Every row of API-44, and every form of failure the vendor is known to send.

use super::*;

fn reply(status: u16, body: &str) -> Seen {
    Seen::Answered(Reply { status, request_id: None, retry_after: None, date: None, body: body.to_owned().into() })
}

const UNAVAILABLE: Verdict = Verdict::Again(Class::Unavailable);
const UNKNOWN: Verdict = Verdict::Failed(Class::Unknown);
const REFUSED: Verdict = Verdict::Failed(Class::Refused);
const GOOD: Verdict = Verdict::Good(None);
const THROTTLE: Verdict = Verdict::Throttled(None);

#[test]
fn every_row_of_the_outcome_table() {
    let rows: Vec<(Seen, Verdict, Verdict)> = vec![
        (Seen::NotSent, Verdict::Again(Class::NotSent), Verdict::Failed(Class::NotSent)),
        (Seen::Cut, UNAVAILABLE, UNKNOWN),
        (Seen::TooLarge, Verdict::Failed(Class::Unreadable), UNKNOWN),
        (reply(200, r#"{"total_count":0}"#), GOOD, GOOD),
        (reply(200, r#"{"error_code":"CBC.0000","error_msg":"ok"}"#), GOOD, GOOD),
        (reply(200, r#"{"error_code":null,"error_msg":null}"#), GOOD, GOOD),
        (reply(200, r#"{"error_code":"","x":1}"#), GOOD, GOOD),
        (reply(200, ""), GOOD, GOOD),
        (reply(204, ""), GOOD, GOOD),
        (reply(200, r#"{"coupon_infos":[],"error_details":[{"id":"c","error_code":"CBC.99000035"}]}"#), GOOD, GOOD),
        (reply(200, r#"{"error_code":"CBC.99000048","error_msg":"gone"}"#), REFUSED, REFUSED),
        (reply(200, r#"{"error_code":"CBC.0999"}"#), UNAVAILABLE, UNKNOWN),
        (reply(200, r#"{"error_code":"CBC.0250"}"#), THROTTLE, THROTTLE),
        (reply(429, r#"{"error_code":"APIG.0308","error_msg":"m"}"#), THROTTLE, THROTTLE),
        (reply(429, "slow down"), THROTTLE, THROTTLE),
        (reply(400, r#"{"error_code":"CBC.0100"}"#), REFUSED, REFUSED),
        (reply(400, r#"{"error_code":"CBC.0999"}"#), UNAVAILABLE, UNKNOWN),
        (reply(403, "<html>"), REFUSED, REFUSED),
        (reply(404, ""), REFUSED, REFUSED),
        (reply(408, r#"{"error_code":"CBC.0100"}"#), UNAVAILABLE, UNKNOWN),
        (reply(302, ""), UNAVAILABLE, UNKNOWN),
        (reply(500, r#"{"error_code":"CBC.5002"}"#), UNAVAILABLE, UNKNOWN),
        (reply(500, r#"{"error_code":"CBC.0250"}"#), UNAVAILABLE, UNKNOWN),
        (reply(503, ""), UNAVAILABLE, UNKNOWN),
    ];
    for (seen, read, write) in rows {
        let shown = match &seen {
            Seen::Answered(reply) => format!("{} {:?}", reply.status, reply.body),
            other => format!("{other:?}"),
        };
        assert_eq!(verdict(Access::Read, &[], &seen), read, "read: {shown}");
        assert_eq!(verdict(Access::Write, &[], &seen), write, "write: {shown}");
    }
}

#[test]
fn a_failed_creation_that_carries_the_account_is_an_answer() {
    let seen = reply(500, r#"{"error_code":"CBC.99000050","error_msg":"timed out","domain_id":"d1"}"#);
    assert_eq!(verdict(Access::Write, &["CBC.99000050"], &seen), Verdict::Good(Some("CBC.99000050".to_owned())));
    assert_eq!(verdict(Access::Write, &[], &seen), UNKNOWN, "only where the contract says so");
}

#[test]
fn the_code_is_found_in_every_form() {
    for body in [
        r#"{"error_code":"CBC.0151","error_msg":"m"}"#,
        r#"{"errorCode":"CBC.0151","errorMsg":"m"}"#,
        r#"{"code":"CBC.0151","message":"m"}"#,
        r#"{"error":{"code":"CBC.0151","message":"m"}}"#,
        r#"{"error":{"error_code":"CBC.0151","error_msg":"m"}}"#,
        r#"{"error_code":"CBC.0151","encoded_authorization_message":"m"}"#,
    ] {
        let Seen::Answered(answered) = reply(403, body) else { unreachable!("built above") };
        let said = answered.said().unwrap();
        assert_eq!((said.code.as_str(), said.message.as_deref()), ("CBC.0151", Some("m")), "{body}");
    }
    let now = DateTime::<Utc>::MIN_UTC;
    let bare = Failure::seen("ListSubCustomers", Class::Refused, &reply(418, "teapot"), now);
    assert_eq!(bare.code.as_deref(), Some("418"), "without a code the status stands for it");
}

#[test]
fn data_is_not_taken_for_failure() {
    for body in [
        r#"{"count":1,"provinces":[{"code":"CN-32","name":"江苏"}]}"#,
        r#"{"total_count":1,"records":[{"id":"1","remark":"error_code"}]}"#,
        r#"{"name":"error","code":"x"}"#,
    ] {
        assert_eq!(verdict(Access::Read, &[], &reply(200, body)), GOOD, "{body}");
    }
}

#[test]
fn a_log_line_holds_no_words_of_the_vendor() {
    let body = r#"{"error_code":"CBC.0100","error_msg":"mobile 0086-13800001234 is wrong"}"#;
    let failure = Failure::seen("CreateSubCustomer", Class::Refused, &reply(400, body), DateTime::<Utc>::MIN_UTC);
    let line = format!("{failure} {failure:?}");
    assert!(line.contains("CBC.0100") && line.contains("CreateSubCustomer"), "{line}");
    assert!(!line.contains("13800001234"), "{line}");
    assert!(failure.message.is_some(), "kept for the details view");
}
