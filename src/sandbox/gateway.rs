//! One request's journey: found, signed, throttled, spoilt by a fault if the plan says so, decided, done, answered.
//! The journey is a task of its own: a client that hangs up does not stop what it has asked for.

use std::{sync::Arc, time::Duration};

use axum::{
    body::{Body, Bytes},
    extract::{ConnectInfo, Request, State},
    http::{HeaderValue, StatusCode, header, request::Parts},
    response::Response,
};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Map, Value};

use super::{
    answer::{Outcome, Refusal},
    call::Call,
    connection::Peer,
    customers,
    faults::Fault,
    house::House,
    operation::{self, Kind, Operation, PathParts},
    quotas,
    signature::{self, Received},
};

/// Largest body (API-10).
const LARGEST_BODY: usize = 12 * 1024 * 1024;
/// How far the fault `skew` puts the gateway's clock ahead.
const SKEW: TimeDelta = TimeDelta::minutes(16);

/// Answers any request that is not the control's.
pub(super) async fn answer(
    State(house): State<Arc<House>>,
    ConnectInfo(peer): ConnectInfo<Peer>,
    request: Request,
) -> Response {
    let (parts, body) = request.into_parts();
    let Ok(body) = axum::body::to_bytes(body, LARGEST_BODY).await else {
        return bare(StatusCode::PAYLOAD_TOO_LARGE);
    };
    match tokio::spawn(travel(house, parts, body)).await {
        Ok(Some(response)) => response,
        Ok(None) => {
            peer.cut();
            bare(StatusCode::INTERNAL_SERVER_ERROR)
        }
        Err(_) => bare(StatusCode::INTERNAL_SERVER_ERROR),
    }
}

/// The whole journey; `None` = the connection is cut.
async fn travel(house: Arc<House>, parts: Parts, body: Bytes) -> Option<Response> {
    let request_id = house.request_id();
    let found = operation::find(house.site(), &parts.method, parts.uri.path());
    let named = found.as_ref().map_or("unknown", |(operation, _)| operation.id);
    // The gateway's clock is wrong for every answer, also one to a path it does not know.
    let skewed = house.faults().strikes(Fault::Skew, named).is_some();
    let real = house.clock.real() + if skewed { SKEW } else { TimeDelta::zero() };
    let Some((operation, path)) = found else {
        count(&house, "unknown", "404");
        let refusal =
            Refusal::new(404, "APIG.0101", "The API does not exist or has not been published in the environment");
        return Some(written(Err(refusal), &request_id, real));
    };
    let ended = match admit(&house, operation, &parts, &body, real) {
        Err(refusal) => Some(Err(refusal)),
        Ok(()) => serve(&house, operation, &request_id, &parts, (path, &body)).await,
    };
    let Some(answer) = ended else {
        count(&house, operation.id, "cut");
        return None;
    };
    let status = answer.as_ref().map_or_else(|refusal| refusal.status, |outcome| outcome.status);
    count(&house, operation.id, &status.to_string());
    Some(written(answer, &request_id, real))
}

/// Signature, then throttle (API-22, API-38): nothing has been executed yet.
fn admit(
    house: &House,
    operation: &Operation,
    parts: &Parts,
    body: &Bytes,
    real: DateTime<Utc>,
) -> Result<(), Refusal> {
    let received = Received { method: &parts.method, uri: &parts.uri, headers: &parts.headers, body };
    signature::verify(&received, &house.keys.ak, &house.keys.sk, real)
        .map_err(|denial| Refusal::new(401, "APIG.0301", denial.to_string()))?;
    let limit = house.throttle().take(operation.id, operation.per_second, std::time::Instant::now());
    let struck = house.faults().strikes(Fault::Throttle, operation.id).map(|_| operation.per_second);
    if let Some(limit) = limit.err().or(struck) {
        let policy = format!("policy user over ratelimit,limit:{limit},time:1 second");
        return Err(Refusal::new(429, "APIG.0308", format!("The throttling threshold has been reached: {policy}")));
    }
    if house.faults().strikes(Fault::Flow, operation.id).is_some() {
        return Err(Refusal::new(429, "CBC.0250", "Flow control. Try again later."));
    }
    if house.faults().strikes(Fault::Denied, operation.id).is_some() {
        return Err(Refusal::new(403, "CBC.0151", "Access denied."));
    }
    Ok(())
}

