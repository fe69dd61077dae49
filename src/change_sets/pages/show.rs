//! One set: what is wrong and can be mended, what would change, what became of each row.

use askama::Template;
use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};

use super::{badge, money, outcome, problems, rest, sheet::heading, waiting};
use crate::{
    access::Actor,
    change_sets::{
        Door,
        rules::{
            column::{Column as Field, Kind},
            fault::Sum,
            state::State,
        },
        store::{rows::Row, sets::Set},
        text::{Text, fault, objection},
    },
    lang::Lang,
    web::{Cell, Column, Face, Frame, Link, Pager, Section, Table, Tile, Tone, html},
};

/// The page of a set.
#[derive(Debug, Template)]
#[template(path = "change_sets/show.html")]
pub struct SetPage {
    frame: Frame,
    text: &'static Text,
    badge: Cell,
    actions: Vec<Link>,
    tiles: Vec<Tile>,
    against: Vec<String>,
    facts: Section,
    id: i64,
    revision: i32,
    remark: String,
    headings: Vec<&'static str>,
    mend: Vec<Mend>,
    more: Option<String>,
    sums: Option<Table>,
    may_confirm: bool,
    may_try_again: bool,
    rows: Table,
    pager: Pager,
}

/// A row with a problem, to be typed over.
#[derive(Debug)]
struct Mend {
    line: i32,
    left_out: bool,
    cells: Vec<MendCell>,
}

/// A cell of it.
#[derive(Debug)]
struct MendCell {
    place: usize,
    value: String,
    label: &'static str,
    wrong: String,
}

/// What the page is made of.
pub struct Shown<'a> {
    /// The set.
    pub set: &'a Set,
    /// What it does.
    pub kind: Kind,
    /// Rows with problems, as many as are shown.
    pub faulty: &'a [Row],
    /// One page of all rows.
    pub rows: &'a [Row],
    /// Whether the reader may change and confirm it.
    pub may_edit: bool,
}

impl IntoResponse for SetPage {
    fn into_response(self) -> Response {
        html(StatusCode::OK, &self)
    }
}

/// Fills the page.
pub fn show(actor: &Actor<Door>, shown: &Shown<'_>, pager: Pager) -> SetPage {
    let face = actor.face();
    let text = Text::of(face.lang);
    let Shown { set, kind, .. } = *shown;
    let state = set.state();
    let is_draft = matches!(state, State::Draft | State::Validated);
    let may_edit = is_draft && shown.may_edit;
    let mend: Vec<Mend> = if may_edit {
        shown.faulty.iter().map(|row| row_to_mend(row, kind, text, face.lang)).collect()
    } else {
        vec![]
    };
    let hidden =
        usize::try_from(set.faulty).unwrap_or_default().saturating_sub(mend.iter().filter(|row| !row.left_out).count());
    let title = format!("{} #{}", kind.command().name(face.lang), set.id);
    SetPage {
        frame: Frame::new(actor.visitor(), title),
        text,
        badge: badge(state, text),
        actions: actions(set, text),
        tiles: tiles(set, text),
        against: if is_draft { set.objections.iter().map(|one| objection(one, face.lang)).collect() } else { vec![] },
        facts: facts(set, text, &face),
        id: set.id,
        revision: set.revision,
        remark: set.remark.clone(),
        headings: kind.columns().iter().map(|column| text.heading(kind, *column)).collect(),
        more: (may_edit && hidden > 0).then(|| text.more_faulty.replace("{}", &hidden.to_string())),
        mend,
        sums: is_draft.then(|| sums(&set.sums, text)),
        may_confirm: may_edit && state == State::Validated,
        may_try_again: shown.may_edit && may_try_again(set, state),
        rows: rows(shown, text, face.lang),
        pager,
    }
}

/// What failed is tried again once; a retry that failed is tried again itself.
fn may_try_again(set: &Set, state: State) -> bool {
    matches!(state, State::PartlyFailed | State::Returned) && set.failed > 0 && set.tried_again.is_none()
}

