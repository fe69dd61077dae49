//! Recipients as a person types or pastes them: one a line, an amount of its own after a comma, a tab or blanks. Pure.

/// Most recipients of one confirmation; more go into a change-set (CMD-15).
pub const MOST: usize = 100;

/// One typed line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// Account name or the vendor's id.
    pub who: String,
    /// The amount of this one, as typed; none: that of all.
    pub amount: Option<String>,
}

/// The lines that hold something, in their order.
#[must_use]
pub fn read(typed: &str) -> Vec<Named> {
    typed.lines().map(str::trim).filter(|line| !line.is_empty()).map(named).collect()
}

fn named(line: &str) -> Named {
    match line.split_once([',', '，', ';', '；', '\t']) {
        Some((who, amount)) => {
            let amount = amount.trim();
            Named { who: who.trim().to_owned(), amount: (!amount.is_empty()).then(|| amount.to_owned()) }
        }
        None => spaced(line),
    }
}

/// `acme 100`; names of companies hold blanks, so only a last word that begins with a digit is an amount.
fn spaced(line: &str) -> Named {
    let is_amount =
        |text: &str| text.starts_with(|first: char| first.is_ascii_digit() || ('０'..='９').contains(&first));
    match line.rsplit_once(char::is_whitespace).filter(|(_, amount)| is_amount(amount)) {
        Some((who, amount)) => Named { who: who.trim().to_owned(), amount: Some(amount.to_owned()) },
        None => Named { who: line.to_owned(), amount: None },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_name_a_recipient_and_perhaps_an_amount() {
        let line = |who: &str, amount: Option<&str>| Named { who: who.into(), amount: amount.map(str::to_owned) };
        for (typed, want) in [
            ("", vec![]),
            ("\n  \n", vec![]),
            ("acme", vec![line("acme", None)]),
            ("acme,100\r\nbeta\t1,000.50\n", vec![line("acme", Some("100")), line("beta", Some("1,000.50"))]),
            ("acme，１００", vec![line("acme", Some("１００"))]),
            ("acme 5", vec![line("acme", Some("5"))]),
            ("Acme Cloud Ltd", vec![line("Acme Cloud Ltd", None)]),
            ("Acme Cloud Ltd 5", vec![line("Acme Cloud Ltd", Some("5"))]),
            ("acme,", vec![line("acme", None)]),
            ("a;1\na;2", vec![line("a", Some("1")), line("a", Some("2"))]),
        ] {
            assert_eq!(read(typed), want, "{typed:?}");
        }
    }
}
