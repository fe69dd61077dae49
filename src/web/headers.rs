//! The security headers of every answer, after OWASP's list of secure headers and ASVS 5.0 (V3.4). Knows no page.

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};

/// No inline script or style, nothing from other hosts, no framing.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; \
    form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'";
/// The policy of an answer that shows a file of somebody's: nothing is loaded, sent or run, and it is no page of this site.
pub const SANDBOX: &str =
    "sandbox; default-src 'none'; form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'";
/// What the browser may do for a page: nothing but passkeys and the clipboard of the copy buttons.
const PERMISSIONS: &str = "accelerometer=(), autoplay=(), camera=(), display-capture=(), encrypted-media=(), \
    fullscreen=(), geolocation=(), gyroscope=(), hid=(), magnetometer=(), microphone=(), midi=(), payment=(), \
    picture-in-picture=(), screen-wake-lock=(), serial=(), usb=(), xr-spatial-tracking=(), \
    publickey-credentials-create=(self), publickey-credentials-get=(self), clipboard-write=(self)";
/// Two years, with every host below, where cookies are for HTTPS only.
const TRANSPORT: &str = "max-age=63072000; includeSubDomains";

/// Headers by name; what stands here stands on every answer, but that a sandbox may be stricter.
const FIXED: [(HeaderName, &str); 11] = [
    (header::CONTENT_SECURITY_POLICY, POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "same-origin"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-embedder-policy"), "require-corp"),
    (HeaderName::from_static("permissions-policy"), PERMISSIONS),
    (HeaderName::from_static("x-permitted-cross-domain-policies"), "none"),
    (HeaderName::from_static("x-dns-prefetch-control"), "off"),
    (HeaderName::from_static("origin-agent-cluster"), "?1"),
];

/// Puts them on an answer with its number. Only what names its own caching, such as style and script, is kept by browsers.
pub fn secure(headers: &mut HeaderMap, number: &str, over_tls: bool) {
    let is_sandboxed = headers.get(header::CONTENT_SECURITY_POLICY).is_some_and(|policy| policy == SANDBOX);
    for (name, value) in FIXED {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if is_sandboxed {
        headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(SANDBOX));
    }
    if over_tls {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static(TRANSPORT));
    }
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    if let Ok(number) = HeaderValue::from_str(number) {
        headers.insert(HeaderName::from_static("x-request-id"), number);
    }
}

/// Tells the browser to forget what it keeps of this portal: at sign-out. Cookies end by themselves; those of language and
/// theme stay.
#[must_use]
pub fn forgetting() -> (HeaderName, HeaderValue) {
    (HeaderName::from_static("clear-site-data"), HeaderValue::from_static("\"cache\", \"storage\""))
}
