//! Connections to the vendor (API-5): saved with the secret key sealed, verified, and opened for synchronisation.
//!
//! Other rooms use [`CloudAccounts`]; nobody else sees a secret key. This room knows no page.

mod rules;
mod store;

use std::{
    collections::HashMap,
    path::Path,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use chrono::{DateTime, Utc};
use secrecy::{ExposeSecret, SecretString};
use tokio::time::timeout;

pub use self::store::Listed;
use self::store::Stored;
use crate::{
    audit::{Author, Change, Deed, Event, Fields},
    clock::Clock,
    cloud::{BadConnection, Cause, Client, Connection, Failure, Site, Throttle, seal, site::NotSite, skew},
    db::Db,
    sync,
};

/// Why a connection cannot be saved or used, as one sentence with what to do.
#[derive(Debug, thiserror::Error)]
pub enum AccountError {
    /// No organisation has this code.
    #[error(
        "There is no organisation {0:?}. Make it with `portal member create-master --organization {0} --username NAME`."
    )]
    NoOrganization(String),
    /// Resellers are read over their distributor's connection (API-7).
    #[error("{0:?} has no connection of its own: only solution providers and distributors have one.")]
    NotPartner(String),
    /// An address or key cannot be used.
    #[error("The connection cannot be used: {0}. Check --base-url, --iam-url and --ak.")]
    Connection(#[from] BadConnection),
    /// The key file.
    #[error(
        "Secrets cannot be sealed or opened: {0}. Check PORTAL_KEY_FILE; a lost key means entering every SK again."
    )]
    Seal(#[from] seal::SealError),
    /// The stored site is unknown.
    #[error("A stored connection is {0}. Save it again with `portal account add`.")]
    Site(#[from] NotSite),
    /// The vendor does not know the keys; nothing was saved.
    #[error(
        "The vendor refused these keys{}, so nothing was saved. Check --ak and the SK, and that the SK belongs to this site.",
        .0.code().map(|code| format!(" ({code})")).unwrap_or_default()
    )]
    Refused(Failure),
    /// The vendor's clock and ours differ; nothing was saved.
    #[error(
        "The vendor refused the signature because this machine's clock is off by more than 15 minutes, so nothing was saved. Set the clock, then try again."
    )]
    ClockOff,
    /// Nobody could say whether the new connection works, and one stands that may; it was left.
    #[error(
        "{0} does not answer as the vendor would, so nothing was saved and the stored connection stays. Check the address, the network and the proxy, or save it all the same with --unreachable."
    )]
    Unreached(String),
    /// The vendor refused or could not be reached.
    #[error("The vendor did not accept the connection: {0}.")]
    Vendor(#[from] Failure),
    /// The database failed.
    #[error("The connections cannot be read or saved: {0}.")]
    Database(#[from] crate::db::Error),
}

/// A connection to save.
#[derive(Debug)]
pub struct NewAccount {
    /// Code of the partner's organisation.
    pub organization: String,
    /// Site profile.
    pub site: Site,
    /// Origin of the BSS API.
    pub base_url: String,
    /// Origin of IAM.
    pub iam_url: String,
    /// AK.
    pub access_key: String,
    /// SK.
    pub secret_key: SecretString,
    /// Whether it may take the place of a stored connection although nobody answers at its addresses.
    pub unreachable: bool,
}

/// How long a save waits for IAM, all tries together: somebody sits before it.
const DISCOVERY: Duration = Duration::from_secs(10);

/// What IAM said of the keys.
enum Told {
    /// Its answer, which may name no account or give no right to ask.
    Answered(Option<String>),
    /// Nothing that says whether the keys are good.
    Nothing,
}

fn told(discovered: Result<Option<String>, Failure>) -> Result<Told, AccountError> {
    let failure = match discovered {
        Ok(domain_id) => return Ok(Told::Answered(domain_id)),
        Err(failure) => failure,
    };
    tracing::info!(%failure, "the account id could not be asked for");
    match failure.cause() {
        Cause::Credentials => Err(AccountError::Refused(failure)),
        Cause::Clock => Err(AccountError::ClockOff),
        Cause::Rights(_) => Ok(Told::Answered(None)),
        _ => Ok(Told::Nothing),
    }
}

/// Clients made so far with what they were made of, by account.
type Clients = HashMap<i64, (Stored, Arc<Client>)>;

/// The deployment's connections. Cheap to clone; clones share clients, and with them budgets and open sockets.
#[derive(Clone)]
pub struct CloudAccounts {
    db: Db,
    clock: Clock,
    key: seal::Key,
    settings: Settings,
    clients: Arc<Mutex<Clients>>,
}

/// How the connections are used.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    /// Calls per second and API to an account on loopback, 0 = unpaced; none: as to the vendor (API-40).
    pub loopback_rate: Option<u32>,
    /// Rows of consumption details a call asks for (BILL-50).
    pub detail_page: i64,
}

