//! Pages of real-name verification: values ready to show.

pub mod application;

use super::{
    rules::{Source, State, Tab, tone},
    store::{Listed, Said, Standing, Tag},
    text::Text,
};
use crate::{
    access::{
        Actor,
        permission::{CustomerView, RealnameSubmit, RealnameView, ResellerCustomerView},
    },
    customers,
    lang::Lang,
    realname::sync::REAL_NAME,
    web::{
        Cell, Column, DetailPage, Empty, Face, FilterBar, Frame, Happening, Link, ListPage, Pager, Section, Table, Tile,
    },
};

/// The list, with how many customers are in each state.
pub fn list(
    actor: &Actor<RealnameView>,
    tab: Tab,
    bar: FilterBar,
    (rows, counts): (&[Listed], &[(String, i64)]),
    pager: Pager,
) -> ListPage {
    let face = actor.face();
    let text = Text::of(face.lang);
    let cells = rows.iter().map(|row| cells(row, text, tab, &face)).collect();
    let table = Table { caption: text.title.to_owned(), columns: columns(text, tab), rows: cells };
    let hint = if actor.scope().managers().is_some() { text.empty_scope } else { text.empty_hint };
    let empty = Empty { title: text.empty.to_owned(), hint: hint.to_owned(), action: None };
    let mut page = ListPage::new(Frame::new(actor.visitor(), text.title), bar, table, pager, empty);
    page.tiles = tiles(counts, tab, text);
    if actor.may(ResellerCustomerView::CODE) {
        page.tabs = vec![
            Link::new(text.tab_own, "/customers/real-name").current(tab == Tab::Own),
            Link::new(text.tab_resellers, "/customers/real-name?tab=resellers").current(tab == Tab::Resellers),
        ];
    }
    page
}

/// What waits for somebody: in review, refused, not verified.
fn tiles(counts: &[(String, i64)], tab: Tab, text: &Text) -> Vec<Tile> {
    let count = |state: State| counts.iter().find(|(name, _)| name == state.as_str()).map_or(0, |(_, count)| *count);
    let prefix = if tab == Tab::Resellers { "tab=resellers&" } else { "" };
    let tile = |state: State| Tile {
        label: text.state(state).to_owned(),
        value: count(state).to_string(),
        note: text.customers.to_owned(),
        href: Some(format!("/customers/real-name?{prefix}state={}", state.as_str())),
    };
    if counts.is_empty() {
        return Vec::new();
    }
    [State::InReview, State::Refused, State::None, State::Verified].map(tile).into()
}

fn columns(text: &Text, tab: Tab) -> Vec<Column> {
    let mut columns = vec![
        Column::new(text.account_name),
        Column::new(text.customer_id).wide(),
        Column::new(text.customer_type).wide(),
        Column::new(text.state),
        Column::new(text.since),
        Column::new(text.opinion).wide(),
        Column::new(text.source).wide(),
        Column::new(text.last_asked).wide(),
    ];
    if tab == Tab::Resellers {
        columns.insert(1, Column::new(text.reseller));
    }
    columns
}

fn cells(row: &Listed, text: &Text, tab: Tab, face: &Face) -> Vec<Cell> {
    let name = row.name.as_ref().map(|name| customers::shown_name(row.customer_type, name)).unwrap_or_default();
    let badge = state(&row.state, sent(&row.source, row.list_value.as_deref(), row.result_value), text, face.lang);
    let mut cells = vec![
        Cell::link(&row.account_name, format!("/customers/real-name/{}", row.customer)).under(name),
        Cell::id(&row.remote_id, face.lang),
        kind(row.customer_type, text, face.lang),
        match row.next_ask_at {
            Some(at) => badge.under(format!("{} {}", text.next_ask, face.when(at.max(face.now)).relative)),
            None => badge,
        },
        Cell::when(Some(row.state_at), face),
        Cell::maybe(row.opinion.as_deref()),
        source(&row.source, text),
        Cell::when(row.result_read_at, face),
    ];
    if tab == Tab::Resellers {
        cells.insert(1, Cell::text(&row.organization));
    }
    cells
}

/// The value as the source sent it, for a state without a word.
fn sent(source: &str, list: Option<&str>, result: Option<i64>) -> String {
    match Source::parse(source) {
        Some(Source::Result) => result.map(|value| value.to_string()).unwrap_or_default(),
        _ => list.unwrap_or_default().to_owned(),
    }
}

fn state(word: &str, sent: String, text: &Text, lang: Lang) -> Cell {
    match State::parse(word) {
        Some(State::Unknown) | None => Cell::unknown(&sent, lang),
        Some(state) => Cell::badge(tone(state), text.state(state)),
    }
}

fn source(word: &str, text: &Text) -> Cell {
    Source::parse(word).map_or(Cell::None, |source| Cell::text(text.source(source)))
}

fn kind(code: Option<i32>, text: &Text, lang: Lang) -> Cell {
    let Some(code) = code.map(|code| code.to_string()) else { return Cell::None };
    let known = text.customer_types.iter().find(|(known, _)| *known == code);
    known.map_or_else(|| Cell::unknown(&code, lang), |(_, word)| Cell::text(*word))
}

