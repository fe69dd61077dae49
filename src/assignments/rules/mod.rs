//! Rules of assignments: pure. `judge` says whether a batch may be done, `sight` who sees a customer.

pub mod judge;
pub mod sight;

use chrono::{DateTime, Days, NaiveTime, Utc};

use crate::{access::periods::Held, values::month::vendor_zone};

/// What is assigned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// Customers of the organisation.
    Customer,
    /// Resellers of a distributor (AM-10).
    Reseller,
}

impl Subject {
    /// Name of the field that carries keys.
    pub const fn field(self) -> &'static str {
        match self {
            Self::Customer => "customer",
            Self::Reseller => "reseller",
        }
    }

    /// Where its assignments are, and where an assignment is sent.
    pub const fn path(self) -> &'static str {
        match self {
            Self::Customer => "/customers/assignments",
            Self::Reseller => "/resellers/assignments",
        }
    }

    /// Where an assignment is looked at before it is made.
    pub const fn review(self) -> &'static str {
        match self {
            Self::Customer => "/customers/assignments/review",
            Self::Reseller => "/resellers/assignments/review",
        }
    }

    /// Where a withdrawal is asked and done.
    pub const fn withdrawal(self) -> &'static str {
        match self {
            Self::Customer => "/customers/assignments/withdrawal",
            Self::Reseller => "/resellers/assignments/withdrawal",
        }
    }

    /// Whose page `id` is.
    pub fn page(self, id: i64) -> String {
        match self {
            Self::Customer => format!("/customers/{id}"),
            Self::Reseller => format!("/resellers/{id}"),
        }
    }

    /// What its periods are of.
    pub const fn held(self) -> Held {
        match self {
            Self::Customer => Held::Customers,
            Self::Reseller => Held::Resellers,
        }
    }
}

/// The instant from which consumption counts for the manager of a period: 00:00 UTC+8 of the day after its start (AM-9, BILL-12).
pub fn counts_from(assigned_at: DateTime<Utc>) -> DateTime<Utc> {
    let day = assigned_at.with_timezone(&vendor_zone()).date_naive();
    let next = day.checked_add_days(Days::new(1)).unwrap_or(day).and_time(NaiveTime::MIN);
    next.and_local_timezone(vendor_zone()).earliest().map_or(assigned_at, |at| at.to_utc())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn consumption_counts_from_the_next_midnight_of_utc_8() {
        for (assigned, want) in [
            ("2026-11-22T04:00:00Z", "2026-11-22T16:00:00Z"),
            ("2026-11-22T15:59:59Z", "2026-11-22T16:00:00Z"),
            ("2026-11-22T16:00:00Z", "2026-11-23T16:00:00Z"),
            ("2026-11-30T15:59:59Z", "2026-11-30T16:00:00Z"),
            ("2026-12-31T16:00:00Z", "2027-01-01T16:00:00Z"),
        ] {
            let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
            assert_eq!(counts_from(at(assigned)), at(want), "{assigned}");
        }
    }
}
