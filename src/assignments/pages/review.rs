//! What stands before a decision: whom it concerns, who looks after them now, what will happen; after a race also what the
//! reader had seen (TRAP-11, TRAP-15).

use askama::Template;
use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};

use super::{account, carried, here, no_managers};
use crate::{
    access::{Actor, Permission, periods::state::State},
    assignments::{
        forms::pick::Pick,
        rules::{
            Subject, counts_from,
            judge::{Objection, Picked},
        },
        store::{Manager, picked::Row},
        text::{Text, words::Words},
    },
    web::{Cell, Column, Empty, Frame, Link, Table, Tone, html},
};

/// The page.
#[derive(Template)]
#[template(path = "assignments/review.html")]
pub struct ReviewPage {
    frame: Frame,
    text: &'static Text,
    hint: &'static str,
    notice: Option<String>,
    /// What decides: empty when nothing can be sent.
    action: &'static str,
    method: &'static str,
    hidden: Vec<(&'static str, String)>,
    /// Account managers to choose from: key, words, chosen.
    managers: Vec<(i64, String, bool)>,
    /// The chosen one, with the instant from which consumption counts.
    to: Option<(String, &'static str, Cell)>,
    /// Nobody can be chosen.
    nobody: Option<Empty>,
    table: Table,
    /// Words and whether it is ticked.
    reassign: Option<(String, bool)>,
    reason: Option<String>,
    button: &'static str,
    links: Vec<Link>,
    status: StatusCode,
}

impl IntoResponse for ReviewPage {
    fn into_response(self) -> Response {
        html(self.status, &self)
    }
}

/// What a page is made of.
pub struct Look<'a> {
    pub subject: Subject,
    pub pick: &'a Pick,
    pub rows: &'a [Row],
    /// Those the reader may assign to.
    pub managers: &'a [Manager],
    /// Why it was not done.
    pub objection: Option<Objection>,
}

impl Look<'_> {
    fn conflicts(&self) -> bool {
        self.objection == Some(Objection::Meanwhile)
    }
}

/// Before an assignment: first the manager, then the confirmation.
pub fn assignment<P: Permission>(actor: &Actor<P>, look: &Look<'_>) -> ReviewPage {
    let (lang, subject, pick) = (actor.lang(), look.subject, look.pick);
    let (text, words) = (Text::of(lang), Words::of(subject, lang));
    let to = look.managers.iter().find(|manager| Some(manager.id) == pick.manager);
    let mut page = blank(actor, look, words.review);
    page.table = table(actor, look, pick.manager);
    if look.rows.is_empty() {
        return page;
    }
    page.button = text.next;
    page.action = subject.review();
    page.hidden = pick.carried();
    page.hint = words.choose_hint;
    if look.managers.is_empty() {
        page.nobody = Some(no_managers(actor, text));
        return page;
    }
    let Some(to) = to else {
        page.managers = look.managers.iter().map(|manager| choice(manager, text)).collect();
        return page;
    };
    page.hint = words.confirm_hint;
    page.action = subject.path();
    page.method = "post";
    page.button = text.confirm;
    page.hidden = pick.shown(look.rows);
    page.hidden.push(("to", to.id.to_string()));
    page.to = Some((to.username.clone(), words.counts_hint, since(actor, subject)));
    page.reason = Some(pick.reason.clone());
    let taken = look.rows.iter().filter(|row| row.manager_id.is_some_and(|held| held != to.id)).count();
    page.reassign = (taken > 0).then(|| (format!("{} {taken}", words.reassign), pick.reassign));
    let again = Pick { manager: None, ..pick.clone() };
    page.links.insert(0, Link::new(text.other_manager, here(subject.review(), &carried(&again))));
    page
}

/// From when on the manager answers for what is assigned now.
fn since<P: Permission>(actor: &Actor<P>, subject: Subject) -> Cell {
    let face = actor.face();
    let at = if subject == Subject::Customer { counts_from(face.now) } else { face.now };
    let when = face.when(at);
    Cell::text(when.exact)
}

/// Before a withdrawal.
pub fn withdrawal<P: Permission>(actor: &Actor<P>, look: &Look<'_>) -> ReviewPage {
    let (lang, subject) = (actor.lang(), look.subject);
    let (text, words) = (Text::of(lang), Words::of(subject, lang));
    let mut page = blank(actor, look, words.withdrawal);
    page.table = table(actor, look, None);
    if look.rows.iter().all(|row| row.manager_id.is_none()) {
        page.notice.get_or_insert_with(|| text.unchanged.to_owned());
        return page;
    }
    page.hint = words.withdrawal_hint;
    page.action = subject.withdrawal();
    page.method = "post";
    page.button = text.confirm;
    page.hidden = look.pick.shown(look.rows);
    page.reason = Some(look.pick.reason.clone());
    page
}

