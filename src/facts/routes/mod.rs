//! Handlers of facts.

pub mod import;
pub mod list;
pub mod readings;
pub mod record;

use axum::{
    http::header,
    response::{IntoResponse, Response},
};

use super::{rules::Kind, store, store::Listed};
use crate::{
    access::{Actor, Permission, permission::SpecialistView},
    db::PgConnection,
    web::{Error, Typed},
};

/// The kinds that a member sees: persons only with the permission for them.
fn kinds<P: Permission>(actor: &Actor<P>) -> Vec<&'static Kind> {
    let sees = actor.may(SpecialistView::CODE);
    Kind::ALL.into_iter().filter(|kind| sees || !kind.is_personal).collect()
}

/// The kind that an address or a form names.
fn kind<P: Permission>(actor: &Actor<P>, typed: &Typed) -> Result<&'static Kind, Error> {
    may_see(actor, Kind::parse(typed.get("kind")).ok_or(Error::NotFound)?)
}

fn may_see<P: Permission>(actor: &Actor<P>, kind: &'static Kind) -> Result<&'static Kind, Error> {
    let sees = kinds(actor).iter().any(|known| known.code == kind.code);
    if sees { Ok(kind) } else { Err(Error::Forbidden(SpecialistView::CODES)) }
}

/// A fact of the organisation, with its kind.
async fn find<P: Permission>(
    connection: &mut PgConnection,
    actor: &Actor<P>,
    id: i64,
) -> Result<(&'static Kind, Listed), Error> {
    let fact = store::find(connection, actor.org(), id).await?.ok_or(Error::NotFound)?;
    let kind = Kind::parse(&fact.kind).ok_or(Error::NotFound)?;
    Ok((may_see(actor, kind)?, fact))
}

fn csv(name: &str, text: String) -> Response {
    let disposition = format!("attachment; filename=\"{name}\"");
    let headers =
        [(header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()), (header::CONTENT_DISPOSITION, disposition)];
    (headers, text).into_response()
}
