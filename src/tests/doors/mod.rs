//! Stories of the doors: the policy about second factors, resets, what is refused and recorded, how often one may ask.

mod headers;
mod policy;
mod rates;
mod refusals;
mod resets;
