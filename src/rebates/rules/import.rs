//! An import of statements: one line of text is one line of a statement, which repeats what its statement says. Every line is
//! judged; then all are taken or none.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;

use crate::values::{
    Currency,
    day::{self, NoDay},
    decimal,
};

/// The columns, in their order.
pub const HEADER: [&str; 16] = [
    "statement",
    "period",
    "plan",
    "association",
    "currency",
    "publish_until",
    "line",
    "order_number",
    "customer",
    "product",
    "base",
    "rate",
    "output_rate",
    "amount",
    "frozen_because",
    "remark",
];
/// Association types; empty: special.
pub const ASSOCIATIONS: [&str; 2] = ["referral", "resale"];
/// Years that a day may lie in.
const YEARS: std::ops::RangeInclusive<i32> = 2015..=2100;

/// What is wrong with a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// It must be filled.
    Required,
    /// More than so many characters.
    Long(usize),
    /// Something that is no letter of a line.
    Letters,
    /// No month, quarter or year.
    Period,
    /// None of the association types.
    Association,
    /// No currency.
    Currency,
    /// Not written as a day.
    Day,
    /// No day of the calendar.
    NoSuchDay,
    /// No amount with at most two decimals.
    Amount,
    /// No rate in per cent with at most two decimals.
    Rate,
    /// The statement has this line already.
    Twice,
    /// Another line says something else about the statement.
    Differs,
    /// The statement is recorded and says something else: what was published never changes.
    Changed,
    /// More fields than the first line names.
    Surplus,
}

/// What is wrong, and where.
pub type Wrong = (&'static str, Fault);

/// What a line says of its statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// 激励账单ID.
    pub number: String,
    /// 对账期次.
    pub period: String,
    /// 激励计划名称.
    pub plan: String,
    /// Association type; none: special.
    pub association: Option<String>,
    /// ISO 4217.
    pub currency: String,
    /// 公示截止日.
    pub publish_until: NaiveDate,
}

/// A line of a statement. Amounts in the statement's currency with two decimals, rates in basis points.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// 激励数据ID.
    pub number: String,
    /// 订单号.
    pub order_number: Option<String>,
    /// 客户名称.
    pub customer: Option<String>,
    /// 产品类型.
    pub product: Option<String>,
    /// Performance.
    pub base: Option<Decimal>,
    /// Rate of the policy.
    pub rate_bp: Option<i32>,
    /// Output tax rate.
    pub output_bp: i32,
    /// With output tax.
    pub amount: Decimal,
    /// Why it is not paid for now.
    pub frozen_because: Option<String>,
    /// Why it is zero or negative.
    pub remark: Option<String>,
}

/// A statement that is to be recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// What it says itself.
    pub head: Head,
    /// Its lines.
    pub lines: Vec<Line>,
}

impl Draft {
    /// The sum of the lines.
    #[must_use]
    pub fn gross(&self) -> Decimal {
        self.lines.iter().map(|line| line.amount).sum()
    }
}

/// What became of a line of text: the statement's and the line's number, and the verdict.
#[derive(Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It will be recorded.
    New,
    /// Its statement is recorded and says the same: nothing happens.
    Known,
    /// It cannot be taken.
    Wrong(Vec<Wrong>),
}

/// Statements that are recorded: what they say, their sum and number of lines.
pub type Ground = HashMap<String, (Head, Decimal, i64)>;

/// A line of text that was read.
pub type Read = Result<(Head, Line), Vec<Wrong>>;

fn words(text: &str, most: usize) -> Result<Option<String>, Fault> {
    match text {
        "" => Ok(None),
        long if long.chars().count() > most => Err(Fault::Long(most)),
        odd if odd.chars().any(|one| one.is_control() || one == char::REPLACEMENT_CHARACTER) => Err(Fault::Letters),
        text => Ok(Some(text.to_owned())),
    }
}

fn period(text: &str) -> Result<String, Fault> {
    let (year, part) = text.split_once('-').map_or((text, None), |(year, part)| (year, Some(part)));
    let is_year = year.len() == 4 && year.parse().is_ok_and(|year: i32| YEARS.contains(&year));
    let is_part = |part: &str| {
        matches!(part, "Q1" | "Q2" | "Q3" | "Q4")
            || (part.len() == 2 && part.parse().is_ok_and(|month: u32| (1..=12).contains(&month)))
    };
    if is_year && part.is_none_or(is_part) { Ok(text.to_owned()) } else { Err(Fault::Period) }
}

fn money(text: &str) -> Result<Option<Decimal>, Fault> {
    if text.is_empty() {
        return Ok(None);
    }
    // A minus that a spreadsheet shows is part of an export of the console.
    let (minus, rest) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
    let amount = decimal::typed(rest).map_err(|_| Fault::Amount)?;
    let fits = !rest.starts_with('-') && amount.normalize().scale() <= 2 && amount < Decimal::from(10_i64.pow(14));
    if fits { Ok(Some(if minus { -amount } else { amount })) } else { Err(Fault::Amount) }
}

