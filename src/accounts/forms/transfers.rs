//! A transfer or take-back as it was typed: kept whole, and read line by line against what is known.

use rust_decimal::Decimal;

use crate::{
    accounts::{
        rules::{
            recipients::{self, Named},
            transfer::{self, Known, Side, Way},
        },
        store::transfers::Party,
        text::transfers as text,
    },
    commands::{
        Kind, Open,
        dry_run::{DryLine, Problem, read_amount},
    },
    customers::shown_name,
    web::{Error, Typed},
};

/// Most characters of a remark.
pub const REMARK: usize = 256;
/// Most characters of the recipients.
pub const RECIPIENTS: usize = 20_000;
/// Most rows whose boxes may be ticked.
const TICKS: usize = 500;

/// What was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Draft {
    /// One a line.
    pub recipients: String,
    /// Of each line without its own.
    pub amount: String,
    /// Take back all that is left.
    pub is_whole: bool,
    /// For the record.
    pub remark: String,
    /// Of this confirmation: sent twice, it is done once.
    pub token: String,
    /// Of what the preview showed.
    pub digest: String,
}

impl Draft {
    /// Reads the fields.
    pub fn read(typed: &Typed) -> Self {
        let cut = |name: &str, most: usize| typed.get(name).chars().take(most).collect();
        Self {
            recipients: cut("recipients", RECIPIENTS),
            amount: cut("amount", 32),
            is_whole: typed.get("whole") == "yes",
            remark: cut("remark", REMARK),
            token: cut("token", 64),
            digest: cut("digest", 64),
        }
    }

    /// The form for rows that were ticked.
    pub fn of(parties: &[Party]) -> Self {
        let names: Vec<&str> = parties.iter().map(|party| party.account_name.as_str()).collect();
        Self { recipients: names.join("\n"), ..Self::default() }
    }

    /// The hidden fields that carry it from the preview to the confirmation.
    pub fn hidden(&self) -> Vec<(&'static str, String)> {
        let whole = if self.is_whole { "yes" } else { "" };
        vec![
            ("recipients", self.recipients.clone()),
            ("amount", self.amount.clone()),
            ("whole", whole.to_owned()),
            ("remark", self.remark.clone()),
        ]
    }

    /// The names it holds.
    pub fn names(&self) -> Vec<String> {
        recipients::read(&self.recipients).into_iter().map(|named| named.who).collect()
    }

    /// The lines of the dry run, with what this slice finds.
    pub fn lines(&self, parties: &[Party], open: &[Open], (way, side): (Way, Side)) -> Vec<DryLine> {
        let line = |named: Named| {
            let Some(party) = meant(parties, &named.who) else {
                let mut line = DryLine::new(&named.who, "", self.typed(&named).ok());
                line.problems.push(Problem::Unknown);
                return line;
            };
            let known = known(party, open);
            let amount = self.amount_of(&named, &known, way);
            let mut line = DryLine::new(&party.remote_id, shown(party), amount.ok());
            line.problems.extend(amount.err());
            let found = transfer::problem_of(&known, amount.ok(), way, side);
            line.problems.extend(found.map(text::problem));
            line
        };
        recipients::read(&self.recipients).into_iter().map(line).collect()
    }

    fn amount_of(&self, named: &Named, known: &Known, way: Way) -> Result<Decimal, Problem> {
        match known.there().filter(|_| self.is_whole && way == Way::Back && named.amount.is_none()) {
            Some(there) if there > Decimal::ZERO => Ok(there),
            Some(_) => Err(Problem::NothingLeft),
            None => self.typed(named),
        }
    }

    fn typed(&self, named: &Named) -> Result<Decimal, Problem> {
        read_amount(named.amount.as_deref().unwrap_or(&self.amount))
    }
}

