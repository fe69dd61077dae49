//! The list of exports: values ready to show.

use super::{
    rules::{Kind, State},
    store::Task,
    text::Text,
};
use crate::{
    access::{Actor, Permission},
    values::decimal,
    web::{Cell, Column, Empty, FilterBar, Frame, ListPage, Pager, Table},
};

/// The list.
pub fn list<P: Permission>(actor: &Actor<P>, bar: FilterBar, rows: &[Task], pager: Pager) -> ListPage {
    let text = Text::of(actor.lang());
    let columns = vec![
        Column::new(text.requested).tight(),
        Column::new(text.who),
        Column::new(text.what),
        Column::new(text.state),
        Column::number(text.rows),
        Column::new(text.file),
    ];
    let rows = rows.iter().map(|task| row(task, actor)).collect();
    let table = Table { caption: text.title.to_owned(), columns, rows };
    let empty = Empty { title: text.empty.to_owned(), ..Empty::default() };
    let mut page = ListPage::new(Frame::new(actor.visitor(), text.title), bar, table, pager, empty);
    page.notice = Some(text.hint.to_owned());
    page
}

fn row<P: Permission>(task: &Task, actor: &Actor<P>) -> Vec<Cell> {
    let (lang, text) = (actor.lang(), Text::of(actor.lang()));
    let what = Kind::parse(&task.kind).map_or(task.kind.as_str(), |kind| text.kind_of(kind));
    let described = if task.described.is_empty() { text.everything } else { &task.described };
    vec![
        Cell::when(Some(task.requested_at), &actor.face()),
        Cell::text(&task.username),
        Cell::text(what).under(described),
        state(task, actor),
        task.rows_written.map_or(Cell::None, |rows| Cell::text(decimal::grouped(rows.into(), 0))),
        match (State::parse(&task.state), task.expires_at) {
            (Some(State::Done), Some(until)) if until > actor.face().now => {
                let day = actor.face().date(until);
                Cell::link(text.download, format!("/exports/{}/file", task.id)).under(format!(
                    "{}{}{day}",
                    text.kept_until,
                    lang.pick(" ", "")
                ))
            }
            _ => Cell::None,
        },
    ]
}

/// The state; a file whose time is over is not offered, whether it is deleted already or not.
fn state<P: Permission>(task: &Task, actor: &Actor<P>) -> Cell {
    let text = Text::of(actor.lang());
    let is_over = task.expires_at.is_some_and(|at| at <= actor.face().now);
    let word = if is_over { "expired" } else { &task.state };
    let known = State::ALL.into_iter().find(|(_, code, _)| *code == word);
    let Some((state, _, tone)) = known else { return Cell::unknown(word, actor.lang()) };
    let badge = Cell::badge(tone, text.state_of(state));
    match task.problem.as_deref() {
        None => badge,
        Some("permission") => badge.over(Cell::text(text.no_permission)),
        Some(_) => badge.over(Cell::text(text.every_try)),
    }
}
