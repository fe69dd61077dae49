//! Pages of benefits.

use chrono::NaiveDate;

use super::{
    forms::Wanted,
    rules::{Check, METHODS, Program, What, checks, is_open},
    text::Text,
};
use crate::{
    access::{
        Actor,
        permission::{BizinfoView, DeskPolicyManage, IncentiveView},
    },
    business_information::{self, Closed},
    gates::{self, Finding, Outcome},
    web::{
        Cell, Column, DetailPage, Empty, FilterBar, Frame, Link, ListPage, Pager, Table, Tone,
        form::{Choice, Control, Field, FormPage, Group},
    },
};

/// Which conditions of each benefit the partner meets, and where to meet the others.
pub fn eligibility(
    actor: &Actor<IncentiveView>,
    programs: &[Program],
    today: NaiveDate,
    settles: Result<i64, Closed>,
) -> DetailPage {
    let text = Text::of(actor.lang());
    let mut page = DetailPage::new(Frame::new(actor.visitor(), text.eligibility), vec![]);
    page.notices = vec![(Tone::Idle, text.eligibility_hint.to_owned())];
    let sees = actor.may(BizinfoView::CODE);
    if settles.is_err() && sees {
        page.actions.push(Link::new(text.authenticate, business_information::PATH).current(true));
    }
    page.actions.push(Link::new(text.conditions, "/incentives/benefits/conditions"));
    let columns = vec![
        Column::new(text.benefit),
        Column::new(text.result).tight(),
        Column::new(text.checks[0]).tight(),
        Column::new(text.checks[1]).tight(),
        Column::new(text.checks[2]).tight(),
        Column::new(text.checks[3]).tight(),
        Column::new(text.checks[4]).tight(),
    ];
    let row = |program: &Program| {
        let checks = checks(program, today, settles);
        let open = is_open(&checks);
        let mut cells = vec![
            Cell::text(text.benefit_word(&program.code)),
            Cell::badge(if open { Tone::Done } else { Tone::Idle }, if open { text.open } else { text.closed }),
        ];
        cells.extend(checks.iter().map(|check| mark(check, sees, text)));
        cells
    };
    let table = Table { caption: text.eligibility.to_owned(), columns, rows: programs.iter().map(row).collect() };
    page.tables = vec![(text.eligibility.to_owned(), table)];
    page
}

fn mark(check: &Check, sees: bool, text: &'static Text) -> Cell {
    if check.met {
        return Cell::badge(Tone::Done, text.met);
    }
    let unmet = Cell::badge(Tone::Waiting, text.unmet);
    match check.what {
        What::BusinessInformation | What::NoChange if sees => {
            unmet.over(Cell::link(text.authenticate, business_information::PATH))
        }
        _ => unmet,
    }
}

/// Every gate before a step: met or not, why, and where to go.
pub fn conditions(actor: &Actor<IncentiveView>, bar: FilterBar, (findings, pager): (&[Finding], Pager)) -> ListPage {
    let (lang, text) = (actor.lang(), Text::of(actor.lang()));
    let row = |finding: &Finding| {
        let (tone, word) = match finding.outcome {
            Outcome::Passed => (Tone::Done, text.met),
            Outcome::Failed => (Tone::Refused, text.unmet),
            Outcome::Unknown => (Tone::Waiting, text.unknown),
        };
        let sees = finding.term.gate.remedy() != Some(business_information::PATH) || actor.may(BizinfoView::CODE);
        vec![
            Cell::text(finding.term.gate.name(lang)).under(finding.term.gate.id()),
            Cell::badge(tone, word),
            finding.sentence(lang).map_or(Cell::None, Cell::text),
            finding.remedy(lang).filter(|_| sees).map_or(Cell::None, |(words, page)| Cell::link(words, page)),
        ]
    };
    let columns = vec![
        Column::new(text.condition),
        Column::new(text.standing).tight(),
        Column::new(text.reason),
        Column::new(text.remedy).tight(),
    ];
    let table = Table { caption: text.conditions.to_owned(), columns, rows: findings.iter().map(row).collect() };
    let empty = Empty { title: text.none.to_owned(), hint: String::new(), action: None };
    let mut page = ListPage::new(Frame::new(actor.visitor(), text.conditions), bar, table, pager, empty);
    let open = gates::blocks(findings, &[]).is_empty();
    page.notice = Some(if open { text.all_met } else { text.some_unmet }.to_owned());
    page
}

