//! Stories of gates: which the seed puts before a step.

use super::support::story::Story;
use crate::{
    facts,
    gates::{Asked, Gate},
    values::Month,
};

#[tokio::test]
async fn the_seed_puts_gates_before_steps_as_the_rules_say() {
    let story = Story::begin().await;
    let mut connection = story.app.db.open_none().await.unwrap();
    use Gate::{Change, Credit, Entrance, Information, Overdue, Path, Period, Threshold};
    for (step, site, kind, day, want) in [
        ("mdf_claim", "china", "distributor", "2026-11-23", vec![Information, Period, Path, Entrance]),
        ("mdf_claim", "international", "distributor", "2026-11-23", vec![Information, Overdue, Period, Path, Entrance]),
        ("mdf_claim", "international", "reseller", "2026-11-23", vec![Information, Period, Path, Entrance]),
        ("mdf_application", "china", "distributor", "2026-11-23", vec![Path, Entrance]),
        ("fh_quarter", "china", "solution_provider", "2026-11-23", vec![Information, Path, Entrance, Change]),
        ("fh_month", "europe", "solution_provider", "2026-11-23", vec![Overdue, Path, Entrance]),
        (
            "rebate_payout",
            "china",
            "distributor",
            "2026-11-23",
            vec![Information, Period, Credit, Path, Entrance, Change],
        ),
        ("payout_bank", "china", "distributor", "2026-11-23", vec![Threshold]),
        ("payout_bank", "international", "distributor", "2026-11-23", vec![]),
        ("payout_voucher", "china", "distributor", "2026-11-23", vec![]),
        ("mdf_claim", "china", "distributor", "2025-12-31", vec![]),
    ] {
        let asked = Asked { step, site, kind, day: day.parse().unwrap() };
        let month = Month::of(story.app.clock.now());
        let asked_of = facts::Asked { gate: asked, month };
        let (terms, _) = facts::gate_facts(&mut connection, 0, asked_of).await.unwrap();
        let found: Vec<Gate> = terms.iter().map(|term| term.gate).collect();
        assert_eq!(found, want, "{asked:?}");
        for term in terms {
            assert_eq!(term.minimum.is_some(), term.gate == Threshold);
            assert_eq!(term.days_after, u16::from(term.gate == Period && step == "rebate_payout"), "{asked:?}");
        }
    }
}
