//! The filter bar of a list: reading a filter from the address and drawing its field are one call, so that neither is forgotten.
//! Wrong values keep what was typed, put a sentence at the field, and the page answers 422 without asking the database.

use askama::Template;
use chrono::NaiveDate;
use serde::{Serialize, de::DeserializeOwned};

use super::{
    error::Error,
    pager::{Links, Pager, Paging},
    text::Text,
    typed::Typed,
};
use crate::{lang::Lang, values::Month};

/// The filter bar: make it, read the filters off it, hand it to the page.
#[derive(Debug, Template)]
#[template(path = "parts/filter.html")]
pub struct FilterBar {
    /// Phrases.
    pub text: &'static Text,
    /// Address of the list without filters.
    pub path: &'static str,
    /// Fields in order.
    pub fields: Vec<Field>,
    /// Values that travel along unseen: the tab.
    pub kept: Vec<(&'static str, String)>,
    /// A sentence about the whole address: a broken page link.
    pub fault: Option<&'static str>,
    typed: Typed,
    lang: Lang,
}

/// One filter.
#[derive(Debug)]
pub struct Field {
    /// Name in the address.
    pub name: String,
    /// Words before it.
    pub label: String,
    /// What to draw.
    pub control: Control,
    /// The words before it where it stands alone, in a list of what is wrong.
    pub full: String,
    /// What is wrong with the value.
    pub error: Option<String>,
    /// Filled by the page, not by the reader: no filter to clear.
    preset: bool,
}

impl Field {
    /// Whether the filter narrows the list.
    #[must_use]
    pub fn is_set(&self) -> bool {
        let filled = match &self.control {
            Control::Text { value } | Control::Day { value } | Control::Month { value } => !value.is_empty(),
            Control::Choice { chosen, .. } => *chosen,
        };
        filled && !self.preset
    }
}

/// What a filter is typed into.
#[derive(Debug)]
pub enum Control {
    /// Free text of at most so many characters.
    Text {
        /// As typed.
        value: String,
    },
    /// One of several.
    Choice {
        /// Options in order.
        options: Vec<Choice>,
        /// Whether one is chosen that narrows the list.
        chosen: bool,
        /// Whether none may be chosen.
        any: bool,
    },
    /// A calendar day.
    Day {
        /// As typed.
        value: String,
    },
    /// A month.
    Month {
        /// As typed.
        value: String,
    },
}

/// One option of a filter.
#[derive(Debug)]
pub struct Choice {
    /// In the address.
    pub value: String,
    /// In the list.
    pub label: String,
    /// Whether it is chosen.
    pub chosen: bool,
}

impl FilterBar {
    /// A bar for the list at `path`.
    #[must_use]
    pub fn new(path: &'static str, typed: Typed, lang: Lang) -> Self {
        Self { text: Text::of(lang), path, fields: Vec::new(), kept: Vec::new(), fault: None, typed, lang }
    }

    /// A text filter of at most `most` characters.
    pub fn text(&mut self, name: &str, label: &str, most: usize) -> Option<String> {
        let value = self.typed.get(name).to_owned();
        let long = value.chars().count() > most;
        let is_readable = !value.contains(char::REPLACEMENT_CHARACTER);
        let error = match (is_readable, long) {
            (false, _) => Some(self.text.not_text.to_owned()),
            (true, true) => Some(format!("{} {most}", self.text.too_long)),
            (true, false) => None,
        };
        self.push(name, label, Control::Text { value: value.clone() }, error);
        (!value.is_empty() && is_readable && !long).then_some(value)
    }

    /// One of `options` (value, label).
    pub fn choice<V: Into<String>, L: Into<String>>(
        &mut self,
        name: &str,
        label: &str,
        options: impl IntoIterator<Item = (V, L)>,
    ) -> Option<String> {
        let value = self.typed.get(name).to_owned();
        let option = |(code, label): (V, L)| {
            let code = code.into();
            Choice { chosen: code == value, value: code, label: label.into() }
        };
        let options: Vec<Choice> = options.into_iter().map(option).collect();
        let chosen = options.iter().any(|option| option.chosen);
        let error = (!value.is_empty() && !chosen).then(|| self.text.not_a_choice.to_owned());
        self.push(name, label, Control::Choice { options, chosen, any: true }, error);
        chosen.then_some(value)
    }

