//! Passwords: Argon2id off the async threads, few at a time, in memory that is used again (MEM-3). Which are taken is `policy`,
//! which were used before is `history`; only that one knows tables.

mod breached;
pub mod history;
pub mod policy;

use std::{
    sync::{LazyLock, Mutex, PoisonError},
    thread::available_parallelism,
    time::Duration,
};

use argon2::{
    Algorithm, Argon2, Block, Params, PasswordHasher, Version,
    password_hash::phc::{Output, PasswordHash},
};
use secrecy::{ExposeSecret, SecretString};
use tokio::{sync::Semaphore, task::spawn_blocking};

use self::policy::nfc;

/// MEM-3: memory in KiB, passes, lanes. A stored hash below these is renewed at sign-in.
const COST: (u32, u32, u32) = (19_456, 2, 1);
/// How long a sign-in waits for its turn before it is told to try again.
const PATIENCE: Duration = Duration::from_secs(2);
/// MEM-3: fewest and most characters of a password.
pub const LENGTH: std::ops::RangeInclusive<usize> = 12..=128;
/// Compared with when there is no such login, so that an unknown user takes as long as a wrong password.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$S4Aw7Z5mSTPFwUSxkJsNQ0dE8nzQyI0KcyFCZKJnEVk";

static TURNS: LazyLock<Semaphore> = LazyLock::new(|| {
    let cores = available_parallelism().map_or(1, std::num::NonZero::get);
    Semaphore::new(cores.saturating_sub(1).max(1))
});
static MEMORY: Mutex<Vec<Vec<Block>>> = Mutex::new(Vec::new());

/// Why a password could not be looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unchecked {
    /// Too many sign-ins at once: try again.
    #[error("the queue for password checks is full")]
    Busy,
    /// The hash cannot be computed or read.
    #[error("the password hash cannot be computed or read")]
    Broken,
}

/// What a comparison gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Another password, or no such login.
    Wrong,
    /// The password; with a renewed hash to store when the stored one is weaker than today's cost.
    Right(Option<String>),
}

/// Hashes a new password into PHC form.
///
/// # Errors
/// [`Unchecked::Busy`] when the turn does not come in two seconds.
pub async fn hash(password: policy::Allowed) -> Result<String, Unchecked> {
    in_turn(move || hash_now(password.reveal())).await
}

/// The same without impatience and without the rules of MEM-3, for the demo's fixed password.
///
/// # Errors
/// [`Unchecked::Broken`] when it cannot be computed.
pub async fn hash_waiting(password: SecretString) -> Result<String, Unchecked> {
    let turn = TURNS.acquire().await.map_err(|_| Unchecked::Broken)?;
    let done = spawn_blocking(move || (hash_now(&password), turn)).await.map_err(|_| Unchecked::Broken)?;
    done.0
}

/// Compares a typed password with a stored hash; without one it takes the same time and is wrong.
///
/// # Errors
/// [`Unchecked::Busy`] when the turn does not come in two seconds, [`Unchecked::Broken`] for a hash that cannot be read.
pub async fn verify(password: SecretString, stored: Option<String>) -> Result<Verdict, Unchecked> {
    in_turn(move || {
        let right = matches(&password, stored.as_deref().unwrap_or(NOBODY))?;
        match stored {
            Some(stored) if right => {
                let renewed = if is_weak(&stored) { Some(hash_now(&password)?) } else { None };
                Ok(Verdict::Right(renewed))
            }
            _ => Ok(Verdict::Wrong),
        }
    })
    .await
}

async fn in_turn<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Unchecked> + Send + 'static,
) -> Result<T, Unchecked> {
    let turn = tokio::time::timeout(PATIENCE, TURNS.acquire()).await;
    let turn = turn.map_err(|_| Unchecked::Busy)?.map_err(|_| Unchecked::Broken)?;
    let done = spawn_blocking(move || (work(), turn)).await.map_err(|_| Unchecked::Broken)?;
    done.0
}

fn hash_now(password: &SecretString) -> Result<String, Unchecked> {
    let (memory, passes, lanes) = COST;
    let params = Params::new(memory, passes, lanes, None).map_err(|_| Unchecked::Broken)?;
    let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let hashed = argon.hash_password(nfc(password.expose_secret()).as_bytes()).map_err(|_| Unchecked::Broken)?;
    Ok(hashed.to_string())
}

fn matches(password: &SecretString, stored: &str) -> Result<bool, Unchecked> {
    let read = PasswordHash::new(stored).map_err(|_| Unchecked::Broken)?;
    let (Some(salt), Some(expected)) = (&read.salt, &read.hash) else { return Err(Unchecked::Broken) };
    let params = Params::try_from(&read).map_err(|_| Unchecked::Broken)?;
    let mut blocks = MEMORY.lock().unwrap_or_else(PoisonError::into_inner).pop().unwrap_or_default();
    blocks.resize(params.block_count(), Block::default());
    let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let mut computed = vec![0; expected.len()];
    let password = nfc(password.expose_secret());
    let done = argon.hash_password_into_with_memory(password.as_bytes(), salt, &mut computed, &mut blocks);
    MEMORY.lock().unwrap_or_else(PoisonError::into_inner).push(blocks);
    done.map_err(|_| Unchecked::Broken)?;
    let computed = Output::new(&computed).map_err(|_| Unchecked::Broken)?;
    Ok(computed == *expected) // phc's Output compares in constant time
}

fn is_weak(stored: &str) -> bool {
    let params = PasswordHash::new(stored).ok().and_then(|read| Params::try_from(&read).ok());
    params.is_none_or(|params| (params.m_cost(), params.t_cost(), params.p_cost()) != COST)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secret(text: &str) -> SecretString {
        SecretString::from(text)
    }

    #[tokio::test]
    async fn right_wrong_and_unknown() {
        let stored = hash_waiting(secret("correct horse battery")).await.unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{stored}");
        assert_eq!(verify(secret("correct horse battery"), Some(stored.clone())).await, Ok(Verdict::Right(None)));
        assert_eq!(verify(secret("correct horse batterz"), Some(stored)).await, Ok(Verdict::Wrong));
        assert_eq!(verify(secret("correct horse battery"), None).await, Ok(Verdict::Wrong));
        assert_eq!(verify(secret("x"), Some("plain".into())).await, Err(Unchecked::Broken));
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
    async fn no_more_are_compared_at_once_than_there_are_turns() {
        use std::sync::{
            Arc,
            atomic::{AtomicUsize, Ordering},
        };
        let most = available_parallelism().unwrap().get().saturating_sub(1).max(1);
        let (running, highest) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let work = || {
            let (running, highest) = (Arc::clone(&running), Arc::clone(&highest));
            tokio::spawn(in_turn(move || {
                highest.fetch_max(running.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                (0..10_000).for_each(|_| std::thread::yield_now());
                running.fetch_sub(1, Ordering::SeqCst);
                Ok(())
            }))
        };
        for done in futures::future::join_all((0..12).map(|_| work())).await {
            done.unwrap().unwrap();
        }
        assert!((1..=most).contains(&highest.load(Ordering::SeqCst)), "{highest:?} at once of {most}");
    }

    #[tokio::test]
    async fn a_weaker_hash_is_renewed() {
        let weak = Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(8_192, 1, 1, None).unwrap());
        let stored = weak.hash_password(b"correct horse battery").unwrap().to_string();
        let Ok(Verdict::Right(Some(renewed))) = verify(secret("correct horse battery"), Some(stored)).await else {
            panic!("the weak hash was not renewed");
        };
        assert!(renewed.contains("m=19456,t=2,p=1"), "{renewed}");
    }
}
