//! Applications for real-name verification (RN-3, RN-4): nobody agrees, one form is one application.

use axum::response::{IntoResponse, Response};
use serde_json::json;

use crate::{
    access::{Actor, permission::RealnameSubmit},
    audit::{Change, Event},
    cloud::Site,
    commands::{self, AccountFor, Confirmation, Intended, Kind, Line, Plan, Verification, Write, dry_run::part},
    db::PgConnection,
    realname::{
        forms::application::Draft,
        pages::application::{self as pages, Applying},
        rules::{
            State,
            application::{Form, Hindrance, offered},
        },
        store::{self, Standing},
        text::application::Text,
    },
    web::{Error, Flash, Form as Sent, Id, Query, Redirect, form::FormPage},
};

/// `GET /customers/real-name/{id}/applications/new` (`as`: `documents`, `card`, `enterprise`, `change`).
pub async fn new(actor: Actor<RealnameSubmit>, Id(id): Id, Query(typed): Query) -> Result<FormPage, Error> {
    let case = look(&mut *actor.open().await?, &actor, id).await?;
    let offered = match &case.open {
        Ok((offered, _)) => offered,
        Err(why) => return Ok(pages::hindered(&actor, (id, &case.standing), why)),
    };
    let form = Form::parse(typed.get("as")).filter(|form| offered.contains(form));
    let Some(form) = form.or(offered.first().copied()) else { return Err(Error::NotFound) };
    let platform = case.standing.xaccount_type.clone().unwrap_or_default();
    let draft = Draft { platform, token: part::fresh_token(), ..Draft::default() };
    Ok(pages::form(&actor, &Applying { id, standing: &case.standing, form, offered }, &draft))
}

/// `POST /customers/real-name/{id}/applications`.
pub async fn create(actor: Actor<RealnameSubmit>, Id(id): Id, Sent(typed): Sent) -> Result<Response, Error> {
    let draft = Draft::read(&typed);
    let mut change = Change::begin(&actor).await?;
    store::lock(&mut change, actor.org(), id).await?;
    if commands::token::approval_of(&mut change, actor.org(), &draft.token).await?.is_some() {
        return Ok(done(id, Text::of(actor.lang()).already));
    }
    let case = look(&mut change, &actor, id).await?;
    let (offered, account) = match &case.open {
        Ok(open) => open,
        Err(why) => return Ok(pages::hindered(&actor, (id, &case.standing), why).into_response()),
    };
    let form = Form::parse(typed.get("as")).filter(|form| offered.contains(form)).ok_or(Error::Unreadable)?;
    let applying = Applying { id, standing: &case.standing, form, offered };
    let verification = match draft.verification(form, account.site == Site::China) {
        Ok(verification) => verification,
        Err(faults) => return Ok(pages::faulty(&actor, &applying, &draft, &faults).into_response()),
    };
    let event = keep(&mut change, &actor, (&applying, account), (&draft.token, verification)).await?;
    let Some(event) = event else { return Ok(done(id, Text::of(actor.lang()).already)) };
    change.commit(*event).await?;
    Ok(done(id, Text::of(actor.lang()).made))
}

fn done(id: i64, said: &str) -> Response {
    Redirect::to(format!("/customers/real-name/{id}")).saying(Flash::done(said)).into_response()
}

/// A customer, and what it may apply by over which connection, or why it may not.
struct Case {
    standing: Standing,
    open: Result<(Vec<Form>, AccountFor), &'static str>,
}

async fn look(connection: &mut PgConnection, actor: &Actor<RealnameSubmit>, id: i64) -> Result<Case, Error> {
    let (org, text) = (actor.org(), Text::of(actor.lang()));
    let managers = actor.scope().managers();
    let standing = store::find(connection, &actor.visible(), managers, id).await?.ok_or(Error::NotFound)?;
    if standing.organization_id != org || standing.is_left {
        return Ok(Case { standing, open: Err(text.hindered(Hindrance::NotYours)) });
    }
    let Some(account) = commands::account_for(connection, org, Kind::RealnameSubmit).await? else {
        return Ok(Case { standing, open: Err(text.no_account) });
    };
    let under_way = commands::open(connection, org, &[Kind::RealnameSubmit]).await?;
    if under_way.iter().any(|open| open.recipient == standing.remote_id) {
        return Ok(Case { standing, open: Err(text.under_way) });
    }
    let state = standing.state.as_deref().and_then(State::parse);
    let state = state.unwrap_or_else(|| State::of_list(standing.list_value.as_deref()));
    let offered = offered(state, standing.customer_type, account.site == Site::China);
    Ok(Case { open: offered.map(|offered| (offered, account)).map_err(|by| text.hindered(by)), standing })
}

async fn keep(
    change: &mut Change<RealnameSubmit>,
    actor: &Actor<RealnameSubmit>,
    (applying, account): (&Applying<'_>, &AccountFor),
    (token, verification): (&str, Verification),
) -> Result<Option<Box<Event>>, Error> {
    let (organization, permissions) = (actor.organization().kind, actor.seat().permissions);
    let issue =
        commands::may_ask(organization, Kind::RealnameSubmit, permissions).map_err(|_| Error::Forbidden(&[]))?;
    let standing = applying.standing;
    let facts = json!({ "customer": standing.account_name, "as": applying.form.as_str() });
    let confirmation = Confirmation::plain(&issue, account.account_id, token, facts);
    let line = Line {
        recipient: standing.remote_id.clone(),
        name: standing.account_name.clone(),
        amount: None,
        follows: None,
    };
    let write = Write::RealnameSubmit(Box::new(verification));
    let plan = Plan { write, on_behalf_of: account.on_behalf_of.clone(), lines: vec![line] };
    match commands::intend(change, &confirmation, &[plan]).await? {
        Intended::Already { .. } => Ok(None),
        Intended::New { event, .. } => Ok(Some(event)),
    }
}
