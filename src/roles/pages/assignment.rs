//! The form that gives a member roles, and what it would change (AM-3, PERM-7, PERM-8).

use askama::Template;
use axum::{http::StatusCode, response::Response};

use super::Known;
use crate::{
    access::{
        Actor, Code, Reach, Role,
        locks::Lock,
        permission::RoleAssign,
        widening::{Choice, ChoiceRequired},
    },
    roles::{
        forms::assignment::{AssignmentForm, Slot},
        rules::{assignment::Outcome, simulation::issuing},
        store::assignment::{Seen, Subject},
        text::{self, assignment::Text},
    },
    web::{Cell, Column, Frame, Table, html},
};

#[derive(Debug, Template)]
#[template(path = "roles/assignment.html")]
struct FormPage {
    frame: Frame,
    text: &'static Text,
    member: Subject,
    form: AssignmentForm,
    slots: Vec<Line>,
    wrongs: Vec<String>,
    questions: Vec<String>,
    meanwhile: Option<Vec<String>>,
    choice: Option<Dialog>,
    successors: Vec<(i64, String)>,
    locks: Option<Table>,
    takers: Vec<(i64, String)>,
}

/// One role of the form as it is drawn.
#[derive(Debug)]
struct Line {
    number: usize,
    slot: Slot,
    options: Vec<(String, String, bool)>,
}

/// The choice of AM-3.
#[derive(Debug)]
struct Dialog {
    keep: Option<String>,
    widen: String,
    widens: bool,
}

/// What a form is drawn from.
#[derive(Debug)]
pub struct Sheet {
    /// Whose roles.
    pub member: Subject,
    /// Roles of the organisation.
    pub roles: Vec<Known>,
    /// As typed.
    pub form: AssignmentForm,
    /// Sentences about what is wrong.
    pub wrongs: Vec<String>,
    /// What its sender is asked, besides the choice.
    pub questions: Vec<String>,
    /// Somebody changed the member meanwhile.
    pub changed: bool,
    /// The choice that is needed, with the customers within every reach.
    pub choice: Option<(ChoiceRequired, Seen)>,
    /// Directors to choose from, when the member's managers need one (TRAP-2).
    pub successors: Option<Vec<(i64, String)>>,
    /// Roles that must stay (ROLE-4, TRAP-6).
    pub locks: Vec<Lock>,
    /// Account managers to choose from, when what the member looks after needs one (MEM-10).
    pub takers: Option<Vec<(i64, String)>>,
}

/// The form.
pub fn assignment(actor: &Actor<RoleAssign>, status: StatusCode, sheet: Sheet) -> Response {
    let lang = actor.lang();
    let text = Text::of(lang);
    let Sheet { member, roles, form, wrongs, mut questions, changed, choice, successors, takers, locks } = sheet;
    let line = |(number, slot): (usize, &Slot)| {
        let option = |role: &Known| (role.key.word(), role.name.clone(), role.key.word() == slot.role);
        Line { number, slot: slot.clone(), options: roles.iter().map(option).collect() }
    };
    let slots = (1..).zip(&form.slots).map(line).collect();
    let name = |key| roles.iter().find(|role| role.key == key).map_or_else(String::new, |role| role.name.clone());
    let meanwhile = changed.then(|| member.wanted.iter().map(|wanted| name(wanted.key)).collect());
    questions.extend(choice.map(|(required, seen)| widening(actor, required, seen)));
    let choice = choice.map(|(required, seen)| dialog(actor, required, seen, form.choice));
    let or = |nobody: &str, known: Vec<(i64, String)>| std::iter::once((0, nobody.to_owned())).chain(known).collect();
    let successors = successors.map(|known| or(text.nobody, known)).unwrap_or_default();
    let takers = takers.map(|known| or(text.unassigned, known)).unwrap_or_default();
    let locks = (!locks.is_empty()).then(|| locked(actor, &locks));
    let frame = Frame::new(actor.visitor(), format!("{} · {}", text.title, member.username));
    html(
        status,
        &FormPage { frame, text, member, form, slots, wrongs, questions, meanwhile, choice, successors, takers, locks },
    )
}

