//! Whose money a transfer to customers moves: with `indirect_partner_id` the reseller's, not the distributor's (ACCT-1, API-8). Pure.

/// Whose customers a form means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose<'a> {
    /// The asking organisation's own, or nobody yet.
    Own,
    /// Those of one reseller, by the vendor's id.
    Reseller(&'a str),
    /// Of several: each has its own balance and its own request.
    Mixed,
}

/// Whose customers these are, each by its reseller; none for the asking organisation's own.
#[must_use]
pub fn whose<'a>(mut resellers: impl Iterator<Item = Option<&'a str>>) -> Whose<'a> {
    let Some(first) = resellers.next() else { return Whose::Own };
    match first {
        _ if resellers.any(|other| other != first) => Whose::Mixed,
        None => Whose::Own,
        Some(reseller) => Whose::Reseller(reseller),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_form_moves_the_money_of_one() {
        for (resellers, want) in [
            (vec![], Whose::Own),
            (vec![None], Whose::Own),
            (vec![None, None], Whose::Own),
            (vec![Some("r1")], Whose::Reseller("r1")),
            (vec![Some("r1"), Some("r1")], Whose::Reseller("r1")),
            (vec![Some("r1"), Some("r2")], Whose::Mixed),
            (vec![None, Some("r1")], Whose::Mixed),
            (vec![Some("r1"), None], Whose::Mixed),
        ] {
            assert_eq!(whose(resellers.iter().copied()), want, "{resellers:?}");
        }
    }
}
