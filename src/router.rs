//! Merges the slices' routes, one line each. Knows every slice and no table.

use crate::{
    accounts, activity,
    app::App,
    approval_rules, approvals, assignments, benefits, bills, board, business_information, calendars, catalog,
    change_sets, consents, customers, deadlines, evidence, exports, facts, fh, forgotten_password, home, inbox,
    invitations, ledgers, mdf, members, oidc, openapi, orders, organization, payouts, profile, realname, rebates,
    resellers, reviews, roles, runs, security, sessions, step_up, support, tokens, vouchers,
    web::{self, Routes},
    worklists,
};

/// Every route of the portal, with who may use it.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .merge(web::router())
        .merge(openapi::router())
        .merge(sessions::router())
        .merge(oidc::router())
        .merge(forgotten_password::router())
        .merge(profile::router())
        .merge(step_up::router())
        .merge(tokens::router())
        .merge(home::router())
        .merge(inbox::router())
        .merge(members::router())
        .merge(evidence::router())
        .merge(exports::router())
        .merge(organization::router())
        .merge(calendars::router())
        .merge(activity::router())
        .merge(roles::router())
        .merge(reviews::router())
        .merge(approval_rules::router())
        .merge(approvals::router())
        .merge(security::router())
        .merge(customers::router())
        .merge(invitations::router())
        .merge(assignments::router())
        .merge(realname::router())
        .merge(resellers::router())
        .merge(vouchers::router())
        .merge(ledgers::router())
        .merge(change_sets::router())
        .merge(accounts::router())
        .merge(board::router())
        .merge(bills::router())
        .merge(orders::router())
        .merge(catalog::router())
        .merge(runs::router())
        .merge(benefits::router())
        .merge(business_information::router())
        .merge(consents::router())
        .merge(facts::router())
        .merge(fh::router())
        .merge(payouts::router())
        .merge(rebates::router())
        .merge(worklists::router())
        .merge(mdf::router())
        .merge(deadlines::router())
        .merge(support::router())
}

/// The whole service.
pub fn router(app: App) -> axum::Router {
    web::serve(app, routes())
}