/// Why roles stay: submission, submitter, date and link (TRAP-6).
fn locked(actor: &Actor<RoleAssign>, locks: &[Lock]) -> Table {
    let lang = actor.lang();
    let text = Text::of(lang);
    let row = |lock: &Lock| {
        let role = Role::parse(&lock.role).map_or(lock.role.as_str(), |role| role.name(lang));
        vec![
            Cell::text(role),
            Cell::link(&lock.submission, &lock.link),
            Cell::maybe(lock.by.as_deref()),
            Cell::when(Some(lock.at), &actor.face()),
        ]
    };
    let columns = [text.role, text.submission, text.locked_by, text.locked_at].map(Column::new).into();
    Table { caption: text.locked.to_owned(), columns, rows: locks.iter().map(row).collect() }
}

/// What would be widened, with what lies within it (AM-3, TRAP-1).
fn widening(actor: &Actor<RoleAssign>, required: ChoiceRequired, seen: Seen) -> String {
    let text = Text::of(actor.lang());
    let added = seen.within(required.before).up_to(seen.within(required.after)).words(actor.lang());
    let (before, after) = (sees(actor, required.before, seen), sees(actor, required.after, seen));
    (text.widening)(&before, &after, &added)
}

fn dialog(actor: &Actor<RoleAssign>, required: ChoiceRequired, seen: Seen, chosen: Option<Choice>) -> Dialog {
    let text = Text::of(actor.lang());
    let added = seen.within(required.before).up_to(seen.within(required.after)).words(actor.lang());
    let keep = format!("{} {}", text.keep, sees(actor, required.before, seen));
    let widen = format!("{} {} ({} {added})", text.widen, sees(actor, required.after, seen), text.added);
    Dialog { keep: required.can_keep.then_some(keep), widen, widens: chosen == Some(Choice::Widen) }
}

fn sees(actor: &Actor<RoleAssign>, reach: Reach, seen: Seen) -> String {
    let lang = actor.lang();
    let words = text::Text::of(lang).reach(reach);
    format!("{words}{}{}", lang.pick(", ", "，"), seen.within(reach).words(lang))
}

#[derive(Debug, Template)]
#[template(path = "roles/assigned.html")]
struct PreviewPage {
    frame: Frame,
    text: &'static Text,
    member_id: i64,
    form: AssignmentForm,
    choice: &'static str,
    lists: Vec<(&'static str, Vec<String>)>,
    sees: (String, String),
    warnings: Vec<String>,
    second: Option<String>,
}

/// What assigning would change.
pub fn assigned(
    actor: &Actor<RoleAssign>,
    member: &Subject,
    form: AssignmentForm,
    outcome: &Outcome,
    seen: Seen,
) -> Response {
    let lang = actor.lang();
    let text = Text::of(lang);
    let named = |codes: &mut dyn Iterator<Item = Code>| -> Vec<String> {
        codes.map(|code| format!("{} · {}", code.name(lang), code.as_str())).collect()
    };
    let lists = [
        (text.gained, named(&mut outcome.gained.iter())),
        (text.issuing, named(&mut issuing(outcome.gained).into_iter())),
        (text.lost, named(&mut outcome.lost.iter())),
    ];
    let names = text::custom::Text::of(lang);
    let second =
        (!outcome.second.is_empty()).then(|| format!("{} {}", text.second, names.names(outcome.second.iter(), lang)));
    let choice = match form.choice {
        Some(Choice::Keep) => "keep",
        Some(Choice::Widen) => "widen",
        None => "",
    };
    let page = PreviewPage {
        frame: Frame::new(actor.visitor(), format!("{} · {}", text.preview, member.username)),
        text,
        member_id: member.id,
        form,
        choice,
        lists: lists.into_iter().filter(|(_, codes)| !codes.is_empty()).collect(),
        sees: (sees(actor, outcome.before, seen), sees(actor, outcome.after, seen)),
        warnings: outcome.warnings.iter().map(|(one, other)| names.names([*one, *other], lang)).collect(),
        second,
    };
    html(StatusCode::OK, &page)
}
