//! `portal audit verify`: checks the audit chains from the first record to the last.

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::{Args, Subcommand};

use super::{Failure, node, words::say};
use crate::{
    audit::{
        self, Chain,
        heads::{self, HeadsError},
    },
    clock::Clock,
    config::Config,
    db::{Db, Use},
};

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Check every organisation's chain from the first record to the last; exit code 0 whole, 1 not
    Verify(Verify),
}

#[derive(Debug, Args)]
pub(super) struct Verify {
    /// File with the daily heads of the chains [default: audit-heads.log in the data directory]
    #[arg(long, value_name = "FILE")]
    heads: Option<PathBuf>,
}

pub(super) async fn run(config: &Config, command: &Command) -> Result<ExitCode, Failure> {
    let Command::Verify(options) = command;
    let file = options.heads.clone().unwrap_or_else(|| heads::file_in(&config.data_dir()));
    let source = node::open_source(config).await?;
    let chains = async {
        let jobs = source.pool(Use::Jobs).await?;
        let chains = walk(&jobs, &file).await;
        jobs.close().await;
        chains.map_err(|error| Failure::Typed(format!("The audit cannot be checked: {error}.")))
    };
    let chains = chains.await;
    source.close().await?;
    tell(&chains?)
}

async fn walk(jobs: &Db, file: &Path) -> Result<Vec<Chain>, HeadsError> {
    let mut connection = jobs.open_every().await?;
    let chains = audit::verify(&mut connection, file).await?;
    audit::checks::note(&mut connection, &chains, Clock::machine().now()).await?;
    Ok(chains)
}

fn tell(chains: &[Chain]) -> Result<ExitCode, Failure> {
    for line in lines(chains) {
        say(&line)?;
    }
    let whole = chains.iter().all(|chain| chain.findings.is_empty());
    Ok(if whole { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn lines(chains: &[Chain]) -> Vec<String> {
    let mut lines = Vec::new();
    for chain in chains {
        let found = chain.findings.iter().map(|finding| format!("{}: {finding}", chain.organization));
        lines.extend(found);
        if chain.findings.is_empty() {
            lines.push(format!("{}: {} records, the chain is whole", chain.organization, chain.records));
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::{Finding, Flaw};

    #[test]
    fn what_is_wrong_is_named_by_organisation_and_record() {
        let chain =
            |organization: &str, findings| Chain { organization: organization.to_owned(), records: 4, findings };
        let bad = vec![
            Finding { seq: 2, flaw: Flaw::Changed },
            Finding { seq: 3, flaw: Flaw::Moved { from: 4 } },
            Finding { seq: 5, flaw: Flaw::Cut { until: 9 } },
        ];
        let chains = [chain("yunhe", bad), chain("desk", vec![])];
        let expected = [
            "yunhe: record 2 was changed",
            "yunhe: record 3 was reordered: it was written as record 4",
            "yunhe: records 5 to 9 were cut off the end",
            "desk: 4 records, the chain is whole",
        ];
        assert_eq!(lines(&chains), expected);
        assert_eq!(tell(&chains).unwrap(), ExitCode::FAILURE);
        assert_eq!(tell(&chains[1..]).unwrap(), ExitCode::SUCCESS);
    }
}
