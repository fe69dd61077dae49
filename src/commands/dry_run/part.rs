//! How a dry run is shown: a section of figures and a table of recipients, for the form that asks for the confirmation.

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;

use super::{Balance, DryLine, DryRun, Objection, Problem, Warning, text::Text};
use crate::{
    lang::Lang,
    values::{Currency, Money, decimal},
    web::{Cell, Column, Face, Section, Table, Tone, form::FormPage},
};

/// Field of the step: `confirm` in a confirmation.
pub const STEP: &str = "step";
/// What the main button of a preview sends in [`STEP`].
pub const CONFIRM: &str = "confirm";
/// What the other button sends: back to the form, with everything that was typed.
pub const CHANGE: &str = "change";
/// Hidden field: [`DryRun::digest`] of what was shown.
pub const DIGEST: &str = "digest";
/// Hidden field: one confirmation, one approval, however often the form is sent.
pub const TOKEN: &str = "token";

/// A new token, for a preview that is shown.
#[must_use]
pub fn fresh_token() -> String {
    uuid::Uuid::new_v4().simple().to_string()
}

/// Puts a dry run onto a form: figures, recipients, what stands against it, and the buttons. `parameters` as for the digest;
/// the caller has put what was typed into hidden fields.
pub fn onto(page: &mut FormPage, run: &DryRun, parameters: &str, face: &Face) {
    let text = Text::of(face.lang);
    let hint = if run.is_ready() { text.confirm_hint } else { text.mend_hint };
    hint.clone_into(&mut page.hint);
    page.before.push(figures(run, face));
    page.tables.push((text.lines.to_owned(), table(run, face.lang)));
    let notices = notices(run, face.lang);
    if !notices.is_empty() {
        page.fault("", notices.join(face.lang.pick(" ", "")));
    }
    page.hidden.push((DIGEST, run.digest(parameters)));
    page.hidden.push((TOKEN, fresh_token()));
    if run.is_ready() {
        page.buttons.push((CONFIRM, if run.second.is_some() { text.confirm_request } else { text.confirm }));
    }
    page.buttons.push((CHANGE, text.change));
}

/// What a confirmation is answered whose digest differs: the new preview stands below it.
#[must_use]
pub fn changed(lang: Lang) -> &'static str {
    Text::of(lang).changed
}

/// Why a dry run cannot be confirmed, a sentence each.
#[must_use]
pub fn notices(run: &DryRun, lang: Lang) -> Vec<String> {
    let text = Text::of(lang);
    let currency = run.currency.as_deref().unwrap_or_default();
    let told = |objection: &Objection| match objection {
        Objection::Nobody => text.nobody.to_owned(),
        Objection::TooMany(most) => fill(text.too_many, &[&most.to_string()]),
        Objection::Short(by) => fill(text.short, &[&money(*by, currency)]),
        Objection::NobodyAgrees => text.nobody_agrees.to_owned(),
        Objection::Said(said) => lang.pick(said.en, said.zh_cn).to_owned(),
    };
    let mut told: Vec<String> = run.objections.iter().map(told).collect();
    if run.faulty() > 0 {
        told.push(text.mend.to_owned());
    }
    told
}

/// The figures of a dry run; the balance is the vendor's with its age, open commands stand beside it (CMD-13).
#[must_use]
pub fn figures(run: &DryRun, face: &Face) -> Section {
    let text = Text::of(face.lang);
    let count = Cell::text(run.lines.len().to_string());
    let count = match run.faulty() {
        0 => count,
        faulty => count.under(fill(text.of_which_faulty, &[&faulty.to_string(), &run.lines.len().to_string()])),
    };
    let mut facts = vec![(text.recipients, count)];
    let currency = run.currency.as_deref().unwrap_or_default();
    if run.lines.iter().any(|line| line.amount.is_some()) {
        facts.push((text.total, Cell::Amount(money(run.total, currency))));
    }
    if let (Some(balance), Some(after)) = (&run.balance, run.balance_after) {
        facts.extend(balances(balance, after, face));
    }
    facts.push((text.agreement, agreement(run, face.lang)));
    let seconds =
        if run.seconds > 1 { fill(text.calls_note, &[&run.seconds.to_string()]) } else { text.instant.to_owned() };
    facts.push((text.calls, Cell::text(run.calls.to_string()).under(seconds)));
    Section { title: text.title.to_owned(), facts }
}

fn balances(balance: &Balance, after: Decimal, face: &Face) -> Vec<(&'static str, Cell)> {
    let text = Text::of(face.lang);
    let open = match balance.open_count {
        0 => Cell::text(text.open_none),
        count => {
            Cell::Amount(money(balance.open, &balance.currency)).under(fill(text.open_note, &[&count.to_string()]))
        }
    };
    let left = Cell::Amount(money(after, &balance.currency));
    let mut facts =
        vec![(text.balance, Cell::Amount(money(balance.amount, &balance.currency)).under(age(balance.as_of, face)))];
    if !balance.done.is_zero() {
        facts.push((text.done, Cell::Amount(money(-balance.done, &balance.currency)).under(text.done_note)));
    }
    facts.extend([(text.open, open), (text.after, left)]);
    facts
}

