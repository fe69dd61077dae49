//! Delegations: who approves in whose place, and the form to delegate.

use axum::http::StatusCode;

use super::{list::banner, tabs};
use crate::{
    access::{Actor, Code, Permission, permission::ApprovalRule},
    approvals::{
        forms::Draft,
        rules::{APPROVING, Wrong},
        store::delegations::{Candidate, Delegation},
        text::delegations::Text,
    },
    values::day::NoDay,
    web::{
        Cell, Column, DetailPage, Face, Frame, Table, Tone,
        form::{Choice, Control, Field, Panel},
    },
};

/// The list, and the form for who has something to delegate.
pub fn page<P: Permission>(
    actor: &Actor<P>,
    rows: &[Delegation],
    (candidates, off): (&[&Candidate], &[String]),
    draft: &Draft,
) -> DetailPage {
    let face = actor.face();
    let text = Text::of(face.lang);
    let mut page = DetailPage::new(Frame::new(actor.visitor(), text.title), vec![]);
    page.tabs = tabs(face.lang, "/approvals/delegations");
    page.notices = banner(off, &face).map(|said| (Tone::Waiting, said)).into_iter().collect();
    page.notices.push((Tone::Idle, text.help.to_owned()));
    let own: Vec<Code> = APPROVING.into_iter().filter(|code| actor.may(*code)).collect();
    if own.is_empty() {
        page.notices.push((Tone::Idle, text.nothing_to_give.to_owned()));
    } else {
        page.forms.push(form(&own, candidates, draft, &face));
    }
    page.forms.extend(revoking(actor, rows, &face));
    if rows.is_empty() {
        page.notices.push((Tone::Idle, text.none.to_owned()));
    } else {
        page.tables = vec![(text.title.to_owned(), table(rows, &face))];
    }
    page
}

/// The same with sentences at what is wrong.
pub fn faulty<P: Permission>(
    actor: &Actor<P>,
    rows: &[Delegation],
    (candidates, draft): (&[&Candidate], &Draft),
    wrong: &[Wrong],
) -> DetailPage {
    let text = Text::of(actor.lang());
    let mut page = page(actor, rows, (candidates, &[]), draft);
    page.status = StatusCode::UNPROCESSABLE_ENTITY;
    for wrong in wrong {
        let fields = page.forms.iter_mut().flat_map(|form| form.fields.iter_mut());
        match fields.into_iter().find(|field| field.name == wrong.field()) {
            Some(field) => field.error = Some(sentence(*wrong, text).to_owned()),
            None => page.notices.push((Tone::Refused, sentence(*wrong, text).to_owned())),
        }
    }
    page
}

const fn sentence(wrong: Wrong, text: &Text) -> &'static str {
    match wrong {
        Wrong::To => text.missing_to,
        Wrong::Own => text.self_refused,
        Wrong::Apart => text.apart,
        Wrong::Codes => text.missing_codes,
        Wrong::NotHeld => text.not_held,
        Wrong::Starts(NoDay::Form) | Wrong::Ends(NoDay::Form) => text.not_a_day,
        Wrong::Starts(NoDay::Absent) | Wrong::Ends(NoDay::Absent) => text.no_such_day,
        Wrong::Reversed => text.reversed,
        Wrong::Past => text.past,
        Wrong::TooLong => text.too_long,
        Wrong::Reason => text.missing_reason,
    }
}

fn form(own: &[Code], candidates: &[&Candidate], draft: &Draft, face: &Face) -> Panel {
    let text = Text::of(face.lang);
    let nobody = Choice::new("", "–", draft.to.is_none());
    let candidate =
        |member: &&Candidate| Choice::new(member.id.to_string(), &member.username, draft.to == Some(member.id));
    let delegates = std::iter::once(nobody).chain(candidates.iter().map(candidate)).collect();
    let chosen = |code: &Code| draft.codes.iter().any(|word| word == code.as_str());
    let codes = own.iter().map(|code| Choice::new(code.as_str(), code.name(face.lang), chosen(code))).collect();
    let line = |value: &str, most| Control::Line { value: value.to_owned(), kind: "text", most };
    let today = face.date(face.now).to_string();
    let starts = if draft.starts.is_empty() { today.as_str() } else { &draft.starts };
    Panel {
        title: text.new.to_owned(),
        hint: String::new(),
        action: "/approvals/delegations".to_owned(),
        hidden: vec![],
        fields: vec![
            Field::new("to", text.to, Control::Select(delegates)).help(text.to_help).required(),
            Field::new("codes", text.codes, Control::Ticks(codes)).required(),
            Field::new("starts", text.starts, line(starts, 10)).required(),
            Field::new("ends", text.ends, line(&draft.ends, 10)).help(text.days_help).required(),
            Field::new("reason", text.reason, line(&draft.reason, 500)).required(),
        ],
        buttons: vec![("delegate", text.delegate)],
    }
}

/// Where a delegation stands: in effect, not yet, over, taken back.
fn standing(row: &Delegation, face: &Face) -> (Tone, usize) {
    match row.revoked_at {
        Some(_) => (Tone::Idle, 3),
        None if row.ends_at <= face.now => (Tone::Idle, 2),
        None if row.starts_at > face.now => (Tone::Waiting, 1),
        None => (Tone::Done, 0),
    }
}

/// One small form takes back any of those that are not over.
fn revoking<P: Permission>(actor: &Actor<P>, rows: &[Delegation], face: &Face) -> Option<Panel> {
    let text = Text::of(face.lang);
    let may = |row: &&Delegation| {
        standing(row, face).1 < 2 && (row.from_id == actor.member_id() || actor.may(ApprovalRule::CODE))
    };
    let choice = |row: &Delegation| {
        let code = Code::parse(&row.code).map_or(row.code.as_str(), |code| code.name(face.lang));
        Choice::new(row.id.to_string(), format!("{} → {} · {code}", row.from_name, row.to_name), false)
    };
    let choices: Vec<Choice> = rows.iter().filter(may).map(choice).collect();
    (!choices.is_empty()).then(|| Panel {
        title: text.revoke.to_owned(),
        hint: String::new(),
        action: "/approvals/delegations".to_owned(),
        hidden: vec![],
        fields: vec![Field::new("delegation", text.what, Control::Select(choices))],
        buttons: vec![("revoke", text.revoke)],
    })
}

fn table(rows: &[Delegation], face: &Face) -> Table {
    let text = Text::of(face.lang);
    let columns = vec![
        Column::new(text.from),
        Column::new(text.to),
        Column::new(text.what),
        Column::new(text.starts).tight(),
        Column::new(text.ends).tight(),
        Column::new(text.reason),
        Column::new(text.state).tight(),
    ];
    let cells = |row: &Delegation| {
        let (tone, place) = standing(row, face);
        let last = row.ends_at - chrono::TimeDelta::seconds(1);
        let code = Code::parse(&row.code).map_or(row.code.as_str(), |code| code.name(face.lang));
        vec![
            Cell::text(&row.from_name),
            Cell::text(&row.to_name),
            Cell::text(code),
            Cell::text(face.date(row.starts_at).to_string()),
            Cell::text(face.date(last).to_string()),
            Cell::text(&row.reason),
            Cell::badge(tone, text.states[place]),
        ]
    };
    Table { caption: text.title.to_owned(), columns, rows: rows.iter().map(cells).collect() }
}
