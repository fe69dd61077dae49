//! Balances and the lists they are told by. Whatever moves money writes the statement line with the balance after it,
//! so that a statement always ends at the balance (ACCT-11).

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::sandbox::world::Owner;

/// What the partner, or a reseller, has.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::sandbox) struct Funds {
    /// Account type 1.
    pub(in crate::sandbox) cash: Decimal,
    /// What is left of the credit line: account type 2.
    pub(in crate::sandbox) credit: Decimal,
    pub(in crate::sandbox) credit_line: Decimal,
    /// Part of `cash` that is earmarked (专款专用).
    pub(in crate::sandbox) designated: Decimal,
}

impl Funds {
    /// What may be transferred (ACCT-3): account type 8.
    pub(in crate::sandbox) fn transferable(&self) -> Decimal {
        (self.cash - self.designated).max(Decimal::ZERO) + self.credit
    }

    /// `amount` drawn on cash first, then on credit (SYNC-12).
    pub(in crate::sandbox) fn draw(&self, amount: Decimal) -> (Decimal, Decimal) {
        let cash = amount.min((self.cash - self.designated).max(Decimal::ZERO));
        (cash, amount - cash)
    }
}

/// What a customer has. What it owes is on its bills.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::sandbox) struct Purse {
    pub(in crate::sandbox) amount: Decimal,
}

/// Who stands at the other end of a transfer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::sandbox) enum Party {
    Customer(String),
    Reseller(String),
}

impl Party {
    pub(in crate::sandbox) fn id(&self) -> &str {
        match self {
            Self::Customer(id) | Self::Reseller(id) => id,
        }
    }
}

/// Direction and reason of a transfer (ACCT-10).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::sandbox) enum Kind {
    /// 拨款.
    Transfer,
    /// 回收.
    TakeBack,
    /// 解绑回收.
    Unbinding,
}

impl Kind {
    /// The word of statements; records put `SOURCE_OPERATION_` before it.
    pub(in crate::sandbox) const fn word(self) -> &'static str {
        match self {
            Self::Transfer => "BEADJUST",
            Self::TakeBack => "BERETRIEVE",
            Self::Unbinding => "BEUNBIND",
        }
    }
}

/// One transfer between an owner and a party. Money taken back goes to cash.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(in crate::sandbox) struct Transfer {
    pub(in crate::sandbox) owner: Owner,
    pub(in crate::sandbox) party: Party,
    pub(in crate::sandbox) kind: Kind,
    pub(in crate::sandbox) cash: Decimal,
    pub(in crate::sandbox) credit: Decimal,
    /// `transfer_id` or `trans_id` of the answer, `trans_id` of the record.
    pub(in crate::sandbox) trans_id: String,
    /// Root of the ids of the statement lines.
    pub(in crate::sandbox) change_id: String,
    pub(in crate::sandbox) memo: Option<String>,
    /// From then on it is listed (`late_records`).
    pub(in crate::sandbox) listed_at: DateTime<Utc>,
}

impl Transfer {
    pub(in crate::sandbox) fn amount(&self) -> Decimal {
        self.cash + self.credit
    }
}

/// Which balance a statement line is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::sandbox) enum Balance {
    Cash,
    Credit,
}

/// A line of ACCT-11.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(in crate::sandbox) struct Line {
    pub(in crate::sandbox) id: String,
    pub(in crate::sandbox) owner: Owner,
    pub(in crate::sandbox) balance: Balance,
    /// What the filter `trade_type` compares.
    pub(in crate::sandbox) trade_type: String,
    pub(in crate::sandbox) detail: String,
    pub(in crate::sandbox) trade_id: String,
    pub(in crate::sandbox) amount: Decimal,
    pub(in crate::sandbox) income: bool,
    pub(in crate::sandbox) party: Option<String>,
    pub(in crate::sandbox) listed_at: DateTime<Utc>,
}

/// What can be done to money.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(in crate::sandbox) enum Deed {
    Transferred(Transfer),
    /// Anything else that a statement shows; a change of the credit line moves the line with it.
    Posted {
        line: Line,
        moves_line: bool,
    },
    /// A customer paid from its balance.
    Spent {
        customer_id: String,
        amount: Decimal,
    },
    /// Part of the cash was earmarked.
    Designated {
        owner: Owner,
        amount: Decimal,
    },
}