/// Per cent with at most two decimals, as basis points.
fn rate(text: &str, most: i32) -> Result<Option<i32>, Fault> {
    if text.is_empty() {
        return Ok(None);
    }
    let per_cent = decimal::typed(text.trim_end_matches('%').trim_end()).map_err(|_| Fault::Rate)?;
    let bp = (per_cent * Decimal::ONE_HUNDRED).normalize();
    let bp = if bp.scale() == 0 { i32::try_from(bp).ok() } else { None };
    bp.filter(|bp| (0..=most).contains(bp)).map(Some).ok_or(Fault::Rate)
}

/// Reads one line; `get` answers what stands in a column.
///
/// # Errors
/// Everything that is wrong, in the order of the columns.
pub fn read(get: &dyn Fn(&str) -> String) -> Read {
    let mut wrongs = Vec::new();
    let of = |name: &'static str| get(name).trim().to_owned();
    let head = head(&of, &mut wrongs);
    let line = line(&of, &mut wrongs);
    match (head, line) {
        (Some(head), Some(line)) if wrongs.is_empty() => Ok((head, line)),
        _ => Err(wrongs),
    }
}

/// Keeps what is wrong with a column.
fn note<T>(wrongs: &mut Vec<Wrong>, name: &'static str, read: Result<T, Fault>) -> Option<T> {
    read.map_err(|fault| wrongs.push((name, fault))).ok()
}

fn filled<T>(read: Result<Option<T>, Fault>) -> Result<T, Fault> {
    read.and_then(|value| value.ok_or(Fault::Required))
}

