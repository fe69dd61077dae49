//! Handlers of rebates.

pub mod confirmation;
pub mod import;
pub mod list;
pub mod objections;

use chrono::{DateTime, NaiveDate, Utc};

use super::store::{self, statements::Statement};
use crate::{
    access::{Actor, Permission},
    benefits,
    cloud::Site,
    db::PgConnection,
    web::Error,
};

/// The vendor's site of the partner, whose midnight ends a day.
fn site<P: Permission>(actor: &Actor<P>) -> Site {
    benefits::site(actor.organization()).parse().unwrap_or(Site::China)
}

/// The day it is there at an instant.
fn day<P: Permission>(actor: &Actor<P>, at: DateTime<Utc>) -> NaiveDate {
    at.with_timezone(&site(actor).zone()).date_naive()
}

/// A statement adds up all customers: who sees only some of them sees none (COM-02).
fn sees_all<P: Permission>(actor: &Actor<P>) -> bool {
    actor.scope().managers().is_none()
}

/// A statement of the partner, for somebody who sees it; `version`: of the business information whose rate is wanted.
async fn find<P: Permission>(
    connection: &mut PgConnection,
    actor: &Actor<P>,
    (id, version): (i64, Option<i64>),
) -> Result<Statement, Error> {
    if !sees_all(actor) {
        return Err(Error::NotFound);
    }
    store::statements::find(connection, actor.org(), (id, version)).await?.ok_or(Error::NotFound)
}
