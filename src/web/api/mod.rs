//! The frame of the JSON API: lists with a cursor, bodies, answers that can be given twice. Knows no slice.
//!
//! An endpoint is a handler like a page's, in a slice's `api.rs`: `Actor<P>` first (with a token, never a cookie), the same
//! store and rules, [`List`] or another type that serializes, `#[utoipa::path(…)]` above it, a line in the slice's `router`
//! and one in `openapi.rs`. Errors become problem documents by themselves (RFC 9457). Amounts and ids are texts.

mod body;
mod list;
mod text;

pub use self::{
    body::Body,
    list::{Cursor, List, Page, Part},
};
