//! Calling the vendor: pacing, signing, sending, judging, and repeating what may be repeated.
//!
//! A read is repeated at most three times and waits out flow control; a write is sent exactly once, whatever happens
//! (API-44, API-45, API-48). Logs neither keys nor bodies (API-46). Knows no organisation and no table.

use std::{sync::Arc, time::Duration};

use bytes::Bytes;
use chrono::{DateTime, Utc};
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use secrecy::ExposeSecret;
use serde::Deserialize;
use url::Url;

use super::{
    connection::{BadConnection, Connection, sendable},
    error::{Class, Failure, Seen, Verdict, verdict},
    sign::{self, Keys, Unsigned},
    site::Site,
    throttle::{Lane, Throttle},
    transport::{Limits, Outgoing, Transport},
    wire::{Access, Operation, Request},
};
use crate::clock::Clock;

/// How often flow control may refuse one call before it gives up, whatever pauses it asks for.
const MOST_REFUSALS: u32 = 30;
/// The longest pause that doubling leads to.
const LONGEST_FLOW_PAUSE: Duration = Duration::from_secs(60);

/// What came of a successful call.
#[derive(Debug, Clone)]
pub struct Answer<T> {
    /// The answer itself.
    pub value: T,
    /// The vendor's `X-Request-Id`, for support cases (API-24).
    pub request_id: Option<String>,
    /// A code that came with the data all the same: the account exists, its association was not waited for (API-42).
    pub warning: Option<String>,
    /// How long the call waited for its place and for flow control.
    pub waited: Duration,
    /// When the answer was complete, by this portal's clock.
    pub fetched_at: DateTime<Utc>,
}

/// How long a call may take in all.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    /// What one attempt may take.
    pub limits: Limits,
    /// Pauses before the repeats of a read; jitter of a quarter is added (API-45).
    pub pauses: [Duration; 3],
    /// First pause after a 429 without `Retry-After`; doubled each time, jittered (API-38).
    pub flow_pause: Duration,
    /// The longest a person's call waits for its place and for flow control, in sum.
    pub people_wait: Duration,
    /// The same for background work.
    pub sync_wait: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            limits: Limits::default(),
            pauses: [1, 4, 15].map(Duration::from_secs),
            flow_pause: Duration::from_secs(1),
            people_wait: Duration::from_secs(15),
            sync_wait: Duration::from_secs(300),
        }
    }
}

/// A client of one connection. Cheap to clone; clones share connections and budget.
#[derive(Clone)]
pub struct Client(Arc<Inner>);

struct Inner {
    connection: Connection,
    clock: Clock,
    throttle: Throttle,
    patience: Patience,
    transport: Transport,
}

/// One call, however often it is sent.
struct Call<'a> {
    operation: &'static str,
    access: Access,
    data_despite: &'a [&'a str],
    method: &'a str,
    origin: &'a Url,
    request: &'a Request,
    /// IAM is asked without content type, account id and budget (API-13).
    paced: bool,
    lane: Lane,
}

/// An answer whose body is not what it should be.
struct Unreadable {
    /// Whether it is not even JSON: a repeat may help.
    broken: bool,
}

impl Client {
    /// A client of `connection`.
    ///
    /// # Errors
    /// When calls are unpaced beyond this machine, the connection's texts cannot be sent, or HTTP cannot be set up.
    pub fn new(connection: Connection, clock: Clock, throttle: Throttle) -> Result<Self, BadConnection> {
        Self::with_patience(connection, clock, throttle, Patience::default())
    }

    /// The same with other times.
    ///
    /// # Errors
    /// As [`Client::new`].
    pub fn with_patience(
        connection: Connection,
        clock: Clock,
        throttle: Throttle,
        patience: Patience,
    ) -> Result<Self, BadConnection> {
        if throttle.is_off() && !connection.is_loopback() {
            return Err(BadConnection::NotPaced(connection.base_url.to_string()));
        }
        let token = connection.security_token.as_ref().map(|token| token.expose_secret());
        if !connection.domain_id.as_deref().into_iter().chain(token).all(sendable) {
            return Err(BadConnection::NotSendable);
        }
        let encrypted = [&connection.base_url, &connection.iam_url].iter().any(|url| url.scheme() == "https");
        let transport = Transport::new(patience.limits, encrypted).map_err(|_| BadConnection::NoClient)?;
        Ok(Self(Arc::new(Inner { connection, clock, throttle, patience, transport })))
    }

    /// The site this client calls.
    #[must_use]
    pub fn site(&self) -> Site {
        self.0.connection.site
    }

    /// Whether it calls this machine: a sandbox.
    pub fn is_loopback(&self) -> bool {
        self.0.connection.is_loopback()
    }

    /// Whether the site has an operation (API-5).
    #[must_use]
    pub fn offers<O: Operation>(&self) -> bool {
        self.site().offers(O::SITES)
    }

