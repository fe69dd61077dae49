//! The form of an application for real-name verification.

use crate::{
    access::{Actor, permission::RealnameSubmit},
    realname::{
        forms::application::Draft,
        rules::application::{Form, Wrong},
        store::Standing,
        text::application::Text,
    },
    web::{
        Cell, Frame, Link, Section,
        form::{Choice, Control, Field, FormPage, Group},
    },
};

/// Who applies, by what, and what else he could apply by.
pub struct Applying<'a> {
    /// Key of the customer.
    pub id: i64,
    /// Where its verification stands.
    pub standing: &'a Standing,
    /// The kind of the form.
    pub form: Form,
    /// Kinds that are open.
    pub offered: &'a [Form],
}

/// The page without a form, with the sentence why.
pub fn hindered(actor: &Actor<RealnameSubmit>, (id, standing): (i64, &Standing), why: &str) -> FormPage {
    let mut page = blank(actor, id, standing);
    page.notice = Some(why.to_owned());
    page
}

/// The form.
pub fn form(actor: &Actor<RealnameSubmit>, applying: &Applying<'_>, draft: &Draft) -> FormPage {
    let text = Text::of(actor.lang());
    let mut page = blank(actor, applying.id, applying.standing);
    let link = |form: &Form| {
        let href = format!("/customers/real-name/{}/applications/new?as={}", applying.id, form.as_str());
        if *form == applying.form { Cell::text(text.form(*form)) } else { Cell::link(text.form(*form), href) }
    };
    let kinds = applying.offered.iter().map(link).collect();
    let facts = vec![(text.choose_kind, Cell::Several(kinds))];
    page.before.push(Section { title: text.form(applying.form).to_owned(), facts });
    page.hidden = vec![("as", applying.form.as_str().to_owned()), ("token", draft.token.clone())];
    page.groups = groups(applying.form, draft, text);
    page.buttons = vec![("submit", text.submit)];
    page
}

/// The form with what must be mended (422).
pub fn faulty(
    actor: &Actor<RealnameSubmit>,
    applying: &Applying<'_>,
    draft: &Draft,
    faults: &[(&'static str, Wrong)],
) -> FormPage {
    let text = Text::of(actor.lang());
    let mut page = form(actor, applying, draft);
    for (field, wrong) in faults {
        page.fault(field, text.wrong(*wrong));
    }
    page
}

fn blank(actor: &Actor<RealnameSubmit>, id: i64, standing: &Standing) -> FormPage {
    let text = Text::of(actor.lang());
    let title = format!("{}{}{}", text.title, actor.lang().pick(": ", "："), standing.account_name);
    let back = Link::new(text.cancel, format!("/customers/real-name/{id}"));
    let mut page =
        FormPage::new(Frame::new(actor.visitor(), title), format!("/customers/real-name/{id}/applications"), back);
    text.hint.clone_into(&mut page.hint);
    page
}

fn groups(form: Form, draft: &Draft, text: &Text) -> Vec<Group> {
    let group = |title: &str, hint: &str, fields| Group { title: title.to_owned(), hint: hint.to_owned(), fields };
    let platform = line("platform", text.platform, &draft.platform).help(text.platform_help).required();
    let person = || [line("name", text.name, &draft.name), line("number", text.number, &draft.number)];
    match form {
        Form::Documents => {
            let document = choices("document", text.document, &text.document_types, &draft.document);
            let [name, number] = person().map(Field::required);
            vec![group("", "", vec![name, document, number, files(draft, text.files, text.files_documents), platform])]
        }
        Form::Card => {
            let [name, number] = person().map(Field::required);
            let card = vec![
                line("account", text.account, &draft.account).required(),
                line("mobile", text.mobile, &draft.mobile).required(),
                line("code", text.code, &draft.code).help(text.code_help).required(),
            ];
            let who = vec![name, number, files(draft, text.files, text.files_card), platform];
            vec![group("", "", who), group(text.card, "", card)]
        }
        Form::Enterprise | Form::Change => {
            let company = vec![
                line("company", text.company, &draft.company).required(),
                choices("document", text.certificate_type, &text.certificate_types, &draft.document),
                line("certificate", text.certificate, &draft.certificate).required(),
                line("country", text.country, &draft.country).help(text.country_help),
                line("address", text.address, &draft.address),
                files(draft, text.files, text.files_enterprise),
                platform,
            ];
            vec![group("", "", company), group(text.person, text.person_hint, person().into())]
        }
    }
}

fn line(name: &'static str, label: &str, value: &str) -> Field {
    Field::new(name, label, Control::Line { value: value.to_owned(), kind: "text", most: 255 })
}

fn files(draft: &Draft, label: &str, help: &str) -> Field {
    let control = Control::Area { value: draft.files.clone(), rows: 4, most: 4000 };
    Field::new("files", label, control).help(help).required()
}

fn choices(name: &'static str, label: &str, words: &[(&str, &str)], chosen: &str) -> Field {
    let choice = |(value, word): &(&str, &str)| Choice::new(*value, *word, *value == chosen);
    Field::new(name, label, Control::Radios(words.iter().map(choice).collect())).required()
}
