//! What all requests share: the world behind its lock, the clock, faults, throttle, counts, lanes and the state file.

use std::{
    collections::{BTreeMap, HashSet},
    sync::{
        Mutex, MutexGuard, PoisonError, RwLock,
        atomic::{AtomicU64, Ordering},
    },
};

use super::{
    answer::{Outcome, Refusal},
    call::Call,
    clock::{self, Clock},
    deeds::Deed,
    faults::Faults,
    journal::{Entry, Head, Journal, StateError},
    ledger::Effect,
    operation::Operation,
    options::{Keys, Options, Site},
    stream::Stream,
    throttle::Throttle,
    world::{self, World},
};

/// Counts of requests: operation, then status (or `cut`).
pub type Requests = BTreeMap<String, BTreeMap<String, u64>>;

/// Everything a server holds.
pub(super) struct House {
    site: Site,
    pub(super) keys: Keys,
    pub(super) clock: Clock,
    pub(super) world: RwLock<World>,
    faults: Mutex<Faults>,
    throttle: Mutex<Throttle>,
    requests: Mutex<Requests>,
    lanes: Mutex<HashSet<String>>,
    journal: Mutex<Option<Journal>>,
    /// Requests so far, and how long the state file was at the start: together they make request ids that never repeat.
    serial: AtomicU64,
    began: u64,
}

impl House {
    /// Builds the world, and does again what the state file holds.
    pub(super) fn open(options: &Options) -> Result<Self, StateError> {
        let now = options.now.clone().unwrap_or_else(clock::machine);
        let real = now();
        let head = Head {
            version: 1,
            setting: options.setting(),
            created_at: real,
            start: clock::start_on(options.today, real),
        };
        let (journal, head, entries) = match &options.state {
            None => (None, head, Vec::new()),
            Some(path) => {
                let (journal, head, entries) = Journal::open(path, &head, options.today)?;
                (Some(journal), head, entries)
            }
        };
        let clock = Clock::new(now, head.created_at, head.start);
        let mut world = World::new(head.setting, head.start);
        let began = entries.len() as u64;
        for entry in entries {
            perform(&mut world, &clock, &entry);
        }
        Ok(Self {
            site: options.site,
            keys: world::keys(options.seed),
            clock,
            world: RwLock::new(world),
            faults: Mutex::new(Faults::new(options.faults.clone(), options.seed)),
            throttle: Mutex::new(Throttle::new(options.rate)),
            requests: Mutex::default(),
            lanes: Mutex::default(),
            journal: Mutex::new(journal),
            serial: AtomicU64::new(0),
            began,
        })
    }

    pub(super) fn faults(&self) -> MutexGuard<'_, Faults> {
        held(&self.faults)
    }

    pub(super) fn throttle(&self) -> MutexGuard<'_, Throttle> {
        held(&self.throttle)
    }

    pub(super) fn requests(&self) -> MutexGuard<'_, Requests> {
        held(&self.requests)
    }

    /// The site that is played.
    pub(super) const fn site(&self) -> Site {
        self.site
    }

    /// A new `X-Request-Id`.
    pub(super) fn request_id(&self) -> String {
        let serial = self.serial.fetch_add(1, Ordering::Relaxed);
        Stream::of(self.began, &["request", &self.keys.domain_id]).with(serial).hex32()
    }

    /// Decides a call, and does what it decided before anything is answered. A read only reads.
    pub(super) fn decide(&self, operation: &Operation, call: &Call) -> Result<Outcome, Refusal> {
        if operation.kind == super::operation::Kind::Read {
            let world = self.world.read().unwrap_or_else(PoisonError::into_inner);
            if !world.is_due(call.now) {
                let outcome = (operation.run)(&world, call)?;
                if outcome.deeds.is_empty() {
                    return Ok(outcome);
                }
            }
        }
        let broken = |error: StateError| Refusal::new(500, "CBC.0999", error.to_string());
        let mut world = self.world.write().unwrap_or_else(PoisonError::into_inner);
        if world.is_due(call.now) {
            for entry in world.due(call.now) {
                self.enter(&mut world, &entry).map_err(broken)?;
            }
        }
        let mut outcome = (operation.run)(&world, call)?;
        let first = world.ledger.len() as u64 + 1;
        let stated = std::mem::take(&mut outcome.effects).into_iter().enumerate();
        let effects: Vec<Effect> = stated
            .map(|(place, effect)| effect.entered(first + place as u64, operation.id, &call.request_id, call.now))
            .collect();
        outcome.affected = !effects.is_empty();
        let entry = Entry { at: call.now, deeds: std::mem::take(&mut outcome.deeds), effects };
        self.enter(&mut world, &entry).map_err(broken)?;
        Ok(outcome)
    }

    /// Does a deed of the control.
    pub(super) fn command(&self, deed: Deed) -> Result<(), StateError> {
        let mut world = self.world.write().unwrap_or_else(PoisonError::into_inner);
        let entry = Entry { at: self.clock.world(), deeds: vec![deed], effects: Vec::new() };
        self.enter(&mut world, &entry)
    }

    /// First the file, then the world: what was answered is always in the file.
    fn enter(&self, world: &mut World, entry: &Entry) -> Result<(), StateError> {
        if entry.deeds.is_empty() && entry.effects.is_empty() {
            return Ok(());
        }
        if let Some(journal) = held(&self.journal).as_mut() {
            journal.append(entry)?;
        }
        perform(world, &self.clock, entry);
        Ok(())
    }

    /// Takes a lane until the guard is dropped; `None` when another call is in it.
    pub(super) fn lane(&self, name: String) -> Option<Lane<'_>> {
        let free = held(&self.lanes).insert(name.clone());
        free.then_some(Lane { house: self, name })
    }
}

fn perform(world: &mut World, clock: &Clock, entry: &Entry) {
    for deed in &entry.deeds {
        if let Deed::Advanced { seconds } = deed {
            clock.advance(*seconds);
        }
        world.apply(entry.at, deed);
    }
    world.ledger.extend(entry.effects.iter().cloned());
}

fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A call in progress on one thing: a second one on the same is refused.
pub(super) struct Lane<'a> {
    house: &'a House,
    name: String,
}

impl Drop for Lane<'_> {
    fn drop(&mut self) {
        held(&self.house.lanes).remove(&self.name);
    }
}