    /// One of `options` (value, label), of which one always holds: `default` when nothing was typed. A list cannot do
    /// without it (the bill cycle), so by itself it is no filter that was set.
    pub fn pick<V: Into<String>, L: Into<String>>(
        &mut self,
        name: &str,
        label: &str,
        options: impl IntoIterator<Item = (V, L)>,
        default: &str,
    ) -> String {
        let typed = self.typed.get(name).to_owned();
        let value = if typed.is_empty() { default.to_owned() } else { typed };
        let option = |(code, label): (V, L)| {
            let code = code.into();
            Choice { chosen: code == value, value: code, label: label.into() }
        };
        let options: Vec<Choice> = options.into_iter().map(option).collect();
        let known = options.iter().any(|option| option.chosen);
        let error = (!known).then(|| self.text.not_a_choice.to_owned());
        self.push(name, label, Control::Choice { options, chosen: known && value != default, any: false }, error);
        if known { value } else { default.to_owned() }
    }

    /// Gives the options of a choice the words `name` knows for their values, in the order of the words.
    pub fn rename(&mut self, field: &str, name: impl Fn(&str) -> Option<String>) {
        let field = self.fields.iter_mut().find(|known| known.name == field);
        if let Some(Field { control: Control::Choice { options, .. }, .. }) = field {
            for option in options.iter_mut() {
                option.label = name(&option.value).unwrap_or_else(|| std::mem::take(&mut option.label));
            }
            options.sort_by(|a, b| a.label.cmp(&b.label));
        }
    }

    /// A calendar day.
    pub fn day(&mut self, name: &str, label: &str) -> Option<NaiveDate> {
        let value = self.typed.get(name).to_owned();
        let day = read_day(&value);
        let error = (!value.is_empty() && day.is_none()).then(|| self.text.not_a_day.to_owned());
        self.push(name, label, Control::Day { value }, error);
        day
    }

    /// First and last day (both included) of a range: `<name>_from` and `<name>_to`.
    pub fn days(&mut self, name: &str, label: &str) -> (Option<NaiveDate>, Option<NaiveDate>) {
        let from = self.day(&format!("{name}_from"), &format!("{label} {}", self.text.from));
        self.tell(label, self.text.from);
        let to = self.day(&format!("{name}_to"), self.text.until);
        self.tell(label, self.text.until);
        if let (Some(first), Some(last), Some(field)) = (from, to, self.fields.last_mut())
            && last < first
        {
            field.error = Some(self.text.range_reversed.to_owned());
        }
        (from, to)
    }

    /// Fills a day that nobody typed, so that the reader sees what the list is narrowed to by itself.
    pub fn preset_day(&mut self, name: &str, day: NaiveDate) {
        if let Some(field) = self.fields.iter_mut().find(|field| field.name == name) {
            field.control = Control::Day { value: day.to_string() };
            field.preset = true;
        }
    }

    /// A month `YYYY-MM`; `default` when nothing was typed.
    pub fn month(&mut self, name: &str, label: &str, default: Option<Month>) -> Option<Month> {
        let typed = self.typed.get(name).to_owned();
        let value = if typed.is_empty() { default.map(|month| month.to_string()).unwrap_or_default() } else { typed };
        let month = value.parse().ok();
        let error = (!value.is_empty() && month.is_none()).then(|| self.text.not_a_month.to_owned());
        self.push(name, label, Control::Month { value }, error);
        month
    }

