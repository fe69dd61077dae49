//! The import of facts: the form, and every line with what would become of it.

use axum::http::StatusCode;

use super::address;
use crate::{
    access::{Actor, permission::IncentiveSubmit},
    facts::{
        forms::{Judged, ORIGIN, seen},
        rules::{Draft, Kind, Verdict},
        text::Text,
    },
    values::csv::{Unreadable, line},
    web::{
        Cell, Column, Frame, Link, Table, Tone, Typed,
        form::{Choice, Control, Field, FormPage, Group},
    },
};

/// The form.
pub fn form(actor: &Actor<IncentiveSubmit>, kind: &'static Kind, typed: &Typed) -> FormPage {
    let text = Text::of(actor.lang());
    let title = format!("{} · {}", text.import, text.kind(kind.code));
    let back = Link::new(text.back, address(kind));
    let mut page = FormPage::new(Frame::new(actor.visitor(), title), "/facts/import".to_owned(), back);
    page.hint = text.import_hint.to_owned();
    page.hidden = vec![("kind", kind.code.to_owned())];
    let template = Cell::link(text.template, format!("/facts/import/template?kind={}", kind.code));
    let csv = Control::Area { value: typed.get("csv").to_owned(), rows: 12, most: 200_000 };
    let origin = Control::Line { value: typed.get("origin").to_owned(), kind: "text", most: ORIGIN };
    let complete = Choice::new("yes", text.complete_choice, typed.get("complete") == "yes");
    let fields = vec![
        Field::new("template", text.template, Control::Fixed(template)),
        Field::new("csv", text.csv, csv).help(text.csv_help).required(),
        Field::new("origin", text.origin, origin).help(text.origin_help).required(),
        Field::new("complete", text.complete, Control::Ticks(vec![complete])).help(text.vouch_hint),
    ];
    page.groups.push(Group { title: String::new(), hint: String::new(), fields });
    page.buttons = vec![("check", text.check)];
    page
}

/// The form with why the text is no import.
pub fn unreadable(mut page: FormPage, why: Unreadable) -> FormPage {
    let said = Text::of(page.frame.lang).unreadable(why);
    page.fault("csv", said.to_owned());
    page
}

/// Every line's verdict; the button that takes all of them stands there only when every line can be taken. `takes`: somebody
/// wanted to take lines that he had not seen so.
pub fn dry_run(mut page: FormPage, judged: &[Judged], takes: bool) -> FormPage {
    let text = Text::of(page.frame.lang);
    page.hidden.push(("seen", seen(judged)));
    let row = |(number, draft, verdict): &Judged| {
        let label = draft.as_ref().map_or("", Draft::label);
        vec![Cell::text(number.to_string()), Cell::text(text.word(label)), said(verdict, text)]
    };
    let columns = vec![Column::number(text.line), Column::new(text.filter_text), Column::new(text.verdict)];
    let table = Table { caption: text.check.to_owned(), columns, rows: judged.iter().map(row).collect() };
    page.tables.push((text.check.to_owned(), table));
    if judged.iter().any(|(.., verdict)| matches!(verdict, Verdict::Wrong(_))) {
        page.notice = Some(text.nothing_taken.to_owned());
        page.status = StatusCode::UNPROCESSABLE_ENTITY;
    } else {
        page.buttons = vec![("take", text.take), ("check", text.check)];
        if takes {
            page.notice = Some(text.not_seen.to_owned());
            page.status = StatusCode::CONFLICT;
        }
    }
    page
}

fn said(verdict: &Verdict, text: &Text) -> Cell {
    match verdict {
        Verdict::New => Cell::badge(Tone::Done, text.new),
        Verdict::Corrects(_) => Cell::badge(Tone::Waiting, text.corrects),
        Verdict::Same => Cell::badge(Tone::Idle, text.same),
        Verdict::Wrong(wrongs) => {
            let said: Vec<String> = wrongs
                .iter()
                .map(|wrong| format!("{}: {}", text.field(wrong.field), text.sentence(wrong.fault)))
                .collect();
            Cell::badge(Tone::Refused, text.wrong).over(Cell::text(said.join(" ")))
        }
    }
}

/// The heading that an import must have, and an example.
pub fn template(kind: &Kind) -> String {
    let example: &[&str] = match kind.code {
        "bill" => &["HW-2026-10-001", "2026-10", "1234.56", "CNY", "2026-11-25", ""],
        "credit" => &["CS-2026-001", "Example Ltd", "postpaid", "2026-10-01", ""],
        "path" => &["service", "role_certified", "2026-01-01", ""],
        "opportunity" => &["PO-2026-001", "Migration", "Example Ltd", "progressing", "2026-12-31", "", "500000", "CNY"],
        "specialist" => &[
            "li.wei",
            "Li Wei",
            "specialist",
            "si",
            "sa",
            "Example Ltd",
            "Shenzhen",
            "Shenzhen",
            "2024-03-01",
            "2024-04-01",
        ],
        _ => &["li.wei", "HCIE", "HCIE-001", "HCIE-Cloud Service Solutions Architect", "2025-05-01", "2028-04-30"],
    };
    format!("\u{feff}{}{}", line(&kind.header()), line(example))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::forms::lines;

    #[test]
    fn the_templates_are_sound_imports() {
        for kind in Kind::ALL {
            let lines = lines(kind, &template(kind), "2026-11-22".parse().unwrap()).unwrap();
            assert!(lines[0].1.is_ok(), "{}: {:?}", kind.code, lines[0].1);
        }
    }
}
