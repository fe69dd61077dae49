//! `portal member create-master`: the first login of an organisation, as an activation link; `reset-password`: the way back in for
//! whom nobody in the portal can let in.

use clap::{Args, Subcommand};
use sha2::{Digest, Sha256};

use super::{
    Failure, node,
    store::{
        self, Invited, NewMaster, PartnerKind,
        resets::{self, Outcome, Reset},
    },
    words::say,
};
use crate::{clock::Clock, cloud::seal, cloud_accounts::AccountError, config::Config};

/// Days an activation link works (MEM-2).
const LINK_DAYS: i64 = 7;

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Make the master login of an organisation, and the organisation if it is new; prints a link to set the password
    CreateMaster(CreateMaster),
    /// Take a member's password away and print a link to set a new one: for a master or sole admin who cannot get in
    ResetPassword(ResetPassword),
}

/// Where the link leads.
#[derive(Debug, Args)]
struct Address {
    /// Where browsers reach the portal
    #[arg(
        long = "public-url",
        alias = "url",
        env = "PORTAL_PUBLIC_URL",
        value_name = "URL",
        default_value = "http://127.0.0.1:8080"
    )]
    url: String,
}

#[derive(Debug, Args)]
pub(super) struct ResetPassword {
    /// Code of the organisation
    #[arg(long, value_name = "CODE")]
    organization: String,
    /// User name
    #[arg(long, value_name = "NAME")]
    username: String,
    /// Take authenticator app, passkeys and recovery codes away too: whoever lost them sets up new ones
    #[arg(long)]
    second_factors: bool,
    #[command(flatten)]
    address: Address,
}

#[derive(Debug, Args)]
pub(super) struct CreateMaster {
    /// Code of the organisation, typed at every sign-in: small letters, digits and hyphens
    #[arg(long, value_name = "CODE")]
    organization: String,
    /// User name: 5 to 32 letters, digits, _ and -
    #[arg(long, value_name = "NAME")]
    username: String,
    /// Company name of a new organisation [default: its code]
    #[arg(long, value_name = "COMPANY")]
    name: Option<String>,
    /// What a new organisation is
    #[arg(long, value_enum, default_value_t = PartnerKind::Distributor)]
    kind: PartnerKind,
    #[command(flatten)]
    address: Address,
}

pub(super) async fn run(config: &Config, command: &Command) -> Result<(), Failure> {
    match command {
        Command::CreateMaster(master) => create_master(config, master).await,
        Command::ResetPassword(wanted) => reset_password(config, wanted).await,
    }
}

async fn reset_password(config: &Config, wanted: &ResetPassword) -> Result<(), Failure> {
    let source = node::open_source(config).await?;
    let done = async {
        source.migrate().await?;
        let mut owner = source.owner().await?;
        let token = hex::encode(rand::random::<[u8; 32]>());
        let now = Clock::machine().now();
        let reset = Reset {
            organization: &wanted.organization,
            username: &wanted.username,
            activation_hash: Sha256::digest(&token).to_vec(),
            activation_expires_at: now + chrono::TimeDelta::days(LINK_DAYS),
            second_factors: wanted.second_factors,
        };
        let key_file = node::key_file(config, &source).await?;
        let key = seal::Key::load_or_create(&key_file).map_err(AccountError::from)?;
        Ok::<_, Failure>((resets::reset_password(&mut owner, &reset, &store::Stamp { key, now }).await?, token))
    };
    let done = done.await;
    source.close().await?;
    let (outcome, token) = done?;
    let member = format!("{} of {}", wanted.username, wanted.organization);
    match outcome {
        Outcome::Linked => {
            say(&format!("The password of {member} works no longer and every session has ended."))?;
            say(&format!("Open this link within {LINK_DAYS} days to set a new one:"))?;
            say(&wanted.address.link(&token))
        }
        Outcome::Unknown => Err(Failure::Typed(format!("There is no member {member}. Check both words."))),
        Outcome::Disabled => Err(Failure::Typed(format!(
            "The login {member} is disabled or past its last day. An admin enables it in the portal first."
        ))),
        Outcome::Shut => Err(Failure::Typed(format!(
            "The organisation {} is not admitted or has left: none of its members can sign in.",
            wanted.organization
        ))),
    }
}

