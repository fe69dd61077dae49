//! Company information (ORG-3, ORG-4, ORG-7 to ORG-11): the page, its forms, its history.

use serde_json::Value;

use super::{area, form, group, line, select, tabs};
use crate::{
    access::{
        Actor, Kind, OrganizationState, Permission,
        permission::{CompanyEdit, CompanyView, OrgSettings, ResellerView},
    },
    lang::Lang,
    mail,
    organization::{
        rules::fields::{INDUSTRIES, INTRODUCTION, PERSON, SIZES, WEBSITE},
        store::company::{Account, Company, Contact, Details, Past},
        text::{company::Text, desk::Text as States},
    },
    values::Masked,
    web::{
        Cell, Column, DetailPage, Empty, FilterBar, Frame, Link, ListPage, Pager, Section, Table, Tone,
        form::{Control, Field, FormPage},
    },
};

/// Who may look at the page: partners see their company, whoever may change settings of a desk comes by here.
pub type Reader = Actor<(CompanyView, OrgSettings)>;

/// Where licences and logos are downloaded.
pub fn file(id: i64) -> String {
    format!("/organization/files/{id}")
}

/// The page.
pub fn show(actor: &Reader, company: Option<&Company>) -> DetailPage {
    let text = Text::of(actor.lang());
    let mut sections = vec![account(actor, company)];
    let mut page_actions = Vec::new();
    if let Some(company) = company {
        sections.insert(0, basic(actor, company));
        sections.insert(1, details_section(company, text));
        sections.insert(2, contact_section(actor, company));
        page_actions = actions(actor, company);
    }
    let title = company.map_or(actor.organization().name.as_str(), |company| &company.name);
    let mut page = DetailPage::new(Frame::new(actor.visitor(), title), sections);
    page.badges = company.map(|company| review(company, text)).into_iter().flatten().collect();
    page.actions = page_actions;
    page.tabs = tabs(actor, "/organization");
    let accounts = company.map_or(&[][..], |company| company.accounts.as_slice());
    page.tables = (accounts.len() > 1).then(|| siblings(accounts, actor.lang())).into_iter().collect();
    page
}

/// The organisations under one company, each with its state (ORG-3).
pub fn siblings(accounts: &[Account], lang: Lang) -> (String, Table) {
    let (text, states) = (Text::of(lang), States::of(lang));
    let columns = vec![
        Column::new(text.organization),
        Column::new(text.organization_code),
        Column::new(text.kind).tight(),
        Column::new(text.state).tight(),
        Column::new(text.company_master).tight(),
    ];
    let row = |account: &Account| {
        vec![
            Cell::text(&account.name),
            Cell::code(&account.code, lang),
            Cell::text(text.kind_of(&account.kind)),
            Cell::text(states.state_of(&account.state)),
            Cell::text(if account.is_master { text.yes } else { text.no }),
        ]
    };
    let rows = accounts.iter().map(row).collect();
    (text.shared.to_owned(), Table { caption: text.shared.to_owned(), columns, rows })
}

/// The review's state, while there is one (ORG-9).
fn review(company: &Company, text: &Text) -> Option<Cell> {
    let state = company.request_state.as_deref()?;
    let tone = if state == "rejected" { Tone::Refused } else { Tone::Waiting };
    Some(Cell::badge(tone, text.review_state(state)))
}

fn actions(actor: &Reader, company: &Company) -> Vec<Link> {
    let text = Text::of(actor.lang());
    let mut actions = Vec::new();
    if actor.may(ResellerView::CODE) {
        actions.push(Link::new(text.resellers, "/resellers"));
    }
    if actor.may(CompanyEdit::CODE) && actor.organization().state == OrganizationState::Active {
        let basic = match company.request_state {
            Some(_) => Link::new(text.view_request, "/organization/company/request"),
            None => Link::new(text.change_basic, "/organization/company/licence"),
        };
        actions.push(Link::new(text.change_logo, "/organization/company/logo"));
        actions.push(Link::new(text.change_contact, "/organization/company/contact"));
        actions.push(Link::new(text.change_details, "/organization/company/details"));
        actions.push(basic.current(true));
    }
    actions
}

