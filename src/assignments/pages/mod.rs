//! Pages of assignments: values ready to show. These are the lists; `review` is what stands before a decision, `show` what is
//! known about one customer or reseller.

pub mod review;
pub mod show;

use super::{
    forms::pick::Pick,
    rules::{Subject, counts_from},
    store::{
        Manager,
        candidates::{Candidate, Reseller},
        loose::Loose,
        periods::Listed,
    },
    text::{Text, words::Words},
};
use crate::{
    access::{
        Actor, Permission,
        permission::{AmAssign, AmReseller, AmView, MemberView, ResellerView},
    },
    customers::shown_name,
    values::Masked,
    web::{self, Cell, Column, Empty, FilterBar, Frame, Link, ListPage, Pager, Selection, Table, Tile, Tone, Typed},
};

/// Account managers with what each looks after, and the loose ends above.
pub fn managers(actor: &Actor<AmView>, bar: FilterBar, rows: &[Manager], pager: Pager, loose: Loose) -> ListPage {
    let (text, may) = (Text::of(actor.lang()), actor.may(AmAssign::CODE));
    let resellers = actor.may(ResellerView::CODE);
    let mut columns = vec![
        Column::new(text.manager),
        Column::new(text.name).wide(),
        Column::new(text.state).tight(),
        Column::new(text.director),
        Column::number(text.customers),
    ];
    columns.extend(resellers.then(|| Column::number(text.resellers).wide()));
    columns.extend(may.then(|| Column::new(text.assign)));
    let cells = |row: &Manager| {
        let mut cells = vec![
            Cell::link(&row.username, format!("/customers/assignments/periods?manager={}&state=now", row.id)),
            Cell::masked(Some(&row.name), actor.lang()),
            works(row, text),
            row.director.as_ref().map_or_else(|| Cell::badge(Tone::Waiting, text.no_director), Cell::text),
            Cell::Amount(row.customers.to_string()),
        ];
        cells.extend(resellers.then(|| Cell::Amount(row.resellers.to_string())));
        let href = format!("/customers/assignments/new?to={}", row.id);
        cells.extend(may.then(|| if row.works { Cell::link(text.pick, href) } else { Cell::None }));
        cells
    };
    let table = Table { caption: text.title.to_owned(), columns, rows: rows.iter().map(cells).collect() };
    let mut page = ListPage::new(Frame::new(actor.visitor(), text.title), bar, table, pager, no_managers(actor, text));
    page.tiles = tiles(loose, text);
    page.actions = vec![Link::new(text.periods, "/customers/assignments/periods")];
    if actor.may(AmReseller::CODE) {
        page.actions.push(Link::new(Words::of(Subject::Reseller, actor.lang()).title, "/resellers/assignments"));
    }
    if may {
        page.actions.push(Link::new(text.pick, "/customers/assignments/new").current(true));
    }
    page
}

fn works(row: &Manager, text: &Text) -> Cell {
    if row.works { Cell::badge(Tone::Done, text.works) } else { Cell::badge(Tone::Refused, text.works_not) }
}

/// What to do when nobody can look after customers: the members' page makes account managers.
fn no_managers<P: Permission>(actor: &Actor<P>, text: &Text) -> Empty {
    let scoped = actor.scope().managers().is_some();
    let hint = if scoped { text.no_managers_scope } else { text.no_managers_hint };
    let action = actor.may(MemberView::CODE).then(|| Link::new(text.to_members, "/members"));
    Empty { title: text.no_managers.to_owned(), hint: hint.to_owned(), action }
}

/// Loose ends, each with the way to mend it; none when there is none.
fn tiles(loose: Loose, text: &Text) -> Vec<Tile> {
    let ends = [
        (loose.unassigned, text.loose_unassigned, text.loose_note, "/customers/assignments/new"),
        (loose.stranded, text.loose_stranded, text.stranded_note, "/customers/assignments?works=no"),
        (loose.undirected, text.loose_undirected, text.undirected_note, "/customers/assignments?director=-"),
    ];
    let tile = |(count, label, note, href): (i64, &str, &str, &str)| Tile {
        label: label.to_owned(),
        value: count.to_string(),
        note: note.to_owned(),
        href: Some(href.to_owned()),
    };
    ends.into_iter().filter(|(count, ..)| *count > 0).map(tile).collect()
}

/// An account with its company's name below, leading to its page.
fn account(subject: Subject, id: i64, account_name: &str, name: (Option<i32>, Option<&Masked<String>>)) -> Cell {
    let shown = name.1.map(|known| shown_name(name.0, known)).unwrap_or_default();
    Cell::link(account_name, subject.page(id)).under(shown)
}

