//! Walks every chain from its first record to its last, computes each hash anew, and names what does not fit.

use std::{collections::HashMap, fmt, path::Path};

use chrono::NaiveDate;
use futures::TryStreamExt;
use sqlx::PgConnection;

use super::{
    chain::{GENESIS, Record},
    heads::{self, Head, HeadsError},
};
use crate::db::Error;

/// Findings told of one chain; after so many the rest says nothing new.
const MOST: usize = 100;

/// One organisation's chain, walked to its end.
#[derive(Debug)]
pub struct Chain {
    /// Code of the organisation.
    pub organization: String,
    /// Records found.
    pub records: i64,
    /// What does not fit, in the order of the chain; empty when it is whole.
    pub findings: Vec<Finding>,
}

/// A record that does not fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Finding {
    /// Its place in the chain.
    pub seq: i64,
    /// What is wrong with it.
    pub flaw: Flaw,
}

/// What can be wrong with a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flaw {
    /// Its content or hash was changed after it had been written.
    Changed,
    /// It and those up to `until` are not there.
    Removed {
        /// The last one that is missing.
        until: i64,
    },
    /// It stood at another place.
    Moved {
        /// Where it was written.
        from: i64,
    },
    /// The chain ended later once: it and those up to `until` were cut off.
    Cut {
        /// The last record known of.
        until: i64,
    },
    /// It is not the record whose hash was copied out of the database that day: the chain was computed anew.
    Rewritten {
        /// Day of the copy.
        kept_on: NaiveDate,
    },
    /// It stands beyond the head of the chain: it was not added by the portal.
    Added,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seq = self.seq;
        match self.flaw {
            Flaw::Changed => write!(f, "record {seq} was changed"),
            Flaw::Removed { until } if until == seq => write!(f, "record {seq} was removed"),
            Flaw::Removed { until } => write!(f, "records {seq} to {until} were removed"),
            Flaw::Moved { from } => write!(f, "record {seq} was reordered: it was written as record {from}"),
            Flaw::Cut { until } if until == seq => write!(f, "record {seq} was cut off the end"),
            Flaw::Cut { until } => write!(f, "records {seq} to {until} were cut off the end"),
            Flaw::Rewritten { kept_on } => {
                write!(f, "record {seq} is not the one whose hash was kept on {kept_on}: the chain was rewritten")
            }
            Flaw::Added => write!(f, "record {seq} stands beyond the head of the chain: the portal did not write it"),
        }
    }
}

/// Walks every chain that the connection sees and compares it with the heads kept in `file`, if there is one.
///
/// # Errors
/// When the database or the file cannot be read.
pub async fn verify(connection: &mut PgConnection, file: &Path) -> Result<Vec<Chain>, HeadsError> {
    let mut kept: HashMap<i64, Vec<Head>> = HashMap::new();
    for head in heads::read(file)? {
        kept.entry(head.organization_id).or_default().push(head);
    }
    let organizations = sqlx::query!(
        r#"select o.id, o.code, h.seq as "seq?", h.hash as "hash?" from organizations o
           left join audit_heads h on h.organization_id = o.id order by o.id"#,
    )
    .fetch_all(&mut *connection)
    .await?;
    let mut chains = Vec::new();
    for organization in organizations {
        let head = organization.seq.zip(organization.hash);
        let kept = kept.remove(&organization.id).unwrap_or_default();
        let walk = walk(&mut *connection, organization.id, &kept).await?;
        chains.push(walk.end(organization.code, head, &kept));
    }
    // Organisations that only the file knows.
    for (_, gone) in kept {
        let Some(last) = gone.into_iter().max_by_key(|head| head.seq) else { continue };
        let finding = Finding { seq: 1, flaw: Flaw::Cut { until: last.seq } };
        chains.push(Chain { organization: last.code, records: 0, findings: vec![finding] });
    }
    Ok(chains)
}

struct Walk {
    records: i64,
    seq: i64,
    hash: Vec<u8>,
    /// Whether the last record was named already, so that the next one's link says nothing new.
    doubtful: bool,
    findings: Vec<Finding>,
}

impl Walk {
    fn note(&mut self, seq: i64, flaw: Flaw) {
        if self.findings.len() < MOST && !self.findings.iter().any(|finding| finding.seq == seq) {
            self.findings.push(Finding { seq, flaw });
        }
    }

    fn step(&mut self, record: &Record, kept: &[Head]) {
        self.records += 1;
        let expected = self.seq + 1;
        let gap = record.seq > expected;
        if gap {
            self.note(expected, Flaw::Removed { until: record.seq - 1 });
        }
        let whole = record.is_whole();
        if !whole {
            self.note(record.seq, record.place_nearby().map_or(Flaw::Changed, |from| Flaw::Moved { from }));
        } else if !gap && !self.doubtful && record.previous_hash != self.hash {
            // This one is as it was written, so the one before has been changed together with its hash.
            self.note(self.seq.max(1), Flaw::Changed);
        }
        if let Some(head) = kept.iter().find(|head| head.seq == record.seq && head.hash != record.hash) {
            self.note(record.seq, Flaw::Rewritten { kept_on: head.at.date_naive() });
        }
        (self.seq, self.doubtful) = (record.seq, !whole);
        self.hash.clone_from(&record.hash);
    }

    fn end(mut self, organization: String, head: Option<(i64, Vec<u8>)>, kept: &[Head]) -> Chain {
        let (seq, hash) = head.unwrap_or((0, GENESIS.to_vec()));
        let known = kept.iter().map(|head| head.seq).fold(seq, i64::max);
        if known > self.seq {
            self.note(self.seq + 1, Flaw::Cut { until: known });
        } else if seq < self.seq {
            self.note(seq + 1, Flaw::Added);
        } else if hash != self.hash && !self.doubtful {
            self.note(self.seq, Flaw::Changed);
        }
        self.findings.sort_by_key(|finding| finding.seq);
        Chain { organization, records: self.records, findings: self.findings }
    }
}

async fn walk(connection: &mut PgConnection, organization_id: i64, kept: &[Head]) -> Result<Walk, Error> {
    let mut walk = Walk { records: 0, seq: 0, hash: GENESIS.to_vec(), doubtful: false, findings: Vec::new() };
    let mut records = sqlx::query_as!(
        Record,
        "select organization_id, seq, previous_hash, hash, at, member_id, actor, address, request_id, event, object_kind,
           object_id, before::text as before, after::text as after, reason
         from audit_events where organization_id = $1 order by seq",
        organization_id,
    )
    .fetch(connection);
    while let Some(record) = records.try_next().await? {
        walk.step(&record, kept);
    }
    Ok(walk)
}
