//! The state file. A world is a function of its setting and first day, plus what was done to it: so the file holds one
//! line for the former, written beside the file and renamed onto it, and one line for each call that changed something,
//! appended whole before the call is answered. A kill leaves at most a torn last line, whose call was never answered;
//! it is cut off at the next start. (Rewriting the whole file at each effect would cost more with every effect.)

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Write},
    path::{Path, PathBuf},
};

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{deeds::Deed, ledger::Effect, options::Setting};
use crate::values::month::vendor_date;

/// First line of the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Head {
    pub(super) version: u32,
    pub(super) setting: Setting,
    /// Real instant of the world's creation.
    pub(super) created_at: DateTime<Utc>,
    /// World time at that instant.
    pub(super) start: DateTime<Utc>,
}

/// What one call, or one word of the control, did to the world.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Entry {
    pub(super) at: DateTime<Utc>,
    pub(super) deeds: Vec<Deed>,
    pub(super) effects: Vec<Effect>,
}

/// Why a state file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum StateError {
    /// The file cannot be read or written.
    #[error("the state file {path} cannot be used: {source}")]
    File {
        /// Where the file is.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The file holds something else.
    #[error("the state file {path}, line {line}, is not a sandbox's state; name another file or remove it")]
    Unreadable {
        /// Where the file is.
        path: PathBuf,
        /// Line number, from 1.
        line: usize,
    },
    /// The file holds a world with other options.
    #[error("the state file {path} holds another world ({difference}); give the same options or another file")]
    Different {
        /// Where the file is.
        path: PathBuf,
        /// The options that differ.
        difference: String,
    },
}

/// The options that differ, in words: `seed 1, not 2`.
fn difference(kept: &Head, wanted: &Head) -> String {
    let (kept, wanted) = (serde_json::json!(kept.setting), serde_json::json!(wanted.setting));
    let fields = kept.as_object().into_iter().flatten();
    let unlike = fields.filter(|(name, value)| wanted[name.as_str()] != **value);
    let words: Vec<String> =
        unlike.map(|(name, value)| format!("{name} {value}, not {}", wanted[name.as_str()])).collect();
    if words.is_empty() { "written by another version".to_owned() } else { words.join("; ") }
}

/// An open state file.
pub(super) struct Journal {
    path: PathBuf,
    file: File,
    /// Bytes of whole lines.
    length: u64,
}

impl Journal {
    /// Opens the file, or makes it with `head`; what it already holds comes back in order.
    /// `today`, where it was asked for, must be the day the file's world began on.
    pub(super) fn open(
        path: &Path,
        head: &Head,
        today: Option<NaiveDate>,
    ) -> Result<(Self, Head, Vec<Entry>), StateError> {
        let failed = |source| StateError::File { path: path.to_owned(), source };
        if !path.exists() {
            Self::create(path, head).map_err(failed)?;
        }
        let text = fs::read(path).map_err(failed)?;
        let whole = text.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
        let unreadable = |line| StateError::Unreadable { path: path.to_owned(), line };
        let mut lines = text[..whole].split(|byte| *byte == b'\n').filter(|line| !line.is_empty()).enumerate();
        let (_, first) = lines.next().ok_or_else(|| unreadable(1))?;
        let kept: Head = serde_json::from_slice(first).map_err(|_| unreadable(1))?;
        if kept.setting != head.setting || kept.version != head.version {
            let difference = difference(&kept, head);
            return Err(StateError::Different { path: path.to_owned(), difference });
        }
        let began = vendor_date(kept.start);
        if let Some(today) = today.filter(|today| *today != began) {
            let difference = format!("today {began}, not {today}");
            return Err(StateError::Different { path: path.to_owned(), difference });
        }
        let entries = lines
            .map(|(index, line)| serde_json::from_slice(line).map_err(|_| unreadable(index + 1)))
            .collect::<Result<_, _>>()?;
        let file = OpenOptions::new().append(true).open(path).map_err(failed)?;
        file.set_len(whole as u64).map_err(failed)?;
        Ok((Self { path: path.to_owned(), file, length: whole as u64 }, kept, entries))
    }

    fn create(path: &Path, head: &Head) -> io::Result<()> {
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            fs::create_dir_all(folder)?;
        }
        let beside = path.with_extension("new");
        let mut line = serde_json::to_vec(head)?;
        line.push(b'\n');
        let mut file = File::create(&beside)?;
        file.write_all(&line)?;
        file.sync_all()?;
        fs::rename(&beside, path)
    }

    /// Appends one entry in one write.
    pub(super) fn append(&mut self, entry: &Entry) -> Result<(), StateError> {
        let failed = |source| StateError::File { path: self.path.clone(), source };
        let mut line = serde_json::to_vec(entry).map_err(|error| failed(error.into()))?;
        line.push(b'\n');
        if let Err(error) = self.file.write_all(&line) {
            // Half a line would spoil the next one; if cutting fails too, the next start cuts or names the line.
            let _ = self.file.set_len(self.length);
            return Err(failed(error));
        }
        self.length += line.len() as u64;
        Ok(())
    }
}
