//! The evidence before the people who decide: every record that could be it, and why each matches (CMD-8, CMD-9).

use rust_decimal::Decimal;
use serde_json::Value;

use super::Told;
use crate::{
    access::{Actor, Permission, counterparts::Issued},
    board::{
        store::show::Command,
        text::{Text, words},
    },
    commands::{
        Entitled, Kind, Outcome, State, again as repetition,
        resolution::{Open, Proposal, Refusal, may_decide, may_propose, second_code},
    },
    values::decimal,
    web::{
        Cell, Column, Face, Table, Tone,
        form::{Choice, Control, Field, Panel},
    },
};

/// The candidates of the last look.
fn candidates(command: &Command) -> &[Value] {
    match command.evidence.as_ref().map(|evidence| &evidence.0) {
        Some(Value::Array(candidates)) => candidates,
        _ => &[],
    }
}

/// All candidate records side by side.
pub fn table(command: &Command, face: &Face) -> Option<(String, Table)> {
    let text = Text::of(face.lang);
    let rows: Vec<_> = candidates(command).iter().map(|record| cells(command, record, face)).collect();
    let columns = vec![
        Column::new(text.record),
        Column::new(text.recipient_id),
        Column::number(text.amount),
        Column::new(text.at).tight(),
        Column::new(text.remark),
        Column::new(text.matches),
    ];
    (!rows.is_empty()).then(|| (text.evidence.to_owned(), Table { caption: text.evidence.to_owned(), columns, rows }))
}

fn cells(command: &Command, record: &Value, face: &Face) -> Vec<Cell> {
    let text = Text::of(face.lang);
    let word = |name: &str| record[name].as_str().unwrap_or_default();
    let amount: Option<Decimal> = decimal::parse(word("amount")).ok();
    let at = word("at").parse().ok();
    let mut same = Vec::new();
    if word("recipient") == command.recipient_remote_id {
        same.push(text.same_recipient);
    }
    if amount.is_some() && amount == command.amount {
        same.push(text.same_amount);
    }
    if command.quota_remote_id.as_deref().is_some_and(|quota| quota == word("quota")) {
        same.push(text.same_quota);
    }
    if at.zip(command.sent_at).is_some_and(|(at, sent): (chrono::DateTime<chrono::Utc>, _)| at >= sent - super::BEFORE)
    {
        same.push(text.same_time);
    }
    if word("remark").contains(&format!("ptl:{}", super::mark(command))) {
        same.push(text.same_mark);
    }
    let failed = record["ok"] == Value::Bool(false);
    let matches = Cell::text(same.join(face.lang.pick(", ", "、")));
    vec![
        Cell::code(word("record"), face.lang),
        Cell::id(word("recipient"), face.lang),
        amount.map_or(Cell::None, Cell::amount),
        Cell::when(at, face),
        Cell::text(word("remark")),
        if failed { matches.over(Cell::badge(Tone::Refused, text.record_failed)) } else { matches },
    ]
}

/// The command as the rule of the engine sees it.
fn open(command: &Command) -> Option<Open> {
    let proposal = command.proposal().and_then(|proposal| {
        Some(Proposal {
            id: proposal.id,
            outcome: Outcome::parse(&proposal.outcome)?,
            record: proposal.record.clone(),
            reason: proposal.reason.clone(),
            proposed_by: proposal.proposed_by,
            proposer_issued: Issued { by: proposal.proposer_made_by, at: proposal.proposer_made_at },
        })
    });
    let (kind, state) = (Kind::parse(&command.kind)?, State::parse(&command.state)?);
    Some(Open { id: command.id, kind, state, settled_at: command.settled_at, proposal, call_id: command.call_id })
}

/// The reader's part in the decision, or why it is not his.
pub fn part<P: Permission>(actor: &Actor<P>, command: &Command) -> (Vec<Panel>, Option<String>) {
    let text = Text::of(actor.lang());
    let held = actor.seat().permissions;
    let Some(open) = open(command).filter(|open| open.state == State::Unknown && open.settled_at.is_some()) else {
        return (vec![], None);
    };
    if let Some(proposal) = command.proposal() {
        let issued = Issued { by: command.reader_made_by, at: command.reader_made_at };
        let reader = Entitled { member_id: actor.member_id(), permissions: held, issued };
        return match may_decide(&open, &reader, actor.face().now) {
            Ok(()) => (vec![deciding(command, &proposal.outcome, text, &actor.face())], None),
            Err(Refusal::Own) => (vec![], Some(text.own_proposal.to_owned())),
            Err(Refusal::Apart) => (vec![], Some(text.proposer_apart.to_owned())),
            Err(_) => (vec![], Some(format!("{} {}", text.needs, second_code(open.kind).name(actor.lang())))),
        };
    }
    match may_propose(&open, held, "-") {
        Ok(()) => (vec![proposing(command, text, &actor.face())], None),
        Err(_) => (vec![], Some(format!("{} {}", text.needs, open.kind.code().name(actor.lang())))),
    }
}

