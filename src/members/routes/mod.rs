//! Handlers of members.

pub mod create;
mod credentials;
pub mod edit;
pub mod export;
pub mod hand_over;
pub mod import;
pub mod login;
pub mod personal;
pub mod request;
pub mod state;
mod succession;

use super::{
    forms, pages,
    store::{
        self, detail,
        subject::{self, Case},
    },
};
use crate::{
    access::{Actor, Permission, permission::MemberView, usage},
    audit::Change,
    web::{DetailPage, Error, Id, ListPage, Query},
};

/// `GET /members`.
pub async fn list(actor: Actor<MemberView>, Query(typed): Query) -> Result<ListPage, Error> {
    let now = actor.app().clock.now();
    let mut connection = actor.open().await?;
    let ground = subject::ground(&mut connection, actor.org(), &[], now).await?;
    let (filters, mut bar) =
        forms::filters(typed, (Some(actor.organization().kind), &ground.custom), &ground.directors, actor.lang());
    let paging = bar.paging();
    let mut rows = Vec::new();
    if bar.is_sound() {
        rows = store::list(&mut connection, actor.org(), &filters, paging.after.clone(), now).await?;
    }
    let pager = bar.pager(&paging, &mut rows, |row| (row.username.to_lowercase(), row.id));
    Ok(pages::list(&actor, bar, &rows, pager))
}

/// `GET /members/{id}`.
pub async fn show(actor: Actor<MemberView>, Id(id): Id) -> Result<DetailPage, Error> {
    let (org, now) = (actor.org(), actor.app().clock.now());
    let mut connection = actor.open().await?;
    let case = subject::case(&mut connection, org, id, now).await?.ok_or(Error::NotFound)?;
    let reach = pages::show::reach(&case, &actor);
    let around = detail::around(&mut connection, org, id, (now, reach.as_str())).await?;
    let used = usage::read(&mut connection, org, Some(&[id])).await?;
    Ok(pages::show::show(&actor, &case, &around, &used))
}

/// The member of a dialog that is opened.
async fn look<P: Permission>(actor: &Actor<P>, id: i64) -> Result<Case, Error> {
    let now = actor.app().clock.now();
    subject::case(&mut *actor.open().await?, actor.org(), id, now).await?.ok_or(Error::NotFound)
}

/// The change of a dialog that is sent, and the member as he is now that nobody else can change him.
async fn begin<P: Permission>(actor: &Actor<P>, id: i64) -> Result<(Change<P>, Case), Error> {
    let mut change = Change::begin(actor).await?;
    subject::lock(&mut change, actor.org()).await?;
    let now = change.now();
    let case = subject::case(&mut change, actor.org(), id, now).await?.ok_or(Error::NotFound)?;
    Ok((change, case))
}
