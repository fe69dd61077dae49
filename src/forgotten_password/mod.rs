//! A forgotten password (MEM-6): organisation and user name, a code by mail, a new password.
//!
//! The pages answer everybody alike, in the same time: what was typed is only written down; a background job finds out whether
//! there is such a login and mails the code, or why there is none. Without mail the page says whom to ask.

mod forms;
mod pages;
mod routes;
mod store;
mod text;

use crate::{
    access::{
        factors::{
            mail_code::{self, Purpose},
            pending::Pending,
        },
        sign_in,
    },
    audit::{Author, Change, Deed, Event, Fields},
    clock::Clock,
    cloud::seal::Key,
    db::Db,
    lang::Lang,
    mail::{self, Failed, Letter},
    web::Routes,
};

/// Routes of the slice: all of them open to everybody.
#[must_use]
pub fn router() -> Routes {
    Routes::new()
        .public_get("/forgotten-password", routes::new_request)
        .public_post("/forgotten-password", routes::create_request)
        .public_get("/forgotten-password/code", routes::new_password)
        .public_post("/forgotten-password/code", routes::create_password)
}

/// Looks at what was written down: mails a code to who has a login, or why he gets none. Several nodes may do it.
///
/// # Errors
/// When the database refuses, or a letter cannot be sealed.
pub async fn answer_requests(db: &Db, key: &Key, clock: &Clock) -> Result<(), Failed> {
    let requests = store::take(&mut *db.open_none().await?).await?;
    for request in requests {
        let mut connection = db.open_none().await?;
        let login = (request.organization.as_str(), request.username.as_str());
        let Some(subject) = store::subject(&mut connection, login, clock.now()).await? else { continue };
        let closed = sign_in::is_closed(&mut connection, subject.member_id, clock.now()).await?;
        drop(connection);
        answer(db, key, clock, (&request, &subject, closed)).await?;
    }
    Ok(())
}

async fn answer(
    db: &Db,
    key: &Key,
    clock: &Clock,
    (request, subject, closed): (&store::Request, &store::Subject, bool),
) -> Result<(), Failed> {
    let whose = Pending { organization_id: subject.organization_id, member_id: subject.member_id };
    let author = Author::job("forgotten-password");
    let mut change = Change::system(db, key, clock, whose.organization_id, author).await?;
    let now = change.now();
    // Also who gets a sentence in place of a code gets it no more often.
    let Some(code) = mail_code::issue(&mut change, key, whose, Purpose::Password, now).await? else { return Ok(()) };
    let letter = match subject.member_state.as_str() {
        "disabled" => Letter::LoginDisabled,
        "active" if closed => Letter::CompanyAccountOnly,
        "active" if subject.may_enter() => Letter::PasswordCode { code },
        _ => return Ok(()),
    };
    let word = letter.template();
    let lang = Lang::parse(&request.language).unwrap_or(Lang::ZhCn);
    let to = (whose.organization_id, whose.member_id);
    if !mail::queue(&mut change, key, to, (letter, lang), now).await? {
        return Ok(());
    }
    let after = Fields::new().set("mail", word).set("address", request.address.as_str());
    let after = after.set("request", request.request_id.as_str());
    Ok(change.commit(Event::new(Deed::PasswordCodeMailed, whose.member_id).after(after)).await?)
}
