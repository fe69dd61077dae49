//! Taking back: the preview of picked rows with the button that confirms it.

use crate::{
    access::{Actor, Permission},
    commands::{
        Kind,
        dry_run::{DryRun, part},
    },
    vouchers::{
        forms::drafts::{REMARK, Reclaim},
        text::Text,
    },
    web::{
        Frame, Link,
        form::{Control, Field, FormPage, Group},
    },
};

/// Where picked children are previewed.
pub const QUOTAS: &str = "/vouchers/issued/reclaims/new";
/// Where picked coupons are previewed.
pub const COUPONS: &str = "/vouchers/coupons/reclaims/new";

/// The list that rows of a kind are picked in.
pub const fn list_of(kind: Kind) -> &'static str {
    if matches!(kind, Kind::QuotaReclaim) { "/vouchers/issued" } else { "/vouchers/coupons" }
}

/// The preview.
pub fn preview<P: Permission>(actor: &Actor<P>, kind: Kind, draft: &Reclaim, run: &DryRun) -> FormPage {
    let (face, text) = (actor.face(), Text::of(actor.lang()));
    let words = text.reclaim;
    let quotas = kind == Kind::QuotaReclaim;
    let title = if quotas { words.title_quotas } else { words.title_coupons };
    let back = Link::new(if quotas { words.back_quotas } else { words.back_coupons }, list_of(kind));
    let mut page = FormPage::new(Frame::new(actor.visitor(), title), format!("{}/reclaims", list_of(kind)), back);
    page.hidden = draft.carried();
    part::onto(&mut page, run, &draft.parameters(), &face);
    page.hint = if quotas { words.hint_quotas } else { words.hint_coupons }.to_owned();
    page.buttons.retain(|(step, _)| *step == part::CONFIRM);
    if run.is_ready() {
        let control = Control::Line { value: draft.remark.clone(), kind: "text", most: REMARK };
        let remark = Field::new("remark", text.issue.remark, control).help(text.issue.remark_help);
        page.groups.push(Group { title: String::new(), hint: String::new(), fields: vec![remark] });
    }
    page
}
