//! SQL that merges the vendor's orders into the mirror. Only `sync` calls it.

pub mod lines;
pub mod orders;
pub mod refunds;

/// An order whose details or refunds are to be read.
#[derive(Debug)]
pub struct Pending {
    /// Key of the order.
    pub id: i64,
    /// order_id.
    pub remote_id: String,
    /// The customer, which partners must name when they ask for refunds (ORD-22).
    pub customer_id: Option<String>,
}
