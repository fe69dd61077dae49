//! Histories made at random, of which the truth is known: the reconciler may doubt, but it never says what is not so.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;

fn at(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_795_000_000 + seconds, 0).unwrap()
}

fn record(key: &str, amount: i64, seconds: i64) -> Record {
    Record {
        key: key.to_owned(),
        recipient: "r".to_owned(),
        quota: Some("Q".to_owned()),
        made: Some(format!("made-{key}")),
        amount: Some(amount.into()),
        at: Some(at(seconds)),
        is_ok: true,
        remark: None,
        is_state: false,
    }
}

fn wanted(kind: Kind, amount: i64) -> Wanted<'static> {
    Wanted {
        kind,
        recipient: "r",
        quota: Some("Q"),
        amount: Some(amount.into()),
        made: None,
        is_confirmed: false,
        token: None,
        sent_at: at(0),
        rivals: 0,
        is_settled: false,
    }
}

fn none() -> BTreeSet<String> {
    BTreeSet::new()
}

fn keys(found: &[&str]) -> BTreeSet<String> {
    found.iter().map(|key| (*key).to_owned()).collect()
}

#[test]
fn one_record_proves_two_raise_doubt_and_none_says_nothing() {
    let records = [record("a", 10, 1), record("b", 10, 2), record("c", 20, 3)];
    let find = |baseline: &[&str], claimed: &[&str], amount| {
        let (baseline, claimed, others) = (keys(baseline), keys(claimed), none());
        let known = Known { baseline: &baseline, claimed: &claimed, others: &others };
        match matching(&wanted(Kind::QuotaIssue, amount), &records, known) {
            Match::Applied(record) => record.key.clone(),
            Match::NotApplied(record) => format!("not {}", record.key),
            Match::None => "none".to_owned(),
            Match::Several(several) => format!("{} of them", several.len()),
        }
    };
    assert_eq!(find(&[], &[], 20), "c");
    assert_eq!(find(&[], &[], 10), "2 of them");
    assert_eq!(find(&["a"], &[], 10), "b", "what stood there before is not it");
    assert_eq!(find(&[], &["b"], 10), "a", "what proves another is not it");
    assert_eq!(find(&["a"], &["b"], 10), "none");
    assert_eq!(find(&[], &[], 30), "none");
}

#[test]
fn an_old_record_and_another_quota_are_not_it() {
    let (baseline, claimed, others) = (none(), none(), none());
    let known = Known { baseline: &baseline, claimed: &claimed, others: &others };
    for (change, is_it) in [
        (Record { at: Some(at(-900)), ..record("a", 10, 0) }, true),
        (Record { at: Some(at(-901)), ..record("a", 10, 0) }, false),
        (Record { quota: Some("P".into()), ..record("a", 10, 0) }, false),
        (Record { recipient: "s".into(), ..record("a", 10, 0) }, false),
        (Record { amount: "10.00".parse().ok(), ..record("a", 10, 0) }, true),
        (Record { amount: "10.01".parse().ok(), ..record("a", 10, 0) }, false),
        (Record { amount: None, ..record("a", 10, 0) }, false),
    ] {
        let records = [change];
        let found = matching(&wanted(Kind::QuotaIssue, 10), &records, known);
        assert_eq!(matches!(found, Match::Applied(_)), is_it, "{records:?}");
    }
}

#[test]
fn a_token_settles_doubt_and_excludes_the_tokens_of_others() {
    let (baseline, claimed, others) = (none(), none(), none());
    let known = Known { baseline: &baseline, claimed: &claimed, others: &others };
    let with = |key: &str, remark: &str| Record { remark: Some(remark.to_owned()), ..record(key, 10, 1) };
    let coupon = Wanted { token: Some("ptl:7"), ..wanted(Kind::CouponIssue, 10) };
    let records = [with("a", "ptl:70"), with("b", "ptl:7 for spring"), with("c", "by hand")];
    assert_eq!(matching(&coupon, &records, known), Match::Applied(&records[1]));
    let records = [with("a", "ptl:70")];
    assert_eq!(matching(&coupon, &records, known), Match::None, "another call's coupon");
    let records = [Record { is_ok: false, ..with("a", "ptl:7") }];
    assert_eq!(matching(&coupon, &records, known), Match::NotApplied(&records[0]));
}

