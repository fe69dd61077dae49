//! The form of a new member: data, first sign-in, roles; what would happen; and what is shown once.

use super::form::{Choice, Control, Field, FormPage, Group};
use crate::{
    access::{Actor, Permission, Reach, Role, widening::ChoiceRequired},
    lang::Lang,
    members::{
        forms::draft::Draft,
        rules::{
            person,
            plan::{Fault, Ground, Plan, Why},
            wanted::{CustomRole, Wanted},
        },
        text::{Text, form::sentence},
    },
    web::{Cell, DetailPage, Frame, Link, Section},
};

/// What a new login is opened with: shown once.
#[derive(Debug, Clone)]
pub enum Secret {
    /// An activation link.
    Link(String),
    /// A temporary password.
    Password(String),
}

/// The form, with what was typed.
pub fn form<P: Permission>(actor: &Actor<P>, draft: &Draft, ground: &Ground) -> FormPage {
    let lang = actor.lang();
    let text = Text::of(lang);
    let back = Link::new(text.form.back, "/members");
    let mut page = FormPage::new(Frame::new(actor.visitor(), text.form.create), "/members/new".to_owned(), back);
    page.hint = text.form.create_hint.to_owned();
    let mut data = vec![line("username", text.username, &draft.username, 32).help(text.form.username_help).required()];
    data.extend(person_fields(draft, text));
    page.groups.push(Group { title: text.form.data.to_owned(), hint: String::new(), fields: data });
    page.groups.push(Group {
        title: text.form.access.to_owned(),
        hint: String::new(),
        fields: vec![credentials(draft, text)],
    });
    let fields = vec![
        Field::new("roles", text.roles, Control::Ticks(role_choices(actor, draft, &ground.custom))).required(),
        director(draft, ground, text),
        reason(&draft.reason, text),
    ];
    page.groups.push(Group { title: text.roles.to_owned(), hint: text.form.roles_hint.to_owned(), fields });
    page.buttons = vec![("check", text.form.check)];
    page
}

/// The form with what is wrong; a scope that has to be chosen gets its own field, with what each choice shows (AM-3).
pub fn refused(mut page: FormPage, (draft, ground): (&Draft, &Ground), faults: &[Fault], lang: Lang) -> FormPage {
    scope_field(&mut page, (draft, ground), faults);
    for fault in faults {
        match fault.why {
            // Nothing is wrong with what was typed: somebody has to say what he wants (AM-3).
            Why::Scope(required) => page.ask(fault.field, widening(&required, ground, lang)),
            _ => page.fault(fault.field, sentence(&fault.why, lang)),
        }
    }
    page
}

/// The form under what it will do, with the button that does it (the second step).
pub fn checked<P: Permission>(
    actor: &Actor<P>,
    mut page: FormPage,
    draft: &Draft,
    shown: (&Plan, &Ground),
) -> FormPage {
    let (plan, ground) = shown;
    let text = Text::of(actor.lang());
    if !draft.scope.is_empty() {
        scope_field(&mut page, (draft, ground), &[]);
    }
    page.before.push(preview(actor, plan, ground));
    page.buttons = vec![("confirm", text.form.confirm), ("check", text.form.check)];
    page
}

/// The member is there; his link or password is shown this once.
pub fn made<P: Permission>(actor: &Actor<P>, id: i64, username: &str, secret: &Secret) -> DetailPage {
    handed(actor, Text::of(actor.lang()).form.made, (id, username), secret)
}

/// The same after a reset: the member was there before.
pub fn issued<P: Permission>(actor: &Actor<P>, id: i64, username: &str, secret: &Secret) -> DetailPage {
    handed(actor, Text::of(actor.lang()).form.issued, (id, username), secret)
}

fn handed<P: Permission>(actor: &Actor<P>, title: &str, (id, username): (i64, &str), secret: &Secret) -> DetailPage {
    let lang = actor.lang();
    let text = Text::of(lang);
    let (label, value) = match secret {
        Secret::Link(link) => (text.form.link_ready, link),
        Secret::Password(password) => (text.form.password_ready, password),
    };
    let mailed = actor.app().options.mail && matches!(secret, Secret::Link(_));
    let remark = if mailed { text.form.shown_once_mailed } else { text.form.shown_once };
    let facts = vec![
        (text.username, Cell::link(username, format!("/members/{id}"))),
        (label, Cell::code(value.clone(), lang)),
        (text.remark, Cell::text(remark)),
    ];
    let section = Section { title: title.to_owned(), facts };
    let mut page = DetailPage::new(Frame::new(actor.visitor(), username), vec![section]);
    page.actions.push(Link::new(text.title, "/members"));
    page
}

/// Fields that an edit has too (MEM-2).
pub fn person_fields(draft: &Draft, text: &Text) -> Vec<Field> {
    let remark = Control::Area { value: draft.remark.clone(), rows: 2, most: person::REMARK };
    let mut email = line("email", text.email, &draft.email, person::EMAIL).required();
    if let Control::Line { kind, .. } = &mut email.control {
        *kind = "email";
    }
    vec![
        line("name", text.name, &draft.name, person::NAME).required(),
        email,
        line("phone", text.phone, &draft.phone, 20).help(text.form.phone_help),
        line("department", text.department, &draft.department, person::PLACE),
        line("job_title", text.job_title, &draft.job_title, person::PLACE),
        Field::new("remark", text.remark, remark),
        line("expires_on", text.expires_on, &draft.expires_on, 10).help(text.form.expires_help),
    ]
}

