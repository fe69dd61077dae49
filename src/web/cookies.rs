//! The cookies of the portal: read from a request, written to an answer. Knows none of their meanings.

use axum::http::{HeaderMap, HeaderValue, header};

/// Language chosen by the visitor.
pub const LANGUAGE: &str = "language";
/// Light or dark, chosen by the visitor.
pub const THEME: &str = "theme";
/// What the next page says once.
pub const FLASH: &str = "flash";

/// How cookies begin that a browser takes from this host alone, over HTTPS, for the whole site.
const OWN: &str = "__Host-";

/// The session cookie: with the `__Host-` prefix wherever cookies are secure, so that no other host can set it.
#[must_use]
pub const fn session(secure: bool) -> &'static str {
    if secure { "__Host-portal" } else { "portal" }
}

/// The value of a cookie written by [`write`]; where cookies are secure it carries the prefix.
#[must_use]
pub fn own<'a>(headers: &'a HeaderMap, name: &str, secure: bool) -> Option<&'a str> {
    if secure { read(headers, &format!("{OWN}{name}")) } else { read(headers, name) }
}

/// The cookie of a visitor on his way to his OpenID provider and back.
#[must_use]
pub const fn on_the_way(secure: bool) -> &'static str {
    if secure { "__Host-oidc" } else { "oidc" }
}

/// The value of a cookie; the first one when a browser sends several.
#[must_use]
pub fn read<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(key, value)| (key == name).then_some(value))
}

/// A `Set-Cookie` value: whole site, not for scripts, not sent along from other sites. Without `max_age` (seconds) it lives
/// as long as the browser's window. `None` when the value cannot stand in a header. `dress` adds `Secure`.
#[must_use]
pub fn write(name: &str, value: &str, max_age: Option<i64>) -> Option<HeaderValue> {
    let age = max_age.map_or_else(String::new, |seconds| format!("; Max-Age={seconds}"));
    HeaderValue::from_str(&format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{age}")).ok()
}

/// Marks every cookie an answer sets as one for HTTPS and for this host only.
pub fn secure_all(headers: &mut HeaderMap) {
    let header::Entry::Occupied(set) = headers.entry(header::SET_COOKIE) else { return };
    let marked = |value: &HeaderValue| {
        let prefix = if value.as_bytes().starts_with(OWN.as_bytes()) { "" } else { OWN };
        HeaderValue::from_bytes(&[prefix.as_bytes(), value.as_bytes(), b"; Secure"].concat()).ok()
    };
    let secured: Vec<_> = set.iter().filter_map(marked).collect();
    headers.remove(header::SET_COOKIE);
    for value in secured {
        headers.append(header::SET_COOKIE, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cookies_are_found_among_others() {
        let mut headers = HeaderMap::new();
        headers.append(header::COOKIE, HeaderValue::from_static("a=1; theme=dark;portal=x=y"));
        headers.append(header::COOKIE, HeaderValue::from_static("language=en"));
        assert_eq!(read(&headers, "theme"), Some("dark"));
        assert_eq!(read(&headers, "portal"), Some("x=y"));
        assert_eq!(read(&headers, "language"), Some("en"));
        assert_eq!(read(&headers, "none"), None);
    }

    #[test]
    fn a_written_cookie_is_shut_to_scripts_and_other_sites() {
        let mut headers = HeaderMap::new();
        headers.append(header::SET_COOKIE, write("portal", "t", Some(5)).unwrap());
        assert_eq!(headers[header::SET_COOKIE], "portal=t; Path=/; HttpOnly; SameSite=Lax; Max-Age=5");
        secure_all(&mut headers);
        assert_eq!(headers[header::SET_COOKIE], "__Host-portal=t; Path=/; HttpOnly; SameSite=Lax; Max-Age=5; Secure");
        secure_all(&mut headers);
        assert!(headers[header::SET_COOKIE].to_str().unwrap().starts_with("__Host-portal="), "one prefix is enough");
        assert!(write("flash", "a\nb", None).is_none());
    }
}
