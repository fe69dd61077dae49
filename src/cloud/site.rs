//! The vendor's sites (API-4 to API-6): where they are, what they sell in, how they number associations.
//!
//! Pure facts; no connection and no key.

use std::str::FromStr;

use chrono_tz::Tz;

use crate::values::Currency;

/// A site profile, fixed for the life of a connection (API-5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Site {
    /// China site.
    China,
    /// International site.
    International,
    /// European site: the international contract at another address (API-4).
    Europe,
}

/// On which contracts an operation exists (API-6). The European site follows the international one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sites {
    /// China only.
    China,
    /// International and Europe only.
    International,
    /// All sites.
    Both,
}

/// The contract file a site follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Contract {
    /// `bss-china.openapi.json`.
    China,
    /// `bss-international.openapi.json`.
    International,
}

/// How a customer is bound to its partner (CUST-2); the numbers differ by site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Association {
    /// The customer pays Huawei (顾问销售; "referral" on the international site).
    Referral,
    /// The partner pays Huawei (代售; "resale" on the international site).
    Resale,
}

/// The text names no site.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a site (china, international, europe): {0:?}")]
pub struct NotSite(pub String);

impl Site {
    /// All of them, for choices on pages and the command line.
    pub const ALL: [Self; 3] = [Self::China, Self::International, Self::Europe];

    /// The word for it in configuration and in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::China => "china",
            Self::International => "international",
            Self::Europe => "europe",
        }
    }

    /// The zone whose midnight ends a day of the site (DL-02).
    #[must_use]
    pub const fn zone(self) -> Tz {
        match self {
            Self::China => chrono_tz::Asia::Shanghai,
            Self::International => chrono_tz::Asia::Singapore,
            Self::Europe => chrono_tz::Europe::Dublin,
        }
    }

    /// Where the BSS API answers (API-4).
    #[must_use]
    pub const fn base_url(self) -> &'static str {
        match self {
            Self::China => "https://bss.myhuaweicloud.com",
            Self::International => "https://bss-intl.myhuaweicloud.com",
            Self::Europe => "https://bss.myhuaweicloud.eu",
        }
    }

    /// Where service tickets are filed in a browser, signed in at the vendor (MEM-11).
    #[must_use]
    pub const fn ticket_url(self) -> &'static str {
        match self {
            Self::China => "https://console.huaweicloud.com/ticket/",
            Self::International => "https://console-intl.huaweicloud.com/ticket/",
            Self::Europe => "https://console.eu.huaweicloud.com/ticket/",
        }
    }

    /// Where the account's domain id is asked for (API-13).
    #[must_use]
    pub const fn iam_url(self) -> &'static str {
        match self {
            Self::China => "https://iam.cn-north-1.myhuaweicloud.com",
            Self::International => "https://iam.ap-southeast-1.myhuaweicloud.com",
            Self::Europe => "https://iam.myhuaweicloud.com",
        }
    }

    /// Currency of amounts that name none (API-28); Europe answers its own each time.
    #[must_use]
    pub const fn currency(self) -> Option<Currency> {
        match self {
            Self::China => Some(Currency::CNY),
            Self::International => Some(Currency::USD),
            Self::Europe => None,
        }
    }

    /// The contract it follows.
    #[must_use]
    pub const fn contract(self) -> Contract {
        match self {
            Self::China => Contract::China,
            Self::International | Self::Europe => Contract::International,
        }
    }

    /// Reads the site's `association_type` (CUST-2). Nothing for a number the site does not document.
    #[must_use]
    pub fn association(self, code: &str) -> Option<Association> {
        match (self.contract(), code) {
            (_, "1") => Some(Association::Referral),
            (Contract::China, "2") | (Contract::International, "3") => Some(Association::Resale),
            _ => None,
        }
    }

    /// Whether an operation may be sent here; if not, it never is and its pages are hidden (API-5).
    #[must_use]
    pub const fn offers(self, sites: Sites) -> bool {
        match sites {
            Sites::Both => true,
            Sites::China => matches!(self.contract(), Contract::China),
            Sites::International => matches!(self.contract(), Contract::International),
        }
    }
}

impl FromStr for Site {
    type Err = NotSite;

    fn from_str(text: &str) -> Result<Self, NotSite> {
        Self::ALL.into_iter().find(|site| site.as_str() == text).ok_or_else(|| NotSite(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_two_and_three_are_not_one_code() {
        assert_eq!(Site::China.association("2"), Some(Association::Resale));
        assert_eq!(Site::China.association("3"), None);
        assert_eq!(Site::International.association("3"), Some(Association::Resale));
        assert_eq!(Site::Europe.association("2"), None);
        assert!(Site::ALL.iter().all(|site| site.association("1") == Some(Association::Referral)));
    }

    #[test]
    fn europe_follows_the_international_contract() {
        assert!(Site::Europe.offers(Sites::International) && !Site::Europe.offers(Sites::China));
        assert!(Site::China.offers(Sites::China) && !Site::China.offers(Sites::International));
        assert!(Site::ALL.iter().all(|site| site.offers(Sites::Both)));
    }

    #[test]
    fn words_come_back() {
        for site in Site::ALL {
            assert_eq!(site.as_str().parse(), Ok(site));
        }
        assert!("China".parse::<Site>().is_err());
    }
}