/// Benefits per site.
pub fn list(actor: &Actor<DeskPolicyManage>, programs: &[Program]) -> DetailPage {
    let text = Text::of(actor.lang());
    let mut page = DetailPage::new(Frame::new(actor.visitor(), text.title), vec![]);
    let columns = vec![
        Column::new(text.benefit),
        Column::new(text.site).tight(),
        Column::new(text.entrance).tight(),
        Column::new(text.validity).tight(),
        Column::new(text.methods),
        Column::new(text.agreement),
    ];
    let row = |program: &Program| {
        let href = format!("/desk/benefits/edit?code={}&site={}", program.code, program.site);
        let (tone, word) = if program.entrance_open { (Tone::Done, text.open) } else { (Tone::Idle, text.closed) };
        let day = |day: Option<NaiveDate>| day.map_or_else(String::new, |day| day.to_string());
        let methods: Vec<&str> = program.payout_methods.iter().map(|method| text.method_word(method)).collect();
        let agreement = match (&program.agreement_code, program.agreement_active) {
            (Some(code), true) => Cell::text(code),
            (Some(code), false) => Cell::text(code).over(Cell::badge(Tone::Refused, text.inactive)),
            (None, _) => Cell::None,
        };
        vec![
            Cell::link(text.benefit_word(&program.code), href),
            Cell::text(text.site_word(&program.site)),
            Cell::badge(tone, word),
            Cell::text(match (program.valid_from, program.valid_to) {
                (None, None) => text.unbounded.to_owned(),
                (from, to) => format!("{} – {}", day(from), day(to)),
            }),
            Cell::text(methods.join(actor.lang().pick(", ", "、"))),
            agreement,
        ]
    };
    let table = Table { caption: text.title.to_owned(), columns, rows: programs.iter().map(row).collect() };
    page.tables = vec![(text.title.to_owned(), table)];
    page
}

/// One benefit.
pub fn edit(actor: &Actor<DeskPolicyManage>, program: &Program, of: &Wanted) -> FormPage {
    let text = Text::of(actor.lang());
    let title = format!("{} · {}", text.benefit_word(&program.code), text.site_word(&program.site));
    let back = Link::new(text.back, "/desk/benefits");
    let mut page = FormPage::new(Frame::new(actor.visitor(), title), "/desk/benefits/edit".to_owned(), back);
    page.hint = text.edit_hint.to_owned();
    let day = |name, label: &str, day: Option<NaiveDate>| {
        let value = day.map_or_else(String::new, |day| day.to_string());
        Field::new(name, label, Control::Line { value, kind: "date", most: 10 })
    };
    let entrance =
        vec![Choice::new("closed", text.closed, !of.entrance_open), Choice::new("open", text.open, of.entrance_open)];
    let method = |method: &'static str| {
        Choice::new(method, text.method_word(method), of.payout_methods.iter().any(|of| of == method))
    };
    let agreement = of.agreement_code.clone().unwrap_or_default();
    page.groups = vec![Group {
        title: String::new(),
        hint: String::new(),
        fields: vec![
            Field::new("entrance", text.entrance, Control::Radios(entrance)),
            day("valid_from", text.valid_from, of.valid_from),
            day("valid_to", text.valid_to, of.valid_to),
            Field::new("method", text.methods, Control::Ticks(METHODS.map(method).into())).required(),
            Field::new("agreement", text.agreement, Control::Line { value: agreement, kind: "text", most: 32 })
                .help(text.agreement_help),
        ],
    }];
    page.hidden = vec![
        ("code", program.code.clone()),
        ("site", program.site.clone()),
        ("revision", program.revision.to_string()),
    ];
    page.buttons = vec![("save", text.save)];
    page
}
