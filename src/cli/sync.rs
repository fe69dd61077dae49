//! `portal sync`: one synchronisation of every connection, watched by progress bars.

use std::{process::ExitCode, sync::Arc};

use clap::Args;

use super::{Failure, node::Node, progress::Bars, stop, words::tell};
use crate::{
    clock::Clock,
    config::Config,
    sync::{
        Progress, Selection,
        engine::{Asker, State},
    },
    values::Month,
};

/// Bill cycles before the open one that the vendor still gives (BILL-11, BILL-50).
const MONTHS_BACK: u32 = 18;

/// What to synchronise.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Resources to read, by the names that /sync lists [default: all]
    #[arg(long, value_name = "RESOURCE,…", value_delimiter = ',')]
    only: Vec<String>,
    /// Bill cycle to read [default: the open month and the one before]
    #[arg(long, value_name = "YYYY-MM", value_delimiter = ',')]
    month: Vec<Month>,
    /// Read everything again, whatever was read before
    #[arg(long)]
    full: bool,
}

pub(super) async fn run(config: &Config, arguments: &Arguments) -> Result<ExitCode, Failure> {
    let open = Month::of(Clock::machine().now());
    if let Some(refusal) = arguments.month.iter().find_map(|month| refusal(*month, open)) {
        return Err(Failure::Typed(refusal));
    }
    let stop = stop::on_signal()?;
    let node = Node::open(config).await?;
    let states = tokio::select! {
        states = read(&node, arguments) => states,
        () = stop.cancelled() => Err(Failure::Typed("Stopped; the next synchronisation goes on from here.".to_owned())),
    };
    node.close().await?;
    Ok(code_of(&states?))
}

/// Why a bill cycle cannot be read while `open` is the open one, before anybody is asked (BILL-50).
fn refusal(month: Month, open: Month) -> Option<String> {
    let oldest = (0..MONTHS_BACK).fold(open, |month, _| month.previous());
    if month > open {
        return Some(format!("{month} has not begun. Give a month between {oldest} and {open} with --month."));
    }
    (month < oldest).then(|| {
        format!(
            "{month} is too old: Huawei Cloud gives {MONTHS_BACK} months. Give a month between {oldest} and {open} with --month."
        )
    })
}

async fn read(node: &Node, arguments: &Arguments) -> Result<Vec<State>, Failure> {
    let bars = Arc::new(Bars::new());
    let engine = node.engine.watched(Arc::clone(&bars) as Arc<dyn Progress>);
    for name in &arguments.only {
        if !engine.resources().iter().any(|resource| resource.name == name) {
            let known: Vec<&str> = engine.resources().iter().map(|resource| resource.name).collect();
            return Err(Failure::Typed(format!("There is no resource {name:?}. Known are: {}.", known.join(", "))));
        }
    }
    let accounts = node.accounts.load().await?;
    if accounts.is_empty() {
        return Err(Failure::Typed(
            "No usable connection to the vendor. Add one with `portal account add`.".to_owned(),
        ));
    }
    let selection = Selection {
        only: arguments.only.clone(),
        months: arguments.month.clone(),
        full: arguments.full,
        asker: Asker::CommandLine,
    };
    let mut states = Vec::new();
    for account in &accounts {
        states.extend(engine.run(account, &selection).await?.into_iter().map(|(_, state)| state));
    }
    tell_problems(&bars.problems(), &states);
    Ok(states)
}

/// Says once what is wrong, however many resources it held up.
fn tell_problems(problems: &[String], states: &[State]) {
    for problem in problems {
        tell(problem);
    }
    if states.iter().any(|state| matches!(state, State::Partly | State::Failed)) {
        tell(
            "Not everything was read. Run `portal doctor`, then `portal sync` again; what was read is kept. PORTAL_LOG=warn shows the causes.",
        );
    }
}

/// 0: all done; 1: nothing done; 2: some of it. What another process reads meanwhile counts as done by it.
fn code_of(states: &[State]) -> ExitCode {
    let done = states.iter().any(|state| matches!(state, State::Done | State::Partly | State::Busy));
    let failed = states.iter().any(|state| matches!(state, State::Partly | State::Failed));
    ExitCode::from(match (done, failed) {
        (_, false) => 0,
        (true, true) => 2,
        (false, true) => 1,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_that_nobody_has_are_refused() {
        let open: Month = "2026-11".parse().unwrap();
        for (month, refused) in [
            ("2036-01", true),
            ("2026-12", true),
            ("2026-11", false),
            ("2025-05", false),
            ("2025-04", true),
            ("2020-01", true),
        ] {
            let told = refusal(month.parse().unwrap(), open);
            assert_eq!(told.is_some(), refused, "{month}");
            assert!(told.is_none_or(|told| told.contains("between 2025-05 and 2026-11")), "{month}");
        }
    }

    #[test]
    fn the_exit_code_tells_done_from_partly_from_failed() {
        for (states, code) in [
            (&[State::Done, State::Busy][..], 0),
            (&[State::Done, State::Failed], 2),
            (&[State::Partly], 2),
            (&[State::Failed, State::Failed], 1),
            (&[], 0),
        ] {
            assert_eq!(code_of(states), ExitCode::from(code), "{states:?}");
        }
    }
}
