//! What a list of special days must be, and what a change of it does. Pure.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, Days, NaiveDate, Utc, Weekday};

use super::text::{DATE_WORDS, words};
use crate::{
    cloud::Site,
    values::{
        csv,
        day::{self, NoDay},
        plain::is_line,
        workdays::Special,
    },
};

/// Most characters of a day's name.
const NAME: usize = 64;
/// How far limits reach beyond today: years up to then must be settled.
const AHEAD: Days = Days::new(90);
/// More faults than these are not told one by one.
pub const MOST_FAULTS: usize = 20;

/// The word of a kind of day in the database and in files.
#[must_use]
pub const fn word(special: Special) -> &'static str {
    match special {
        Special::Holiday => "holiday",
        Special::MakeUp => "make_up",
    }
}

/// Reads a kind of day, as the database and files of either language have it.
#[must_use]
pub fn special(typed: &str) -> Option<Special> {
    let typed = typed.to_lowercase();
    let is = |special: Special| typed == word(special) || words(special).contains(&typed.as_str());
    [Special::Holiday, Special::MakeUp].into_iter().find(|special| is(*special))
}

/// Special days with what they are called.
pub type Sheet = BTreeMap<NaiveDate, (Special, String)>;

/// What is wrong with a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// A quote is not closed.
    Quote,
    /// No date such as 2027-01-01.
    Date,
    /// No date of the calendar.
    NoSuchDay,
    /// A day of another year.
    Year,
    /// Neither a holiday nor a make-up day.
    Kind,
    /// A make-up day that is worked anyway.
    Weekday,
    /// A name of more than 64 characters, or with one that nobody sees.
    Name,
    /// The day stands there twice.
    Twice,
}

/// Reads lines of `date,kind,name`; a line with headings may stand first. Every fault is told with its line, from 1.
///
/// # Errors
/// What is wrong, line by line.
pub fn read(text: &str, year: i32) -> Result<Sheet, Vec<(usize, Fault)>> {
    let records = csv::read(text).map_err(|_| vec![(0, Fault::Quote)])?;
    let (mut sheet, mut faults) = (Sheet::new(), Vec::new());
    for (place, record) in records.iter().enumerate() {
        let field = |at: usize| record.fields.get(at).map_or("", String::as_str);
        if place == 0 && DATE_WORDS.contains(&field(0).to_lowercase().as_str()) {
            continue;
        }
        match special_day([field(0), field(1), field(2)], year) {
            Ok((day, _)) if sheet.contains_key(&day) => faults.push((record.line, Fault::Twice)),
            Ok((day, told)) => drop(sheet.insert(day, told)),
            Err(fault) => faults.push((record.line, fault)),
        }
    }
    if faults.is_empty() { Ok(sheet) } else { Err(faults) }
}

fn special_day([date, kind, name]: [&str; 3], year: i32) -> Result<(NaiveDate, (Special, String)), Fault> {
    let day =
        day::of_any_year(date).map_err(|why| if why == NoDay::Absent { Fault::NoSuchDay } else { Fault::Date })?;
    if day.year() != year {
        return Err(Fault::Year);
    }
    let special = special(kind).ok_or(Fault::Kind)?;
    if special == Special::MakeUp && !matches!(day.weekday(), Weekday::Sat | Weekday::Sun) {
        return Err(Fault::Weekday);
    }
    if name.chars().count() > NAME || !is_line(name) {
        return Err(Fault::Name);
    }
    Ok((day, (special, name.to_owned())))
}

/// The list as it is saved, hashed and downloaded: by day, a line each.
#[must_use]
pub fn written(sheet: &Sheet) -> String {
    let line = |(day, (special, name)): (&NaiveDate, &(Special, String))| {
        format!("{day},{},{}\n", word(*special), csv::field(name))
    };
    sheet.iter().map(line).collect()
}

