//! Requests that another site started: forms of theirs are refused by the layer of `tower-http`, downloads here.

use axum::{
    extract::Request,
    http::HeaderMap,
    middleware::Next,
    response::{IntoResponse, Response},
};

use super::error::Error;

/// Whether the browser says that a page of another site, or of another host of this one, led here (Fetch Metadata,
/// `Sec-Fetch-Site`). A typed address and a bookmark say `none`; a program says nothing.
#[must_use]
pub fn is_foreign(headers: &HeaderMap) -> bool {
    let site = headers.get("sec-fetch-site").and_then(|value| value.to_str().ok());
    site.is_some_and(|site| matches!(site, "cross-site" | "same-site"))
}

/// Whether a path is a download, which is recorded against who starts it.
fn is_download(path: &str) -> bool {
    path.ends_with("/export") || path.starts_with("/exports/") && path.ends_with("/file")
}

/// Refuses a download that another site has started in the browser of a member: he would answer for it in the record
/// (ASVS 5.0 V3.5.3).
pub(super) async fn refuse_downloads(request: Request, next: Next) -> Response {
    let path = request.uri().path();
    if request.method().is_safe() && is_download(path) && is_foreign(request.headers()) {
        return Error::CrossSite.into_response();
    }
    next.run(request).await
}
