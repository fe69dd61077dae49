//! Handlers of step-up. `Actor<P>` sends a form here with 307 and everything typed; with a proof it goes back in the same way.

use axum::{
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};

use super::{
    pages::{self, CODE, Held, How, PASSKEY, SEND},
    text::Text,
};
use crate::{
    access::{
        Actor, Code,
        factors::{
            self,
            mail_code::{self, Purpose},
            passkeys::store::{self, Purpose as Challenge},
            pending::Pending,
            proof::{self, Proof},
            step_up::{self, Means},
        },
        permission::ProfileView,
        refusals::{self, Against, Refusal},
        sessions,
    },
    audit::{Change, Deed, Event, Fields},
    mail::{self, Letter},
    web::{self, Error, Form, Query, Redirect, Typed, cookies},
};

/// What the address says: for which operation, and where to go on.
struct Asked {
    operation: Code,
    next: String,
}

impl Asked {
    fn read(typed: &Typed) -> Result<Self, Error> {
        let operation = Code::all().find(|code| code.as_str() == typed.get("operation")).ok_or(Error::NotFound)?;
        Ok(Self { operation, next: typed.next().to_owned() })
    }
}

/// `GET /step-up?operation=&next=`: the page without a form behind it; afterwards `next` is opened.
pub async fn new_proof(actor: Actor<ProfileView>, Query(typed): Query) -> Result<Response, Error> {
    let asked = Asked::read(&typed)?;
    ask(&actor, &asked, (Held::Nothing, false), (StatusCode::OK, None)).await
}

/// `POST /step-up?operation=&next=`: first a form on its way to `next`, then the same form with a proof.
pub async fn create_proof(
    actor: Actor<ProfileView>,
    Query(query): Query,
    form: Result<Form, Error>,
) -> Result<Response, Error> {
    let asked = Asked::read(&query)?;
    // A file cannot be kept in a page: it has to be chosen again.
    let Ok(Form(typed)) = form else {
        return ask(&actor, &asked, (Held::Nothing, false), (StatusCode::OK, None)).await;
    };
    let (held, text) = (Held::of(&typed, actor.visitor().submission()), Text::of(actor.lang()));
    if !typed.get(SEND).is_empty() && typed.get(CODE).is_empty() {
        let mailed = mail_code(&actor, asked.operation).await?;
        let wait = (StatusCode::TOO_MANY_REQUESTS, Some(text.wait));
        return ask(&actor, &asked, (held, true), if mailed { (StatusCode::OK, None) } else { wait }).await;
    }
    if typed.get(CODE).is_empty() && typed.get(PASSKEY).is_empty() {
        return ask(&actor, &asked, (held, false), (StatusCode::OK, None)).await;
    }
    let held = (held, true);
    let proof = prove(&actor, asked.operation, &typed).await?;
    note(&actor, proof).await;
    match proof {
        Proof::Wrong => ask(&actor, &asked, held, (StatusCode::UNPROCESSABLE_ENTITY, Some(text.wrong))).await,
        Proof::Locked(_) => ask(&actor, &asked, held, (StatusCode::TOO_MANY_REQUESTS, Some(text.locked))).await,
        Proof::Right { .. } => accept(&actor, asked, held.0).await,
    }
}

/// Keeps the proof for the operation, and gives the session another token: what was known of it before opens nothing now
/// (ASVS 5.0 V7.2.4).
async fn accept(actor: &Actor<ProfileView>, asked: Asked, held: Held) -> Result<Response, Error> {
    let mut change = Change::begin(actor).await?;
    step_up::note(&mut change, actor.seat().session_id, asked.operation, actor.face().now).await?;
    let token = sessions::renew(&mut change, actor.seat().session_id).await?;
    let proved = Fields::new().set("operation", asked.operation.as_str());
    change.commit(Event::new(Deed::IdentityProved, actor.member_id()).after(proved)).await?;
    let name = cookies::session(actor.app().options.secure_cookies);
    let cookie = cookies::write(name, token.reveal(), Some(sessions::LIFE.num_seconds()));
    let mut response = go_on(held, asked.next);
    response.headers_mut().extend(cookie.map(|cookie| (header::SET_COOKIE, cookie)));
    Ok(response)
}

