//! Handlers of approvals.

pub mod delegations;
pub mod show;

use super::{
    forms::{self, View},
    pages,
    rules::codes,
    store::{self, Reader, list::Approval},
};
use crate::{
    access::{Actor, Permission},
    board::{Concerned, sees},
    inbox::Eyes,
    web::{Error, ListPage, Query},
};

/// What a member sees and may decide: kinds, and codes he agrees with.
pub(super) struct Sight {
    kinds: Option<Vec<String>>,
    codes: Vec<String>,
}

impl Sight {
    /// That of a signed-in member.
    pub fn of<P: Permission>(actor: &Actor<P>) -> Self {
        let held = actor.seat().permissions;
        Self { kinds: sees(held), codes: codes(held) }
    }

    /// As the store asks for it.
    pub fn reader<'a, P: Permission>(&'a self, actor: &'a Actor<P>) -> Reader<'a> {
        Reader {
            organization_id: actor.org(),
            member_id: actor.member_id(),
            kinds: self.kinds.as_deref(),
            codes: &self.codes,
            managers: actor.scope().managers(),
            now: actor.app().clock.now(),
        }
    }
}

/// `GET /approvals?view=decide|mine|all`.
pub async fn list(actor: Actor<Concerned>, Query(typed): Query) -> Result<ListPage, Error> {
    let sight = Sight::of(&actor);
    let (view, filters, mut bar) = forms::filters(typed, &actor.face());
    let paging = bar.paging();
    let mut connection = actor.open().await?;
    let mut rows = Vec::new();
    if bar.is_sound() {
        rows = store::list::list(&mut connection, sight.reader(&actor), (view, &filters), paging.after).await?;
    }
    let agrees = view == View::Decide && Eyes::of(actor.seat()).agrees;
    let above = store::list::above(&mut connection, (actor.org(), actor.member_id()), agrees).await?;
    let pager = bar.pager(&paging, &mut rows, Approval::key);
    Ok(pages::list::list(&actor, bar, (view, &rows, &above), pager))
}
