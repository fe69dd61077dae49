//! Texts that partners agree to (COM-15, COMP-01): the vendor desk's documents by version, and who ticked which.
//!
//! A form that needs statements reads them with [`statements`], shows [`field`], asks [`untold`] for what is not ticked, and
//! keeps what was with [`keep`] inside its own change: version, digest of the text, member, instant, address (SCN-38).

mod forms;
mod pages;
mod routes;
mod rules;
mod store;
mod text;

pub use rules::{Statement, untold};
pub use store::{Given, agreement, agreement_active, given, keep, statements};

use crate::{
    lang::Lang,
    web::{
        Routes, Typed,
        form::{Choice, Control, Field},
    },
};

/// Name of the field whose ticks are statements.
pub const FIELD: &str = "statement";

/// Routes of the slice.
#[must_use]
pub fn router() -> Routes {
    Routes::new()
        .get("/desk/documents", routes::list)
        .get("/desk/documents/new", routes::new)
        .post("/desk/documents/new", routes::create)
}

/// The statements as ticks, each one its own; those of `typed` are ticked.
#[must_use]
pub fn field(statements: &[Statement], typed: &Typed, lang: Lang) -> Field {
    let tick = |statement: &Statement| {
        let value = statement.id.to_string();
        let chosen = typed.all(FIELD).any(|ticked| ticked == value);
        let hint = lang.pick(&statement.text_en, &statement.text_zh).clone();
        Choice { label: lang.pick(&statement.title_en, &statement.title_zh).clone(), hint, value, chosen }
    };
    let text = text::Text::of(lang);
    Field::new(FIELD, text.statements, Control::Ticks(statements.iter().map(tick).collect())).help(text.each).required()
}

/// The sentence where statements are not ticked.
#[must_use]
pub fn untold_sentence(statements: &[&Statement], lang: Lang) -> String {
    let titles: Vec<&str> =
        statements.iter().map(|statement| lang.pick(&*statement.title_en, &*statement.title_zh)).collect();
    format!("{}{}", text::Text::of(lang).untold, titles.join(lang.pick(", ", "、")))
}
