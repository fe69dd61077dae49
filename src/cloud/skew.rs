//! How far the vendor's clock is from ours: beyond 15 minutes no signature is accepted (API-15). Sends one unsigned request.

use chrono::TimeDelta;
use reqwest::header::HeaderMap;
use url::Url;

use super::{
    error::Seen,
    transport::{Limits, Outgoing, Transport},
    wire::Access,
};
use crate::clock::Clock;

/// What was learnt of the vendor's clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Skew {
    /// The vendor's clock minus ours, to the second.
    Known(TimeDelta),
    /// The vendor answered without a date.
    NoDate,
    /// Nobody answers at the address.
    Unreachable,
}

/// Asks the server at `origin` what time it is, by the `Date` of any answer.
pub async fn skew_of(origin: &Url, clock: &Clock) -> Skew {
    let Ok(transport) = Transport::new(Limits::default(), origin.scheme() == "https") else {
        return Skew::Unreachable;
    };
    let (url, headers) = (origin.clone(), HeaderMap::new());
    let now = clock.now();
    let outgoing = Outgoing { method: "GET", url, headers, body: Vec::new(), access: Access::Read };
    match transport.send(outgoing, now).await {
        Seen::Answered(reply) => reply.date.map_or(Skew::NoDate, |date| Skew::Known(date - now)),
        Seen::Cut | Seen::TooLarge => Skew::NoDate,
        Seen::NotSent => Skew::Unreachable,
    }
}
