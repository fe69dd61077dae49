//! The page of a scheme: every person with the verdict.

use chrono::{DateTime, Utc};

use crate::{
    access::{Actor, permission::FhApply},
    facts::Person,
    fh::{
        forms::Asked,
        rules::{self, Certificate, Scheme, judge},
        text::Text,
    },
    gates,
    web::{Cell, Column, Empty, FilterBar, Frame, Link, ListPage, Pager, Table, Tone},
};

/// Persons by account name.
pub fn list(
    actor: &Actor<FhApply>,
    (asked, site, read_at): (Option<&Asked>, &str, Option<DateTime<Utc>>),
    bar: FilterBar,
    (rows, pager): (&[Person], Pager),
) -> ListPage {
    let (face, text) = (actor.face(), Text::of(actor.lang()));
    let columns = vec![
        Column::new(text.person),
        Column::new(text.result).tight(),
        Column::new(text.why),
        Column::new(text.position).tight(),
        Column::new(text.city).wide(),
        Column::new(text.certificates).wide(),
    ];
    let today = face.date(face.now);
    let company = actor.organization().name.as_str();
    let row = |row: &Person| {
        let reasons = asked.map_or(vec![], |asked| judge(asked.scheme, &known(row), asked.month, (company, today)));
        let fits = reasons.is_empty();
        let said: Vec<&str> = reasons.iter().map(|reason| text.reason(*reason)).collect();
        let certificates: Vec<String> =
            row.certificates.iter().map(|one| format!("{} {}", one.kind, one.name)).collect();
        vec![
            Cell::link(&row.account, format!("/facts/{}", row.fact_id)).under(&row.name),
            if fits { Cell::badge(Tone::Done, text.fits) } else { Cell::badge(Tone::Idle, text.fits_not) },
            Cell::text(said.join(face.lang.pick(" ", ""))),
            Cell::maybe(row.position.as_deref().map(|position| text.position_word(position))),
            Cell::text(&row.base_city),
            Cell::text(certificates.join(face.lang.pick(", ", "、"))),
        ]
    };
    let table = Table { caption: text.title.to_owned(), columns, rows: rows.iter().map(row).collect() };
    let (title, hint) = if asked.is_some() { (text.empty, text.empty_hint) } else { (text.no_scheme, "") };
    let action = asked.map(|_| Link::new(text.persons, "/facts?kind=specialist"));
    let empty = Empty { title: title.to_owned(), hint: hint.to_owned(), action };
    let mut page = ListPage::new(Frame::new(actor.visitor(), text.title), bar, table, pager, empty);
    let is_fresh = read_at.is_some_and(|at| face.now - at <= gates::OLDEST);
    page.notice = (!is_fresh && asked.is_some()).then(|| text.unknown.to_owned());
    if let Some(asked) = asked {
        page.tabs = tabs(asked.scheme, site, text);
        let gates = format!("/incentives/benefits/conditions?step={}", asked.scheme.step);
        page.actions = vec![
            Link::new(text.qualifications, "/incentives/fh/qualifications"),
            Link::new(text.conditions, gates),
            Link::new(text.persons, "/facts?kind=specialist"),
        ];
    }
    page
}

fn tabs(open: &Scheme, site: &str, text: &Text) -> Vec<Link> {
    let schemes = Scheme::ALL.into_iter().filter(|scheme| scheme.sites.contains(&site));
    let tab = |scheme: &'static Scheme| {
        Link::new(text.scheme(scheme.code), format!("/incentives/fh?scheme={}", scheme.code))
            .current(scheme.code == open.code)
    };
    schemes.map(tab).collect()
}

/// A person as the rules see him.
fn known(person: &Person) -> rules::Person {
    let certificate = |one: &crate::facts::Certificate| Certificate {
        kind: one.kind.clone(),
        name: one.name.clone(),
        issued_on: one.issued_on,
        valid_until: one.valid_until,
    };
    rules::Person {
        state: person.state.clone(),
        path: person.path.clone(),
        position: person.position.clone(),
        employer: person.employer.clone(),
        onboarded_on: person.onboarded_on,
        huawei_since: person.huawei_since,
        certificates: person.certificates.iter().map(certificate).collect(),
    }
}