fn actions(set: &Set, text: &Text) -> Vec<Link> {
    let mut actions = vec![Link::new(text.download, format!("/change-sets/{}/export", set.id))];
    if let Some(approval) = set.approval_id {
        actions.push(Link::new(text.approval, format!("/approvals/{approval}")));
    }
    if let Some(before) = set.again_of {
        actions.push(Link::new(format!("{} #{before}", text.again_of), format!("/change-sets/{before}")));
    }
    if let Some(after) = set.tried_again {
        actions.push(Link::new(format!("{} #{after}", text.again_as), format!("/change-sets/{after}")));
    }
    actions
}

fn tiles(set: &Set, text: &Text) -> Vec<Tile> {
    let tile = |label: &str, value: i64| Tile {
        label: label.to_owned(),
        value: value.to_string(),
        note: String::new(),
        href: None,
    };
    let good = set.rows - set.faulty - set.left_out;
    let mut tiles = vec![tile(text.rows, set.rows), tile(text.good, good)];
    if set.approval_id.is_none() {
        tiles.push(tile(text.faulty, set.faulty));
    }
    if let [sum] = set.sums.as_slice() {
        tiles.push(Tile {
            label: text.total.to_owned(),
            value: sum.total.parse().map(|total| money(total, &sum.currency)).unwrap_or_default(),
            note: String::new(),
            href: None,
        });
    }
    if let Some(first) = tiles.first_mut().filter(|_| set.left_out > 0) {
        first.note = format!("{} {}", set.left_out, text.left_out);
    }
    if set.approval_id.is_some() {
        let done = [set.applied, set.failed, set.under_way];
        let said = done.iter().fold(text.progress.to_owned(), |said, count| said.replacen("{}", &count.to_string(), 1));
        tiles[1].note = said;
    }
    tiles
}

fn facts(set: &Set, text: &'static Text, face: &Face) -> Section {
    let asks = &set.asks.0;
    let who = if asks.steps == 0 {
        Cell::text(text.nobody_asked)
    } else {
        Cell::text(format!("{} × {}", asks.steps, asks.approvers.join(face.lang.pick(", ", "、"))))
    };
    let effort = format!("{} · {}", asks.calls, text.seconds.replace("{}", &asks.seconds.to_string()));
    let facts = vec![
        (text.made_by, Cell::text(&set.maker).over(Cell::when(Some(set.made_at), face))),
        (text.source, Cell::text(if set.source.is_empty() { text.pasted } else { &set.source })),
        (text.confirmed_at, Cell::when(set.confirmed_at, face)),
        (text.since, Cell::when(set.since(), face)),
        (
            text.waits,
            waiting(set, text).map_or(Cell::None, |(said, until)| Cell::text(said).over(Cell::when(until, face))),
        ),
        (text.checked, Cell::when(Some(set.checked_at), face).under(text.checked_note)),
        (text.approver, who),
        (text.calls, Cell::text(effort)),
        (text.remark, if set.remark.is_empty() { Cell::None } else { Cell::text(&set.remark) }),
    ];
    let facts = facts.into_iter().filter(|(_, cell)| !matches!(cell, Cell::None)).collect();
    Section { title: text.diff.to_owned(), facts }
}

fn sums(sums: &[Sum], text: &Text) -> Table {
    let columns = vec![
        Column::new(text.from),
        Column::number(text.row),
        Column::number(text.total),
        Column::number(text.balance),
        Column::number(text.open),
        Column::number(text.after),
    ];
    let amount = |amount: Option<&str>, sum: &Sum| {
        amount
            .and_then(|amount| amount.parse().ok())
            .map_or(Cell::None, |amount| Cell::Amount(money(amount, &sum.currency)))
    };
    let row = |sum: &Sum| {
        vec![
            Cell::text(if sum.source.is_empty() { text.account } else { &sum.source }),
            Cell::Amount(sum.rows.to_string()),
            amount(Some(&sum.total), sum),
            amount(sum.balance.as_deref(), sum),
            amount(Some(&sum.open), sum),
            amount(sum.after.as_deref(), sum),
        ]
    };
    Table { caption: text.diff.to_owned(), columns, rows: sums.iter().map(row).collect() }
}

