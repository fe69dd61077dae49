//! Dialogs about one member: what is asked before something is done to him, or why it cannot be done (MEM-9, MEM-10, MEM-13).

use axum::http::StatusCode;

use super::{
    create::{credentials, director, person_fields, reason, role_names},
    form::{Choice, Control, Field, FormPage, Group},
    show::{back, hindered_by},
};
use crate::{
    access::{Actor, Permission, Permissions, Role},
    lang::Lang,
    members::{
        forms::draft::Draft,
        rules::acts::Act,
        store::{detail::Session, requests::Request, subject::Case},
        text::{Text, acts::hindered},
    },
    web::{Cell, Frame, Section, Typed},
};

/// A choice of successors: what it is called, how many hang on it, who may take over.
#[derive(Debug, Clone, Copy)]
struct Succession<'a> {
    /// Name of the field.
    field: &'static str,
    /// Words before it.
    label: &'static str,
    /// Who may take over: key and user name.
    candidates: &'a Known,
    /// Words of an explicit nobody (TRAP-2).
    nobody: &'static str,
}

/// A dialog with a reason and one button, or the sentence why there is none: then the page answers 409 to a form.
pub fn dialog<P: Permission>(actor: &Actor<P>, case: &Case, act: Act, typed: &Typed) -> FormPage {
    let lang = actor.lang();
    let text = Text::of(lang);
    let id = case.subject.id;
    let (title, hint, path) = match act {
        Act::Edit => (text.form.edit, text.acts.edit_hint, "edit"),
        Act::Roles => (text.form.edit, "", "edit"),
        Act::Disable => (text.acts.disable, text.acts.disable_hint, "disable"),
        Act::Enable => (text.acts.enable, text.acts.enable_hint, "enable"),
        Act::Credentials if case.subject.state == "invited" => {
            (text.acts.new_link, text.acts.reset_hint, "credentials")
        }
        Act::Credentials => (text.acts.reset, text.acts.reset_hint, "credentials"),
        Act::Unlock => (text.acts.unlock, text.acts.unlock_hint, "unlock"),
        Act::Factors => (text.acts.reset_factors, text.acts.factors_hint, "factors"),
        Act::Sessions => (text.acts.end_sessions, text.acts.sessions_hint, "sessions"),
        Act::HandOver => (text.acts.hand_over, text.acts.hand_over_hint, "hand-over"),
        Act::Reveal => (text.acts.reveal, text.acts.reveal_hint, "reveal"),
    };
    let full = format!("{title}{}{}", lang.pick(": ", "："), case.subject.username);
    let frame = Frame::new(actor.visitor(), full);
    let mut page = FormPage::new(frame, format!("/members/{id}/{path}"), back(&case.subject, text));
    page.hint = hint.to_owned();
    if let Some(why) = hindered_by(actor, case, act) {
        page.notice = Some(hindered(why, lang));
        page.status = if actor.visitor().is_reading() { StatusCode::OK } else { StatusCode::CONFLICT };
        return page;
    }
    let fields = vec![reason(typed.get("reason"), text)];
    page.groups.push(Group { title: String::new(), hint: String::new(), fields });
    page.buttons = vec![("do", title)];
    page
}

/// The dialog without its form: why it cannot be done now.
pub fn refused(mut page: FormPage, why: &str, is_reading: bool) -> FormPage {
    page.groups.clear();
    page.buttons.clear();
    page.notice = Some(why.to_owned());
    page.status = if is_reading { StatusCode::OK } else { StatusCode::CONFLICT };
    page
}

/// Data, director and last day (MEM-2), under the revision they were read at.
pub fn edit<P: Permission>(actor: &Actor<P>, case: &Case, draft: &Draft) -> FormPage {
    let text = Text::of(actor.lang());
    let mut page = dialog(actor, case, Act::Edit, &Typed::default());
    if page.buttons.is_empty() {
        return page;
    }
    let mut fields = vec![Field::new("username", text.username, Control::Fixed(Cell::text(&case.subject.username)))];
    fields.extend(person_fields(draft, text));
    if case.subject.holds(Role::AccountManager) {
        fields.push(director(draft, &case.ground, text));
    }
    fields.push(reason(&draft.reason, text));
    page.groups = vec![Group { title: text.form.data.to_owned(), hint: String::new(), fields }];
    page.hidden = vec![("revision", case.subject.revision.to_string())];
    page.buttons = vec![("do", text.form.save)];
    page
}

