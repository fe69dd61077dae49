//! A budget, freeze or unfreeze as it was typed: kept whole, and read line by line against what is known.

use crate::{
    accounts::{
        forms::transfers::RECIPIENTS,
        rules::{
            limit::{self, Act, BudgetType, FreezeType, Known, Warning},
            recipients::{self, Named},
        },
        store::limits::Held,
        text::limits as text,
    },
    commands::{
        Write,
        dry_run::{DryLine, Problem, read_amount},
    },
    customers::shown_name,
    web::Typed,
};

/// What was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Draft {
    /// One a line; a budget may stand behind the name.
    pub recipients: String,
    /// Of each line without its own.
    pub amount: String,
    /// `MONTHLY` or `PACKAGE`.
    pub budget_type: String,
    /// `0` manual, `1` automatic freeze at exhaustion.
    pub operate_type: String,
    /// Also unfreeze.
    pub unfreezes: bool,
    /// `ACCOUNT` or `ACCOUNT_AND_RESOURCE`.
    pub freeze_type: String,
    /// Sent to the vendor with a freeze; else the remark of the record.
    pub reason: String,
    /// Of this confirmation: sent twice, it is done once.
    pub token: String,
    /// Of what the preview showed.
    pub digest: String,
}

/// What is done: which of three forms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// 设置预算.
    Budget,
    /// 冻结.
    Freeze,
    /// 解冻.
    Unfreeze,
}

/// A field that must be mended before anything can be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// None of the two types of budget.
    BudgetType,
    /// Neither manual nor automatic.
    OperateType,
    /// None of the two types of freeze.
    FreezeType,
    /// No reason.
    Reason,
}

impl Draft {
    /// Reads the fields.
    pub fn read(typed: &Typed) -> Self {
        let cut = |name: &str, most: usize| typed.get(name).chars().take(most).collect();
        Self {
            recipients: cut("recipients", RECIPIENTS),
            amount: cut("amount", 32),
            budget_type: cut("budget_type", 16),
            operate_type: cut("operate_type", 2),
            unfreezes: typed.get("unfreezes") == "yes",
            freeze_type: cut("freeze_type", 32),
            reason: cut("reason", limit::REASON),
            token: cut("token", 64),
            digest: cut("digest", 64),
        }
    }

    /// The form for rows that were ticked: a single one's budget and freeze stand in the fields.
    pub fn of(held: &[Held], form: Form) -> Self {
        let names: Vec<&str> = held.iter().map(|one| one.account_name.as_str()).collect();
        let single = if let [one] = held { Some(one) } else { None };
        let monthly = || BudgetType::Monthly.as_str().to_owned();
        let freeze = single.and_then(|one| limit::frozen_as(&known(one))).filter(|_| form == Form::Unfreeze);
        Self {
            recipients: names.join("\n"),
            budget_type: single.and_then(|one| one.budget_type.clone()).unwrap_or_else(monthly),
            freeze_type: freeze.map_or_else(String::new, |held| held.as_str().to_owned()),
            ..Self::default()
        }
    }

    /// The hidden fields that carry it from the preview to the confirmation.
    pub fn hidden(&self) -> Vec<(&'static str, String)> {
        vec![
            ("recipients", self.recipients.clone()),
            ("amount", self.amount.clone()),
            ("budget_type", self.budget_type.clone()),
            ("operate_type", self.operate_type.clone()),
            ("unfreezes", if self.unfreezes { "yes" } else { "" }.to_owned()),
            ("freeze_type", self.freeze_type.clone()),
            ("reason", self.reason.clone()),
        ]
    }

    /// The names it holds.
    pub fn names(&self) -> Vec<String> {
        recipients::read(&self.recipients).into_iter().map(|named| named.who).collect()
    }

    /// What the vendor is asked, and the act the rules look at.
    ///
    /// # Errors
    /// The fields that say nothing.
    pub fn asked(&self, form: Form) -> Result<(Write, Act), Vec<(&'static str, Fault)>> {
        match form {
            Form::Budget => self.budget(),
            Form::Freeze | Form::Unfreeze => self.freeze(form),
        }
    }

    fn budget(&self) -> Result<(Write, Act), Vec<(&'static str, Fault)>> {
        let kind = BudgetType::parse(&self.budget_type);
        let known = matches!(self.operate_type.as_str(), "0" | "1");
        let mut faults = Vec::new();
        if kind.is_none() {
            faults.push(("budget_type", Fault::BudgetType));
        }
        if !known {
            faults.push(("operate_type", Fault::OperateType));
        }
        let Some(kind) = kind.filter(|_| known) else { return Err(faults) };
        let write = Write::BudgetSet {
            budget_type: kind.as_str().to_owned(),
            frozen_operate_type: self.operate_type.clone(),
            cancel_partner_frozen: if self.unfreezes { "1" } else { "0" }.to_owned(),
        };
        Ok((write, Act::Budget))
    }

