//! Who sits behind a request that no handler takes: for the frame of a refusal, never to let anybody in.

use std::sync::Arc;

use super::seat;
use crate::{app::App, web::Visitor};

/// Notes the member behind the session cookie, if it is alive. Whatever fails leaves a visitor nobody knows.
pub async fn recognize(app: &App, visitor: &Visitor) {
    let Some(secret) = visitor.session().filter(|_| !visitor.is_api()) else { return };
    let Ok(mut connection) = app.db.open_unnamed().await else { return };
    if let Ok(Some(seat)) = seat::take(&mut connection, &secret, [0, 0], app.clock.now()).await
        && seat.token.is_none()
    {
        visitor.seated(&Arc::new(seat));
    }
}
