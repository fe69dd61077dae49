//! Which hosts may be called: public ones over HTTPS, and those the operator has named. Pure.

use std::{
    collections::BTreeSet,
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
};

use url::{Host, Url};

/// Hosts that may be called although their addresses are private.
#[derive(Debug, Default)]
pub struct Hosts(BTreeSet<String>);

impl Hosts {
    /// These names or addresses, without ports.
    pub fn new(names: &[String]) -> Self {
        Self(names.iter().map(|name| name.trim_matches(['[', ']']).to_lowercase()).collect())
    }

    /// Whether the operator has named the host.
    pub fn knows(&self, host: &str) -> bool {
        self.0.contains(&host.trim_matches(['[', ']']).to_lowercase())
    }

    /// Whether an address may be called, as far as it can be told before its name is looked up.
    pub fn may(&self, url: &Url) -> bool {
        let Some(host) = url.host() else { return false };
        let plain = url.username().is_empty() && url.password().is_none() && url.fragment().is_none();
        let named = self.knows(&host.to_string());
        let here = match &host {
            Host::Domain(name) => *name == "localhost",
            Host::Ipv4(address) => address.is_loopback(),
            Host::Ipv6(address) => address.is_loopback(),
        };
        let reached = match host {
            Host::Domain(name) => named || !(name == "localhost" || name.ends_with(".localhost")),
            Host::Ipv4(address) => named || is_public(address.into()),
            Host::Ipv6(address) => named || is_public(address.into()),
        };
        plain && reached && (url.scheme() == "https" || (url.scheme() == "http" && named && here))
    }
}

/// Whether an address belongs to the public Internet.
pub fn is_public(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

/// Everything but what IANA's registry of special addresses calls not globally reachable.
fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    !(a == 0
        || a >= 224
        || address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_documentation()
        || (a == 100 && (64..128).contains(&b))
        || (a == 192 && b == 0 && c == 0)
        || (a == 192 && b == 88 && c == 99)
        || (a == 198 && (b == 18 || b == 19)))
}

/// Global unicast (2000::/3) without documentation and without what carries another address inside (Teredo, 6to4).
fn is_public_v6(address: Ipv6Addr) -> bool {
    let [a, b, ..] = address.segments();
    a & 0xe000 == 0x2000 && !(a == 0x2001 && (b < 0x0200 || b == 0x0db8)) && a != 0x2002 && a != 0x3fff
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_public_internet_is_public() {
        for (address, want) in [
            ("8.8.8.8", true),
            ("114.114.114.114", true),
            ("2400:3200::1", true),
            ("127.0.0.1", false),
            ("10.1.2.3", false),
            ("172.16.0.1", false),
            ("192.168.1.1", false),
            ("169.254.169.254", false),
            ("100.64.0.1", false),
            ("198.18.0.1", false),
            ("0.0.0.0", false),
            ("224.0.0.1", false),
            ("255.255.255.255", false),
            ("::1", false),
            ("::", false),
            ("::ffff:10.0.0.1", false),
            ("fe80::1", false),
            ("fd00::1", false),
            ("64:ff9b::a00:1", false),
            ("2002:a00:1::", false),
            ("2001::1", false),
            ("2001:db8::1", false),
        ] {
            assert_eq!(is_public(address.parse().unwrap()), want, "{address}");
        }
    }

    #[test]
    fn addresses_are_https_and_public_or_named() {
        let hosts = Hosts::new(&["sso.corp.example".to_owned(), "127.0.0.1".to_owned(), "10.0.0.7".to_owned()]);
        for (url, want) in [
            ("https://login.example.com/realms/a", true),
            ("http://login.example.com/", false),
            ("https://user@login.example.com/", false),
            ("https://login.example.com/#a", false),
            ("https://169.254.169.254/latest", false),
            ("https://[::1]/", false),
            ("https://10.0.0.7/", true),
            ("http://10.0.0.7/", false),
            ("https://10.0.0.8/", false),
            ("http://127.0.0.1:9000/", true),
            ("http://127.0.0.2:9000/", false),
            ("http://0x7f.1:9000/", true),
            ("http://sso.corp.example/", false),
            ("file:///etc/passwd", false),
            ("data:text/plain,a", false),
        ] {
            assert_eq!(hosts.may(&Url::parse(url).unwrap()), want, "{url}");
        }
    }
}
