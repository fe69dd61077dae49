//! The state every handler gets: the pages' database, the clock, the deployment key and a few settings. Cheap to clone. Knows no page.

pub mod rates;
pub mod room;
pub mod uses;
pub mod vendors;
pub mod words;

use std::{path::PathBuf, sync::Arc};

use url::Url;

use self::{rates::Rates, room::Room, uses::Uses, vendors::Vendors, words::Kept};
use crate::{clock::Clock, cloud::seal::Key, db::Db, outside::Outside, scan::Scanner};

/// What handlers work with.
#[derive(Clone)]
pub struct App {
    /// The pages' pool (`Use::Pages`).
    pub db: Db,
    /// Where the time comes from.
    pub clock: Clock,
    /// The deployment key: seals secrets, and makes the digests of personal data in the record.
    pub key: Key,
    /// The way to servers that organisations name.
    pub outside: Outside,
    /// How often addresses without a session ask.
    pub rates: Arc<Rates>,
    /// Whether the database takes what is written.
    pub room: Arc<Room>,
    /// Which permissions let requests through.
    pub uses: Arc<Uses>,
    /// Names of the vendor's codes.
    pub words: Arc<Kept>,
    /// Connections by which pages ask the vendor; none: this process calls nobody.
    pub vendors: Option<Arc<dyn Vendors>>,
    /// Settings of this process.
    pub options: Arc<Options>,
}

/// Settings of the page server.
#[derive(Debug, Clone)]
pub struct Options {
    /// Send cookies over HTTPS only. Off only when listening on loopback without TLS.
    pub secure_cookies: bool,
    /// Take the visitor's address from the last `X-Forwarded-For` entry: only behind a proxy that sets it.
    pub trust_forwarded: bool,
    /// Sign-in tries an address has per minute (MEM-5: 20; a demo on loopback may have more).
    pub sign_in_tries: i32,
    /// Ask for second factors and step-up (MEM-12). Off in the demo only.
    pub second_factors: bool,
    /// Requests an API token has per second, on all nodes together; twice as many at once. 0: not counted.
    pub token_rate: i32,
    /// The same for each member's pages.
    pub member_rate: i32,
    /// The same for a network address without a session, on this node. 0: not counted.
    pub address_rate: u32,
    /// Folder of the files that members send.
    pub attachments: PathBuf,
    /// Where browsers reach the portal, for links in mail and the way back from OpenID providers; none: where the visitor is.
    pub public_url: Option<Url>,
    /// Hosts of OpenID providers that may be called although their addresses are private.
    pub private_hosts: Vec<String>,
    /// What looks at files that members send; without it they are taken as they are.
    pub scanner: Option<Scanner>,
    /// Whether files are refused while nothing looks at them (COM-11).
    pub scan_required: bool,
    /// Whether mail can be sent: without it nobody is offered what needs it.
    pub mail: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            secure_cookies: true,
            trust_forwarded: false,
            sign_in_tries: 20,
            second_factors: true,
            token_rate: 20,
            member_rate: 50,
            address_rate: 50,
            attachments: std::env::temp_dir().join("partner-portal-attachments"),
            public_url: None,
            private_hosts: Vec::new(),
            scanner: None,
            scan_required: false,
            mail: false,
        }
    }
}

impl App {
    /// Puts the state together.
    #[must_use]
    pub fn new(db: Db, clock: Clock, key: Key, options: Options) -> Self {
        let outside = Outside::new(&options.private_hosts);
        let (rates, room, uses, words) = (Arc::default(), Arc::default(), Arc::default(), Arc::default());
        Self { db, clock, key, outside, rates, room, uses, words, vendors: None, options: Arc::new(options) }
    }

    /// The same with connections to the vendor.
    #[must_use]
    pub fn calling(mut self, vendors: Arc<dyn Vendors>) -> Self {
        self.vendors = Some(vendors);
        self
    }
}
