//! The sandbox's own address space, `/_sandbox/…`: what tests and the demo use to look behind the curtain. Answers
//! loopback only. The same words are methods of [`Control`] for tests in process.

use std::sync::{Arc, PoisonError};

use axum::{
    Json, Router,
    body::Bytes,
    extract::{ConnectInfo, Request, State},
    http::StatusCode,
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::{get, post, put},
};
use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::{
    connection::Peer,
    deeds::Deed,
    faults::FaultPlan,
    house::{House, Requests},
    journal::StateError,
    ledger::Effect,
    options::Keys,
};
use crate::values::Month;

/// A running sandbox, seen from behind.
#[derive(Clone)]
pub struct Control(Arc<House>);

impl Control {
    pub(super) const fn new(house: Arc<House>) -> Self {
        Self(house)
    }

    /// Key pair and account id of the only caller.
    #[must_use]
    pub fn keys(&self) -> Keys {
        self.0.keys.clone()
    }

    /// Replaces the fault plan.
    pub fn faults(&self, plan: FaultPlan) {
        self.0.faults().replace(plan);
    }

    /// World time, UTC.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        self.0.clock.world()
    }

    /// Moves the world's clock on; the clock of signatures stays.
    ///
    /// # Errors
    /// When the state file cannot be written.
    pub fn advance(&self, seconds: i64) -> Result<(), StateError> {
        self.0.command(Deed::Advanced { seconds })
    }

    /// Whether a customer, present or gone, has bills of a month: others cannot be restated.
    #[must_use]
    pub fn bills(&self, customer_id: &str, bill_cycle: Month) -> bool {
        let world = self.0.world.read().unwrap_or_else(PoisonError::into_inner);
        world.bills(customer_id, bill_cycle, self.0.clock.world())
    }

    /// Changes a closed month of one customer.
    ///
    /// # Errors
    /// When the state file cannot be written.
    pub fn restate(&self, customer_id: &str, bill_cycle: Month) -> Result<(), StateError> {
        let (customer_id, bill_cycle) = (customer_id.to_owned(), bill_cycle.to_string());
        self.0.command(Deed::Restated { customer_id, bill_cycle })
    }

    /// Every effect so far, in order.
    #[must_use]
    pub fn ledger(&self) -> Vec<Effect> {
        self.0.world.read().unwrap_or_else(PoisonError::into_inner).ledger.clone()
    }

    /// Verification codes sent so far, oldest first: `receiver`, `code`, `scene`, `expires_at` (CUST-7).
    #[must_use]
    pub fn codes(&self) -> Vec<Value> {
        let world = self.0.world.read().unwrap_or_else(PoisonError::into_inner);
        world.customers.codes.all().iter().map(|(_, sent)| json!(sent)).collect()
    }

    /// Requests so far, by operation and status.
    #[must_use]
    pub fn requests(&self) -> Requests {
        self.0.requests().clone()
    }
}

/// The routes, for loopback only.
pub(super) fn router(house: Arc<House>) -> Router {
    Router::new()
        .route("/keys", get(async |State(control): State<Control>| Json(control.keys())))
        .route("/ledger", get(async |State(control): State<Control>| Json(json!({"effects": control.ledger()}))))
        .route("/requests", get(async |State(control): State<Control>| Json(json!({"requests": control.requests()}))))
        .route("/codes", get(async |State(control): State<Control>| Json(json!({"codes": control.codes()}))))
        .route("/faults", put(faults))
        .route("/advance", post(advance))
        .route("/restate", post(restate))
        .layer(middleware::from_fn(loopback_only))
        .with_state(Control::new(house))
}

async fn loopback_only(ConnectInfo(peer): ConnectInfo<Peer>, request: Request, next: Next) -> Response {
    if peer.address.ip().to_canonical().is_loopback() {
        next.run(request).await
    } else {
        StatusCode::FORBIDDEN.into_response()
    }
}

async fn faults(State(control): State<Control>, body: Bytes) -> Response {
    match parsed(&body).and_then(|plan| FaultPlan::from_json(&plan)) {
        Ok(plan) => {
            control.faults(plan);
            StatusCode::NO_CONTENT.into_response()
        }
        Err(error) => refused(&error),
    }
}

/// As far as the clock moves in one go, in seconds.
const TEN_YEARS: i64 = 315_576_000;

async fn advance(State(control): State<Control>, body: Bytes) -> Response {
    let seconds =
        parsed(&body).map(|body| body["seconds"].as_i64().filter(|seconds| (0..=TEN_YEARS).contains(seconds)));
    match seconds {
        Ok(Some(seconds)) => done(control.advance(seconds)),
        Ok(None) => refused("seconds: a whole number from 0 to 315576000 (ten years) is needed"),
        Err(error) => refused(&error),
    }
}

/// Where the ids of all who have bills of a month are listed (BILL-51).
const CONSUMERS: &str = "ListConsumeSubCustomers";

async fn restate(State(control): State<Control>, body: Bytes) -> Response {
    let body = match parsed(&body) {
        Ok(body) => body,
        Err(error) => return refused(&error),
    };
    let (customer, cycle) = (body["customer_id"].as_str(), body["bill_cycle"].as_str());
    match (customer, cycle.and_then(|cycle| cycle.parse().ok())) {
        (Some(customer), Some(cycle)) if control.bills(customer, cycle) => done(control.restate(customer, cycle)),
        (Some(customer), Some(cycle)) => {
            let error = format!("no customer {customer} of this world has bills of {cycle}; see {CONSUMERS}");
            (StatusCode::NOT_FOUND, Json(json!({"error": error}))).into_response()
        }
        _ => refused("customer_id and bill_cycle (YYYY-MM) are needed"),
    }
}

fn parsed(body: &Bytes) -> Result<Value, String> {
    serde_json::from_slice(body).map_err(|error| error.to_string())
}

fn done(result: Result<(), StateError>) -> Response {
    match result {
        Ok(()) => StatusCode::NO_CONTENT.into_response(),
        Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, Json(json!({"error": error.to_string()}))).into_response(),
    }
}

fn refused(error: &str) -> Response {
    (StatusCode::BAD_REQUEST, Json(json!({"error": error}))).into_response()
}
