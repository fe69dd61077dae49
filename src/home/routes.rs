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
        now,
        cycle: cycle.first_day(),
        cycle_before: cycle.previous().first_day(),
    };
    let mut connection = actor.open().await?;
    let figures = store::figures(&mut connection, asked).await?;
    let waiting = inbox::waiting(&mut connection, actor.org(), inbox::Eyes::of(actor.seat()), now).await?;
    Ok(pages::home(&actor, &figures, (cycle, waiting.len())))
}