/// A proof that was refused is noted: whoever sits there may have found a browser left open.
async fn note(actor: &Actor<ProfileView>, proof: Proof) {
    let whose = Pending { organization_id: actor.org(), member_id: actor.member_id() };
    let refusal = match proof {
        Proof::Wrong => Refusal::StepUp,
        Proof::Locked(_) => Refusal::LockedOut,
        Proof::Right { .. } => return,
    };
    refusals::note(actor.app(), actor.visitor(), refusal, Against::Member(whose)).await;
}

/// What a code that is mailed now opens.
fn purpose(actor: &Actor<ProfileView>, operation: Code) -> Purpose {
    Purpose::StepUp { session_id: actor.seat().session_id, operation }
}

/// How the member can prove who he is.
async fn means(actor: &Actor<ProfileView>, operation: Code) -> Result<Means, Error> {
    let doors = &actor.seat().doors;
    let asks = actor.app().options.mail && !doors.has_totp && !doors.has_passkey;
    let can_mail = asks && factors::store::has_email(&mut *actor.open().await?, actor.org(), actor.member_id()).await?;
    Ok(doors.means(operation, can_mail))
}

/// Mails a code; not when one was mailed just before, or six within the hour.
async fn mail_code(actor: &Actor<ProfileView>, operation: Code) -> Result<bool, Error> {
    if means(actor, operation).await? != Means::MailCode {
        return Ok(false);
    }
    let whose = Pending { organization_id: actor.org(), member_id: actor.member_id() };
    let (key, lang) = (&actor.app().key, actor.lang());
    let purpose = purpose(actor, operation);
    let mut change = Change::begin(actor).await?;
    let now = change.now();
    let Some(code) = mail_code::issue(&mut change, key, whose, purpose, now).await? else { return Ok(false) };
    let to = (whose.organization_id, whose.member_id);
    mail::queue(&mut change, key, to, (Letter::StepUpCode { code }, lang), now).await?;
    let after = Fields::new().set("operation", operation.as_str());
    change.commit(Event::new(Deed::StepUpCodeMailed, whose.member_id).after(after)).await?;
    Ok(true)
}

/// The page, with a challenge for who has a passkey.
async fn ask(
    actor: &Actor<ProfileView>,
    asked: &Asked,
    (held, sent): (Held, bool),
    refused: (StatusCode, Option<&'static str>),
) -> Result<Response, Error> {
    let means = means(actor, asked.operation).await?;
    let passkey = match actor.visitor().relying().filter(|_| actor.seat().doors.has_passkey) {
        Some(relying) => {
            let mut connection = actor.open().await?;
            let known = store::list(&mut connection, actor.org(), actor.member_id()).await?;
            let purpose = Challenge::StepUp(actor.member_id());
            let challenge = store::challenge(&mut connection, purpose, actor.face().now).await?;
            let ids: Vec<Vec<u8>> = known.into_iter().map(|passkey| passkey.credential_id).collect();
            Some(web::passkey::to_use(relying, challenge.reveal(), &ids))
        }
        None => None,
    };
    Ok(pages::ask(actor, (asked.operation, &asked.next), (held, How { means, passkey, sent }), refused))
}

async fn prove(actor: &Actor<ProfileView>, operation: Code, typed: &Typed) -> Result<Proof, Error> {
    let whose = Pending { organization_id: actor.org(), member_id: actor.member_id() };
    let (app, seat, address) = (actor.app(), actor.seat(), actor.visitor().address());
    if let Some(relying) = actor.visitor().relying().filter(|_| !typed.get(PASSKEY).is_empty()) {
        let purpose = Challenge::StepUp(actor.member_id());
        let subject = proof::passkey(app, typed.get(PASSKEY), purpose, relying).await?;
        let own = subject.is_some_and(|subject| subject.member_id == actor.member_id());
        return Ok(if own { Proof::Right { recovery: false } } else { Proof::Wrong });
    }
    Ok(match means(actor, operation).await? {
        Means::MailCode => proof::mailed(app, whose, (purpose(actor, operation), typed.get(CODE))).await?,
        // Without an app only a recovery code can be right: for who has lost the device with the passkey.
        Means::Totp | Means::Passkey => proof::code(app, whose, typed.get(CODE)).await?,
        Means::Password => proof::password(app, seat, typed.get(CODE).into(), address).await?,
        Means::Nothing => Proof::Wrong,
    })
}

/// The form goes on with method and body as it came; without one, `next` is opened.
fn go_on(held: Held, next: String) -> Response {
    match held {
        Held::Nothing => Redirect::to(next).into_response(),
        Held::Form(_) => (StatusCode::TEMPORARY_REDIRECT, [(header::LOCATION, next)]).into_response(),
    }
}
