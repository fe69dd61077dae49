//! A connection as synchronisation uses it: who owns it and a client that can call.

use std::sync::Arc;

use futures::future::BoxFuture;

use super::SyncError;
use crate::cloud::{Client, site::Site};

/// Where the connections come from; asked anew at every tick, so that one added meanwhile is taken up.
pub trait Accounts: Send + Sync {
    /// All connections of this deployment.
    fn load(&self) -> BoxFuture<'_, Result<Vec<Account>, SyncError>>;
}

/// One cloud account with its client.
#[derive(Clone)]
pub struct Account {
    /// Key in `cloud_accounts`.
    pub id: i64,
    /// The partner whose credentials these are.
    pub organization_id: i64,
    /// Whether the partner has resellers: a distributor (API-8).
    pub has_resellers: bool,
    /// Site profile.
    pub site: Site,
    /// Page size of consumption details; 100 unless the operator knows better (BILL-50).
    pub detail_page: i64,
    /// The signed client.
    pub client: Arc<Client>,
}

impl Account {
    /// Currency of an answer: the one it names, else the site's; empty where neither says (API-28).
    #[must_use]
    pub fn currency_of(&self, named: Option<&str>) -> String {
        let named = named.filter(|currency| !currency.is_empty()).map(str::to_owned);
        named.or_else(|| self.site.currency().map(|currency| currency.to_string())).unwrap_or_default()
    }
}