    /// A value that travels along unseen, such as the tab; one of `known`, else the first of them, and the bar says so.
    pub fn keep(&mut self, name: &'static str, known: &[&'static str]) -> &'static str {
        self.expect(name, known);
        let value = self.typed.get(name);
        let tab = known.iter().find(|tab| **tab == value).or(known.first()).copied().unwrap_or_default();
        self.carry(name, tab);
        tab
    }

    /// Finds fault with an address that names anything but one of `known`, or nothing.
    pub fn expect(&mut self, name: &str, known: &[&str]) {
        let value = self.typed.get(name);
        if !value.is_empty() && !known.contains(&value) {
            self.fault = Some(self.text.no_such_view);
        }
    }

    /// A value that travels along unseen, found otherwise.
    pub fn carry(&mut self, name: &'static str, value: &str) {
        self.kept.push((name, value.to_owned()));
    }

    /// Which page of the list is asked for.
    pub fn paging<K: Serialize + DeserializeOwned>(&mut self) -> Paging<K> {
        Paging::read(&self.typed).unwrap_or_else(|_| {
            self.fault = Some(self.text.cursor_broken);
            Paging::first()
        })
    }

    /// Takes the extra row off and makes the pager.
    pub fn pager<K: Serialize + DeserializeOwned, R>(
        &self,
        paging: &Paging<K>,
        rows: &mut Vec<R>,
        key: impl FnOnce(&R) -> K,
    ) -> Pager {
        let links = paging.cut(rows, &self.typed, self.path, key);
        self.foot(links)
    }

    /// For the JSON API, which draws no field: goes on only when every filter could be read.
    ///
    /// # Errors
    /// [`Error::Unprocessable`] with what is wrong, field by field.
    pub fn sound(&self) -> Result<(), Error> {
        if self.is_sound() {
            return Ok(());
        }
        let said = |field: &Field| field.error.as_ref().map(|error| format!("{}: {error}", field.name));
        let fields = self.fields.iter().filter_map(said);
        let all: Vec<String> = fields.chain(self.fault.map(str::to_owned)).collect();
        Err(Error::Unprocessable(all.join(" ")))
    }

    /// Whether every filter could be read: only then is the database asked.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.fault.is_none() && self.fields.iter().all(|field| field.error.is_none())
    }

    /// Whether any filter is set.
    #[must_use]
    pub fn is_set(&self) -> bool {
        self.fields.iter().any(Field::is_set)
    }

    /// The list without filters (but with the tab).
    #[must_use]
    pub fn cleared(&self) -> String {
        let kept: Vec<(&str, &str)> = self.kept.iter().map(|(name, value)| (*name, value.as_str())).collect();
        Typed::default().address(self.path, &[], &kept)
    }

    /// Everything typed, for links of the page.
    #[must_use]
    pub fn typed(&self) -> &Typed {
        &self.typed
    }

    /// Says in full which end of a range the last field is.
    fn tell(&mut self, label: &str, end: &str) {
        if let Some(field) = self.fields.last_mut() {
            field.full = match self.lang {
                Lang::ZhCn => format!("{label}（{end}）"),
                Lang::En => format!("{label} {end}"),
            };
        }
    }

    /// Whether the key `/` leads to the field: to the first that text is typed into.
    fn has_hotkey(&self, field: &Field) -> bool {
        let first = self.fields.iter().find(|field| matches!(field.control, Control::Text { .. }));
        first.is_some_and(|first| first.name == field.name)
    }

    fn foot(&self, links: Links) -> Pager {
        let range = match (links.last < links.first, self.lang) {
            (true, _) => String::new(),
            (false, Lang::ZhCn) => format!("第 {}–{} 条", links.first, links.last),
            (false, Lang::En) => format!("{}–{}", links.first, links.last),
        };
        Pager { text: self.text, links, range }
    }

    fn push(&mut self, name: &str, label: &str, control: Control, error: Option<String>) {
        let (name, label, full) = (name.to_owned(), label.to_owned(), label.to_owned());
        self.fields.push(Field { name, label, full, control, error, preset: false });
    }
}

/// A day written `YYYY-MM-DD` between the years 2000 and 2999.
fn read_day(text: &str) -> Option<NaiveDate> {
    let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?;
    (text.len() == 10 && text.starts_with('2')).then_some(day)
}

#[cfg(test)]
mod tests {
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
        assert!(bar.fault.is_some() && !bar.is_sound());
        assert!(bar.render().unwrap().contains("abcdef"), "typed text stays");
    }

    #[test]
    fn a_pick_always_holds_and_its_default_is_no_filter() {
        let options = [("2026-11", "2026-11"), ("2026-10", "2026-10")];
        let mut nothing = bar("");
        assert_eq!(nothing.pick("cycle", "Cycle", options, "2026-11"), "2026-11");
        assert!(nothing.is_sound() && !nothing.is_set());
        let mut other = bar("cycle=2026-10");
        assert_eq!(other.pick("cycle", "Cycle", options, "2026-11"), "2026-10");
        assert!(other.is_sound() && other.is_set());
        assert!(!other.render().unwrap().contains("<option value=\"\">"), "there is no empty choice");
        let mut wrong = bar("cycle=1999-01");
        assert_eq!(wrong.pick("cycle", "Cycle", options, "2026-11"), "2026-11");
        assert!(!wrong.is_sound());
    }

    #[test]
    fn right_values_are_read() {
        let mut bar = bar("name=%20a%20&state=normal&on_from=2026-02-01&on_to=2026-01-01&tab=other");
        assert_eq!(bar.text("name", "Name", 5).as_deref(), Some("a"));
        assert_eq!(bar.choice("state", "State", [("normal", "Normal")]).as_deref(), Some("normal"));
        assert_eq!(bar.keep("tab", &["own", "other"]), "other");
        assert!(bar.is_sound() && bar.is_set());
        bar.days("on", "On");
        assert!(!bar.is_sound(), "the range is reversed");
        assert_eq!(bar.cleared(), "/rows?tab=other");
    }
}
