//! What a set of roles opens, page by page (PERM-7).

use askama::Template;
use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};

use super::{Known, show::permissions, tabs};
use crate::{
    access::{Actor, Permissions, permission::RoleView},
    roles::{
        rules::simulation::{asked_by, issuing, opens},
        text::{self, simulation::Text},
    },
    web::{Cell, Column, Frame, Link, Route, Table, Tile, Tone, html},
};

/// What is asked: roles, or a member with his.
#[derive(Debug, Default)]
pub struct Question {
    /// The member, if one was named.
    pub member: Option<String>,
    /// Words of the chosen roles.
    pub chosen: Vec<String>,
    /// What they permit together; none before anything was asked.
    pub permissions: Option<Permissions>,
    /// How far they see.
    pub sees: Option<&'static str>,
    /// Why these roles cannot be assigned together.
    pub refusal: Option<String>,
}

#[derive(Debug, Template)]
#[template(path = "roles/simulation.html")]
struct Page {
    frame: Frame,
    text: &'static Text,
    tabs: Vec<Link>,
    choices: Vec<(String, String, bool)>,
    member: Option<String>,
    refusal: Option<String>,
    tiles: Vec<Tile>,
    tables: Vec<(String, Table)>,
}

/// The page.
pub fn simulation(actor: &Actor<RoleView>, roles: &[Known], question: Question) -> Response {
    let text = Text::of(actor.lang());
    let choice = |role: &Known| {
        let word = role.key.word();
        let chosen = question.chosen.contains(&word);
        (word, role.name.clone(), chosen)
    };
    let mut page = Page {
        frame: Frame::new(actor.visitor(), text.title),
        text,
        tabs: tabs(actor, "/roles/simulation"),
        choices: roles.iter().map(choice).collect(),
        tiles: vec![],
        tables: vec![],
        member: question.member,
        refusal: question.refusal,
    };
    if let Some(held) = question.permissions {
        page.tiles = tiles(actor, held, question.sees.unwrap_or_default());
        page.tables.push(routes(actor, held));
        page.tables.extend(permissions(held, text::Text::of(actor.lang()), actor, None));
    }
    html(StatusCode::OK, &page).into_response()
}

fn tiles(actor: &Actor<RoleView>, held: Permissions, sees: &str) -> Vec<Tile> {
    let text = Text::of(actor.lang());
    let routes = actor.visitor().menu().routes();
    let open = routes.iter().filter(|route| opens(route, held)).count();
    let issues: Vec<&str> = issuing(held).into_iter().map(|code| code.name(actor.lang())).collect();
    let count = issues.len();
    let issues =
        if issues.is_empty() { text.issues_nothing.to_owned() } else { issues.join(actor.lang().pick(", ", "、")) };
    let tile = |label: &str, value: String, note: String| Tile { label: label.to_owned(), value, note, href: None };
    vec![
        tile(text.permissions, held.iter().count().to_string(), String::new()),
        tile(text.routes, format!("{open} / {}", routes.len()), String::new()),
        tile(text.sees, sees.to_owned(), String::new()),
        tile(text.issuing, count.to_string(), issues),
    ]
}

/// Every route of the portal, and whether it opens.
fn routes(actor: &Actor<RoleView>, held: Permissions) -> (String, Table) {
    let lang = actor.lang();
    let text = Text::of(lang);
    let row = |route: &Route| {
        let names: Vec<&str> = asked_by(route).iter().map(|code| code.as_str()).collect();
        let asked = if names.is_empty() { text.everybody.to_owned() } else { names.join(" ") };
        let (tone, word) = if opens(route, held) { (Tone::Done, text.opens) } else { (Tone::Idle, text.stays_shut) };
        vec![Cell::text(route.method.as_str()), Cell::text(route.path), Cell::badge(tone, word), Cell::text(asked)]
    };
    let columns = vec![
        Column::new(text.method),
        Column::new(text.path),
        Column::new(text.opens),
        Column::new(text.because).wide(),
    ];
    let mut routes: Vec<&Route> = actor.visitor().menu().routes().iter().collect();
    routes.sort_by_key(|route| (!opens(route, held), route.path));
    let rows = routes.into_iter().map(row).collect();
    (text.routes.to_owned(), Table { caption: text.routes.to_owned(), columns, rows })
}
