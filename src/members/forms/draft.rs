//! The form of a member as it was typed (MEM-2): kept whole, so that nothing typed is lost, and read field by field.

use chrono::NaiveDate;

use crate::{
    access::widening::Choice,
    members::{
        rules::{
            person::{self, Wrong},
            wanted::Wanted,
        },
        store::{subject::Subject, write::Data},
    },
    values::day,
    web::Typed,
};

/// What was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Draft {
    pub username: String,
    pub name: String,
    pub email: String,
    pub phone: String,
    pub department: String,
    pub job_title: String,
    pub remark: String,
    pub expires_on: String,
    /// User name of the director; empty for none.
    pub director: String,
    /// `link` or `password`.
    pub credentials: String,
    /// Ticks as they came.
    pub roles: Vec<String>,
    /// `keep` or `widen`; empty as long as nobody was asked (AM-3).
    pub scope: String,
    /// Why, for the record and for who approves.
    pub reason: String,
}

impl Draft {
    /// Reads the fields.
    pub fn read(typed: &Typed) -> Self {
        let of = |name: &str| typed.get(name).to_owned();
        Self {
            username: of("username"),
            name: of("name"),
            email: of("email"),
            phone: of("phone"),
            department: of("department"),
            job_title: of("job_title"),
            remark: of("remark"),
            expires_on: of("expires_on"),
            director: of("director"),
            credentials: of("credentials"),
            roles: typed.all("roles").map(str::to_owned).collect(),
            scope: of("scope"),
            reason: of("reason"),
        }
    }

    /// The member as he is: what an edit begins with.
    pub fn of(subject: &Subject) -> Self {
        let whole = |value: &Option<crate::values::Masked<String>>| {
            value.as_ref().map(|value| value.reveal().clone()).unwrap_or_default()
        };
        Self {
            username: subject.username.clone(),
            name: subject.name.reveal().clone(),
            email: whole(&subject.email),
            phone: whole(&subject.phone),
            department: subject.department.clone(),
            job_title: subject.job_title.clone(),
            remark: subject.remark.clone(),
            expires_on: subject.expires_on.map(|day| day.to_string()).unwrap_or_default(),
            director: subject.director.clone().unwrap_or_default(),
            ..Self::default()
        }
    }

    /// The ticked roles; a tick that names none is `None`.
    pub fn wanted(&self) -> Option<Vec<Wanted>> {
        self.roles.iter().map(|tick| Wanted::read(tick)).collect()
    }

    /// What was chosen when the scope would widen (AM-3).
    pub fn choice(&self) -> Option<Choice> {
        match self.scope.as_str() {
            "keep" => Some(Choice::Keep),
            "widen" => Some(Choice::Widen),
            _ => None,
        }
    }

    /// The fields as the store writes them.
    pub fn data(&self, expires_on: Option<NaiveDate>) -> Data<'_> {
        Data {
            name: &self.name,
            email: &self.email,
            phone: &self.phone,
            department: &self.department,
            job_title: &self.job_title,
            remark: &self.remark,
            expires_on,
        }
    }

    /// The limits of MEM-2 that need no look at other members. `unchanged` is the last day as it is stored: an edit may
    /// leave a past one alone.
    pub fn faults(&self, today: NaiveDate, unchanged: Option<NaiveDate>) -> Vec<(&'static str, Wrong)> {
        let floor = unchanged.map_or(today, |day| day.min(today));
        let expiry = match person::expiry(&self.expires_on, floor) {
            Ok(Some(day)) if day < today && Some(day) != unchanged => Err(Wrong::Past),
            other => other.map(drop),
        };
        [
            ("name", person::required(&self.name, person::NAME).and(person::line(&self.name, person::NAME))),
            ("email", person::email(&self.email)),
            ("phone", person::phone(&self.phone)),
            ("department", person::line(&self.department, person::PLACE)),
            ("job_title", person::line(&self.job_title, person::PLACE)),
            ("remark", person::text(&self.remark, person::REMARK)),
            ("expires_on", expiry),
            ("reason", person::text(&self.reason, person::REASON)),
        ]
        .into_iter()
        .filter_map(|(field, found)| Some((field, found.err()?)))
        .collect()
    }

    /// The last day, once [`Draft::faults`] has found nothing.
    pub fn last_day(&self) -> Option<NaiveDate> {
        day::read(&self.expires_on).ok()
    }
}
