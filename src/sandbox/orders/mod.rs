//! Orders and resources of customers (ORD-01 to ORD-24). Orders are a function of the world's seed, the customer and the
//! month; their states change with the world's clock. Bill lines take their orders from here.

mod directory;
mod heads;
mod list;
mod made;
mod resources;
mod shown;

use axum::http::Method;

pub(super) use directory::Kept;
pub(super) use heads::{of as heads, order_type};
pub(super) use made::{Order, list_price};

use super::operation::{BOTH, Operation};

/// Operations of the family.
pub(super) const OPERATIONS: &[Operation] = &[
    Operation::read("ListCustomerOrders", Method::GET, "/v2/orders/customer-orders", BOTH, list::list),
    Operation::read(
        "ShowCustomerOrderDetails",
        Method::GET,
        "/v2/orders/customer-orders/details/{order_id}",
        BOTH,
        list::show,
    ),
    Operation::read(
        "ShowRefundOrderDetails",
        Method::GET,
        "/v2/orders/customer-orders/refund-orders",
        BOTH,
        list::refunds,
    ),
    Operation::read(
        "ListPayPerUseCustomerResources",
        Method::POST,
        "/v2/orders/suscriptions/resources/query",
        BOTH,
        resources::periodic,
    ),
    Operation::read(
        "ListCustomerOnDemandResources",
        Method::POST,
        "/v2/partners/sub-customers/on-demand-resources/query",
        BOTH,
        resources::by_use,
    ),
];