/// One customer: where it stands, what was said when, its tags.
pub fn show(
    actor: &Actor<RealnameView>,
    (id, standing): (i64, &Standing),
    history: &[Said],
    tags: &[Tag],
) -> DetailPage {
    let face = actor.face();
    let text = Text::of(face.lang);
    let frame = Frame::new(actor.visitor(), &standing.account_name);
    let may_link = actor.may(CustomerView::CODE);
    let mut page = DetailPage::new(
        frame,
        vec![customer(id, standing, may_link, text, face.lang), verification(standing, text, &face)],
    );
    let sent = sent(&standing.source, standing.list_value.as_deref(), standing.result_value);
    page.badges.push(state(known(standing).as_str(), sent, text, face.lang));
    if !tags.is_empty() {
        page.tables.push((text.tags.to_owned(), tag_table(tags, text, face.lang)));
    }
    if actor.may(RealnameSubmit::CODE) && standing.organization_id == actor.org() && !standing.is_left {
        let label = super::text::application::Text::of(face.lang).title;
        page.actions = vec![Link::new(label, format!("/customers/real-name/{id}/applications/new")).current(true)];
    }
    page.timeline = history.iter().map(|said| happening(said, text, &face)).collect();
    page
}

/// The state, or what the customer list says as long as there is none.
fn known(standing: &Standing) -> State {
    let stored = standing.state.as_deref().and_then(State::parse);
    stored.unwrap_or_else(|| State::of_list(standing.list_value.as_deref()))
}

fn customer(id: i64, standing: &Standing, may_link: bool, text: &Text, lang: Lang) -> Section {
    let name = standing.name.as_ref().map(|name| customers::shown_name(standing.customer_type, name));
    let account = if may_link {
        Cell::link(&standing.account_name, format!("/customers/{id}"))
    } else {
        Cell::text(&standing.account_name)
    };
    Section {
        title: text.customer.to_owned(),
        facts: vec![
            (text.account_name, account),
            (text.name, Cell::maybe(name.as_deref())),
            (text.customer_id, Cell::id(&standing.remote_id, lang)),
            (text.customer_type, kind(standing.customer_type, text, lang)),
            (text.partner, Cell::text(&standing.organization)),
        ],
    }
}

fn verification(standing: &Standing, text: &Text, face: &Face) -> Section {
    let asked = standing.result_read_at.is_some();
    let result = match standing.result_value {
        Some(value) => state(State::of_result(Some(value)).as_str(), value.to_string(), text, face.lang),
        None => Cell::text(if asked { text.absent } else { text.never_asked }),
    };
    let listed = state(
        State::of_list(standing.list_value.as_deref()).as_str(),
        standing.list_value.clone().unwrap_or_default(),
        text,
        face.lang,
    );
    let mut facts = vec![
        (text.since, Cell::when(Some(standing.state_at), face)),
        (text.source, source(&standing.source, text)),
        (text.list_value, listed),
        (text.list_read, Cell::when(standing.list_read_at, face)),
        (text.result_value, result),
        (text.last_asked, Cell::when(standing.result_read_at, face)),
        (text.opinion, Cell::maybe(standing.opinion.as_deref())),
    ];
    if let Some(at) = standing.next_ask_at {
        facts.push((text.review_since, Cell::when(standing.review_since, face)));
        facts.push((text.next_ask, Cell::when(Some(at.max(face.now)), face)));
    }
    if matches!(known(standing), State::Refused | State::Failed) {
        facts.push((text.next_step, Cell::text(text.may_apply_again)));
    }
    Section { title: text.verification.to_owned(), facts }
}

fn tag_table(tags: &[Tag], text: &Text, lang: Lang) -> Table {
    let columns = vec![
        Column::new(text.tag_type),
        Column::new(text.tag),
        Column::new(text.tag_from),
        Column::new(text.tag_until),
    ];
    let cells = |tag: &Tag| {
        let word = tag.tag.as_deref().map_or(Cell::None, |code| {
            let known = text.tag_words.iter().find(|(known, _)| *known == code);
            known.map_or_else(|| Cell::unknown(code, lang), |(_, word)| Cell::text(*word))
        });
        vec![
            Cell::text(&tag.tag_type),
            word,
            Cell::maybe(tag.effective_month.as_deref()),
            Cell::maybe(tag.expire_month.as_deref()),
        ]
    };
    Table { caption: text.tags.to_owned(), columns, rows: tags.iter().map(cells).collect() }
}

fn happening(said: &Said, text: &Text, face: &Face) -> Happening {
    let known = State::parse(&said.state).unwrap_or(State::Unknown);
    let word = match known {
        State::Unknown => said.value.clone().unwrap_or_default(),
        known => text.state(known).to_owned(),
    };
    let from = Source::parse(&said.source).map_or("", |source| text.source(source));
    let api = if said.source == Source::Result.as_str() { REAL_NAME.api } else { "ListSubCustomers" };
    let opinion = said.opinion.as_ref().map(|opinion| format!(" · {opinion}")).unwrap_or_default();
    Happening {
        what: word,
        when: face.when(said.read_at),
        note: format!("{from} · {api} · {} {}{opinion}", text.run, said.run_id),
        tone: tone(known),
    }
}