    /// Calls an operation and reads its answer.
    ///
    /// # Errors
    /// The outcome of API-44, with what is known of it. A write that fails with [`Class::Unknown`] must not be repeated.
    pub async fn call<O: Operation>(&self, operation: &O, lane: Lane) -> Result<Answer<O::Answer>, Failure> {
        self.send(operation, lane, |body| {
            let value: O::Answer = read(body)?;
            if O::ACCESS == Access::Write && !operation.confirmed(&value) {
                return Err(Unreadable { broken: false });
            }
            Ok(value)
        })
        .await
    }

    /// Calls an operation and gives the body of its answer, `{}` for none: for readers that do not want every row as a value.
    ///
    /// # Errors
    /// As [`Client::call`]; the body is not checked beyond its error code.
    pub async fn call_bytes<O: Operation>(&self, operation: &O, lane: Lane) -> Result<Answer<Bytes>, Failure> {
        self.send(operation, lane, |body| {
            let whole = body.trim_ascii();
            let object = whole.starts_with(b"{") && whole.ends_with(b"}");
            if object { Ok(body.clone()) } else { Err(Unreadable { broken: true }) }
        })
        .await
    }

    /// Asks IAM for the caller's account id, as the official SDK does (API-13). None: IAM lists no account for the key.
    ///
    /// # Errors
    /// As a read; the portal works without the id, save where a path holds it.
    pub async fn discover_domain_id(&self) -> Result<Option<String>, Failure> {
        let request = Request { path: "/v3/auth/domains".into(), query: Vec::new(), language: None, body: Vec::new() };
        let call = Call {
            operation: "ListAuthDomains",
            access: Access::Read,
            data_despite: &[],
            method: "GET",
            origin: &self.0.connection.iam_url,
            request: &request,
            paced: false,
            lane: Lane::People,
        };
        let answer = self.exchange(&call, read::<Domains>).await?;
        Ok(answer.value.domains.into_iter().find_map(|domain| domain.id).filter(|id| sendable(id)))
    }

    async fn send<O: Operation, T>(
        &self,
        operation: &O,
        lane: Lane,
        reader: impl Fn(&Bytes) -> Result<T, Unreadable> + Sync,
    ) -> Result<Answer<T>, Failure> {
        if !self.offers::<O>() {
            return Err(Failure::local(O::ID, Class::NotOffered));
        }
        let request = self.request(operation).ok_or_else(|| Failure::local(O::ID, Class::Invalid))?;
        let call = Call {
            operation: O::ID,
            access: O::ACCESS,
            data_despite: O::DATA_DESPITE,
            method: O::METHOD.as_str(),
            origin: &self.0.connection.base_url,
            request: &request,
            paced: true,
            lane,
        };
        let outcome = self.exchange(&call, reader).await;
        match &outcome {
            Ok(answer) => {
                tracing::debug!(operation = O::ID, request = answer.request_id, waited = ?answer.waited, "call")
            }
            Err(failure) => tracing::debug!(%failure, "call"),
        }
        outcome
    }

    /// The request with the account id in its path, where one belongs. Nothing when it cannot be sent as it is.
    fn request<O: Operation>(&self, operation: &O) -> Option<Request> {
        let mut request = operation.request().ok()?;
        if let Some(id) = &self.0.connection.domain_id {
            request.path = request.path.replace("{domain_id}", &sign::encode(id));
        }
        (!request.path.contains('{')).then_some(request)
    }

    async fn exchange<T>(
        &self,
        call: &Call<'_>,
        reader: impl Fn(&Bytes) -> Result<T, Unreadable> + Sync,
    ) -> Result<Answer<T>, Failure> {
        let mut waited = Duration::ZERO;
        let mut pauses = self.0.patience.pauses.into_iter();
        let mut flow_pause = self.0.patience.flow_pause;
        let mut refusals = 0;
        loop {
            self.wait_for_place(call, &mut waited).await?;
            let sent_at = self.0.clock.now();
            let seen = match self.outgoing(call, sent_at) {
                Some(outgoing) => self.0.transport.send(outgoing, sent_at).await,
                None => return Err(Failure::local(call.operation, Class::Invalid)),
            };
            let failed = |class| Failure::seen(call.operation, class, &seen, self.0.clock.now());
            let repeat = match (verdict(call.access, call.data_despite, &seen), &seen) {
                (Verdict::Good(warning), Seen::Answered(reply)) => {
                    match reader(&if reply.body.is_empty() { Bytes::from_static(b"{}") } else { reply.body.clone() }) {
                        Ok(value) => {
                            let request_id = reply.request_id.clone();
                            let fetched_at = self.0.clock.now();
                            return Ok(Answer { value, request_id, warning, waited, fetched_at });
                        }
                        Err(_) if call.access == Access::Write => return Err(failed(Class::Unknown)),
                        Err(unreadable) if !unreadable.broken => return Err(failed(Class::Unreadable)),
                        Err(_) => Class::Unreadable,
                    }
                }
                (Verdict::Throttled(after), _) => {
                    let pause = jittered(after.unwrap_or(flow_pause));
                    flow_pause = (flow_pause * 2).min(LONGEST_FLOW_PAUSE);
                    refusals += 1;
                    let left = self.block(call, pause).await?;
                    let enough = refusals > MOST_REFUSALS || waited + pause > self.longest_wait(call.lane);
                    if call.access == Access::Write || enough {
                        return Err(Failure { retry_after: Some(pause), ..failed(Class::Throttled) });
                    }
                    tokio::time::sleep(left).await;
                    waited += left;
                    continue;
                }
                (Verdict::Failed(class), _) => return Err(failed(class)),
                (Verdict::Again(class), _) => class,
                (Verdict::Good(_), _) => Class::Unavailable,
            };
            match pauses.next().filter(|_| !self.0.transport.finds_nobody()) {
                Some(pause) => tokio::time::sleep(jittered(pause)).await,
                None => return Err(failed(repeat)),
            }
        }
    }

