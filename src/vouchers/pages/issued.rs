//! Pages of the children a distributor issued to its resellers (QUOTA-9).

use super::{
    Amounts, Standing, expiry, number, offers,
    quotas::{Around, balance, page, reseller, status},
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
    let mut table = table(rows, Resellers::Many, &face);
    let picks = offers::pick_quotas(&mut table, actor, rows);
    let empty = standing.empty(text.quota.issued_empty, text.quota.issued_empty_hint, text);
    let mut page = ListPage::new(Frame::new(actor.visitor(), text.quota.issued_title), bar, table, pager, empty);
    page.pick(picks);
    page
}

/// Children as a table.
pub fn table(rows: &[Quota], resellers: Resellers, face: &Face) -> Table {
    let text = Text::of(face.lang);
    let amounts = Amounts::of(rows.iter().map(|row| row.currency.as_str()));
    let mut columns = vec![
        Column::new(text.quota.number).tight(),
        amounts.column(text.quota.value).wide(),
        amounts.column(text.quota.balance),
        Column::new(text.words.status).tight(),
        Column::new(text.quota.expires).wide().tight(),
        Column::new(text.quota.issued_at).wide().tight(),
    ];
    if resellers == Resellers::Many {
        columns.insert(1, Column::new(text.words.reseller));
        columns.insert(2, Column::new(text.quota.parent).wide());
    }
    let cells = |row: &Quota| {
        let mut cells = vec![
            Cell::link(&row.remote_id, format!("/vouchers/issued/{}", row.id)),
            amounts.cell(row.quota_value, &row.currency),
            balance(row, &amounts, text, face),
            status(row, text, face),
            expiry(row.expires_at, text, face),
            Cell::when(Some(row.created_at), face),
        ];
        if resellers == Resellers::Many {
            cells.insert(1, reseller(row));
            cells.insert(2, number(row.parent_remote_id.as_deref(), None, face.lang));
        }
        cells
    };
    Table { caption: text.quota.issued_title.to_owned(), columns, rows: rows.iter().map(cells).collect() }
}

/// One child.
pub fn show(actor: &Actor<QuotaIssuedView>, quota: &Quota, around: Around) -> DetailPage {
    page(actor, quota, around, ISSUED_QUOTAS.api)
}
