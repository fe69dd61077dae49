//! What a login is opened with: a link or a temporary password, made by the portal and shown once (MEM-2, MEM-13).

use axum::http::{HeaderMap, header};
use chrono::{DateTime, Utc};
use secrecy::ExposeSecret;

use crate::{
    access::{
        Actor, Permission, Role,
        passwords::{self, policy::Allowed},
        sessions::Token,
    },
    audit::{Change, Deed, Event, Fields},
    inbox::{self, Notice},
    mail::{self, Letter},
    members::{
        pages::create::Secret,
        store::{subject, write::Credentials},
    },
    web::Error,
};

/// A link or a temporary password, ready to be stored and shown.
pub struct Issued {
    /// What is shown.
    pub secret: Secret,
    link: Option<Vec<u8>>,
    password: Option<String>,
}

impl Issued {
    /// What is stored.
    pub fn credentials(&self, by: i64, at: DateTime<Utc>) -> Credentials<'_> {
        Credentials { link: self.link.as_deref(), password: self.password.as_deref(), by, at }
    }

    /// What the record calls it.
    pub const fn deed(&self) -> Deed {
        if self.link.is_some() { Deed::MemberLinkIssued } else { Deed::MemberPasswordReset }
    }
}

/// The other active Admins: they are told of every login that one of them makes or opens anew (MEM-13).
///
/// # Errors
/// When the database refuses.
pub async fn other_admins<P: Permission, Q>(change: &mut Change<Q>, actor: &Actor<P>) -> Result<Vec<i64>, Error> {
    let (org, now) = (change.org(), change.now());
    let mut others = Vec::new();
    for role in [Role::Admin, Role::DeskAdmin] {
        let admins = subject::holders(change, org, role, now).await?;
        others.extend(admins.into_iter().map(|admin| admin.0).filter(|admin| *admin != actor.member_id()));
    }
    Ok(others)
}

/// Tells these of a login that was made, and answers the event; nothing where there is nobody to tell (MEM-13).
///
/// # Errors
/// When the database refuses.
pub async fn tell_made<P: Permission, Q>(
    change: &mut Change<Q>,
    actor: &Actor<P>,
    (member_id, username): (i64, &str),
    told: &[i64],
) -> Result<Option<Event>, Error> {
    if told.is_empty() {
        return Ok(None);
    }
    let (by, member) = (actor.seat().username.clone(), username.to_owned());
    inbox::tell(change, told, &Notice::CredentialsReset { by, member, member_id }).await?;
    Ok(Some(Event::new(Deed::MemberNotified, member_id).after(Fields::new().set("members", told.to_vec()))))
}

/// Mails the member his link, if mail is set up and he has an address; a password is never mailed.
///
/// # Errors
/// When the database refuses.
pub async fn mail_link<P: Permission, Q>(
    change: &mut Change<Q>,
    actor: &Actor<P>,
    (id, username): (i64, &str),
    issued: &Issued,
) -> Result<(), Error> {
    let Secret::Link(link) = &issued.secret else { return Ok(()) };
    let organization = actor.organization().code.clone();
    let letter = Letter::Activation { username: username.to_owned(), organization, link: link.clone() };
    mail_to(change, actor, id, letter).await
}

/// Tells the member and other admins that new credentials were issued (MEM-13), if mail is set up.
///
/// # Errors
/// When the database refuses.
pub async fn mail_notices<P: Permission, Q>(
    change: &mut Change<Q>,
    actor: &Actor<P>,
    username: &str,
    told: &[i64],
) -> Result<(), Error> {
    for member_id in told {
        let letter = Letter::CredentialsIssued { username: username.to_owned(), by: actor.seat().username.clone() };
        mail_to(change, actor, *member_id, letter).await?;
    }
    Ok(())
}

async fn mail_to<P: Permission, Q>(
    change: &mut Change<Q>,
    actor: &Actor<P>,
    member_id: i64,
    letter: Letter,
) -> Result<(), Error> {
    if !actor.app().options.mail {
        return Ok(());
    }
    let (to, now) = ((change.org(), member_id), change.now());
    mail::queue(change, &actor.app().key, to, (letter, actor.lang()), now).await?;
    Ok(())
}

/// Makes a link, or a password when that was chosen.
///
/// # Errors
/// When the password cannot be hashed in time.
pub async fn prepare<P: Permission>(chosen: &str, headers: &HeaderMap, actor: &Actor<P>) -> Result<Issued, Error> {
    if chosen != "password" {
        return Ok(link(headers, actor));
    }
    let password = Allowed::random();
    let shown = password.reveal().expose_secret().to_owned();
    let hash = passwords::hash(password).await?;
    Ok(Issued { secret: Secret::Password(shown), link: None, password: Some(hash) })
}

/// Makes an activation link on the address under which the portal was opened.
pub fn link<P: Permission>(headers: &HeaderMap, actor: &Actor<P>) -> Issued {
    let token = Token::fresh();
    let text = |name| headers.get(name).and_then(|value: &header::HeaderValue| value.to_str().ok());
    let scheme = if actor.app().options.secure_cookies { "https" } else { "http" };
    let configured = actor.app().options.public_url.is_some().then(|| actor.visitor().origin().to_owned());
    let origin = text(header::ORIGIN).filter(|origin| origin.starts_with("http")).map(str::to_owned);
    let origin =
        configured.or(origin).unwrap_or_else(|| format!("{scheme}://{}", text(header::HOST).unwrap_or_default()));
    let secret = Secret::Link(format!("{origin}/activate?token={}", token.reveal()));
    Issued { secret, link: Some(token.hash()), password: None }
}
