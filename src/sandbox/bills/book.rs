//! The lines of a customer and month together with what they speak of, and a small shelf of the last ones used: a client
//! that pages through a month asks for the same book again and again.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, PoisonError},
};

use super::{
    super::{
        estate::Estate,
        options::Setting,
        orders::{self, Order},
        stream::Stream,
        world::World,
    },
    in_arrears,
    lines::{self, Line, Maker},
    sums::MonthSums,
};
use crate::values::Month;

/// Books kept. A book of 10,000 lines takes about 2 MB.
const KEPT: usize = 4;

/// One customer's month.
pub(super) struct Book {
    pub(super) customer: String,
    pub(super) month: Month,
    pub(super) estate: Estate,
    pub(super) orders: Vec<Order>,
    /// In the order of their deduction.
    pub(super) lines: Vec<Line>,
}

impl Book {
    /// Makes the book of a month that was restated so many times.
    pub(super) fn new(setting: Setting, customer: &str, month: Month, restated: u32) -> Self {
        let estate = Estate::new(setting, customer);
        let heads = orders::heads(setting, customer, month);
        let billed = heads.iter().filter(|head| head.is_billed());
        let orders: Vec<Order> = billed.map(|head| Order::new(setting, customer, &estate, &heads, head)).collect();
        let stream = Stream::of(setting.seed, &["bill", customer, &month.to_string()]);
        let mut lines = lines::of(&Maker { setting, estate: &estate, orders: &orders, month, stream }, restated);
        let in_arrears = in_arrears(setting, customer);
        lines.iter_mut().for_each(|line| line.owe(in_arrears));
        Self { customer: customer.to_owned(), month, estate, orders, lines }
    }

    /// The lines deducted until an instant (seconds since 1970), that one included.
    pub(super) fn until(&self, instant: i64) -> &[Line] {
        &self.lines[..self.lines.partition_point(|line| line.traded_at <= instant)]
    }
}

type Key = (String, Month, u32);

/// The last books and sums that were asked for. Holds nothing that cannot be made again.
#[derive(Default)]
pub(in crate::sandbox) struct Shelf {
    books: Mutex<VecDeque<(Key, Arc<Book>)>>,
    pub(super) sums: Mutex<VecDeque<Arc<MonthSums>>>,
}

/// How often a customer's month was restated.
pub(super) fn restated(world: &World, customer: &str, month: Month) -> u32 {
    world.restated.get(&(customer.to_owned(), month.to_string())).copied().unwrap_or(0)
}

/// The book of a customer's month, from the shelf or made now.
pub(super) fn book(world: &World, customer: &str, month: Month) -> Arc<Book> {
    let key = (customer.to_owned(), month, restated(world, customer, month));
    let mut books = world.shelf.books.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(place) = books.iter().position(|(known, _)| *known == key) {
        let found = books.remove(place);
        if let Some((key, book)) = found {
            books.push_front((key, Arc::clone(&book)));
            return book;
        }
    }
    drop(books);
    let made = Arc::new(Book::new(world.setting, customer, month, key.2));
    let mut books = world.shelf.books.lock().unwrap_or_else(PoisonError::into_inner);
    books.push_front((key, Arc::clone(&made)));
    books.truncate(KEPT);
    made
}
