//! The forms of budgets, freezes and unfreezes, and their previews.

use axum::http::StatusCode;

use super::amount;
use crate::{
    access::{Actor, Permission},
    accounts::{
        forms::{
            limits::{self as forms, Draft, Fault, Form},
            transfers::RECIPIENTS,
        },
        rules::limit::{self, Act, BudgetType, FreezeType},
        store::limits::Held,
        text::limits::Text,
    },
    commands::dry_run::{DryRun, part},
    web::{
        Cell, Column, Frame, Link, Section, Table, Tone,
        form::{Choice, Control, Field, FormPage, Group},
    },
};

/// The form. `held` are customers that were ticked.
pub fn form<P: Permission>(actor: &Actor<P>, form: Form, draft: &Draft, held: &[Held]) -> FormPage {
    let text = Text::of(actor.lang());
    let mut page = blank(actor, form);
    if let Some(why) = refused(actor) {
        page.notice = Some(why.to_owned());
        return page;
    }
    if !held.is_empty() {
        page.tables.push((text.recipients.to_owned(), table(held, text)));
    }
    page.groups = vec![Group { title: String::new(), hint: String::new(), fields: fields(form, draft, text) }];
    page.buttons = vec![("preview", text.preview)];
    page
}

/// The form with what must be mended (422).
pub fn faulty<P: Permission>(
    actor: &Actor<P>,
    form: Form,
    draft: &Draft,
    faults: Vec<(&'static str, Fault)>,
) -> FormPage {
    let text = Text::of(actor.lang());
    let mut page = self::form(actor, form, draft, &[]);
    for (field, fault) in faults {
        page.fault(field, text.fault(fault).to_owned());
    }
    page
}

/// What would happen, and the buttons that confirm or change it.
pub fn preview<P: Permission>(
    actor: &Actor<P>,
    (form, act): (Form, Act),
    draft: &Draft,
    (run, bound, held): (&DryRun, &str, &[Held]),
) -> FormPage {
    let text = Text::of(actor.lang());
    let mut page = blank(actor, form);
    page.hidden = draft.hidden();
    if act == Act::Budget && !held.is_empty() {
        page.tables.push((text.present.to_owned(), table(held, text)));
    }
    page.before.push(Section { title: text.what.to_owned(), facts: asked(act, draft, text) });
    part::onto(&mut page, run, bound, &actor.face());
    if let Act::Freeze(kind) = act {
        let warning = format!("{} {}", text.stop, text.warning(kind));
        page.notice = Some(page.notice.take().map_or_else(|| warning.clone(), |notice| format!("{notice} {warning}")));
    }
    page
}

/// The preview once more, since what it showed has changed meanwhile (409).
pub fn changed<P: Permission>(
    actor: &Actor<P>,
    asked: (Form, Act),
    draft: &Draft,
    shown: (&DryRun, &str, &[Held]),
) -> FormPage {
    let mut page = preview(actor, asked, draft, shown);
    let said = part::changed(actor.lang());
    page.notice = Some(page.notice.take().map_or_else(|| said.to_owned(), |notice| format!("{said} {notice}")));
    page.status = StatusCode::CONFLICT;
    page
}

/// What is the same for all customers of a confirmation.
fn asked(act: Act, draft: &Draft, text: &Text) -> Vec<(&'static str, Cell)> {
    let frozen = |kind: FreezeType| match kind {
        FreezeType::Account => (text.account, Tone::Waiting),
        FreezeType::AccountAndResource => (text.resources, Tone::Refused),
    };
    match act {
        Act::Budget => {
            let monthly = draft.budget_type == BudgetType::Monthly.as_str();
            let automatic = draft.operate_type == "1";
            let mut facts = vec![
                (text.budget_type, Cell::text(if monthly { text.monthly } else { text.package })),
                (text.operate_type, Cell::text(if automatic { text.automatic } else { text.manual })),
            ];
            if draft.unfreezes {
                facts.push((text.unfreezes, Cell::text(text.unfreezes_tick)));
            }
            facts
        }
        Act::Freeze(kind) => {
            let (word, tone) = frozen(kind);
            vec![(text.freeze_type, Cell::badge(tone, word)), (text.reason, Cell::text(&draft.reason))]
        }
        Act::Unfreeze(kind) => {
            vec![(text.unfreeze_type, Cell::text(frozen(kind).0)), (text.reason, Cell::text(&draft.reason))]
        }
    }
}

fn blank<P: Permission>(actor: &Actor<P>, form: Form) -> FormPage {
    let text = Text::of(actor.lang());
    let (title, hint) = text.heading(form);
    let path = match form {
        Form::Budget => "/accounts/budgets",
        Form::Freeze => "/accounts/freezes",
        Form::Unfreeze => "/accounts/unfreezes",
    };
    let mut page =
        FormPage::new(Frame::new(actor.visitor(), title), path.to_owned(), Link::new(text.cancel, "/customers"));
    hint.clone_into(&mut page.hint);
    page
}

/// Why the organisation has no budgets and freezes at all (API-6).
fn refused<P: Permission>(actor: &Actor<P>) -> Option<&'static str> {
    let text = Text::of(actor.lang());
    match &actor.organization().sites[..] {
        [] => Some(text.no_account),
        _ if !actor.organization().is_abroad() => Some(text.wrong_site),
        _ => None,
    }
}

