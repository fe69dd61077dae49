//! The handler of the first page.

use super::{pages, store};
use crate::{
    access::{Actor, permission::HomeView},
    web::Error,
};

/// `GET /`.
pub async fn show(actor: Actor<HomeView>) -> Result<pages::HomePage, Error> {
    let mut connection = actor.open().await?;
    let figures = store::figures(&mut connection, actor.org(), actor.scope().managers()).await?;
    Ok(pages::home(&actor, &figures))
}
