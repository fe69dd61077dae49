//! What was typed into the forms that issue and reclaim.

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};

use super::recipients::Recipients;
use crate::{
    commands::dry_run::part,
    values::day,
    vouchers::rules::terms::Terms,
    web::{Error, Face, Typed},
};

/// Most characters of a remark (QUOTA-12).
pub const REMARK: usize = 256;
/// Most rows that are taken back at once.
pub const MOST_RECLAIMED: usize = 200;
/// Most characters of a search.
pub const SEARCH: usize = 64;
/// Most characters of an amount.
pub const AMOUNT: usize = 24;
/// Most characters of the lists of service types and products.
pub const CODES: usize = 1000;

/// Which button was pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Look for recipients, or change what was typed.
    Form,
    /// See what would happen.
    Preview,
    /// Do it.
    Confirm,
}

/// Value of [`part::STEP`] of the button that previews.
pub const PREVIEW: &str = "preview";
/// Value of [`part::STEP`] of the button that searches.
pub const SEARCH_STEP: &str = "search";

impl Step {
    /// Reads the button; a form without one previews.
    pub fn of(typed: &Typed) -> Self {
        match typed.get(part::STEP) {
            part::CONFIRM => Self::Confirm,
            part::CHANGE | SEARCH_STEP => Self::Form,
            _ => Self::Preview,
        }
    }
}

/// An issue as typed: of quota to resellers, or of coupons to customers.
#[derive(Debug, Clone, Default)]
pub struct Issue {
    /// Who.
    pub recipients: Recipients,
    /// Part of a name that is looked for.
    pub search: String,
    /// How much each gets that has no amount of its own.
    pub amount: String,
    /// Kept in the portal; the vendor gets the beginning where it takes one.
    pub remark: String,
    /// First day of a coupon.
    pub valid_on: String,
    /// Last day of a coupon.
    pub expires_on: String,
    /// Service types, separated by commas.
    pub services: String,
    /// Products, separated by commas.
    pub products: String,
}

/// A day that is none, by its field, with why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoDay(pub &'static str, pub day::NoDay);

impl Issue {
    /// Reads the form.
    pub fn read(typed: &Typed) -> Self {
        let text = |field: &str, most: usize| typed.get(field).chars().take(most).collect::<String>();
        Self {
            recipients: Recipients::read(typed),
            search: text("search", SEARCH),
            amount: text("amount", AMOUNT),
            remark: text("remark", REMARK),
            valid_on: text("valid_on", 10),
            expires_on: text("expires_on", 10),
            services: chosen(typed, "services"),
            products: text("products", CODES),
        }
    }

    /// Hidden fields that carry it on.
    pub fn carried(&self) -> Vec<(&'static str, String)> {
        let all = [
            (super::recipients::FIELD, self.recipients.text()),
            ("amount", self.amount.clone()),
            ("remark", self.remark.clone()),
            ("valid_on", self.valid_on.clone()),
            ("expires_on", self.expires_on.clone()),
            ("services", self.services.clone()),
            ("products", self.products.clone()),
        ];
        all.into_iter().filter(|(_, value)| !value.is_empty()).collect()
    }

    /// What a confirmation is bound to, beside the recipients.
    pub fn parameters(&self, quota_remote_id: &str) -> String {
        let parts = [quota_remote_id, &self.remark, &self.valid_on, &self.expires_on, &self.services, &self.products];
        parts.join("\n")
    }

    /// The terms of the coupons: days begin and end in the organisation's zone; a last day that is the quota's own ends when
    /// the quota does, `until`.
    ///
    /// # Errors
    /// The first field that holds no day.
    pub fn terms(&self, face: &Face, until: Option<DateTime<Utc>>) -> Result<Terms, NoDay> {
        let valid_on = read_day("valid_on", &self.valid_on)?;
        let expires_on = read_day("expires_on", &self.expires_on)?;
        let last = |day: NaiveDate| match until {
            Some(until) if face.date(until) == day => until,
            _ => face.midnight(day.checked_add_days(Days::new(1)).unwrap_or(day)) - TimeDelta::seconds(1),
        };
        Ok(Terms {
            valid_at: valid_on.map(|day| face.midnight(day)),
            expires_at: expires_on.map(last),
            services: codes(&self.services),
            products: codes(&self.products),
        })
    }
}

fn read_day(field: &'static str, typed: &str) -> Result<Option<NaiveDate>, NoDay> {
    if typed.is_empty() { Ok(None) } else { day::read(typed).map(Some).map_err(|why| NoDay(field, why)) }
}

