//! The languages of the pages: which there are, and which one a reader gets. Knows no phrase.

/// A language of the pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
pub enum Lang {
    /// Simplified Chinese, the first language of the portal.
    #[default]
    ZhCn,
    /// English.
    En,
}

impl Lang {
    /// Every language, in the order of the switch.
    pub const ALL: [Self; 2] = [Self::ZhCn, Self::En];

    /// The code in HTML, cookies and the database: `zh-CN` or `en`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::ZhCn => "zh-CN",
            Self::En => "en",
        }
    }

    /// The language in its own words.
    #[must_use]
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::ZhCn => "简体中文",
            Self::En => "English",
        }
    }

    /// Reads a code as [`Lang::code`] writes it.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|lang| lang.code() == code)
    }

    /// The one of two values that is in this language: `lang.pick(&EN, &ZH_CN)`.
    pub fn pick<T>(self, en: T, zh_cn: T) -> T {
        match self {
            Self::ZhCn => zh_cn,
            Self::En => en,
        }
    }

    /// The best language for an `Accept-Language` header; Chinese when it names none that exists.
    #[must_use]
    pub fn accepted(header: &str) -> Self {
        let mut best = (0, Self::default());
        for item in header.split(',') {
            let (tag, quality) = item.split_once(";q=").unwrap_or((item, "1"));
            let weight = weight_of(quality.trim());
            let primary = tag.trim().split('-').next().unwrap_or_default();
            let lang = match primary.to_ascii_lowercase().as_str() {
                "zh" => Self::ZhCn,
                "en" => Self::En,
                _ => continue,
            };
            if weight > best.0 {
                best = (weight, lang);
            }
        }
        best.1
    }
}

/// Thousandths of a quality value, `0.8` → 800; what cannot be read counts nothing.
fn weight_of(quality: &str) -> u16 {
    let (whole, fraction) = quality.split_once('.').unwrap_or((quality, ""));
    let thousandths: u16 = format!("{fraction:0<3}").get(..3).and_then(|digits| digits.parse().ok()).unwrap_or(0);
    match whole {
        "1" => 1000,
        "0" => thousandths,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_header_decides_by_quality_then_order() {
        for (header, want) in [
            ("", Lang::ZhCn),
            ("fr", Lang::ZhCn),
            ("en-US,en;q=0.9", Lang::En),
            ("zh-CN,zh;q=0.9,en;q=0.8", Lang::ZhCn),
            ("fr-FR,en;q=0.5,zh;q=0.6", Lang::ZhCn),
            ("zh;q=0,en;q=0.1", Lang::En),
            ("en;q=x", Lang::ZhCn),
            ("EN", Lang::En),
        ] {
            assert_eq!(Lang::accepted(header), want, "{header:?}");
        }
    }

    #[test]
    fn codes_are_read_back() {
        for lang in Lang::ALL {
            assert_eq!(Lang::parse(lang.code()), Some(lang));
        }
        assert_eq!(Lang::parse("zh"), None);
    }
}
