//! The list of change-sets.

use super::{badge, money, waiting};
use crate::{
    access::Actor,
    change_sets::{Door, store::sets::Set, text::Text},
    web::{Cell, Column, Empty, Face, FilterBar, Frame, Link, ListPage, Pager, Table},
};

/// Since when it stands where it does, and what it waits for until when.
fn since(set: &Set, text: &Text, face: &Face) -> Cell {
    let since = Cell::when(set.since(), face);
    match waiting(set, text) {
        Some((said, until)) => Cell::Several(vec![since, Cell::text(said).over(Cell::when(until, face))]),
        None => since,
    }
}

/// The page.
pub fn list(actor: &Actor<Door>, bar: FilterBar, rows: &[Set], pager: Pager, may_make: bool) -> ListPage {
    let face = actor.face();
    let text = Text::of(face.lang);
    let columns = vec![
        Column::new(text.kind),
        Column::new(text.state).tight(),
        Column::new(text.since).tight(),
        Column::number(text.rows),
        Column::number(text.total),
        Column::new(text.made_by).wide(),
        Column::new(text.made).tight(),
    ];
    let row = |set: &Set| {
        let name = set.kind().map_or(set.kind.as_str(), |kind| kind.command().name(face.lang));
        let under =
            if set.source.is_empty() { format!("#{}", set.id) } else { format!("#{} · {}", set.id, set.source) };
        let totals: Vec<String> =
            set.sums.iter().filter_map(|sum| Some(money(sum.total.parse().ok()?, &sum.currency))).collect();
        let total = if totals.len() > 1 { format!("{} …", totals[0]) } else { totals.concat() };
        vec![
            Cell::link(name, format!("/change-sets/{}", set.id)).under(under),
            badge(set.state(), text),
            since(set, text, &face),
            Cell::Amount(set.rows.to_string()),
            Cell::Amount(total),
            Cell::text(&set.maker),
            Cell::when(Some(set.made_at), &face),
        ]
    };
    let table = Table { caption: text.title.to_owned(), columns, rows: rows.iter().map(row).collect() };
    let action = may_make.then(|| Link::new(text.new, "/change-sets/new"));
    let empty = Empty { title: text.empty.to_owned(), hint: text.empty_hint.to_owned(), action: action.clone() };
    let mut page = ListPage::new(Frame::new(actor.visitor(), text.title), bar, table, pager, empty);
    page.actions = action.map(|link| link.current(true)).into_iter().collect();
    page.notice = actor.organization().is_only_abroad().then(|| text.wrong_site.to_owned());
    page
}
