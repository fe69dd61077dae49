//! What every table needs: a folder of its own, a private database in it as an operator would have one, an organisation with
//! a signed-in master, the vendor's stand-in with its lines, and the portal's programs around them. All of it goes at the end.

use std::{
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::Command,
};

use partner_portal::{
    db::embedded::{self, Server, Settings},
    values::Month,
};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, PgConnection, postgres::PgConnectOptions};

use crate::{
    Outcome,
    browser::Browser,
    program::{self, PORTAL, Program, SANDBOX},
};

/// Customers whose lines are read; each has an equal share.
const CUSTOMERS: usize = 50;
/// Password of everybody who signs in.
pub const PASSWORD: &str = "one million lines a month";

/// The surroundings of the tables.
pub struct Lab {
    folder: PathBuf,
    server: Option<Server>,
    /// A connection as the database's owner.
    pub owner: PgConnection,
    /// Key of the organisation.
    pub organization: i64,
    /// The closed cycle whose lines are measured.
    pub month: Month,
    lines: usize,
    cookies: std::collections::BTreeMap<String, String>,
    _sandbox: Program,
}

impl Lab {
    /// Sets everything up, without lines.
    pub async fn open() -> Outcome<Self> {
        let folder = std::env::temp_dir().join(format!("partner-portal-bench-{}", std::process::id()));
        std::fs::create_dir_all(&folder)?;
        std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(0o711))?;
        let lines = std::env::var("BENCH_LINES").ok().and_then(|lines| lines.parse().ok()).unwrap_or(1_000_000);
        let server = database(&folder).await?;
        let owner = server.options().connect().await?;
        let sandbox = sandbox(&folder, lines / CUSTOMERS, 0)?;
        let month = Month::of(partner_portal::clock::Clock::machine().now()).previous();
        let cookies = std::collections::BTreeMap::new();
        let server = Some(server);
        let mut lab = Self { folder, server, owner, organization: 0, month, lines, cookies, _sandbox: sandbox };
        lab.enter().await?;
        let address = lab._sandbox.address.clone();
        lab.connect_to(&address)?;
        Ok(lab)
    }

    /// Organisation, master and session.
    async fn enter(&mut self) -> Outcome<()> {
        let link = program::output(self.portal().args([
            "member",
            "create-master",
            "--organization",
            "yunhe",
            "--username",
            "master",
        ]))?;
        let token = link.rsplit("token=").next().unwrap_or_default().trim().to_owned();
        let portal = self.serve(&["--no-jobs"])?;
        let mut browser = Browser::open(&portal.address)?;
        let fields = [("token", token.as_str()), ("password", PASSWORD), ("repeated", PASSWORD)];
        let activated = browser.post("/activate", &fields)?.status;
        let fields = [("organization", "yunhe"), ("username", "master"), ("password", PASSWORD)];
        let entered = browser.post("/login", &fields)?.status;
        if (activated, entered) != (303, 303) {
            return Err(format!("activation answered {activated}, sign-in {entered}").into());
        }
        self.cookies = browser.cookies;
        self.organization = self.number("select id from organizations where code = 'yunhe'").await?;
        // A master without a second factor would be asked to enrol one before every page.
        self.sql("update organizations set mfa_policy = 'off'").await
    }

    /// Saves the connection to a stand-in.
    pub fn connect_to(&self, sandbox: &str) -> Outcome<()> {
        let keys = Browser::open(sandbox)?.get("/_sandbox/keys")?.text();
        let keys: serde_json::Value = serde_json::from_str(&keys)?;
        let key = |name: &str| keys[name].as_str().map(str::to_owned).ok_or(format!("no {name} among the keys"));
        let file = self.folder.join("sk");
        std::fs::write(&file, key("sk")?)?;
        let url = format!("http://{sandbox}");
        let mut add = self.portal();
        add.args(["account", "add", "--organization", "yunhe", "--base-url", &url, "--iam-url", &url]);
        program::output(add.arg("--ak").arg(key("ak")?).arg("--sk-file").arg(file)).map(drop)
    }

    /// A stand-in of the same world that lets `rate` calls a second and API through; 0: all.
    pub fn another_sandbox(&self, rate: u32) -> Outcome<Program> {
        sandbox(&self.folder, self.lines / CUSTOMERS, rate)
    }

    /// Reads all lines, if they are not there yet.
    pub async fn fill(&mut self) -> Outcome<()> {
        let lines = self.number("select count(*) from consumption_lines").await?;
        if usize::try_from(lines).is_ok_and(|lines| lines >= self.lines) {
            return Ok(());
        }
        self.read_customers()?;
        let mut sync = self.sync(1000);
        program::output(sync.args(["--only", "consumption", "--month", &self.month.to_string(), "--full"]))?;
        self.sql("vacuum analyze").await
    }

    /// Reads what the consumption lines depend on, and the dictionaries that name their codes.
    pub fn read_customers(&self) -> Outcome<()> {
        let mut sync = self.sync(1000);
        let month = self.month.to_string();
        let needed = "resellers,customers,consuming_customers,service_types,resource_types,business_discounts";
        program::output(sync.args(["--only", needed, "--month", &month])).map(drop)
    }

    /// `portal`, with its data in the folder of the bench.
    pub fn portal(&self) -> Command {
        let mut portal = Command::new(PORTAL);
        portal.env("PORTAL_DATA_DIR", self.data()).env("PORTAL_CALL_RATE", "0").env("RUST_BACKTRACE", "0");
        portal.env("PORTAL_MEMBER_RATE", "0").env("PORTAL_ADDRESS_RATE", "0");
        portal
    }

    /// `portal sync`, unpaced, with pages of consumption details of this size.
    pub fn sync(&self, page: u32) -> Command {
        let mut sync = self.portal();
        sync.args(["sync", "--log", "warn", "--detail-page", &page.to_string()]);
        sync
    }

    /// `portal serve` on a free port.
    pub fn serve(&self, arguments: &[&str]) -> Outcome<Program> {
        let mut serve = self.portal();
        serve.env_remove("PORTAL_CALL_RATE").args(["serve", "--listen", "127.0.0.1:0"]).args(arguments);
        Program::start(&mut serve, &self.file("serve.log"))
    }

    /// The floor program on a free port: see `floor.rs`.
    pub fn floor(&self, page_bytes: usize) -> Outcome<Program> {
        let mut floor = Command::new(std::env::current_exe()?);
        floor.arg("floor").arg(self.data()).arg(page_bytes.to_string()).arg(self.month.first_day().to_string());
        Program::start(&mut floor, &self.file("floor.log"))
    }

    /// The signed-in master on a connection of his own.
    pub fn master(&self, server: &Program) -> Outcome<Browser> {
        Ok(Browser::open(&server.address)?.with(&self.cookies))
    }

    /// Runs statements as the owner, whom no row-level security binds.
    pub async fn sql(&mut self, statements: &str) -> Outcome<()> {
        sqlx::raw_sql(AssertSqlSafe(statements.to_owned())).execute(&mut self.owner).await?;
        Ok(())
    }

    /// One whole number.
    pub async fn number(&mut self, query: &str) -> Outcome<i64> {
        Ok(sqlx::query_scalar(AssertSqlSafe(query.to_owned())).fetch_one(&mut self.owner).await?)
    }

    /// Whether the server counts statements: it does where its contributed modules are installed.
    pub async fn counts_statements(&mut self) -> Outcome<bool> {
        Ok(self.number("select count(*) from pg_extension where extname = 'pg_stat_statements'").await? > 0)
    }

    /// `psql` as the owner.
    pub fn psql(&self, statement: &str) -> Command {
        let options = self.options();
        let mut psql = Command::new("psql");
        psql.args([
            "-q",
            "-X",
            "-v",
            "ON_ERROR_STOP=1",
            "-U",
            "portal",
            "-d",
            "portal",
            "-p",
            &options.get_port().to_string(),
        ]);
        match options.get_socket() {
            Some(folder) => psql.arg("-h").arg(folder),
            None => psql.args(["-h", options.get_host()]),
        };
        let password = std::fs::read_to_string(self.data().join("postgres/password")).unwrap_or_default();
        psql.env("PGPASSWORD", password.trim()).args(["-c", statement]);
        psql
    }

    /// How to connect as the owner.
    pub fn options(&self) -> PgConnectOptions {
        self.server.as_ref().map_or_else(PgConnectOptions::new, Server::options)
    }

    /// Process of the database server.
    pub fn postmaster(&self) -> u32 {
        let text = std::fs::read_to_string(self.data().join("postgres/cluster/postmaster.pid")).unwrap_or_default();
        text.lines().next().and_then(|pid| pid.trim().parse().ok()).unwrap_or(0)
    }

    /// Version of the database server.
    pub fn server_version(&self) -> String {
        self.server.as_ref().map(|server| server.version().to_string()).unwrap_or_default()
    }

    /// Lines of the cycle that is measured.
    pub const fn lines(&self) -> usize {
        self.lines
    }

    /// A file in the folder of the bench.
    pub fn file(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    /// Stops the database and removes the folder.
    pub async fn close(mut self) -> Outcome<()> {
        if let Some(server) = self.server.take() {
            server.stop().await?;
        }
        Ok(std::fs::remove_dir_all(&self.folder)?)
    }
}

