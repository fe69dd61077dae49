//! `/organization`: the company, what applies at once (ORG-7), and its history (ORG-9).

use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::{done, signature};
use crate::{
    access::{
        Actor, Permission,
        permission::{CompanyEdit, CompanyView},
    },
    attachments::{self, Kind, Terms, Upload},
    audit::{Change, Deed, Event, Fields},
    organization::{
        pages::{self, Seen, company as page},
        store::company::{self as store, Company, Contact, Details},
        text::company::Text,
    },
    web::{DetailPage, Error, FilterBar, Form, Id, ListPage, Query, Text as Shared, form::FormPage},
};

/// What a logo is (ORG-11).
pub const LOGO: Terms = Terms { most: 2 << 20, kinds: &[Kind::Png, Kind::Jpeg], side: Some(200) };
/// What a logo's row says it is for.
const LOGO_PURPOSE: &str = "company_logo";

/// `GET /organization`.
pub async fn show(actor: page::Reader) -> Result<DetailPage, Error> {
    let company = match actor.may(CompanyView::CODE) {
        true => store::find(&mut *actor.open().await?, actor.org()).await?,
        false => None,
    };
    Ok(page::show(&actor, company.as_ref()))
}

/// `GET /organization/company/changes`.
pub async fn changes(actor: Actor<CompanyView>, Query(typed): Query) -> Result<ListPage, Error> {
    let mut bar = FilterBar::new("/organization/company/changes", typed, actor.lang());
    let paging = bar.paging();
    let mut rows = Vec::new();
    if bar.is_sound() {
        rows = store::changes(&mut *actor.open().await?, actor.org(), paging.after).await?;
    }
    let pager = bar.pager(&paging, &mut rows, |row| row.id);
    Ok(page::changes(&actor, bar, &rows, pager))
}

/// The company of a form that is opened.
async fn look(actor: &Actor<CompanyEdit>) -> Result<Company, Error> {
    store::find(&mut *actor.open().await?, actor.org()).await?.ok_or(Error::NotFound)
}

/// The change of a form that is sent, and the company as it is now that nobody else can change it.
pub async fn begin(actor: &Actor<CompanyEdit>) -> Result<(Change<CompanyEdit>, Company), Error> {
    let mut change = Change::begin(actor).await?;
    store::lock(&mut change, actor.org()).await?;
    let company = store::find(&mut change, actor.org()).await?.ok_or(Error::NotFound)?;
    Ok((change, company))
}

/// `GET /organization/company/details`.
pub async fn edit_details(actor: Actor<CompanyEdit>) -> Result<FormPage, Error> {
    let company = look(&actor).await?;
    Ok(page::details(&actor, company.revision, &Details::of(&company)))
}

/// `POST /organization/company/details`.
pub async fn update_details(actor: Actor<CompanyEdit>, Form(typed): Form) -> Result<Response, Error> {
    let (mut change, company) = begin(&actor).await?;
    let text = Text::of(actor.lang());
    let (before, after) = (Details::of(&company), Details::read(&typed));
    let present = page::details_section(&company, text);
    let seen = Seen { typed: typed.get("revision"), now: company.revision, present, conflict: text.conflict };
    if let Some(page) = pages::again(page::details(&actor, company.revision, &after), seen, after.faults()) {
        return Ok(page.into_response());
    }
    store::update_details(&mut change, actor.org(), &after).await?;
    let values = (details_json(&before), details_json(&after));
    store::note(&mut change, (company.id, "details"), &signature(&actor), values.clone()).await?;
    let fields = |value: &Value| Fields::new().set("details", value.clone());
    let event = Event::new(Deed::CompanyChanged, company.id).before(fields(&values.0)).after(fields(&values.1));
    change.commit(event).await?;
    Ok(done("/organization", text.saved))
}

fn details_json(of: &Details) -> Value {
    json!({ "industry": of.industry, "size": of.size, "website": of.website, "introduction": of.introduction })
}

/// `GET /organization/company/contact`.
pub async fn edit_contact(actor: Actor<CompanyEdit>) -> Result<FormPage, Error> {
    let company = look(&actor).await?;
    Ok(page::contact(&actor, company.revision, &Contact::of(&company)))
}

/// `POST /organization/company/contact`.
pub async fn update_contact(actor: Actor<CompanyEdit>, Form(typed): Form) -> Result<Response, Error> {
    let (mut change, company) = begin(&actor).await?;
    let text = Text::of(actor.lang());
    let (before, after) = (Contact::of(&company), Contact::read(&typed));
    let present = page::contact_section(&actor, &company);
    let seen = Seen { typed: typed.get("revision"), now: company.revision, present, conflict: text.conflict };
    if let Some(page) = pages::again(page::contact(&actor, company.revision, &after), seen, after.faults()) {
        return Ok(page.into_response());
    }
    store::update_contact(&mut change, actor.org(), &after).await?;
    let json = |of: &Contact| json!({ "contact_name": of.name, "contact_phone": of.phone, "contact_email": of.email });
    store::note(&mut change, (company.id, "contact"), &signature(&actor), (json(&before), json(&after))).await?;
    let fields = |of: &Contact| {
        let fields = Fields::new().personal("contact_name", Some(&of.name));
        fields.personal("contact_phone", Some(&of.phone)).personal("contact_email", Some(&of.email))
    };
    let event = Event::new(Deed::CompanyChanged, company.id).before(fields(&before)).after(fields(&after));
    change.commit(event).await?;
    Ok(done("/organization", text.saved))
}

/// `GET /organization/company/logo`.
pub async fn edit_logo(actor: Actor<CompanyEdit>) -> FormPage {
    page::logo(&actor)
}

/// `POST /organization/company/logo` (a file).
pub async fn update_logo(actor: Actor<CompanyEdit>, upload: Upload) -> Result<Response, Error> {
    let (_, received) = upload.receive(actor.app(), "logo", &LOGO).await?;
    let received = match received {
        Ok(received) => received,
        Err(refused) => {
            let mut page = page::logo(&actor);
            page.fault("logo", refused.sentence(Shared::of(actor.lang())));
            return Ok(page.into_response());
        }
    };
    let (mut change, company) = begin(&actor).await?;
    let (name, sha256) = (received.name.clone(), hex::encode(received.sha256()));
    let logo = attachments::keep(&mut change, actor.app(), LOGO_PURPOSE, received).await?;
    store::update_logo(&mut change, actor.org(), logo).await?;
    let values = (json!({ "logo": "" }), json!({ "logo": name }));
    store::note(&mut change, (company.id, "logo"), &signature(&actor), values).await?;
    let after = Fields::new().set("logo", logo).set("sha256", sha256);
    let before = Fields::new().set("logo", company.logo_id);
    change.commit(Event::new(Deed::CompanyChanged, company.id).before(before).after(after)).await?;
    Ok(done("/organization", Text::of(actor.lang()).saved))
}

/// `GET /organization/files/{id}`: a logo for whoever sees the company, a licence for who may change it.
pub async fn download(actor: Actor<CompanyView>, Id(id): Id) -> Result<Response, Error> {
    let found = attachments::find(&mut *actor.open().await?, id).await?.ok_or(Error::NotFound)?;
    if found.purpose != LOGO_PURPOSE && !actor.may(CompanyEdit::CODE) {
        return Err(Error::Forbidden(CompanyEdit::CODES));
    }
    attachments::download(actor.app(), &found).await
}
