//! The inbox of approvals.

use super::{money, tabs};
use crate::{
    access::Actor,
    approvals::{
        forms::View,
        rules::SOON,
        store::list::{Above, Approval},
        text::{Text, facts},
    },
    board::{Concerned, words},
    web::{Cell, Column, Empty, Face, FilterBar, Frame, ListPage, Pager, Table, Tile},
};

/// Fills the list.
pub fn list(
    actor: &Actor<Concerned>,
    bar: FilterBar,
    (view, rows, above): (View, &[Approval], &Above),
    pager: Pager,
) -> ListPage {
    let face = actor.face();
    let text = Text::of(face.lang);
    let columns = vec![
        Column::new(text.number).tight(),
        Column::new(text.kind),
        Column::new(text.state).tight(),
        Column::number(text.amount),
        Column::number(text.count).wide(),
        Column::new(text.maker).wide(),
        Column::new(text.made).wide().tight(),
        Column::new(text.expires).wide().tight(),
    ];
    let rows = rows.iter().map(|row| cells(row, &face)).collect();
    let table = Table { caption: text.title.to_owned(), columns, rows };
    let (title, hint) = match view {
        View::Decide => (text.nothing_to_decide, text.nothing_to_decide_hint),
        View::Mine | View::All => (text.nothing, text.nothing_hint),
    };
    let empty = Empty { title: title.to_owned(), hint: hint.to_owned(), action: None };
    let mut page = ListPage::new(Frame::new(actor.visitor(), text.title), bar, table, pager, empty);
    let open = if view == View::Decide { "/approvals".to_owned() } else { format!("/approvals?view={}", view.word()) };
    page.tabs = tabs(face.lang, &open);
    page.notice = banner(&above.off, &face);
    page.tiles = role_requests(&above.roles_of, &face).into_iter().collect();
    page
}

/// Roles that wait for the reader are decided on elsewhere: here he is told of them, with the way there (PERM-8).
fn role_requests(members: &[i64], face: &Face) -> Option<Tile> {
    let text = Text::of(face.lang);
    let href = match members {
        [] => return None,
        [only] => format!("/members/{only}/role-request"),
        _ => "/inbox".to_owned(),
    };
    let (label, note) = (text.role_requests.to_owned(), text.role_requests_note.to_owned());
    Some(Tile { label, value: members.len().to_string(), note, href: Some(href) })
}

/// Approval is off for something (TRAP-3): said on every page of approvals.
pub fn banner(off: &[String], face: &Face) -> Option<String> {
    let names: Vec<String> = off.iter().map(|kind| words::kind(kind, face.lang)).collect();
    let text = Text::of(face.lang);
    (!names.is_empty()).then(|| format!("{} {}", text.off, names.join(face.lang.pick(", ", "、"))))
}

fn cells(row: &Approval, face: &Face) -> Vec<Cell> {
    let text = Text::of(face.lang);
    let state = row.state(face.now);
    let (tone, word) = facts::state(state, face.lang);
    let waits = state == "pending";
    let votes = if waits && row.steps > 1 { text.agreed(row.agreed, row.steps, face.lang) } else { String::new() };
    let soon = if waits && row.expires_at - face.now < SOON { text.ends_soon } else { "" };
    vec![
        Cell::link(row.id.to_string(), format!("/approvals/{}", row.id)),
        Cell::text(words::kind(&row.kind, face.lang)).under(row.remark.as_str()),
        Cell::badge(tone, word).under(votes),
        money(row.amount, row.currency.as_deref()),
        Cell::Amount(row.commands.to_string()),
        Cell::text(&row.maker),
        Cell::when(Some(row.made_at), face),
        if waits { Cell::when(Some(row.expires_at), face).under(soon) } else { Cell::None },
    ]
}