    fn freeze(&self, form: Form) -> Result<(Write, Act), Vec<(&'static str, Fault)>> {
        let kind = FreezeType::parse(&self.freeze_type);
        let mut faults = Vec::new();
        if kind.is_none() {
            faults.push(("freeze_type", Fault::FreezeType));
        }
        if self.reason.is_empty() {
            faults.push(("reason", Fault::Reason));
        }
        let Some(kind) = kind.filter(|_| faults.is_empty()) else { return Err(faults) };
        let (word, reason) = (kind.as_str().to_owned(), self.reason.clone());
        Ok(match form {
            Form::Unfreeze => (Write::Unfreeze { unfreeze_type: word, reason }, Act::Unfreeze(kind)),
            _ => (Write::Freeze { freeze_type: word, reason }, Act::Freeze(kind)),
        })
    }

    /// The lines of the dry run, with what this slice finds.
    pub fn lines(&self, held: &[Held], act: Act) -> Vec<DryLine> {
        recipients::read(&self.recipients).iter().map(|named| self.line(named, held, act)).collect()
    }

    fn line(&self, named: &Named, held: &[Held], act: Act) -> DryLine {
        let amount = match act {
            Act::Budget => Some(read_amount(named.amount.as_deref().unwrap_or(&self.amount))),
            _ => None,
        };
        let sum = amount.and_then(Result::ok);
        let Some(one) = meant(held, &named.who) else {
            let mut line = DryLine::new(&named.who, "", sum);
            line.problems.push(Problem::Unknown);
            return line;
        };
        let known = known(one);
        let mut line = DryLine::new(&one.remote_id, shown(one), sum);
        line.problems.extend(amount.and_then(Result::err));
        line.problems.extend(sum.filter(|sum| limit::is_too_large(*sum)).map(|_| text::TOO_LARGE_PROBLEM));
        line.problems.extend(limit::problem_of(&known, act).map(text::problem));
        let mut warnings = limit::warnings_of(&known, act);
        let budget = sum.filter(|_| act == Act::Budget);
        if budget.is_some_and(|budget| limit::freezes_at_once(one.used_amount, budget, self.operate_type == "1")) {
            warnings.push(Warning::UsedUp);
        }
        line.warnings.extend(warnings.into_iter().map(text::warning));
        line
    }
}

/// What a customer is called.
pub fn shown(one: &Held) -> String {
    let name = one.name.as_ref().map(|name| shown_name(one.customer_type, name)).unwrap_or_default();
    if name.is_empty() || name == one.account_name {
        return one.account_name.clone();
    }
    format!("{} · {name}", one.account_name)
}

fn meant<'a>(held: &'a [Held], word: &str) -> Option<&'a Held> {
    let by_id = held.iter().find(|one| one.remote_id == word);
    by_id.or_else(|| held.iter().find(|one| one.account_name.to_lowercase() == word.to_lowercase()))
}

fn known(one: &Held) -> Known {
    Known {
        is_left: one.is_left,
        association: one.association_type.clone(),
        frozen: one.is_frozen,
        has_budget: one.budget_amount.is_some(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(fields: &str) -> Draft {
        Draft::read(&Typed::parse(fields.as_bytes()).unwrap())
    }

    #[test]
    fn a_budget_always_names_both_types() {
        let asked = draft("budget_type=PACKAGE&operate_type=1&unfreezes=yes").asked(Form::Budget);
        let want = Write::BudgetSet {
            budget_type: "PACKAGE".into(),
            frozen_operate_type: "1".into(),
            cancel_partner_frozen: "1".into(),
        };
        assert_eq!(asked, Ok((want, Act::Budget)));
        let missing = draft("").asked(Form::Budget);
        assert_eq!(missing, Err(vec![("budget_type", Fault::BudgetType), ("operate_type", Fault::OperateType)]));
    }

    #[test]
    fn a_freeze_has_a_type_and_a_reason() {
        let missing = draft("freeze_type=ALL").asked(Form::Freeze);
        assert_eq!(missing, Err(vec![("freeze_type", Fault::FreezeType), ("reason", Fault::Reason)]));
        let asked = draft("freeze_type=ACCOUNT&reason=unpaid").asked(Form::Unfreeze);
        let want = Write::Unfreeze { unfreeze_type: "ACCOUNT".into(), reason: "unpaid".into() };
        assert_eq!(asked, Ok((want, Act::Unfreeze(FreezeType::Account))));
    }
}
