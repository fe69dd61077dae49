//! The master login changes hands (ORG-5): the master offers, an active Admin accepts within seven days. Pure.

use chrono::{DateTime, TimeDelta, Utc};

/// An offer lives so long.
pub const LIFE: TimeDelta = TimeDelta::days(7);
/// MEM-13: who made or reset a login is not its counterpart for so long.
pub const APART: TimeDelta = TimeDelta::hours(24);

/// What somebody does about the master login.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The master offers it to an Admin.
    Offer,
    /// The master takes the offer back.
    Withdraw,
    /// The Admin takes the login over.
    Accept,
    /// The Admin does not.
    Refuse,
}

/// Why a step is not possible.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hindrance {
    /// Only the master account does this.
    NotMaster,
    /// Only the member it was offered to does this.
    NotYours,
    /// There is no open offer, or it has expired.
    NoOffer,
    /// There is an open offer already.
    Open,
    /// The other one is no active Admin (any more).
    NoAdmin,
    /// The master issued the Admin's credentials less than 24 hours ago (MEM-13).
    Lately,
}

/// An open offer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Offer {
    /// Who offered.
    pub by: i64,
    /// To whom.
    pub to: i64,
    /// It can be accepted before this instant.
    pub expires_at: DateTime<Utc>,
}

/// An Admin who can take over now: his role is in force, his login is active.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Candidate {
    /// The member.
    pub id: i64,
    /// Who last issued his link or password, and when.
    pub issued: Option<(i64, DateTime<Utc>)>,
}

/// Who asks, and what there is.
#[derive(Debug, Clone, Copy)]
pub struct Ground<'a> {
    /// Who asks.
    pub member: i64,
    /// The master.
    pub master: i64,
    /// The open offer, expired or not.
    pub offer: Option<Offer>,
    /// Admins who can take over now.
    pub candidates: &'a [Candidate],
    /// The present.
    pub now: DateTime<Utc>,
}

impl Ground<'_> {
    /// The offer that can still be accepted.
    #[must_use]
    pub fn live(&self) -> Option<Offer> {
        self.offer.filter(|offer| offer.expires_at > self.now)
    }

    /// Whether this Admin can take over from the master now.
    fn fit(&self, id: i64) -> Result<(), Hindrance> {
        let found = self.candidates.iter().find(|candidate| candidate.id == id).ok_or(Hindrance::NoAdmin)?;
        let lately = found.issued.is_some_and(|(by, at)| by == self.master && at > self.now - APART);
        if lately { Err(Hindrance::Lately) } else { Ok(()) }
    }

    /// Whether a step is possible; an offer is made to `to`.
    ///
    /// # Errors
    /// Why not.
    pub fn may(&self, step: Step, to: i64) -> Result<(), Hindrance> {
        let is_master = self.member == self.master;
        match step {
            Step::Offer if !is_master => Err(Hindrance::NotMaster),
            Step::Offer if self.live().is_some() => Err(Hindrance::Open),
            Step::Offer => self.fit(to),
            Step::Withdraw if !is_master => Err(Hindrance::NotMaster),
            Step::Withdraw => self.live().map(drop).ok_or(Hindrance::NoOffer),
            Step::Accept | Step::Refuse => {
                // An offer of somebody who is no longer master is no offer.
                let offer = self.live().filter(|offer| offer.by == self.master).ok_or(Hindrance::NoOffer)?;
                match step {
                    _ if offer.to != self.member => Err(Hindrance::NotYours),
                    Step::Accept => self.fit(self.member),
                    _ => Ok(()),
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_may_do_what_about_the_master_login() {
        use Hindrance::{Lately, NoAdmin, NoOffer, NotMaster, NotYours, Open};
        use Step::{Accept, Offer as Make, Refuse, Withdraw};
        let now: DateTime<Utc> = "2026-11-22T04:00:00Z".parse().unwrap();
        let at = |hours: i64| now + TimeDelta::hours(hours);
        let (master, admin, fresh, stranger) = (1, 2, 3, 4);
        let candidates = [
            Candidate { id: admin, issued: Some((master, at(-24))) },
            Candidate { id: fresh, issued: Some((master, at(-23))) },
        ];
        let offer = |to, hours| Some(Offer { by: master, to, expires_at: at(hours) });
        let cases = [
            (master, None, Make, admin, Ok(())),
            (admin, None, Make, admin, Err(NotMaster)),
            (master, None, Make, stranger, Err(NoAdmin)),
            (master, None, Make, master, Err(NoAdmin)),
            (master, None, Make, fresh, Err(Lately)),
            (master, offer(admin, 1), Make, admin, Err(Open)),
            (master, offer(admin, 0), Make, admin, Ok(())),
            (master, offer(admin, 1), Withdraw, 0, Ok(())),
            (admin, offer(admin, 1), Withdraw, 0, Err(NotMaster)),
            (master, None, Withdraw, 0, Err(NoOffer)),
            (admin, offer(admin, 1), Accept, 0, Ok(())),
            (admin, offer(admin, 0), Accept, 0, Err(NoOffer)),
            (admin, None, Accept, 0, Err(NoOffer)),
            (stranger, offer(admin, 1), Accept, 0, Err(NotYours)),
            (master, offer(admin, 1), Accept, 0, Err(NotYours)),
            (stranger, offer(stranger, 1), Accept, 0, Err(NoAdmin)),
            (fresh, offer(fresh, 1), Accept, 0, Err(Lately)),
            (admin, offer(admin, 1), Refuse, 0, Ok(())),
            (stranger, offer(admin, 1), Refuse, 0, Err(NotYours)),
            (admin, Some(Offer { by: 9, to: admin, expires_at: at(1) }), Accept, 0, Err(NoOffer)),
        ];
        for (member, offer, step, to, want) in cases {
            let ground = Ground { member, master, offer, candidates: &candidates, now };
            assert_eq!(ground.may(step, to), want, "{member} {offer:?} {step:?} {to}");
        }
    }
}
