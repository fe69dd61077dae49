//! Words for codes and for what is wrong.

use super::Text;
use crate::{
    rebates::{
        forms::Typo,
        rules::{
            import::Fault,
            methods::Method,
            state::{Barred, Refusal},
        },
    },
    values::csv::Unreadable,
};

impl Text {
    pub fn state_word(&self, state: &str) -> &'static str {
        match state {
            "to_confirm" => self.states[0],
            "issuing" => self.states[1],
            _ => self.states[2],
        }
    }

    pub fn objection_word(&self, state: &str) -> &'static str {
        match state {
            "open" => self.objection_states[0],
            "answered" => self.objection_states[1],
            _ => self.objection_states[2],
        }
    }

    pub fn association_word(&self, association: Option<&str>) -> &'static str {
        match association {
            Some("referral") => self.associations[0],
            Some(_) => self.associations[1],
            None => self.associations[2],
        }
    }

    pub fn channel_word(&self, channel: &str) -> &'static str {
        match channel {
            "console" => self.channels[0],
            "email" => self.channels[1],
            "letter" => self.channels[2],
            _ => self.channels[3],
        }
    }

    /// Name and arrival of a method.
    pub fn method(&self, method: Method) -> (&'static str, &'static str) {
        let place = match method {
            Method::Bank => 0,
            Method::Topup => 1,
            Method::TopupArrears => 2,
            Method::Voucher => 3,
        };
        (self.method_words[place], self.arrivals[place])
    }

    pub fn column(&self, name: &str) -> &'static str {
        match name {
            "statement" => self.number,
            "period" => self.period,
            "plan" => self.plan,
            "association" => self.association,
            "publish_until" => self.publish_until,
            "line" => self.line,
            "order_number" => self.order_number,
            "customer" => self.customer,
            "product" => self.product,
            "base" => self.base,
            "rate" => self.rate,
            "output_rate" => self.output_rate,
            "currency" => self.currency,
            "frozen_because" => self.frozen,
            "remark" => self.remark,
            _ => self.amount,
        }
    }

    pub fn fault(&self, fault: Fault) -> String {
        let place = match fault {
            Fault::Long(most) => return format!("{}{most}{}", self.long.0, self.long.1),
            Fault::Required => 0,
            Fault::Letters => 1,
            Fault::Period => 2,
            Fault::Association => 3,
            Fault::Currency => 4,
            Fault::Day => 5,
            Fault::NoSuchDay => 11,
            Fault::Amount => 6,
            Fault::Rate => 7,
            Fault::Twice => 8,
            Fault::Differs => 9,
            Fault::Changed => 10,
            Fault::Surplus => return self.unreadable[0].to_owned(),
        };
        self.faults[place].to_owned()
    }

    pub fn typo(&self, typo: Typo) -> String {
        let place = match typo {
            Typo::Long(most) => return format!("{}{most}{}", self.long.0, self.long.1),
            Typo::Missing => 0,
            Typo::Letters => 1,
            Typo::Day => 2,
            Typo::NoSuchDay => 5,
            Typo::OutOfTime => 3,
            Typo::Choice => 4,
        };
        self.typos[place].to_owned()
    }

    pub fn unreadable(&self, why: Unreadable) -> &'static str {
        match why {
            Unreadable::Header => self.unreadable[0],
            Unreadable::Empty => self.unreadable[1],
            Unreadable::Csv => self.unreadable[2],
            Unreadable::TooMany => self.unreadable[3],
        }
    }

    pub fn refusal(&self, refusal: Refusal) -> &'static str {
        match refusal {
            Refusal::Confirmed => self.refusals[0],
            Refusal::Late => self.refusals[1],
            Refusal::Disputed => self.refusals[2],
            Refusal::Twice => self.refusals[3],
        }
    }

    pub fn barred(&self, barred: Barred) -> &'static str {
        match barred {
            Barred::NotNow => self.barred[0],
            Barred::Own => self.barred[1],
        }
    }
}
