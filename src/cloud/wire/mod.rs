//! What may be said to the vendor: every partner-side operation of both contracts, typed.
//!
//! A family of operations is a file. A request is a struct with the contract's own field names, also the misspelt ones
//! (API-2); an answer has only optional fields and lists (API-36). `tests/contract.rs` compares all of it with the
//! contract. Nothing here knows connections, keys or clocks.

use chrono::{DateTime, NaiveDateTime, Utc};
use serde::{Serialize, de::DeserializeOwned};

use super::site::Sites;

pub mod read;
#[cfg(test)]
pub mod shape;
pub mod write;

pub use write::{Language, Request};

#[macro_use]
mod declare;

pub mod accounts;
pub mod bills;
pub mod budgets;
pub mod catalog;
pub mod coupons;
pub mod customers;
pub mod invoices;
pub mod lines;
pub mod orders;
pub mod places;
pub mod policies;
pub mod quotas;
pub mod realname;
pub mod resellers;
pub mod resources;
pub mod specs;
pub mod transfers;

/// Header that chooses the language of names (API-24).
pub const LANGUAGE_HEADER: &str = "X-Language";

/// HTTP method of an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Reads with a query.
    Get,
    /// Reads or writes with a body.
    Post,
    /// Writes with a body.
    Put,
}

impl Method {
    /// As it stands in the request line.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
        }
    }
}

/// Whether a call may be repeated: reads are, writes never (API-44, API-48). Not the HTTP method: some POSTs read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Changes nothing.
    Read,
    /// Changes money, quota, coupons, accounts, or sends a message to somebody.
    Write,
}

/// One operation of the contract with its parameters.
pub trait Operation: Serialize + Sync {
    /// `operationId` of the contract; also the name of its throttle bucket (API-40).
    const ID: &'static str;
    /// HTTP method.
    const METHOD: Method;
    /// Path with `{slots}`.
    const PATH: &'static str;
    /// Whether it may be repeated.
    const ACCESS: Access;
    /// Which sites have it (API-6).
    const SITES: Sites;
    /// Codes of failed answers that nevertheless carry the answer's data (API-42, variant 3).
    const DATA_DESPITE: &'static [&'static str] = &[];
    /// The answer of success.
    type Answer: DeserializeOwned + Send;

    /// Whether a write's answer holds the ids that prove it; if not, the outcome is unknown (API-44, CMD-5).
    fn confirmed(&self, answer: &Self::Answer) -> bool {
        let _ = answer;
        true
    }

    /// The request as it goes out, before signing.
    ///
    /// # Errors
    /// When a field cannot be written as the contract wants it, such as an amount with three decimals.
    fn request(&self) -> Result<Request, serde_json::Error>
    where
        Self: Sized,
    {
        write::compose(Self::METHOD, Self::PATH, self)
    }
}

/// A list that is read in pages (API-31, API-32).
pub trait Paged: Operation + Clone {
    /// One row of the list.
    type Row: Send;
    /// Largest page the vendor serves.
    const LARGEST_PAGE: i64;
    /// Name of the array of rows in the answer.
    const ROWS: &'static str;

    /// Asks for the page that begins after `offset` rows (from 0) and holds `limit` at most.
    #[must_use]
    fn page(self, offset: i64, limit: i64) -> Self;

    /// Rows of the whole list, when the answer says so.
    fn total(answer: &Self::Answer) -> Option<i64>;

    /// Rows of this page.
    fn rows(answer: Self::Answer) -> Vec<Self::Row>;
}

/// An instant as the vendor writes it, `2026-01-31T08:09:10Z`; nothing when the text has another form (API-26).
#[must_use]
pub fn instant(text: Option<&str>) -> Option<DateTime<Utc>> {
    let text = text?.trim();
    let plain = NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%SZ").ok().map(|at| at.and_utc());
    plain.or_else(|| DateTime::parse_from_rfc3339(text).ok().map(|at| at.to_utc()))
}

/// An instant for a filter: UTC, exactly twenty characters, fractions cut off (API-26).
#[must_use]
pub fn instant_text(at: DateTime<Utc>) -> String {
    at.format("%Y-%m-%dT%H:%M:%SZ").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_are_read_when_they_can_be() {
        let at: DateTime<Utc> = "2026-01-31T08:09:10Z".parse().unwrap();
        assert_eq!(instant(Some("2026-01-31T08:09:10Z")), Some(at));
        assert_eq!(instant(Some("2026-01-31T16:09:10+08:00")), Some(at));
        for text in [None, Some(""), Some("2026-01-31"), Some("soon"), Some("2026-02-30T00:00:00Z")] {
            assert_eq!(instant(text), None, "{text:?}");
        }
        assert_eq!(instant_text(at + chrono::TimeDelta::milliseconds(900)), "2026-01-31T08:09:10Z");
    }
    #[test]
    fn the_samples_of_the_contract_are_read_exactly() {
        let page: quotas::QuotaPage = serde_json::from_str(
            r#"{"total_count":1,"quotas":[{"quota_id":"26013100000001","quota_type":0,"quota_value":50000.00,
                "balance":32000.50,"quota_status":0,"measure_id":1,"currency":"CNY","unheard_of":{"a":[1]},
                "limit_infos":[{"limit_key":"subscribeType","limit_values":[{"value1":"new","value2":null}]}]}]}"#,
        )
        .unwrap();
        let quota = &page.quotas[0];
        assert_eq!(quota.balance.map(|balance| balance.to_string()).as_deref(), Some("32000.50"));
        assert_eq!(quota.quota_id.as_deref(), Some("26013100000001"));
        assert_eq!(quota.limit_infos[0].limit_values[0].value1.as_deref(), Some("new"));
        assert_eq!(quota.limit_infos[0].limit_values[0].value2, None);
        let accounts: accounts::PartnerBalances = serde_json::from_str(
            r#"{"account_balances":[{"account_id":"A1","account_type":1,"amount":12345.67,"designated_amount":0,
                "credit_amount":null,"memo":null},{"account_id":"A2","account_type":2,"amount":"8000"}]}"#,
        )
        .unwrap();
        let amounts = accounts.account_balances.iter().map(|account| account.amount.map(|amount| amount.to_string()));
        assert_eq!(amounts.collect::<Vec<_>>(), [Some("12345.67".to_owned()), Some("8000".to_owned())]);
        assert_eq!(accounts.account_balances[0].credit_amount, None);
    }

    #[test]
    fn what_is_unset_is_left_out() {
        let request = quotas::ListQuotaCoupons { quota_type: Some(0), ..Default::default() }.page(0, 100);
        let sent = request.request().unwrap();
        assert_eq!(sent.body, br#"{"limit":100,"offset":0,"quota_type":0}"#);
        let empty = customers::ListSubCustomers { label: Some(String::new()), ..Default::default() };
        assert_eq!(empty.request().unwrap().body, b"{}", "an empty filter would match nothing (API-35)");
    }

    #[test]
    fn personal_data_is_not_printed() {
        let page: customers::CustomerPage = serde_json::from_str(
            r#"{"customer_infos":[{"customer":"张伟","telephone":"13800001234","email":"a@b.cn"}]}"#,
        )
        .unwrap();
        let shown = format!("{page:?}");
        assert!(!shown.contains("张伟") && !shown.contains("1380000") && !shown.contains("a@b"), "{shown}");
    }
}
