//! `/incentives/rebates`, `/incentives/rebates/{id}`.

use super::{find, sees_all};
use crate::{
    access::{Actor, permission::IncentiveView},
    benefits, business_information,
    rebates::{
        forms,
        pages::{self, show::Ground},
        store::statements::{self as store, Wanted},
    },
    web::{DetailPage, Error, Id, ListPage, Query, pager::LIMIT},
};

/// `GET /incentives/rebates`.
pub async fn list(actor: Actor<IncentiveView>, Query(typed): Query) -> Result<ListPage, Error> {
    let mut connection = actor.open().await?;
    let periods = if sees_all(&actor) { store::periods(&mut connection, actor.org()).await? } else { Vec::new() };
    let (filters, mut bar) = forms::filters(typed, &periods, actor.lang());
    let paging = bar.paging();
    let mut rows = Vec::new();
    if bar.is_sound() && sees_all(&actor) {
        let wanted = Wanted {
            period: filters.period.as_deref(),
            state: filters.state.as_deref(),
            text: filters.text.as_deref(),
            disputed: filters.disputed,
            after: paging.after,
            most: Some(LIMIT),
            ..Wanted::default()
        };
        rows = store::read(&mut connection, actor.org(), &wanted).await?;
    }
    let pager = bar.pager(&paging, &mut rows, |row| (row.publish_until, row.id));
    Ok(pages::list(&actor, (&filters, &periods), bar, (&rows, pager)))
}

/// `GET /incentives/rebates/{id}`.
pub async fn show(actor: Actor<IncentiveView>, Id(id): Id) -> Result<DetailPage, Error> {
    let mut connection = actor.open().await?;
    let version = business_information::settles(&mut connection, actor.org()).await?.ok();
    let statement = find(&mut connection, &actor, (id, version)).await?;
    let lines = store::lines(&mut connection, actor.org(), id).await?;
    let ground = Ground { statement: &statement, lines: &lines, site: benefits::site(actor.organization()) };
    Ok(pages::show::show(&actor, &ground))
}
