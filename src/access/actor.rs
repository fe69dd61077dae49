//! `Actor<P>`: a signed-in member who holds P. Its presence in a handler's signature is the check (PERM-2):
//! session, member and organisation alive, permission of the organisation's kind, and no writes while frozen.

use std::{marker::PhantomData, sync::Arc};

use axum::{extract::FromRequestParts, http::request::Parts};
use tokio::sync::Mutex;

use super::{
    permission::{Code, Permission, ProfileEdit, ProfileView},
    scope::{Scope, Seen},
    seat::{self, Organization, OrganizationState, Seat},
    submissions::{self, Submission},
};
use crate::{
    app::App,
    db::{self, Connection},
    lang::Lang,
    web::{
        Error, Face, Visitor,
        submission::{Again, Stamp},
    },
};

/// A signed-in member who holds the permission `P` (any one of them, when `P` is a pair).
pub struct Actor<P: Permission> {
    app: App,
    seat: Arc<Seat>,
    visitor: Visitor,
    held: Mutex<Option<Connection>>,
    /// Token of the form, and what it says.
    submission: Option<(String, String)>,
    permission: PhantomData<fn() -> P>,
}

impl<P: Permission> Actor<P> {
    /// The member's organisation: the first argument of every store function.
    #[must_use]
    pub fn org(&self) -> i64 {
        self.seat.organization.id
    }

    /// The member's organisation with its facts.
    #[must_use]
    pub fn organization(&self) -> &Organization {
        &self.seat.organization
    }

    /// The member, permissions and scope.
    #[must_use]
    pub fn seat(&self) -> &Seat {
        &self.seat
    }

    /// The member's key.
    #[must_use]
    pub fn member_id(&self) -> i64 {
        self.seat.member_id
    }

    /// Whether the member also holds `code`: for what a page offers, never in place of the signature.
    #[must_use]
    pub fn may(&self, code: Code) -> bool {
        self.seat.permissions.holds(code)
    }

    /// Notes that the member used a permission beside the one of the signature.
    pub fn uses(&self, code: Code) {
        self.app.uses.note((self.org(), self.member_id()), code.as_str(), self.app.clock.now());
    }

    /// Whose customers the member sees; pass `scope().managers()` to every customer-bearing query (AM-13).
    #[must_use]
    pub fn scope(&self) -> &Scope {
        &self.seat.scope
    }

    /// The organisations of the resellers the member sees, when his scope is his own or his team's (AM-10): those whose account
    /// manager he is or leads; `None` for every reseller.
    #[must_use]
    pub fn resellers(&self) -> Option<&[i64]> {
        self.scope().managers().map(|_| self.seat.children.as_slice())
    }

    /// Rows of `organizations` as far as the member sees customers there (AM-10, AM-13).
    #[must_use]
    pub fn seen<'a>(&'a self, organizations: &'a [i64]) -> Seen<'a> {
        Seen { own: self.org(), organizations, managers: self.scope().managers() }
    }

    /// The account managers to whose customers an organisation's rows are narrowed: in his own those of his scope (AM-13); a
    /// reseller he sees (AM-10) he sees with all its customers.
    #[must_use]
    pub fn managers_in(&self, organization_id: i64) -> Option<&[i64]> {
        self.scope().managers().filter(|_| organization_id == self.org())
    }

    /// The language of the page.
    #[must_use]
    pub fn lang(&self) -> Lang {
        self.visitor.lang()
    }

    /// How the reader sees instants: his zone, his language, the present.
    #[must_use]
    pub fn face(&self) -> Face {
        Face { now: self.app.clock.now(), zone: self.seat.organization.zone, lang: self.lang() }
    }

    /// For a permission that is not marked `!`, but guards what a stolen session must not change: asks for a fresh proof.
    ///
    /// # Errors
    /// [`Error::StepUp`] without one: the member is asked and comes back with the same form.
    pub fn freshly_proved(&self) -> Result<(), Error> {
        match P::CODES.first().filter(|code| !self.seat.doors.has_proved(**code) && self.app.options.second_factors) {
            Some(operation) => Err(Error::StepUp(*operation)),
            None => Ok(()),
        }
    }

    /// For a route that `P` opens without a proof, but whose operation is one of `Q`: asks for the proof that `Q` asks for.
    ///
    /// # Errors
    /// [`Error::StepUp`] without one: the member is asked and comes back with the same form.
    pub fn proves<Q: Permission>(&self) -> Result<(), Error> {
        let is_asked = self.seat.token.is_none() && self.app.options.second_factors;
        let missing = self.seat.doors.missing(Q::CODES, self.seat.permissions).filter(|_| is_asked);
        missing.map_or(Ok(()), |operation| Err(Error::StepUp(operation)))
    }

    /// The request around the handler.
    #[must_use]
    pub fn visitor(&self) -> &Visitor {
        &self.visitor
    }

    /// The token of the form that is sent, when it may take effect once only; [`crate::audit::Change`] claims it.
    #[must_use]
    pub fn submission(&self) -> Option<Submission<'_>> {
        let (token, content) = self.submission.as_ref()?;
        let content = if self.visitor.has_files() { self.visitor.said() } else { content.as_str() };
        Some(Submission { organization_id: self.org(), member_id: self.member_id(), token, content })
    }

    /// The application's state.
    #[must_use]
    pub fn app(&self) -> &App {
        &self.app
    }

    /// The database connection that sees the member's organisation and, when he may see resellers, its children (ORG-14).
    /// A GET request uses the connection that read the session: its first round trip is the only one nobody sees.
    ///
    /// # Errors
    /// When no connection can be had in time.
    pub async fn open(&self) -> Result<Connection, db::Error> {
        if let Some(connection) = self.held.lock().await.take() {
            return Ok(connection);
        }
        self.app.db.open(&self.visible()).await
    }

    /// The organisations whose rows the member may see: his own, and his children when he may see resellers (ORG-14).
    #[must_use]
    pub fn visible(&self) -> Vec<i64> {
        std::iter::once(self.org()).chain(self.seat.children.iter().copied()).collect()
    }
}

