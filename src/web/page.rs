//! The two pages most of the portal consists of: a list and a detail. Filled by a slice's `pages.rs`, drawn by one template each.

use askama::Template;
use axum::{
    Extension,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};

use super::{
    cell::{Cell, Table},
    error::Error,
    face::When,
    filter::FilterBar,
    form::{Control, Panel},
    frame::Frame,
    freshness::FreshnessBadge,
    pager::Pager,
    submission::Drawn,
    tone::Tone,
};

/// Bytes a page of fifty rows has: set aside at once, so that a page is not copied while it grows.
const USUAL: usize = 48 * 1024;

/// Answers with a template; every form in it that writes gets a token on its way out ([`super::submission`]).
pub fn html(status: StatusCode, template: &impl Template) -> Response {
    let mut text = String::with_capacity(USUAL);
    match template.render_into(&mut text) {
        Ok(()) => {
            let kind = [(header::CONTENT_TYPE, "text/html; charset=utf-8")];
            (status, Extension(Drawn), kind, text).into_response()
        }
        Err(error) => Error::from(error).into_response(),
    }
}

/// Words that lead somewhere: an action, a tab, a related page.
#[derive(Debug, Clone)]
pub struct Link {
    /// Words.
    pub label: String,
    /// Address.
    pub href: String,
    /// The main action, or the tab that is open.
    pub current: bool,
}

impl Link {
    /// An ordinary link.
    #[must_use]
    pub fn new(label: impl Into<String>, href: impl Into<String>) -> Self {
        Self { label: label.into(), href: href.into(), current: false }
    }

    /// The main action, or the tab that is open.
    #[must_use]
    pub fn current(mut self, current: bool) -> Self {
        self.current = current;
        self
    }
}

/// A figure above a list or on the home page.
#[derive(Debug)]
pub struct Tile {
    /// What it counts.
    pub label: String,
    /// The figure, ready to show; an amount with its currency.
    pub value: String,
    /// Basis, source or age.
    pub note: String,
    /// Where the rows behind it are.
    pub href: Option<String>,
}

impl Tile {
    /// The figure cut after its second decimal: what is read at a glance, the finer decimals, and the unit. Nothing is rounded.
    #[must_use]
    pub fn parts(&self) -> (&str, &str, &str) {
        let (figure, unit) = self.value.split_at(self.value.rfind(' ').unwrap_or(self.value.len()));
        let fine = figure.rfind('.').map_or(figure.len(), |point| figure.len().min(point + 3));
        if figure.ends_with(|last: char| last.is_ascii_digit()) && figure.is_char_boundary(fine) {
            let (coarse, fine) = figure.split_at(fine);
            return (coarse, fine, unit);
        }
        (&self.value, "", "")
    }
}

/// What a list says when it has no rows and no filter is set: why, and what to do next.
#[derive(Debug, Default)]
pub struct Empty {
    /// What is missing.
    pub title: String,
    /// What to do.
    pub hint: String,
    /// Where to do it.
    pub action: Option<Link>,
}

/// What can be done with rows that are picked in a list ([`Cell::pick`]): a form that needs no script. It also carries the keys of
/// all rows of the page (`shown`), so that a button can mean the whole page (`take=page`).
#[derive(Debug, Default)]
pub struct Selection {
    /// What travels along unseen.
    pub hidden: Vec<(&'static str, String)>,
    /// The first is the main one.
    pub buttons: Vec<Pick>,
}

/// A button of a [`Selection`].
#[derive(Debug)]
pub struct Pick {
    /// Words.
    pub label: String,
    /// Where the keys are sent, by GET: the page there asks before anything is done.
    pub action: &'static str,
    /// Whether it means every row of the page, picked or not.
    pub whole_page: bool,
}

/// A list.
#[derive(Debug, Template)]
#[template(path = "list.html")]
pub struct ListPage {
    /// The frame.
    pub frame: Frame,
    /// How fresh the rows are; lists of our own rows have no badge.
    pub freshness: Option<FreshnessBadge>,
    /// Buttons beside the title.
    pub actions: Vec<Link>,
    /// Tabs under the title.
    pub tabs: Vec<Link>,
    /// A sentence above the list that its reader must know.
    pub notice: Option<String>,
    /// Figures above the list.
    pub tiles: Vec<Tile>,
    /// Filters.
    pub filters: FilterBar,
    /// Rows.
    pub table: Table,
    /// Foot.
    pub pager: Pager,
    /// What to say without rows.
    pub empty: Empty,
    /// What can be done with picked rows.
    pub selection: Option<Selection>,
    /// Why nothing can be done with several rows, where somebody else could.
    pub unpicked: Option<String>,
}

impl ListPage {
    /// A list without badge, buttons, tabs and figures: set those fields where there are some.
    #[must_use]
    pub fn new(frame: Frame, filters: FilterBar, table: Table, pager: Pager, empty: Empty) -> Self {
        Self {
            frame,
            freshness: None,
            actions: vec![],
            tabs: vec![],
            notice: None,
            tiles: vec![],
            filters,
            table,
            pager,
            empty,
            selection: None,
            unpicked: None,
        }
    }

