//! What was typed about organisations, kept whole, and the filters of their lists.

use chrono::NaiveTime;

use super::{
    rules::{
        fields::{self, Fault, Faults, INDUSTRIES, INTRODUCTION, PERSON, SIZES, faults},
        preferences::{Abroad, settled},
        state::State,
    },
    store::{
        company::{Company, Contact, Details},
        contacts,
        preferences::Preferences,
        request::Wanted,
    },
    text::{company::Text as CompanyText, desk::Text},
};
use crate::{
    lang::Lang,
    values::Month,
    web::{FilterBar, Typed},
};

impl Details {
    /// Reads the fields.
    pub fn read(typed: &Typed) -> Self {
        let of = |name: &str| typed.get(name).to_owned();
        Self { industry: of("industry"), size: of("size"), website: of("website"), introduction: of("introduction") }
    }

    /// What the company has.
    pub fn of(company: &Company) -> Self {
        Self {
            industry: company.industry.clone(),
            size: company.size.clone(),
            website: company.website.clone(),
            introduction: company.introduction.clone(),
        }
    }

    /// What is wrong.
    pub fn faults(&self) -> Faults {
        faults([
            ("industry", fields::listed(&self.industry, &INDUSTRIES)),
            ("size", fields::listed(&self.size, &SIZES)),
            ("website", fields::website(&self.website)),
            ("introduction", fields::text(&self.introduction, INTRODUCTION)),
        ])
    }
}

impl Contact {
    /// Reads the fields.
    pub fn read(typed: &Typed) -> Self {
        let of = |name: &str| typed.get(name).to_owned();
        Self { name: of("name"), phone: of("phone"), email: of("email") }
    }

    /// What the company has.
    pub fn of(company: &Company) -> Self {
        Self {
            name: company.contact_name.reveal().clone(),
            phone: company.contact_phone.reveal().clone(),
            email: company.contact_email.reveal().clone(),
        }
    }

    /// What is wrong.
    pub fn faults(&self) -> Faults {
        faults([
            ("name", fields::one_line(&self.name, PERSON)),
            ("phone", fields::phone(&self.phone, true)),
            ("email", fields::email(&self.email)),
        ])
    }
}

impl Wanted {
    /// Reads the fields.
    pub fn read(typed: &Typed) -> Self {
        let of = |name: &str| typed.get(name).to_owned();
        Self {
            name: of("name"),
            legal_representative: of("legal_representative"),
            address: of("address"),
            licence_id: typed.get("licence").parse().unwrap_or_default(),
        }
    }

    /// What is wrong.
    pub fn faults(&self) -> Faults {
        faults([
            ("name", fields::company_name(&self.name)),
            ("legal_representative", fields::one_line(&self.legal_representative, PERSON)),
            ("address", fields::one_line(&self.address, fields::ADDRESS)),
        ])
    }
}

impl contacts::Contact {
    /// Reads the fields of a new contact, or of the one with this key.
    pub fn read(id: i64, typed: &Typed) -> Self {
        let of = |name: &str| typed.get(name).to_owned();
        let revision = typed.get("revision").parse().unwrap_or_default();
        Self { id, name: of("name"), phone: of("phone"), email: of("email"), revision }
    }

    /// A new one, of which nothing is known yet.
    pub const fn empty() -> Self {
        Self { id: 0, name: String::new(), phone: String::new(), email: String::new(), revision: 0 }
    }

    /// What is wrong.
    pub fn faults(&self) -> Faults {
        fields::contact(&self.name, &self.phone, &self.email)
    }
}

/// Preferences as they were typed.
#[derive(Debug, Clone, Default)]
pub struct Draft {
    pub language: String,
    pub time_zone: String,
    pub working_from: String,
    pub working_to: String,
    pub settlement_currency: String,
    pub takes_customer_messages: bool,
    pub shows_customer_bills: bool,
}

impl Draft {
    /// Reads the fields.
    pub fn read(typed: &Typed) -> Self {
        let of = |name: &str| typed.get(name).to_owned();
        Self {
            language: of("language"),
            time_zone: of("time_zone"),
            working_from: of("working_from"),
            working_to: of("working_to"),
            settlement_currency: of("settlement_currency"),
            takes_customer_messages: of("customer_messages") == "partner",
            shows_customer_bills: of("customer_bills") != "hidden",
        }
    }

