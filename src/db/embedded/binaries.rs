//! Looks for the programs of an installed Postgres. Starts nothing but `postgres --version`.

use std::{
    collections::BTreeMap,
    fmt, fs,
    path::{Path, PathBuf},
};

use tokio::process::Command;

use super::error::EmbeddedError;

/// The oldest major version the portal works with.
pub const OLDEST: u32 = 14;

/// Version of a Postgres server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version {
    /// Decides which data directories it can read.
    pub major: u32,
    /// Corrections.
    pub minor: u32,
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)
    }
}

impl Version {
    /// Reads the answer of `postgres --version`: `postgres (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)`, `… 18beta1`.
    fn read(answer: &str) -> Option<Self> {
        let (_, rest) = answer.split_once("(PostgreSQL) ")?;
        let mut numbers = rest.split(|c: char| !c.is_ascii_digit());
        Some(Self { major: numbers.next()?.parse().ok()?, minor: numbers.next()?.parse().unwrap_or(0) })
    }
}

/// One installed Postgres.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Binaries {
    pub(super) version: Version,
    pub(super) directory: PathBuf,
}

impl Binaries {
    /// Path of one of its programs.
    pub(super) fn program(&self, name: &str) -> PathBuf {
        self.directory.join(name)
    }
}

/// Finds the newest installed Postgres, or the one that made the existing data (`data_major`, found in `cluster`).
/// With `only`, looks in that folder and nowhere else.
pub(super) async fn find(
    only: Option<&Path>,
    data_major: Option<u32>,
    cluster: &Path,
) -> Result<Binaries, EmbeddedError> {
    let folders = only.map_or_else(usual_folders, |folder| vec![folder.to_owned()]);
    let mut found = BTreeMap::new();
    for folder in &folders {
        if let Some(binaries) = examine(folder).await {
            found.insert(binaries.version, binaries);
        }
    }
    choose(found, &folders, data_major, cluster)
}

fn choose(
    mut found: BTreeMap<Version, Binaries>,
    folders: &[PathBuf],
    data_major: Option<u32>,
    cluster: &Path,
) -> Result<Binaries, EmbeddedError> {
    let Some((newest, _)) = found.last_key_value().map(|(version, binaries)| (*version, binaries.clone())) else {
        let looked_in = folders.iter().map(|folder| folder.display().to_string()).collect::<Vec<_>>().join(", ");
        return Err(EmbeddedError::NotFound { looked_in });
    };
    if newest.major < OLDEST {
        let directory = found.pop_last().map(|(_, binaries)| binaries.directory).unwrap_or_default();
        return Err(EmbeddedError::TooOld { found: newest, directory });
    }
    let wanted = data_major.unwrap_or(newest.major);
    found.retain(|version, _| version.major == wanted);
    let fitting = found.pop_last().map(|(_, binaries)| binaries);
    fitting.ok_or(EmbeddedError::OtherMajor { cluster: cluster.to_owned(), data: wanted, found: newest })
}

async fn examine(folder: &Path) -> Option<Binaries> {
    let server = folder.join("postgres");
    let folder = fs::canonicalize(&server).ok()?.parent()?.to_owned();
    if !["initdb", "pg_ctl"].iter().all(|name| folder.join(name).is_file()) {
        return None;
    }
    let output = Command::new(&server).arg("--version").output().await.ok()?;
    let version = Version::read(&String::from_utf8_lossy(&output.stdout))?;
    Some(Binaries { version, directory: folder })
}

/// Where distributions, Homebrew and Postgres.app put servers, then the search path.
fn usual_folders() -> Vec<PathBuf> {
    let mut folders = Vec::new();
    for (parent, below) in [
        ("/usr/lib/postgresql", "bin"),
        ("/usr/pgsql", "bin"),
        ("/opt/homebrew/opt", "bin"),
        ("/usr/local/opt", "bin"),
        ("/home/linuxbrew/.linuxbrew/opt", "bin"),
        ("/Applications/Postgres.app/Contents/Versions", "bin"),
    ] {
        let entries = fs::read_dir(parent).into_iter().flatten().flatten();
        folders.extend(entries.map(|entry| entry.path().join(below)).filter(|folder| folder.join("postgres").exists()));
    }
    let versions = 14..=40;
    folders.extend(versions.map(|major| PathBuf::from(format!("/usr/pgsql-{major}/bin"))).filter(|f| f.is_dir()));
    folders.push(PathBuf::from("/usr/local/pgsql/bin"));
    folders.extend(std::env::var_os("PATH").iter().flat_map(std::env::split_paths));
    folders
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read_from_what_packages_print() {
        let read = |text| Version::read(text).map(|version| version.to_string());
        assert_eq!(read("postgres (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)\n").as_deref(), Some("15.14"));
        assert_eq!(read("postgres (PostgreSQL) 17.2 (Homebrew)\n").as_deref(), Some("17.2"));
        assert_eq!(read("postgres (PostgreSQL) 19beta1\n").as_deref(), Some("19.0"));
        assert_eq!(read("postgres (PostgreSQL) 9.6.24").as_deref(), Some("9.6"));
        assert_eq!(read("something else"), None);
    }

    fn installed(versions: &[(u32, u32)]) -> BTreeMap<Version, Binaries> {
        let entry = |&(major, minor): &(u32, u32)| {
            let version = Version { major, minor };
            (version, Binaries { version, directory: PathBuf::from(format!("/pg{major}")) })
        };
        versions.iter().map(entry).collect()
    }

    #[test]
    fn the_newest_is_chosen_unless_the_data_asks_for_another() {
        let pick = |versions: &[(u32, u32)], data| choose(installed(versions), &[], data, Path::new("/d"));
        assert_eq!(pick(&[(15, 9), (17, 1), (16, 4)], None).unwrap().version.major, 17);
        assert_eq!(pick(&[(15, 9), (15, 14)], None).unwrap().version.minor, 14);
        assert_eq!(pick(&[(15, 9), (17, 1)], Some(15)).unwrap().version.major, 15);
        assert!(matches!(pick(&[(17, 1)], Some(15)), Err(EmbeddedError::OtherMajor { data: 15, .. })));
        assert!(matches!(pick(&[(13, 20)], None), Err(EmbeddedError::TooOld { .. })));
        assert!(matches!(pick(&[], None), Err(EmbeddedError::NotFound { .. })));
    }
}
