//! The first page. A slice that has a figure adds a line to `tiles`.

use askama::Template;
use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};

use super::{store::Figures, text::Text};
use crate::{
    access::{
        Actor,
        permission::{CustomerView, HomeView, MemberView, ResellerView},
    },
    web::{Frame, Tile, html},
};

/// The first page.
#[derive(Template)]
#[template(path = "home/show.html")]
pub struct HomePage {
    frame: Frame,
    text: &'static Text,
    tiles: Vec<Tile>,
}

impl IntoResponse for HomePage {
    fn into_response(self) -> Response {
        html(StatusCode::OK, &self)
    }
}

/// Fills the page with the figures the member may see.
pub fn home(actor: &Actor<HomeView>, figures: &Figures) -> HomePage {
    let text = Text::of(actor.lang());
    HomePage { frame: Frame::new(actor.visitor(), text.title), text, tiles: tiles(actor, figures, text) }
}

fn tiles(actor: &Actor<HomeView>, figures: &Figures, text: &'static Text) -> Vec<Tile> {
    let tile = |label: &str, value: i64, note: String, href: &str| Tile {
        label: label.to_owned(),
        value: value.to_string(),
        note,
        href: Some(href.to_owned()),
    };
    let customers = if actor.scope().managers().is_some() { text.my_customers } else { text.customers };
    let verified = format!("{} {}", text.verified, figures.verified);
    let all = [
        (CustomerView::CODE, tile(customers, figures.customers, verified, "/customers")),
        (ResellerView::CODE, tile(text.resellers, figures.resellers, text.associated.to_owned(), "/resellers")),
        (MemberView::CODE, tile(text.members, figures.members, String::new(), "/members")),
    ];
    all.into_iter().filter(|(code, _)| actor.may(*code)).map(|(_, tile)| tile).collect()
}
