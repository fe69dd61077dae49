//! What of a quota an application holds, and what is left of the quota (MDF-24). Pure: the store moves the sums by the difference
//! of two holdings under the lock of the quota.

use rust_decimal::Decimal;

/// Parts of a quota.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Holding {
    /// Under review.
    pub soft: Decimal,
    /// Approved, not claimed.
    pub reserved: Decimal,
    /// Claim approved, not paid.
    pub claimed: Decimal,
    /// Paid.
    pub paid: Decimal,
}

impl Holding {
    /// All parts together.
    #[must_use]
    pub fn sum(&self) -> Decimal {
        self.soft + self.reserved + self.claimed + self.paid
    }
}

/// What is left of a quota; less than nothing where the vendor has lowered it.
#[must_use]
pub fn available(total: Decimal, held: &Holding) -> Decimal {
    total - held.sum()
}
