//! `/support` (MEM-11).

use super::pages;
use crate::{
    access::{Actor, permission::SupportTicket},
    web::DetailPage,
};

/// `GET /support`: asks nothing of the database.
pub async fn show(actor: Actor<SupportTicket>) -> DetailPage {
    pages::show(&actor)
}
