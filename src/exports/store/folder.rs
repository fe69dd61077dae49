//! The files of exports: `exports/` in the folder of the attachments, each named by the try that wrote it, so that two tries never
//! write into one. What no row names is deleted an hour after it was last written.

use std::{
    io,
    path::{Path, PathBuf},
    time::Duration,
};

use tokio::fs::{self, File};
use uuid::Uuid;

/// A file that no row names belongs to a try that was killed, once nothing was written to it for so long.
const ORPHANED: Duration = Duration::from_secs(3600);

fn shelf(root: &Path) -> PathBuf {
    root.join("exports")
}

fn path_of(root: &Path, file: Uuid) -> PathBuf {
    shelf(root).join(file.simple().to_string())
}

/// A new, empty file.
pub(super) async fn begin(root: &Path, file: Uuid) -> io::Result<File> {
    fs::create_dir_all(shelf(root)).await?;
    File::create_new(path_of(root, file)).await
}

/// The bytes of an export.
///
/// # Errors
/// When they are not where they were put.
pub async fn open(root: &Path, file: Uuid) -> io::Result<File> {
    File::open(path_of(root, file)).await
}

/// Deletes a file; one that is gone already is no error.
pub(super) async fn remove(root: &Path, file: Uuid) {
    if let Err(error) = fs::remove_file(path_of(root, file)).await
        && error.kind() != io::ErrorKind::NotFound
    {
        tracing::warn!(%error, "an exported file could not be deleted; the next sweep tries again");
    }
}

/// The files that nothing was written to for an hour.
pub(super) async fn old(root: &Path) -> io::Result<Vec<Uuid>> {
    let mut entries = match fs::read_dir(shelf(root)).await {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let mut found = Vec::new();
    while let Some(entry) = entries.next_entry().await? {
        let age = async { entry.metadata().await.ok()?.modified().ok()?.elapsed().ok() };
        let is_old = age.await.is_some_and(|age| age >= ORPHANED);
        found.extend(entry.file_name().to_str().and_then(|name| Uuid::parse_str(name).ok()).filter(|_| is_old));
    }
    Ok(found)
}
