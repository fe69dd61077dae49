//! The handler of the first page.

use super::{pages, store};
use crate::{
    access::{
        Actor,
        permission::{AmAssign, HomeView, MemberManage},
    },
    assignments, inbox,
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
    let mends = actor.may(AmAssign::CODE) || actor.may(MemberManage::CODE);
    let loose = if mends {
        assignments::loose(&mut connection, actor.org(), actor.scope().managers(), now).await?
    } else {
        assignments::Loose::default()
    };
    let waiting = inbox::waiting(&mut connection, actor.org(), inbox::Eyes::of(actor.seat()), now).await?;
    Ok(pages::home(&actor, &figures, (loose, &waiting), cycle))
}