/// The edit with the present state above it: somebody else was quicker (409).
pub fn conflict<P: Permission>(actor: &Actor<P>, case: &Case, mut page: FormPage) -> FormPage {
    let text = Text::of(actor.lang());
    let now = Draft::of(&case.subject);
    let cells = [
        (text.name, &now.name),
        (text.email, &now.email),
        (text.phone, &now.phone),
        (text.department, &now.department),
        (text.job_title, &now.job_title),
        (text.remark, &now.remark),
        (text.expires_on, &now.expires_on),
        (text.director, &now.director),
    ];
    let facts = cells.map(|(label, value)| (label, Cell::text(value))).into();
    page.before.push(Section { title: text.form.now_is.to_owned(), facts });
    page.notice = Some(text.form.conflict.to_owned());
    page.status = StatusCode::CONFLICT;
    page
}

/// A link or a temporary password.
pub fn issue<P: Permission>(actor: &Actor<P>, case: &Case, typed: &Typed) -> FormPage {
    let mut page = dialog(actor, case, Act::Credentials, typed);
    let draft = Draft { credentials: typed.get("credentials").to_owned(), ..Draft::default() };
    if let Some(group) = page.groups.first_mut() {
        group.fields.insert(0, credentials(&draft, Text::of(page.frame.lang)));
    }
    page
}

/// Which value, and why.
pub fn reveal<P: Permission>(actor: &Actor<P>, case: &Case, typed: &Typed) -> FormPage {
    let text = Text::of(actor.lang());
    let mut page = dialog(actor, case, Act::Reveal, typed);
    let chosen = typed.get("field");
    let fields = [("name", text.name), ("email", text.email), ("phone", text.phone)];
    let choices = fields.map(|(value, label)| Choice::new(value, label, value == chosen)).into();
    if let Some(group) = page.groups.first_mut() {
        group.fields.insert(0, Field::new("field", text.acts.which, Control::Radios(choices)).required());
        group.fields.iter_mut().for_each(|field| field.required = true);
    }
    page
}

/// Which sessions end: one, or all and the API tokens.
pub fn sessions<P: Permission>(actor: &Actor<P>, case: &Case, live: &[Session], typed: &Typed) -> FormPage {
    let (text, face) = (Text::of(actor.lang()), actor.face());
    let mut page = dialog(actor, case, Act::Sessions, typed);
    let chosen = typed.get("session");
    let one = |session: &Session| {
        let browser: String = session.user_agent.chars().take(60).collect();
        let seen = face.when(session.seen_at);
        let id = session.id.to_string();
        let mut choice = Choice::new(&id, format!("{} · {browser}", session.address), chosen == id);
        choice.hint = format!("{} {}", text.acts.seen, seen.relative);
        choice
    };
    let every = Choice::new("all", text.acts.every_session, chosen.is_empty() || chosen == "all");
    let choices = std::iter::once(every).chain(live.iter().map(one)).collect();
    if let Some(group) = page.groups.first_mut() {
        group.fields.insert(0, Field::new("session", text.acts.which_session, Control::Radios(choices)).required());
    }
    page
}

/// Adds a choice of successors to a dialog.
fn succession(page: &mut FormPage, typed: &Typed, succession: Succession<'_>) {
    let text = Text::of(page.frame.lang);
    let chosen = typed.get(succession.field);
    let mut choices = vec![Choice::new("", text.acts.choose, chosen.is_empty())];
    let of = |(id, name): &(i64, String)| Choice::new(id.to_string(), name, *chosen == id.to_string());
    choices.extend(succession.candidates.iter().map(of));
    choices.push(Choice::new("none", succession.nobody, chosen == "none"));
    if let Some(group) = page.groups.first_mut() {
        group.fields.insert(0, Field::new(succession.field, succession.label, Control::Select(choices)).required());
    }
}

