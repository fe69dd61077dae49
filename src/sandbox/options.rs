//! What a played vendor can be told at its start. Knows nothing of how it is served.

use std::{fmt, path::PathBuf, str::FromStr};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{clock::Now, faults::FaultPlan};
use crate::values::Currency;

/// Which of the vendor's sites is played (API-4). The European one behaves as the international one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "snake_case")]
#[value(rename_all = "snake_case")]
pub enum Site {
    /// The China site: CNY, association types 1 and 2.
    #[default]
    China,
    /// The international site: USD, association types 1 and 3.
    International,
}

impl Site {
    /// The currency all amounts of the site are in.
    #[must_use]
    pub const fn currency(self) -> Currency {
        match self {
            Self::China => Currency::CNY,
            Self::International => Currency::USD,
        }
    }
}

/// What kind of partner the only caller is (CUST-1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "snake_case")]
#[value(rename_all = "snake_case")]
pub enum Profile {
    /// 总经销商: has resellers.
    #[default]
    Distributor,
    /// 解决方案提供商: one tier, no resellers.
    SolutionProvider,
}

/// Everything a world and its server are made from. `Default` = the defaults of the command line.
#[derive(Clone)]
pub struct Options {
    /// Site played.
    pub site: Site,
    /// Kind of partner that calls.
    pub profile: Profile,
    /// Seed of the world; equal seeds and start days give equal worlds.
    pub seed: u64,
    /// Customers in all, each listed once: under the partner or under one reseller.
    pub customers: usize,
    /// Resellers, exactly; a solution provider has none.
    pub resellers: usize,
    /// Months of bills: the open one and those before it.
    pub months: u32,
    /// Bill lines per customer and month.
    pub lines: u32,
    /// Requests per second and API (default 10 as API-37, exceptions scaled); 0 = no throttle.
    pub rate: u32,
    /// First day of the world (UTC+8), at the real time of day; none = today.
    pub today: Option<NaiveDate>,
    /// Faults played from the start.
    pub faults: FaultPlan,
    /// File that keeps the world across restarts; none = memory only.
    pub state: Option<PathBuf>,
    /// Where the real time comes from; none = the machine.
    pub now: Option<Now>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            site: Site::China,
            profile: Profile::Distributor,
            seed: 1,
            customers: 60,
            resellers: 6,
            months: 3,
            lines: 20,
            rate: 10,
            today: None,
            faults: FaultPlan::default(),
            state: None,
            now: None,
        }
    }
}

/// Most customers of a world: it keeps some kilobytes of each in memory.
const MOST_CUSTOMERS: usize = 100_000;
/// Most resellers: each has its own quotas and accounts.
const MOST_RESELLERS: usize = 1_000;
/// Most months of bills.
const MOST_MONTHS: u32 = 36;
/// Most bill lines of a customer and month: they are made all at once when one of them is asked for.
const MOST_LINES: u32 = 100_000;
/// Most bill lines of a month, and so of a reading of it.
const MOST_LINES_A_MONTH: u64 = 20_000_000;
/// Most months of all customers: each has its orders and its entries in the accounts.
const MOST_CUSTOMER_MONTHS: u64 = 600_000;

impl Options {
    /// Whether a world of this size can be played on an ordinary machine.
    ///
    /// # Errors
    /// What is too much and how much would do, as a sentence.
    pub fn check_size(&self) -> Result<(), String> {
        let (customers, months) = (self.customers as u64, u64::from(self.months));
        for (option, given, most) in [
            ("--customers", customers, MOST_CUSTOMERS as u64),
            ("--resellers", self.resellers as u64, MOST_RESELLERS as u64),
            ("--months", months, u64::from(MOST_MONTHS)),
            ("--lines", u64::from(self.lines), u64::from(MOST_LINES)),
        ] {
            if given > most {
                return Err(format!("{option} {given} is more than can be played; give at most {most}"));
            }
        }
        let lines = customers * u64::from(self.lines);
        if lines > MOST_LINES_A_MONTH {
            let text =
                format!("--customers times --lines are {lines} bill lines a month; at most {MOST_LINES_A_MONTH}");
            return Err(format!("{text} can be played: give fewer of either"));
        }
        if customers * months > MOST_CUSTOMER_MONTHS {
            let text = format!("--customers times --months are {}; at most {MOST_CUSTOMER_MONTHS}", customers * months);
            return Err(format!("{text} can be played: give fewer of either"));
        }
        Ok(())
    }

