//! What the demo reads from its vendor: everything once before it is ready, older months afterwards.

use std::{sync::Arc, time::Duration};

use chrono::Datelike;

use super::store;
use crate::{
    bills,
    cli::{Failure, node::Node, progress::Bars},
    sync::{
        Account, Selection,
        engine::{Asker, State},
    },
    values::Month,
};

/// How often a reading that failed is tried again before the demo opens all the same.
const ATTEMPTS: u32 = 5;
/// Pause between two attempts.
const PAUSE: Duration = Duration::from_secs(2);

/// One call a row and on no list page: these follow in the background once the demo is ready.
const DETAILS: [&str; 4] = ["cities", "counties", "order_lines", "order_refunds"];

/// Reads every resource that has never been read completely: open month and the one before.
pub(super) async fn first(node: &Node, account: &Account) -> Result<(), Failure> {
    let engine = node.engine.watched(Arc::new(Bars::new()));
    let resources = engine
        .resources()
        .iter()
        .filter(|r| r.applies(account.site, account.has_resellers) && !DETAILS.contains(&r.name));
    let names: Vec<String> = resources.map(|resource| resource.name.to_owned()).collect();
    for attempt in 1..=ATTEMPTS {
        let only = store::unread(&mut node.source.owner().await?, account.id, &names).await?;
        if only.is_empty() {
            return Ok(());
        }
        engine.run(account, &selection(only, Vec::new())).await?;
        if attempt < ATTEMPTS {
            let left = store::unread(&mut node.source.owner().await?, account.id, &names).await?;
            if left.is_empty() {
                return Ok(());
            }
            tracing::warn!(resources = ?left, "not read completely; once more");
            tokio::time::sleep(PAUSE).await;
        }
    }
    tracing::error!("some resources could not be read; the page /sync tells which and why");
    Ok(())
}

/// Reads the bills of the months before the previous one, newest first. What fails is left to a later start.
pub(super) async fn older_months(node: &Node, account: &Account, months: u32) {
    if let Err(failure) = read_older_months(node, account, months).await {
        tracing::warn!(%failure, "older months were not read");
    }
}

async fn read_older_months(node: &Node, account: &Account, months: u32) -> Result<(), Failure> {
    let previous = Month::of(node.clock.now()).previous();
    let older: Vec<Month> = std::iter::successors(Some(previous.previous()), |month| Some(month.previous()))
        .take(usize::try_from(months.saturating_sub(2)).unwrap_or(0))
        .collect();
    let first_days: Vec<_> = older.iter().map(|month| month.first_day()).collect();
    let unread = store::unread_months(&mut node.source.owner().await?, account.organization_id, &first_days).await?;
    let only: Vec<String> = bills::sync::RESOURCES.iter().map(|resource| resource.name.to_owned()).collect();
    for month in older.into_iter().filter(|month| unread.contains(&month.first_day())) {
        for _ in 0..ATTEMPTS {
            let outcome = node.engine.run(account, &selection(only.clone(), vec![month])).await?;
            if outcome.iter().all(|(_, state)| *state == State::Done) {
                break;
            }
            tokio::time::sleep(PAUSE).await;
        }
        tracing::debug!(year = month.first_day().year(), month = month.first_day().month(), "older month read");
    }
    Ok(())
}

fn selection(only: Vec<String>, months: Vec<Month>) -> Selection {
    Selection { only, months, full: false, asker: Asker::Demo }
}
