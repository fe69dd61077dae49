//! What an approver reads: the facts as they were when it was submitted, the figures then and now, the recipients.

use serde_json::Value;

use super::money;
use crate::{
    access::Code,
    accounts,
    approvals::{
        pages::shown,
        rules::Verdict,
        store::show::{Approval, Command},
        text::{Text, facts},
    },
    board::{asked, words},
    commands::{Kind, Write},
    web::{Cell, Column, Face, Section, Table, Typed, pager::SIZE},
};

/// Names of approvers shown before they are only counted.
const NAMED: usize = 5;

/// Everything about the approval but its recipients.
pub fn sections(approval: &Approval, commands: &[Command], verdict: &Verdict, face: &Face) -> Vec<Section> {
    let text = Text::of(face.lang);
    let mut sections = vec![whole(approval, verdict, face)];
    // Where the vendor is asked different things, each row says its own.
    let write = commands.first().filter(|_| approval.writes == 1).and_then(write);
    let asked = write.map(|write| asked::facts(&write, face)).filter(|facts| !facts.is_empty());
    sections.extend(asked.map(|facts| Section { title: asked::title(face).to_owned(), facts }));
    let figures: Vec<_> = now(approval, face).into_iter().chain(read(approval, face)).collect();
    if !figures.is_empty() {
        sections.push(Section { title: text.figures.to_owned(), facts: figures });
    }
    sections
}

fn write(command: &Command) -> Option<Write> {
    serde_json::from_value(command.parameters.0.clone()).ok()
}

/// What makes one stop before one agrees to a freeze, as its maker read it (ACCT-19).
pub fn warning(commands: &[Command], face: &Face) -> Option<String> {
    commands.iter().find_map(|command| match write(command) {
        Some(Write::Freeze { freeze_type, .. }) => accounts::freeze_warning(&freeze_type, face.lang).map(str::to_owned),
        _ => None,
    })
}

/// The amount; where what is taken back is issued again in part, either sum and what remains of both.
fn amounts(approval: &Approval, face: &Face) -> Vec<(&'static str, Cell)> {
    let text = Text::of(face.lang);
    let currency = approval.currency.as_deref();
    let sum = |kind: &str| approval.sums.0.iter().find(|sum| sum.kind == kind).and_then(|sum| sum.amount);
    match (sum("quota_reclaim"), sum("quota_issue")) {
        (Some(back), Some(again)) => vec![
            (text.taken_back, money(Some(back), currency)),
            (text.issued_again, money(Some(again), currency)),
            (text.net, money(Some(back - again), currency)),
        ],
        _ => vec![(text.amount, money(approval.amount, currency))],
    }
}

