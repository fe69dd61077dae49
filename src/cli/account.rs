//! `portal account add|verify|list`: connections to the vendor. A secret key comes from a prompt or a file, never as an
//! argument, where the list of processes would show it.

use std::{io::IsTerminal, path::PathBuf, process::ExitCode};

use clap::{Args, Subcommand};
use secrecy::SecretString;

use super::{
    Failure,
    node::Node,
    patience::{LIMIT, Patience},
    report::Check,
    rights,
    words::{say, tell},
};
use crate::{
    cloud::Site,
    cloud_accounts::{self, NewAccount},
    config::Config,
};

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Save a connection; the secret key is asked for, or read from a file
    Add(Add),
    /// Check that every connection works and may read what is synchronised
    Verify,
    /// List the connections, without their secret keys
    List,
}

#[derive(Debug, Args)]
pub(super) struct Add {
    /// Code of the partner's organisation
    #[arg(long, value_name = "CODE")]
    organization: String,
    /// Site profile: china, international or europe
    #[arg(long, default_value = "china")]
    site: Site,
    /// Access key (AK)
    #[arg(long)]
    ak: String,
    /// File with the secret key (SK) [default: a prompt]
    #[arg(long, value_name = "FILE")]
    sk_file: Option<PathBuf>,
    /// Address of the BSS API [default: the site's]; plain HTTP only on this machine
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
    /// Address of IAM [default: the site's]
    #[arg(long, value_name = "URL")]
    iam_url: Option<String>,
    /// Replace a stored connection even if nobody answers at the new addresses
    #[arg(long)]
    unreachable: bool,
}

pub(super) async fn run(config: &Config, command: Command) -> Result<ExitCode, Failure> {
    let new = match &command {
        Command::Add(add) => Some(read(add)?),
        Command::Verify | Command::List => None,
    };
    let node = Node::open(config).await?;
    let outcome = match (&command, new) {
        (Command::Add(_), Some(new)) => add(&node, &new).await.map(|()| ExitCode::SUCCESS),
        (Command::Verify, _) => verify(&node).await,
        _ => list(&node).await.map(|()| ExitCode::SUCCESS),
    };
    node.close().await?;
    outcome
}

fn read(add: &Add) -> Result<NewAccount, Failure> {
    let secret_key = secret_key(add)?;
    if !cloud_accounts::is_secret_key(&secret_key) {
        return Err(Failure::Typed("The secret key is empty or has blanks in it. Enter it as one word.".to_owned()));
    }
    Ok(NewAccount {
        organization: add.organization.clone(),
        site: add.site,
        base_url: add.base_url.clone().unwrap_or_else(|| add.site.base_url().to_owned()),
        iam_url: add.iam_url.clone().unwrap_or_else(|| add.site.iam_url().to_owned()),
        access_key: add.ak.clone(),
        secret_key,
        unreachable: add.unreachable,
    })
}

fn secret_key(add: &Add) -> Result<SecretString, Failure> {
    if let Some(path) = &add.sk_file {
        let unreadable =
            |error| Failure::Typed(format!("{} cannot be read: {error}. Check --sk-file.", path.display()));
        return std::fs::read_to_string(path).map(|text| text.trim().into()).map_err(unreadable);
    }
    if !std::io::stdin().is_terminal() {
        return Err(Failure::Typed("Nobody is there to type the secret key. Give it with --sk-file FILE.".to_owned()));
    }
    rpassword::prompt_password("Secret key (SK): ").map(Into::into).map_err(Failure::Output)
}

async fn add(node: &Node, new: &NewAccount) -> Result<(), Failure> {
    let replaced = node.accounts.replaces(new).await?;
    let saved = if replaced { "Saved, in place of the connection that was stored" } else { "Saved" };
    node.accounts.check(new).await?;
    // An address that does not answer takes a while to be given up.
    tell("Asking IAM for the account id …");
    match node.accounts.save(new).await? {
        Some(id) => say(&format!("{saved}. The account id is {id}.")),
        None => say(&format!(
            "{saved}, but IAM could not be asked for the account id. Check the connection with `portal account verify`; the portal works without the id.",
        )),
    }
}

async fn list(node: &Node) -> Result<(), Failure> {
    let listed = node.accounts.list().await?;
    if listed.is_empty() {
        return say("No connection yet. Add one with `portal account add`.");
    }
    for account in listed {
        let domain_id = account.domain_id.as_deref().unwrap_or("unknown");
        say(&format!(
            "{}  {}  {}  AK {}  account id {domain_id}  last verified {}",
            account.organization,
            account.site,
            account.base_url,
            account.access_key,
            cloud_accounts::shown(account.verified_at)
        ))?;
    }
    Ok(())
}

async fn verify(node: &Node) -> Result<ExitCode, Failure> {
    let examined = node.accounts.examine().await?;
    if examined.is_empty() {
        return Err(Failure::Typed("No connection yet. Add one with `portal account add`.".to_owned()));
    }
    let (mut works, patience) = (true, Patience::of(LIMIT));
    for (listed, opened) in examined {
        let name = format!("{} {}", listed.organization, listed.site);
        let mut tell = |check: Check| {
            works &= !check.is_failed();
            say(&format!("{name}: {check}"))
        };
        match opened {
            Ok(account) => {
                let asked = rights::Asked { account: &account, address: &listed.base_url, patience: &patience };
                rights::check((&node.engine, &node.accounts), &asked, &mut tell).await?;
            }
            Err(error) => tell(Check::failed("connection", error.to_string()))?,
        }
    }
    Ok(if works { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
