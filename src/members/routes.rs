//! Handlers of members.

use super::{forms, pages, store};
use crate::{
    access::{Actor, permission::MemberView},
    web::{DetailPage, Error, Id, ListPage, Query},
};

/// `GET /members`.
pub async fn list(actor: Actor<MemberView>, Query(typed): Query) -> Result<ListPage, Error> {
    let (filters, mut bar) = forms::filters(typed, actor.lang());
    let paging = bar.paging();
    let mut rows = Vec::new();
    if bar.is_sound() {
        rows = store::list(&mut *actor.open().await?, actor.org(), &filters, paging.after.clone()).await?;
    }
    let pager = bar.pager(&paging, &mut rows, |row| (row.username.to_lowercase(), row.id));
    Ok(pages::list(&actor, bar, &rows, pager))
}

/// `GET /members/{id}`.
pub async fn show(actor: Actor<MemberView>, Id(id): Id) -> Result<DetailPage, Error> {
    let member = store::find(&mut *actor.open().await?, actor.org(), id).await?.ok_or(Error::NotFound)?;
    Ok(pages::show(&actor, &member))
}
