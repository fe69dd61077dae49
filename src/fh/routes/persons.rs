//! `/incentives/fh`: who qualifies for a scheme, and why the others do not.

use crate::{
    access::{
        Actor, Permission,
        permission::{FhApply, SpecialistView},
    },
    benefits, facts,
    fh::{forms, pages::persons as pages},
    web::{Error, ListPage, Query},
};

/// `GET /incentives/fh`.
pub async fn list(actor: Actor<FhApply>, Query(typed): Query) -> Result<ListPage, Error> {
    if !actor.may(SpecialistView::CODE) {
        return Err(Error::Forbidden(SpecialistView::CODES));
    }
    let (face, site) = (actor.face(), benefits::site(actor.organization()));
    let (asked, mut bar) = forms::asked(typed, site, &face);
    let paging = bar.paging::<String>();
    let mut connection = actor.open().await?;
    let read_at = facts::persons_read_at(&mut connection, actor.org()).await?;
    let mut rows = Vec::new();
    if let Some(asked) = asked.as_ref().filter(|_| bar.is_sound()) {
        rows = facts::persons(&mut connection, actor.org(), asked.text.as_deref(), paging.after.clone()).await?;
    }
    let pager = bar.pager(&paging, &mut rows, |row| row.fact_key.clone());
    Ok(pages::list(&actor, (asked.as_ref(), site, read_at), bar, (&rows, pager)))
}
