//! One command: where it stands, what happened to it, what proves it.

mod evidence;

pub use evidence::sentence;

use super::{asked, badge, money, shown, tone};
use crate::{
    access::{Actor, Permission},
    board::{
        rules::{Standing, is_late},
        store::show::{Command, Decision, Vote},
        text::{Text, words},
    },
    commands::{Kind, Write, refusals, resolution},
    web::{Cell, DetailPage, Face, Frame, Happening, Link, Section, Tone},
};

/// CMD-8: how far before the sending a record's time may lie.
const BEFORE: chrono::TimeDelta = chrono::TimeDelta::minutes(15);

/// Why a decision about the outcome was not made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// By a rule.
    Rule(resolution::Refusal),
    /// The outcome is neither of the two.
    Outcome,
    /// The record is none of the candidates.
    Record,
    /// The record proves another command by now.
    Claimed,
    /// It cannot be sent again.
    NotAgain,
    /// Another one to the same recipient is under way.
    Twin,
    /// Its change-set tries again what failed.
    TriedAgain,
    /// No connected site offers it any more.
    NoConnection,
    /// The reader may not ask for it, or not for this recipient.
    NotEntitled,
}

/// Fills the page.
pub fn show<P: Permission>(actor: &Actor<P>, command: &Command, told: Option<Told>) -> DetailPage {
    let face = actor.face();
    let text = Text::of(face.lang);
    let title = format!("{} {}", words::kind(&command.kind, face.lang), command.id);
    let frame = Frame::new(actor.visitor(), title);
    let mut page = DetailPage::new(frame, sections(command, &face));
    page.badges = vec![badge(command.standing(), &face)];
    page.actions = vec![Link::new(text.approval, format!("/approvals/{}", command.approval_id))];
    page.actions.extend(command.again_id.map(|id| Link::new(text.sent_again, format!("/approvals/{id}"))));
    page.notices = notices(command, &face);
    let (forms, why) = evidence::part(actor, command);
    page.forms = forms;
    page.forms.extend(evidence::again(actor, command));
    page.notices.extend(why.map(|why| (Tone::Idle, why)));
    if let Some(told) = told {
        page.notices.insert(0, (Tone::Refused, sentence(told, text).to_owned()));
        page.status = axum::http::StatusCode::CONFLICT;
    }
    page.tables = evidence::table(command, &face).into_iter().collect();
    page.timeline = timeline(command, &face);
    page
}

fn notices(command: &Command, face: &Face) -> Vec<(Tone, String)> {
    let text = Text::of(face.lang);
    let mut notices = Vec::new();
    if let Some(failure) = &command.failure {
        notices.push((Tone::Refused, words::failure(failure, face.lang)));
    }
    // What the vendor answered on the way matters no more once it is known what became of it; it stays among the facts.
    // Neither does it once somebody must decide, or has decided: a record or a person tells more than the code.
    let is_told = command.outcome.is_some() || command.state == "unknown" && command.settled_at.is_some();
    if let Some(code) = command.code.as_ref().filter(|_| !is_told) {
        notices.push((Tone::Refused, refusals::told(code, face.lang)));
    }
    if command.state == "unknown" {
        let said = if command.settled_at.is_some() { text.happened_settled } else { text.tile_unknown_note };
        notices.push((Tone::Waiting, said.to_owned()));
    }
    if is_late(&command.state, command.changed_at, face.now) {
        notices.push((Tone::Waiting, text.tile_late_note.to_owned()));
    }
    if let Some(difference) = &command.difference {
        notices.push((Tone::Refused, format!("{} {difference}", text.differs)));
    }
    notices
}

fn sections(command: &Command, face: &Face) -> Vec<Section> {
    let write: Option<Write> = serde_json::from_value(command.parameters.0.clone()).ok();
    let asked = write.map(|write| asked::facts(&write, face)).filter(|facts| !facts.is_empty());
    let asked = asked.map(|facts| Section { title: asked::title(face).to_owned(), facts });
    std::iter::once(facts(command, face)).chain(asked).chain([request(command, face)]).collect()
}

