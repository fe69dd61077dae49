//! How a role is named in addresses and forms: a preset by its code, a custom role by its key.

use crate::access::Role;

/// A role of an organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    /// A preset.
    Preset(Role),
    /// A custom role.
    Custom(i64),
}

impl Key {
    /// Reads the word of an address or a form.
    pub fn parse(word: &str) -> Option<Self> {
        if let Some(role) = Role::parse(word) {
            return Some(Self::Preset(role));
        }
        let plain = word.bytes().all(|byte| byte.is_ascii_digit()) && !word.starts_with('0');
        word.parse().ok().filter(|_| plain).map(Self::Custom)
    }

    /// The word [`Key::parse`] reads.
    pub fn word(self) -> String {
        match self {
            Self::Preset(role) => role.code().to_owned(),
            Self::Custom(id) => id.to_string(),
        }
    }

    /// The page of the role.
    pub fn page(self) -> String {
        match self {
            Self::Preset(role) => format!("/roles/presets?code={}", role.code()),
            Self::Custom(id) => format!("/roles/{id}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_back() {
        for key in [Key::Preset(Role::Finance), Key::Custom(17)] {
            assert_eq!(Key::parse(&key.word()), Some(key));
        }
        for word in ["", "king", "07", "-1", "1x", "99999999999999999999"] {
            assert_eq!(Key::parse(word), None, "{word}");
        }
    }
}