/// A list that was typed, or boxes that were ticked, in one list.
fn chosen(typed: &Typed, field: &str) -> String {
    let all: Vec<&str> = typed.all(field).collect();
    codes(&all.join(",").chars().take(CODES).collect::<String>()).join(",")
}

/// `a, b，c` in order, each once.
fn codes(list: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for code in list.split([',', '，', ' ', '\n', '\r', '\t', ';']).filter(|code| !code.is_empty()) {
        if !found.iter().any(|known| known == code) {
            found.push(code.to_owned());
        }
    }
    found
}

/// A reclaim as typed: which rows.
#[derive(Debug, Clone, Default)]
pub struct Reclaim {
    /// Keys of the rows.
    pub ids: Vec<i64>,
    /// Kept in the portal.
    pub remark: String,
}

impl Reclaim {
    /// Reads boxes named `field`, those picked before (`picked=1.2`), or the whole page (`take=page`, `shown`).
    ///
    /// # Errors
    /// [`Error::Unreadable`] for what no form of ours holds.
    pub fn read(typed: &Typed, field: &str) -> Result<Self, Error> {
        let field = if typed.get("take") == "page" { "shown" } else { field };
        let before = typed.get("picked").split('.').filter(|key| !key.is_empty());
        let mut ids = Vec::new();
        for key in before.chain(typed.all(field)).take(MOST_RECLAIMED + 1) {
            let id: i64 = key.parse().map_err(|_| Error::Unreadable)?;
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
        Ok(Self { ids, remark: typed.get("remark").chars().take(REMARK).collect() })
    }

    /// What a confirmation is bound to.
    pub fn parameters(&self) -> String {
        self.ids.iter().map(i64::to_string).collect::<Vec<_>>().join(".")
    }

    /// Hidden fields that carry the rows on.
    pub fn carried(&self) -> Vec<(&'static str, String)> {
        vec![("picked", self.parameters())]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::Lang;

    fn typed(query: &str) -> Typed {
        Typed::parse(query.as_bytes()).unwrap()
    }

    #[test]
    fn days_become_instants_of_the_organisations_zone() {
        let face =
            Face { now: "2026-11-22T04:00:00Z".parse().unwrap(), zone: chrono_tz::Asia::Shanghai, lang: Lang::En };
        let quota: DateTime<Utc> = "2026-12-31T12:00:00Z".parse().unwrap();
        for (query, valid, expires) in [
            ("", None, None),
            ("valid_on=2026-11-23", Some("2026-11-22T16:00:00Z"), None),
            ("expires_on=2026-12-01", None, Some("2026-12-01T15:59:59Z")),
            ("expires_on=2026-12-31", None, Some("2026-12-31T12:00:00Z")),
        ] {
            let terms = Issue::read(&typed(query)).terms(&face, Some(quota)).unwrap();
            let want = |at: Option<&str>| at.map(|at| at.parse::<DateTime<Utc>>().unwrap());
            assert_eq!((terms.valid_at, terms.expires_at), (want(valid), want(expires)), "{query}");
        }
        assert_eq!(Issue::read(&typed("valid_on=soon")).terms(&face, None), Err(NoDay("valid_on", day::NoDay::Form)));
        let absent = Issue::read(&typed("expires_on=2026-02-30")).terms(&face, None);
        assert_eq!(absent, Err(NoDay("expires_on", day::NoDay::Absent)));
    }

    #[test]
    fn lists_and_boxes_become_one_list() {
        let issue = Issue::read(&typed("services=a,b%EF%BC%8Ca&services=c&services=b&products=p1+p2"));
        assert_eq!(issue.services, "a,b,c");
        assert_eq!(codes(&issue.products), ["p1", "p2"]);
    }

    #[test]
    fn buttons_and_rows_are_read() {
        for (query, want) in [
            ("", Step::Preview),
            ("step=preview", Step::Preview),
            ("step=search", Step::Form),
            ("step=change", Step::Form),
            ("step=confirm", Step::Confirm),
        ] {
            assert_eq!(Step::of(&typed(query)), want, "{query}");
        }
        let rows = |query| Reclaim::read(&typed(query), "quota").map(|reclaim| reclaim.ids);
        assert_eq!(rows("quota=1&quota=2&quota=1&shown=3").unwrap(), [1, 2]);
        assert_eq!(rows("take=page&quota=1&shown=3&shown=4").unwrap(), [3, 4]);
        assert_eq!(rows("picked=1.2&quota=3").unwrap(), [1, 2, 3]);
        assert!(rows("quota=x").is_err());
    }
}
