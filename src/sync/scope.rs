//! One part of a reading, and the usual ways to cut a resource into parts.

use futures::future::BoxFuture;

use super::{SyncError, pass::Planning};
use crate::values::Month;

/// One part of a reading: whose rows, of which month or customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    /// Stable name of the part within its resource; empty for the partner itself.
    pub key: String,
    /// Organisation that the rows belong to: the partner, or the reseller asked about (ORG-14).
    pub organization_id: i64,
    /// The reseller to ask about; must be sent on every call about its data (API-8).
    pub indirect_partner_id: Option<String>,
    /// Bill cycle, for resources read by month.
    pub month: Option<Month>,
    /// The customer (vendor's id), for resources read by customer.
    pub customer_id: Option<String>,
}

impl Scope {
    /// The partner's own rows.
    #[must_use]
    pub fn own(organization_id: i64) -> Self {
        Self { key: String::new(), organization_id, indirect_partner_id: None, month: None, customer_id: None }
    }

    /// Rows of a reseller.
    #[must_use]
    pub fn reseller(organization_id: i64, remote_id: &str) -> Self {
        Self {
            key: format!("reseller:{remote_id}"),
            indirect_partner_id: Some(remote_id.to_owned()),
            ..Self::own(organization_id)
        }
    }

    /// The same part, cut down to a bill cycle.
    #[must_use]
    pub fn in_month(mut self, month: Month) -> Self {
        self.key = join(&self.key, &month.to_string());
        self.month = Some(month);
        self
    }

    /// The same part, cut down to one customer (vendor's id).
    #[must_use]
    pub fn of_customer(mut self, customer_id: &str) -> Self {
        self.key = join(&self.key, &format!("customer:{customer_id}"));
        self.customer_id = Some(customer_id.to_owned());
        self
    }

    /// The same part, told apart by a name of the resource's own (a language, a balance type).
    #[must_use]
    pub fn named(mut self, name: &str) -> Self {
        self.key = join(&self.key, name);
        self
    }

    /// Whether the part brings rows that another part brings too, in another language: these are counted once.
    #[must_use]
    pub(super) fn is_translation(&self) -> bool {
        self.name() == SECOND_LANGUAGE
    }

    /// The last name given by [`Scope::named`], or the whole key.
    #[must_use]
    pub fn name(&self) -> &str {
        self.key.rsplit('/').next().unwrap_or(&self.key)
    }
}

fn join(key: &str, more: &str) -> String {
    if key.is_empty() { more.to_owned() } else { format!("{key}/{more}") }
}

/// Language in which dictionaries are read a second time.
const SECOND_LANGUAGE: &str = "en_US";

/// The partner alone.
pub fn partner<'a>(planning: &'a mut Planning<'_>) -> BoxFuture<'a, Result<Vec<Scope>, SyncError>> {
    Box::pin(async move { Ok(vec![Scope::own(planning.account().organization_id)]) })
}

/// The partner, then each of its resellers (SYNC-8).
pub fn partner_and_resellers<'a>(planning: &'a mut Planning<'_>) -> BoxFuture<'a, Result<Vec<Scope>, SyncError>> {
    Box::pin(async move {
        let mut scopes = vec![Scope::own(planning.account().organization_id)];
        scopes.extend(planning.resellers().await?);
        Ok(scopes)
    })
}

/// Dictionaries: the partner, once per language.
pub fn languages<'a>(planning: &'a mut Planning<'_>) -> BoxFuture<'a, Result<Vec<Scope>, SyncError>> {
    Box::pin(async move {
        let own = Scope::own(planning.account().organization_id);
        Ok(vec![own.clone().named("zh_CN"), own.named(SECOND_LANGUAGE)])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_tell_parts_apart() {
        let month: Month = "2026-10".parse().unwrap();
        assert_eq!(Scope::own(1).key, "");
        assert_eq!(Scope::own(1).in_month(month).key, "2026-10");
        let deep = Scope::reseller(2, "rs1").in_month(month).of_customer("c9");
        assert_eq!(deep.key, "reseller:rs1/2026-10/customer:c9");
        assert_eq!(Scope::own(1).in_month(month).named("3").name(), "3");
    }
}
