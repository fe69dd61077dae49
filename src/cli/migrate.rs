//! `portal migrate`: brings the schema to this version; several nodes may do it at once.

use super::{Failure, node, words};
use crate::config::Config;

pub(super) async fn run(config: &Config) -> Result<(), Failure> {
    let source = node::open_source(config).await?;
    let migrated = async {
        let missing = source.facts().await?.missing;
        source.migrate().await?;
        Ok::<_, Failure>(missing)
    };
    let migrated = migrated.await;
    source.close().await?;
    match migrated? {
        0 => words::say("The schema is up to date."),
        1 => words::say("One migration was applied."),
        count => words::say(&format!("{count} migrations were applied.")),
    }
}
