//! Members in the JSON API: personal data masked.

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    forms,
    store::{self, subject},
};
use crate::{
    access::{Actor, permission::MemberView},
    web::{
        Error,
        api::{Cursor, List, Page},
    },
};

/// A member of the organisation.
#[derive(Debug, Serialize, ToSchema)]
pub struct Member {
    /// Key, a decimal.
    id: String,
    /// User name.
    username: String,
    /// Name of the person, masked.
    name: String,
    /// Codes of preset roles and names of custom ones; none for master.
    roles: Vec<String>,
    /// Whether this is the master login.
    is_master: bool,
    /// `invited`, `active`, `disabled` or `deleted`.
    state: String,
    /// User name of the account director.
    director: Option<String>,
    /// Last sign-in.
    last_login_at: Option<DateTime<Utc>>,
    /// Made.
    created_at: DateTime<Utc>,
}

impl Member {
    fn of(row: &store::Member) -> Self {
        Self {
            id: row.id.to_string(),
            username: row.username.clone(),
            name: row.name.masked(),
            roles: row.roles.clone(),
            is_master: row.is_master,
            state: row.state.clone(),
            director: row.director.clone(),
            last_login_at: row.last_login_at,
            created_at: row.created_at,
        }
    }
}

/// Members by user name. Filters as on the page: `text`, `role`, `state`, `factor` …
///
/// # Errors
/// When a filter cannot be read, or the database refuses.
#[utoipa::path(get, path = "/api/v1/members", tag = "members", params(Cursor,
        ("text" = Option<String>, Query, description = "Part of the user name"),
        ("role" = Option<String>, Query, description = "Code of a role, or `custom-` and its key"),
        ("state" = Option<String>, Query, description = "State of the login"),
        ("director" = Option<String>, Query, description = "User name of the director; `-` for none"),
        ("scope" = Option<String>, Query, description = "`own`, `team` or `all`"),
        ("factor" = Option<String>, Query, description = "Second factor, `none` for who has none"),
        ("idle" = Option<String>, Query, description = "Days without a sign-in")),
    responses((status = 200, body = List<Member>)), security(("token" = ["member.view"])))]
pub async fn list_members(actor: Actor<MemberView>, page: Page) -> Result<List<Member>, Error> {
    let now = actor.app().clock.now();
    let mut connection = actor.open().await?;
    let ground = subject::ground(&mut connection, actor.org(), &[], now).await?;
    let (filters, mut bar) = forms::filters(
        page.typed.clone(),
        (Some(actor.organization().kind), &ground.custom),
        &ground.directors,
        actor.lang(),
    );
    bar.sound()?;
    let mut part = page.part(|row: &store::Member| (row.username.to_lowercase(), row.id))?;
    while let Some(after) = part.after() {
        part.add(store::list(&mut connection, actor.org(), &filters, after, now).await?);
    }
    Ok(part.list(Member::of))
}