fn facts(command: &Command, face: &Face) -> Section {
    let text = Text::of(face.lang);
    let name = if command.recipient_name.is_empty() { &command.recipient_remote_id } else { &command.recipient_name };
    let recipient = match (command.customer_id, command.reseller_id) {
        (Some(id), _) => Cell::link(name, format!("/customers/{id}")),
        (_, Some(id)) => Cell::link(name, format!("/resellers/{id}")),
        _ => Cell::text(name),
    };
    let quota = match (&command.quota_remote_id, command.quota_id) {
        (Some(number), Some(id)) => Cell::link(number, format!("/vouchers/quotas/{id}")),
        (Some(number), None) => Cell::code(number, face.lang),
        (None, _) => Cell::None,
    };
    let proof = match command.proved_by.as_deref() {
        Some("record") => Cell::text(text.by_record),
        Some("person") => Cell::text(text.by_person),
        _ => Cell::None,
    };
    // Of what is handed on, the amount says it already.
    let takes = Kind::parse(&command.kind).is_some_and(Kind::takes_what_is_there);
    let id = |value: &Option<String>| value.as_ref().map_or(Cell::None, |value| Cell::code(value, face.lang));
    let facts = vec![
        (text.kind, Cell::text(words::kind(&command.kind, face.lang))),
        (text.recipient, recipient),
        (text.recipient_id, Cell::code(&command.recipient_remote_id, face.lang)),
        (text.amount, money(command.amount, command.currency.as_deref())),
        (text.quota, quota),
        (text.on_behalf, id(&command.on_behalf_of)),
        (text.made_id, id(&command.made_remote_id)),
        (text.taken, if takes { money(command.taken, command.currency.as_deref()) } else { Cell::None }),
        (text.proof, proof),
        (text.record, id(&command.record)),
        (
            text.follows,
            command.follows_id.map_or(Cell::None, |id| Cell::link(id.to_string(), format!("/commands/{id}"))),
        ),
        (text.maker, Cell::text(&command.maker)),
        (text.remark, Cell::text(&command.remark)),
    ];
    Section { title: text.facts.to_owned(), facts: kept(facts) }
}

/// How the request to the vendor went: for who wants to know why it takes so long.
fn request(command: &Command, face: &Face) -> Section {
    let text = Text::of(face.lang);
    let waits = match (command.waits.as_deref(), command.call_state.as_str()) {
        _ if command.is_blocked => Cell::text(words::wait("lane", face.lang)),
        (Some(waits), _) => Cell::text(words::wait(waits, face.lang)).over(Cell::when(command.waits_since, face)),
        (None, "held") => Cell::text(text.waits_approval),
        (None, "waiting") if command.follows_id.is_some() => Cell::text(words::wait("follows", face.lang)),
        _ => Cell::None,
    };
    let blocker = command.blocker_id.map_or(Cell::None, |id| Cell::link(id.to_string(), format!("/commands/{id}")));
    let code = command.code.as_ref().map_or(Cell::None, |code| Cell::code(code, face.lang));
    let count = |count: i64| if count == 0 { Cell::None } else { Cell::text(count.to_string()) };
    let facts = vec![
        (text.waits, waits),
        (text.blocker, blocker),
        (text.not_before, Cell::when(command.not_before.filter(|at| *at > face.now), face)),
        (text.call_mark, Cell::code(format!("ptl:{}", mark(command)), face.lang)),
        (text.call_size, if command.call_size > 1 { Cell::text(command.call_size.to_string()) } else { Cell::None }),
        (text.tries, count(command.tries.into())),
        (text.node, Cell::maybe(command.node.as_deref())),
        (text.request, command.request_id.as_ref().map_or(Cell::None, |id| Cell::code(id, face.lang))),
        (text.code, code),
        (text.looks, count(command.looks.into())),
        (text.look_at, Cell::when(command.look_at.filter(|_| command.outcome.is_none()), face)),
        (text.late_answer, command.late_answer.as_ref().map_or(Cell::None, |late| Cell::text(late.0.to_string()))),
    ];
    Section { title: text.call.to_owned(), facts: kept(facts) }
}

