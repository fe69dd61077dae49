//! Handlers of payouts.

pub mod application;
pub mod desk;
pub mod invoices;
pub mod steps;

use chrono::NaiveDate;

use super::{
    forms, pages,
    store::{self, Payout},
};
use crate::{
    access::{Actor, Permission, permission::IncentiveView},
    benefits,
    cloud::Site,
    db::PgConnection,
    requests,
    web::{DetailPage, Error, Id, ListPage, Query, pager::LIMIT},
};

/// A payout adds up all customers: who sees only some of them sees none (COM-02).
fn sees_all<P: Permission>(actor: &Actor<P>) -> bool {
    actor.scope().managers().is_none()
}

/// Today at the vendor's site of the partner, where days end (DL-02).
fn today<P: Permission>(actor: &Actor<P>) -> NaiveDate {
    let site: Site = benefits::site(actor.organization()).parse().unwrap_or(Site::China);
    actor.app().clock.now().with_timezone(&site.zone()).date_naive()
}

/// A payout of the partner itself, for somebody who sees it.
async fn own<P: Permission>(connection: &mut PgConnection, actor: &Actor<P>, id: i64) -> Result<Payout, Error> {
    let found = store::find(connection, id).await?;
    found.filter(|one| one.organization_id == actor.org() && sees_all(actor)).ok_or(Error::NotFound)
}

/// `GET /payouts`.
pub async fn list(actor: Actor<IncentiveView>, Query(typed): Query) -> Result<ListPage, Error> {
    let (state, mut bar) = forms::filters(typed, actor.lang());
    let paging = bar.paging();
    let mut rows = Vec::new();
    if bar.is_sound() && sees_all(&actor) {
        let wanted = (Some(actor.org()), None);
        rows = store::list(&mut *actor.open().await?, wanted, state.as_deref(), (paging.after, LIMIT)).await?;
    }
    let pager = bar.pager(&paging, &mut rows, |row| row.request_id);
    Ok(pages::list(&actor, bar, (&rows, pager)))
}

/// `GET /payouts/{id}`.
pub async fn show(actor: Actor<IncentiveView>, Id(id): Id) -> Result<DetailPage, Error> {
    let mut connection = actor.open().await?;
    let one = own(&mut connection, &actor, id).await?;
    let statements = store::statements(&mut connection, id).await?;
    let invoices = store::invoices(&mut connection, id).await?;
    let events = requests::events(&mut connection, &[id]).await?;
    Ok(pages::show::show(&actor, (&one, &statements, &invoices), &events))
}
