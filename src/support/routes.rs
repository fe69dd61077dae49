//! `/support` (MEM-11).

use super::pages;
use crate::{
    access::{Actor, permission::SupportTicket},
    web::{DetailPage, NoFilters},
};

/// `GET /support`: asks nothing of the database.
pub async fn show(actor: Actor<SupportTicket>, _: NoFilters) -> DetailPage {
    pages::show(&actor)
}
