//! `Change<P>`: a transaction that can only end in an event, and who its author is.

use std::{
    marker::PhantomData,
    ops::{Deref, DerefMut},
};

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::event::{Event, Fields};
use crate::{
    access::{Actor, Permission, submissions},
    app::App,
    clock::Clock,
    cloud::seal::Key,
    db::{Db, Error, Transaction},
    web::{self, Visitor},
};

/// Who a record names.
#[derive(Debug, Clone, Default)]
pub struct Author {
    member_id: Option<i64>,
    name: Option<String>,
    address: Option<String>,
    request_id: Option<String>,
}

impl Author {
    /// A member before or without an `Actor`: signing in and out, setting the first password. The database adds the user name.
    #[must_use]
    pub fn member(member_id: i64, visitor: &Visitor) -> Self {
        Self { member_id: Some(member_id), ..Self::visitor(visitor) }
    }

    /// A member without a request, for tests below the pages.
    #[cfg(test)]
    pub fn stand_in(member_id: i64) -> Self {
        Self { member_id: Some(member_id), ..Self::default() }
    }

    /// A background job: `job/<name>`.
    #[must_use]
    pub fn job(name: &str) -> Self {
        Self { name: Some(format!("job/{name}")), ..Self::default() }
    }

    /// A command of the command line: `command/<name>`.
    #[must_use]
    pub fn command(name: &str) -> Self {
        Self { name: Some(format!("command/{name}")), ..Self::default() }
    }

    fn visitor(visitor: &Visitor) -> Self {
        let (address, number) = (visitor.address().to_owned(), visitor.number().to_owned());
        Self { address: Some(address), request_id: Some(number), ..Self::default() }
    }
}

/// Marks a change that no permission allows but the portal itself makes.
#[derive(Debug)]
pub enum System {}

/// A transaction with its author: hand it to stores as `&mut change`; [`Change::commit`] ends it with what was done, dropping
/// it undoes everything.
#[must_use = "dropped, a change undoes everything"]
pub struct Change<P = System> {
    transaction: Transaction<'static>,
    organization_id: i64,
    author: Author,
    key: Key,
    now: DateTime<Utc>,
    /// The request whose form is claimed.
    form: Option<Visitor>,
    permission: PhantomData<fn() -> P>,
}

impl<P: Permission> Change<P> {
    /// Begins a change by the member who holds `P`. It sees what he sees, and is recorded in his organisation. The form it comes
    /// from is claimed with it: both stand, or neither.
    ///
    /// # Errors
    /// [`web::Error::Sent`] when the form took effect before; or no connection can be had in time.
    pub async fn begin(actor: &Actor<P>) -> Result<Self, web::Error> {
        let author = Author {
            member_id: Some(actor.member_id()),
            name: Some(actor.seat().username.clone()),
            ..Author::visitor(actor.visitor())
        };
        let app = actor.app();
        let (mut transaction, now) = (app.db.begin(&actor.visible()).await?, app.clock.now());
        let Some(form) = actor.submission() else {
            return Ok(Self::over(transaction, actor.org(), author, &app.key, now));
        };
        if !submissions::claim(&mut transaction, form, actor.visitor().number(), now).await? {
            drop(transaction);
            return Err(submissions::sent(app, form).await);
        }
        Ok(Self { form: Some(actor.visitor().clone()), ..Self::over(transaction, actor.org(), author, &app.key, now) })
    }
}

impl Change<System> {
    /// Begins a change of the portal itself in one organisation: signing in, jobs, the command line.
    ///
    /// # Errors
    /// When no connection can be had in time.
    pub async fn system(
        db: &Db,
        key: &Key,
        clock: &Clock,
        organization_id: i64,
        author: Author,
    ) -> Result<Self, Error> {
        let transaction = db.begin(&[organization_id]).await?;
        Ok(Self::over(transaction, organization_id, author, key, clock.now()))
    }

    /// The same with the state that handlers have.
    ///
    /// # Errors
    /// When no connection can be had in time.
    pub async fn of(app: &App, organization_id: i64, author: Author) -> Result<Self, Error> {
        Self::system(&app.db, &app.key, &app.clock, organization_id, author).await
    }
}

impl<P> Change<P> {
    fn over(
        transaction: Transaction<'static>,
        organization_id: i64,
        author: Author,
        key: &Key,
        now: DateTime<Utc>,
    ) -> Self {
        Self { transaction, organization_id, author, key: key.clone(), now, form: None, permission: PhantomData }
    }

    /// The organisation whose rows are written and whose chain gets the event.
    #[must_use]
    pub const fn org(&self) -> i64 {
        self.organization_id
    }