fn blank<P: Permission>(actor: &Actor<P>, look: &Look<'_>, title: &'static str) -> ReviewPage {
    let (lang, subject, pick) = (actor.lang(), look.subject, look.pick);
    let text = Text::of(lang);
    let objection = look.objection.or(match pick.keys.ids.len() {
        0 => Some(Objection::Nothing),
        sent if sent > look.rows.len() => Some(Objection::Unknown),
        _ => None,
    });
    let mut links = Vec::new();
    if subject == Subject::Customer {
        links.push(Link::new(text.pick_more, here("/customers/assignments/new", &carried(pick))));
    }
    let back = if pick.next.is_empty() { subject.path() } else { &pick.next };
    links.push(Link::new(text.back, crate::web::local(back)));
    ReviewPage {
        frame: Frame { here: here(subject.review(), &carried(pick)), ..Frame::new(actor.visitor(), title) },
        text,
        hint: "",
        notice: objection.map(|objection| said(objection, look, actor)),
        action: "",
        method: "get",
        hidden: vec![],
        managers: vec![],
        to: None,
        nobody: None,
        table: Table { caption: String::new(), columns: vec![], rows: vec![] },
        reassign: None,
        reason: None,
        button: text.next,
        links,
        status: status(look, objection),
    }
}

/// What a script sees: a look at nothing is no page, a refused decision says which kind.
fn status(look: &Look<'_>, objection: Option<Objection>) -> StatusCode {
    match (look.objection, objection) {
        (Some(Objection::Meanwhile), _) => StatusCode::CONFLICT,
        (Some(_), _) | (None, Some(Objection::Nothing)) => StatusCode::UNPROCESSABLE_ENTITY,
        _ => StatusCode::OK,
    }
}

fn said<P: Permission>(objection: Objection, look: &Look<'_>, actor: &Actor<P>) -> String {
    let (text, words) = (Text::of(actor.lang()), Words::of(look.subject, actor.lang()));
    let sentence = match objection {
        Objection::TooMany => return format!("{} {}", words.too_many, look.pick.keys.ids.len()),
        Objection::Nothing => text.nothing,
        Objection::Unknown => words.unknown,
        Objection::Meanwhile => text.meanwhile,
        Objection::NotAManager => text.not_a_manager,
        Objection::Left => words.left,
        Objection::Taken => words.taken,
        Objection::Unchanged => text.unchanged,
    };
    sentence.to_owned()
}

fn choice(manager: &Manager, text: &Text) -> (i64, String, bool) {
    let director = manager.director.as_deref().unwrap_or(text.no_director);
    let words = format!("{} · {} {} · {}", manager.username, text.customers, manager.customers, director);
    (manager.id, words, false)
}

fn table<P: Permission>(actor: &Actor<P>, look: &Look<'_>, to: Option<i64>) -> Table {
    let (text, words) = (Text::of(actor.lang()), Words::of(look.subject, actor.lang()));
    let face = actor.face();
    let mut columns = vec![Column::new(words.subject)];
    columns.extend(look.conflicts().then(|| Column::new(text.seen)));
    columns.push(Column::new(if look.conflicts() { text.now } else { text.present }));
    columns.push(Column::new(text.outcome));
    let cells = |row: &Row| {
        let name = (row.customer_type, row.name.as_ref());
        let mut cells = vec![account(look.subject, row.id, &row.account_name, name)];
        let manager =
            |known: Option<&String>| known.map_or_else(|| Cell::badge(Tone::Waiting, text.unassigned), Cell::text);
        cells.extend(look.conflicts().then(|| manager(row.seen_manager.as_ref())));
        let mut present = manager(row.manager.as_ref());
        // Who did it, and when: the one who assigned, or the one who withdrew what the form still showed.
        let (by, at) = match row.manager {
            Some(_) => (row.assigned_by.as_ref(), row.since),
            None => (row.seen_ended_by.as_ref(), row.seen_ended_at),
        };
        if let Some(at) = at {
            let by = by.map(|by| format!("{by} · ")).unwrap_or_default();
            present = present.over(Cell::text(format!("{by}{}", face.when(at).exact)));
        }
        cells.push(present);
        cells.push(outcome(&row.picked(), (to, look.managers.is_empty()), text));
        cells
    };
    Table { caption: words.subject.to_owned(), columns, rows: look.rows.iter().map(cells).collect() }
}

/// What will happen to one; `to` is the chosen manager, and without anybody to choose it is a withdrawal.
fn outcome(picked: &Picked, (to, withdraws): (Option<i64>, bool), text: &Text) -> Cell {
    match (picked.state, to) {
        _ if picked.left && !withdraws => Cell::badge(Tone::Refused, text.left),
        (State::Assigned(_), None) if withdraws => Cell::badge(Tone::Waiting, text.will_withdraw),
        (State::Unassigned, None) if withdraws => Cell::badge(Tone::Idle, text.stays),
        (State::Assigned(held), Some(to)) if held == to => Cell::badge(Tone::Idle, text.stays),
        (State::Assigned(_), _) => Cell::badge(Tone::Waiting, text.will_reassign),
        (State::Unassigned, _) => Cell::badge(Tone::Done, text.will_assign),
    }
}
