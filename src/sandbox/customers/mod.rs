//! Customers (客户, 子客户) of the partner and of its resellers: CUST-2, CUST-6 to CUST-12.
//!
//! `draw.rs` makes those of the first day, `queries.rs` lists them, `creation.rs` and `codes.rs` make new ones.

mod codes;
mod creation;
mod draw;
mod queries;

use std::collections::HashMap;

use axum::http::Method;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

pub(super) use self::{codes::Codes, creation::CREATE};
use super::{
    names::Names,
    operation::{BOTH, CHINA, Operation},
    options::{Setting, Site},
    resellers::Resellers,
    world::Owner,
};

pub(super) const OPERATIONS: &[Operation] = &[
    Operation::read("ListSubCustomers", Method::POST, "/v2/partners/sub-customers/query", BOTH, queries::list),
    Operation::read(
        "ListSubCustomerNewTag",
        Method::POST,
        "/v2/partners/sub-customers/new-customers-tags/batch-query",
        CHINA,
        queries::tags,
    ),
    Operation::read(
        "CheckUserIdentity",
        Method::POST,
        "/v2/partners/sub-customers/users/check-identity",
        BOTH,
        queries::identity,
    )
    .at(5),
    Operation::read("SendVerificationMessageCode", Method::POST, "/v2/bases/verificationcode/send", BOTH, codes::send),
    Operation::write(CREATE, Method::POST, "/v2/partners/sub-customers", BOTH, creation::create),
];

/// What can be done to customers.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) enum Deed {
    /// The partner made an account (CUST-8).
    Created(Box<Customer>),
    /// A code went to a phone or mailbox (CUST-7).
    CodeSent(codes::Sent),
    /// The partner froze (1, 2) or unfroze (0) accounts (ACCT-22).
    Frozen { customer_id: String, level: i64 },
}

/// Association of a customer with its partner (CUST-2). The vendor's numbers differ by site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Association {
    /// 顾问销售: the customer pays the vendor; no money, no coupons by API.
    Advisor,
    /// 代售 / 转售: the partner pays.
    Resale,
}

impl Association {
    /// The vendor's code on `site`.
    pub(super) const fn code(self, site: Site) -> &'static str {
        match (self, site) {
            (Self::Advisor, _) => "1",
            (Self::Resale, Site::China) => "2",
            (Self::Resale, Site::International) => "3",
        }
    }
}

/// One customer.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Customer {
    pub(super) id: String,
    pub(super) account_name: String,
    /// Real name: of the company, or of the person.
    pub(super) name: String,
    /// −1 unknown, 0 individual, 1 enterprise.
    pub(super) kind: i64,
    pub(super) owner: Owner,
    pub(super) association: Association,
    pub(super) associated_on: DateTime<Utc>,
    /// From then on it is listed; later than `associated_on` for a customer just created.
    pub(super) listed_at: DateTime<Utc>,
    pub(super) label: Option<String>,
    pub(super) phone: Option<String>,
    pub(super) country_code: Option<String>,
    pub(super) email: Option<String>,
    /// −1 none, 0 in review, 1 refused, 2 verified, international also 3 failed (RN-8).
    pub(super) verified: i64,
    /// 0 no, 1 account (ACCT-19).
    pub(super) frozen: i64,
    pub(super) manager: Option<String>,
    /// Id and type given by the partner's own platform, when it made the account (CUST-8).
    pub(super) xaccount: Option<(String, String)>,
    /// V0 to V5.
    pub(super) level: String,
}

/// All customers, each once, and those that have left.
#[derive(Default)]
pub(super) struct Customers {
    all: Vec<Customer>,
    index: HashMap<String, usize>,
    /// Customers that have left (CUST-11): no list shows them, old records still name them.
    pub(super) former: Vec<Customer>,
    pub(super) codes: Codes,
}

impl Customers {
    pub(super) fn new(setting: Setting, names: &dyn Names, resellers: &Resellers, dawn: DateTime<Utc>) -> Self {
        let draw = draw::Draw { setting, names, resellers, dawn };
        let mut customers = Self::default();
        for place in 0..setting.customers {
            customers.add(draw.customer("customer", place));
        }
        let former = if setting.customers >= 10 { 2 } else { 0 };
        customers.former = (0..former).map(|place| draw.former(place)).collect();
        customers
    }

    pub(super) fn all(&self) -> &[Customer] {
        &self.all
    }

    pub(super) fn find(&self, id: &str) -> Option<&Customer> {
        self.index.get(id).map(|place| &self.all[*place])
    }

    /// The customer, if it belongs to `owner`.
    pub(super) fn of(&self, owner: &Owner, id: &str) -> Option<&Customer> {
        self.find(id).filter(|customer| customer.owner == *owner)
    }

    pub(super) fn apply(&mut self, at: DateTime<Utc>, deed: &Deed) {
        match deed {
            Deed::Created(customer) => self.add(customer.as_ref().clone()),
            Deed::CodeSent(sent) => self.codes.add(at, sent),
            Deed::Frozen { customer_id, level } => {
                if let Some(place) = self.index.get(customer_id) {
                    self.all[*place].frozen = *level;
                }
            }
        }
    }

    fn add(&mut self, customer: Customer) {
        self.index.insert(customer.id.clone(), self.all.len());
        self.all.push(customer);
    }
}