    /// The instant of the change, by the portal's clock: the same in every row and in the record.
    #[must_use]
    pub const fn now(&self) -> DateTime<Utc> {
        self.now
    }

    /// The member who makes the change; none for jobs and the command line.
    #[must_use]
    pub const fn member_id(&self) -> Option<i64> {
        self.author.member_id
    }

    /// The deployment key, for what is sealed together with the change.
    #[must_use]
    pub const fn key(&self) -> &Key {
        &self.key
    }

    /// Ends the change with what was done.
    ///
    /// # Errors
    /// When the database refuses; then nothing was done.
    pub async fn commit(self, event: Event) -> Result<(), Error> {
        self.commit_all(&[event]).await
    }

    /// Ends the change with several events, in this order.
    ///
    /// # Errors
    /// When the database refuses, or there is no event: then nothing was done.
    pub async fn commit_all(mut self, events: &[Event]) -> Result<(), Error> {
        if events.is_empty() {
            return Err(Error::Protocol("a change without an event".to_owned()));
        }
        for event in events {
            let footing = (self.organization_id, &self.author, self.now);
            append(&mut self.transaction, footing, Some(&self.key), event).await?;
        }
        self.end().await
    }

    /// Ends a change of the vendor desk that touches a partner: `event` goes into the desk's chain, and into the partner's with
    /// `told` as its author, since the desk's members are no members there. The partner's chain is opened for this last
    /// statement only.
    ///
    /// # Errors
    /// When the database refuses; then nothing was done.
    pub async fn commit_across(mut self, partner: i64, told: &str, event: &Event) -> Result<(), Error> {
        append(&mut self.transaction, (self.organization_id, &self.author, self.now), Some(&self.key), event).await?;
        sqlx::query!("select set_config('portal.organizations', array[$1::bigint]::text, true)", partner)
            .fetch_one(&mut *self.transaction)
            .await?;
        let author =
            Author { request_id: self.author.request_id.clone(), name: Some(told.to_owned()), ..Author::default() };
        append(&mut self.transaction, (partner, &author, self.now), Some(&self.key), event).await?;
        self.end().await
    }

    async fn end(self) -> Result<(), Error> {
        self.transaction.commit().await?;
        if let Some(form) = self.form {
            form.takes_effect();
        }
        Ok(())
    }
}

impl<P> Deref for Change<P> {
    type Target = PgConnection;

    fn deref(&self) -> &PgConnection {
        &self.transaction
    }
}

impl<P> DerefMut for Change<P> {
    fn deref_mut(&mut self) -> &mut PgConnection {
        &mut self.transaction
    }
}

/// Records what the owner of the database does inside its own transaction: only for the command line, which makes
/// organisations that nobody can open yet.
///
/// # Errors
/// When the database refuses.
pub async fn record_as_owner(
    owner: &mut PgConnection,
    footing: (i64, &Author, DateTime<Utc>),
    key: &Key,
    event: &Event,
) -> Result<(), Error> {
    sqlx::query!("select set_config('portal.organizations', array[$1::bigint]::text, true)", footing.0)
        .fetch_one(&mut *owner)
        .await?;
    append(owner, footing, Some(key), event).await
}

/// Records, inside a synchronisation's own transaction, what the portal did because of what the vendor said.
///
/// # Errors
/// When the database refuses, or the event holds a personal field: a reading has no key to keep its digest.
pub async fn record_synced(
    connection: &mut PgConnection,
    organization_id: i64,
    now: DateTime<Utc>,
    event: &Event,
) -> Result<(), Error> {
    if [&event.before, &event.after].into_iter().flatten().any(Fields::has_personal) {
        return Err(Error::Protocol("a personal field without a key".to_owned()));
    }
    append(connection, (organization_id, &Author::job("synchronise"), now), None, event).await
}

async fn append(
    connection: &mut PgConnection,
    (organization_id, author, now): (i64, &Author, DateTime<Utc>),
    key: Option<&Key>,
    event: &Event,
) -> Result<(), Error> {
    sqlx::query_scalar!(
        "select append_audit_event($1, $2, $3, $4, $5, $6, $7, $8, $9, $10::text::json, $11::text::json, $12)",
        organization_id,
        now,
        author.member_id,
        author.name.as_deref(),
        author.address.as_deref(),
        author.request_id.as_deref(),
        event.deed.code(),
        event.deed.object_kind(),
        event.object_id,
        event.before.as_ref().map(|fields| fields.json(key, organization_id)),
        event.after.as_ref().map(|fields| fields.json(key, organization_id)),
        event.reason.as_deref(),
    )
    .fetch_one(connection)
    .await
    .map(drop)
}