    /// What can be done with picked rows, if any can be; otherwise the sentence that says why nothing can.
    pub fn pick(&mut self, selection: Result<Option<Selection>, String>) {
        match selection {
            Ok(selection) => self.selection = selection,
            Err(why) => self.unpicked = Some(why),
        }
    }
}

/// 200, or 422 when a filter could not be read.
impl IntoResponse for ListPage {
    fn into_response(self) -> Response {
        html(if self.filters.is_sound() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY }, &self)
    }
}

/// A titled list of labels and values.
#[derive(Debug)]
pub struct Section {
    /// Heading.
    pub title: String,
    /// Labels and values.
    pub facts: Vec<(&'static str, Cell)>,
}

/// Something that happened: a line of the timeline.
#[derive(Debug)]
pub struct Happening {
    /// What.
    pub what: String,
    /// When.
    pub when: When,
    /// Who, from where, which vendor record.
    pub note: String,
    /// Colour of its dot.
    pub tone: Tone,
}

/// A detail page.
#[derive(Debug, Template)]
#[template(path = "detail.html")]
pub struct DetailPage {
    /// The frame.
    pub frame: Frame,
    /// How fresh the row is.
    pub freshness: Option<FreshnessBadge>,
    /// States beside the title.
    pub badges: Vec<Cell>,
    /// Buttons beside the title.
    pub actions: Vec<Link>,
    /// Pages about the same object.
    pub tabs: Vec<Link>,
    /// Sentences that stand above all: what is in the way, what to do next.
    pub notices: Vec<(Tone, String)>,
    /// Facts.
    pub sections: Vec<Section>,
    /// What can be done about it here.
    pub forms: Vec<Panel>,
    /// Related rows, under a heading each.
    pub tables: Vec<(String, Table)>,
    /// Newest first.
    pub timeline: Vec<Happening>,
    /// Status of the answer.
    pub status: StatusCode,
}

impl DetailPage {
    /// A detail page with these facts: set the other fields where there is something.
    #[must_use]
    pub fn new(frame: Frame, sections: Vec<Section>) -> Self {
        Self {
            frame,
            freshness: None,
            badges: vec![],
            actions: vec![],
            tabs: vec![],
            notices: vec![],
            sections,
            forms: vec![],
            tables: vec![],
            timeline: vec![],
            status: StatusCode::OK,
        }
    }
}

impl IntoResponse for DetailPage {
    fn into_response(self) -> Response {
        html(self.status, &self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_is_cut_after_its_second_decimal() {
        for (value, want) in [
            ("210,266.99630832 CNY", ("210,266.99", "630832", " CNY")),
            ("-18,742.17 CNY", ("-18,742.17", "", " CNY")),
            ("389", ("389", "", "")),
            ("1.5", ("1.5", "", "")),
            ("Final · version 1", ("Final · version 1", "", "")),
            ("最终 · 版本 1", ("最终 · 版本 1", "", "")),
            ("–", ("–", "", "")),
        ] {
            let tile = Tile { label: String::new(), value: value.to_owned(), note: String::new(), href: None };
            assert_eq!(tile.parts(), want, "{value}");
        }
    }
}
