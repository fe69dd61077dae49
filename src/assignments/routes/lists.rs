//! The lists: account managers, customers to pick, periods, resellers.

use crate::{
    access::{
        Actor,
        permission::{AmAssign, AmReseller, AmView},
    },
    assignments::{
        forms::{self, pick::Pick},
        pages,
        rules::Subject,
        store::{self, candidates, loose, periods},
    },
    web::{Error, ListPage, Query},
};

/// `GET /customers/assignments`: account managers with what each looks after.
pub async fn managers(actor: Actor<AmView>, Query(typed): Query) -> Result<ListPage, Error> {
    let (now, seen) = (actor.app().clock.now(), actor.scope().managers());
    let mut connection = actor.open().await?;
    let (directors, _) = store::names(&mut connection, actor.org(), seen).await?;
    let (filters, mut bar) = forms::managers(typed, &directors, actor.lang());
    let paging = bar.paging();
    let mut rows = Vec::new();
    if bar.is_sound() {
        rows = store::managers(&mut connection, actor.org(), seen, (&filters, now), paging.after.clone()).await?;
    }
    let pager = bar.pager(&paging, &mut rows, |row| (row.username.to_lowercase(), row.id));
    let loose = loose::loose(&mut connection, actor.org(), seen, now).await?;
    Ok(pages::managers(&actor, bar, &rows, pager, loose))
}

/// `GET /customers/assignments/new`: customers to pick (AM-6).
pub async fn new(actor: Actor<AmAssign>, Query(typed): Query) -> Result<ListPage, Error> {
    let pick = Pick::read(&typed, Subject::Customer)?;
    let (now, seen) = (actor.app().clock.now(), actor.scope().managers());
    let mut connection = actor.open().await?;
    let known = store::assignable(&mut connection, actor.org(), seen, now).await?;
    let (filters, mut bar) = forms::candidates(typed, &known, seen.is_none(), actor.lang());
    let paging = bar.paging();
    let mut rows = Vec::new();
    if bar.is_sound() && !known.is_empty() {
        rows = candidates::customers(&mut connection, actor.org(), seen, &filters, paging.after).await?;
    }
    let pager = bar.pager(&paging, &mut rows, |row| (row.sort_at, row.id));
    Ok(pages::candidates(&actor, (bar, &pick), (&rows, pager), &known))
}

/// `GET /customers/assignments/periods`: a manager's customers, now and before (AM-9).
pub async fn periods(actor: Actor<AmView>, Query(typed): Query) -> Result<ListPage, Error> {
    let seen = actor.scope().managers();
    let mut connection = actor.open().await?;
    let (_, managers) = store::names(&mut connection, actor.org(), seen).await?;
    let (filters, mut bar) = forms::periods(typed, &managers, actor.lang());
    let paging = bar.paging();
    let mut rows = Vec::new();
    if bar.is_sound() {
        rows = periods::list(&mut connection, actor.org(), seen, &filters, paging.after).await?;
    }
    let pager = bar.pager(&paging, &mut rows, |row| (row.assigned_at, row.id));
    Ok(pages::periods(&actor, bar, &rows, pager))
}

/// `GET /resellers/assignments`: resellers with who looks after each (AM-10).
pub async fn resellers(actor: Actor<AmReseller>, Query(typed): Query) -> Result<ListPage, Error> {
    let (now, seen) = (actor.app().clock.now(), actor.scope().managers());
    let mut connection = actor.open().await?;
    let known = store::assignable(&mut connection, actor.org(), seen, now).await?;
    let (filters, mut bar) = forms::resellers(typed, &known, actor.lang());
    let paging = bar.paging();
    let mut rows = Vec::new();
    if bar.is_sound() {
        rows = candidates::resellers(&mut connection, actor.org(), seen, &filters, paging.after.clone()).await?;
    }
    let pager = bar.pager(&paging, &mut rows, |row| (row.account_name.to_lowercase(), row.id));
    Ok(pages::resellers(&actor, bar, &rows, pager))
}
