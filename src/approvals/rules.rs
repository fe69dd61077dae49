//! What makes a delegation sound, and what an approver is shown of an approval's facts. Pure.

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};

use super::store::{delegations::Candidate, show::Approval};
use crate::{
    access::{
        Code, Kind as OrganizationKind, Permissions,
        counterparts::{Issued, may_face},
        permission::{CouponApprove, MoneyApprove, QuotaApprove},
    },
    commands::{
        Kind,
        approval::{self, ApprovalState, Decision, Delegator, Power, Refusal, Voted, makes, may_decide, may_stand_in},
    },
    values::day::NoDay,
};

/// Permissions that agree.
pub const APPROVING: [Code; 3] = [QuotaApprove::CODE, CouponApprove::CODE, MoneyApprove::CODE];

/// Days a delegation may last.
pub const LONGEST: u64 = 60;

/// An approval that ends within this time is marked.
pub const SOON: TimeDelta = TimeDelta::hours(12);

/// Codes of what a member may agree to in his own right.
#[must_use]
pub fn codes(held: Permissions) -> Vec<String> {
    APPROVING.iter().filter(|code| held.holds(**code)).map(|code| code.as_str().to_owned()).collect()
}

/// What the reader of an approval may do, and who else could decide.
#[derive(Debug)]
pub struct Verdict {
    /// He may decide, in whose place if not his own; or what is in the way.
    pub may: Result<Option<String>, Refusal>,
    /// He may withdraw it.
    pub may_cancel: bool,
    /// User names of those who could decide in their own right.
    pub approvers: Vec<String>,
}

/// Asks the rule of `commands::approval` for the reader, and for everybody who holds the permission.
#[must_use]
pub fn verdict(
    found: &Approval,
    members: &[Candidate],
    (reader, kind): (i64, OrganizationKind),
    now: DateTime<Utc>,
) -> Verdict {
    let none = Verdict { may: Err(Refusal::Decided(ApprovalState::Approved)), may_cancel: false, approvers: vec![] };
    let Some(asked) = asked(found, members) else { return none };
    let holds = |member: &Candidate| asked.code.is_some_and(|code| member.permissions(kind).holds(code));
    let me = members.iter().find(|member| member.id == reader);
    let stands = me.is_some_and(|me| may_stand_in(me.permissions(kind)));
    let delegators = members.iter().filter(|member| stands && member.delegates && member.id != reader && holds(member));
    let delegator = |member: &Candidate| Delegator { member_id: member.id, issued: member.issued() };
    let delegators: Vec<Delegator> = delegators.map(delegator).collect();
    let ask = |member: &Candidate, delegators: Vec<Delegator>| {
        let power = Power { member_id: member.id, issued: member.issued(), holds: holds(member), delegators };
        may_decide(&asked, &power, (Decision::Agree, ""), now)
    };
    let name = |id: i64| members.iter().find(|member| member.id == id).map(|member| member.username.clone());
    let may = me.map_or(Err(Refusal::Own), |me| ask(me, delegators));
    let approvers = members.iter().filter(|member| member.id != reader && ask(member, vec![]).is_ok());
    let open = found.state(now) == "pending" || found.state == "approved" && found.has_waiting();
    Verdict {
        may: may.map(|vote| vote.for_member_id().and_then(name)),
        may_cancel: found.made_by == reader && open,
        approvers: approvers.map(|member| member.username.clone()).collect(),
    }
}

/// The approval as the rule sees it; none of a kind of a newer version.
fn asked(found: &Approval, members: &[Candidate]) -> Option<approval::Approval> {
    let issued = |id: i64| members.iter().find(|member| member.id == id).map(Candidate::issued).unwrap_or_default();
    Some(approval::Approval {
        id: found.id,
        kind: Kind::parse(&found.kind)?,
        code: found.code.as_deref().and_then(Code::parse),
        steps: found.steps,
        made_by: found.made_by,
        maker_issued: issued(found.made_by),
        authors: found.authors.iter().map(|id| (*id, issued(*id))).collect(),
        expires_at: found.expires_at,
        state: ApprovalState::parse(&found.state)?,
        votes: found
            .votes
            .0
            .iter()
            .map(|vote| Voted {
                member_id: vote.member_id,
                issued: issued(vote.member_id),
                for_member_id: vote.for_member_id,
                for_issued: vote.for_member_id.map(issued).unwrap_or_default(),
            })
            .collect(),
    })
}

/// What is in the way of a delegation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wrong {
    /// Nobody was chosen who could be one.
    To,
    /// The delegator himself.
    Own,
    /// MEM-13.
    Apart,
    /// Nothing was chosen.
    Codes,
    /// Something the delegator may not agree to himself.
    NotHeld,
    /// The first day cannot be read.
    Starts(NoDay),
    /// The last day cannot be read.
    Ends(NoDay),
    /// The last day lies before the first.
    Reversed,
    /// The last day has passed.
    Past,
    /// More than 60 days.
    TooLong,
    /// No reason.
    Reason,
}

impl Wrong {
    /// The field it is told at.
    #[must_use]
    pub const fn field(self) -> &'static str {
        match self {
            Self::To | Self::Own | Self::Apart => "to",
            Self::Codes | Self::NotHeld => "codes",
            Self::Starts(_) => "starts",
            Self::Ends(_) | Self::Reversed | Self::Past | Self::TooLong => "ends",
            Self::Reason => "reason",
        }
    }
}

/// A member in a delegation: key, what he may do, who made his login.
#[derive(Debug, Clone, Copy)]
pub struct Party {
    /// Key.
    pub id: i64,
    /// What he may do.
    pub held: Permissions,
    /// Who last issued credentials to him.
    pub issued: Issued,
}

