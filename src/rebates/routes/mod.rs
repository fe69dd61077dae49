//! Handlers of rebates.

pub mod confirmation;
pub mod import;
pub mod list;
pub mod objections;

use super::store::{self, statements::Statement};
use crate::{
    access::{Actor, Permission},
    benefits,
    cloud::Site,
    db::PgConnection,
    requests,
    values::workdays::Calendar,
    web::Error,
};

/// The working days of the partner's site.
async fn calendar<P: Permission>(connection: &mut PgConnection, actor: &Actor<P>) -> Result<Calendar, Error> {
    let site = benefits::site(actor.organization()).parse().unwrap_or(Site::China);
    Ok(requests::calendar(connection, site).await?)
}

/// A statement adds up all customers: who sees only some of them sees none (COM-02).
fn sees_all<P: Permission>(actor: &Actor<P>) -> bool {
    actor.scope().managers().is_none()
}

/// A statement of the partner, for somebody who sees it.
async fn find<P: Permission>(connection: &mut PgConnection, actor: &Actor<P>, id: i64) -> Result<Statement, Error> {
    if !sees_all(actor) {
        return Err(Error::NotFound);
    }
    store::statements::find(connection, actor.org(), id).await?.ok_or(Error::NotFound)
}