    /// Takes a place in the budget and waits for it, unless that would take too long.
    async fn wait_for_place(&self, call: &Call<'_>, waited: &mut Duration) -> Result<(), Failure> {
        if !call.paced {
            return Ok(());
        }
        let place = self.0.throttle.reserve(call.operation, call.lane).await;
        let wait = place.map_err(|error| no_budget(call, &error))?;
        if *waited + wait > self.longest_wait(call.lane) {
            let throttled = Failure::local(call.operation, Class::Throttled);
            return Err(Failure { retry_after: Some(wait), ..throttled });
        }
        tokio::time::sleep(wait).await;
        *waited += wait;
        Ok(())
    }

    async fn block(&self, call: &Call<'_>, pause: Duration) -> Result<Duration, Failure> {
        if !call.paced {
            return Ok(pause);
        }
        self.0.throttle.block(call.operation, pause).await.map_err(|error| no_budget(call, &error))
    }

    fn longest_wait(&self, lane: Lane) -> Duration {
        match lane {
            Lane::People => self.0.patience.people_wait,
            Lane::Sync => self.0.patience.sync_wait,
        }
    }

    /// Signs anew for each attempt: a signature is good for 15 minutes only (API-17).
    fn outgoing<'a>(&self, call: &Call<'a>, now: DateTime<Utc>) -> Option<Outgoing<'a>> {
        let connection = &self.0.connection;
        let target = sign::request_target(&call.request.path, &call.request.query);
        let url = call.origin.join(&target).ok()?;
        let sent = url.query().map_or_else(|| url.path().to_owned(), |query| format!("{}?{query}", url.path()));
        if sent != target || url.origin() != call.origin.origin() {
            return None; // an id such as `..` would lead elsewhere
        }
        let host = url.host_str()?;
        let host = url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"));
        let date = now.format("%Y%m%dT%H%M%SZ").to_string();
        let token = connection.security_token.as_ref().map(|token| ("x-security-token", token.expose_secret()));
        let content_type = call.paced.then_some(("content-type", "application/json"));
        let domain_id = connection.domain_id.as_deref().filter(|_| call.paced).map(|id| ("x-domain-id", id));
        let language = call.request.language.as_deref().map(|language| ("x-language", language));
        let headers: Vec<(&str, &str)> = [content_type, domain_id, language, token].into_iter().flatten().collect();
        let keys = Keys { access_key: &connection.access_key, secret_key: connection.secret_key.expose_secret() };
        let authorization = sign::authorization(
            keys,
            Unsigned {
                method: call.method,
                host: &host,
                path: &call.request.path,
                query: &call.request.query,
                date: &date,
                headers: &headers,
                body: &call.request.body,
            },
        );
        let mut sent = HeaderMap::new();
        for (name, value) in
            headers.into_iter().chain([("x-sdk-date", date.as_str()), ("authorization", &authorization)])
        {
            let mut value = HeaderValue::from_str(value).ok()?;
            value.set_sensitive(matches!(name, "authorization" | "x-security-token"));
            sent.insert(HeaderName::from_bytes(name.as_bytes()).ok()?, value);
        }
        Some(Outgoing { method: call.method, url, headers: sent, body: call.request.body.clone(), access: call.access })
    }
}

/// Shows where, never with what.
impl std::fmt::Debug for Client {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Client").field(&self.0.connection).finish()
    }
}

#[derive(Deserialize)]
struct Domains {
    #[serde(default)]
    domains: Vec<Domain>,
}

#[derive(Deserialize)]
struct Domain {
    id: Option<String>,
}

fn read<T: serde::de::DeserializeOwned>(body: &Bytes) -> Result<T, Unreadable> {
    serde_json::from_slice(body).map_err(|error| Unreadable { broken: !error.is_data() })
}

fn no_budget(call: &Call<'_>, error: &super::throttle::BudgetError) -> Failure {
    tracing::debug!(operation = call.operation, error = error as &dyn std::error::Error, "no call budget");
    Failure::local(call.operation, Class::Budget)
}

/// Up to a quarter more, so that many callers do not come back at once.
fn jittered(pause: Duration) -> Duration {
    let most = u64::try_from(pause.as_millis() / 4).unwrap_or(u64::MAX);
    pause + Duration::from_millis(rand::random_range(0..=most))
}

#[cfg(test)]
#[path = "client_tests.rs"]
mod tests;