/// What becomes of one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// It is special now.
    Added,
    /// It is as its weekday says again.
    Removed,
    /// It is of the other kind, or is called otherwise.
    Changed,
}

/// What a new list changes, by day.
#[must_use]
pub fn steps(before: &Sheet, after: &Sheet) -> Vec<(NaiveDate, Step)> {
    let gone = before.keys().filter(|day| !after.contains_key(day)).map(|day| (*day, Step::Removed));
    let come = after.iter().filter_map(|(day, told)| match before.get(day) {
        None => Some((*day, Step::Added)),
        Some(known) if known != told => Some((*day, Step::Changed)),
        Some(_) => None,
    });
    let mut steps: Vec<_> = gone.chain(come).collect();
    steps.sort_by_key(|(day, _)| *day);
    steps
}

/// Years that running limits may reach and that nobody has settled (DL-01).
#[must_use]
pub fn missing(settled: &[i32], site: Site, now: DateTime<Utc>) -> Vec<i32> {
    let today = now.with_timezone(&site.zone()).date_naive();
    (today.year()..=(today + AHEAD).year()).filter(|year| !settled.contains(year)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_read_or_told() {
        for (text, want) in [
            ("2027-01-01,holiday,元旦", Ok(1)),
            ("date,kind,name\r\n2027-01-01,休\r\n2027-01-02,班,\"a, b\"\r\n", Ok(2)),
            ("", Ok(0)),
            ("1 January,holiday", Err(vec![(1, Fault::Date)])),
            ("2027-02-30,holiday", Err(vec![(1, Fault::NoSuchDay)])),
            ("2026-01-01,holiday", Err(vec![(1, Fault::Year)])),
            ("2027-01-01,free", Err(vec![(1, Fault::Kind)])),
            // 1 January 2027 is a Friday: worked anyway.
            ("2027-01-01,make_up", Err(vec![(1, Fault::Weekday)])),
            ("2027-01-01,holiday\n\n2027-01-01,holiday", Err(vec![(3, Fault::Twice)])),
            ("2027-01-01,\"holiday", Err(vec![(0, Fault::Quote)])),
        ] {
            assert_eq!(read(text, 2027).map(|sheet| sheet.len()), want, "{text}");
        }
        let long = format!("2027-01-01,holiday,{}", "节".repeat(65));
        assert_eq!(read(&long, 2027), Err(vec![(1, Fault::Name)]));
    }

    #[test]
    fn what_is_written_is_read_again() {
        let text = "2027-01-01,holiday,元旦\n2027-01-02,make_up,\"a, b\"\n";
        assert_eq!(written(&read(text, 2027).unwrap()), text);
    }

    #[test]
    fn a_change_tells_its_days() {
        let before = read("2027-01-01,holiday\n2027-01-04,holiday,x\n2027-01-05,holiday", 2027).unwrap();
        let after = read("2027-01-03,make_up\n2027-01-04,holiday,y\n2027-01-05,holiday", 2027).unwrap();
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let want = [("2027-01-01", Step::Removed), ("2027-01-03", Step::Added), ("2027-01-04", Step::Changed)];
        assert_eq!(steps(&before, &after), want.map(|(text, step)| (day(text), step)));
        assert_eq!(steps(&before, &before), []);
    }

    #[test]
    fn years_within_reach_must_be_settled() {
        for (now, settled, want) in [
            ("2026-06-01T00:00:00Z", &[2026][..], vec![]),
            ("2026-06-01T00:00:00Z", &[], vec![2026]),
            ("2026-11-23T00:00:00Z", &[2026], vec![2027]),
            ("2026-11-23T00:00:00Z", &[2026, 2027], vec![]),
            // New Year in China is 16:00 UTC.
            ("2026-12-31T16:00:00Z", &[2026], vec![2027]),
        ] {
            assert_eq!(missing(settled, Site::China, now.parse().unwrap()), want, "{now} {settled:?}");
        }
    }
}