    /// The part of the options that the world is a function of.
    pub(super) const fn setting(&self) -> Setting {
        Setting {
            site: self.site,
            profile: self.profile,
            seed: self.seed,
            customers: self.customers,
            resellers: match self.profile {
                Profile::Distributor => self.resellers,
                Profile::SolutionProvider => 0,
            },
            months: self.months,
            lines: self.lines,
        }
    }
}

/// What the world is a function of, beside its first day. Kept at the head of the state file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Setting {
    pub(super) site: Site,
    pub(super) profile: Profile,
    pub(super) seed: u64,
    pub(super) customers: usize,
    pub(super) resellers: usize,
    pub(super) months: u32,
    pub(super) lines: u32,
}

/// The same options on a command line, with `SANDBOX_…` variables; `demo` flattens them into its own.
#[derive(Debug, Clone, clap::Args)]
pub struct WorldArgs {
    /// Site to play
    #[arg(long, env = "SANDBOX_SITE", value_enum, default_value_t = Site::China)]
    pub site: Site,
    /// Kind of partner that calls
    #[arg(long, env = "SANDBOX_PROFILE", value_enum, default_value_t = Profile::Distributor)]
    pub profile: Profile,
    /// Seed of the world
    #[arg(long, env = "SANDBOX_SEED", default_value_t = 1)]
    pub seed: u64,
    /// Customers in all, each listed once
    #[arg(long, env = "SANDBOX_CUSTOMERS", default_value_t = 60)]
    pub customers: usize,
    /// Resellers (a solution provider has none)
    #[arg(long, env = "SANDBOX_RESELLERS", default_value_t = 6)]
    pub resellers: usize,
    /// Months of bills, the open one included
    #[arg(long, env = "SANDBOX_MONTHS", default_value_t = 3)]
    pub months: u32,
    /// Bill lines per customer and month
    #[arg(long, env = "SANDBOX_LINES", default_value_t = 20)]
    pub lines: u32,
    /// Requests per second and API; 0 = no throttle
    #[arg(long, env = "SANDBOX_RATE", default_value_t = 10)]
    pub rate: u32,
    /// First day of the world (default: today)
    #[arg(long, env = "SANDBOX_TODAY", value_name = "DATE")]
    pub today: Option<NaiveDate>,
    /// Faults to play, e.g. error_after=0.15,late_records=5
    #[arg(long, env = "SANDBOX_FAULTS", value_name = "SPEC", default_value = "")]
    pub faults: FaultPlan,
}

impl WorldArgs {
    /// Options of a server that keeps its world in `state`.
    #[must_use]
    pub fn options(self, state: Option<PathBuf>) -> Options {
        Options {
            site: self.site,
            profile: self.profile,
            seed: self.seed,
            customers: self.customers,
            resellers: self.resellers,
            months: self.months,
            lines: self.lines,
            rate: self.rate,
            today: self.today,
            faults: self.faults,
            state,
            now: None,
        }
    }
}

/// The caller's key pair and account id, a function of the seed.
#[derive(Clone, Serialize)]
pub struct Keys {
    /// Access key.
    pub ak: String,
    /// Secret key; never printed.
    pub sk: String,
    /// The partner's own account id (API-13).
    pub domain_id: String,
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Keys").field("ak", &self.ak).field("domain_id", &self.domain_id).finish_non_exhaustive()
    }
}

impl FromStr for FaultPlan {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::from_spec(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_world_that_fits_no_memory_is_refused_with_a_sentence() {
        let fits = Options::default();
        assert_eq!(fits.check_size(), Ok(()));
        assert_eq!(Options { customers: 50, lines: 20_000, ..fits.clone() }.check_size(), Ok(()), "a million lines");
        for (options, told) in [
            (Options { customers: 99_999_999, ..fits.clone() }, "--customers 99999999"),
            (Options { resellers: 1_000_000, ..fits.clone() }, "--resellers"),
            (Options { months: u32::MAX, ..fits.clone() }, "--months"),
            (Options { lines: u32::MAX, ..fits.clone() }, "--lines"),
            (Options { customers: 100_000, lines: 100_000, ..fits.clone() }, "bill lines a month"),
            (Options { customers: 100_000, months: 36, ..fits.clone() }, "--customers times --months"),
        ] {
            let refused = options.check_size().unwrap_err();
            assert!(refused.contains(told) && refused.contains("at most"), "{refused}");
        }
    }
}