impl Default for Settings {
    fn default() -> Self {
        Self { loopback_rate: None, detail_page: 100 }
    }
}

impl CloudAccounts {
    /// The connections in `db`, sealed with the key in `key_file`, which is made if it is missing.
    ///
    /// # Errors
    /// When the key file cannot be used.
    pub fn open(db: Db, clock: Clock, key_file: &Path, settings: Settings) -> Result<Self, AccountError> {
        let key = seal::Key::load_or_create(key_file)?;
        Ok(Self { db, clock, key, settings, clients: Arc::default() })
    }

    /// The deployment key, which other rooms seal and digest with too.
    #[must_use]
    pub const fn key(&self) -> &seal::Key {
        &self.key
    }

    /// Saves a connection, over an older one of the same organisation and site, and asks IAM for the account id (API-13).
    /// Answers the account id, or none when IAM does not tell it: the portal works without.
    ///
    /// # Errors
    /// When the organisation does not exist or has no connections, an address or key cannot be used, or the database fails.
    /// Keys that IAM refuses are an error and replace nothing. An IAM or BSS API that cannot be reached is one only where a
    /// stored connection would give way to it, unless `new.unreachable` asks for that.
    pub async fn save(&self, new: &NewAccount) -> Result<Option<String>, AccountError> {
        let (organization, connection) = self.checked(new).await?;
        let is_careful = !new.unreachable && self.replaces(new).await?;
        if is_careful {
            self.reached(&connection).await?;
        }
        let rate = rules::rate(connection.is_loopback(), self.settings.loopback_rate);
        let client = Client::new(connection, self.clock.clone(), Throttle::memory(rate))?;
        let answered = match timeout(DISCOVERY, client.discover_domain_id()).await {
            Ok(discovered) => told(discovered)?,
            Err(_) => Told::Nothing,
        };
        let domain_id = match answered {
            Told::Answered(domain_id) => domain_id,
            Told::Nothing if is_careful => return Err(AccountError::Unreached(new.iam_url.clone())),
            Told::Nothing => None,
        };
        self.store(organization.id, new, domain_id.as_deref()).await?;
        Ok(domain_id)
    }

