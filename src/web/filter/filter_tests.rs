//! The filter bar: what it reads off an address, and what it says of what is wrong.

use super::*;

fn bar(query: &str) -> FilterBar {
    FilterBar::new("/rows", Typed::parse(query.as_bytes()).unwrap(), Lang::En)
}

#[test]
fn wrong_values_are_kept_with_a_sentence() {
    let mut bar = bar("name=abcdef&state=odd&on_from=2026-02-30&on_to=2026-01-01&cycle=2026-13&after=zz");
    assert_eq!(bar.text("name", "Name", 5), None);
    assert_eq!(bar.choice("state", "State", [("normal", "Normal")]), None);
    assert_eq!(bar.days("on", "On"), (None, "2026-01-01".parse().ok()));
    assert_eq!(bar.month("cycle", "Month", None), None);
    let _first: Paging<i64> = bar.paging();
    let wrong: Vec<&str> =
        bar.fields.iter().filter(|field| field.error.is_some()).map(|field| field.name.as_str()).collect();
    assert_eq!(wrong, ["name", "state", "on_from", "cycle"]);
    let said = |name: &str| bar.fields.iter().find(|field| field.name == name).and_then(|field| field.error.clone());
    assert_eq!(said("on_from").as_deref(), Some("There is no such day: check month and day."));
    assert!(bar.fault.is_some() && !bar.is_sound());
    assert!(bar.render().unwrap().contains("abcdef"), "typed text stays");
}

#[test]
fn a_day_that_does_not_exist_is_not_told_how_days_are_written() {
    for (typed, said) in [
        ("2026-13-01", Some("There is no such day: check month and day.")),
        ("2026-02-30", Some("There is no such day: check month and day.")),
        ("22.11.2026", Some("Enter a day like 2026-11-22.")),
        ("1999-12-31", Some("Enter a day like 2026-11-22.")),
        ("2026-02-28", None),
        ("", None),
    ] {
        let mut bar = bar(&format!("on={typed}"));
        bar.day("on", "On");
        assert_eq!(bar.fields[0].error.as_deref(), said, "{typed}");
    }
}

#[test]
fn a_pick_always_holds_and_its_default_is_no_filter() {
    let options = [("2026-11", "2026-11"), ("2026-10", "2026-10")];
    let mut nothing = bar("");
    assert_eq!(nothing.pick("cycle", "Cycle", options, "2026-11"), "2026-11");
    assert!(nothing.is_sound() && !nothing.is_set());
    let mut other = bar("cycle=2026-10");
    assert_eq!(other.pick("cycle", "Cycle", options, "2026-11"), "2026-10");
    assert!(other.is_sound() && other.is_set() && !other.narrows(), "figures follow the cycle");
    assert!(!other.render().unwrap().contains("<option value=\"\">"), "there is no empty choice");
    let mut wrong = bar("cycle=1999-01");
    assert_eq!(wrong.pick("cycle", "Cycle", options, "2026-11"), "2026-11");
    assert!(!wrong.is_sound());
}

#[test]
fn an_address_names_only_filters_of_the_page_and_each_once() {
    for (query, sound) in [
        ("status=6&tab=own&view=all&extra=1", true),
        ("after=&back=", true),
        ("foo=bar", false),
        ("status%5B%5D=6", false),
        ("status=6&status=5", false),
    ] {
        let mut bar = bar(query);
        bar.choice("status", "Status", [("5", "Five"), ("6", "Six")]);
        bar.keep("tab", &["own", "resellers"]);
        bar.expect("view", &["all"]);
        bar.know("extra");
        let _first: Paging<i64> = bar.paging();
        assert_eq!(bar.is_sound(), sound, "{query}");
    }
}

#[test]
fn a_list_that_ends_on_its_page_knows_how_long_it_is() {
    let bar = bar("");
    let pages = |rows: i64| bar.pager(&Paging::<i64>::first(), &mut (0..rows).collect(), |row: &i64| *row).total;
    assert_eq!((pages(0), pages(47).as_deref(), pages(51)), (None, Some("47 in total"), None));
    assert_eq!((bar.total(10_000), bar.total(10_001)), ("10,000 in total".into(), "10,000+ in total".into()));
}

#[test]
fn right_values_are_read() {
    let mut bar = bar("name=%20a%20&state=normal&on_from=2026-02-01&on_to=2026-01-01&tab=other");
    assert_eq!(bar.text("name", "Name", 5).as_deref(), Some("a"));
    assert_eq!(bar.choice("state", "State", [("normal", "Normal")]).as_deref(), Some("normal"));
    assert_eq!(bar.keep("tab", &["own", "other"]), "other");
    assert!(bar.is_sound() && bar.is_set() && bar.narrows());
    bar.days("on", "On");
    assert!(!bar.is_sound(), "the range is reversed");
    assert_eq!(bar.cleared(), "/rows?tab=other");
}
