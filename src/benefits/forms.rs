//! What the desk types about a benefit.

use chrono::NaiveDate;

use super::{
    rules::{Fault, METHODS, Program, STEPS, day, is_code},
    text::Text,
};
use crate::{
    values::Month,
    web::{Face, FilterBar, Typed},
};

/// Which step the conditions are asked for, with its benefit, and the month whose bills it is about: by default the last one
/// that has ended. Only steps of benefits that the site has.
pub fn step<'a>(
    typed: Typed,
    programs: &'a [Program],
    face: &Face,
) -> (Option<(&'static str, &'a Program)>, Month, FilterBar) {
    let text = Text::of(face.lang);
    let mut bar = FilterBar::new("/incentives/benefits/conditions", typed, face.lang);
    let of = |benefit: &str| programs.iter().find(|program| program.code == benefit);
    let known: Vec<_> = STEPS.into_iter().filter_map(|(step, benefit)| Some((step, of(benefit)?))).collect();
    let words = known.iter().map(|(step, _)| (*step, text.step_word(step)));
    let chosen = bar.pick("step", text.step, words, known.first().map_or("", |(step, _)| step));
    let last = Month::of(face.now).previous();
    let month = bar.month("month", text.month, Some(last)).unwrap_or(last);
    (known.into_iter().find(|(step, _)| *step == chosen), month, bar)
}

/// What a benefit is to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    pub entrance_open: bool,
    pub valid_from: Option<NaiveDate>,
    pub valid_to: Option<NaiveDate>,
    pub payout_methods: Vec<String>,
    pub agreement_code: Option<String>,
}

impl Wanted {
    /// What it is now.
    pub fn of(program: &Program) -> Self {
        Self {
            entrance_open: program.entrance_open,
            valid_from: program.valid_from,
            valid_to: program.valid_to,
            payout_methods: program.payout_methods.clone(),
            agreement_code: program.agreement_code.clone(),
        }
    }

    /// Reads the form, with what is wrong.
    pub fn read(typed: &Typed) -> (Self, Vec<(&'static str, Fault)>) {
        let mut faults = Vec::new();
        let mut bound = |name: &'static str| match day(typed.get(name)) {
            Ok(day) => day,
            Err(fault) => {
                faults.push((name, fault));
                None
            }
        };
        let (valid_from, valid_to) = (bound("valid_from"), bound("valid_to"));
        if valid_from.zip(valid_to).is_some_and(|(from, to)| to < from) {
            faults.push(("valid_to", Fault::Order));
        }
        let chosen = METHODS.into_iter().filter(|method| typed.all("method").any(|typed| typed == *method));
        let payout_methods: Vec<String> = chosen.map(str::to_owned).collect();
        if payout_methods.is_empty() {
            faults.push(("method", Fault::Methods));
        }
        let code = typed.get("agreement").trim().to_uppercase();
        if !code.is_empty() && !is_code(&code) {
            faults.push(("agreement", Fault::Code));
        }
        let agreement_code = Some(code).filter(|code| !code.is_empty());
        let entrance_open = typed.get("entrance") == "open";
        (Self { entrance_open, valid_from, valid_to, payout_methods, agreement_code }, faults)
    }
}
