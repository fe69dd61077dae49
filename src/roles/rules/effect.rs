//! What a change of a custom role does to those who hold it, before it is made (ROLE-7, PERM-7, PERM-8). Pure: for ten thousand
//! members it takes milliseconds, because members with the same roles are computed once.

use std::collections::HashMap;

use crate::access::{
    Kind, Permissions, Role,
    custom::Pair,
    grants::{self, Custom, Refusal, Roles},
};

/// A member who holds the role, with every role he holds now or later.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    /// Key.
    pub member_id: i64,
    /// User name.
    pub username: String,
    /// His presets.
    pub presets: Vec<Role>,
    /// His custom roles by key; the changed one among them.
    pub custom: Vec<i64>,
}

/// What changes for one member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Affected {
    /// Key.
    pub member_id: i64,
    /// User name.
    pub username: String,
    /// What he may do that he may not do today.
    pub gained: Permissions,
    /// What he may do today and no longer.
    pub lost: Permissions,
}

/// Why a change of a custom role cannot be saved while these hold it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Obstacle {
    /// PERM-8: with their other roles, two permissions would meet in one person.
    Apart(Pair, Vec<String>),
    /// PERM-8: they would be given privileged permissions without a second person.
    Privileged(Permissions, Vec<String>),
}

/// What a change does to all who hold the role.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Effect {
    /// Those for whom something changes.
    pub affected: Vec<Affected>,
    /// Why it cannot be saved.
    pub obstacles: Vec<Obstacle>,
}

/// Computes the effect of giving `changed` the permissions `content`; `contents` are those of every custom role today.
pub fn effect(
    kind: Kind,
    (changed, content): (i64, Permissions),
    contents: &HashMap<i64, Permissions>,
    holders: &[Holder],
) -> Effect {
    let mut known: HashMap<(Vec<&str>, &[i64]), Outcome> = HashMap::new();
    let mut effect = Effect::default();
    for holder in holders {
        let signature = (holder.presets.iter().map(|role| role.code()).collect(), holder.custom.as_slice());
        let outcome = known.entry(signature).or_insert_with(|| Outcome::of(kind, (changed, content), contents, holder));
        outcome.add(&mut effect, holder);
    }
    effect
}

/// What happens to everybody with the same roles.
struct Outcome {
    gained: Permissions,
    lost: Permissions,
    apart: Option<Pair>,
    privileged: Permissions,
}

impl Outcome {
    fn of(
        kind: Kind,
        (changed, content): (i64, Permissions),
        contents: &HashMap<i64, Permissions>,
        holder: &Holder,
    ) -> Self {
        let roles = |new: bool| {
            let today = |id: &i64| contents.get(id).copied().unwrap_or_default();
            let custom = holder
                .custom
                .iter()
                .map(|id| Custom { id: *id, permissions: if new && *id == changed { content } else { today(id) } });
            Roles { presets: holder.presets.clone(), custom: custom.collect() }
        };
        let (before, after) = (roles(false), roles(true));
        let apart = match grants::may_assign(kind, after.clone()) {
            Err(Refusal::Apart(pair)) => Some(pair),
            _ => None,
        };
        let (had, has) = (before.permissions(kind), after.permissions(kind));
        let privileged = grants::needs_second(kind, &before, &after);
        Self { gained: has.without(had), lost: had.without(has), apart, privileged }
    }

    fn add(&self, effect: &mut Effect, holder: &Holder) {
        if let Some(pair) = self.apart {
            note(&mut effect.obstacles, Obstacle::Apart(pair, vec![]), &holder.username);
        }
        if !self.privileged.is_empty() {
            note(&mut effect.obstacles, Obstacle::Privileged(self.privileged, vec![]), &holder.username);
        }
        if !self.gained.is_empty() || !self.lost.is_empty() {
            let (member_id, username) = (holder.member_id, holder.username.clone());
            effect.affected.push(Affected { member_id, username, gained: self.gained, lost: self.lost });
        }
    }
}

/// Adds a name to the obstacle of the same kind, or the obstacle itself.
fn note(obstacles: &mut Vec<Obstacle>, obstacle: Obstacle, username: &str) {
    let same = |known: &&mut Obstacle| match (&**known, &obstacle) {
        (Obstacle::Apart(one, _), Obstacle::Apart(other, _)) => one == other,
        (Obstacle::Privileged(one, _), Obstacle::Privileged(other, _)) => one == other,
        _ => false,
    };
    let place = obstacles.iter_mut().find(same);
    let names = |obstacle: &mut Obstacle| match obstacle {
        Obstacle::Apart(_, names) | Obstacle::Privileged(_, names) => names.push(username.to_owned()),
    };
    match place {
        Some(known) => names(known),
        None => {
            let mut obstacle = obstacle;
            names(&mut obstacle);
            obstacles.push(obstacle);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::permission as p;

    fn set(codes: &str) -> Permissions {
        codes.split_whitespace().collect()
    }

    fn holder(member_id: i64, presets: &[Role], custom: &[i64]) -> Holder {
        Holder { member_id, username: format!("m{member_id}"), presets: presets.to_vec(), custom: custom.to_vec() }
    }

    #[test]
    fn what_other_roles_give_does_not_change() {
        let contents = HashMap::from([(1, set("bill.view order.view")), (2, set("bill.view"))]);
        let holders =
            [holder(1, &[], &[1]), holder(2, &[], &[1, 2]), holder(3, &[Role::Finance], &[1]), holder(4, &[], &[1])];
        let got = effect(Kind::Distributor, (1, set("order.view sync.view")), &contents, &holders);
        let rows: Vec<_> = got.affected.iter().map(|row| (row.member_id, row.gained, row.lost)).collect();
        let gained = set("sync.view");
        let none = Permissions::NONE;
        assert_eq!(
            rows,
            [(1, gained, set("bill.view")), (2, gained, none), (3, gained, none), (4, gained, set("bill.view"))]
        );
        assert_eq!(got.obstacles, []);
    }

    #[test]
    fn permissions_that_must_not_meet_and_privileges_are_obstacles() {
        let contents = HashMap::from([(1, set("coupon.view"))]);
        let holders =
            [holder(1, &[Role::Finance], &[1]), holder(2, &[Role::VoucherManager], &[1]), holder(3, &[], &[1])];
        let got = effect(Kind::Distributor, (1, set("coupon.view coupon.issue")), &contents, &holders);
        let pair = (p::CouponIssue::CODE, p::CouponApprove::CODE);
        assert_eq!(
            got.obstacles,
            [
                Obstacle::Apart(pair, vec!["m1".to_owned()]),
                Obstacle::Privileged(set("coupon.issue"), vec!["m1".to_owned(), "m3".to_owned()]),
            ],
            "who may issue already is given nothing"
        );
    }
}
