//! Signing of a request with AK and SK: SDK-HMAC-SHA256 (API-16 to API-21).
//!
//! Pure: text and bytes in, text out. Knows nothing of HTTP clients, clocks or operations.

use std::fmt::Write;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, percent_encode};
use ring::{digest, hmac};

/// Name of the scheme, first word of the `Authorization` header (API-19).
pub const ALGORITHM: &str = "SDK-HMAC-SHA256";

/// Everything but the unreserved characters of RFC 3986 is encoded (API-18).
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The keys that sign. The caller keeps them secret; nothing here prints them.
#[derive(Clone, Copy)]
pub struct Keys<'a> {
    /// AK: sent in the clear.
    pub access_key: &'a str,
    /// SK: never leaves the process.
    pub secret_key: &'a str,
}

/// What is signed of a request (API-16, API-17).
#[derive(Debug, Clone, Copy)]
pub struct Unsigned<'a> {
    /// Method, upper case.
    pub method: &'a str,
    /// Host, with its port only when that is not the scheme's own.
    pub host: &'a str,
    /// Path as it is sent, percent-encoded or not: both sign alike.
    pub path: &'a str,
    /// Query as unencoded pairs in any order; a list repeats its name.
    pub query: &'a [(String, String)],
    /// `X-Sdk-Date`: UTC, `YYYYMMDDTHHMMSSZ`.
    pub date: &'a str,
    /// Headers besides `Host` and `X-Sdk-Date`. Names with `_` are sent but never signed.
    pub headers: &'a [(&'a str, &'a str)],
    /// The exact bytes of the body; empty when there is none.
    pub body: &'a [u8],
}

/// The value of the `Authorization` header (API-19).
#[must_use]
pub fn authorization(keys: Keys<'_>, request: Unsigned<'_>) -> String {
    let (signed_names, canonical) = canonical_request(request);
    let to_sign = format!("{ALGORITHM}\n{}\n{}", request.date, sha256_hex(canonical.as_bytes()));
    let key = hmac::Key::new(hmac::HMAC_SHA256, keys.secret_key.as_bytes());
    let signature = hex::encode(hmac::sign(&key, to_sign.as_bytes()));
    format!("{ALGORITHM} Access={}, SignedHeaders={signed_names}, Signature={signature}", keys.access_key)
}

/// The path with its query, exactly as it must be sent: the same query text that is signed (API-18).
#[must_use]
pub fn request_target(path: &str, query: &[(String, String)]) -> String {
    if query.is_empty() { path.to_owned() } else { format!("{path}?{}", canonical_query(query)) }
}

/// One segment of a path, or one name or value of a query, percent-encoded (API-18).
#[must_use]
pub fn encode(text: &str) -> String {
    percent_encode(text.as_bytes(), RESERVED).to_string()
}

/// The names of the signed headers, and the canonical request they stand in.
fn canonical_request(request: Unsigned<'_>) -> (String, String) {
    let mut headers: Vec<(String, &str)> =
        [("host", request.host), ("x-sdk-date", request.date)].map(|(name, value)| (name.to_owned(), value)).into();
    let signable = request.headers.iter().filter(|(name, _)| !name.contains('_'));
    headers.extend(signable.map(|(name, value)| (name.to_ascii_lowercase(), value.trim())));
    headers.sort();
    let names = headers.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(";");
    let mut text = format!("{}\n{}\n", request.method, canonical_uri(request.path));
    text.push_str(&canonical_query(request.query));
    text.push('\n');
    for (name, value) in &headers {
        let _ = writeln!(text, "{name}:{value}");
    }
    let _ = write!(text, "\n{names}\n{}", sha256_hex(request.body));
    (names, text)
}

/// Decoded, split, encoded again; the slash at the end is only for signing.
fn canonical_uri(path: &str) -> String {
    let decoded: Vec<u8> = percent_decode_str(path).collect();
    let segments = decoded.split(|byte| *byte == b'/').map(|segment| percent_encode(segment, RESERVED).to_string());
    let mut uri = segments.collect::<Vec<_>>().join("/");
    if !uri.ends_with('/') {
        uri.push('/');
    }
    uri
}

