//! Filters of issued and own coupons.

use chrono::{DateTime, Utc};

use super::{Whose, code, instants, whose};
use crate::{
    vouchers::{rules::coupon::State, store::resellers::Reseller, text::Text},
    web::{Face, FilterBar, Typed},
};

/// Which coupons are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tab {
    /// Issued to customers (COUPON-9).
    Issued,
    /// The partner's own (COUPON-12).
    Own,
}

impl Tab {
    /// The tab of an address.
    pub fn of(typed: &Typed) -> Option<Self> {
        match typed.get("tab") {
            "own" => Some(Self::Own),
            "issued" => Some(Self::Issued),
            _ => None,
        }
    }

    /// The word in addresses.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Issued => "issued",
            Self::Own => "own",
        }
    }
}

/// What a list of coupons is narrowed to.
#[derive(Debug, Default)]
pub struct Filters {
    /// Part of the coupon number; of own coupons also of the plan's name.
    pub number: Option<String>,
    /// Part of the customer's account name, or the whole customer id.
    pub customer: Option<String>,
    /// Number of the quota it came from.
    pub quota: Option<String>,
    /// `coupon_type`.
    pub coupon_type: Option<i32>,
    /// What it is now.
    pub state: Option<State>,
    /// Expires at or after.
    pub expires_from: Option<DateTime<Utc>>,
    /// Expires before.
    pub expires_before: Option<DateTime<Utc>>,
    /// Created at or after.
    pub created_from: Option<DateTime<Utc>>,
    /// Created before.
    pub created_before: Option<DateTime<Utc>>,
}

impl Filters {
    /// The vendor's numbers asked for, and whether `expire_time` must have passed (COUPON-3).
    pub fn wanted(&self) -> (Option<&'static [i32]>, Option<bool>) {
        self.state.map(State::wanted).map_or((None, None), |(codes, over)| (Some(codes), over))
    }
}

/// Filters of `/vouchers/coupons`, of the tab that is open.
pub fn filters<'a>(typed: Typed, tab: Tab, face: &Face, resellers: &'a [Reseller]) -> (Filters, Whose<'a>, FilterBar) {
    let text = Text::of(face.lang);
    let mut bar = FilterBar::new("/vouchers/coupons", typed, face.lang);
    bar.expect("tab", &[Tab::Issued.word(), Tab::Own.word()]);
    bar.carry("tab", tab.word());
    let mut filters = Filters {
        number: bar.text("coupon", if tab == Tab::Own { text.coupon.number_or_plan } else { text.coupon.number }, 64),
        coupon_type: code(bar.choice("coupon_type", text.coupon.kind, kinds(tab, text).iter().copied())),
        state: bar
            .choice("status", text.words.status, State::WORDS.map(|(word, state)| (word, text.coupon.state(state))))
            .and_then(|word| State::parse(&word)),
        ..Filters::default()
    };
    if tab == Tab::Issued {
        filters.customer = bar.text("customer", text.coupon.customer_filter, 128);
        filters.quota = bar.text("quota", text.quota.number, 64);
    }
    let days = bar.days("expires", text.quota.expires);
    (filters.expires_from, filters.expires_before) = instants(days, face);
    let days = bar.days("created", text.coupon.created);
    (filters.created_from, filters.created_before) = instants(days, face);
    let whose = match tab {
        Tab::Issued => whose(&mut bar, text.coupon.issuer, Some(text.words.own), resellers),
        Tab::Own => Whose::Own,
    };
    (filters, whose, bar)
}

/// Partners issue only vouchers and cash coupons (QUOTA-1).
fn kinds(tab: Tab, text: &Text) -> Vec<(&'static str, &'static str)> {
    let issued = |(code, _): &(&str, &str)| tab == Tab::Own || ["1", "4"].contains(code);
    text.coupon.kinds.iter().copied().filter(issued).collect()
}
