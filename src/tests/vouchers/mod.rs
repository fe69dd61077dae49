//! Stories of vouchers: what the vendor has arrives once and with its organisation; lists, details, who may see what.

mod behalf;
mod coupons;
mod issue;
mod quotas;
mod records;
mod sync;
