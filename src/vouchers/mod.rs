//! Voucher and cash-coupon quotas, issued quotas, coupons and their records (QUOTA, COUPON).
//!
//! Quota is not money: it is only passed on (QUOTA-2). Rows are the vendor's; nothing here is ever corrected (SYNC-3).

pub mod api;
pub mod sync;

mod forms;
mod mirror;
mod pages;
mod routes;
mod rules;
mod store;
mod text;

use rules::record::{Kind, Operation};
use text::Text;

use crate::{
    db::{Connection, Error},
    lang::Lang,
    web::{Face, Routes, Table, pager},
};

/// Routes of the slice.
#[must_use]
pub fn router() -> Routes {
    Routes::new()
        .get("/vouchers/quotas", routes::quotas::list)
        .get("/vouchers/quotas/{id}", routes::quotas::show)
        .get("/vouchers/quotas/{id}/issues/new", routes::quota_issues::new)
        .post("/vouchers/quotas/{id}/issues", routes::quota_issues::create)
        .get("/vouchers/quotas/{id}/coupons/new", routes::coupon_issues::new)
        .post("/vouchers/quotas/{id}/coupons", routes::coupon_issues::create)
        .get("/vouchers/issued", routes::issued::list)
        .get("/vouchers/issued/{id}", routes::issued::show)
        .get("/vouchers/issued/reclaims/new", routes::reclaims::new_quotas)
        .post("/vouchers/issued/reclaims", routes::reclaims::create_quotas)
        .get("/vouchers/coupons", routes::coupons::list)
        .get("/vouchers/coupons/{id}", routes::coupons::show)
        .get("/vouchers/coupons/reclaims/new", routes::reclaims::new_coupons)
        .post("/vouchers/coupons/reclaims", routes::reclaims::create_coupons)
        .get("/vouchers/records", routes::records::list)
        .get("/vouchers/records/{id}", routes::records::show)
        .get("/api/v1/vouchers/quotas", api::list_quotas)
        .post("/api/v1/vouchers/issues", api::create_issue)
}

/// The word of a record's operation in the list `kind` (`quota` or `coupon`); none for a number nobody documents.
#[must_use]
pub fn operation(kind: &str, code: &str, lang: Lang) -> Option<&'static str> {
    let operation = Operation::of(Kind::parse(kind)?, code)?;
    Some(Text::of(lang).record.operation_of(operation))
}

/// Every operation of records with its word, in the order of filters.
#[must_use]
pub fn operations(lang: Lang) -> Vec<(&'static str, &'static str)> {
    let words = Text::of(lang).record;
    Operation::ALL.into_iter().map(|operation| (operation.code(), words.operation_of(operation))).collect()
}

/// The latest child quotas of one reseller (the vendor's id) as a table, for the reseller's page.
///
/// # Errors
/// When the database fails.
pub async fn issued_to(
    connection: &mut Connection,
    organization_id: i64,
    reseller_remote_id: &str,
    face: &Face,
) -> Result<Table, Error> {
    let filters = forms::quotas::Filters {
        reseller_remote_id: Some(reseller_remote_id.to_owned()),
        ..forms::quotas::Filters::default()
    };
    let mut rows = store::quotas::issued(connection, organization_id, None, &filters, None).await?;
    rows.truncate(pager::SIZE);
    Ok(pages::issued::table(&rows, pages::issued::Resellers::One, face))
}

/// What the records say left a quota, for the story that compares it with the sandbox's balances.
#[cfg(test)]
pub(crate) async fn tally_of(
    connection: &mut Connection,
    organizations: &[i64],
    remote_id: &str,
) -> Result<rules::tally::Tally, Error> {
    Ok(store::tally::of(connection, organizations, remote_id, (0, &[]), chrono::DateTime::UNIX_EPOCH).await?.0)
}
