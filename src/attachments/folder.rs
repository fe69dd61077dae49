//! The folder of the bytes: `incoming/` for what arrives, `ab/cdef…` for what is kept, by SHA-256. Written atomically: a name
//! exists only with all its bytes on disk. Knows no table but through `store`.

use std::{
    io,
    path::{Path, PathBuf},
    time::Duration,
};

use bytes::{Bytes, BytesMut};
use futures::{Stream, stream};
use tokio::{
    fs::{self, File},
    io::AsyncReadExt,
};
use uuid::Uuid;

use super::{intake::Received, store};
use crate::{db::Db, web::Error};

/// Bytes read at once.
pub(super) const CHUNK: usize = 64 * 1024;
/// A file without a row is a change that failed, once no request can still be at it.
const ORPHANED: Duration = Duration::from_secs(3600);

/// Where files lie while they arrive.
const INCOMING: &str = "incoming";

/// Where a file with this hash lies.
fn path_of(root: &Path, sha256: &[u8]) -> PathBuf {
    let name = hex::encode(sha256);
    let (shelf, rest) = name.split_at(name.len().min(2));
    root.join(shelf).join(rest)
}

/// A new file in `incoming/`, which goes with its guard.
pub(super) async fn arrive(root: &Path) -> Result<(Draft, File), Error> {
    let folder = root.join(INCOMING);
    fs::create_dir_all(&folder).await.map_err(broken)?;
    let draft = Draft(folder.join(Uuid::now_v7().simple().to_string()));
    let file = File::create_new(&draft.0).await.map_err(broken)?;
    Ok((draft, file))
}

/// A file that is not kept yet: deleted when dropped.
#[derive(Debug)]
pub(super) struct Draft(PathBuf);

impl Draft {
    /// Where it lies, for the scanner.
    pub(super) fn path(&self) -> &Path {
        &self.0
    }

    /// The bytes it begins with, at most `most`.
    pub(super) async fn head(&self, most: u64) -> Result<Vec<u8>, Error> {
        let mut head = Vec::new();
        File::open(&self.0).await.map_err(broken)?.take(most).read_to_end(&mut head).await.map_err(broken)?;
        Ok(head)
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        // Kept, it has another name by now.
        let _ = std::fs::remove_file(&self.0);
    }
}

/// Gives a received file its name. The same bytes may lie there already: then these take their place.
pub(super) async fn place(root: &Path, received: Received) -> Result<(), Error> {
    let path = path_of(root, received.sha256());
    let shelf = path.parent().unwrap_or(root);
    fs::create_dir_all(shelf).await.map_err(broken)?;
    fs::rename(&received.draft.0, &path).await.map_err(broken)?;
    File::open(shelf).await.map_err(broken)?.sync_all().await.map_err(broken)
}

/// The bytes of a kept file.
pub(super) async fn open(root: &Path, sha256: &[u8]) -> Result<File, Error> {
    File::open(path_of(root, sha256)).await.map_err(broken)
}

/// A file in chunks: what is in memory does not grow with it.
pub fn chunks(file: File) -> impl Stream<Item = io::Result<Bytes>> {
    stream::try_unfold(file, |mut file| async move {
        let mut chunk = BytesMut::with_capacity(CHUNK);
        let read = file.read_buf(&mut chunk).await?;
        Ok((read > 0).then(|| (chunk.freeze(), file)))
    })
}

/// What the disk says goes to the log only.
pub(super) fn broken(error: io::Error) -> Error {
    Error::Internal(format!("attachments: {error}").into())
}

/// Deletes files that no row names, an hour after they came: what a failed change or a killed process left. Answers how many.
///
/// # Errors
/// When the folder cannot be read or the database refuses.
pub async fn sweep(db: &Db, root: &Path) -> Result<u64, Error> {
    let mut swept = 0;
    for folder in entries(root).await? {
        let shelf = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        // Beside the shelves lie files of others, which know themselves how long they are kept.
        let is_shelf = shelf == INCOMING || shelf.len() == 2 && shelf.bytes().all(|letter| letter.is_ascii_hexdigit());
        if !is_shelf {
            continue;
        }
        for file in entries(&folder).await? {
            if !is_old(&file).await {
                continue;
            }
            let rest = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            let gone = match hex::decode(format!("{shelf}{rest}")) {
                Ok(sha256) => store::forget(db, &sha256, &file).await?,
                Err(_) => fs::remove_file(&file).await.is_ok(),
            };
            swept += u64::from(gone);
        }
    }
    Ok(swept)
}

async fn entries(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let mut found = Vec::new();
    let mut entries = match fs::read_dir(folder).await {
        Ok(entries) => entries,
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            return Ok(found);
        }
        Err(error) => return Err(broken(error)),
    };
    while let Some(entry) = entries.next_entry().await.map_err(broken)? {
        found.push(entry.path());
    }
    Ok(found)
}

/// Whether the machine's disk says that the file lies there for an hour.
async fn is_old(file: &Path) -> bool {
    let age = async { fs::metadata(file).await.ok()?.modified().ok()?.elapsed().ok() };
    age.await.is_some_and(|age| age >= ORPHANED)
}
