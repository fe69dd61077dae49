//! Incentive-discount policies and the commercial framework (CAT-11, CAT-12).

use rust_decimal::Decimal;

use super::{Standing, name, page, referred, word};
use crate::{
    access::{Actor, permission::PolicyView},
    catalog::{
        rules::{both, policy_tone},
        store::{Discount, Policy},
        text::Text,
    },
    lang::Lang,
    values::decimal,
    web::{Cell, Column, FilterBar, ListPage, Pager, Table, Tone},
};

/// Policies of a month.
pub fn policies(
    actor: &Actor<PolicyView>,
    bar: FilterBar,
    rows: &[Policy],
    pager: Pager,
    standing: Standing,
) -> ListPage {
    let lang = actor.lang();
    let text = Text::of(lang);
    let columns = vec![
        Column::new(text.service_type),
        Column::new(text.code),
        Column::new(text.incentive_policy),
        Column::new(text.allow_discount),
    ];
    let cells = |row: &Policy| {
        let sent = row.service_type_name.as_deref();
        let (zh, en) = (row.service_zh.as_deref().or(sent), row.service_en.as_deref());
        vec![
            name(lang, zh, en, &row.service_type_code),
            Cell::code(&row.service_type_code, lang),
            policy(row.incentive_policy.as_deref(), text, lang),
            allowed(row.allow_discount.as_deref(), text, lang),
        ]
    };
    let table = Table { caption: text.policies_title.to_owned(), columns, rows: rows.iter().map(cells).collect() };
    page(actor, (text.policies_title, "/catalog/policies"), bar, (table, pager), standing)
}

fn policy(code: Option<&str>, text: &Text, lang: Lang) -> Cell {
    let Some(code) = code else { return Cell::None };
    let known = text.policies.iter().find(|(known, _)| *known == code);
    known.map_or_else(|| Cell::unknown(code, lang), |(_, word)| Cell::badge(policy_tone(code), *word))
}

fn allowed(sent: Option<&str>, text: &Text, lang: Lang) -> Cell {
    match sent {
        Some("YES") => Cell::badge(Tone::Done, text.yes),
        Some("NO") => Cell::badge(Tone::Idle, text.no),
        Some(other) => Cell::unknown(other, lang),
        None => Cell::None,
    }
}

/// Items of the framework valid at the last reading.
pub fn discounts(
    actor: &Actor<PolicyView>,
    bar: FilterBar,
    rows: &[Discount],
    pager: Pager,
    standing: Standing,
) -> ListPage {
    let face = actor.face();
    let lang = face.lang;
    let text = Text::of(lang);
    let columns = vec![
        Column::new(text.product),
        Column::new(text.service_type),
        Column::new(text.region).tight(),
        Column::new(text.charging_mode),
        Column::number(text.discount_ratio),
        Column::number(text.sales_price),
        Column::new(text.valid).tight(),
        Column::new(text.framework),
    ];
    let cells = |row: &Discount| {
        let code = row.product_id.as_deref().or(row.resource_type_code.as_deref()).unwrap_or(&row.item_type);
        vec![
            name(lang, row.name_zh.as_deref(), row.name_en.as_deref(), code),
            referred(lang, row.service_zh.as_deref(), row.service_en.as_deref(), row.service_type_code.as_deref()),
            row.region_code.as_deref().map_or(Cell::None, |code| {
                Cell::text(both(lang, row.region_zh.as_deref(), row.region_en.as_deref(), code).0)
            }),
            word(row.charging_mode.as_deref(), &text.charging_modes, lang),
            row.discount_ratio.map_or(Cell::None, |ratio| Cell::Amount(percent(ratio))),
            row.sales_price.map_or(Cell::None, Cell::amount),
            Cell::Two(Box::new((Cell::when(row.effective_at, &face), Cell::when(row.expires_at, &face)))),
            Cell::maybe(row.commerce_code.as_deref()),
        ]
    };
    let table = Table { caption: text.discounts.to_owned(), columns, rows: rows.iter().map(cells).collect() };
    page(actor, (text.discounts, "/catalog/discounts"), bar, (table, pager), standing)
}

/// `0.85` as `85%`.
fn percent(ratio: Decimal) -> String {
    format!("{}%", decimal::grouped(ratio * Decimal::ONE_HUNDRED, 0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ratio_reads_as_a_share_of_the_list_price() {
        for (ratio, want) in [("0.85", "85%"), ("1", "100%"), ("0.8575", "85.75%"), ("0", "0%")] {
            assert_eq!(percent(ratio.parse().unwrap()), want);
        }
    }
}