/// The one a word means: by id, else by account name, else by the company's name; those that have left come last.
pub fn meant<'a>(parties: &'a [Party], word: &str) -> Option<&'a Party> {
    let same = |text: &str| text.to_lowercase() == word.to_lowercase();
    let by_id = parties.iter().find(|party| party.remote_id == word);
    let by_account = || parties.iter().find(|party| same(&party.account_name));
    let by_company = || {
        let is_company = |party: &&Party| party.customer_type == Some(1);
        parties.iter().filter(is_company).find(|party| party.name.as_ref().is_some_and(|name| same(name.reveal())))
    };
    by_id.or_else(by_account).or_else(by_company)
}

fn known(party: &Party, open: &[Open]) -> Known {
    let own = open.iter().filter(|open| open.recipient == party.remote_id);
    let back = |open: &&Open| matches!(open.kind, Kind::CustomerTakeback | Kind::ResellerTakeback);
    Known {
        is_left: party.is_left,
        association: party.association_type.clone(),
        balance: party.balance,
        open_back: own.filter(back).filter_map(|open| open.amount).sum(),
    }
}

/// Keys of rows that were ticked in a list.
///
/// # Errors
/// [`Error::Unreadable`] for what no list of ours sends.
pub fn ticks(typed: &Typed, name: &str) -> Result<Vec<i64>, Error> {
    let whole = if typed.get("take") == "page" { "shown" } else { name };
    typed.all(whole).take(TICKS).map(|key| key.parse().map_err(|_| Error::Unreadable)).collect()
}

/// What a party is called: its account, and who that is.
pub fn shown(party: &Party) -> String {
    let name = party.name.as_ref().map(|name| shown_name(party.customer_type, name)).unwrap_or_default();
    if name.is_empty() || name == party.account_name {
        return party.account_name.clone();
    }
    format!("{} · {name}", party.account_name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn party(id: i64, account: &str, balance: &str) -> Party {
        Party {
            organization_id: 1,
            on_behalf_of: None,
            owner: "Yunhe Ltd".to_owned(),
            remote_id: format!("id-{id}"),
            account_name: account.into(),
            name: None,
            customer_type: Some(1),
            association_type: Some("2".into()),
            is_left: false,
            balance: balance.parse().ok(),
            debt: None,
            read_at: None,
        }
    }

    #[test]
    fn lines_find_whom_they_name_and_their_amount() {
        let parties = [party(1, "Acme", "100"), party(2, "beta", "50")];
        let draft =
            Draft { recipients: "acme\nid-2, 7.5\nnobody\nbeta,x".into(), amount: "10".into(), ..Draft::default() };
        let lines = draft.lines(&parties, &[], (Way::Out, Side::Customer));
        let seen: Vec<_> =
            lines.iter().map(|line| (line.recipient.as_str(), line.amount, &line.problems[..])).collect();
        let sum = |text: &str| text.parse::<Decimal>().ok();
        assert_eq!(
            seen,
            [
                ("id-1", sum("10"), &[][..]),
                ("id-2", sum("7.5"), &[]),
                ("nobody", sum("10"), &[Problem::Unknown]),
                ("id-2", None, &[Problem::AmountUnreadable])
            ]
        );
    }

    #[test]
    fn the_whole_balance_is_what_is_there() {
        let parties = [party(1, "acme", "100"), party(2, "beta", "0")];
        let draft = Draft { recipients: "acme\nbeta\nacme,3".into(), is_whole: true, ..Draft::default() };
        let lines = draft.lines(&parties, &[], (Way::Back, Side::Customer));
        let amounts: Vec<_> = lines.iter().map(|line| line.amount.map(|amount| amount.to_string())).collect();
        assert_eq!(amounts, [Some("100".into()), None, Some("3".into())]);
        assert_eq!(lines[1].problems, [Problem::NothingLeft]);
        let out = draft.lines(&parties, &[], (Way::Out, Side::Customer));
        assert_eq!(out[0].problems, [Problem::AmountMissing], "a transfer has no whole");
    }
}