/// The customers to pick from (AM-6).
pub fn candidates(
    actor: &Actor<AmAssign>,
    (bar, pick): (FilterBar, &Pick),
    (rows, pager): (&[Candidate], Pager),
    managers: &[Manager],
) -> ListPage {
    let (text, face) = (Text::of(actor.lang()), actor.face());
    let columns = vec![
        Column::new(text.account_name),
        Column::new(text.level).wide(),
        Column::new(text.associated).wide(),
        Column::new(text.present),
        Column::new(text.from).wide(),
    ];
    let cells = |row: &Candidate| {
        let link = account(Subject::Customer, row.id, &row.account_name, (row.customer_type, row.name.as_ref()));
        vec![
            link.pick(Subject::Customer.field(), row.id, &row.account_name),
            Cell::maybe(row.customer_level.as_deref()),
            Cell::when(row.associated_at, &face),
            row.manager.as_ref().map_or_else(|| Cell::badge(Tone::Waiting, text.unassigned), Cell::text),
            Cell::when(row.since, &face),
        ]
    };
    let table = Table { caption: text.pick.to_owned(), columns, rows: rows.iter().map(cells).collect() };
    let to = managers.iter().find(|manager| Some(manager.id) == pick.manager);
    let title = to.map_or_else(|| text.pick.to_owned(), |to| format!("{} · {}", text.pick, to.username));
    let empty = if managers.is_empty() {
        no_managers(actor, text)
    } else {
        let (title, hint) = (text.no_candidates.to_owned(), text.no_candidates_hint.to_owned());
        Empty { title, hint, action: None }
    };
    let mut page = ListPage::new(Frame::new(actor.visitor(), title), bar, table, pager, empty);
    if !pick.keys.ids.is_empty() {
        let href = Typed::default().address(Subject::Customer.review(), &[], &as_query(&carried(pick)));
        page.actions = vec![Link::new(format!("{} {}", text.picked, pick.keys.ids.len()), href)];
    }
    page.selection = Some(Selection {
        hidden: carried(pick),
        buttons: vec![
            button(text.next, Subject::Customer.review(), false),
            button(text.whole_page, Subject::Customer.review(), true),
        ],
    });
    page
}

/// What was picked before, and for whom.
fn carried(pick: &Pick) -> Vec<(&'static str, String)> {
    let mut hidden = pick.carried();
    hidden.extend(pick.manager.map(|id| ("to", id.to_string())));
    hidden
}

fn as_query<'a>(hidden: &'a [(&'static str, String)]) -> Vec<(&'static str, &'a str)> {
    hidden.iter().map(|(name, value)| (*name, value.as_str())).collect()
}

fn button(label: &str, action: &'static str, whole_page: bool) -> web::Pick {
    web::Pick { label: label.to_owned(), action, whole_page }
}

/// Periods of customers: a manager's customers now, and whom he looked after (AM-6, AM-9).
pub fn periods(actor: &Actor<AmView>, bar: FilterBar, rows: &[Listed], pager: Pager) -> ListPage {
    let (text, face) = (Text::of(actor.lang()), actor.face());
    let may = actor.may(AmAssign::CODE);
    let columns = vec![
        Column::new(text.customer),
        Column::new(text.manager),
        Column::new(text.from),
        Column::new(text.counts_from).wide(),
        Column::new(text.assigned_by).wide(),
        Column::new(text.until),
        Column::new(text.ended_by).wide(),
    ];
    let cells = |row: &Listed| {
        let link =
            account(Subject::Customer, row.customer_id, &row.account_name, (row.customer_type, row.name.as_ref()));
        let open = row.ended_at.is_none();
        let until = if open { Cell::badge(Tone::Done, text.lasting) } else { Cell::when(row.ended_at, &face) };
        let by = row.ended_by.as_deref().or_else(|| (!open).then_some(text.portal));
        vec![
            if open && may { link.pick("customer", row.customer_id, &row.account_name) } else { link },
            Cell::text(&row.manager),
            Cell::when(Some(row.assigned_at), &face),
            Cell::when(Some(counts_from(row.assigned_at)), &face),
            Cell::maybe(row.assigned_by.as_deref()),
            until,
            Cell::maybe(by),
        ]
    };
    let table = Table { caption: text.periods.to_owned(), columns, rows: rows.iter().map(cells).collect() };
    let empty = Empty { title: text.no_periods.to_owned(), hint: text.no_periods_hint.to_owned(), action: None };
    let mut page = ListPage::new(Frame::new(actor.visitor(), text.periods), bar, table, pager, empty);
    page.selection = may.then(|| both(Subject::Customer, text)).filter(|_| !page.table.ticks().is_empty());
    page
}

/// Assign and withdraw.
fn both(subject: Subject, text: &Text) -> Selection {
    let buttons =
        vec![button(text.assign, subject.review(), false), button(text.withdraw, subject.withdrawal(), false)];
    Selection { hidden: vec![], buttons }
}

/// Resellers with who looks after each (AM-10).
pub fn resellers(actor: &Actor<AmReseller>, bar: FilterBar, rows: &[Reseller], pager: Pager) -> ListPage {
    let (lang, face) = (actor.lang(), actor.face());
    let (text, words) = (Text::of(lang), Words::of(Subject::Reseller, lang));
    let columns = vec![
        Column::new(words.subject),
        Column::new(text.manager),
        Column::new(text.from),
        Column::new(text.assigned_by).wide(),
        Column::new(text.history).wide(),
    ];
    let cells = |row: &Reseller| {
        let link = Cell::link(&row.account_name, Subject::Reseller.page(row.id)).under(&row.organization);
        let manager = row.manager.as_ref().map_or_else(|| Cell::badge(Tone::Waiting, text.unassigned), Cell::text);
        vec![
            link.pick(Subject::Reseller.field(), row.id, &row.account_name),
            if row.left { manager.over(Cell::badge(Tone::Idle, text.left)) } else { manager },
            Cell::when(row.since, &face),
            Cell::maybe(row.assigned_by.as_deref()),
            Cell::link(text.history, format!("/resellers/{}/assignments", row.id)),
        ]
    };
    let table = Table { caption: words.title.to_owned(), columns, rows: rows.iter().map(cells).collect() };
    let empty = Empty { title: words.empty.to_owned(), hint: words.empty_hint.to_owned(), action: None };
    let mut page = ListPage::new(Frame::new(actor.visitor(), words.title), bar, table, pager, empty);
    page.selection = Some(both(Subject::Reseller, text));
    page
}

/// Where a form that was sent belongs: the switches of language and theme lead there.
fn here(path: &str, carried: &[(&'static str, String)]) -> String {
    Typed::default().address(path, &[], &as_query(carried))
}
