//! The form of a transfer or take-back, and its preview.

use axum::http::StatusCode;
use rust_decimal::Decimal;

use super::amount;
use crate::{
    access::{Actor, Permission},
    accounts::{
        forms::transfers::{self as forms, Draft},
        rules::{
            transfer::{Side, Way},
            transferable_of,
        },
        store::transfers::{Party, Payer},
        text::transfers::Text,
    },
    commands::dry_run::{DryRun, part},
    values::decimal,
    web::{
        Cell, Column, Frame, Link, Section, Table,
        form::{Choice, Control, Field, FormPage, Group},
    },
};

/// What a form is about: with whom, which way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Turn {
    /// With whom.
    pub side: Side,
    /// Which way.
    pub way: Way,
}

/// What a page shows of a look.
#[derive(Clone, Copy)]
pub struct Shown<'a> {
    /// What would happen.
    pub run: &'a DryRun,
    /// What beside it binds the confirmation.
    pub bound: &'a str,
    /// Name of the reseller whose money it is; none: the organisation's own.
    pub owner: Option<&'a str>,
}

/// What stands beside the preview of a take-back: nothing is drawn from a balance there, it grows.
pub struct Beside {
    /// Whose balance grows.
    pub payer: Option<Payer>,
    /// From whom it is taken back.
    pub known: Vec<Party>,
}

impl Turn {
    /// Where the form is sent.
    const fn path(self) -> &'static str {
        match (self.side, self.way) {
            (Side::Customer, Way::Out) => "/accounts/transfers",
            (Side::Customer, Way::Back) => "/accounts/takebacks",
            (Side::Reseller, Way::Out) => "/resellers/transfers",
            (Side::Reseller, Way::Back) => "/resellers/takebacks",
        }
    }

    /// Where one comes from.
    const fn list(self) -> &'static str {
        match self.side {
            Side::Customer => "/customers",
            Side::Reseller => "/resellers",
        }
    }
}

/// The form. `known` are recipients that were ticked, with what they have.
pub fn form<P: Permission>(
    actor: &Actor<P>,
    turn: Turn,
    draft: &Draft,
    (payer, known): (Option<&Payer>, &[Party]),
    owner: Option<&str>,
) -> FormPage {
    let text = Text::of(actor.lang());
    let mut page = blank(actor, turn);
    if let Some(why) = refused(actor) {
        page.notice = Some(why.to_owned());
        return page;
    }
    page.before.extend(owner.map(|owner| behalf(owner, text)));
    page.before.extend(payer.filter(|_| turn.way == Way::Out).map(|payer| funds(actor, payer, owner)));
    if !known.is_empty() {
        page.tables.push((text.recipients.to_owned(), parties(actor, turn, known)));
    }
    page.groups = vec![Group { title: String::new(), hint: String::new(), fields: fields(draft, turn, text) }];
    page.buttons = vec![("preview", text.preview)];
    page
}