fn row_to_mend(row: &Row, kind: Kind, text: &'static Text, lang: Lang) -> Mend {
    let cell = |(place, value): (usize, &String)| {
        let column = kind.columns().get(place);
        let wrong = row.faults.iter().filter(|one| column.is_some_and(|column| column.as_str() == one.column));
        let wrong: Vec<String> = wrong.map(|one| fault(&one.why, lang)).collect();
        MendCell {
            place,
            value: value.clone(),
            label: column.map_or("", |column| text.heading(kind, *column)),
            wrong: wrong.join(" "),
        }
    };
    Mend { line: row.line, left_out: row.left_out, cells: row.cells.iter().enumerate().map(cell).collect() }
}

fn rows(shown: &Shown<'_>, text: &'static Text, lang: Lang) -> Table {
    let kind = shown.kind;
    let mut columns = vec![Column::number(text.line)];
    columns.extend(kind.columns().iter().map(|column| Column::new(text.heading(kind, *column))));
    // Elsewhere the amount is what was typed.
    let is_taken = matches!(kind, Kind::QuotaReclaim | Kind::CouponReclaim);
    columns.extend(is_taken.then(|| Column::number(text.balance)));
    columns.push(Column::new(text.result));
    let row = |row: &Row| {
        let mut cells = vec![Cell::Amount(row.line.to_string())];
        cells.extend(row.cells.iter().enumerate().map(|(place, cell)| named(row, (kind, place), cell)));
        let amount = row.amount.map(|amount| money(amount, row.currency.as_deref().unwrap_or_default()));
        cells.extend(is_taken.then(|| amount.map_or(Cell::None, Cell::Amount)));
        cells.push(result(row, kind, text, lang));
        cells
    };
    let caption = if shown.set.approval_id.is_some() { text.receipt } else { text.rows };
    Table { caption: caption.to_owned(), columns, rows: shown.rows.iter().map(row).collect() }
}

/// A cell as typed, over the account it means where that says more.
fn named(row: &Row, (kind, place): (Kind, usize), cell: &str) -> Cell {
    let whom = if kind == Kind::QuotaReclaim { Field::Quota } else { Field::Recipient };
    let name = row.name.as_deref().filter(|name| !name.is_empty() && *name != cell && kind.place(whom) == Some(place));
    match (cell.is_empty(), name) {
        (true, _) => Cell::None,
        (false, Some(name)) => Cell::text(cell).under(name),
        (false, None) => Cell::text(cell),
    }
}

fn result(row: &Row, kind: Kind, text: &'static Text, lang: Lang) -> Cell {
    let label = |column: &str| heading(kind, column, text);
    if let Some((tone, word, why)) = outcome(row, lang) {
        let rest = rest(row, lang).map(|rest| format!("{}{rest} {why}", text.rest)).unwrap_or(why);
        let told = if rest.is_empty() { Cell::badge(tone, word) } else { Cell::badge(tone, word).under(rest) };
        let command = row.command_id.map(|id| Cell::link(format!("#{id}"), format!("/commands/{id}")));
        return Cell::Several(command.into_iter().chain([told]).collect());
    }
    if row.left_out {
        return Cell::badge(Tone::Idle, text.left_out).under(problems(&row.faults, label, lang));
    }
    if !row.faults.is_empty() {
        return Cell::badge(Tone::Refused, text.problems).under(problems(&row.faults, label, lang));
    }
    let good = Cell::badge(Tone::Done, text.good);
    if row.warnings.is_empty() { good } else { good.under(problems(&row.warnings, label, lang)) }
}
