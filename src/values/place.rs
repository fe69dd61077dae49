//! Where a program listens: an address and a port, as people type them.

use std::net::{Ipv4Addr, SocketAddr};

/// Reads `127.0.0.1:8080`, `[::1]:8080` or `localhost:8080`. Other names stand for whatever a name server says at the moment, so
/// they are refused.
///
/// # Errors
/// How to write it, with an example.
pub fn listening(text: &str) -> Result<SocketAddr, String> {
    if let Ok(address) = text.parse() {
        return Ok(address);
    }
    let (host, port) = text.rsplit_once(':').unwrap_or((text, ""));
    match port.parse::<u16>() {
        Ok(port) if host.eq_ignore_ascii_case("localhost") => Ok((Ipv4Addr::LOCALHOST, port).into()),
        Ok(port) => Err(format!(
            "{host:?} is no address of this machine; write 127.0.0.1:{port} for this machine alone, 0.0.0.0:{port} for every network, \
             or one of its addresses"
        )),
        Err(_) => Err("write an address and a port, such as 127.0.0.1:8080".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_and_localhost_are_read_and_the_rest_is_told_how() {
        for (text, want) in [
            ("127.0.0.1:8080", "127.0.0.1:8080"),
            ("localhost:18182", "127.0.0.1:18182"),
            ("LOCALHOST:0", "127.0.0.1:0"),
            ("[::1]:80", "[::1]:80"),
            ("0.0.0.0:80", "0.0.0.0:80"),
        ] {
            assert_eq!(listening(text), Ok(want.parse().unwrap()), "{text}");
        }
        for (text, told) in [
            ("portal.example:8080", "127.0.0.1:8080"),
            (":8080", "0.0.0.0:8080"),
            ("localhost", "such as 127.0.0.1:8080"),
            ("8080", "such as"),
            ("localhost:99999", "such as"),
            ("localhost:", "such as"),
            ("", "such as"),
        ] {
            let refused = listening(text).unwrap_err();
            assert!(refused.contains(told), "{text}: {refused}");
        }
    }
}
