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
            reclaim::{Child, Coupon as Held, may_reclaim_coupon, may_reclaim_quota},
            target::Target,
        },
        store::{coupons::Coupon, quotas::Quota},
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

/// Taking a child quota back.
pub fn reclaim_quota<P: Permission>(page: &mut DetailPage, actor: &Actor<P>, quota: &Quota) {
    let text = Text::of(actor.lang());
    let child = Child {
        status: quota.status,
        balance: quota.balance,
        listed: quota.unlisted_at.is_none(),
        rooted: quota.parent_remote_id.is_some() && quota.reseller_remote_id.is_some(),
    };
    let may = barred(actor, Kind::QuotaReclaim)
        .and_then(|()| may_reclaim_quota(child).map_err(|why| said(why_not(why), actor.lang())));
    put(page, vec![(text.reclaim.quota, may.map(|()| format!("{}?quota={}", reclaims::QUOTAS, quota.id)))], text);
}

/// Taking a coupon back.
pub fn reclaim_coupon<P: Permission>(page: &mut DetailPage, actor: &Actor<P>, (id, coupon): (i64, &Coupon)) {
    let text = Text::of(actor.lang());
    let held = Held {
        status: coupon.status,
        expires_at: coupon.expires_at,
        balance: coupon.balance,
        listed: coupon.unlisted_at.is_none(),
        own: coupon.organization_id == actor.org(),
        association: coupon.association_type.as_deref().and_then(|code| Site::China.association(code)),
    };
    let may = barred(actor, Kind::CouponReclaim)
        .and_then(|()| may_reclaim_coupon(held, actor.face().now).map_err(|why| said(why_not(why), actor.lang())));
    put(page, vec![(text.reclaim.coupon, may.map(|()| format!("{}?coupon={id}", reclaims::COUPONS)))], text);
}

fn said(said: &crate::commands::dry_run::Said, lang: Lang) -> String {
    lang.pick(said.en, said.zh_cn).to_owned()
}

/// Boxes before the rows of a list, and the buttons that take the picked ones back: `field` names them for `action`.
pub fn picks<'a>(
    table: &mut Table,
    keys: impl Iterator<Item = (i64, &'a str)>,
    field: &'static str,
    (action, text): (&'static str, &Text),
) -> Selection {
    for (row, (id, number)) in table.rows.iter_mut().zip(keys) {
        if let Some(first) = row.first_mut() {
            let label = text.reclaim.row.replacen("{}", number, 1);
            *first = std::mem::replace(first, Cell::None).pick(field, id, label);
        }
    }
    let button = |label: &str, whole_page| Pick { label: label.to_owned(), action, whole_page };
    let buttons = vec![button(text.reclaim.picked, false), button(text.reclaim.whole_page, true)];
    Selection { hidden: vec![], buttons }
}
