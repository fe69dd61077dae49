//! SQL of payouts.

mod invoices;
mod payouts;

pub use self::{
    invoices::{Registered, of as invoices, register, taken},
    payouts::{Frozen, New, Payout, Statement, begin, find, frozen, invoice_by, list, live, lock, statements},
};
