//! The form of a new customer account, and those that were asked for.

use crate::{
    access::{Actor, Kind, permission::CustomerCreate},
    customers::{
        forms::creation::Draft,
        rules::{
            creation::{self as rules, Standing, Wrong, standing_of},
            identity::{Finding, Subject, Wish},
        },
        store::creation::{Ground, Listed},
        text::{creation::Text, identity},
    },
    web::{
        Cell, Column, Empty, FilterBar, Frame, Link, ListPage, Pager, Table, Tone,
        form::{Choice, Control, Field, FormPage, Group},
    },
};

/// The form. `in_china`: the fields of that site; none: nothing is connected.
pub fn form(actor: &Actor<CustomerCreate>, draft: &Draft, (in_china, ground): (Option<bool>, &Ground)) -> FormPage {
    let text = Text::of(actor.lang());
    let mut page = FormPage::new(
        Frame::new(actor.visitor(), text.title),
        "/customers/creations".to_owned(),
        Link::new(text.cancel, "/customers"),
    );
    text.hint.clone_into(&mut page.hint);
    let for_resellers = actor.organization().kind == Kind::Distributor;
    let Some(in_china) = in_china else {
        page.notice = Some(text.no_account.to_owned());
        return page;
    };
    if for_resellers && ground.resellers.is_empty() {
        page.notice = Some(text.no_reseller.to_owned());
        return page;
    }
    page.hidden = vec![("token", draft.token.clone())];
    page.groups = vec![
        account(draft, (in_china, for_resellers.then_some(ground)), text),
        contact(draft, in_china, text),
        login(draft, text),
    ];
    let ask = identity::Text::of(actor.lang());
    page.buttons = vec![("create", text.create), (Wish::Check.as_str(), ask.check), (Wish::Code.as_str(), ask.send)];
    page
}

/// The form with what must be mended (422).
pub fn faulty(
    actor: &Actor<CustomerCreate>,
    draft: &Draft,
    around: (Option<bool>, &Ground),
    faults: &[(&'static str, Wrong)],
) -> FormPage {
    let text = Text::of(actor.lang());
    let mut page = form(actor, draft, around);
    for (field, wrong) in faults {
        page.fault(field, text.wrong(*wrong));
    }
    page
}

/// The form with what the vendor said about what was typed (CUST-6).
pub fn checked(
    actor: &Actor<CustomerCreate>,
    draft: &Draft,
    around: (Option<bool>, &Ground),
    found: &[(Subject, Finding)],
) -> FormPage {
    let text = identity::Text::of(actor.lang());
    let mut page = form(actor, draft, around);
    for (subject, finding) in found {
        let said = text.found(*subject, finding);
        if *finding == Finding::Taken {
            page.fault(subject.field(), said);
        } else {
            page.remark(subject.field(), said);
        }
    }
    page
}

fn account(draft: &Draft, (in_china, ground): (bool, Option<&Ground>), text: &Text) -> Group {
    let mut fields =
        vec![line("account_name", text.account_name, &draft.account_name, 32).help(text.account_name_help).required()];
    if let Some(ground) = ground {
        let mut choices = vec![Choice::new("", text.choose, draft.reseller.is_empty())];
        let choice = |(id, name, _): &(i64, String, String)| {
            let key = id.to_string();
            let chosen = draft.reseller == key;
            Choice::new(key, name, chosen)
        };
        choices.extend(ground.resellers.iter().map(choice));
        let field = Field::new("reseller", text.reseller, Control::Select(choices));
        fields.push(field.help(text.reseller_help).required());
    }
    if in_china {
        let is_advisor = draft.association == "1";
        let choices = vec![
            Choice { hint: text.resale_hint.to_owned(), ..Choice::new("2", text.resale, !is_advisor) },
            Choice { hint: text.advisor_hint.to_owned(), ..Choice::new("1", text.advisor, is_advisor) },
        ];
        fields.push(Field::new("association", text.association, Control::Radios(choices)).required());
    } else {
        fields.push(line("country", text.country, &draft.country, 2).help(text.country_help).required());
    }
    let platform = line("platform", text.platform, &draft.platform, rules::PLATFORM);
    fields.push(platform.help(text.platform_help).required());
    Group { title: text.account_name.to_owned(), hint: String::new(), fields }
}

fn contact(draft: &Draft, in_china: bool, text: &Text) -> Group {
    let (reached, hint) = if in_china {
        (line("phone", text.phone, &draft.phone, 32).help(text.phone_help), text.contact_hint_china)
    } else {
        let control = Control::Line { value: draft.email.clone(), kind: "email", most: rules::EMAIL };
        (Field::new("email", text.email, control), text.contact_hint_abroad)
    };
    let fields = vec![reached, line("code", text.code, &draft.code, 6).help(text.code_help)];
    Group { title: text.contact.to_owned(), hint: hint.to_owned(), fields }
}

fn login(draft: &Draft, text: &Text) -> Group {
    let password = Control::Line { value: String::new(), kind: "password", most: 32 };
    let quiet = Control::Ticks(vec![Choice::new("yes", text.quiet_tick, draft.is_quiet)]);
    let fields = vec![
        Field::new("password", text.password, password).help(text.password_help),
        Field::new("quiet", text.quiet, quiet),
    ];
    Group { title: text.login.to_owned(), hint: String::new(), fields }
}

fn line(name: &'static str, label: &str, value: &str, most: usize) -> Field {
    Field::new(name, label, Control::Line { value: value.to_owned(), kind: "text", most })
}

/// Customer accounts that were asked for here.
pub fn list(actor: &Actor<CustomerCreate>, bar: FilterBar, rows: &[Listed], pager: Pager) -> ListPage {
    let text = Text::of(actor.lang());
    let columns = vec![
        Column::new(text.account_name),
        Column::new(text.state),
        Column::new(text.reseller),
        Column::new(text.refusal),
        Column::new(text.made_by),
        Column::new(text.made_at),
        Column::new(text.command),
    ];
    let table =
        Table { caption: text.list.to_owned(), columns, rows: rows.iter().map(|row| cells(actor, row)).collect() };
    let empty = Empty { title: text.empty.to_owned(), hint: text.empty_hint.to_owned(), action: None };
    let mut page = ListPage::new(Frame::new(actor.visitor(), text.list), bar, table, pager, empty);
    page.actions = vec![Link::new(text.title, "/customers/creations/new").current(true)];
    page
}

fn cells(actor: &Actor<CustomerCreate>, row: &Listed) -> Vec<Cell> {
    let (face, text) = (actor.face(), Text::of(actor.lang()));
    let name = match row.customer_id {
        Some(id) => Cell::link(&row.account_name, format!("/customers/{id}")),
        None => Cell::text(&row.account_name),
    };
    let standing = standing_of(&row.state, row.outcome.as_deref(), row.customer_id.is_some());
    let tone = match standing {
        Standing::Associated => Tone::Done,
        Standing::Refused => Tone::Refused,
        Standing::Sending | Standing::Pending | Standing::Unknown => Tone::Waiting,
    };
    let badge = Cell::badge(tone, text.standing(standing));
    vec![
        name,
        if standing == Standing::Pending { badge.under(text.pending_note) } else { badge },
        Cell::maybe(row.reseller.as_deref()),
        Cell::maybe(row.code.as_deref()),
        Cell::text(&row.made_by),
        Cell::when(Some(row.made_at), &face),
        Cell::link(row.command_id.to_string(), format!("/commands/{}", row.command_id)),
    ]
}
