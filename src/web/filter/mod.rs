//! The filter bar of a list: reading a filter from the address and drawing its field are one call, so that neither is forgotten.
//! Wrong values keep what was typed, put a sentence at the field, and the page answers 422 without asking the database.

mod field;

use std::borrow::Cow;

use askama::Template;
use chrono::NaiveDate;
use serde::{Serialize, de::DeserializeOwned};

use self::field::{Choice, Control, Field};
use super::{
    error::Error,
    pager::{Links, MANY, Pager, Paging},
    text::Text,
    typed::Typed,
};
use crate::{
    lang::Lang,
    values::{
        Month,
        day::{self, NoDay},
        decimal,
    },
};

/// The filter bar: make it, read the filters off it, hand it to the page.
#[derive(Debug, Template)]
#[template(path = "parts/filter.html")]
pub struct FilterBar {
    /// Phrases.
    pub text: &'static Text,
    /// Address of the list without filters.
    pub path: Cow<'static, str>,
    /// Fields in order.
    pub fields: Vec<Field>,
    /// Values that travel along unseen: the tab.
    pub kept: Vec<(&'static str, String)>,
    /// A sentence about the whole address: a broken page link.
    pub fault: Option<&'static str>,
    /// Names of the address that are read without being drawn.
    known: Vec<String>,
    typed: Typed,
    lang: Lang,
}

impl FilterBar {
    /// A bar for the list at `path`.
    #[must_use]
    pub fn new(path: impl Into<Cow<'static, str>>, typed: Typed, lang: Lang) -> Self {
        Self {
            text: Text::of(lang),
            path: path.into(),
            fields: Vec::new(),
            kept: Vec::new(),
            fault: None,
            known: Vec::new(),
            typed,
            lang,
        }
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

    /// A calendar day.
    pub fn day(&mut self, name: &str, label: &str) -> Option<NaiveDate> {
        let value = self.typed.get(name).to_owned();
        let day = day::read(&value);
        let error = match day {
            Err(NoDay::Form) if !value.is_empty() => Some(self.text.not_a_day.to_owned()),
            Err(NoDay::Absent) => Some(self.text.no_such_day.to_owned()),
            _ => None,
        };
        self.push(name, label, Control::Day { value }, error);
        day.ok()
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
        let preset = self.typed.get(name).is_empty();
        self.push(name, label, Control::Month { value }, error);
        if let Some(field) = self.fields.last_mut() {
            field.preset = preset;
        }
        month
    }

    /// Finds fault with the value of a filter that only the page can judge: an amount, a name that must exist.
    pub fn find_fault(&mut self, name: &str, sentence: &str) {
        if let Some(field) = self.fields.iter_mut().find(|field| field.name == name) {
            field.error = Some(sentence.to_owned());
        }
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
        self.know(name);
        let value = self.typed.get(name);
        if !value.is_empty() && !known.contains(&value) {
            self.fault = Some(self.text.no_such_view);
        }
    }

    /// Lets the address name what the page reads elsewhere, or what leads to it from a page that has it.
    pub fn know(&mut self, name: &str) {
        self.known.push(name.to_owned());
    }

    /// Finds fault with an address that names a filter the page does not have, or one twice: it would be answered as if it
    /// were not there, and the list taken for what it is not.
    fn find_strangers(&mut self) {
        if self.has_strangers() {
            self.fault = Some(self.text.no_such_filter);
        }
    }

    /// The same for an answer that draws no bar, as a file.
    ///
    /// # Errors
    /// [`Error::NoSuchFilter`].
    pub fn only_known(&self) -> Result<(), Error> {
        if self.has_strangers() { Err(Error::NoSuchFilter) } else { Ok(()) }
    }

    fn has_strangers(&self) -> bool {
        let mut seen: Vec<&str> = Vec::new();
        for name in self.typed.names() {
            let is_ours = matches!(name, "after" | "back")
                || self.fields.iter().any(|field| field.name == name)
                || self.kept.iter().any(|(kept, _)| *kept == name)
                || self.known.iter().any(|known| known == name);
            if !is_ours || seen.contains(&name) {
                return true;
            }
            seen.push(name);
        }
        false
    }

    /// A value that travels along unseen, found otherwise.
    pub fn carry(&mut self, name: &'static str, value: &str) {
        self.kept.push((name, value.to_owned()));
    }

    /// Which page of the list is asked for. Called when every filter was read: what else the address names is a fault.
    pub fn paging<K: Serialize + DeserializeOwned>(&mut self) -> Paging<K> {
        self.find_strangers();
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
        let links = paging.cut(rows, &self.typed, &self.path, key);
        self.foot(links)
    }

    /// For the JSON API, which draws no field: goes on only when every filter could be read, and nothing else was asked.
    ///
    /// # Errors
    /// [`Error::Unprocessable`] with what is wrong, field by field.
    pub fn sound(&mut self) -> Result<(), Error> {
        self.know("limit");
        self.find_strangers();
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

    /// Whether a filter is set that the figures above the list do not follow: any but the choices a page cannot do without
    /// (the bill cycle, the partner).
    #[must_use]
    pub fn narrows(&self) -> bool {
        let always_holds = |field: &Field| matches!(field.control, Control::Choice { any: false, .. });
        self.fields.iter().any(|field| field.is_set() && !always_holds(field))
    }

    /// The list without filters (but with the tab).
    #[must_use]
    pub fn cleared(&self) -> String {
        let kept: Vec<(&str, &str)> = self.kept.iter().map(|(name, value)| (*name, value.as_str())).collect();
        Typed::default().address(&self.path, &[], &kept)
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
        let total =
            (links.next.is_none() && links.last > 0).then(|| self.total(links.last.try_into().unwrap_or(i64::MAX)));
        Pager { text: self.text, links, range, total }
    }

    /// How many rows a list has, in words; from [`pager::MANY`] on only that there are more.
    #[must_use]
    pub fn total(&self, count: i64) -> String {
        let (shown, more) = (count.min(MANY), if count > MANY { "+" } else { "" });
        let shown = decimal::grouped(shown.into(), 0);
        self.lang.pick(format!("{shown}{more} in total"), format!("共 {shown}{more} 条"))
    }

    fn push(&mut self, name: &str, label: &str, control: Control, error: Option<String>) {
        let (name, label, full) = (name.to_owned(), label.to_owned(), label.to_owned());
        self.fields.push(Field { name, label, full, control, error, preset: false });
    }
}

#[cfg(test)]
#[path = "filter_tests.rs"]
mod tests;