fn basic(actor: &Reader, company: &Company) -> Section {
    let lang = actor.lang();
    let text = Text::of(lang);
    let code = company.registration_code.as_ref().map_or(Cell::None, |code| Cell::code(code, lang));
    let may_take = actor.may(CompanyEdit::CODE);
    let licence = company.licence_id.filter(|_| may_take).map(|id| Cell::link(text.licence, file(id)));
    let mut facts = vec![
        (text.name, Cell::text(&company.name)),
        (text.code, code.under(text.code_help)),
        (text.representative, Cell::masked(Some(&company.legal_representative), lang)),
        (text.address, Cell::text(&company.address)),
    ];
    facts.extend(licence.map(|cell| (text.licence, cell)));
    if let Some(state) = &company.request_state {
        facts.push((text.review, Cell::text(text.review_state(state))));
        facts.push((text.submitted_at, Cell::when(company.request_at, &actor.face())));
        if state == "rejected" {
            facts.push((text.rejected_because, Cell::maybe(company.request_reason.as_deref())));
        }
    }
    Section { title: text.basic.to_owned(), facts }
}

/// Details as facts.
pub fn details_section(company: &Company, text: &'static Text) -> Section {
    let industry = INDUSTRIES.iter().position(|code| *code == company.industry).map(|place| text.industries[place]);
    let facts = vec![
        (text.industry, Cell::text(industry.unwrap_or(&company.industry))),
        (text.size, Cell::text(&company.size)),
        (text.website, Cell::text(&company.website)),
        (text.introduction, Cell::text(&company.introduction)),
    ];
    Section { title: text.details.to_owned(), facts }
}

/// Contact and logo as facts; persons masked.
pub fn contact_section<P: Permission>(actor: &Actor<P>, company: &Company) -> Section {
    let lang = actor.lang();
    let text = Text::of(lang);
    let masked = |value: &Masked<String>| Cell::masked(Some(value), lang);
    let picture = |id: i64| Cell::Picture { src: file(id), alt: format!("{} {}", company.name, text.logo) };
    let facts = vec![
        (text.contact_name, masked(&company.contact_name)),
        (text.phone, masked(&company.contact_phone)),
        (text.email, masked(&company.contact_email)),
        (text.logo, company.logo_id.map_or(Cell::None, picture)),
    ];
    Section { title: text.contact.to_owned(), facts }
}

fn account(actor: &Reader, company: Option<&Company>) -> Section {
    let (lang, organization) = (actor.lang(), actor.organization());
    let text = Text::of(lang);
    let (kind, state, tone) = (kind_word(organization.kind), state_word(organization.state), tone(organization.state));
    let mut facts = vec![
        (text.organization, Cell::text(&organization.name)),
        (text.organization_code, Cell::code(&organization.code, lang)),
        (text.kind, Cell::text(text.kind_of(kind))),
        (text.state, Cell::badge(tone, States::of(lang).state_of(state))),
    ];
    let Some(company) = company else { return Section { title: text.account.to_owned(), facts } };
    if let Some(reason) = company.moved_because.as_deref().filter(|_| state != "active") {
        facts.push((text.frozen_since, Cell::when(company.moved_at, &actor.face())));
        facts.push((text.reason, Cell::text(reason)));
    }
    let overdue = company.mail_since.filter(|since| *since < actor.face().now - mail::OVERDUE);
    if let Some(since) = overdue.filter(|_| actor.may(OrgSettings::CODE)) {
        let waits = Cell::badge(Tone::Refused, text.mail_waits).under(text.mail_waits_help);
        facts.push((text.mail, waits.over(Cell::when(Some(since), &actor.face()))));
    }
    let master = Cell::maybe(company.master.as_deref());
    let others = if actor.may(CompanyEdit::CODE) { master } else { master.under(text.only_master) };
    facts.push((text.master, others));
    facts.push((text.company_master, Cell::text(if company.is_company_master { text.yes } else { text.no })));
    facts.push((text.shared, Cell::text(company.accounts.len().to_string())));
    Section { title: text.account.to_owned(), facts }
}

const fn kind_word(kind: Kind) -> &'static str {
    match kind {
        Kind::SolutionProvider => "solution_provider",
        Kind::Distributor => "distributor",
        Kind::Reseller => "reseller",
        Kind::VendorDesk => "vendor_desk",
    }
}

const fn state_word(state: OrganizationState) -> &'static str {
    match state {
        OrganizationState::Active => "active",
        OrganizationState::Frozen => "frozen",
        OrganizationState::Exited => "exited",
    }
}

const fn tone(state: OrganizationState) -> Tone {
    match state {
        OrganizationState::Active => Tone::Done,
        OrganizationState::Frozen => Tone::Refused,
        OrganizationState::Exited => Tone::Idle,
    }
}

