//! Under which account the private server runs: Postgres refuses root, so root hands it to an unprivileged one.

use std::{
    fs, io,
    os::unix::fs::{MetadataExt, chown},
    path::Path,
};

use nix::unistd::{User, geteuid};
use tokio::process::Command;

use super::error::EmbeddedError;

/// The account of the server.
#[derive(Debug, Clone)]
pub(super) struct Account {
    /// Set when the portal runs as root: whom the server runs as.
    other: Option<User>,
}

impl Account {
    /// The present account, or for root `postgres`, or else `nobody`.
    pub(super) fn choose() -> Result<Self, EmbeddedError> {
        if !geteuid().is_root() {
            return Ok(Self { other: None });
        }
        let known = |name| User::from_name(name).ok().flatten();
        let other = known("postgres").or_else(|| known("nobody")).ok_or(EmbeddedError::NoAccount)?;
        Ok(Self { other: Some(other) })
    }

    /// A command that will run as this account, with nothing of our surroundings that could turn Postgres' head.
    pub(super) fn command(&self, program: &Path, directory: &Path) -> Command {
        let mut command = Command::new(program);
        command.current_dir(directory).env("LC_ALL", "C").env("TZ", "UTC").kill_on_drop(false);
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("PG") {
                command.env_remove(name);
            }
        }
        if let Some(user) = &self.other {
            command.uid(user.uid.as_raw()).gid(user.gid.as_raw());
        }
        command
    }

    /// Gives a file or folder to this account.
    pub(super) fn give(&self, path: &Path) -> io::Result<()> {
        match &self.other {
            Some(user) => chown(path, Some(user.uid.as_raw()), Some(user.gid.as_raw())),
            None => Ok(()),
        }
    }

    /// The numeric user id of this account.
    pub(super) fn uid(&self) -> u32 {
        self.other.as_ref().map_or_else(|| geteuid().as_raw(), |user| user.uid.as_raw())
    }

    /// Whether the server runs under another account than ours.
    pub(super) const fn is_other(&self) -> bool {
        self.other.is_some()
    }

    /// Checks that this account may pass through every folder down to `path`.
    pub(super) fn may_reach(&self, path: &Path) -> Result<(), EmbeddedError> {
        let Some(user) = &self.other else { return Ok(()) };
        for folder in path.ancestors() {
            let found = fs::metadata(folder).map_err(|source| EmbeddedError::files(folder, source))?;
            let bit = if found.uid() == user.uid.as_raw() {
                0o100
            } else if found.gid() == user.gid.as_raw() {
                0o010
            } else {
                0o001
            };
            if found.mode() & bit == 0 {
                return Err(EmbeddedError::Unreachable { account: user.name.clone(), obstacle: folder.to_owned() });
            }
        }
        Ok(())
    }
}
