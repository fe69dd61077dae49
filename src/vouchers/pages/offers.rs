//! What can be done with a quota or a coupon: a button, or in its place the sentence that says why not.

use super::reclaims;
use crate::{
    access::{Actor, OrganizationState, Permission},
    cloud::site::Site,
    commands::Kind,
    lang::Lang,
    vouchers::{
        rules::{
            hindrance::{Facts, Hindrance},
            quota::may_issue,
            reclaim::{Child, Coupon as Held, NotReclaimable, may_reclaim_coupon, may_reclaim_quota},
            target::Target,
        },
        store::{
            coupons::{Coupon, Listed},
            quotas::Quota,
        },
        text::{Text, reclaim::why_not},
    },
    web::{Cell, DetailPage, Link, Pick, Section, Selection, Table},
};

/// A button, or why there is none.
type Offer = (&'static str, Result<String, String>);

fn put(page: &mut DetailPage, offers: Vec<Offer>, text: &Text) {
    let mut facts = Vec::new();
    for (label, offer) in offers {
        match offer {
            Ok(href) => {
                let main = page.actions.iter().all(|action| !action.current);
                page.actions.push(Link::new(label, href).current(main));
            }
            Err(why) => facts.push((label, Cell::text(why))),
        }
    }
    if !facts.is_empty() {
        let place = page.sections.len().min(1);
        page.sections.insert(place, Section { title: text.issue.doing.to_owned(), facts });
    }
}

/// Issuing from a quota, to resellers and to customers; `acts`: also for the reseller that holds it.
pub fn issues<P: Permission>(
    page: &mut DetailPage,
    actor: &Actor<P>,
    quota: &Quota,
    (uses_coupons, acts): (bool, bool),
) {
    let (text, organization) = (Text::of(actor.lang()), actor.organization());
    let offer = |target: Target, label| {
        let code = target.kind().code();
        let facts = Facts {
            kind: organization.kind,
            state: organization.state,
            abroad: organization.is_only_abroad(),
            missing: (!actor.may(code)).then_some(code),
            own: quota.reseller_remote_id.is_none() || target == Target::Customers && acts,
            quota_type: quota.quota_type,
            uses_coupons,
            issuable: may_issue(quota.facts(), actor.face().now),
            balance: quota.balance,
        };
        let may = target.may(facts).map(|()| target.form(quota.id));
        (label, may.map_err(|why| text.hindrance(why, actor.lang())))
    };
    let offers =
        vec![offer(Target::Resellers, text.issue.to_resellers), offer(Target::Customers, text.issue.to_customers)];
    put(page, offers, text);
}

/// What stands in the way of every reclaim of this member.
fn barred<P: Permission>(actor: &Actor<P>, kind: Kind) -> Result<(), String> {
    let why = if actor.organization().state != OrganizationState::Active {
        Hindrance::ReadOnly
    } else if actor.may(kind.code()) {
        return Ok(());
    } else {
        Hindrance::Permission(kind.code())
    };
    Err(Text::of(actor.lang()).hindrance(why, actor.lang()))
}

/// A child as far as taking it back needs it.
pub(super) fn child(quota: &Quota) -> Child {
    Child {
        status: quota.status,
        balance: quota.balance,
        listed: quota.unlisted_at.is_none(),
        rooted: quota.parent_remote_id.is_some() && quota.reseller_remote_id.is_some(),
    }
}

/// Taking a child quota back.
pub fn reclaim_quota<P: Permission>(page: &mut DetailPage, actor: &Actor<P>, quota: &Quota) {
    let text = Text::of(actor.lang());
    let may = barred(actor, Kind::QuotaReclaim)
        .and_then(|()| may_reclaim_quota(child(quota)).map_err(|why| said(why_not(why), actor.lang())));
    put(page, vec![(text.reclaim.quota, may.map(|()| format!("{}?quota={}", reclaims::QUOTAS, quota.id)))], text);
}

/// Taking a coupon back; a reseller's for who `acts` for it (API-8).
pub fn reclaim_coupon<P: Permission>(
    page: &mut DetailPage,
    actor: &Actor<P>,
    (id, coupon): (i64, &Coupon),
    acts: bool,
) {
    let text = Text::of(actor.lang());
    let held = Held {
        status: coupon.status,
        expires_at: coupon.expires_at,
        balance: coupon.balance,
        listed: coupon.unlisted_at.is_none(),
        acts: coupon.organization_id == actor.org() || acts,
        association: coupon.association_type.as_deref().and_then(|code| Site::China.association(code)),
    };
    let may = barred(actor, Kind::CouponReclaim)
        .and_then(|()| may_reclaim_coupon(held, actor.face().now).map_err(|why| said(why_not(why), actor.lang())));
    put(page, vec![(text.reclaim.coupon, may.map(|()| format!("{}?coupon={id}", reclaims::COUPONS)))], text);
}

fn said(said: &crate::commands::dry_run::Said, lang: Lang) -> String {
    lang.pick(said.en, said.zh_cn).to_owned()
}

/// A row that may be taken back, or why not.
struct Pickable<'a> {
    id: i64,
    number: &'a str,
    may: Result<(), NotReclaimable>,
}

/// Boxes before child quotas that can be taken back, and the buttons for the picked ones; where there are none, why.
pub fn pick_quotas<P: Permission>(
    table: &mut Table,
    actor: &Actor<P>,
    rows: &[Quota],
) -> Result<Option<Selection>, String> {
    let rows =
        rows.iter().map(|row| Pickable { id: row.id, number: &row.remote_id, may: may_reclaim_quota(child(row)) });
    picks(table, actor, (Kind::QuotaReclaim, "quota", reclaims::QUOTAS), rows)
}

/// The same for coupons. The list does not know how a customer is bound: the preview of the reclaim does.
pub fn pick_coupons<P: Permission>(
    table: &mut Table,
    actor: &Actor<P>,
    rows: &[Listed],
    acts: bool,
) -> Result<Option<Selection>, String> {
    let now = actor.face().now;
    let rows = rows.iter().map(|row| {
        let held = Held {
            status: row.status,
            expires_at: row.expires_at,
            balance: row.balance,
            listed: row.unlisted_at.is_none(),
            acts: row.organization_id == actor.org() || acts,
            association: None,
        };
        Pickable { id: row.id, number: &row.remote_id, may: may_reclaim_coupon(held, now) }
    });
    picks(table, actor, (Kind::CouponReclaim, "coupon", reclaims::COUPONS), rows)
}

fn picks<'a, P: Permission>(
    table: &mut Table,
    actor: &Actor<P>,
    (kind, field, action): (Kind, &'static str, &'static str),
    rows: impl Iterator<Item = Pickable<'a>>,
) -> Result<Option<Selection>, String> {
    barred(actor, kind)?;
    let text = Text::of(actor.lang());
    for (cells, row) in table.rows.iter_mut().zip(rows) {
        if let Some(first) = cells.first_mut() {
            let value = std::mem::replace(first, Cell::None);
            *first = match row.may {
                Ok(()) => value.pick(field, row.id, text.reclaim.row.replacen("{}", row.number, 1)),
                Err(why) => value.barred(said(why_not(why), actor.lang())),
            };
        }
    }
    let button = |label: &str, whole_page| Pick { label: label.to_owned(), action, whole_page };
    let buttons = vec![button(text.reclaim.picked, false), button(text.reclaim.whole_page, true)];
    Ok((!table.ticks().is_empty()).then_some(Selection { hidden: vec![], buttons }))
}
