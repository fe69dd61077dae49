//! Handler of what restated cycles changed (BILL-43).

use crate::{
    access::{Actor, permission::BillView},
    bills::{
        forms::monthly as forms,
        pages::changes as pages,
        store::{changes as store, names},
    },
    web::{Error, ListPage, Query},
};

/// `GET /bills/monthly/changes`: of the own customers' cycles.
pub async fn list(actor: Actor<BillView>, Query(typed): Query) -> Result<ListPage, Error> {
    let (filters, mut bar) = forms::changes(typed, &actor.face());
    let paging = bar.paging();
    let mut connection = actor.open().await?;
    let managers = actor.scope().managers();
    // A version counts and adds up every customer: who sees only some is shown none (AM-13).
    let versions = match managers {
        None => store::versions(&mut connection, actor.org(), &filters).await?,
        Some(_) => Vec::new(),
    };
    let mut rows = Vec::new();
    if bar.is_sound() {
        rows = store::list(&mut connection, actor.org(), (&filters, managers), paging.after).await?;
    }
    names::name(&mut connection, (actor.org(), actor.lang()), &mut rows).await?;
    let pager = bar.pager(&paging, &mut rows, |row| row.id);
    Ok(pages::list(&actor, bar, (&versions, &rows), pager))
}
