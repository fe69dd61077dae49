//! The partner's internal review of a version: what changes, and the decision (COM-08).

use super::{facts, form, group, reason, standing};
use crate::{
    access::{Actor, permission::IncentiveReview},
    business_information::{rules::details::Details, store::Version, text::Text},
    requests::{INTERNAL_REVIEW, PASS, RETURN},
    web::{Cell, Column, Link, Table, form::FormPage},
};

/// A version under internal review, beside the one in force.
pub fn show(
    actor: &Actor<IncentiveReview>,
    (version, of): (&Version, &Details),
    force: Option<(&str, &Details)>,
    typed: &str,
) -> FormPage {
    let (face, text) = (actor.face(), Text::of(actor.lang()));
    let mut page = form(actor, text.review, format!("/business-info/reviews/{}", version.request_id));
    page.back = Link::new(text.back, "/reviews");
    let mut state = standing(version, &face);
    // The letter's own page belongs to another permission.
    state.facts.retain(|(label, _)| *label != text.letter);
    page.before = vec![state];
    page.tables = vec![(text.compared.to_owned(), compared(actor, (version.company_name.as_str(), of), force))];
    page.hidden = vec![("revision", version.revision.to_string())];
    if version.state == INTERNAL_REVIEW {
        page.hint = text.review_hint.to_owned();
        page.groups = vec![group(vec![reason(text.reason, typed)])];
        page.buttons = vec![(PASS, text.pass), (RETURN, text.send_back)];
    }
    page
}

fn compared(actor: &Actor<IncentiveReview>, now: (&str, &Details), force: Option<(&str, &Details)>) -> Table {
    let (lang, text) = (actor.lang(), Text::of(actor.lang()));
    let after = facts(now.1, now.0, lang);
    let before = force.map(|(name, of)| facts(of, name, lang)).unwrap_or_default();
    let rows = after.into_iter().enumerate().filter_map(|(place, (label, value))| {
        let was = before.get(place).map(|(_, value)| value.as_str()).unwrap_or_default();
        let filled = !value.is_empty() || !was.is_empty();
        filled.then(|| vec![Cell::text(label), Cell::text(was), Cell::text(value)])
    });
    let columns = [text.field, text.before, text.after].map(Column::new).into();
    Table { caption: text.compared.to_owned(), columns, rows: rows.collect() }
}