/// Those of the delegated codes whose things the delegate makes himself: he may (PERM-8), and both are told that his own stay for
/// others.
pub fn overlap(to: Permissions, codes: &[Code]) -> Vec<Code> {
    codes.iter().copied().filter(|code| makes(to, *code)).collect()
}

/// A day as it was typed, or why it is none.
type Typed = Result<NaiveDate, NoDay>;

/// Whether a delegation is sound; every field that is wrong.
pub fn delegate(
    from: Party,
    to: Option<Party>,
    codes: &[Code],
    (days, reason): ((Typed, Typed), &str),
    (today, now): (NaiveDate, DateTime<Utc>),
) -> Vec<Wrong> {
    let mut wrong = Vec::new();
    match to {
        None => wrong.push(Wrong::To),
        Some(to) if to.id == from.id => wrong.push(Wrong::Own),
        Some(to) if !may_face((from.id, from.issued), (to.id, to.issued), now) => wrong.push(Wrong::Apart),
        Some(_) => {}
    }
    if codes.is_empty() {
        wrong.push(Wrong::Codes);
    } else if codes.iter().any(|code| !APPROVING.contains(code) || !from.held.holds(*code)) {
        wrong.push(Wrong::NotHeld);
    }
    match days {
        (Err(why), _) => wrong.push(Wrong::Starts(why)),
        (_, Err(why)) => wrong.push(Wrong::Ends(why)),
        (Ok(first), Ok(last)) if last < first => wrong.push(Wrong::Reversed),
        (_, Ok(last)) if last < today => wrong.push(Wrong::Past),
        (Ok(first), Ok(last)) if first.checked_add_days(Days::new(LONGEST)).is_none_or(|end| last >= end) => {
            wrong.push(Wrong::TooLong);
        }
        _ => {}
    }
    if reason.trim().is_empty() {
        wrong.push(Wrong::Reason);
    }
    wrong
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        access::{Kind, Permission, Role, permissions_of},
        board::Moving,
        values::day,
    };

    fn day(text: &str) -> Result<NaiveDate, NoDay> {
        day::read(text)
    }

    #[test]
    fn a_delegation_gives_what_one_has_to_somebody_else_for_a_while() {
        let now: DateTime<Utc> = "2026-11-22T04:00:00Z".parse().unwrap();
        let today = day("2026-11-22").unwrap();
        let of = |role| permissions_of(Kind::Distributor, false, &[role], Permissions::NONE);
        let party = |id, role| Party { id, held: of(role), issued: Issued::default() };
        let (finance, voucher) = (party(1, Role::Finance), party(2, Role::VoucherManager));
        let made = Party { issued: Issued { by: Some(1), at: Some(now) }, ..voucher };
        let quota = &[QuotaApprove::CODE][..];
        let nobody = party(3, Role::VoucherManager);
        let range = (day("2026-11-23"), day("2026-12-04"));
        type Days = (Result<NaiveDate, NoDay>, Result<NaiveDate, NoDay>);
        type Case<'a> = (Party, Option<Party>, &'a [Code], Days, &'a str, &'a [Wrong]);
        let cases: [Case<'_>; 13] = [
            (finance, Some(voucher), quota, range, "leave", &[]),
            (finance, Some(finance), quota, range, "leave", &[Wrong::Own]),
            (finance, Some(made), quota, range, "leave", &[Wrong::Apart]),
            (finance, None, quota, range, "leave", &[Wrong::To]),
            (finance, Some(voucher), &[], range, " ", &[Wrong::Codes, Wrong::Reason]),
            (nobody, Some(voucher), quota, range, "leave", &[Wrong::NotHeld]),
            (finance, Some(voucher), quota, (day("soon"), range.1), "leave", &[Wrong::Starts(NoDay::Form)]),
            (finance, Some(voucher), quota, (day("2026-02-30"), range.1), "leave", &[Wrong::Starts(NoDay::Absent)]),
            (finance, Some(voucher), quota, (range.0, day("")), "leave", &[Wrong::Ends(NoDay::Form)]),
            (finance, Some(voucher), quota, (range.1, range.0), "leave", &[Wrong::Reversed]),
            (finance, Some(voucher), quota, (day("2026-11-01"), day("2026-11-21")), "leave", &[Wrong::Past]),
            (finance, Some(voucher), quota, (day("2026-11-23"), day("2027-01-21")), "leave", &[]),
            (finance, Some(voucher), quota, (day("2026-11-23"), day("2027-01-22")), "leave", &[Wrong::TooLong]),
        ];
        for (from, to, codes, days, reason, want) in cases {
            assert_eq!(delegate(from, to, codes, (days, reason), (today, now)), want, "{days:?} {reason}");
        }
    }

    #[test]
    fn a_delegate_works_with_vouchers_or_money() {
        let of = |role| permissions_of(Kind::Distributor, false, &[role], Permissions::NONE);
        assert!(may_stand_in(of(Role::VoucherManager)));
        assert!(!may_stand_in(of(Role::Auditor)), "an auditor approves nothing");
        for code in Code::all() {
            let one = Permissions::NONE.with(code);
            assert_eq!(may_stand_in(one), Moving::CODES.contains(&code), "{code:?}: a delegate can open the page");
        }
        assert_eq!(overlap(of(Role::VoucherManager), &APPROVING), [QuotaApprove::CODE, CouponApprove::CODE]);
        assert_eq!(codes(of(Role::Finance)), ["quota.approve", "coupon.approve", "money.approve"]);
        assert!(codes(of(Role::VoucherManager)).is_empty());
    }
}