/// How old a snapshot is, in words.
fn age(as_of: DateTime<Utc>, face: &Face) -> String {
    fill(Text::of(face.lang).as_of, &[&face.when(as_of).relative])
}

fn agreement(run: &DryRun, lang: Lang) -> Cell {
    let text = Text::of(lang);
    let Some(code) = run.second else { return Cell::text(text.nobody_asked) };
    let names = run.approvers.join(lang.pick(", ", "、"));
    let pattern = if run.steps > 1 { text.two } else { text.second };
    Cell::badge(Tone::Waiting, code.name(lang)).under(fill(pattern, &[&names]))
}

/// The recipients, those that cannot be done first.
#[must_use]
pub fn table(run: &DryRun, lang: Lang) -> Table {
    let text = Text::of(lang);
    let has_amounts = run.lines.iter().any(|line| line.amount.is_some());
    let is_short = run.objections.iter().any(|objection| matches!(objection, Objection::Short(_)));
    let mut columns = vec![Column::new(text.recipient)];
    if has_amounts {
        let currency = run.currency.as_ref().map(|currency| format!("{} ({currency})", text.amount));
        columns.push(Column::number(currency.unwrap_or_else(|| text.amount.to_owned())));
    }
    columns.push(Column::new(text.check));
    let mut lines: Vec<&DryLine> = run.lines.iter().collect();
    lines.sort_by_key(|line| (line.problems.is_empty(), line.warnings.is_empty()));
    let row = |line: &DryLine| {
        let recipient = Cell::text(if line.name.is_empty() { &line.recipient } else { &line.name });
        let recipient = if line.name.is_empty() { recipient } else { recipient.under(&line.recipient) };
        let amount = has_amounts.then(|| line.amount.map_or(Cell::None, Cell::amount));
        [Some(recipient), amount, Some(check(line, is_short, lang))].into_iter().flatten().collect()
    };
    Table { caption: text.lines.to_owned(), columns, rows: lines.into_iter().map(row).collect() }
}

fn check(line: &DryLine, is_short: bool, lang: Lang) -> Cell {
    let text = Text::of(lang);
    let gap = lang.pick(" ", "");
    if !line.problems.is_empty() {
        let told: Vec<String> = line.problems.iter().map(|problem| problem_told(*problem, lang)).collect();
        return Cell::badge(Tone::Refused, text.faulty).under(told.join(gap));
    }
    if is_short && line.amount.is_some() {
        return Cell::badge(Tone::Refused, text.uncovered);
    }
    if !line.warnings.is_empty() {
        let told: Vec<String> = line.warnings.iter().map(|warning| warning_told(*warning, lang)).collect();
        return Cell::badge(Tone::Waiting, text.look).under(told.join(gap));
    }
    Cell::badge(Tone::Done, text.ready)
}

/// The sentence of a problem, also for an answer of the JSON API.
#[must_use]
pub fn problem_told(problem: Problem, lang: Lang) -> String {
    let text = Text::of(lang);
    let sentence = match problem {
        Problem::Unknown => text.unknown,
        Problem::Ambiguous => text.ambiguous,
        Problem::Duplicate => text.duplicate,
        Problem::Left => text.left,
        Problem::Advisor => text.advisor,
        Problem::AmountMissing => text.amount_missing,
        Problem::AmountUnreadable => text.amount_unreadable,
        Problem::AmountNotPositive => text.amount_not_positive,
        Problem::AmountDecimals => text.amount_decimals,
        Problem::NothingLeft => text.nothing_left,
        Problem::Open(id) => return fill(text.open_in_the_way, &[&id.to_string()]),
        Problem::Said(said) => lang.pick(said.en, said.zh_cn),
    };
    sentence.to_owned()
}

fn warning_told(warning: Warning, lang: Lang) -> String {
    let text = Text::of(lang);
    let sentence = match warning {
        Warning::Open(id) => return fill(text.open_already, &[&id.to_string()]),
        Warning::NotVerified => text.not_verified,
        Warning::Frozen => text.frozen,
        Warning::Said(said) => lang.pick(said.en, said.zh_cn),
    };
    sentence.to_owned()
}

/// An amount with its currency, as far as there is one.
fn money(amount: Decimal, currency: &str) -> String {
    Currency::parse(currency).map_or_else(
        || format!("{} {currency}", decimal::grouped(amount, 2)).trim_end().to_owned(),
        |currency| Money::new(amount, currency).to_string(),
    )
}

/// A pattern with `{}` in place of each value, in order.
fn fill(pattern: &str, values: &[&str]) -> String {
    values.iter().fold(pattern.to_owned(), |filled, value| filled.replacen("{}", value, 1))
}
