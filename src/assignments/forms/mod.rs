//! Filters of the lists of assignments; `pick` is what was picked and decided.

pub mod pick;

use super::{store::Manager, text::Text};
use crate::{
    lang::Lang,
    web::{FilterBar, Typed},
};

/// What the list of account managers is narrowed to.
#[derive(Debug, Default)]
pub struct ManagerFilters {
    /// Part of the user name.
    pub text: Option<String>,
    /// User name of the director; `-` for none (未设主管).
    pub director: Option<String>,
    /// Whether customers can be assigned to him.
    pub works: Option<bool>,
}

/// Reads the filters of account managers and draws their fields.
pub fn managers(typed: Typed, directors: &[String], lang: Lang) -> (ManagerFilters, FilterBar) {
    let text = Text::of(lang);
    let mut bar = FilterBar::new("/customers/assignments", typed, lang);
    let without = std::iter::once(("-", text.no_director));
    let filters = ManagerFilters {
        text: bar.text("text", text.manager, 64),
        director: bar.choice("director", text.director, without.chain(directors.iter().map(|name| (&**name, &**name)))),
        works: bar
            .choice("works", text.state, [("yes", text.works), ("no", text.works_not)])
            .map(|works| works == "yes"),
    };
    (filters, bar)
}

/// What the customers to pick from are narrowed to.
#[derive(Debug, Default)]
pub struct CandidateFilters {
    /// Part of the account name, or the whole customer id.
    pub account: Option<String>,
    /// Part of the company's name.
    pub name: Option<String>,
    /// V0 to V5.
    pub level: Option<String>,
    /// User name of the present manager; `-` for none.
    pub manager: Option<String>,
}

/// Reads the filters of customers to pick from and draws their fields. Who sees unassigned customers starts with them (AM-6).
pub fn candidates(typed: Typed, known: &[Manager], sees_unassigned: bool, lang: Lang) -> (CandidateFilters, FilterBar) {
    let text = Text::of(lang);
    let picked = typed.get("picked").to_owned();
    let (to, next) = (typed.get("to").to_owned(), typed.get("next").to_owned());
    let mut bar = FilterBar::new("/customers/assignments/new", typed, lang);
    bar.carry("picked", &picked);
    bar.carry("to", &to);
    bar.carry("next", &next);
    let levels = ["V0", "V1", "V2", "V3", "V4", "V5"];
    let account = bar.text("account", text.account_name, 128);
    let name = bar.text("name", text.company, 128);
    let level = bar.choice("level", text.level, levels.map(|level| (level, level)));
    let unassigned = sees_unassigned.then_some(("-", text.only_unassigned));
    let names = known.iter().map(|manager| (&*manager.username, &*manager.username));
    let options = unassigned.into_iter().chain([("*", text.everybody)]).chain(names);
    let manager = bar.pick("manager", text.present, options, if sees_unassigned { "-" } else { "*" });
    let manager = Some(manager).filter(|name| name != "*");
    (CandidateFilters { account, name, level, manager }, bar)
}

/// What periods are narrowed to.
#[derive(Debug, Default)]
pub struct PeriodFilters {
    /// Key of the account manager.
    pub manager: Option<i64>,
    /// Whether they last.
    pub open: Option<bool>,
    /// Part of account name or name, or the whole customer id.
    pub text: Option<String>,
}

/// Reads the filters of periods and draws their fields.
pub fn periods(typed: Typed, managers: &[(i64, String)], lang: Lang) -> (PeriodFilters, FilterBar) {
    let text = Text::of(lang);
    let mut bar = FilterBar::new("/customers/assignments/periods", typed, lang);
    let names = managers.iter().map(|(id, name)| (id.to_string(), name.clone()));
    let filters = PeriodFilters {
        manager: bar.choice("manager", text.manager, names).and_then(|id| id.parse().ok()),
        open: bar
            .choice("state", text.period, [("now", text.lasting), ("over", text.over)])
            .map(|state| state == "now"),
        text: bar.text("text", text.customer_filter, 128),
    };
    (filters, bar)
}

/// What resellers are narrowed to.
#[derive(Debug, Default)]
pub struct ResellerFilters {
    /// Part of account name or company name.
    pub text: Option<String>,
    /// User name of the manager; `-` for none.
    pub manager: Option<String>,
}

/// Reads the filters of resellers and draws their fields.
pub fn resellers(typed: Typed, known: &[Manager], lang: Lang) -> (ResellerFilters, FilterBar) {
    let text = Text::of(lang);
    let mut bar = FilterBar::new("/resellers/assignments", typed, lang);
    let names = known.iter().map(|manager| (&*manager.username, &*manager.username));
    let filters = ResellerFilters {
        text: bar.text("text", text.reseller_filter, 128),
        manager: bar.choice("manager", text.manager, [("-", text.only_unassigned)].into_iter().chain(names)),
    };
    (filters, bar)
}
