//! What can be asked of the vendor before a customer is created, and what its answers mean (CUST-6, CUST-7). Pure.

/// How long a code can be used, in minutes: the vendor's own default (CUST-7).
pub const MINUTES: i64 = 10;
/// What the code is for: registering (CUST-7).
pub const SCENE: i64 = 29;

/// A button of the form beside the one that creates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wish {
    /// Whether name, phone or mail are free.
    Check,
    /// A code to the customer.
    Code,
}

impl Wish {
    /// The value of the button.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Check => "check",
            Self::Code => "code",
        }
    }

    /// The wish behind a button; none for the one that creates.
    #[must_use]
    pub fn parse(step: &str) -> Option<Self> {
        [Self::Check, Self::Code].into_iter().find(|wish| wish.as_str() == step)
    }
}

/// What is asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// The account's name.
    Name,
    /// A mobile number of mainland China.
    Phone,
    /// A mail address.
    Mail,
}

impl Subject {
    /// `search_type`.
    #[must_use]
    pub const fn search_type(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Phone => "mobile",
            Self::Mail => "email",
        }
    }

    /// The field it stands in.
    #[must_use]
    pub const fn field(self) -> &'static str {
        match self {
            Self::Name => "account_name",
            Self::Phone => "phone",
            Self::Mail => "email",
        }
    }
}

/// One question to the vendor. Personal: prints nothing of itself.
#[derive(Clone, PartialEq, Eq)]
pub struct Question {
    /// What is asked about.
    pub subject: Subject,
    /// As the vendor wants it.
    pub value: String,
}

/// Personal data is not printed.
impl std::fmt::Debug for Question {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Question({:?})", self.subject)
    }
}

/// What the vendor said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// It can be used.
    Free,
    /// So many more accounts can use the phone.
    FreeFor(i64),
    /// Somebody has it, or the phone has all the accounts it may have.
    Taken,
    /// A word that nobody documents (API-51).
    Other(String),
}

/// What `check_result` and `mobile_remain_available_num` mean together: of a phone only the number of its accounts is checked.
#[must_use]
pub fn finding_of(result: Option<&str>, remaining: Option<i64>) -> Finding {
    match (result, remaining) {
        (Some("used_by_user"), _) | (_, Some(..=0)) => Finding::Taken,
        (Some("available"), Some(left)) => Finding::FreeFor(left),
        (Some("available"), None) => Finding::Free,
        (other, _) => Finding::Other(other.unwrap_or_default().chars().take(40).collect()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_vendors_words_are_read_together() {
        for (result, remaining, want) in [
            (Some("available"), None, Finding::Free),
            (Some("available"), Some(3), Finding::FreeFor(3)),
            (Some("available"), Some(0), Finding::Taken),
            (Some("used_by_user"), None, Finding::Taken),
            (Some("used_by_user"), Some(2), Finding::Taken),
            (Some("reserved"), None, Finding::Other("reserved".into())),
            (None, None, Finding::Other(String::new())),
        ] {
            assert_eq!(finding_of(result, remaining), want, "{result:?} {remaining:?}");
        }
    }

    #[test]
    fn buttons_are_wishes_and_questions_print_no_person() {
        assert_eq!((Wish::parse("check"), Wish::parse("code")), (Some(Wish::Check), Some(Wish::Code)));
        assert_eq!((Wish::parse("create"), Wish::parse("")), (None, None));
        let question = Question { subject: Subject::Phone, value: "0086-13800001234".into() };
        assert_eq!(format!("{question:?}"), "Question(Phone)");
    }
}