/// The director's field.
pub fn director(draft: &Draft, ground: &Ground, text: &Text) -> Field {
    let none = Choice::new("", text.form.no_director, draft.director.is_empty());
    let of = |(_, name): &(i64, String)| Choice::new(name, name, name.eq_ignore_ascii_case(&draft.director));
    let choices = std::iter::once(none).chain(ground.directors.iter().map(of)).collect();
    Field::new("director", text.director, Control::Select(choices)).help(text.form.director_help)
}

/// The field of a reason.
pub fn reason(typed: &str, text: &Text) -> Field {
    let control = Control::Area { value: typed.to_owned(), rows: 2, most: person::REASON };
    Field::new("reason", text.form.reason, control).help(text.form.reason_help)
}

/// How the member gets in: also of a reset.
pub fn credentials(draft: &Draft, text: &Text) -> Field {
    let link = draft.credentials != "password";
    let choices = vec![
        Choice { hint: text.form.link_hint.to_owned(), ..Choice::new("link", text.form.link, link) },
        Choice { hint: text.form.password_hint.to_owned(), ..Choice::new("password", text.form.password, !link) },
    ];
    Field::new("credentials", text.form.credentials, Control::Radios(choices)).required()
}

/// A line of text.
pub fn line(name: &'static str, label: &str, value: &str, most: usize) -> Field {
    Field::new(name, label, Control::Line { value: value.to_owned(), kind: "text", most })
}

/// Roles in words, in the order given.
pub fn role_names(wanted: &[Wanted], custom: &[CustomRole], lang: Lang) -> String {
    let name = |one: &Wanted| match one.role_id {
        Some(id) => custom.iter().find(|role| role.id == id).map_or_else(|| format!("#{id}"), |role| role.name.clone()),
        None => {
            let code = one.role.as_deref().unwrap_or_default();
            Role::parse(code).map_or_else(|| code.to_owned(), |role| role.name(lang).to_owned())
        }
    };
    wanted.iter().map(name).collect::<Vec<_>>().join(lang.pick(", ", "、"))
}

fn role_choices<P: Permission>(actor: &Actor<P>, draft: &Draft, custom: &[CustomRole]) -> Vec<Choice> {
    let lang = actor.lang();
    let kind = actor.organization().kind;
    let ticked = |value: &str| draft.roles.iter().any(|tick| tick == value);
    let preset = |role: Role| Choice::new(role.code(), role.name(lang), ticked(role.code()));
    let own = |role: &CustomRole| {
        let value = Wanted::custom(role.id).ticked();
        let chosen = ticked(&value);
        Choice { hint: Text::of(lang).form.custom.to_owned(), ..Choice::new(value, &role.name, chosen) }
    };
    let presets = Role::ALL.into_iter().filter(|role| role.exists_in(kind.bit())).map(preset);
    presets.chain(custom.iter().map(own)).collect()
}

/// What would be widened, with what lies within it (AM-3, TRAP-1).
fn widening(required: &ChoiceRequired, ground: &Ground, lang: Lang) -> String {
    let text = Text::of(lang);
    let sees = |reach: Reach| text.form.sees(reach, ground.seen(reach), lang);
    text.form.widening(&sees(required.before), &sees(required.after), lang)
}

fn scope_field(page: &mut FormPage, (draft, ground): (&Draft, &Ground), faults: &[Fault]) {
    let required = faults.iter().find_map(|fault| match &fault.why {
        Why::Scope(required) => Some(required),
        _ => None,
    });
    if required.is_none() && draft.scope.is_empty() {
        return;
    }
    let lang = page.frame.lang;
    let text = Text::of(lang);
    let sees = |reach: Reach| text.form.sees(reach, ground.seen(reach), lang);
    let directs = draft.roles.iter().any(|role| role == Role::AccountDirector.code());
    let lone = if directs { Reach::Team } else { Reach::Own };
    let narrow = required.map_or(lone, |required| required.before);
    let can_keep = required.is_none_or(|required| required.can_keep);
    let mut choices = Vec::new();
    if can_keep {
        choices.push(Choice { hint: sees(narrow), ..Choice::new("keep", text.form.keep, draft.scope != "widen") });
    }
    let wide = Choice::new("widen", text.form.widen, draft.scope == "widen");
    choices.push(Choice { hint: sees(Reach::All), ..wide });
    if let Some(group) = page.groups.last_mut() {
        group.fields.push(Field::new("scope", text.form.scope, Control::Radios(choices)).required());
    }
}

fn preview<P: Permission>(actor: &Actor<P>, plan: &Plan, ground: &Ground) -> Section {
    let (lang, custom) = (actor.lang(), &ground.custom);
    let text = Text::of(lang);
    let or_none = |words: String| if words.is_empty() { Cell::text(text.form.nothing) } else { Cell::text(words) };
    let comma = lang.pick(", ", "、");
    let second: Vec<&str> = plan.second.iter().map(|code| code.name(lang)).collect();
    let pairs = plan.warnings.iter().map(|(make, check)| format!("{} × {}", make.name(lang), check.name(lang)));
    let warnings: Vec<String> = pairs.collect();
    let waits = if plan.waits() { role_names(&plan.wanted, custom, lang) } else { String::new() };
    let held = plan.roles.permissions(actor.organization().kind).iter().count();
    let reach: Reach = plan.roles.reach(plan.pin);
    let mut facts = vec![
        (text.form.at_once, or_none(role_names(&plan.at_once, custom, lang))),
        (text.form.waits_for, or_none(waits)),
        (text.form.scope, Cell::text(text.form.sees(reach, ground.seen(reach), lang))),
        (text.form.permissions, Cell::text(held.to_string())),
    ];
    if !second.is_empty() {
        facts.push((text.form.second_person, Cell::text(second.join(comma))));
    }
    if !warnings.is_empty() {
        facts.push((text.form.warnings, Cell::text(warnings.join(comma))));
    }
    Section { title: text.form.preview.to_owned(), facts }
}