fn head(of: &dyn Fn(&'static str) -> String, wrongs: &mut Vec<Wrong>) -> Option<Head> {
    let number = note(wrongs, "statement", filled(words(&of("statement"), 64)));
    let period = note(wrongs, "period", period(&of("period")));
    let plan = note(wrongs, "plan", filled(words(&of("plan"), 128)));
    let association = match of("association").as_str() {
        "" => Ok(None),
        known if ASSOCIATIONS.contains(&known) => Ok(Some(known.to_owned())),
        _ => Err(Fault::Association),
    };
    let association = note(wrongs, "association", association);
    let currency = Currency::parse(&of("currency")).map(|currency| currency.as_str().to_owned());
    let currency = note(wrongs, "currency", currency.ok_or(Fault::Currency));
    let day = match day::of_any_year(&of("publish_until")) {
        Ok(day) if YEARS.contains(&day.year()) => Ok(day),
        Err(NoDay::Absent) => Err(Fault::NoSuchDay),
        _ => Err(Fault::Day),
    };
    let publish_until = note(wrongs, "publish_until", day);
    Some(Head {
        number: number?,
        period: period?,
        plan: plan?,
        association: association?,
        currency: currency?,
        publish_until: publish_until?,
    })
}

fn line(of: &dyn Fn(&'static str) -> String, wrongs: &mut Vec<Wrong>) -> Option<Line> {
    let number = note(wrongs, "line", filled(words(&of("line"), 64)));
    let order_number = note(wrongs, "order_number", words(&of("order_number"), 64));
    let customer = note(wrongs, "customer", words(&of("customer"), 256));
    let product = note(wrongs, "product", words(&of("product"), 128));
    let base = note(wrongs, "base", money(&of("base")));
    let rate_bp = note(wrongs, "rate", rate(&of("rate"), 100_000));
    let output_bp = note(wrongs, "output_rate", filled(rate(&of("output_rate"), 10_000)));
    let amount = note(wrongs, "amount", filled(money(&of("amount"))));
    let frozen_because = note(wrongs, "frozen_because", words(&of("frozen_because"), 500));
    let remark = note(wrongs, "remark", words(&of("remark"), 500));
    Some(Line {
        number: number?,
        order_number: order_number?,
        customer: customer?,
        product: product?,
        base: base?,
        rate_bp: rate_bp?,
        output_bp: output_bp?,
        amount: amount?,
        frozen_because: frozen_because?,
        remark: remark?,
    })
}

/// Judges lines, and gathers the statements that would be recorded. A statement that is recorded already is known if it says the
/// same and adds up to the same.
pub fn judge(lines: &[Read], ground: &Ground) -> (Vec<Verdict>, Vec<Draft>) {
    let mut drafts = BTreeMap::<&str, Draft>::new();
    let mut seen = HashSet::new();
    let mut faults = Vec::with_capacity(lines.len());
    for read in lines {
        let Ok((head, line)) = read else {
            faults.push(read.as_ref().err().cloned().unwrap_or_default());
            continue;
        };
        let draft = drafts.entry(&head.number).or_insert_with(|| Draft { head: head.clone(), lines: Vec::new() });
        let mut wrongs = Vec::new();
        if draft.head != *head {
            wrongs.push(("statement", Fault::Differs));
        }
        if !seen.insert((&head.number, &line.number)) {
            wrongs.push(("line", Fault::Twice));
        }
        draft.lines.push(line.clone());
        faults.push(wrongs);
    }
    let known = |draft: &Draft| ground.get(&draft.head.number);
    let same = |draft: &Draft, (head, gross, count): &(Head, Decimal, i64)| {
        draft.head == *head && draft.gross() == *gross && i64::try_from(draft.lines.len()) == Ok(*count)
    };
    let verdict = |(read, mut wrongs): (&Read, Vec<Wrong>)| {
        let draft = read.as_ref().ok().and_then(|(head, _)| drafts.get(head.number.as_str()));
        let recorded = draft.and_then(|draft| Some((draft, known(draft)?)));
        match recorded {
            Some((draft, recorded)) if wrongs.is_empty() && same(draft, recorded) => return Verdict::Known,
            Some((draft, recorded)) if !same(draft, recorded) => wrongs.push(("statement", Fault::Changed)),
            _ => {}
        }
        if wrongs.is_empty() { Verdict::New } else { Verdict::Wrong(wrongs) }
    };
    let verdicts = lines.iter().zip(faults).map(verdict).collect();
    let fresh = drafts.values().filter(|draft| known(draft).is_none()).cloned().collect();
    (verdicts, fresh)
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: [&str; 16] = [
        "S-1",
        "2026-Q3",
        "Growth",
        "resale",
        "CNY",
        "2026-11-30",
        "L-1",
        "CS1",
        "Acme",
        "ECS",
        "1,000.00",
        "5",
        "6",
        "-50.00",
        "",
        "refund",
    ];

    fn of(changes: &[(&str, &str)]) -> Read {
        let get = |name: &str| {
            let place = HEADER.iter().position(|known| *known == name).unwrap();
            changes.iter().find(|(known, _)| *known == name).map_or(GOOD[place], |(_, value)| value).to_owned()
        };
        read(&get)
    }

    #[test]
    fn a_line_is_read_or_everything_wrong_is_said() {
        let (head, line) = of(&[]).unwrap();
        assert_eq!((head.period.as_str(), head.association.as_deref()), ("2026-Q3", Some("resale")));
        assert_eq!((line.base, line.rate_bp, line.output_bp), (Some(Decimal::from(1000)), Some(500), 600));
        assert_eq!(line.amount, Decimal::from(-50));
        for (name, typed, want) in [
            ("statement", "", Fault::Required),
            ("statement", "a\u{7}", Fault::Letters),
            ("period", "2026-13", Fault::Period),
            ("period", "2026-Q5", Fault::Period),
            ("period", "26", Fault::Period),
            ("association", "both", Fault::Association),
            ("currency", "yuan", Fault::Currency),
            ("publish_until", "2026-02-30", Fault::NoSuchDay),
            ("publish_until", "30.11.2026", Fault::Day),
            ("publish_until", "9999-12-31", Fault::Day),
            ("base", "1.001", Fault::Amount),
            ("amount", "", Fault::Required),
            ("amount", "--1", Fault::Amount),
            ("amount", "1e3", Fault::Amount),
            ("rate", "6.001", Fault::Rate),
            ("output_rate", "101", Fault::Rate),
            ("output_rate", "", Fault::Required),
        ] {
            assert_eq!(of(&[(name, typed)]), Err(vec![(name, want)]), "{name} {typed}");
        }
        assert_eq!(of(&[("plan", ""), ("amount", "x")]).unwrap_err().len(), 2, "all at once");
        for (typed, want) in [("6%", 600), ("6.5", 650), ("0", 0)] {
            assert_eq!(of(&[("output_rate", typed)]).unwrap().1.output_bp, want, "{typed}");
        }
    }

    #[test]
    fn lines_of_a_statement_belong_together_and_what_is_recorded_stays() {
        let lines =
            [of(&[]), of(&[("line", "L-2"), ("amount", "80.00")]), of(&[("statement", "S-2"), ("line", "L-1")])];
        let (verdicts, drafts) = judge(&lines, &Ground::new());
        assert_eq!(verdicts, [Verdict::New, Verdict::New, Verdict::New]);
        assert_eq!(drafts.iter().map(Draft::gross).collect::<Vec<_>>(), [Decimal::from(30), Decimal::from(-50)]);
        let head = drafts[0].head.clone();
        let ground =
            |gross: i64, count| Ground::from([("S-1".to_owned(), (head.clone(), Decimal::from(gross), count))]);
        let (verdicts, drafts) = judge(&lines, &ground(30, 2));
        assert_eq!(verdicts, [Verdict::Known, Verdict::Known, Verdict::New]);
        assert_eq!(drafts.len(), 1, "what is known is not recorded again");
        for other in [ground(31, 2), ground(30, 3)] {
            let (verdicts, drafts) = judge(&lines, &other);
            assert_eq!(verdicts[0], Verdict::Wrong(vec![("statement", Fault::Changed)]));
            assert_eq!(drafts.len(), 1);
        }
        let lines = [of(&[]), of(&[]), of(&[("line", "L-3"), ("plan", "Other")]), of(&[("amount", "x")])];
        let (verdicts, _) = judge(&lines, &Ground::new());
        assert_eq!(verdicts[1], Verdict::Wrong(vec![("line", Fault::Twice)]));
        assert_eq!(verdicts[2], Verdict::Wrong(vec![("statement", Fault::Differs)]));
        assert_eq!(verdicts[3], Verdict::Wrong(vec![("amount", Fault::Amount)]));
    }
}
