//! The heads of all orders of all customers, newest first. Kept between calls, because a client pages through them; made
//! again when a month opens or a customer comes.

use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, Utc};

use super::{
    super::{customers::Customer, world::World},
    heads::{self, Head},
};
use crate::values::Month;

/// One order, and whose it is.
pub(super) struct Entry {
    /// Place among the world's customers.
    place: usize,
    pub(super) month: Month,
    pub(super) head: Head,
}

impl Entry {
    /// Whose order it is.
    pub(super) fn customer<'w>(&self, world: &'w World) -> &'w Customer {
        &world.customers.all()[self.place]
    }
}

/// All orders, also those whose time has not come.
pub(super) struct Directory {
    /// The open month and the number of customers when it was made.
    made_for: (Month, usize),
    entries: Vec<Entry>,
}

/// Where the last directory is kept.
#[derive(Default)]
pub(in crate::sandbox) struct Kept(Mutex<Option<Arc<Directory>>>);

impl Directory {
    /// The directory of the world, kept or made now.
    pub(super) fn of(world: &World, now: DateTime<Utc>) -> Arc<Self> {
        let made_for = (Month::of(now), world.customers.all().len());
        let mut kept = world.orders.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(directory) = kept.as_ref().filter(|directory| directory.made_for == made_for) {
            return Arc::clone(directory);
        }
        let mut entries = Vec::new();
        for month in world.months(now) {
            for (place, customer) in world.customers.all().iter().enumerate() {
                if world.spends(customer, month) {
                    let heads = heads::of(world.setting, &customer.id, month);
                    entries.extend(heads.into_iter().map(|head| Entry { place, month, head }));
                }
            }
        }
        entries.sort_by(|a, b| b.head.created_at.cmp(&a.head.created_at).then_with(|| a.head.id.cmp(&b.head.id)));
        Arc::clone(kept.insert(Arc::new(Self { made_for, entries })))
    }

    /// Orders that have begun by `now`, newest first.
    pub(super) fn begun(&self, now: DateTime<Utc>) -> impl DoubleEndedIterator<Item = &Entry> {
        let first = self.entries.partition_point(|entry| entry.head.created_at > now);
        self.entries[first..].iter()
    }
}
