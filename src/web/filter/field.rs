//! One filter: what is drawn, what was typed, what is wrong with it. How it is read is the bar's.

use super::FilterBar;
use crate::lang::Lang;

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
    pub(super) preset: bool,
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

    /// What the filter is set to, as its reader sees it.
    #[must_use]
    pub fn value(&self) -> &str {
        match &self.control {
            Control::Text { value } | Control::Day { value } | Control::Month { value } => value,
            Control::Choice { options, .. } => {
                options.iter().find(|option| option.chosen).map_or("", |option| option.label.as_str())
            }
        }
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
    /// The filters that are set, in the reader's words: what a list was narrowed to, for a record of it.
    #[must_use]
    pub fn described(&self) -> String {
        let said = |field: &Field| match self.lang {
            Lang::ZhCn => format!("{}：{}", field.full, field.value()),
            Lang::En => format!("{}: {}", field.full, field.value()),
        };
        let set = self.fields.iter().filter(|field| field.is_set());
        set.map(said).collect::<Vec<_>>().join(self.lang.pick("; ", "；"))
    }
}
