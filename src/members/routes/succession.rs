//! Who takes over from a member who is disabled or deleted: customers, resellers and managers (MEM-10, TRAP-2).

use crate::{
    access::{Actor, periods, permission::MemberManage},
    audit::{Change, Deed, Event, Fields},
    members::{
        pages::{act::Known, form::FormPage},
        rules::plan::Why,
        store::{subject::Case, write},
        text::form::sentence,
    },
    web::{Error, Typed},
};

/// Who may take over.
pub struct Successors {
    managers: Vec<(i64, String)>,
    directors: Vec<(i64, String)>,
}

/// Who takes over what; nobody where that was said.
#[derive(Debug, Clone)]
pub struct Handed {
    customers_to: Option<i64>,
    managers_to: Option<i64>,
    reason: String,
}

impl Successors {
    /// Active managers and directors but the member himself; nor who decides, if he would see more by it (MEM-13).
    pub fn of(case: &Case, actor: &Actor<MemberManage>) -> Self {
        let widens = |id: i64| id == actor.member_id() && actor.scope().managers().is_some();
        let fits = |id: i64| id != case.subject.id && !widens(id);
        let but = |known: &Known| known.iter().filter(|known| fits(known.0)).cloned().collect();
        Self { managers: but(&case.ground.managers), directors: but(&case.ground.directors) }
    }

    /// Managers and directors.
    pub fn known(&self) -> (&Known, &Known) {
        (&self.managers, &self.directors)
    }

    /// Reads `customers_to` and `managers_to`; a choice that is missing is told at its field.
    pub fn read(&self, typed: &Typed, case: &Case, page: &mut FormPage) -> Option<Handed> {
        let customers_to = chosen(typed, "customers_to", &self.managers);
        let managers_to = chosen(typed, "managers_to", &self.directors);
        let open = [
            ("customers_to", case.subject.holds_customers() && customers_to.is_none()),
            ("managers_to", case.subject.managed > 0 && managers_to.is_none()),
        ];
        for (field, _) in open.iter().filter(|(_, missing)| *missing) {
            page.fault(field, sentence(&Why::NotASuccessor, page.frame.lang));
        }
        let reason = typed.get("reason").to_owned();
        let (customers_to, managers_to) = (customers_to.flatten(), managers_to.flatten());
        (!open.iter().any(|(_, missing)| *missing)).then_some(Handed { customers_to, managers_to, reason })
    }
}

/// The successor that was chosen; `Some(None)` is an explicit nobody.
fn chosen(typed: &Typed, field: &str, candidates: &Known) -> Option<Option<i64>> {
    match typed.get(field) {
        "none" => Some(None),
        id => candidates.iter().find(|known| known.0.to_string() == id).map(|known| Some(known.0)),
    }
}

/// Hands over what there is, and answers the events.
pub async fn hand_over(change: &mut Change<MemberManage>, case: &Case, handed: Handed) -> Result<Vec<Event>, Error> {
    let (org, id, by, at) = (change.org(), case.subject.id, change.member_id(), change.now());
    let mut events = Vec::new();
    let moved = periods::hand_over(change, org, id, (handed.customers_to, by, at)).await?;
    if moved != periods::Moved::default() {
        let after = Fields::new().set("from", id).set("to", handed.customers_to);
        let after = after.set("customers", moved.customers).set("resellers", moved.resellers);
        events.push(Event::new(Deed::CustomersHandedOver, id).after(after).because(&handed.reason));
    }
    if case.subject.managed > 0 {
        let count = write::redirect_managers(change, org, id, handed.managers_to).await?;
        let after = Fields::new().set("managers", count).set("director", handed.managers_to);
        events.push(Event::new(Deed::MemberDirectorChanged, id).after(after).because(&handed.reason));
    }
    Ok(events)
}