/// The token in memo or remark: of the call where several commands share one, else of the command (CMD-5).
const fn mark(command: &Command) -> i64 {
    if matches!(command.kind.as_bytes(), b"coupon_issue") { command.call_id } else { command.id }
}

/// The facts that have a value.
fn kept(facts: Vec<(&'static str, Cell)>) -> Vec<(&'static str, Cell)> {
    facts.into_iter().filter(|(_, cell)| !matches!(cell, Cell::None)).collect()
}

fn timeline(command: &Command, face: &Face) -> Vec<Happening> {
    let text = Text::of(face.lang);
    let happened =
        |what: &str, at, note: String, tone| Happening { what: what.to_owned(), when: face.when(at), note, tone };
    let mut lines =
        vec![(command.made_at, happened(text.happened_made, command.made_at, command.maker.clone(), Tone::Idle))];
    for vote in &command.votes.0 {
        lines.push((vote.at, voted(vote, face)));
    }
    if let Some(at) = command.sent_at {
        let note = command.node.clone().unwrap_or_default();
        lines.push((at, happened(text.happened_sent, at, note, Tone::Waiting)));
    }
    if let Some(at) = command.answered_at {
        let parts = [command.code.as_deref(), command.request_id.as_deref()];
        let note = parts.into_iter().flatten().collect::<Vec<_>>().join(" · ");
        lines.push((at, happened(text.happened_answered, at, note, Tone::Waiting)));
    }
    if let Some(at) = command.settled_at {
        lines.push((at, happened(text.happened_settled, at, String::new(), Tone::Refused)));
    }
    for decision in &command.decisions.0 {
        lines.extend(decided(decision, face));
    }
    if command.changed_at > command.made_at {
        // Since when a person must decide stands in its own line.
        let standing = Standing { settled: false, ..command.standing() };
        let word = words::state(standing.word(), face.lang).1;
        let note = command.record.clone().unwrap_or_default();
        lines.push((command.changed_at, happened(&word, command.changed_at, note, tone(standing, face))));
    }
    lines.sort_by_key(|line| std::cmp::Reverse(line.0));
    lines.into_iter().map(|(_, line)| line).collect()
}

fn voted(vote: &Vote, face: &Face) -> Happening {
    let text = Text::of(face.lang);
    let agreed = vote.decision == "agreed";
    let by = match &vote.for_member {
        Some(other) => format!("{} {} {other}", vote.member, text.happened_for),
        None => vote.member.clone(),
    };
    let note = if vote.reason.is_empty() { by } else { format!("{by} · {}", vote.reason) };
    let what = if agreed { text.happened_agreed } else { text.happened_returned };
    let tone = if agreed { Tone::Done } else { Tone::Refused };
    Happening { what: what.to_owned(), when: face.when(vote.at), note, tone }
}

fn decided(decision: &Decision, face: &Face) -> Vec<(chrono::DateTime<chrono::Utc>, Happening)> {
    let text = Text::of(face.lang);
    let outcome = words::state(&decision.outcome, face.lang).1;
    let parts = [Some(decision.proposer.as_str()), decision.record.as_deref(), Some(decision.reason.as_str())];
    let proposed = Happening {
        what: format!("{}{}{outcome}", text.happened_proposed, face.lang.pick(": ", "：")),
        when: face.when(decision.proposed_at),
        note: parts.into_iter().flatten().collect::<Vec<_>>().join(" · "),
        tone: Tone::Waiting,
    };
    let mut lines = vec![(decision.proposed_at, proposed)];
    if let Some(at) = decision.decided_at {
        let agreed = decision.decision.as_deref() == Some("agreed");
        let parts = [decision.decider.as_deref().unwrap_or_default(), decision.decision_reason.as_str()];
        let note = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
        let what = if agreed { text.happened_decided } else { text.happened_refused };
        let tone = if agreed { Tone::Done } else { Tone::Refused };
        lines.push((at, Happening { what: what.to_owned(), when: face.when(at), note, tone }));
    }
    lines
}