/// What the organisation is in it.
fn part(kind: &str, text: &'static Text) -> &'static str {
    match Kind::parse(kind) {
        Some(
            Kind::QuotaIssue
            | Kind::CouponIssue
            | Kind::CustomerTransfer
            | Kind::ResellerTransfer
            | Kind::Withdrawal
            | Kind::Payment,
        ) => text.organization,
        Some(Kind::CustomerTakeback | Kind::ResellerTakeback) => text.payee,
        _ => text.acting,
    }
}

fn whole(approval: &Approval, verdict: &Verdict, face: &Face) -> Section {
    let text = Text::of(face.lang);
    let code = approval.code.as_deref().and_then(Code::parse).map(|code| code.name(face.lang));
    let needed = match (approval.steps, approval.state(face.now)) {
        (0, _) => text.nobody_asked.to_owned(),
        (steps, _) => text.agreed(approval.agreed(), steps, face.lang),
    };
    let separator = face.lang.pick(", ", "、");
    let more = verdict.approvers.len().saturating_sub(NAMED);
    let mut names: String =
        verdict.approvers.iter().take(NAMED).map(String::as_str).collect::<Vec<_>>().join(separator);
    if more > 0 {
        names.push_str(&format!(" +{more}"));
    }
    let waits = approval.state(face.now) == "pending";
    let mut facts = vec![
        (text.kind, Cell::text(words::kind(&approval.kind, face.lang))),
        (part(&approval.kind, text), Cell::text(&approval.payer)),
    ];
    facts.extend(amounts(approval, face));
    facts.extend([
        (text.count, Cell::text(approval.commands.to_string())),
        (text.remark, Cell::text(&approval.remark)),
        (text.maker, Cell::text(&approval.maker)),
        (text.needed, Cell::text(needed)),
        (text.approves, Cell::maybe(code)),
        (text.asked, if waits { Cell::text(names) } else { Cell::None }),
        (text.expires, if waits { Cell::when(Some(approval.expires_at), face) } else { Cell::None }),
        (text.decided, Cell::when(approval.decided_at, face)),
        (text.progress, progress(approval, face)),
    ]);
    let facts = facts.into_iter().filter(|(_, cell)| !matches!(cell, Cell::None)).collect();
    Section { title: text.facts.to_owned(), facts }
}

/// How many commands stand where.
fn progress(approval: &Approval, face: &Face) -> Cell {
    let badge = |word: &str, count: i64| {
        let (tone, name) = words::state(word, face.lang);
        Cell::badge(tone, format!("{name} {count}"))
    };
    let counts = approval.counts.0.iter().filter(|count| count.count > 0);
    let awaiting = approval.state(face.now) == "pending";
    Cell::Several(counts.map(|count| badge(shown_word(&count.word, awaiting), count.count)).collect())
}

/// What waits is shown by what it waits for.
fn shown_word(word: &str, awaiting: bool) -> &str {
    match (word, awaiting) {
        ("intent", true) => "awaiting",
        ("intent", false) => "ready",
        (word, _) => word,
    }
}

/// The quota as it is now, beside what the facts say it was.
fn now(approval: &Approval, face: &Face) -> Vec<(&'static str, Cell)> {
    let text = Text::of(face.lang);
    let Some(number) = &approval.quota_remote_id else { return Vec::new() };
    let currency = approval.currency.as_deref();
    let quota = match approval.quota_id {
        Some(id) => Cell::link(number, format!("/vouchers/quotas/{id}")),
        None => Cell::code(number, face.lang),
    };
    let mut facts = vec![(text.quota, quota)];
    if let Some(balance) = approval.balance {
        let open = shown(approval.open.unwrap_or_default(), currency);
        let note = Cell::text(format!("{} {open}", text.balance_now_note));
        let read = Cell::Several(vec![Cell::when(approval.balance_at, face), note]);
        facts.push((text.balance_now, money(Some(balance), currency).over(read)));
    }
    facts
}

/// Facts that stand among the first ones of the page already.
const TOLD: [&str; 7] = ["payer", "recipients", "count", "total", "amount", "currency", "quota_id"];
/// Facts that are amounts in the approval's currency.
const AMOUNTS: [&str; 7] = ["face_value", "balance", "balance_before", "open", "done", "balance_after", "transferable"];

/// Facts as they were written down when it was submitted: labels that are known, in their order, others as they are.
fn read(approval: &Approval, face: &Face) -> Vec<(&'static str, Cell)> {
    let text = Text::of(face.lang);
    let Value::Object(fields) = &approval.facts.0 else { return Vec::new() };
    let is_told = |key: &str| {
        // Whose money it is stands above, unless it is a reseller's.
        if key == "payer" && fields.get(key).and_then(Value::as_str) == Some(approval.payer.as_str()) {
            return true;
        }
        TOLD.contains(&key) && (key != "quota_id" || approval.quota_remote_id.is_some()) && approval.amount.is_some()
    };
    let mut fields: Vec<_> = fields.iter().filter(|(key, _)| !is_told(key)).collect();
    fields.sort_by_key(|(key, _)| facts::place(key));
    let fact = |(key, value): (&String, &Value)| {
        let amount = value.as_str().filter(|_| AMOUNTS.contains(&key.as_str())).and_then(|text| text.parse().ok());
        let named = value.as_str().and_then(|word| facts::value(key, word, face.lang));
        let plain = || named.map_or_else(|| said(value, face), str::to_owned);
        let said = amount.map_or_else(plain, |amount| shown(amount, approval.currency.as_deref()));
        let label = match key.as_str() {
            "payer" => Some(part(&approval.kind, text)),
            _ => facts::label(key, face.lang),
        };
        (!said.is_empty()).then(|| match label {
            Some(label) => (label, Cell::text(said)),
            None => (facts::other(face.lang), Cell::text(format!("{key}: {said}"))),
        })
    };
    fields.into_iter().filter_map(fact).collect()
}

fn said(value: &Value, face: &Face) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => match text.parse::<chrono::DateTime<chrono::Utc>>() {
            Ok(at) => face.when(at).exact,
            Err(_) => text.clone(),
        },
        Value::Array(parts) => {
            let parts: Vec<String> = parts.iter().take(20).map(|part| said(part, face)).collect();
            parts.join(face.lang.pick(", ", "、"))
        }
        Value::Object(fields) => {
            let parts: Vec<String> = fields.iter().map(|(key, part)| format!("{key} {}", said(part, face))).collect();
            parts.join(face.lang.pick("; ", "；"))
        }
        other => other.to_string(),
    }
}

