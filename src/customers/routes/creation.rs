//! Creating customer accounts (CUST-8, CUST-9): nobody agrees, one form is one account.

use axum::response::{IntoResponse, Response};
use serde_json::json;

use crate::{
    access::{Actor, Kind as OrganizationKind, permission::CustomerCreate},
    audit::Change,
    cloud::Site,
    commands::{self, AccountFor, Confirmation, Creation, Intended, Kind, Line, Plan, Write},
    customers::{
        forms::creation::Draft,
        pages::creation as pages,
        routes::identity,
        rules::{creation::Wrong, identity::Wish},
        store::creation::{self as store, Ground, New},
        text::creation::Text,
    },
    db::PgConnection,
    web::{Error, FilterBar, Flash, Form, ListPage, Query, Redirect, form::FormPage},
};

/// `GET /customers/creations`.
pub async fn list(actor: Actor<CustomerCreate>, Query(typed): Query) -> Result<ListPage, Error> {
    let mut bar = FilterBar::new("/customers/creations", typed, actor.lang());
    let paging = bar.paging();
    let mut rows = Vec::new();
    if bar.is_sound() {
        rows = store::list(&mut *actor.open().await?, actor.org(), paging.after).await?;
    }
    let pager = bar.pager(&paging, &mut rows, |row| (row.made_at, row.id));
    Ok(pages::list(&actor, bar, &rows, pager))
}

/// `GET /customers/creations/new`.
pub async fn new(actor: Actor<CustomerCreate>) -> Result<FormPage, Error> {
    let mut connection = actor.open().await?;
    let (account, ground) = around(&mut connection, &actor).await?;
    let token = commands::dry_run::part::fresh_token();
    let draft = Draft { token, platform: ground.platform.clone().unwrap_or_default(), ..Draft::default() };
    Ok(pages::form(&actor, &draft, (account.as_ref().map(in_china), &ground)))
}

/// `POST /customers/creations`.
pub async fn create(actor: Actor<CustomerCreate>, Form(typed): Form) -> Result<Response, Error> {
    let draft = Draft::read(&typed);
    if draft.token.is_empty() {
        return Err(Error::Unreadable);
    }
    if let Some(wish) = Wish::parse(typed.get("step")) {
        return identity::ask(&actor, &draft, wish).await;
    }
    let mut change = Change::begin(&actor).await?;
    let (account, ground) = around(&mut change, &actor).await?;
    let Some(account) = account else {
        return Ok(pages::form(&actor, &draft, (None, &ground)).into_response());
    };
    let around = (Some(in_china(&account)), &ground);
    let (creation, reseller) = match read(&actor, &draft, around) {
        Ok(read) => read,
        Err(faults) => return Ok(pages::faulty(&actor, &draft, around, &faults).into_response()),
    };
    match keep(&mut change, &actor, (&draft, creation), (&account, reseller)).await? {
        Kept::New(event) => {
            change.commit(*event).await?;
            Ok(done(Text::of(actor.lang()).made))
        }
        Kept::Already => Ok(done(Text::of(actor.lang()).already)),
        Kept::Taken => {
            let mut page = pages::form(&actor, &draft, around);
            page.fault("account_name", Text::of(actor.lang()).taken.to_owned());
            Ok(page.into_response())
        }
    }
}

/// The reseller a customer is created for: key and the vendor's id.
type For<'a> = Option<&'a (i64, String, String)>;

/// What became of a form.
enum Kept {
    New(Box<crate::audit::Event>),
    Already,
    Taken,
}

fn done(said: &str) -> Response {
    Redirect::to("/customers/creations").saying(Flash::done(said)).into_response()
}

pub(super) fn in_china(account: &AccountFor) -> bool {
    account.site == Site::China
}

pub(super) async fn around(
    connection: &mut PgConnection,
    actor: &Actor<CustomerCreate>,
) -> Result<(Option<AccountFor>, Ground), Error> {
    let account = commands::account_for(connection, actor.org(), Kind::CustomerCreate).await?;
    Ok((account, store::ground(connection, actor.org(), actor.resellers()).await?))
}

/// What is asked, and for which reseller: a distributor's customers are its resellers' (CUST-1).
fn read<'a>(
    actor: &Actor<CustomerCreate>,
    draft: &Draft,
    (in_china, ground): (Option<bool>, &'a Ground),
) -> Result<(Creation, For<'a>), Vec<(&'static str, Wrong)>> {
    let creation = draft.creation(in_china.unwrap_or(true));
    if actor.organization().kind != OrganizationKind::Distributor {
        return creation.map(|creation| (creation, None));
    }
    let chosen = ground.resellers.iter().find(|(id, ..)| id.to_string() == draft.reseller);
    match (creation, chosen) {
        (Ok(creation), Some(chosen)) => Ok((creation, Some(chosen))),
        (creation, chosen) => {
            let mut faults = creation.err().unwrap_or_default();
            faults.extend(chosen.is_none().then_some(("reseller", Wrong::Choice)));
            Err(faults)
        }
    }
}

async fn keep(
    change: &mut Change<CustomerCreate>,
    actor: &Actor<CustomerCreate>,
    (draft, creation): (&Draft, Creation),
    (account, reseller): (&AccountFor, For<'_>),
) -> Result<Kept, Error> {
    let (organization, permissions) = (actor.organization().kind, actor.seat().permissions);
    let issue =
        commands::may_ask(organization, Kind::CustomerCreate, permissions).map_err(|_| Error::Forbidden(&[]))?;
    let (org, now) = (change.org(), change.now());
    let facts = json!({ "account_name": draft.account_name, "reseller": reseller.map(|reseller| &reseller.1) });
    let confirmation = Confirmation::plain(&issue, account.account_id, &draft.token, facts);
    let line = Line { recipient: draft.token.clone(), name: draft.account_name.clone(), amount: None, follows: None };
    let on_behalf_of = reseller.map(|reseller| reseller.2.clone()).or_else(|| account.on_behalf_of.clone());
    let is_taken = store::is_name_taken(change, org, &draft.account_name).await?;
    let plan = Plan { write: Write::CustomerCreate(Box::new(creation)), on_behalf_of, lines: vec![line] };
    match commands::intend(change, &confirmation, &[plan]).await? {
        Intended::Already { .. } => Ok(Kept::Already),
        Intended::New { .. } if is_taken => Ok(Kept::Taken),
        Intended::New { approval_id, event, .. } => {
            let new = New {
                xaccount_id: &draft.token,
                account_name: &draft.account_name,
                reseller_id: reseller.map(|reseller| reseller.0),
                approval_id,
                by: change.member_id(),
                at: now,
            };
            store::insert(change, org, new).await?;
            Ok(Kept::New(event))
        }
    }
}
