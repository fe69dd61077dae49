//! Rules of payouts: the states (PAYOUT-02), the sum of an application (PAYOUT-04), invoices (PAYOUT-14), when the invoicing list is
//! there (PAYOUT-09). Pure.

pub mod application;
pub mod invoice;
pub mod machine;
