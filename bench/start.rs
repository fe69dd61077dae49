//! From typing the command to the line that says the demo can be used.

use std::process::Command;

use crate::{
    Outcome,
    lab::Lab,
    program::{DEMO, Program},
    table,
};

const ROUNDS: usize = 3;

/// First starts, each in a folder of its own, and second starts.
pub fn table(lab: &Lab) -> Outcome<()> {
    let mut rows = Vec::new();
    for round in 1..=ROUNDS {
        let data = lab.file(&format!("demo-{round}"));
        let start = || {
            let mut demo = Command::new(DEMO);
            demo.args(["--listen", "127.0.0.1:0", "--data-dir"]).arg(&data).env("SANDBOX_LISTEN", "127.0.0.1:0");
            Program::start(&mut demo, &lab.file("demo.log")).map(|demo| table::seconds(demo.ready_after))
        };
        rows.push(vec![round.to_string(), start()?, start()?]);
        std::fs::remove_dir_all(&data)?;
    }
    table::print(
        "Start of the demo with its default world, seconds to `ready` (< 15)",
        &["round", "first", "second"],
        &rows,
    )
}
