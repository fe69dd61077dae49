//! One customer's or reseller's account managers, and who sees the customer.

use crate::{
    access::{
        Actor,
        permission::{AmReseller, AmView, CustomerView, MemberView},
    },
    assignments::{
        pages::show,
        rules::Subject,
        store::{
            periods,
            picked::{self, Keys},
            sight,
        },
    },
    web::{DetailPage, Error, Id},
};

/// `GET /customers/{id}/assignments`: for who may see the customer itself.
pub async fn customer(actor: Actor<(AmView, MemberView)>, Id(id): Id) -> Result<DetailPage, Error> {
    let (org, now) = (actor.org(), actor.app().clock.now());
    let mut connection = actor.open().await?;
    let keys = Keys { ids: vec![id], seen: None };
    let found = picked::find(&mut connection, org, actor.scope().managers(), Subject::Customer, &keys).await?;
    let row = found.first().filter(|_| actor.may(CustomerView::CODE)).ok_or(Error::NotFound)?;
    let periods = periods::of(&mut connection, org, Subject::Customer, id).await?;
    let seers = sight::members(&mut connection, org, now).await?;
    Ok(show::customer(&actor, row, &periods, &seers))
}

/// `GET /resellers/{id}/assignments`.
pub async fn reseller(actor: Actor<AmReseller>, Id(id): Id) -> Result<DetailPage, Error> {
    let org = actor.org();
    let mut connection = actor.open().await?;
    let keys = Keys { ids: vec![id], seen: None };
    let found = picked::find(&mut connection, org, actor.scope().managers(), Subject::Reseller, &keys).await?;
    let row = found.first().ok_or(Error::NotFound)?;
    let periods = periods::of(&mut connection, org, Subject::Reseller, id).await?;
    Ok(show::reseller(&actor, row, &periods))
}