/// 修改详细信息.
pub fn details(actor: &Actor<CompanyEdit>, revision: i32, details: &Details) -> FormPage {
    let text = Text::of(actor.lang());
    let mut page = form(actor, text.change_details, "/organization/company/details", (text.back, "/organization"));
    page.groups = vec![group(vec![
        select("industry", text.industry, text.none_chosen, industries(text), &details.industry),
        select("size", text.size, text.none_chosen, SIZES.map(|size| (size, size)), &details.size),
        line("website", text.website, &details.website, WEBSITE),
        area("introduction", text.introduction, &details.introduction, INTRODUCTION),
    ])];
    page.hidden = vec![("revision", revision.to_string())];
    page.buttons = vec![("save", text.save)];
    page
}

fn industries(text: &'static Text) -> impl Iterator<Item = (&'static str, &'static str)> {
    INDUSTRIES.into_iter().zip(text.industries)
}

/// 修改联系人.
pub fn contact(actor: &Actor<CompanyEdit>, revision: i32, contact: &Contact) -> FormPage {
    let text = Text::of(actor.lang());
    let mut page = form(actor, text.change_contact, "/organization/company/contact", (text.back, "/organization"));
    page.groups = vec![group(vec![
        line("name", text.contact_name, &contact.name, PERSON).required(),
        line("phone", text.phone, &contact.phone, 20).help(text.phone_help).required(),
        line("email", text.email, &contact.email, 128).required(),
    ])];
    page.hidden = vec![("revision", revision.to_string())];
    page.buttons = vec![("save", text.save)];
    page
}

/// 修改 logo.
pub fn logo(actor: &Actor<CompanyEdit>) -> FormPage {
    let text = Text::of(actor.lang());
    let mut page = form(actor, text.change_logo, "/organization/company/logo", (text.back, "/organization"));
    let control = Control::File { accept: ".png,.jpg,.jpeg" };
    page.groups = vec![group(vec![Field::new("logo", text.logo, control).help(text.logo_help).required()])];
    page.buttons = vec![("upload", text.upload)];
    page
}

/// 修改记录: fields before and after, persons masked (ORG-9).
pub fn changes(actor: &Actor<CompanyView>, bar: FilterBar, rows: &[Past], pager: Pager) -> ListPage {
    let face = actor.face();
    let text = Text::of(face.lang);
    let columns = vec![
        Column::new(text.when).tight(),
        Column::new(text.who),
        Column::new(text.part).tight(),
        Column::new(text.before),
        Column::new(text.after),
    ];
    let row = |past: &Past| {
        vec![
            Cell::when(Some(past.changed_at), &face),
            Cell::text(&past.changed_by),
            Cell::text(text.part_of(&past.part)),
            values(&past.before, text),
            values(&past.after, text),
        ]
    };
    let table = Table { caption: text.history.to_owned(), columns, rows: rows.iter().map(row).collect() };
    let empty = Empty { title: text.no_changes.to_owned(), hint: text.no_changes_hint.to_owned(), action: None };
    let mut page = ListPage::new(Frame::new(actor.visitor(), text.history), bar, table, pager, empty);
    page.tabs = tabs(actor, "/organization/company/changes");
    page
}

/// `label: value` of every field.
fn values(fields: &Value, text: &'static Text) -> Cell {
    let Some(fields) = fields.as_object() else { return Cell::None };
    let shown = fields.iter().filter_map(|(name, value)| {
        let value = value.as_str().filter(|value| !value.is_empty())?;
        let (label, personal) = label(name, text);
        let masked = Masked::new(value.to_owned()).masked();
        let place = INDUSTRIES.iter().position(|code| name == "industry" && *code == value);
        let word = place.map_or(value, |place| text.industries[place]);
        Some(format!("{label}: {}", if personal { &masked } else { word }))
    });
    Cell::text(shown.collect::<Vec<_>>().join(" · "))
}

/// What a field is called, and whether it tells of a person.
fn label<'a>(name: &'a str, text: &Text) -> (&'a str, bool) {
    match name {
        "name" => (text.name, false),
        "registration_code" => (text.code, false),
        "legal_representative" => (text.representative, true),
        "address" => (text.address, false),
        "industry" => (text.industry, false),
        "size" => (text.size, false),
        "website" => (text.website, false),
        "introduction" => (text.introduction, false),
        "contact_name" => (text.contact_name, true),
        "contact_phone" => (text.phone, true),
        "contact_email" => (text.email, true),
        "logo" => (text.logo, false),
        "company" => (text.name, false),
        other => (other, true),
    }
}
