//! The import's form, its dry run and what it made.

use axum::http::StatusCode;
use sha2::{Digest, Sha256};

use super::{
    create::Secret,
    form::{Control, Field, FormPage, Group},
};
use crate::{
    access::{Actor, Sight, permission::MemberManage},
    lang::Lang,
    members::{
        forms::draft::Draft,
        routes::import::Judged,
        rules::plan::Ground,
        text::{Text, form::sentence},
    },
    values::csv::Unreadable,
    web::{Cell, Column, DetailPage, Frame, Link, Table, Tone},
};

/// The form.
pub fn form(actor: &Actor<MemberManage>, typed: &str) -> FormPage {
    let text = Text::of(actor.lang());
    let frame = Frame::new(actor.visitor(), text.acts.import);
    let back = Link::new(text.form.back, "/members");
    let mut page = FormPage::new(frame, "/members/import".to_owned(), back);
    page.hint = text.acts.import_hint.to_owned();
    let template = Cell::link(text.acts.template, "/members/import/template");
    let control = Control::Area { value: typed.to_owned(), rows: 12, most: 200_000 };
    let fields = vec![
        Field::new("template", text.acts.template, Control::Fixed(template)),
        Field::new("csv", text.acts.csv, control).help(text.acts.file).required(),
    ];
    page.groups.push(Group { title: String::new(), hint: String::new(), fields });
    page.buttons = vec![("check", text.acts.dry_run)];
    page
}

/// The form with why the text is no import.
pub fn unreadable(actor: &Actor<MemberManage>, typed: &str, why: Unreadable) -> FormPage {
    let mut page = form(actor, typed);
    let said = match why {
        Unreadable::Csv => Text::of(page.frame.lang).acts.unreadable_csv,
        Unreadable::Header => Text::of(page.frame.lang).acts.wrong_header,
        Unreadable::Empty => Text::of(page.frame.lang).acts.no_rows,
        Unreadable::TooMany => Text::of(page.frame.lang).acts.too_many_rows,
    };
    page.fault("csv", said.to_owned());
    page
}

/// What somebody has seen of a dry run: other rows, other verdicts or a wider sight meanwhile make another one.
pub fn seen(sight: Sight, judged: &[Judged]) -> String {
    let ground = Ground { sight, ..Ground::default() };
    let mut hash = Sha256::new();
    for (number, draft, verdict) in judged {
        let Draft { username, name, email, phone, department, job_title, remark, expires_on, roles, director, .. } =
            draft;
        hash.update(format!(
            "{number} {:?}\n",
            [username, name, email, phone, department, job_title, remark, expires_on]
        ));
        let wide = verdict.as_ref().map(|plan| {
            let reach = plan.roles.reach(plan.pin);
            (plan.waits(), Text::of(Lang::En).form.sees(reach, ground.seen(reach), Lang::En))
        });
        hash.update(format!("{roles:?} {director:?} {:?}\n", wide.ok()));
    }
    hex::encode(hash.finalize())
}

/// Every row's verdict and what the member would see (AM-3); the button that creates all only when every row is ready. `takes`:
/// somebody wanted to create rows that he had not seen so.
pub fn dry_run(actor: &Actor<MemberManage>, (typed, sight): (&str, Sight), judged: &[Judged], takes: bool) -> FormPage {
    let lang = actor.lang();
    let mut page = form(actor, typed);
    let text = Text::of(page.frame.lang);
    let ground = Ground { sight, ..Ground::default() };
    let row = |(number, draft, verdict): &Judged| {
        let scope = verdict.as_ref().map_or(Cell::None, |plan| {
            let reach = plan.roles.reach(plan.pin);
            Cell::text(text.form.sees(reach, ground.seen(reach), lang))
        });
        let verdict = match verdict {
            Ok(plan) if plan.waits() => Cell::badge(Tone::Waiting, text.role_waits),
            Ok(_) => Cell::badge(Tone::Done, text.acts.ready),
            Err(faults) => {
                let said: Vec<String> =
                    faults.iter().map(|fault| format!("{}: {}", fault.field, sentence(&fault.why, lang))).collect();
                Cell::badge(Tone::Refused, text.acts.verdict).over(Cell::text(said.join(" ")))
            }
        };
        vec![
            Cell::text(number.to_string()),
            Cell::text(&draft.username),
            Cell::text(draft.roles.join("; ")),
            scope,
            verdict,
        ]
    };
    let columns = vec![
        Column::number(text.acts.line),
        Column::new(text.username),
        Column::new(text.roles),
        Column::new(text.scope),
        Column::new(text.acts.verdict),
    ];
    let table = Table { caption: text.acts.dry_run.to_owned(), columns, rows: judged.iter().map(row).collect() };
    page.tables.push((text.acts.dry_run.to_owned(), table));
    if judged.iter().all(|(.., verdict)| verdict.is_ok()) {
        page.buttons = vec![("confirm", text.acts.import_all), ("check", text.acts.dry_run)];
        page.hidden.push(("seen", seen(sight, judged)));
        if takes {
            page.notice = Some(text.acts.not_seen.to_owned());
            page.status = StatusCode::CONFLICT;
        }
    } else {
        page.notice = Some(text.acts.nothing_imported.to_owned());
        page.status = StatusCode::UNPROCESSABLE_ENTITY;
    }
    page
}

/// The new logins, with each link shown this once.
pub fn made(actor: &Actor<MemberManage>, made: &[(i64, String, Secret)]) -> DetailPage {
    let lang = actor.lang();
    let text = Text::of(lang);
    let row = |(id, username, secret): &(i64, String, Secret)| {
        let (Secret::Link(value) | Secret::Password(value)) = secret;
        vec![Cell::link(username, format!("/members/{id}")), Cell::code(value.clone(), lang)]
    };
    let columns = vec![Column::new(text.username), Column::new(text.form.link_ready)];
    let table = Table { caption: text.acts.imported.to_owned(), columns, rows: made.iter().map(row).collect() };
    let mut page = DetailPage::new(Frame::new(actor.visitor(), text.acts.imported), vec![]);
    page.tables.push((text.acts.link_per_row.to_owned(), table));
    page.actions.push(Link::new(text.title, "/members"));
    page
}