/// An admitted call, with the faults that strike between its admission and its answer; `None` = cut.
async fn serve(
    house: &House,
    operation: &'static Operation,
    request_id: &str,
    parts: &Parts,
    (path, body): (PathParts, &Bytes),
) -> Option<Result<Outcome, Refusal>> {
    let mut call = match read(house, parts, body) {
        Ok(call) => Call { request_id: request_id.to_owned(), path, ..call },
        Err(refusal) => return Some(Err(refusal)),
    };
    let strikes = |fault| house.faults().strikes(fault, operation.id);
    let lane = match busy(house, operation, &call) {
        Ok(lane) => lane,
        Err(refusal) => return Some(Err(refusal)),
    };
    if let Some(milliseconds) = strikes(Fault::Slow) {
        tokio::time::sleep(Duration::from_millis(milliseconds)).await;
    }
    let writes = operation.kind != Kind::Read;
    if writes && strikes(Fault::ErrorBefore).is_some() {
        return Some(Err(broken()));
    }
    if writes && strikes(Fault::CutBefore).is_some() {
        return None;
    }
    if writes && strikes(Fault::OkWithError).is_some() {
        return Some(Err(Refusal::new(200, "CBC.0150", "Illegal operation.")));
    }
    call.now = house.clock.world();
    if writes {
        call.late = TimeDelta::seconds(strikes(Fault::LateRecords).and_then(|s| i64::try_from(s).ok()).unwrap_or(0));
        call.partial = operation.kind == Kind::Batch && strikes(Fault::Partial).is_some();
        call.association_timeout = operation.id == customers::CREATE && strikes(Fault::AssociationTimeout).is_some();
    } else if let Ok(Some(offset)) = call.integer("offset") {
        call.shifted = house.faults().shifts(operation.id, offset.unsigned_abs());
    }
    let outcome = house.decide(operation, &call);
    drop(lane);
    let affected = outcome.as_ref().is_ok_and(|outcome| outcome.affected);
    if affected && strikes(Fault::ErrorAfter).is_some() {
        return Some(Err(broken()));
    }
    if affected && strikes(Fault::CutAfter).is_some() {
        return None;
    }
    Some(outcome)
}

fn broken() -> Refusal {
    Refusal::new(500, "CBC.0999", "Other errors.")
}

/// One allocation of a quota at a time (CBC.50000045).
fn busy<'a>(house: &'a House, operation: &Operation, call: &Call) -> Result<Option<super::house::Lane<'a>>, Refusal> {
    if operation.id != quotas::ISSUE {
        return Ok(None);
    }
    let struck = house.faults().strikes(Fault::BusyQuota, operation.id).is_some();
    let quota = call.text("quota_id").ok().flatten().unwrap_or_default();
    match house.lane(quota.to_owned()) {
        Some(lane) if !struck => Ok(Some(lane)),
        _ => Err(Refusal::new(400, "CBC.50000045", "The previous allocation task of this quota is still running.")),
    }
}

/// Parameters as received. A body must be a JSON object, or empty.
fn read(house: &House, parts: &Parts, body: &Bytes) -> Result<Call, Refusal> {
    let in_body = parts.method != axum::http::Method::GET && parts.method != axum::http::Method::DELETE;
    let body = match in_body {
        false => None,
        true if body.is_empty() => Some(Map::new()),
        true => {
            let read: Value = serde_json::from_slice(body).map_err(|_| Refusal::parameter("body"))?;
            Some(read.as_object().cloned().ok_or_else(|| Refusal::parameter("body"))?)
        }
    };
    let language = parts.headers.get("x-language").and_then(|value| value.to_str().ok()).unwrap_or_default();
    Ok(Call {
        now: house.clock.world(),
        request_id: String::new(),
        path: Vec::new(),
        query: signature::query_pairs(parts.uri.query().unwrap_or_default()),
        body,
        english: language.get(..2).is_some_and(|start| start.eq_ignore_ascii_case("en")),
        late: TimeDelta::zero(),
        partial: false,
        association_timeout: false,
        shifted: false,
    })
}

fn count(house: &House, operation: &str, status: &str) {
    *house.requests().entry(operation.to_owned()).or_default().entry(status.to_owned()).or_default() += 1;
}

fn written(answer: Result<Outcome, Refusal>, request_id: &str, real: DateTime<Utc>) -> Response {
    let throttled_by_service = answer.as_ref().is_err_and(|refusal| refusal.code == "CBC.0250");
    let text = |body: Value| body.to_string().into_bytes();
    let (status, body) = match answer {
        Ok(outcome) => (outcome.status, outcome.written.or_else(|| outcome.body.map(text))),
        Err(refusal) => (refusal.status, Some(text(refusal.body()))),
    };
    let mut response = Response::new(body.map_or_else(Body::empty, Body::from));
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    if status != 204 {
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    }
    if throttled_by_service {
        headers.insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
    }
    // The gateway's own time, skew and all: what a client measures its clock by.
    let date = real.format("%a, %d %b %Y %H:%M:%S GMT").to_string();
    for (name, value) in [("x-request-id", request_id), ("date", &date)] {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(name, value);
        }
    }
    response
}

fn bare(status: StatusCode) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = status;
    response
}
