//! Handlers of commands.

pub mod again;
pub mod resolve;

use super::{
    forms, pages,
    rules::{Concerned, sees},
    store::{
        self,
        list::{Command, Reader},
    },
};
use crate::{
    access::{Actor, Permission},
    web::{DetailPage, Error, Id, ListPage, Query},
};

/// What a member may see of commands.
pub fn reader<'a, P: Permission>(actor: &'a Actor<P>, kinds: Option<&'a [String]>) -> Reader<'a> {
    Reader {
        organization_id: actor.org(),
        member_id: actor.member_id(),
        kinds,
        held: actor.seat().permissions,
        managers: actor.scope().managers(),
        now: actor.app().clock.now(),
    }
}

/// `GET /commands`: what needs somebody first, then the newest.
pub async fn list(actor: Actor<Concerned>, Query(typed): Query) -> Result<ListPage, Error> {
    let kinds = sees(actor.seat().permissions);
    let reader = reader(&actor, kinds.as_deref());
    let (filters, mut bar) = forms::filters(typed, &actor.face());
    let paging = bar.paging();
    let mut connection = actor.open().await?;
    let mut rows = Vec::new();
    if bar.is_sound() {
        rows = store::list::list(&mut connection, reader, &filters, paging.after).await?;
    }
    let open = store::list::open(&mut connection, reader).await?;
    let pager = bar.pager(&paging, &mut rows, Command::key);
    Ok(pages::list::list(&actor, bar, (&filters, &rows, open), pager))
}

/// `GET /commands/{id}`.
pub async fn show(actor: Actor<Concerned>, Id(id): Id) -> Result<DetailPage, Error> {
    let kinds = sees(actor.seat().permissions);
    let mut connection = actor.open().await?;
    let found = store::show::find(&mut connection, reader(&actor, kinds.as_deref()), id).await?;
    Ok(pages::show::show(&actor, &found.ok_or(Error::NotFound)?, None))
}