/// A statement line with its time and the balance after it.
pub(in crate::sandbox) type Stated = (DateTime<Utc>, Line, Decimal);

/// All money there is.
#[derive(Default)]
pub(in crate::sandbox) struct Accounts {
    funds: BTreeMap<Owner, Funds>,
    purses: HashMap<String, Purse>,
    transfers: Vec<(DateTime<Utc>, Transfer)>,
    lines: Vec<Stated>,
}

impl Accounts {
    pub(in crate::sandbox) fn funds(&self, owner: &Owner) -> Funds {
        self.funds.get(owner).copied().unwrap_or_default()
    }

    pub(in crate::sandbox) fn purse(&self, customer_id: &str) -> Purse {
        self.purses.get(customer_id).copied().unwrap_or_default()
    }

    /// Transfers with their time, oldest first.
    pub(in crate::sandbox) fn transfers(&self) -> &[(DateTime<Utc>, Transfer)] {
        &self.transfers
    }

    /// Statement lines of everybody, oldest first.
    pub(in crate::sandbox) fn lines(&self) -> &[Stated] {
        &self.lines
    }

    pub(in crate::sandbox) fn apply(&mut self, at: DateTime<Utc>, deed: &Deed) {
        match deed {
            Deed::Transferred(transfer) => self.transfer(at, transfer),
            Deed::Posted { line, moves_line } => {
                if *moves_line {
                    self.funds.entry(line.owner.clone()).or_default().credit_line += signed(line);
                }
                self.post(at, line.clone());
            }
            Deed::Spent { customer_id, amount } => {
                self.purses.entry(customer_id.clone()).or_default().amount -= amount;
            }
            Deed::Designated { owner, amount } => self.funds.entry(owner.clone()).or_default().designated = *amount,
        }
    }

    fn transfer(&mut self, at: DateTime<Utc>, transfer: &Transfer) {
        let out = transfer.kind == Kind::Transfer;
        for (balance, amount) in [(Balance::Cash, transfer.cash), (Balance::Credit, transfer.credit)] {
            if !amount.is_zero() {
                self.post(at, line_of(transfer, &transfer.owner, (balance, amount, !out)));
            }
        }
        let moved = if out { transfer.amount() } else { -transfer.amount() };
        match &transfer.party {
            Party::Customer(id) => self.purses.entry(id.clone()).or_default().amount += moved,
            Party::Reseller(id) => {
                let reseller = Owner::Reseller(id.clone());
                let mut line = line_of(transfer, &reseller, (Balance::Cash, transfer.amount(), out));
                line.id = format!("{}R", transfer.change_id);
                line.party = None;
                self.post(at, line);
            }
        }
        self.transfers.push((at, transfer.clone()));
    }

    fn post(&mut self, at: DateTime<Utc>, line: Line) {
        let funds = self.funds.entry(line.owner.clone()).or_default();
        let balance = match line.balance {
            Balance::Cash => &mut funds.cash,
            Balance::Credit => &mut funds.credit,
        };
        *balance += signed(&line);
        let after = *balance;
        self.lines.push((at, line, after));
    }
}

fn signed(line: &Line) -> Decimal {
    if line.income { line.amount } else { -line.amount }
}

fn line_of(transfer: &Transfer, owner: &Owner, (balance, amount, income): (Balance, Decimal, bool)) -> Line {
    let ending = if balance == Balance::Cash { "D" } else { "C" };
    Line {
        id: format!("{}{ending}", transfer.change_id),
        owner: owner.clone(),
        balance,
        trade_type: transfer.kind.word().to_owned(),
        detail: format!("SOURCE_OPERATION_{}", transfer.kind.word()),
        trade_id: transfer.trans_id.clone(),
        amount,
        income,
        party: Some(transfer.party.id().to_owned()),
        listed_at: transfer.listed_at,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_transfer_draws_on_cash_that_is_not_earmarked_and_then_on_credit() {
        let funds = Funds { cash: 100.into(), credit: 50.into(), credit_line: 80.into(), designated: 30.into() };
        assert_eq!(funds.transferable(), 120.into());
        assert_eq!(funds.draw(60.into()), (60.into(), 0.into()));
        assert_eq!(funds.draw(100.into()), (70.into(), 30.into()));
        let bare = Funds { cash: 10.into(), designated: 30.into(), ..Funds::default() };
        assert_eq!(bare.transferable(), 0.into());
    }
}
