//! One approval: what is approved, who has agreed, where its commands stand, and the reader's decision.

mod content;

use super::{list::banner, money, tabs};
use crate::{
    access::{Actor, Permission},
    approvals::{
        rules::{SOON, Verdict, verdict},
        store::{
            delegations::Candidate,
            show::{Approval, Command, Vote},
        },
        text::{Text, facts},
    },
    board::words,
    commands::approval::Refusal,
    web::{
        Cell, DetailPage, Face, Frame, Happening, Link, Tone,
        form::{Control, Field, Panel},
    },
};

/// Why a decision was not made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// By a rule.
    Refused(Refusal),
    /// Something has been sent, or it is somebody else's.
    NotCancelled,
}

/// Fills the page.
pub fn show<P: Permission>(
    actor: &Actor<P>,
    approval: &Approval,
    (commands, members): (&[Command], &[Candidate]),
    told: Option<Told>,
) -> DetailPage {
    let face = actor.face();
    let text = Text::of(face.lang);
    let title = format!("{} · {}", words::kind(&approval.kind, face.lang), approval.id);
    let frame = Frame::new(actor.visitor(), title);
    let verdict = verdict(approval, members, (actor.member_id(), actor.organization().kind), face.now);
    let mut page = DetailPage::new(frame, content::sections(approval, commands, &verdict, &face));
    let (tone, word) = facts::state(approval.state(face.now), face.lang);
    page.badges = vec![Cell::badge(tone, word)];
    page.tabs = tabs(face.lang, "");
    page.actions = again(approval, actor.member_id(), &face);
    page.notices = notices(approval, &verdict, told, &face);
    page.notices.extend(content::warning(commands, &face).map(|said| (Tone::Refused, said)));
    page.forms = forms(approval, &verdict, &face);
    let rows = content::commands(commands, approval, &face);
    page.tables = vec![(text.commands.to_owned(), rows)];
    page.timeline = timeline(approval, &face);
    if told.is_some() {
        page.status = axum::http::StatusCode::CONFLICT;
    }
    page
}

/// What was not carried out can be submitted again: as a new request, filled with this one.
fn again(approval: &Approval, member_id: i64, face: &Face) -> Vec<Link> {
    let text = Text::of(face.lang);
    let mut links = vec![Link::new(text.all_commands, format!("/commands?approval={}", approval.id))];
    if let Some(id) = approval.change_set_id {
        links.push(Link::new(text.change_set, format!("/change-sets/{id}")));
    }
    let over = matches!(approval.state(face.now), "expired" | "returned" | "cancelled");
    if over
        && approval.made_by == member_id
        && let Some(form) = content::form_of(approval)
    {
        links.push(Link::new(text.again, form).current(true));
    }
    links
}

fn notices(approval: &Approval, verdict: &Verdict, told: Option<Told>, face: &Face) -> Vec<(Tone, String)> {
    let text = Text::of(face.lang);
    let mut notices: Vec<_> = banner(&approval.off, face).map(|said| (Tone::Waiting, said)).into_iter().collect();
    notices.extend(told.map(|told| (Tone::Refused, sentence(told, text).to_owned())));
    let waits = approval.state(face.now) == "pending";
    let said = match approval.state(face.now) {
        "expired" => text.expired_again,
        "returned" => text.was_returned,
        "pending" if told.is_none() => {
            verdict.may.as_ref().err().map_or("", |refusal| sentence(Told::Refused(*refusal), text))
        }
        _ => "",
    };
    if !said.is_empty() {
        notices.push((Tone::Waiting, said.to_owned()));
    }
    if waits && verdict.approvers.is_empty() {
        notices.push((Tone::Refused, text.nobody_can.to_owned()));
    }
    if waits && approval.expires_at - face.now < SOON {
        notices.push((Tone::Waiting, text.ends_soon.to_owned()));
    }
    notices
}

/// Why somebody does not decide.
pub const fn sentence(told: Told, text: &Text) -> &'static str {
    match told {
        Told::NotCancelled => text.cannot_cancel,
        Told::Refused(Refusal::Own) => text.own,
        Told::Refused(Refusal::Decided(_)) => text.decided_already,
        Told::Refused(Refusal::Expired) => text.has_expired,
        Told::Refused(Refusal::Permission(_)) => text.not_entitled,
        Told::Refused(Refusal::Voted) => text.voted,
        Told::Refused(Refusal::Apart) => text.apart,
        Told::Refused(Refusal::VoterApart) => text.voter_apart,
        Told::Refused(Refusal::Reason) => text.reason_missing,
    }
}

fn forms(approval: &Approval, verdict: &Verdict, face: &Face) -> Vec<Panel> {
    let text = Text::of(face.lang);
    let action = format!("/approvals/{}", approval.id);
    let mut forms = Vec::new();
    if let Ok(place) = &verdict.may {
        let hint = match place {
            Some(name) => format!("{} {name}. {} {}", text.in_place_of, text.in_place_hint, text.decide_hint),
            None => text.decide_hint.to_owned(),
        };
        let reason = Control::Area { value: String::new(), rows: 2, most: 500 };
        forms.push(Panel {
            title: text.decide.to_owned(),
            hint,
            action: action.clone(),
            hidden: vec![],
            fields: vec![Field::new("reason", text.reason, reason).help(text.reason_help)],
            buttons: vec![("agree", text.agree), ("return", text.return_it)],
        });
    }
    if verdict.may_cancel {
        let why = Control::Line { value: String::new(), kind: "text", most: 500 };
        forms.push(Panel {
            title: text.cancel_title.to_owned(),
            hint: text.cancel_hint.to_owned(),
            action,
            hidden: vec![],
            fields: vec![Field::new("why", text.remark, why)],
            buttons: vec![("cancel", text.cancel)],
        });
    }
    forms
}

fn timeline(approval: &Approval, face: &Face) -> Vec<Happening> {
    let text = Text::of(face.lang);
    let mut lines = Vec::new();
    if let Some(at) = approval.decided_at.filter(|_| matches!(approval.state.as_str(), "cancelled" | "expired")) {
        let note = facts::state(&approval.state, face.lang).1;
        lines.push(Happening { what: text.happened_ended.to_owned(), when: face.when(at), note, tone: Tone::Refused });
    }
    lines.extend(approval.votes.0.iter().rev().map(|vote| voted(vote, face)));
    let note = approval.maker.clone();
    let what = text.happened_made.to_owned();
    lines.push(Happening { what, when: face.when(approval.made_at), note, tone: Tone::Idle });
    lines
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
