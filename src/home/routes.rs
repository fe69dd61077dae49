//! The handler of the first page.

use super::{pages, store};
use crate::{
    access::{Actor, permission::HomeView},
    inbox,
    values::Month,
    web::Error,
};

/// `GET /`.
pub async fn show(actor: Actor<HomeView>) -> Result<pages::HomePage, Error> {
    let now = actor.face().now;
    let cycle = Month::of(now);
    let asked = store::Asked {
        organization_id: actor.org(),
        managers: actor.scope().managers(),
        resellers: actor.resellers(),
        now,
        cycle: cycle.first_day(),
        cycle_before: cycle.previous().first_day(),
    };
    let mut connection = actor.open().await?;
    let figures = store::figures(&mut connection, asked).await?;
    let eyes = (inbox::Eyes::of(actor.seat()), actor.scope().managers());
    let waiting = inbox::waiting(&mut connection, actor.org(), eyes, now).await?;
    Ok(pages::home(&actor, &figures, &waiting, cycle))
}
