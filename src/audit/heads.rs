//! The heads of the chains in a file outside the database, a line an organisation and day: whoever cuts the tail of a chain
//! or computes it anew cannot do so there. Copy the file to where the database's administrator does not write.
//!
//! A line reads: instant, organisation id and code, number of records, hash of the last: `2026-11-22T04:00:00Z 1 yunhe 42 ab12…`.

use std::{
    fs,
    io::{self, Read, Write},
    path::{Path, PathBuf},
};

use chrono::{DateTime, NaiveDate, Utc};

use crate::db::{self, Db};

/// The file in a data directory.
#[must_use]
pub fn file_in(data_dir: &Path) -> PathBuf {
    data_dir.join("audit-heads.log")
}

/// Why heads could not be copied or read.
#[derive(Debug, thiserror::Error)]
pub enum HeadsError {
    /// The database refused.
    #[error("the database failed: {0}")]
    Database(#[from] db::Error),
    /// The file cannot be read or written.
    #[error("the file {0} cannot be read or written: {1}")]
    File(PathBuf, #[source] io::Error),
    /// A line of the file is none of ours.
    #[error("line {1} of {0} cannot be read")]
    Line(PathBuf, usize),
}

/// A line of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Head {
    pub at: DateTime<Utc>,
    pub organization_id: i64,
    pub code: String,
    pub seq: i64,
    pub hash: Vec<u8>,
}

impl Head {
    fn parse(line: &str) -> Option<Self> {
        let mut words = line.split(' ');
        let mut word = || words.next();
        let head = Self {
            at: word()?.parse().ok()?,
            organization_id: word()?.parse().ok()?,
            code: word()?.to_owned(),
            seq: word()?.parse().ok()?,
            hash: hex::decode(word()?).ok().filter(|hash| hash.len() == 32)?,
        };
        word().is_none().then_some(head)
    }

    fn line(&self) -> String {
        let at = self.at.format("%Y-%m-%dT%H:%M:%SZ");
        format!("{at} {} {} {} {}\n", self.organization_id, self.code, self.seq, hex::encode(&self.hash))
    }
}

/// Appends today's heads unless they are there; answers whether it did. A day is one of UTC.
///
/// # Errors
/// When the database or the file refuses.
pub async fn keep(db: &Db, now: DateTime<Utc>, file: &Path) -> Result<bool, HeadsError> {
    if last_day(&read(file)?) == Some(now.date_naive()) {
        return Ok(false);
    }
    let mut connection = db.open_every().await?;
    let rows = sqlx::query!(
        "select h.organization_id, o.code, h.seq, h.hash from audit_heads h join organizations o on o.id = h.organization_id
         order by h.organization_id",
    )
    .fetch_all(&mut *connection)
    .await?;
    drop(connection);
    let heads = rows.into_iter().map(|row| {
        Head { at: now, organization_id: row.organization_id, code: row.code, seq: row.seq, hash: row.hash }.line()
    });
    let lines: String = heads.collect();
    if lines.is_empty() {
        return Ok(false);
    }
    let append = || {
        let mut opened = fs::OpenOptions::new().create(true).read(true).append(true).open(file)?;
        let mut text = String::new();
        opened.read_to_string(&mut text)?;
        // A line that a crash cut off would spoil the one after it.
        opened.set_len(whole(&text).len() as u64)?;
        opened.write_all(lines.as_bytes())?;
        opened.sync_all()
    };
    append().map_err(|error| HeadsError::File(file.to_owned(), error))?;
    Ok(true)
}

fn last_day(heads: &[Head]) -> Option<NaiveDate> {
    heads.last().map(|head| head.at.date_naive())
}

/// The lines of the file; none when there is no file yet. A last line that was cut off in writing is left out.
pub(super) fn read(file: &Path) -> Result<Vec<Head>, HeadsError> {
    let text = match fs::read_to_string(file) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(HeadsError::File(file.to_owned(), error)),
    };
    let line = |(place, line)| Head::parse(line).ok_or_else(|| HeadsError::Line(file.to_owned(), place + 1));
    whole(&text).lines().enumerate().map(line).collect()
}

/// The lines that were written to their end.
fn whole(text: &str) -> &str {
    text.rfind('\n').map_or("", |end| &text[..=end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_read_back_and_a_cut_one_is_left_out() {
        let at = "2026-11-22T04:00:00Z".parse().unwrap();
        let head = Head { at, organization_id: 1, code: "yunhe".to_owned(), seq: 42, hash: vec![7; 32] };
        assert_eq!(Head::parse(head.line().trim_end()), Some(head.clone()));
        let file = std::env::temp_dir().join(format!("heads-{}", uuid::Uuid::new_v4()));
        assert_eq!(read(&file).unwrap(), []);
        fs::write(&file, format!("{}2026-11-23T04:0", head.line())).unwrap();
        assert_eq!(read(&file).unwrap(), [head]);
        fs::write(&file, "what is this\n").unwrap();
        assert!(matches!(read(&file), Err(HeadsError::Line(_, 1))));
        fs::remove_file(file).unwrap();
    }
}
