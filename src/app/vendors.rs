//! Connections by which a page asks the vendor while a person waits for the answer (CUST-6, CUST-7). Knows no table and no key.

use std::sync::Arc;

use futures::future::BoxFuture;

use crate::cloud::Client;

/// Where a page gets the client of a connection.
pub trait Vendors: Send + Sync {
    /// The client of a connection; none when it is gone or cannot be opened.
    fn client(&self, account_id: i64) -> BoxFuture<'_, Option<Arc<Client>>>;
}