async fn create_master(config: &Config, master: &CreateMaster) -> Result<(), Failure> {
    check(master)?;
    let source = node::open_source(config).await?;
    let invited = async {
        source.migrate().await?;
        let mut owner = source.owner().await?;
        let token = hex::encode(rand::random::<[u8; 32]>());
        let new = NewMaster {
            organization: &master.organization.to_lowercase(),
            name: master.name.as_deref().unwrap_or(&master.organization),
            kind: master.kind,
            username: &master.username,
            activation_hash: Sha256::digest(&token).to_vec(),
            activation_expires_at: Clock::machine().now() + chrono::TimeDelta::days(LINK_DAYS),
        };
        let key_file = node::key_file(config, &source).await?;
        let key = seal::Key::load_or_create(&key_file).map_err(AccountError::from)?;
        let stamp = store::Stamp { key, now: Clock::machine().now() };
        Ok::<_, Failure>((store::invite_master(&mut owner, &new, &stamp).await?, token))
    };
    let invited = invited.await;
    source.close().await?;
    tell(master, invited?)
}

fn check(master: &CreateMaster) -> Result<(), Failure> {
    let code = master.organization.as_bytes();
    let fits = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'-';
    if !(2..=63).contains(&code.len()) || !code.iter().all(fits) || code[0] == b'-' {
        let text = "The organisation code has 2 to 63 small letters, digits and hyphens, and begins with no hyphen.";
        return Err(Failure::Typed(text.to_owned()));
    }
    let name = master.username.as_bytes();
    let fits = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    if !(5..=32).contains(&name.len()) || !name.iter().all(fits) || !name[0].is_ascii_alphabetic() {
        let text = "The user name has 5 to 32 letters, digits, _ and -, and begins with a letter.";
        return Err(Failure::Typed(text.to_owned()));
    }
    Ok(())
}

impl Address {
    fn link(&self, token: &str) -> String {
        format!("{}/activate?token={token}", self.url.trim_end_matches('/'))
    }
}

fn tell(master: &CreateMaster, (invited, token): (Invited, String)) -> Result<(), Failure> {
    match invited {
        Invited::Linked => {
            say(&format!("Open this link within {LINK_DAYS} days to set the password of {}:", master.username))?;
            say(&master.address.link(&token))
        }
        Invited::OtherMaster(username) => Err(Failure::Typed(format!(
            "{} has the master login {username} already. An organisation has one; it is changed in the portal.",
            master.organization
        ))),
        Invited::Active => Err(Failure::Typed(format!(
            "The master login {} has a password already. If nobody in the portal can reset it: portal member reset-password.",
            master.username
        ))),
        Invited::Taken => Err(Failure::Typed(format!(
            "{} is the user name of another member of {}. Choose another.",
            master.username, master.organization
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn master(organization: &str, username: &str) -> CreateMaster {
        let (organization, username) = (organization.to_owned(), username.to_owned());
        CreateMaster {
            organization,
            username,
            name: None,
            kind: PartnerKind::Distributor,
            address: Address { url: String::new() },
        }
    }

    #[test]
    fn the_link_leads_where_browsers_reach_the_portal() {
        #[derive(clap::Parser)]
        struct Line {
            #[command(flatten)]
            master: CreateMaster,
        }
        let words = ["x", "--organization", "yunhe", "--username", "master"];
        for option in ["--public-url", "--url"] {
            let line = words.into_iter().chain([option, "https://portal.example.com/"]);
            let master = <Line as clap::Parser>::try_parse_from(line).unwrap().master;
            assert_eq!(master.address.link("abc"), "https://portal.example.com/activate?token=abc");
        }
    }

    #[test]
    fn codes_and_user_names_are_checked_before_anything_is_made() {
        assert!(check(&master("yunhe", "master")).is_ok());
        for (organization, username) in
            [("y", "master"), ("-yunhe", "master"), ("云禾", "master"), ("yunhe", "boss"), ("yunhe", "1master")]
        {
            assert!(check(&master(organization, username)).is_err(), "{organization} {username}");
        }
    }
}
