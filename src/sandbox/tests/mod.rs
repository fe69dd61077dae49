//! Stories over HTTP, in process: a signing client of its own, and every answer held against the contract.

mod accounts;
mod bills;
mod budgets;
mod client;
mod contract;
mod coupons;
mod customers;
mod gateway;
mod orders;
mod quotas;
mod realname;

use std::sync::{Arc, Mutex};

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};
use tokio::net::TcpListener;

use self::client::Answer;
use super::{FaultPlan, Options, Running, Site, start};

/// Real time of all stories, until a story moves it.
const NOW: &str = "2026-11-22T03:04:05Z";

/// A served world, and the partner who calls it.
struct Played {
    running: Running,
    site: Site,
    now: Arc<Mutex<DateTime<Utc>>>,
}

/// Options of the stories: no throttle, time stands at [`NOW`].
fn options() -> (Options, Arc<Mutex<DateTime<Utc>>>) {
    let now = Arc::new(Mutex::new(NOW.parse::<DateTime<Utc>>().unwrap()));
    let read = Arc::clone(&now);
    (Options { rate: 0, now: Some(Arc::new(move || *read.lock().unwrap())), ..Options::default() }, now)
}

impl Played {
    async fn china() -> Self {
        Self::with(|_| {}).await
    }

    async fn international() -> Self {
        Self::with(|options| options.site = Site::International).await
    }

    async fn with(change: impl FnOnce(&mut Options)) -> Self {
        let (mut options, now) = options();
        change(&mut options);
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        Self { running: start(&options, listener).unwrap(), site: options.site, now }
    }

    /// A signed GET whose answer is as the contract says.
    async fn get(&self, path: &str, query: &[(&str, &str)]) -> Answer {
        self.call("GET", path, query, None).await
    }

    /// A signed POST whose answer is as the contract says.
    async fn post(&self, path: &str, body: Value) -> Answer {
        self.call("POST", path, &[], Some(body)).await
    }

    async fn call(&self, method: &str, path: &str, query: &[(&str, &str)], body: Option<Value>) -> Answer {
        let body = body.map(|body| body.to_string()).unwrap_or_default();
        let request = client::Signed { method, path, query, body: &body, at: *self.now.lock().unwrap() };
        let answer = request.send(self.running.address(), &self.running.keys()).await.expect("an answer");
        contract::check(self.site, method, path, &answer);
        answer
    }

    /// The same, where the connection may be cut.
    async fn try_post(&self, path: &str, body: Value) -> Option<Answer> {
        let body = body.to_string();
        let request = client::Signed { method: "POST", path, query: &[], body: &body, at: *self.now.lock().unwrap() };
        request.send(self.running.address(), &self.running.keys()).await
    }

    fn faults(&self, plan: Value) {
        self.running.control().faults(FaultPlan::from_json(&plan).unwrap());
    }

    fn pass(&self, time: TimeDelta) {
        *self.now.lock().unwrap() += time;
    }

    /// Every row of a list, read page by page.
    async fn all(&self, path: &str, rows: &str, filters: &[(&str, &str)]) -> Vec<Value> {
        let mut all = Vec::new();
        loop {
            let offset = all.len().to_string();
            let query = [filters, &[("limit", "100"), ("offset", &offset)]].concat();
            let page = self.get(path, &query).await.ok();
            let read = page[rows].as_array().unwrap().clone();
            if read.is_empty() {
                return all;
            }
            all.extend(read);
        }
    }

    /// The same for a list that is asked for with POST.
    async fn all_posted(&self, path: &str, rows: &str, filters: &Value) -> Vec<Value> {
        let mut all = Vec::new();
        loop {
            let mut body = filters.clone();
            body["limit"] = json!(100);
            body["offset"] = json!(all.len());
            let page = self.post(path, body).await.ok();
            let read = page[rows].as_array().unwrap().clone();
            if read.is_empty() {
                return all;
            }
            all.extend(read);
        }
    }

    /// Ids of all resellers.
    async fn resellers(&self) -> Vec<String> {
        let rows = self.all_posted("/v2/partners/indirect-partners/query", "indirect_partners", &json!({})).await;
        field(&rows, "indirect_partner_id")
    }

    /// Customers of the partner, or of one reseller.
    async fn customers(&self, reseller: Option<&str>) -> Vec<Value> {
        let filters = json!({"indirect_partner_id": reseller});
        self.all_posted("/v2/partners/sub-customers/query", "customer_infos", &filters).await
    }

    /// Id of a resale customer of the partner, or of one reseller.
    async fn resale(&self, reseller: Option<&str>) -> String {
        let code = if self.site == Site::China { "2" } else { "3" };
        let customers = self.customers(reseller).await;
        let found = customers.iter().find(|one| one["association_type"] == code && one["is_frozen"] == 0);
        found.unwrap()["customer_id"].as_str().unwrap().to_owned()
    }
}

/// Texts of one field of all rows.
fn field(rows: &[Value], name: &str) -> Vec<String> {
    rows.iter().map(|row| row[name].as_str().unwrap_or_default().to_owned()).collect()
}

/// An amount of an answer, whatever it is written as.
fn amount(value: &Value) -> rust_decimal::Decimal {
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    crate::values::decimal::parse(&text).unwrap()
}
