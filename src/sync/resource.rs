//! What a resource declares: its list call, its parts, its cadence and what must be read before it.

use futures::future::BoxFuture;

use super::{Cadence, Pass, Scope, SyncError, pass::Planning};
use crate::cloud::site::{Site, Sites};

/// How a resource is cut into parts.
pub type Plan = for<'a> fn(&'a mut Planning<'_>) -> BoxFuture<'a, Result<Vec<Scope>, SyncError>>;
/// How one part is read and merged; answers how many records the part has.
pub type Pull = for<'a> fn(&'a mut Pass<'_>) -> BoxFuture<'a, Result<usize, SyncError>>;

/// Something that is read from the vendor and mirrored.
pub struct Resource {
    /// Name in tables, on `/sync` and for `portal sync --only`.
    pub name: &'static str,
    /// operationId of its list call: shown beside every figure, and the name of its call budget.
    pub api: &'static str,
    /// Sites that offer the call (API-6).
    pub sites: Sites,
    /// Names of resources that must have been read first in the same round.
    pub after: &'static [&'static str],
    /// Whether only a distributor has it.
    pub distributor_only: bool,
    /// How often it is read (SYNC-9).
    pub cadence: Cadence,
    /// Cuts it into parts.
    pub plan: Plan,
    /// Reads one part.
    pub pull: Pull,
    /// Runs once when every part was read; for roll-ups and what the vendor no longer lists. `None`: nothing to do.
    pub finish: Option<Pull>,
}

impl Resource {
    /// Whether the site offers the call and the partner is of the kind that has the resource.
    #[must_use]
    pub fn applies(&self, site: Site, has_resellers: bool) -> bool {
        site.offers(self.sites) && (has_resellers || !self.distributor_only)
    }
}

impl std::fmt::Debug for Resource {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Resource({})", self.name)
    }
}

/// Orders resources so that each comes after those it names; unknown names are ignored (not offered by the site).
#[must_use]
pub fn in_order(resources: &[&'static Resource]) -> Vec<Vec<&'static Resource>> {
    let mut waves: Vec<Vec<&'static Resource>> = Vec::new();
    let mut waiting: Vec<&'static Resource> = resources.to_vec();
    while !waiting.is_empty() {
        let held = |r: &&'static Resource| r.after.iter().any(|name| waiting.iter().any(|other| other.name == *name));
        let (later, mut now): (Vec<_>, Vec<_>) = waiting.iter().copied().partition(held);
        if now.is_empty() {
            // A circle in the declarations: a test forbids it; here the rest is read in the order given.
            now.clone_from(&later);
            waves.push(now);
            break;
        }
        waves.push(now);
        waiting = later;
    }
    waves
}