/// What would happen, and the buttons that confirm or change it.
pub fn preview<P: Permission>(
    actor: &Actor<P>,
    turn: Turn,
    draft: &Draft,
    (shown, beside): (&Shown<'_>, &Beside),
) -> FormPage {
    let text = Text::of(actor.lang());
    let mut page = blank(actor, turn);
    page.hidden = draft.hidden();
    page.before.extend(shown.owner.map(|owner| behalf(owner, text)));
    if turn.way == Way::Back {
        page.before.extend(beside.payer.as_ref().map(|payer| grown(actor, payer, shown)));
        page.tables
            .extend((!beside.known.is_empty()).then(|| (text.balance.to_owned(), parties(actor, turn, &beside.known))));
    }
    part::onto(&mut page, shown.run, shown.bound, &actor.face());
    page
}

/// The balance that a take-back returns to, before and after it.
fn grown<P: Permission>(actor: &Actor<P>, payer: &Payer, shown: &Shown<'_>) -> Section {
    let text = Text::of(actor.lang());
    let mut section = funds(actor, payer, shown.owner);
    let after = transferable_of(&payer.holdings) + shown.run.total;
    let after = format!("{} {}", decimal::grouped(after, 2), payer.currency);
    section.facts.push((text.free_after, Cell::Amount(after)));
    section
}

/// The preview once more, since what it showed has changed meanwhile (409).
pub fn changed<P: Permission>(actor: &Actor<P>, turn: Turn, draft: &Draft, shown: (&Shown<'_>, &Beside)) -> FormPage {
    let mut page = preview(actor, turn, draft, shown);
    let said = part::changed(actor.lang());
    page.notice = Some(page.notice.take().map_or_else(|| said.to_owned(), |notice| format!("{said} {notice}")));
    page.status = StatusCode::CONFLICT;
    page
}

fn blank<P: Permission>(actor: &Actor<P>, turn: Turn) -> FormPage {
    let text = Text::of(actor.lang());
    let (title, hint) = text.heading(turn.side, turn.way);
    let mut page =
        FormPage::new(Frame::new(actor.visitor(), title), turn.path().to_owned(), Link::new(text.cancel, turn.list()));
    hint.clone_into(&mut page.hint);
    page
}

/// Why the organisation has no transfers at all (API-6, ACCT-16).
fn refused<P: Permission>(actor: &Actor<P>) -> Option<&'static str> {
    let text = Text::of(actor.lang());
    match &actor.organization().sites[..] {
        [] => Some(text.no_account),
        _ if actor.organization().is_only_abroad() => Some(text.wrong_site),
        _ => None,
    }
}

/// For whom a distributor acts, and whose money it is (ACCT-1).
fn behalf(owner: &str, text: &Text) -> Section {
    let facts = vec![(text.behalf_payer, Cell::text(owner).under(text.behalf_note))];
    Section { title: text.behalf.to_owned(), facts }
}

fn funds<P: Permission>(actor: &Actor<P>, payer: &Payer, owner: Option<&str>) -> Section {
    let text = Text::of(actor.lang());
    let free = format!("{} {}", decimal::grouped(transferable_of(&payer.holdings), 2), payer.currency);
    let read = payer.read_at.map_or_else(|| text.never_read.to_owned(), |at| actor.face().when(at).relative);
    let facts = vec![(text.free, Cell::Amount(free).under(format!("{} {read}", text.read)))];
    Section { title: owner.unwrap_or(&actor.organization().name).to_owned(), facts }
}

fn parties<P: Permission>(actor: &Actor<P>, turn: Turn, known: &[Party]) -> Table {
    let (face, text) = (actor.face(), Text::of(actor.lang()));
    let label = if turn.side == Side::Customer { text.customer } else { text.reseller };
    let columns = vec![Column::new(label), Column::number(text.balance), Column::new(text.read)];
    let row = |party: &Party| {
        let debt = party.debt.filter(|debt| *debt > Decimal::ZERO);
        let debt = debt.map(|debt| format!("{} {}", text.arrears, decimal::grouped(debt, 2))).unwrap_or_default();
        let read = if party.balance.is_some() { Cell::when(party.read_at, &face) } else { Cell::text(text.never_read) };
        vec![Cell::text(forms::shown(party)), amount(party.balance).under(debt), read]
    };
    Table { caption: text.recipients.to_owned(), columns, rows: known.iter().map(row).collect() }
}

fn fields(draft: &Draft, turn: Turn, text: &Text) -> Vec<Field> {
    let recipients = Control::Area { value: draft.recipients.clone(), rows: 6, most: forms::RECIPIENTS };
    let sum = Control::Line { value: draft.amount.clone(), kind: "text", most: 32 };
    let remark = Control::Area { value: draft.remark.clone(), rows: 2, most: forms::REMARK };
    let mut fields = vec![
        Field::new("recipients", text.recipients, recipients).help(text.recipients_help).required(),
        Field::new("amount", text.amount, sum).help(text.amount_help),
    ];
    if turn.way == Way::Back {
        let ticks = Control::Ticks(vec![Choice::new("yes", text.whole_tick, draft.is_whole)]);
        fields.push(Field::new("whole", text.whole, ticks));
    }
    fields.push(Field::new("remark", text.remark, remark).help(text.remark_help));
    fields
}