#[test]
fn a_failed_attempt_without_a_token_counts_only_once_the_settle_time_is_over() {
    let (baseline, claimed, others) = (none(), none(), none());
    let known = Known { baseline: &baseline, claimed: &claimed, others: &others };
    let records = [Record { is_ok: false, ..record("a", 10, 1) }];
    let early = wanted(Kind::QuotaIssue, 10);
    assert_eq!(matching(&early, &records, known), Match::None, "a late success may follow");
    let late = Wanted { is_settled: true, ..early };
    assert_eq!(matching(&late, &records, known), Match::NotApplied(&records[0]));
}

#[test]
fn an_exact_id_is_claimed_by_its_command_alone() {
    let (baseline, claimed) = (none(), none());
    let records = [record("a", 10, 1), record("b", 10, 2)];
    let others = keys(&["made-b"]);
    let known = Known { baseline: &baseline, claimed: &claimed, others: &others };
    assert_eq!(matching(&wanted(Kind::QuotaIssue, 10), &records, known), Match::Applied(&records[0]));
    let exact = Wanted { made: Some("made-b"), is_confirmed: true, ..wanted(Kind::QuotaIssue, 10) };
    assert_eq!(matching(&exact, &records, known), Match::Applied(&records[1]));
    let absent = Wanted { made: Some("made-z"), ..exact };
    assert_eq!(matching(&absent, &records, known), Match::None, "an equal amount is not the exact child");
    let others = none();
    let known = Known { baseline: &baseline, claimed: &claimed, others: &others };
    let one = [record("a", 10, 1)];
    let money = Wanted { kind: Kind::CustomerTransfer, quota: None, ..absent };
    assert_eq!(matching(&money, &one, known), Match::Applied(&one[0]), "the transaction's id may differ");
    let rival = Wanted { rivals: 1, ..money };
    assert_eq!(matching(&rival, &one, known), Match::None, "but not while another has the same key");
}

#[test]
fn a_second_equal_record_reopens_unless_a_rival_explains_it() {
    let (baseline, others) = (none(), none());
    let claimed = keys(&["a"]);
    let known = Known { baseline: &baseline, claimed: &claimed, others: &others };
    let records = [record("a", 10, 1), record("b", 10, 2)];
    let decided = wanted(Kind::QuotaIssue, 10);
    assert_eq!(reopens(&decided, &records, known).len(), 1);
    assert_eq!(reopens(&Wanted { rivals: 1, ..decided }, &records, known).len(), 0);
}

/// One thing that happened to the same reseller and quota, in the order of time.
#[derive(Debug, Clone)]
enum Happened {
    /// A command of ours: amount, whether it took effect, whether its answer came, how many seconds late its record is.
    Ours(i64, bool, bool, i64),
    /// Somebody did the same by hand in the console.
    Console(i64),
    /// Somebody's attempt failed.
    Failed(i64),
}

fn happened() -> impl Strategy<Value = Happened> {
    // Few amounts, so that equal ones meet.
    let amount = 1..3_i64;
    prop_oneof![
        4 => (amount.clone(), any::<bool>(), any::<bool>(), prop_oneof![Just(0_i64), 1..900_i64])
            .prop_map(|(amount, took, answered, late)| Happened::Ours(amount, took, answered, late)),
        1 => amount.clone().prop_map(Happened::Console),
        1 => amount.prop_map(Happened::Failed),
    ]
}

/// A command of the history and the truth about it.
struct Sent {
    amount: i64,
    sent_at: i64,
    baseline: BTreeSet<String>,
    made: Option<String>,
    truth: Option<String>,
    state: Option<Option<String>>,
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

