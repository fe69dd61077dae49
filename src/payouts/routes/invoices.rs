//! The invoicing list 开票清单 and the registration of invoices (PAYOUT-09 to PAYOUT-18).

use axum::response::{IntoResponse, Response};

use super::{own, steps::walk, today};
use crate::{
    access::{
        Actor,
        permission::{IncentiveView, InvoiceRegister},
    },
    audit::Change,
    benefits,
    cloud::Site,
    payouts::{
        PATH,
        forms::Registration,
        pages::{application::told, invoices as pages},
        rules::{
            invoice::{Ground, Invoice, Kind, faults},
            machine::{MACHINE, RECALL, REGISTER, has_list},
        },
        store::{self, Payout},
        text::Text,
    },
    requests::{self, Wish, signature},
    web::{DetailPage, Error, Flash, Form, Id, Redirect, Typed, form::FormPage},
};

/// `GET /payouts/{id}/invoicing-list`: the list, or why there is none.
pub async fn list(actor: Actor<IncentiveView>, Id(id): Id) -> Result<DetailPage, Error> {
    let mut connection = actor.open().await?;
    let one = own(&mut connection, &actor, id).await?;
    let statements = store::statements(&mut connection, id).await?;
    let invoices = store::invoices(&mut connection, id).await?;
    Ok(pages::list(&actor, (&one, &statements, &invoices)))
}

/// `GET /payouts/{id}/invoices/new`.
pub async fn new(actor: Actor<InvoiceRegister>, Id(id): Id) -> Result<FormPage, Error> {
    let one = own(&mut *actor.open().await?, &actor, id).await?;
    Ok(pages::form(&actor, &one, (Kind::of(benefits::site(actor.organization())), &Typed::default())))
}

/// What the invoices of a payout are judged by; none before the vendor has accepted it.
fn ground(actor: &Actor<InvoiceRegister>, one: &Payout, kind: Kind) -> Option<Ground> {
    let site: Site = benefits::site(actor.organization()).parse().unwrap_or(Site::China);
    let accepted_on = one.accepted_at?.with_timezone(&site.zone()).date_naive();
    Some(Ground { kind, rate_bp: one.rate_bp?, gross: one.amount?, accepted_on, today: today(actor) })
}

/// The invoices that may be registered, or the form with what is wrong.
fn judged(
    actor: &Actor<InvoiceRegister>,
    one: &Payout,
    read: &Registration,
    page: FormPage,
) -> Result<(FormPage, Kind, Vec<Invoice>), Box<FormPage>> {
    let kinds = Kind::of(benefits::site(actor.organization()));
    let Some(kind) = read.kind.filter(|kind| kinds.contains(kind)) else {
        return Err(Box::new(pages::no_kind(page)));
    };
    let invoices: Vec<Invoice> = read.invoices.iter().map(|(_, invoice)| invoice.clone()).collect();
    let listed = one.method().filter(|method| has_list(&one.state, *method).is_ok());
    let wrong = listed.and_then(|_| ground(actor, one, kind)).map_or(vec![], |by| faults(&invoices, &by));
    let posted = kind != Kind::Paper || !read.post.0.is_empty() && !read.post.1.is_empty();
    let is_good = read.unreadable.is_empty() && wrong.is_empty() && posted;
    if is_good { Ok((page, kind, invoices)) } else { Err(Box::new(pages::wrong(page, read, (&wrong, posted)))) }
}

/// `POST /payouts/{id}/invoices` (`kind`, `number1`, `code1`, `date1`, `net1`, `tax1`, `gross1`, …, `courier`, `tracking`, `revision`).
pub async fn create(actor: Actor<InvoiceRegister>, Id(id): Id, Form(typed): Form) -> Result<Response, Error> {
    let mut change = Change::begin(&actor).await?;
    requests::lock(&mut change, id).await?;
    let one = own(&mut change, &actor, id).await?;
    let read = Registration::read(&typed);
    let page = pages::form(&actor, &one, (Kind::of(benefits::site(actor.organization())), &typed));
    let (page, kind, invoices) = match judged(&actor, &one, &read, page) {
        Ok(judged) => judged,
        Err(page) => return Ok(page.into_response()),
    };
    let taken = store::taken(&mut change, actor.org(), &invoices).await?;
    if !taken.is_empty() {
        return Ok(pages::taken(page, &taken).into_response());
    }
    let revision = typed.get("revision").parse().unwrap_or_default();
    let wish = Wish { step: REGISTER, revision, ..Wish::default() };
    let moved = match requests::take(&mut change, &actor, &MACHINE, (&one.case(), wish), None).await? {
        Ok(moved) => moved,
        Err(why) => return Ok(told(page, &why).into_response()),
    };
    store::register(&mut change, id, (kind, &invoices), (&read.post.0, &read.post.1), &signature(&actor)).await?;
    change.commit(moved.event()).await?;
    let said = Flash::done(Text::of(actor.lang()).registered);
    Ok(Redirect::to(format!("{PATH}/{id}")).saying(said).into_response())
}

/// `POST /payouts/{id}/recall` (`revision`): until the vendor has them.
pub async fn recall(actor: Actor<InvoiceRegister>, Id(id): Id, Form(typed): Form) -> Result<Response, Error> {
    let revision = typed.get("revision").parse().unwrap_or_default();
    walk(&actor, id, Some(Wish { step: RECALL, revision, ..Wish::default() })).await
}