    /// What there is.
    pub fn of(preferences: &Preferences) -> Self {
        let time = |time: NaiveTime| time.format("%H:%M").to_string();
        Self {
            language: preferences.language.clone().unwrap_or_default(),
            time_zone: preferences.time_zone.clone(),
            working_from: time(preferences.working_from),
            working_to: time(preferences.working_to),
            settlement_currency: preferences
                .next_settlement_currency
                .clone()
                .or_else(|| preferences.settlement_currency.clone())
                .unwrap_or_default(),
            takes_customer_messages: preferences.takes_customer_messages,
            shows_customer_bills: preferences.shows_customer_bills,
        }
    }

    /// What it means: what there is not `abroad` stays as it is, and another currency counts from the period `following`. The
    /// revision is the one that is replaced.
    pub fn preferences(&self, now: &Preferences, abroad: Abroad, following: Month) -> Result<Preferences, Faults> {
        let some = |typed: &str| Some(typed.to_owned()).filter(|typed| !typed.is_empty());
        let kept = now.next_settlement_currency.clone().zip(now.next_settlement_currency_from);
        let settled = match abroad {
            Abroad::No => Ok((now.settlement_currency.clone(), kept)),
            _ => settled(now.settlement_currency.as_deref(), &self.settlement_currency, following),
        };
        let all = abroad == Abroad::All;
        let (hours, zone) = (fields::hours(&self.working_from, &self.working_to), fields::zone(&self.time_zone));
        match (hours, zone, settled) {
            (Ok((working_from, working_to)), Ok(zone), Ok((currency, next))) if self.choices().is_empty() => {
                Ok(Preferences {
                    language: some(&self.language),
                    time_zone: zone.name().to_owned(),
                    working_from,
                    working_to,
                    settlement_currency: currency,
                    next_settlement_currency_from: next.as_ref().map(|(_, from)| *from),
                    next_settlement_currency: next.map(|(currency, _)| currency),
                    takes_customer_messages: if all {
                        self.takes_customer_messages
                    } else {
                        now.takes_customer_messages
                    },
                    shows_customer_bills: if all { self.shows_customer_bills } else { now.shows_customer_bills },
                    revision: now.revision,
                })
            }
            (hours, zone, settled) => {
                let mut found = faults([
                    ("working_to", hours.map(drop)),
                    ("time_zone", zone.map(drop)),
                    ("settlement_currency", settled.map(drop)),
                ]);
                found.extend(self.choices());
                Err(found)
            }
        }
    }

    fn choices(&self) -> Faults {
        faults([
            ("language", fields::listed(&self.language, &["en", "zh-CN"])),
            ("settlement_currency", fields::currency(&self.settlement_currency)),
        ])
    }
}

/// A reason that must be there.
pub fn reason(typed: &str) -> Faults {
    faults([("reason", fields::required(typed, fields::REASON))])
}

/// A reason that may be missing.
pub fn remark(typed: &str) -> Faults {
    faults([("reason", fields::text(typed, fields::REASON))])
}

/// The name that confirms an exit (TRAP-14): as it is, blanks around it aside.
pub fn confirmation(typed: &str, name: &str) -> Faults {
    let same = typed.trim() == name.trim();
    faults([("name", if same { Ok(()) } else { Err(Fault::NotTheName) })])
}

/// Filters of the requests: state (first those to review) and name.
pub fn requests(typed: Typed, lang: Lang) -> (&'static str, Option<String>, FilterBar) {
    let (text, words) = (Text::of(lang), CompanyText::of(lang));
    let mut bar = FilterBar::new("/desk/companies", typed, lang);
    let name = bar.text("text", text.filter_text, 128);
    let states = ["under_review", "rejected", "approved"];
    let chosen = bar.choice("state", text.state, states.map(|state| (state, words.review_state(state))));
    let state = states.into_iter().find(|state| chosen.as_deref() == Some(state)).unwrap_or("under_review");
    (state, name, bar)
}

/// Filters of the partners: name or code, and state.
pub fn partners(typed: Typed, lang: Lang) -> (Option<String>, Option<String>, FilterBar) {
    let text = Text::of(lang);
    let mut bar = FilterBar::new("/desk/organizations", typed, lang);
    let name = bar.text("text", text.partner_filter, 128);
    let states = State::ALL.map(|state| (state.word(), text.state_of(state.word())));
    let state = bar.choice("state", text.state, states);
    (name, state, bar)
}