/// Sorted before encoding: by name, then value, in code-point order, which is the order of UTF-8 bytes.
fn canonical_query(query: &[(String, String)]) -> String {
    let mut pairs: Vec<&(String, String)> = query.iter().collect();
    pairs.sort();
    pairs.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect::<Vec<_>>().join("&")
}

fn sha256_hex(bytes: &[u8]) -> String {
    hex::encode(digest::digest(&digest::SHA256, bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(serde::Deserialize)]
    struct Vector {
        ak: String,
        sk: String,
        method: String,
        host: String,
        path: String,
        query: Vec<(String, String)>,
        headers: std::collections::BTreeMap<String, String>,
        body: Option<String>,
        request_target: String,
        authorization: String,
    }

    #[derive(serde::Deserialize)]
    struct Vectors {
        algorithm: String,
        vectors: Vec<Vector>,
    }

    #[test]
    fn every_vector_of_the_official_signer_is_reproduced() {
        let file: Vectors = serde_json::from_str(include_str!("signing-vectors.json")).unwrap();
        assert_eq!(file.algorithm, ALGORITHM);
        assert!(!file.vectors.is_empty(), "the file holds no vectors, so this test proves nothing");
        for (index, vector) in file.vectors.iter().enumerate() {
            let is_date = |name: &str| name.eq_ignore_ascii_case("x-sdk-date");
            let date = vector.headers.iter().find(|(name, _)| is_date(name)).map(|(_, value)| value.trim()).unwrap();
            let others = vector.headers.iter().filter(|(name, _)| !is_date(name) && !name.eq_ignore_ascii_case("host"));
            let headers: Vec<(&str, &str)> = others.map(|(name, value)| (name.as_str(), value.as_str())).collect();
            let request = Unsigned {
                method: &vector.method,
                host: &vector.host,
                path: &vector.path,
                query: &vector.query,
                date,
                headers: &headers,
                body: vector.body.as_deref().unwrap_or_default().as_bytes(),
            };
            let keys = Keys { access_key: &vector.ak, secret_key: &vector.sk };
            assert_eq!(authorization(keys, request), vector.authorization, "vector {index}");
            assert_eq!(request_target(&vector.path, &vector.query), vector.request_target, "vector {index}");
            let sent: Vec<String> = vector.path.split('/').map(encode).collect();
            let encoded = Unsigned { path: &sent.join("/"), ..request };
            if !vector.path.contains('%') {
                assert_eq!(authorization(keys, encoded), vector.authorization, "vector {index}, path as on the wire");
            }
        }
    }

    /// The worked vectors of API-20: what differs from A, the hash of the canonical request, the signature.
    struct Worked {
        name: &'static str,
        method: &'static str,
        host: &'static str,
        path: &'static str,
        query: &'static [(&'static str, &'static str)],
        headers: &'static [(&'static str, &'static str)],
        body: &'static str,
        hash: &'static str,
        signature: &'static str,
    }

    const JSON: (&str, &str) = ("Content-Type", "application/json");
    const BSS: &str = "bss.myhuaweicloud.com";
    const WORKED: [Worked; 5] = [
        Worked {
            name: "A",
            method: "POST",
            host: BSS,
            path: "/v2/partners/coupon-quotas/indirect-partner-adjust",
            query: &[],
            headers: &[JSON],
            body: r#"{"quota_id":"Q0001","indirect_partner_ids":["p1","p2"],"quota_amount":100.00}"#,
            hash: "9d9726df08bb6bddc0c8b38c850a36c7ea22314e169cf52a985afbc11737e258",
            signature: "cee99fed051dcba19ca5b58e7cc56c1b4b078b6a5fb306ef73923b0c2b6654a0",
        },
        Worked {
            name: "B",
            method: "GET",
            host: BSS,
            path: "/v2/products/resource-types",
            query: &[("limit", "100"), ("offset", "0")],
            headers: &[JSON, ("X-Language", "zh_CN")],
            body: "",
            hash: "dbeecefa1cf485005118bdc6996e02e87ba49966040f8b364391bec2e13bb89f",
            signature: "7bd02d090b6c61395091252f44c256bea42313fdb245d8a259136c1be12f55b1",
        },
        Worked {
            name: "C",
            method: "GET",
            host: BSS,
            path: "/v2/promotions/benefits/partner-coupons/records/query",
            query: &[
                ("operation_time_begin", "2026-01-01T00:00:00Z"),
                ("operation_types", "2"),
                ("operation_types", "1"),
                ("remark x", "代金券 ~a+b"),
            ],
            headers: &[JSON],
            body: "",
            hash: "895d6e7defb352a48434155ee0d2eed3cde1dcc402a1491e944266d056ed50ed",
            signature: "935aa6ed6a82d3f2ede72b57d830c6b1fcbfc48db5b2af74a776f65af4a6e24e",
        },
        Worked {
            name: "D",
            method: "GET",
            host: "iam.cn-north-1.myhuaweicloud.com",
            path: "/v3/auth/domains",
            query: &[],
            headers: &[],
            body: "",
            hash: "b8b4cf3ed46201850c85191fb4a71dbb6790ac5861e883f9eacd1b9079478bb6",
            signature: "86657e32ec3d991a8167e112dd10ef372a6b08a4964645e71bf7fdd8dafe2970",
        },
        Worked {
            name: "E",
            method: "GET",
            host: BSS,
            path: "/v2/accounts/partner-accounts/balances",
            query: &[("indirect_partner_id", "rs-0001")],
            headers: &[
                JSON,
                ("X-Domain-Id", "0123456789abcdef0123456789abcdef"),
                ("X-Security-Token", "TESTTOKEN=="),
                ("x_unsigned", "names with an underscore are not signed"),
            ],
            body: "",
            hash: "7d8b241e6832a1377b4d5fd93265caa963a81bcfab3c898416092f89d39f1b45",
            signature: "305bb6a04664b014a69e3ccf81e58a74dc81bc4b87a91925942917376146240c",
        },
    ];

    #[test]
    fn the_worked_vectors_of_the_contract_are_reproduced() {
        let keys = Keys { access_key: "TESTAKEXAMPLE0000001", secret_key: "testSKexampleNotARealSecretKey0000000001" };
        for worked in WORKED {
            let query: Vec<(String, String)> =
                worked.query.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
            let request = Unsigned {
                method: worked.method,
                host: worked.host,
                path: worked.path,
                query: &query,
                date: "20260131T080910Z",
                headers: worked.headers,
                body: worked.body.as_bytes(),
            };
            let (names, canonical) = canonical_request(request);
            assert_eq!(sha256_hex(canonical.as_bytes()), worked.hash, "{}:\n{canonical}", worked.name);
            let want = format!(
                "{ALGORITHM} Access={}, SignedHeaders={names}, Signature={}",
                keys.access_key, worked.signature
            );
            assert_eq!(authorization(keys, request), want, "{}", worked.name);
        }
    }

    #[test]
    fn the_query_of_vector_c_is_sent_as_it_is_signed() {
        let query: Vec<(String, String)> =
            WORKED[2].query.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let want = "/p?operation_time_begin=2026-01-01T00%3A00%3A00Z&operation_types=1&operation_types=2\
                    &remark%20x=%E4%BB%A3%E9%87%91%E5%88%B8%20~a%2Bb";
        assert_eq!(request_target("/p", &query), want);
        assert_eq!(request_target("/p", &[]), "/p");
        assert_eq!(canonical_query(&[("a".to_owned(), String::new())]), "a=", "an empty value keeps its =");
    }
}
