//! The import of statements: the form, and every line with what would become of it.

use axum::http::StatusCode;

use crate::{
    access::{Actor, permission::IncentiveSubmit},
    rebates::{
        PATH,
        forms::{Line, ORIGIN, Typo, seen},
        rules::import::{HEADER, Verdict},
        text::Text,
    },
    values::csv::{Unreadable, line},
    web::{
        Cell, Column, Frame, Link, Table, Tone, Typed,
        form::{Control, Field, FormPage, Group},
    },
};

/// The form.
pub fn form(actor: &Actor<IncentiveSubmit>, typed: &Typed) -> FormPage {
    let text = Text::of(actor.lang());
    let mut page =
        FormPage::new(Frame::new(actor.visitor(), text.import), format!("{PATH}/import"), Link::new(text.back, PATH));
    page.hint = text.import_hint.to_owned();
    let template = Cell::link(text.template, format!("{PATH}/import/template"));
    let csv = Control::Area { value: typed.get("csv").to_owned(), rows: 12, most: 400_000 };
    let origin = Control::Line { value: typed.get("origin").to_owned(), kind: "text", most: ORIGIN };
    let fields = vec![
        Field::new("template", text.template, Control::Fixed(template)),
        Field::new("csv", text.csv, csv).required(),
        Field::new("origin", text.origin, origin).help(text.origin_help).required(),
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

/// The form with what is wrong about where the statements are from.
pub fn no_origin(mut page: FormPage, typo: Typo) -> FormPage {
    let said = Text::of(page.frame.lang).typo(typo);
    page.fault("origin", said);
    page
}

/// Every line's verdict; the button that takes all of them stands there only when every line can be taken. `takes`: somebody
/// wanted to take lines that he had not seen so.
pub fn dry_run(mut page: FormPage, lines: &[Line], verdicts: &[Verdict], takes: bool) -> FormPage {
    let text = Text::of(page.frame.lang);
    page.hidden.push(("seen", seen(lines, verdicts)));
    let row = |((number, read), verdict): (&Line, &Verdict)| {
        let label = read.as_ref().map_or(String::new(), |(head, line)| format!("{} · {}", head.number, line.number));
        vec![Cell::text(number.to_string()), Cell::text(label), said(verdict, text)]
    };
    let rows = lines.iter().zip(verdicts).map(row).collect();
    let columns = vec![Column::number("#"), Column::new(text.number), Column::new(text.verdict)];
    page.tables.push((text.check.to_owned(), Table { caption: text.check.to_owned(), columns, rows }));
    if verdicts.iter().any(|verdict| matches!(verdict, Verdict::Wrong(_))) {
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
        Verdict::Known => Cell::badge(Tone::Idle, text.known),
        Verdict::Wrong(wrongs) => {
            let said: Vec<String> =
                wrongs.iter().map(|(field, fault)| format!("{}: {}", text.column(field), text.fault(*fault))).collect();
            Cell::badge(Tone::Refused, text.wrong).over(Cell::text(said.join(" ")))
        }
    }
}

/// The heading that an import must have, and an example.
pub fn template() -> String {
    let example = [
        "RB-2026-10-001",
        "2026-10",
        "Product incentive",
        "referral",
        "CNY",
        "2026-11-30",
        "L-1",
        "CS2610010001",
        "Example Ltd",
        "ECS",
        "10000.00",
        "5",
        "6",
        "500.00",
        "",
        "",
    ];
    format!("\u{feff}{}{}", line(&HEADER), line(&example))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rebates::forms::lines;

    #[test]
    fn the_template_is_a_sound_import() {
        let lines = lines(&template()).unwrap();
        assert!(lines[0].1.is_ok(), "{:?}", lines[0].1);
    }
}
