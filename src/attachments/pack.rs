//! Several files as one ZIP archive, written while its reader takes it: what is in memory does not grow with it. Knows no table
//! and no sender.

use std::{
    io::{self, Write},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
    vec,
};

use bytes::{Bytes, BytesMut};
use chrono::{Datelike, NaiveDateTime, Timelike};
use futures::{Stream, stream};
use tokio::{fs::File, io::AsyncReadExt};
use zip::{
    CompressionMethod, DateTime, ZipWriter,
    result::ZipError,
    write::{SimpleFileOptions, StreamWriter},
};

use super::folder::{self, CHUNK};
use crate::web::Error;

/// Effort of the compression: most evidence is compressed already.
const EFFORT: i64 = 1;

/// A part of an archive.
#[derive(Debug)]
pub struct Entry {
    /// Its path in the archive: relative, with `/`; of no two parts the same.
    pub name: String,
    /// When it came.
    pub at: NaiveDateTime,
    /// What it holds.
    pub content: Content,
}

/// What a part of an archive holds.
#[derive(Debug)]
pub enum Content {
    /// A text that is made with the archive.
    Text(String),
    /// A kept file, by its SHA-256.
    File(Vec<u8>),
}

/// The archive in chunks. What is read away is all that waits for it.
///
/// # Errors
/// When one of the files is not where it was put; later ones end the stream.
pub async fn pack(root: &Path, entries: Vec<Entry>) -> Result<impl Stream<Item = io::Result<Bytes>> + use<>, Error> {
    for entry in &entries {
        if let Content::File(sha256) = &entry.content {
            folder::open(root, sha256).await?;
        }
    }
    let sink = Sink::default();
    let archive = ZipWriter::new_stream(sink.clone());
    let packing =
        Packing { root: root.to_owned(), entries: entries.into_iter(), archive: Some(archive), sink, file: None };
    Ok(stream::try_unfold(packing, |mut packing| async move {
        let chunk = packing.next().await.inspect_err(|error| tracing::error!(%error, "an archive is cut off"))?;
        Ok(chunk.map(|chunk| (chunk, packing)))
    }))
}

/// An archive that is being written.
struct Packing {
    root: PathBuf,
    entries: vec::IntoIter<Entry>,
    /// Gone once the directory at its end is written.
    archive: Option<ZipWriter<StreamWriter<Sink>>>,
    sink: Sink,
    /// The file that is being put in.
    file: Option<File>,
}

impl Packing {
    /// The next bytes of the archive; none at its end.
    async fn next(&mut self) -> io::Result<Option<Bytes>> {
        loop {
            let written = self.sink.take();
            if !written.is_empty() {
                return Ok(Some(written));
            }
            if self.archive.is_none() {
                return Ok(None);
            }
            self.step().await?;
        }
    }

    /// Puts the next piece in: a chunk of the present file, the head of the next, or the directory at the end.
    async fn step(&mut self) -> io::Result<()> {
        let Some(archive) = &mut self.archive else { return Ok(()) };
        if let Some(file) = &mut self.file {
            let mut chunk = BytesMut::with_capacity(CHUNK);
            match file.read_buf(&mut chunk).await? {
                0 => self.file = None,
                _ => archive.write_all(&chunk)?,
            }
            return Ok(());
        }
        match self.entries.next() {
            Some(entry) => {
                archive.start_file(entry.name, options(entry.at)).map_err(broken)?;
                match entry.content {
                    Content::Text(text) => archive.write_all(text.as_bytes())?,
                    Content::File(sha256) => {
                        let opened = folder::open(&self.root, &sha256).await;
                        self.file = Some(opened.map_err(|_| io::Error::from(io::ErrorKind::NotFound))?);
                    }
                }
            }
            None => {
                if let Some(archive) = self.archive.take() {
                    archive.finish().map_err(broken)?;
                }
            }
        }
        Ok(())
    }
}

fn options(at: NaiveDateTime) -> SimpleFileOptions {
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    options.compression_level(Some(EFFORT)).last_modified_time(instant(at).unwrap_or_default())
}

/// As archives keep it: from 1980 on, without a zone.
fn instant(at: NaiveDateTime) -> Option<DateTime> {
    let small = |number: u32| u8::try_from(number).ok();
    let (year, month, day) = (u16::try_from(at.year()).ok()?, small(at.month())?, small(at.day())?);
    DateTime::from_date_and_time(year, month, day, small(at.hour())?, small(at.minute())?, small(at.second())?).ok()
}

fn broken(error: ZipError) -> io::Error {
    io::Error::other(error)
}

/// Where the archive is written to and read away from.
#[derive(Clone, Default)]
struct Sink(Arc<Mutex<Vec<u8>>>);

impl Sink {
    fn take(&self) -> Bytes {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner)).into()
    }
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read};

    use futures::StreamExt;
    use sha2::{Digest, Sha256};
    use zip::ZipArchive;

    use super::*;

    /// A folder with these files, and their hashes.
    fn kept(files: &[Vec<u8>]) -> (PathBuf, Vec<Vec<u8>>) {
        let root = std::env::temp_dir().join(format!("portal-pack-{}", uuid::Uuid::new_v4().simple()));
        let keep = |bytes: &Vec<u8>| {
            let sha256 = Sha256::digest(bytes).to_vec();
            let name = hex::encode(&sha256);
            std::fs::create_dir_all(root.join(&name[..2])).unwrap();
            std::fs::write(root.join(&name[..2]).join(&name[2..]), bytes).unwrap();
            sha256
        };
        let hashes = files.iter().map(keep).collect();
        (root, hashes)
    }

    #[tokio::test]
    async fn an_archive_holds_what_was_put_in_and_never_much_of_it_in_memory() {
        // Not to be compressed: the archive is as large as what it holds.
        let mut seed = 1_u64;
        let mut noise = || {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 56) as u8
        };
        let files: Vec<Vec<u8>> =
            [3 * CHUNK + 7, 1, CHUNK].iter().map(|size| (0..*size).map(|_| noise()).collect()).collect();
        let (root, hashes) = kept(&files);
        let at = "2026-11-22T12:00:00".parse().unwrap();
        let mut entries = vec![Entry { name: "index.csv".into(), at, content: Content::Text("名称\r\n".into()) }];
        for (place, sha256) in hashes.iter().enumerate() {
            entries.push(Entry { name: format!("照片/{place}.png"), at, content: Content::File(sha256.clone()) });
        }
        let mut stream = Box::pin(pack(&root, entries).await.unwrap());
        let (mut whole, mut largest) = (Vec::new(), 0);
        while let Some(chunk) = stream.next().await {
            let chunk = chunk.unwrap();
            largest = largest.max(chunk.len());
            whole.extend_from_slice(&chunk);
        }
        assert!(largest <= 2 * CHUNK, "{largest} bytes at once");
        let mut archive = ZipArchive::new(Cursor::new(whole)).unwrap();
        let mut read = |name: &str| {
            let mut bytes = Vec::new();
            archive.by_name(name).unwrap().read_to_end(&mut bytes).unwrap();
            bytes
        };
        assert_eq!(read("index.csv"), "名称\r\n".as_bytes());
        for (place, file) in files.iter().enumerate() {
            assert_eq!(read(&format!("照片/{place}.png")), *file);
        }
        std::fs::remove_dir_all(&root).unwrap();
        let lost = vec![Entry { name: "a".into(), at, content: Content::File(hashes[0].clone()) }];
        assert!(pack(&root, lost).await.is_err(), "told before anything is sent");
    }
}
