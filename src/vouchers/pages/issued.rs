//! Pages of the children a distributor issued to its resellers (QUOTA-9).

use super::{
    Amounts, Standing, expiry, number,
    quotas::{Around, balance, page, status},
};
use crate::{
    access::{Actor, permission::QuotaIssuedView},
    vouchers::{store::quotas::Quota, sync::ISSUED_QUOTAS, text::Text},
    web::{Cell, Column, DetailPage, Face, FilterBar, Frame, ListPage, Pager, Table},
};

/// Whose children a table shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resellers {
    /// Each row names its reseller.
    Many,
    /// The page is about one reseller.
    One,
}

/// The list.
pub fn list(
    actor: &Actor<QuotaIssuedView>,
    bar: FilterBar,
    rows: &[Quota],
    pager: Pager,
    standing: Standing,
) -> ListPage {
    let face = actor.face();
    let text = Text::of(face.lang);
    let table = table(rows, Resellers::Many, &face);
    let empty = standing.empty(text.quota.issued_empty, text.quota.issued_empty_hint, text);
    ListPage::new(Frame::new(actor.visitor(), text.quota.issued_title), bar, table, pager, empty)
}

/// Children as a table.
pub fn table(rows: &[Quota], resellers: Resellers, face: &Face) -> Table {
    let text = Text::of(face.lang);
    let amounts = Amounts::of(rows.iter().map(|row| row.currency.as_str()));
    let mut columns = vec![
        Column::new(text.quota.number),
        Column::new(text.quota.parent).wide(),
        amounts.column(text.quota.value).wide(),
        amounts.column(text.quota.balance),
        Column::new(text.words.status),
        Column::new(text.quota.expires).wide(),
        Column::new(text.quota.issued_at).wide(),
    ];
    if resellers == Resellers::Many {
        columns.insert(1, Column::new(text.words.reseller));
    }
    let cells = |row: &Quota| {
        let mut cells = vec![
            Cell::link(&row.remote_id, format!("/vouchers/issued/{}", row.id)),
            number(row.parent_remote_id.as_deref(), None, face.lang),
            amounts.cell(row.quota_value, &row.currency),
            balance(row, &amounts, text, face),
            status(row, text, face),
            expiry(row.expires_at, text, face),
            Cell::when(Some(row.created_at), face),
        ];
        if resellers == Resellers::Many {
            cells.insert(1, reseller(row));
        }
        cells
    };
    Table { caption: text.quota.issued_title.to_owned(), columns, rows: rows.iter().map(cells).collect() }
}

fn reseller(row: &Quota) -> Cell {
    let label = row.reseller_account_name.as_deref().or(row.reseller_remote_id.as_deref()).unwrap_or_default();
    let name = row.reseller_name.as_deref().unwrap_or_default();
    match row.reseller_id {
        Some(id) => Cell::link(label, format!("/resellers/{id}")).under(name),
        None => Cell::text(label).under(name),
    }
}

/// One child.
pub fn show(actor: &Actor<QuotaIssuedView>, quota: &Quota, around: Around) -> DetailPage {
    page(actor, quota, around, ISSUED_QUOTAS.api)
}
