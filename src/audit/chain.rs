//! The hash of a record, computed a second time: the database computes the first (`append_audit_event`).

use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};

/// Hash before the first record.
pub(super) const GENESIS: [u8; 32] = [0; 32];

/// A record as it is stored, with everything its hash covers. JSON is the text that was hashed.
#[derive(Debug, Clone)]
pub struct Record {
    /// Whose chain.
    pub organization_id: i64,
    /// Place in the chain: 1, 2, 3 … without gaps.
    pub seq: i64,
    /// Hash of the record before.
    pub previous_hash: Vec<u8>,
    /// Hash of this one.
    pub hash: Vec<u8>,
    /// When, by the portal's clock.
    pub at: DateTime<Utc>,
    /// Who acted; none for jobs and commands.
    pub member_id: Option<i64>,
    /// User name, or the job or command.
    pub actor: String,
    /// Where the request came from.
    pub address: Option<String>,
    /// Number of the request.
    pub request_id: Option<String>,
    /// Code of the deed.
    pub event: String,
    /// What it was done to.
    pub object_kind: String,
    /// Its key.
    pub object_id: String,
    /// Fields before; personal ones as digests.
    pub before: Option<String>,
    /// Fields after, likewise.
    pub after: Option<String>,
    /// The reason given.
    pub reason: Option<String>,
}

impl Record {
    /// Whether the stored hash is the hash of this content at its place.
    pub fn is_whole(&self) -> bool {
        self.hash == self.hash_at(self.seq)
    }

    /// Where near its place the content would fit its hash: a record that was moved.
    pub fn place_nearby(&self) -> Option<i64> {
        let near = (1..=NEARBY).flat_map(|step| [self.seq - step, self.seq + step]);
        near.filter(|place| *place > 0).find(|place| self.hash == self.hash_at(*place))
    }

    fn hash_at(&self, seq: i64) -> Vec<u8> {
        let number = |number: Option<i64>| number.map(|number| number.to_string());
        let fields = [
            Some(self.organization_id.to_string()),
            Some(seq.to_string()),
            Some(self.at.timestamp_micros().to_string()),
            number(self.member_id),
            Some(self.actor.clone()),
            self.address.clone(),
            self.request_id.clone(),
            Some(self.event.clone()),
            Some(self.object_kind.clone()),
            Some(self.object_id.clone()),
            self.before.clone(),
            self.after.clone(),
            self.reason.clone(),
        ];
        let mut hash = Sha256::new_with_prefix(&self.previous_hash);
        for field in fields {
            match field {
                None => hash.update("-"),
                Some(text) => hash.update(format!("{}:{text}", text.len())),
            }
        }
        hash.finalize().to_vec()
    }
}

/// How far a moved record is looked for.
const NEARBY: i64 = 1_000;