/// After a failure nothing is left behind either.
impl Drop for Lab {
    fn drop(&mut self) {
        if let Some(server) = self.server.take() {
            drop(server);
            let _ = std::fs::remove_dir_all(&self.folder);
        }
    }
}

/// The private database; with statistics of statements where the server has them.
async fn database(folder: &Path) -> Outcome<Server> {
    let settings = Settings::at(folder.join("data"));
    let server = embedded::start(&settings).await?;
    let mut owner = server.options().connect().await?;
    let known = "select exists (select from pg_available_extensions where name = 'pg_stat_statements')";
    let known: bool = sqlx::query_scalar(known).fetch_one(&mut owner).await?;
    owner.close().await?;
    if !known {
        return Ok(server);
    }
    std::fs::write(
        server.home().join("extra.conf"),
        "shared_preload_libraries = 'pg_stat_statements'\npg_stat_statements.track_utility = on\n",
    )?;
    std::fs::set_permissions(server.home().join("extra.conf"), std::fs::Permissions::from_mode(0o644))?;
    server.stop().await?;
    let server = embedded::start(&settings).await?;
    let mut owner = server.options().connect().await?;
    sqlx::query("create extension if not exists pg_stat_statements").execute(&mut owner).await?;
    owner.close().await?;
    Ok(server)
}

fn sandbox(folder: &Path, lines: usize, rate: u32) -> Outcome<Program> {
    let mut sandbox = Command::new(SANDBOX);
    sandbox.args(["serve", "--listen", "127.0.0.1:0", "--resellers", "0", "--months", "2"]);
    sandbox.args(["--customers", &CUSTOMERS.to_string(), "--lines", &lines.to_string(), "--rate", &rate.to_string()]);
    Program::start(&mut sandbox, &folder.join(format!("sandbox-{rate}.log")))
}
