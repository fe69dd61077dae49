//! What an error code of the vendor means and what to do about it (API-50, and the codes of each write call). A code nobody
//! documents is shown raw (API-51). Pure text; knows no command.

mod money;
mod people;
mod request;
mod vouchers;

use crate::lang::Lang;

/// A code with what it means and what to do, in both languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refusal {
    /// As the vendor sends it.
    pub code: &'static str,
    en: (&'static str, &'static str),
    zh_cn: (&'static str, &'static str),
}

impl Refusal {
    /// What it means, a sentence.
    #[must_use]
    pub fn meaning(&self, lang: Lang) -> &'static str {
        lang.pick(self.en.0, self.zh_cn.0)
    }

    /// What to do about it, a sentence.
    #[must_use]
    pub fn action(&self, lang: Lang) -> &'static str {
        lang.pick(self.en.1, self.zh_cn.1)
    }
}

/// Makes a table: code, meaning and action in English, the same in Chinese.
macro_rules! refusals {
    ($($code:literal $en:literal $do_en:literal $zh:literal $do_zh:literal;)*) => {
        pub(super) static TABLE: &[super::Refusal] = &[$(
            super::Refusal { code: $code, en: ($en, $do_en), zh_cn: ($zh, $do_zh) },
        )*];
    };
}
use refusals;

/// What a code means; none for one that nobody documents.
#[must_use]
pub fn of(code: &str) -> Option<&'static Refusal> {
    [request::TABLE, vouchers::TABLE, money::TABLE, people::TABLE]
        .into_iter()
        .flatten()
        .find(|refusal| refusal.code == code)
}

/// Meaning and action in one line; the code itself where nobody documents it (API-51).
#[must_use]
pub fn told(code: &str, lang: Lang) -> String {
    match of(code) {
        Some(refusal) => format!("{}{}{}", refusal.meaning(lang), lang.pick(" ", ""), refusal.action(lang)),
        None => {
            let (before, after) = lang.pick(
                ("Huawei Cloud answered ", ". Ask Huawei Cloud what it means."),
                ("华为云返回错误码 ", "，请向华为云咨询其含义。"),
            );
            format!("{before}{code}{after}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every code of API-22 and API-50 that a write may answer, and those that stand with the write calls of the domain (QUOTA, COUPON,
    /// ACCT, CUST, RN).
    const DOCUMENTED: &[&str] = &[
        "APIG.0301",
        "APIG.0308",
        "APIGW.0308",
        "CBC.0100",
        "CBC.0101",
        "CBC.0105",
        "CBC.0150",
        "CBC.0151",
        "CBC.0154",
        "CBC.0155",
        "CBC.0156",
        "CBC.0250",
        "CBC.0999",
        "CBC.18000016",
        "CBC.18000048",
        "CBC.5001",
        "CBC.5002",
        "CBC.5003",
        "CBC.5004",
        "CBC.5006",
        "CBC.5017",
        "CBC.5021",
        "CBC.5023",
        "CBC.50000010",
        "CBC.50000020",
        "CBC.50000021",
        "CBC.50000034",
        "CBC.50000045",
        "CBC.50000054",
        "CBC.50000055",
        "CBC.50010059",
        "CBC.50010065",
        "CBC.50010085",
        "CBC.50010086",
        "CBC.50010105",
        "CBC.70600026",
        "CBC.99000000",
        "CBC.99000004",
        "CBC.99000012",
        "CBC.99000013",
        "CBC.99000014",
        "CBC.99000015",
        "CBC.99000017",
        "CBC.99000018",
        "CBC.99000019",
        "CBC.99000020",
        "CBC.99000021",
        "CBC.99000022",
        "CBC.99000023",
        "CBC.99000024",
        "CBC.99000025",
        "CBC.99000027",
        "CBC.99000029",
        "CBC.99000030",
        "CBC.99000031",
        "CBC.99000035",
        "CBC.99000036",
        "CBC.99000037",
        "CBC.99000038",
        "CBC.99000039",
        "CBC.99000045",
        "CBC.99000047",
        "CBC.99000048",
        "CBC.99000049",
        "CBC.99000050",
        "CBC.99000051",
        "CBC.99000084",
        "CBC.99000099",
        "CBC.99000100",
        "CBC.99004008",
        "CBC.99004009",
        "CBC.99004010",
        "CBC.99004015",
        "CBC.99005003",
        "CBC.99005030",
        "CBC.99005035",
        "CBC.99007188",
        "CBC.99007189",
        "CBC.99007191",
        "CBC.99007193",
        "CBC.99007202",
        "CBC.99007219",
        "CBC.99007255",
        "CBC.99007258",
        "CBC.99007260",
        "CBC.99007261",
        "CBC.99007262",
    ];

    #[test]
    fn every_documented_code_has_a_sentence_and_an_action() {
        for code in DOCUMENTED {
            let refusal = of(code).unwrap_or_else(|| panic!("{code} has no sentence"));
            for lang in [Lang::En, Lang::ZhCn] {
                let end = lang.pick('.', '。');
                for sentence in [refusal.meaning(lang), refusal.action(lang)] {
                    assert!(sentence.len() > 8 && sentence.ends_with(end), "{code}: {sentence:?}");
                    assert!(!sentence.contains("CBC."), "{code}: a sentence, not a code");
                }
            }
        }
    }

    #[test]
    fn no_code_stands_twice_and_none_is_made_up() {
        let tables = [request::TABLE, vouchers::TABLE, money::TABLE, people::TABLE];
        let mut codes: Vec<&str> = tables.into_iter().flatten().map(|refusal| refusal.code).collect();
        codes.sort_unstable();
        let mut documented = DOCUMENTED.to_vec();
        documented.sort_unstable();
        assert_eq!(codes, documented);
    }

    #[test]
    fn an_unknown_code_is_shown_raw() {
        assert_eq!(told("CBC.1", Lang::En), "Huawei Cloud answered CBC.1. Ask Huawei Cloud what it means.");
        assert!(told("CBC.1", Lang::ZhCn).contains("CBC.1"));
        assert!(told("CBC.99000013", Lang::En).starts_with("The balance of the quota does not suffice."));
    }
}
