//! The page of a form: sections of fields, what is wrong in a summary and at the field, what would happen before it happens.
//! Filled by a slice's `pages.rs`, drawn by one template.

use askama::Template;
use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};

use super::{
    cell::{Cell, Table},
    frame::Frame,
    page::{Link, Section, html},
};

/// A form.
#[derive(Debug, Template)]
#[template(path = "form.html")]
pub struct FormPage {
    /// The frame.
    pub frame: Frame,
    /// What the form is for.
    pub hint: String,
    /// A sentence that stands above all: a conflict, a refusal.
    pub notice: Option<String>,
    /// What its sender is asked before it is done, with the field that answers it: a question, not a mistake.
    pub question: Option<(&'static str, String)>,
    /// A sentence about what was just done, while the form stays open.
    pub done: Option<String>,
    /// What a confirmed form will do, or the state beside which an edit stands.
    pub before: Vec<Section>,
    /// Rows that belong to it: a dry run, sessions.
    pub tables: Vec<(String, Table)>,
    /// Where it is sent.
    pub action: String,
    /// Values that travel along unseen.
    pub hidden: Vec<(&'static str, String)>,
    /// Fields.
    pub groups: Vec<Group>,
    /// Buttons: name and value of the step, words; the first is the main one. Empty: nothing can be sent.
    pub buttons: Vec<(&'static str, &'static str)>,
    /// The way back without sending.
    pub back: Link,
    /// Status of the answer.
    pub status: StatusCode,
}

/// Fields under a heading.
#[derive(Debug)]
pub struct Group {
    /// Heading; may be empty.
    pub title: String,
    /// A sentence under it; may be empty.
    pub hint: String,
    /// In order.
    pub fields: Vec<Field>,
}

/// A small form on a page that shows something: a decision about it.
#[derive(Debug)]
pub struct Panel {
    /// Heading.
    pub title: String,
    /// A sentence under it; may be empty.
    pub hint: String,
    /// Where it is sent.
    pub action: String,
    /// Values that travel along unseen.
    pub hidden: Vec<(&'static str, String)>,
    /// Fields; no two of a page have one name.
    pub fields: Vec<Field>,
    /// Buttons: value of `step`, words; the first is the main one.
    pub buttons: Vec<(&'static str, &'static str)>,
}

/// One field.
#[derive(Debug)]
pub struct Field {
    /// Name in the form.
    pub name: &'static str,
    /// Words before it.
    pub label: String,
    /// An example or a rule; may be empty.
    pub help: String,
    /// What is wrong with it.
    pub error: Option<String>,
    /// Must be filled.
    pub required: bool,
    /// What it is typed into.
    pub control: Control,
}

/// What a value is typed into.
#[derive(Debug)]
pub enum Control {
    /// A line.
    Line {
        /// What stands in it.
        value: String,
        /// `text`, `email`, `date`, …
        kind: &'static str,
        /// Most characters.
        most: usize,
    },
    /// Several lines.
    Area {
        /// What stands in it.
        value: String,
        /// Height in lines.
        rows: usize,
        /// Most characters.
        most: usize,
    },
    /// A file to send.
    File {
        /// What the browser offers: `.pdf,.png`.
        accept: &'static str,
    },
    /// One of several in a list.
    Select(Vec<Choice>),
    /// One of several, all seen.
    Radios(Vec<Choice>),
    /// Any of several.
    Ticks(Vec<Choice>),
    /// Shown, not typed.
    Fixed(Cell),
}

/// One option.
#[derive(Debug)]
pub struct Choice {
    /// Value in the form.
    pub value: String,
    /// Words.
    pub label: String,
    /// A softer second line; may be empty.
    pub hint: String,
    /// Whether it is chosen.
    pub chosen: bool,
}

impl Choice {
    /// An option without a hint.
    #[must_use]
    pub fn new(value: impl Into<String>, label: impl Into<String>, chosen: bool) -> Self {
        Self { value: value.into(), label: label.into(), hint: String::new(), chosen }
    }
}

impl Field {
    /// A field that may stay empty.
    #[must_use]
    pub fn new(name: &'static str, label: &str, control: Control) -> Self {
        Self { name, label: label.to_owned(), help: String::new(), error: None, required: false, control }
    }

    /// With an example or a rule.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = help.into();
        self
    }

    /// Must be filled.
    #[must_use]
    pub fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// Whether a file is chosen in it.
    #[must_use]
    pub fn is_file(&self) -> bool {
        matches!(self.control, Control::File { .. })
    }

    /// Whether it is a set of options under one heading.
    #[must_use]
    pub fn is_set(&self) -> bool {
        matches!(self.control, Control::Radios(_) | Control::Ticks(_))
    }
}

impl FormPage {
    /// An empty form that is sent to `action`.
    #[must_use]
    pub fn new(frame: Frame, action: String, back: Link) -> Self {
        Self {
            frame,
            hint: String::new(),
            notice: None,
            question: None,
            done: None,
            before: vec![],
            tables: vec![],
            action,
            hidden: vec![],
            groups: vec![],
            buttons: vec![],
            back,
            status: StatusCode::OK,
        }
    }

    /// Whether a file travels with it.
    #[must_use]
    pub fn has_file(&self) -> bool {
        self.groups.iter().flat_map(|group| &group.fields).any(Field::is_file)
    }

    /// Puts a sentence at a field; one without such a field stands above all. The page answers 422.
    pub fn fault(&mut self, field: &str, sentence: String) {
        self.status = StatusCode::UNPROCESSABLE_ENTITY;
        let found = self.groups.iter_mut().flat_map(|group| group.fields.iter_mut()).find(|known| known.name == field);
        match found {
            Some(found) => found.error = Some(sentence),
            None => self.notice = Some(sentence),
        }
    }

    /// Asks something that a field of the form answers. The page answers 422, since nothing was done.
    pub fn ask(&mut self, field: &'static str, sentence: String) {
        self.status = StatusCode::UNPROCESSABLE_ENTITY;
        self.question = Some((field, sentence));
    }

    /// Puts what was found out about a field in the place of its help.
    pub fn remark(&mut self, field: &str, sentence: String) {
        let mut fields = self.groups.iter_mut().flat_map(|group| group.fields.iter_mut());
        if let Some(found) = fields.find(|known| known.name == field) {
            found.help = sentence;
        }
    }

    /// A form that comes back has lost its file, which no browser fills in again: that is said at the field.
    fn choose_again(&mut self) {
        if self.status == StatusCode::OK && self.wrongs().is_empty() {
            return;
        }
        let sentence = self.frame.text.choose_again;
        for field in self.groups.iter_mut().flat_map(|group| group.fields.iter_mut()).filter(|field| field.is_file()) {
            field.help = [field.help.as_str(), sentence].join(" ").trim().to_owned();
        }
    }

    /// Fields with something wrong, for the summary.
    #[must_use]
    pub fn wrongs(&self) -> Vec<(&'static str, &str, &str)> {
        let wrong = |field: &'_ Field| field.error.is_some();
        let fields = self.groups.iter().flat_map(|group| &group.fields).filter(|field| wrong(field));
        fields.map(|field| (field.name, field.label.as_str(), field.error.as_deref().unwrap_or_default())).collect()
    }
}

impl IntoResponse for FormPage {
    fn into_response(mut self) -> Response {
        self.choose_again();
        html(self.status, &self)
    }
}