    /// Whether the organisation has a connection to the site already, which a save would replace.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn replaces(&self, new: &NewAccount) -> Result<bool, AccountError> {
        let same = |listed: &Listed| {
            listed.organization.eq_ignore_ascii_case(&new.organization) && listed.site == new.site.as_str()
        };
        Ok(self.list().await?.iter().any(same))
    }

    /// Whether somebody answers at both addresses of a connection. One attempt each: a person waits.
    async fn reached(&self, connection: &Connection) -> Result<(), AccountError> {
        for origin in [&connection.base_url, &connection.iam_url] {
            let found = timeout(DISCOVERY, skew::skew_of(origin, &self.clock)).await;
            if !matches!(found, Ok(skew::Skew::Known(_) | skew::Skew::NoDate)) {
                return Err(AccountError::Unreached(origin.origin().ascii_serialization()));
            }
        }
        Ok(())
    }

    async fn store(&self, organization_id: i64, new: &NewAccount, domain_id: Option<&str>) -> Result<(), AccountError> {
        let purpose = rules::purpose(organization_id, new.site);
        let saving = store::Saving {
            site: new.site.as_str(),
            base_url: &new.base_url,
            iam_url: &new.iam_url,
            access_key: &new.access_key,
            secret_key_sealed: self.key.seal(&purpose, &new.secret_key)?,
            domain_id,
            now: self.clock.now(),
        };
        let author = Author::command("account add");
        let mut change = Change::system(&self.db, &self.key, &self.clock, organization_id, author).await?;
        store::save(&mut change, organization_id, &saving).await?;
        let saved = Fields::new().set("base_url", new.base_url.as_str()).set("access_key", new.access_key.as_str());
        change.commit(Event::new(Deed::CloudAccountSaved, saving.site).after(saved)).await?;
        Ok(())
    }

    /// Whether a connection could be saved, as far as can be said without asking the vendor.
    ///
    /// # Errors
    /// Those of [`CloudAccounts::save`] that need no answer of IAM's.
    pub async fn check(&self, new: &NewAccount) -> Result<(), AccountError> {
        self.checked(new).await.map(drop)
    }

    async fn checked(&self, new: &NewAccount) -> Result<(store::Organization, Connection), AccountError> {
        let organization = store::organization(&mut *self.db.open_every().await?, &new.organization)
            .await?
            .ok_or_else(|| AccountError::NoOrganization(new.organization.clone()))?;
        if !rules::has_connections(&organization.kind) {
            return Err(AccountError::NotPartner(new.organization.clone()));
        }
        let connection =
            Connection::new(new.site, &new.base_url, &new.iam_url, &new.access_key, new.secret_key.clone())?;
        Ok((organization, connection))
    }

    /// All connections, with what may be shown of them.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list(&self) -> Result<Vec<Listed>, AccountError> {
        Ok(store::list(&mut *self.db.open_every().await?).await?)
    }

    /// Notes that the connection has worked.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn worked(&self, account: &sync::Account) -> Result<(), AccountError> {
        let mut connection = self.db.open(&[account.organization_id]).await?;
        Ok(store::worked(&mut connection, account.organization_id, account.id, self.clock.now()).await?)
    }

    /// Every connection with its client, ready to call. One that cannot be opened is logged and left out.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn load(&self) -> Result<Vec<sync::Account>, crate::db::Error> {
        let stored = store::all(&mut *self.db.open_every().await?).await?;
        let ready = stored.into_iter().filter_map(|stored| {
            let id = stored.id;
            let opened = self.account(stored);
            opened.inspect_err(|error| tracing::error!(%error, account = id, "a connection cannot be opened")).ok()
        });
        Ok(ready.collect())
    }

    /// The same with the reason for each that cannot be opened, for `portal doctor`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn examine(&self) -> Result<Vec<(Listed, Result<sync::Account, AccountError>)>, AccountError> {
        let listed = self.list().await?;
        let stored = store::all(&mut *self.db.open_every().await?).await?;
        let opened = stored.into_iter().map(|stored| self.account(stored));
        Ok(listed.into_iter().zip(opened).collect())
    }

    /// How far the clock of a connection's site is from ours.
    ///
    /// # Errors
    /// When the stored address is none.
    pub async fn skew(&self, listed: &Listed) -> Result<skew::Skew, AccountError> {
        let bad = |_| BadConnection::NotAnOrigin(listed.base_url.clone());
        let origin = url::Url::parse(&listed.base_url).map_err(bad)?;
        Ok(skew::skew_of(&origin, &self.clock).await)
    }

    fn account(&self, stored: Stored) -> Result<sync::Account, AccountError> {
        let site: Site = stored.site.parse()?;
        let client = self.client(site, &stored)?;
        Ok(sync::Account {
            id: stored.id,
            organization_id: stored.organization_id,
            has_resellers: rules::has_resellers(&stored.kind),
            site,
            detail_page: self.settings.detail_page,
            client,
        })
    }

    /// The client made before, unless the row has changed since.
    fn client(&self, site: Site, stored: &Stored) -> Result<Arc<Client>, AccountError> {
        let mut clients = self.clients.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, client)) = clients.get(&stored.id).filter(|(made_of, _)| made_of == stored) {
            return Ok(Arc::clone(client));
        }
        let secret_key = self.key.open(&rules::purpose(stored.organization_id, site), &stored.secret_key_sealed)?;
        let (base_url, iam_url) = (&stored.base_url, &stored.iam_url);
        let mut connection = Connection::new(site, base_url, iam_url, &stored.access_key, secret_key)?;
        connection.domain_id.clone_from(&stored.domain_id);
        let rate = rules::rate(connection.is_loopback(), self.settings.loopback_rate);
        let throttle = Throttle::shared(self.db.clone(), stored.id, rate);
        let client = Arc::new(Client::new(connection, self.clock.clone(), throttle)?);
        clients.insert(stored.id, (stored.clone(), Arc::clone(&client)));
        Ok(client)
    }
}

/// When a connection last worked, as the command line shows it.
#[must_use]
pub fn shown(verified_at: Option<DateTime<Utc>>) -> String {
    verified_at.map_or_else(|| "never".to_owned(), |at| at.format("%Y-%m-%d %H:%M UTC").to_string())
}

/// Whether a secret key is worth trying: one line without blanks.
#[must_use]
pub fn is_secret_key(text: &SecretString) -> bool {
    let text = text.expose_secret();
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic())
}
