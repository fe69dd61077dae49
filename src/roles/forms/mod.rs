//! Filters of the lists, and the form of a custom role (ROLE-7).

pub mod assignment;

use super::{rules::key::Key, text::Text};
use crate::{
    access::{Code, Permissions, custom},
    lang::Lang,
    values::plain::{is_line, is_plain},
    web::{FilterBar, Typed},
};

/// What the list of roles is narrowed to.
#[derive(Debug)]
pub struct Filters {
    /// Part of a name.
    pub text: Option<String>,
    /// Whether presets or custom roles are asked for.
    pub preset: Option<bool>,
}

/// Reads the filters of the list and draws their fields.
pub fn filters(typed: Typed, lang: Lang) -> (Filters, FilterBar) {
    let text = Text::of(lang);
    let mut bar = FilterBar::new("/roles", typed, lang);
    let name = bar.text("text", text.name, 64);
    let kind = bar.choice("kind", text.kind, [("preset", text.preset), ("custom", text.custom)]);
    (Filters { text: name, preset: kind.map(|kind| kind == "preset") }, bar)
}

/// Reads the permission whose holders are asked for; draws the field.
pub fn permission(typed: Typed, lang: Lang) -> (Option<Code>, FilterBar) {
    let text = Text::of(lang);
    let mut bar = FilterBar::new("/roles/holders", typed, lang);
    let codes = Code::all().map(|code| (code.as_str(), format!("{} · {}", code.name(lang), code.as_str())));
    let code = bar.choice("code", text.permission, codes);
    (code.as_deref().and_then(Code::parse), bar)
}

/// Roles named in an address or a form, each once; `None` when one is no role.
pub fn keys(typed: &Typed, name: &str) -> Option<Vec<Key>> {
    let mut keys = Vec::new();
    for word in typed.all(name).filter(|word| !word.is_empty()) {
        let key = Key::parse(word)?;
        if !keys.contains(&key) {
            keys.push(key);
        }
    }
    Some(keys)
}

/// Where the form of a custom role stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Shows what saving would do.
    Check,
    /// Goes back to the fields.
    Back,
    /// Saves.
    Save,
}

impl Step {
    /// Reads the button that was pressed; without one nothing is saved.
    pub fn read(typed: &Typed) -> Self {
        match typed.get("step") {
            "save" => Self::Save,
            "back" => Self::Back,
            _ => Self::Check,
        }
    }
}

/// The form of a custom role.
#[derive(Debug, Clone, Default)]
pub struct RoleForm {
    /// Name.
    pub name: String,
    /// What the role is for.
    pub description: String,
    /// What was ticked.
    pub ticked: Permissions,
    /// Codes that the catalogue has not.
    pub unknown: bool,
    /// Revision the form was made from; 0 for a new role.
    pub revision: i32,
}

/// What is wrong with a field of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wrong {
    /// ROLE-7: 1 to 64 characters.
    Name,
    /// Holds what is no character.
    NotText,
    /// ROLE-7: a preset's name.
    PresetName,
    /// At most 255 characters.
    Description,
    /// A permission that does not exist.
    UnknownCode,
}

impl RoleForm {
    /// Reads the fields and the step.
    pub fn read(typed: &Typed) -> (Self, Step) {
        let codes: Vec<Option<Code>> = typed.all("permission").map(Code::parse).collect();
        let form = Self {
            name: typed.get("name").to_owned(),
            description: typed.get("description").to_owned(),
            unknown: codes.contains(&None),
            ticked: codes.into_iter().flatten().collect(),
            revision: typed.get("revision").parse().unwrap_or(0),
        };
        (form, Step::read(typed))
    }

    /// What is wrong with the fields themselves (ROLE-7); what the permissions may be is `access::custom`'s to say.
    pub fn wrongs(&self) -> Vec<Wrong> {
        let mut wrongs = Vec::new();
        if !custom::NAME.contains(&self.name.chars().count()) {
            wrongs.push(Wrong::Name);
        } else if custom::is_preset_name(&self.name) {
            wrongs.push(Wrong::PresetName);
        }
        if !is_line(&self.name) || !is_plain(&self.description) {
            wrongs.push(Wrong::NotText);
        }
        if self.description.chars().count() > custom::DESCRIPTION {
            wrongs.push(Wrong::Description);
        }
        if self.unknown {
            wrongs.push(Wrong::UnknownCode);
        }
        wrongs
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_held_to_their_limits() {
        let long = "名".repeat(65);
        let fits = "名".repeat(64);
        for (name, description, code, want) in [
            ("运维工程师", "", "bill.view", vec![]),
            (fits.as_str(), "", "bill.view", vec![]),
            ("", "", "bill.view", vec![Wrong::Name]),
            (long.as_str(), "", "bill.view", vec![Wrong::Name]),
            ("Finance", "", "bill.view", vec![Wrong::PresetName]),
            ("a%00b", "", "bill.view", vec![Wrong::NotText]),
            ("a", "", "bill.eat", vec![Wrong::UnknownCode]),
        ] {
            let body = format!("name={name}&description={description}&permission={code}");
            let (form, step) = RoleForm::read(&Typed::parse(body.as_bytes()).unwrap());
            assert_eq!((form.wrongs(), step), (want, Step::Check), "{name}");
        }
        let form = RoleForm { name: "a".to_owned(), description: "x".repeat(256), ..RoleForm::default() };
        assert_eq!(form.wrongs(), [Wrong::Description]);
    }
}
