//! Batch writes: what became of each line (API-42, CMD-2), and the answer without fields.

answer! {
    /// An answer without fields, or an empty body (API-41).
    Nothing {}

    /// Why one line of a batch failed; `id` is the line's reseller, quota or customer (API-42).
    ErrorDetail {
        error_code: Option<String>,
        error_msg: Option<String>,
        id: Option<String>,
    }
}

/// What became of one line of a batch write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    /// It took effect; with the id the vendor gave to what was made, if it names one.
    Done(Option<String>),
    /// It had no effect; the vendor's code, when it sent one.
    Refused(Option<String>),
    /// Listed nowhere, or failed with "other error" (CBC.0999): only reading tells (CMD-4).
    Unknown,
}

impl Line {
    /// Reads a line from both lists of a batch answer: `done` when the list of successes names it.
    ///
    /// A failure wins where success is only assumed, as with freezes, so those pass `Some(None)`.
    #[must_use]
    pub fn of(done: Option<Option<String>>, errors: &[ErrorDetail], id: &str) -> Self {
        let failed = errors.iter().find(|error| error.id.as_deref() == Some(id));
        match (done, failed) {
            (Some(Some(made)), _) => Self::Done(Some(made)),
            (_, Some(error)) if error.error_code.as_deref() == Some("CBC.0999") => Self::Unknown,
            (_, Some(error)) => Self::Refused(error.error_code.clone()),
            (Some(None), None) => Self::Done(None),
            (None, None) => Self::Unknown,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_line_has_its_own_outcome() {
        let error =
            |code: &str| ErrorDetail { id: Some("r1".to_owned()), error_code: Some(code.to_owned()), error_msg: None };
        let made = || Some(Some("q9".to_owned()));
        for (done, errors, want) in [
            (made(), vec![], Line::Done(Some("q9".to_owned()))),
            (None, vec![error("CBC.99000037")], Line::Refused(Some("CBC.99000037".to_owned()))),
            (None, vec![error("CBC.0999")], Line::Unknown),
            (None, vec![], Line::Unknown),
            (Some(None), vec![], Line::Done(None)),
            (Some(None), vec![error("CBC.0150")], Line::Refused(Some("CBC.0150".to_owned()))),
        ] {
            assert_eq!(Line::of(done.clone(), &errors, "r1"), want, "{done:?} {errors:?}");
        }
        assert_eq!(Line::of(None, &[error("CBC.0150")], "r2"), Line::Unknown, "another line's error says nothing");
    }
}
