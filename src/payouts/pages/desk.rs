//! One payout as the vendor desk sees it, and what it can do now.

use super::{badge, number, show};
use crate::{
    access::{Actor, Permission},
    payouts::{
        DESK,
        rules::machine::{
            ACCEPT, BILL, CANCEL, FAIL, INVOICE_REVIEW, INVOICE_SENT, MACHINE, PAY, RECEIVE, RETRY, SETTLE, fits,
        },
        store::{Payout, Registered, Statement},
        text::Text,
    },
    requests::{self, APPROVE, Event, REJECT, Side, Who, Wish},
    web::{
        DetailPage, Frame, Link,
        form::{Control, Field, Panel},
    },
};

/// The page.
pub fn show<P: Permission>(
    actor: &Actor<P>,
    (one, rows, registered): (&Payout, &[Statement], &[Registered]),
    events: &[Event],
) -> DetailPage {
    let (face, text) = (actor.face(), Text::of(actor.lang()));
    let title = format!("{} · {}", number(one.request_id), one.company_name);
    let mut page = DetailPage::new(Frame::new(actor.visitor(), title), vec![show::facts(one, &face)]);
    page.badges = vec![badge(&one.state, face.lang)];
    page.tabs = vec![Link::new(text.worklist, "/desk")];
    page.forms = panels(actor, one);
    page.tables = vec![show::statements(one, rows, (face.lang, false))];
    if !registered.is_empty() {
        page.tables.push(show::invoices(one, registered, &face));
    }
    page.timeline = requests::timeline(events, &face);
    page
}

fn panels<P: Permission>(actor: &Actor<P>, one: &Payout) -> Vec<Panel> {
    let text = Text::of(actor.lang());
    let holds = |code| actor.may(code);
    let who = Who { side: Side::Vendor, member_id: Some(actor.member_id()), holds: &holds };
    let open = |steps: &[(&'static str, &'static str)]| -> Vec<(&'static str, &'static str)> {
        let may = |step: &str| {
            let wish = Wish { step, revision: one.revision, comment: "-", ..Wish::default() };
            let judged = MACHINE.judge(&one.case(), wish, who);
            judged.is_ok() && one.method().is_some_and(|method| fits(&one.state, step, method))
        };
        steps.iter().copied().filter(|(step, _)| may(step)).collect()
    };
    let invoice = open(&[(RECEIVE, text.receive), (ACCEPT, text.accept), (REJECT, text.reject)]);
    let payment = open(&[
        (BILL, text.bill),
        (SETTLE, text.settle),
        (APPROVE, text.approve),
        (PAY, text.pay),
        (RETRY, text.retry),
        (FAIL, text.fail),
        (REJECT, text.reject),
        (CANCEL, text.cancel),
    ]);
    let panel = |title: &str, to: &str, buttons: Vec<(&'static str, &'static str)>| Panel {
        title: title.to_owned(),
        hint: text.desk_hint.to_owned(),
        action: format!("{DESK}/{}/{to}", one.request_id),
        hidden: vec![("revision", one.revision.to_string())],
        fields: fields(&buttons, text),
        buttons,
    };
    // A state has one panel: to reject is a step of both.
    let both = match one.state.as_str() {
        INVOICE_SENT | INVOICE_REVIEW => (text.check, "invoice", invoice),
        _ => (text.payment, "payment", payment),
    };
    [both]
        .into_iter()
        .filter(|(.., buttons)| !buttons.is_empty())
        .map(|(title, to, buttons)| panel(title, to, buttons))
        .collect()
}

/// The day until which invoices are due, and why.
fn fields(buttons: &[(&'static str, &'static str)], text: &'static Text) -> Vec<Field> {
    let has = |step: &str| buttons.iter().any(|(known, _)| *known == step);
    let mut fields = Vec::new();
    if has(BILL) {
        let control = Control::Line { value: String::new(), kind: "date", most: 10 };
        fields.push(Field::new("invoice_by", text.invoice_by, control).help(text.invoice_by_help));
    }
    if buttons.iter().any(|(step, _)| requests::is_explained(step)) {
        fields.push(show::reason(text));
    }
    fields
}
