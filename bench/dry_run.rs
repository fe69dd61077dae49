//! The dry run before a confirmation: what checking a thousand recipients costs, beside the database's part (which is three
//! questions, whatever the number of recipients).

use std::time::Instant;

use partner_portal::{
    clock::Clock,
    commands::dry_run::{Balance, DryLine, Facts, Taken, dry_run},
};

use crate::{
    Outcome,
    table::{self, median, ms},
};

/// How often each size is checked.
const ROUNDS: usize = 15;

/// Checks of lists of several lengths.
pub fn table() -> Outcome<()> {
    let mut rows = Vec::new();
    for recipients in [100, 1_000, 5_000] {
        let mut taken = Vec::with_capacity(ROUNDS);
        for _ in 0..ROUNDS {
            let lines = lines(recipients);
            let open: Vec<(String, i64)> = (0..10_000).map(|place| (format!("open-{place}"), place)).collect();
            let began = Instant::now();
            let facts = facts(&open);
            let run = std::hint::black_box(dry_run(&facts, lines));
            std::hint::black_box(run.digest("quota"));
            taken.push(began.elapsed().as_secs_f64());
        }
        rows.push(vec![table::grouped(recipients as u64), ms(median(taken))]);
    }
    table::print("Dry run with 10,000 open commands (1,000 recipients < 1,000 ms)", &["recipients", "p50 ms"], &rows)
}

fn facts(open: &[(String, i64)]) -> Facts<'_> {
    let balance = Balance {
        amount: 1_000_000_000.into(),
        currency: "CNY".to_owned(),
        as_of: Clock::machine().now(),
        open: 0.into(),
        open_count: 0,
        done: 0.into(),
    };
    Facts { amounts: Taken::Typed, balance: Some(balance), open, once: false, most: 5_000, per_call: 100 }
}

fn lines(recipients: usize) -> Vec<DryLine> {
    let line = |place: usize| DryLine::new(format!("customer-{place}"), format!("account-{place}"), Some(100.into()));
    (0..recipients).map(line).collect()
}