impl<P: Permission> FromRequestParts<App> for Actor<P> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Error> {
        let visitor = Visitor::of(parts)?;
        // A page takes a cookie only, the JSON API a token only: neither opens with what the other one uses.
        let secret = if visitor.is_api() { visitor.bearer() } else { visitor.session() };
        let secret = secret.ok_or(Error::SignedOut)?;
        let mut connection = app.db.open_unnamed().await?;
        let rates = [app.options.member_rate, app.options.token_rate];
        let seat = seat::take(&mut connection, &secret, rates, app.clock.now()).await?.ok_or(Error::SignedOut)?;
        if seat.token.is_some() != visitor.is_api() {
            return Err(Error::SignedOut);
        }
        if seat.wait_until.is_some() {
            return Err(Error::TooMany(seat.wait_until));
        }
        let seat = Arc::new(seat);
        visitor.seated(&seat);
        let in_browser = seat.token.is_none();
        if in_browser && seat.must_change_password && visitor.path() != NEW_PASSWORD {
            return Err(Error::ChangePassword);
        }
        if !seat.permissions.holds_any(P::CODES) {
            return Err(Error::Forbidden(P::CODES));
        }
        let reading = parts.method.is_safe();
        let own_login = P::CODES.iter().all(|code| OWN_LOGIN.contains(code));
        if !reading && !own_login && seat.organization.state != OrganizationState::Active {
            return Err(Error::ReadOnly);
        }
        let once = in_browser && !reading && parts.extensions.get::<Again>().is_none();
        let submission = if once { Some(unsent(app, &mut connection, &visitor).await?) } else { None };
        if in_browser && app.options.second_factors && !seat.must_change_password {
            doors(&seat, &visitor, P::CODES)?;
        }
        if let Some(code) = P::CODES.iter().find(|code| seat.permissions.holds(**code)) {
            app.uses.note((seat.organization.id, seat.member_id), code.as_str(), app.clock.now());
        }
        // A request with a body may be slow to arrive and must not hold a connection meanwhile.
        let held = Mutex::new(reading.then_some(connection));
        Ok(Self { app: app.clone(), seat, visitor, held, submission, permission: PhantomData })
    }
}

/// Whose writes touch nothing but the member's own login: password, second factor, passkeys, sessions, proof of identity. They
/// stay possible in a frozen organisation (ORG-6), or nobody could shut out who has stolen a session or a password there.
pub const OWN_LOGIN: [Code; 2] = [ProfileView::CODE, ProfileEdit::CODE];

/// Where somebody without the second factor he must have gets one (MEM-12).
pub const ENROLMENT: &str = "/profile/second-factor";
/// Where he registers a passkey instead.
pub const PASSKEYS: &str = "/profile/passkeys";
/// Where the browser is asked to make one.
pub const PASSKEY_CHALLENGES: &str = "/profile/passkey-challenges";
/// Where somebody with a temporary password chooses another (MEM-2).
pub const NEW_PASSWORD: &str = "/profile/password";
/// Where somebody proves freshly who he is.
pub const STEP_UP: &str = "/step-up";

/// Token and content of a form that did not take effect yet: what was sent before is not even looked at again. Only of one with
/// files it is not known yet whether it says the same: whoever reads it asks then ([`crate::web::Files`]).
async fn unsent(app: &App, connection: &mut Connection, visitor: &Visitor) -> Result<(String, String), Error> {
    let (Some(token), Some(seat)) = (visitor.submission(), visitor.seat()) else { return Err(Error::FormExpired) };
    let content = submissions::said(&app.key, visitor);
    let form = Submission {
        organization_id: seat.organization.id,
        member_id: seat.member_id,
        token: &token,
        content: &content,
    };
    match submissions::first(connection, form).await? {
        Some(_) if visitor.has_files() => Ok((token, content)),
        Some(_) => Err(submissions::sent(app, form).await),
        None if Stamp::of(&app.key, visitor).made(&token) => Ok((token, content)),
        None => Err(Error::FormExpired),
    }
}

/// MEM-12: who must have a second factor gets one first; who uses a `!` permission proves freshly who he is.
fn doors(seat: &Seat, visitor: &Visitor, codes: &[Code]) -> Result<(), Error> {
    if seat.must_enrol() && ![ENROLMENT, PASSKEYS, PASSKEY_CHALLENGES, STEP_UP].contains(&visitor.path()) {
        return Err(Error::EnrolFirst);
    }
    match seat.doors.missing(codes, seat.permissions).filter(|_| !visitor.is_reading()) {
        Some(operation) => Err(Error::StepUp(operation)),
        None => Ok(()),
    }
}

/// The arguments of a handler whose first one is an `Actor<P>`: what `web::Routes` accepts without saying "public".
pub trait Guarded {
    /// Any one of these codes opens the route.
    const CODES: &'static [Code];
}

macro_rules! guarded {
    ($($rest:ident)*) => {
        impl<M, P: Permission, $($rest),*> Guarded for (M, Actor<P>, $($rest,)*) {
            const CODES: &'static [Code] = P::CODES;
        }
    };
}

guarded!();
guarded!(T1);
guarded!(T1 T2);
guarded!(T1 T2 T3);
guarded!(T1 T2 T3 T4);
