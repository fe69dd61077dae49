//! `/incentives/rebates`, `/incentives/rebates/{id}`.

use super::{find, sees_all};
use crate::{
    access::{Actor, permission::IncentiveView},
    benefits, business_information,
    rebates::{
        forms,
        pages::{self, show::Ground},
        store::{
            objections,
            statements::{self as store, Wanted},
        },
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
            id: None,
            period: filters.period.as_deref(),
            state: filters.state.as_deref(),
            text: filters.text.as_deref(),
            disputed: filters.disputed,
            after: paging.after,
            most: Some(LIMIT),
        };
        rows = store::read(&mut connection, actor.org(), &wanted).await?;
    }
    let pager = bar.pager(&paging, &mut rows, |row| (row.publish_until, row.id));
    Ok(pages::list(&actor, (&filters, &periods), bar, (&rows, pager)))
}

/// `GET /incentives/rebates/{id}`.
pub async fn show(actor: Actor<IncentiveView>, Id(id): Id) -> Result<DetailPage, Error> {
    let mut connection = actor.open().await?;
    let statement = find(&mut connection, &actor, id).await?;
    let lines = store::lines(&mut connection, actor.org(), id).await?;
    let objections = objections::find(&mut connection, actor.org(), (Some(id), None)).await?;
    let service_bp = match business_information::settles(&mut connection, actor.org()).await? {
        Ok(version) => store::service_rate(&mut connection, actor.org(), version).await?,
        Err(_) => None,
    };
    let site = benefits::site(actor.organization());
    let ground = Ground { statement: &statement, lines: &lines, objections: &objections, site, service_bp };
    Ok(pages::show::show(&actor, &ground))
}