/// The button that sends once more what was certainly not done (CMD-4).
pub fn again<P: Permission>(actor: &Actor<P>, command: &Command) -> Option<Panel> {
    let text = Text::of(actor.lang());
    let kind = Kind::parse(&command.kind)?;
    let follows = command.follows_id.is_some();
    repetition::may(kind, &command.state, command.outcome.as_deref(), follows).ok()?;
    if command.again_id.is_some() || !actor.may(kind.code()) {
        return None;
    }
    let anyway = || Control::Ticks(vec![Choice::new("yes", text.again_anyway, false)]);
    let twin = |id: i64| Field::new("anyway", text.again_twin, anyway()).help(format!("{} {id}", text.again_other));
    let name = if command.recipient_name.is_empty() { &command.recipient_remote_id } else { &command.recipient_name };
    let parts = [command.amount.map(|amount| super::shown(amount, command.currency.as_deref())), Some(name.clone())];
    let what = parts.into_iter().flatten().collect::<Vec<_>>().join(" → ");
    Some(Panel {
        title: text.again_title.to_owned(),
        hint: format!("{what}{}{}", actor.lang().pick(". ", "。"), text.again_hint),
        action: format!("/commands/{}", command.id),
        hidden: vec![],
        fields: command.twin_id.map(twin).into_iter().collect(),
        buttons: vec![("again", text.again)],
    })
}

fn proposing(command: &Command, text: &Text, face: &Face) -> Panel {
    let outcome = |word: &str| Choice::new(word, words::state(word, face.lang).1, false);
    let record = |record: &Value| {
        let key = record["record"].as_str().unwrap_or_default();
        Choice::new(key, key, false)
    };
    let none = Choice::new("", text.no_record, true);
    let records = std::iter::once(none).chain(candidates(command).iter().map(record)).collect();
    let reason = Control::Area { value: String::new(), rows: 2, most: 500 };
    Panel {
        title: text.propose_title.to_owned(),
        hint: text.propose_hint.to_owned(),
        action: format!("/commands/{}", command.id),
        hidden: vec![],
        fields: vec![
            Field::new("outcome", text.outcome, Control::Radios(vec![outcome("applied"), outcome("not_applied")]))
                .required(),
            Field::new("record", text.record, Control::Select(records)).help(text.record_help),
            Field::new("reason", text.reason, reason).required(),
        ],
        buttons: vec![("propose", text.propose)],
    }
}

fn deciding(command: &Command, outcome: &str, text: &Text, face: &Face) -> Panel {
    let colon = face.lang.pick(": ", "：");
    let reason = Control::Area { value: String::new(), rows: 2, most: 500 };
    Panel {
        title: format!("{}{colon}{}", text.happened_proposed, words::state(outcome, face.lang).1),
        hint: text.decide_hint.to_owned(),
        action: format!("/commands/{}", command.id),
        hidden: vec![],
        fields: vec![Field::new("answer", text.reason, reason).help(text.answer_help)],
        buttons: vec![("agree", text.agree), ("return", text.refuse)],
    }
}

/// Why a decision about the outcome was not made.
pub const fn sentence(told: Told, text: &Text) -> &'static str {
    match told {
        Told::Rule(Refusal::NotSettled) => text.not_settled,
        Told::Rule(Refusal::Proposal) => text.changed_meanwhile,
        Told::Rule(Refusal::Permission(_)) => text.not_entitled,
        Told::Rule(Refusal::Own) => text.own_proposal,
        Told::Rule(Refusal::Apart) => text.proposer_apart,
        Told::Rule(Refusal::Reason) => text.reason_missing,
        Told::Outcome => text.outcome_missing,
        Told::Record => text.record_wrong,
        Told::Claimed => text.record_claimed,
        Told::NotAgain => text.not_again,
        Told::Twin => text.again_twin,
        Told::TriedAgain => text.tried_again,
        Told::NoConnection => text.no_connection,
        Told::NotEntitled => text.not_entitled,
    }
}
