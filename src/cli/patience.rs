//! How long `portal doctor` waits for the vendor: each question has a limit, and an address that left two in a row
//! unanswered is asked no more, so that a vendor who hangs does not hold up the whole report.

use std::{
    collections::BTreeMap,
    fmt,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use tokio::time::timeout;

/// How long a server that is asked may take.
pub(super) const LIMIT: Duration = Duration::from_secs(8);
/// So many questions in a row without an answer are enough.
const ENOUGH: u32 = 2;

/// The limit, and who has not answered so far.
pub(super) struct Patience {
    limit: Duration,
    unanswered: Mutex<BTreeMap<String, u32>>,
}

/// Why there is no answer, as a sentence with what to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Silence {
    /// It did not come in time.
    Late(Duration),
    /// The address has been silent before.
    NotAsked,
}

impl fmt::Display for Silence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Late(limit) => write!(
                f,
                "the vendor did not answer within {} s; check network and proxy, or try again later",
                limit.as_secs()
            ),
            Self::NotAsked => f.write_str("not asked, since the vendor did not answer before; try again later"),
        }
    }
}

impl Patience {
    /// Nobody has been silent yet.
    pub(super) fn of(limit: Duration) -> Self {
        Self { limit, unanswered: Mutex::default() }
    }

    /// Waits for the answer of `address` to one question.
    ///
    /// # Errors
    /// When it does not come in time, or two before it did not.
    pub(super) async fn ask<T>(&self, address: &str, question: impl Future<Output = T>) -> Result<T, Silence> {
        if self.unanswered(address, |count| *count) >= ENOUGH {
            return Err(Silence::NotAsked);
        }
        match timeout(self.limit, question).await {
            Ok(answer) => {
                self.unanswered(address, |count| *count = 0);
                Ok(answer)
            }
            Err(_) => {
                self.unanswered(address, |count| *count += 1);
                Err(Silence::Late(self.limit))
            }
        }
    }

    fn unanswered<T>(&self, address: &str, look: impl FnOnce(&mut u32) -> T) -> T {
        let mut unanswered = self.unanswered.lock().unwrap_or_else(PoisonError::into_inner);
        look(unanswered.entry(address.to_owned()).or_default())
    }
}

#[cfg(test)]
mod tests {
    use std::future::{pending, ready};

    use super::*;

    #[tokio::test]
    async fn an_address_that_is_silent_twice_in_a_row_is_asked_no_more() {
        let limit = Duration::from_millis(1);
        let patience = Patience::of(limit);
        assert_eq!(patience.ask("a", pending::<u8>()).await, Err(Silence::Late(limit)));
        assert_eq!(patience.ask("a", ready(7)).await, Ok(7));
        for _ in 0..2 {
            assert_eq!(patience.ask("a", pending::<u8>()).await, Err(Silence::Late(limit)), "an answer starts anew");
        }
        assert_eq!(patience.ask("a", ready(7)).await, Err(Silence::NotAsked));
        assert_eq!(patience.ask("b", ready(7)).await, Ok(7), "another address is another matter");
    }

    #[test]
    fn the_sentence_names_the_time() {
        let told = Silence::Late(Duration::from_secs(8)).to_string();
        assert!(told.starts_with("the vendor did not answer within 8 s"), "{told}");
    }
}