/// Who takes over what he looks after and whom he leads, as far as there is anything (MEM-10, TRAP-2).
pub fn successions(page: &mut FormPage, typed: &Typed, case: &Case, (managers, directors): (&Known, &Known)) {
    let text = Text::of(page.frame.lang);
    if case.subject.managed > 0 {
        let label = text.acts.managers_to;
        let field = Succession { field: "managers_to", label, candidates: directors, nobody: text.acts.nobody };
        succession(page, typed, field);
    }
    if case.subject.holds_customers() {
        let label = text.acts.customers_to;
        let field = Succession { field: "customers_to", label, candidates: managers, nobody: text.acts.unassigned };
        succession(page, typed, field);
    }
}

/// Key and user name of those who may take over.
pub type Known = [(i64, String)];

/// How much hangs on the member (MEM-10).
pub fn counts<P: Permission>(actor: &Actor<P>, case: &Case, requests: i64) -> Section {
    let text = Text::of(actor.lang());
    let of = |count: i64| Cell::text(count.to_string());
    Section {
        title: text.acts.hand_over.to_owned(),
        facts: vec![
            (text.acts.customers, of(case.subject.customers)),
            (text.acts.resellers, of(case.subject.resellers)),
            (text.acts.managers, of(case.subject.managed)),
            (text.acts.approvals, of(case.subject.approvals)),
            (text.acts.waiting, of(requests)),
        ],
    }
}

/// A request for roles: before, after, what is added, and the buttons the reader may press (PERM-8).
pub fn request<P: Permission>(
    actor: &Actor<P>,
    case: &Case,
    request: &Request,
    verdict: Result<(), &'static str>,
) -> FormPage {
    let lang = actor.lang();
    let text = Text::of(lang);
    let kind = actor.organization().kind;
    let frame = Frame::new(actor.visitor(), text.acts.request);
    let action = format!("/members/{}/role-request", case.subject.id);
    let mut page = FormPage::new(frame, action, back(&case.subject, text));
    page.hint = text.acts.request_hint.to_owned();
    let then = crate::members::rules::wanted::roles_of(&request.wanted, &case.ground.custom).unwrap_or_default();
    let before = case.subject.permissions(kind, &case.ground.custom);
    let roles_then = match request.wanted.as_slice() {
        [] => text.acts.no_role.to_owned(),
        wanted => role_names(wanted, &case.ground.custom, lang),
    };
    let facts = vec![
        (text.username, Cell::text(&case.subject.username)),
        (text.acts.asked_by, Cell::text(&request.asked_by_name)),
        (text.acts.asked_at, Cell::when(Some(request.asked_at), &actor.face())),
        (text.form.reason, Cell::text(&request.reason)),
        (text.acts.roles_now, Cell::text(role_names(&case.subject.wanted, &case.ground.custom, lang))),
        (text.acts.roles_then, Cell::text(roles_then)),
        (text.acts.added, listed(then.permissions(kind).without(before), lang)),
        (text.acts.removed, listed(before.without(then.permissions(kind)), lang)),
    ];
    page.before.push(Section { title: text.acts.request.to_owned(), facts });
    page.hidden = vec![("request", request.id.to_string())];
    page.groups.push(Group { title: String::new(), hint: String::new(), fields: vec![reason("", text)] });
    match verdict {
        Ok(()) => page.buttons = vec![("approve", text.acts.approve), ("refuse", text.acts.refuse)],
        Err(sentence) => page.notice = Some(sentence.to_owned()),
    }
    if request.asked_by == actor.member_id() {
        page.buttons.push(("withdraw", text.acts.withdraw));
    }
    page
}

/// Names of permissions, or a dash.
fn listed(codes: Permissions, lang: Lang) -> Cell {
    let names: Vec<&str> = codes.iter().map(|code| code.name(lang)).collect();
    if names.is_empty() { Cell::None } else { Cell::text(names.join(lang.pick(", ", "、"))) }
}

/// A page that only says something, with the way back to the member.
pub fn sentence<P: Permission>(actor: &Actor<P>, case: &Case, sentence: &str) -> FormPage {
    let text = Text::of(actor.lang());
    let frame = Frame::new(actor.visitor(), text.acts.request);
    let mut page = FormPage::new(frame, String::new(), back(&case.subject, text));
    page.notice = Some(sentence.to_owned());
    page.status = StatusCode::CONFLICT;
    page
}