/// The first recipients, each with where its command stands.
pub fn commands(commands: &[Command], approval: &Approval, face: &Face) -> Table {
    let text = Text::of(face.lang);
    let (is_mixed, is_each) = (approval.sums.0.len() > 1, approval.writes > 1);
    let is_budget = approval.kind == "budget_set";
    let mut columns = vec![Column::new(text.command_number).tight(), Column::new(text.recipient)];
    columns.extend(is_mixed.then(|| Column::new(text.kind)));
    columns.push(Column::number(if is_budget { text.new_budget } else { text.amount }));
    columns.extend(is_budget.then(|| Column::number(text.old_budget)));
    columns.extend(is_each.then(|| Column::new(asked::title(face))));
    columns.push(Column::new(text.state).tight());
    let awaiting = approval.state(face.now) == "pending";
    let row = |command: &Command| {
        let word = match (command.state.as_str(), &command.outcome) {
            ("reconciled", Some(outcome)) => outcome.as_str(),
            ("unknown", _) if command.settled_at.is_some() => "person",
            (state, _) => shown_word(state, awaiting),
        };
        let (tone, name) = words::state(word, face.lang);
        let why = command.failure.as_deref().map(|failure| words::failure(failure, face.lang)).unwrap_or_default();
        let recipient = Cell::text(&command.recipient_name).over(Cell::id(&command.recipient_remote_id, face.lang));
        let recipient = if command.recipient_name.is_empty() {
            Cell::code(&command.recipient_remote_id, face.lang)
        } else {
            recipient
        };
        let mut cells = vec![Cell::link(command.id.to_string(), format!("/commands/{}", command.id)), recipient];
        cells.extend(is_mixed.then(|| Cell::text(words::kind(&command.kind, face.lang))));
        cells.push(money(command.amount, approval.currency.as_deref()));
        cells.extend(is_budget.then(|| budget(command, text)));
        cells.extend(is_each.then(|| write(command).map_or(Cell::None, |write| asked::cell(&write, face))));
        cells.push(Cell::badge(tone, name).under(why));
        cells
    };
    let rows = commands.iter().take(SIZE).map(row).collect();
    let caption = if commands.len() > SIZE { text.shown_of } else { text.commands };
    Table { caption: caption.to_owned(), columns, rows }
}

/// The budget that the new one replaces, and what is used of it.
fn budget(command: &Command, text: &Text) -> Cell {
    let currency = command.budget_currency.as_deref();
    let used = command.used.map(|used| format!("{} {}", text.used, shown(used, currency))).unwrap_or_default();
    command.budget.map_or(Cell::None, |budget| money(Some(budget), currency).under(used))
}

/// The form in which the same is asked for again, filled with this approval; none where there is no such form.
pub fn form_of(approval: &Approval) -> Option<String> {
    let form = match approval.kind.as_str() {
        "quota_issue" => "issues",
        "coupon_issue" => "coupons",
        _ => return None,
    };
    let path = format!("/vouchers/quotas/{}/{form}/new", approval.quota_id?);
    let id = approval.id.to_string();
    Some(Typed::default().address(&path, &[], &[("approval", &id), ("remark", &approval.remark)]))
}