    /// Commands share a lane: the next is sent only when the one before is proved or given up. Without the console's hand in
    /// it every verdict is the truth, and whatever took effect is found by the end of the settle time.
    #[test]
    fn without_the_console_every_verdict_is_true(history in prop::collection::vec(happened(), 1..12)) {
        let alone = history.into_iter().filter(|one| matches!(one, Happened::Ours(..))).collect::<Vec<_>>();
        let sent = play(&alone);
        for (number, one) in sent.iter().enumerate() {
            match (&one.state, &one.truth) {
                (Some(Some(found)), truth) => prop_assert_eq!(Some(found), truth.as_ref(), "command {}", number),
                (Some(None), truth) => prop_assert!(truth.is_none(), "command {} was said not to have happened", number),
                (None, truth) => prop_assert!(truth.is_none(), "command {} took effect and was not found", number),
            }
        }
    }

    /// With the console: no record proves two commands, nothing that took effect is said not to have, and a command that did
    /// nothing is never said to have failed to on absence alone.
    #[test]
    fn with_the_console_nothing_is_proved_twice_or_denied(history in prop::collection::vec(happened(), 1..14)) {
        let sent = play(&history);
        let mut claimed = BTreeSet::new();
        for one in &sent {
            if let Some(Some(key)) = &one.state {
                prop_assert!(claimed.insert(key.clone()), "{} proves two commands", key);
            }
            if one.state == Some(None) {
                prop_assert!(one.truth.is_none(), "what took effect was denied");
            }
        }
    }
}

/// Plays a history through the matcher, as the reconciler would at its looks.
fn play(history: &[Happened]) -> Vec<Sent> {
    let settle = 1800;
    let (mut now, mut records, mut sent): (i64, Vec<(i64, Record)>, Vec<Sent>) = (0, Vec::new(), Vec::new());
    for (number, one) in history.iter().enumerate() {
        now += 30;
        let key = format!("{number}");
        match one {
            Happened::Console(amount) => records.push((now, record(&key, *amount, now))),
            Happened::Failed(amount) => records.push((now, Record { is_ok: false, ..record(&key, *amount, now) })),
            Happened::Ours(amount, took, answered, late) => {
                let baseline = listed(&records, now).iter().map(|record| record.key.clone()).collect();
                if *took {
                    records.push((now + late, record(&key, *amount, now)));
                }
                let made = (*took && *answered).then(|| format!("made-{key}"));
                let truth = took.then_some(key);
                sent.push(Sent { amount: *amount, sent_at: now, baseline, made, truth, state: None });
                // A confirmed one frees its lane at once; an unknown one keeps it until it is proved or settled.
                let place = sent.len() - 1;
                if sent[place].made.is_none() {
                    for look in [5, 30, 120, 600, settle] {
                        now = sent[place].sent_at + look;
                        look_at(&mut sent, place, &listed(&records, now), look == settle);
                        if sent[place].state.is_some() {
                            break;
                        }
                    }
                }
            }
        }
    }
    now += settle;
    for place in 0..sent.len() {
        if sent[place].state.is_none() {
            look_at(&mut sent, place, &listed(&records, now), true);
        }
    }
    sent
}

fn listed(records: &[(i64, Record)], now: i64) -> Vec<Record> {
    records.iter().filter(|(since, _)| *since <= now).map(|(_, record)| record.clone()).collect()
}

fn look_at(sent: &mut [Sent], place: usize, records: &[Record], is_settled: bool) {
    let claimed = sent.iter().filter_map(|one| one.state.clone().flatten()).collect();
    let others = sent.iter().enumerate().filter(|(other, _)| *other != place);
    let others = others.filter_map(|(_, one)| one.made.clone()).collect();
    let one = &sent[place];
    let wanted = Wanted {
        made: one.made.as_deref(),
        is_confirmed: one.made.is_some(),
        sent_at: at(one.sent_at),
        is_settled,
        ..wanted(Kind::QuotaIssue, one.amount)
    };
    let known = Known { baseline: &one.baseline, claimed: &claimed, others: &others };
    sent[place].state = match matching(&wanted, records, known) {
        Match::Applied(record) => Some(Some(record.key.clone())),
        Match::NotApplied(_) => Some(None),
        Match::None | Match::Several(_) => None,
    };
}