fn table(held: &[Held], text: &Text) -> Table {
    let currency = held.iter().find_map(|one| one.currency.as_deref()).unwrap_or_default();
    let columns = vec![
        Column::new(text.customer),
        Column::number(format!("{} ({currency})", text.of_budget)),
        Column::number(format!("{} ({currency})", text.used)),
        Column::new(text.state),
    ];
    let row = |one: &Held| {
        let frozen = one.is_frozen.unwrap_or_default() != 0;
        vec![
            Cell::text(forms::shown(one)),
            one.budget_amount.map_or_else(|| Cell::text(text.no_budget), Cell::amount),
            amount(one.used_amount),
            if frozen { Cell::badge(Tone::Refused, text.frozen) } else { Cell::badge(Tone::Done, text.normal) },
        ]
    };
    Table { caption: text.recipients.to_owned(), columns, rows: held.iter().map(row).collect() }
}

fn fields(form: Form, draft: &Draft, text: &Text) -> Vec<Field> {
    let recipients = Control::Area { value: draft.recipients.clone(), rows: 5, most: RECIPIENTS };
    let mut fields = vec![Field::new("recipients", text.recipients, recipients).help(text.recipients_help).required()];
    match form {
        Form::Budget => fields.extend(budget_fields(draft, text)),
        Form::Freeze => {
            let choices = [
                (FreezeType::Account, text.account, text.account_hint),
                (FreezeType::AccountAndResource, text.resources, text.resources_hint),
            ];
            let choices = choices.map(|(kind, label, hint)| choice(kind.as_str(), (label, hint), &draft.freeze_type));
            fields.push(Field::new("freeze_type", text.freeze_type, Control::Radios(choices.into())).required());
        }
        Form::Unfreeze => {
            let choices =
                [(FreezeType::Account, text.account_again), (FreezeType::AccountAndResource, text.resources_again)];
            let choices = choices.map(|(kind, label)| choice(kind.as_str(), (label, ""), &draft.freeze_type));
            let field = Field::new("freeze_type", text.unfreeze_type, Control::Radios(choices.into()));
            fields.push(field.help(text.unfreeze_help).required());
        }
    }
    let reason = Control::Area { value: draft.reason.clone(), rows: 2, most: limit::REASON };
    fields.push(match form {
        Form::Budget => Field::new("reason", text.remark, reason).help(text.remark_help),
        _ => Field::new("reason", text.reason, reason).help(text.reason_help).required(),
    });
    fields
}

fn budget_fields(draft: &Draft, text: &Text) -> [Field; 4] {
    let sum = Control::Line { value: draft.amount.clone(), kind: "text", most: 32 };
    let types = [
        (BudgetType::Monthly.as_str(), text.monthly, text.monthly_hint),
        (BudgetType::Package.as_str(), text.package, text.package_hint),
    ];
    let types = types.map(|(value, label, hint)| choice(value, (label, hint), &draft.budget_type));
    let ends = [("0", text.manual, text.manual_hint), ("1", text.automatic, text.automatic_hint)];
    let ends = ends.map(|(value, label, hint)| choice(value, (label, hint), &draft.operate_type));
    let unfreezes = Control::Ticks(vec![Choice::new("yes", text.unfreezes_tick, draft.unfreezes)]);
    [
        Field::new("amount", text.amount, sum).help(text.amount_help),
        Field::new("budget_type", text.budget_type, Control::Radios(types.into())).required(),
        Field::new("operate_type", text.operate_type, Control::Radios(ends.into())).required(),
        Field::new("unfreezes", text.unfreezes, unfreezes),
    ]
}

fn choice(value: &str, (label, hint): (&str, &str), chosen: &str) -> Choice {
    Choice { hint: hint.to_owned(), ..Choice::new(value, label, value == chosen) }
}
