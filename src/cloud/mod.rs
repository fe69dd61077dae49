//! The vendor's operation API (BSS) as a client: signing, sites, outcomes, pacing, typed operations.
//!
//! Reading order: `site` (where), `sign` (how a request proves itself), `wire` (what may be said), `client` (saying it),
//! `error` (what the answer means), `throttle` (how often), `seal` (keys at rest). This room knows no organisation,
//! no page and no table but `call_budgets`.

pub mod sign;
pub mod site;
pub mod wire;
pub mod error {
    #[derive(Debug, Clone, Copy)]
    pub enum Cause {
        A,
    }
    impl Cause {
        pub const fn as_str(self) -> &'static str {
            "credentials"
        }
    }
    #[derive(Debug, thiserror::Error)]
    #[error("x")]
    pub struct Failure;
    impl Failure {
        pub fn cause(&self) -> Cause {
            Cause::A
        }
        pub fn code(&self) -> Option<&str> {
            None
        }
        pub fn request_id(&self) -> Option<&str> {
            None
        }
    }
}
pub enum Lane {
    Sync,
    People,
}
pub struct Answer<T> {
    pub value: T,
    pub waited: std::time::Duration,
}
pub struct Client;
impl Client {
    pub async fn call<O: wire::Operation>(&self, _: &O, _: Lane) -> Result<Answer<O::Answer>, error::Failure> {
        Err(error::Failure)
    }
    pub async fn call_bytes<O: wire::Operation>(&self, _: &O, _: Lane) -> Result<Answer<bytes::Bytes>, error::Failure> {
        Err(error::Failure)
    }
}
