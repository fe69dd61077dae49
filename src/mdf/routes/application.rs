//! `/incentives/mdf/applications`: the list, one application, the steps of its maker, the internal review.

use axum::response::{IntoResponse, Response};
use chrono::Datelike;

use crate::{
    access::{
        Actor, Permission,
        permission::{IncentiveReview, IncentiveView, MdfApply},
    },
    audit::Change,
    benefits, consents,
    db::PgConnection,
    mdf::{
        APPLICATIONS, follow,
        forms::applications as forms,
        pages::{application as pages, show as page},
        rules::{application::MACHINE, claim::holds_application},
        store::{
            applications::{self as store, Application},
            quota,
        },
        text::{application::Text, claim},
    },
    requests::{self, DISCARD, EDIT, PASS, RETURN, Refusal, TAKE_BACK, WITHDRAW, Wish},
    web::{DetailPage, Error, Flash, Form, Id, ListPage, Query, Redirect},
};

/// Who of the partner reads one.
pub type Reader = Actor<(IncentiveView, IncentiveReview)>;

/// An application of the partner itself.
pub async fn own<P: Permission>(
    connection: &mut PgConnection,
    actor: &Actor<P>,
    id: i64,
) -> Result<Application, Error> {
    store::find(connection, id).await?.filter(|one| one.organization_id == actor.org()).ok_or(Error::NotFound)
}

/// `GET /incentives/mdf/applications`.
pub async fn list(actor: Actor<IncentiveView>, Query(typed): Query) -> Result<ListPage, Error> {
    let (wanted, mut bar) = forms::filters(typed, benefits::site(actor.organization()), actor.lang());
    let paging = bar.paging::<i64>();
    let mut connection = actor.open().await?;
    let face = actor.face();
    let card = quota::of(&mut connection, actor.org(), face.date(face.now).year()).await?;
    let mut rows = Vec::new();
    if bar.is_sound() {
        rows = store::list(&mut connection, actor.org(), &wanted, paging.after.unwrap_or(i64::MAX)).await?;
    }
    let pager = bar.pager(&paging, &mut rows, |row| row.request_id);
    Ok(pages::list(&actor, card.as_ref(), bar, (&rows, pager)))
}

/// `GET /incentives/mdf/applications/{id}`.
pub async fn show(actor: Reader, Id(id): Id) -> Result<DetailPage, Error> {
    let mut connection = actor.open().await?;
    let one = own(&mut connection, &actor, id).await?;
    let events = requests::events(&mut connection, &[id]).await?;
    let given = consents::given(&mut connection, id).await?;
    Ok(page::show(&actor, &one, (&given, &events)))
}

/// `POST /incentives/mdf/applications/{id}/steps` (`revision`, `step`): take back, withdraw, edit again, delete.
pub async fn step(actor: Actor<MdfApply>, Id(id): Id, Form(typed): Form) -> Result<Response, Error> {
    let known = [TAKE_BACK, WITHDRAW, EDIT, DISCARD].into_iter().find(|step| *step == typed.get("step"));
    let revision = typed.get("revision").parse().unwrap_or_default();
    walk(&actor, id, known.map(|step| Wish { step, revision, ..Wish::default() })).await
}

/// `POST /incentives/mdf/applications/{id}/review` (`step`: `pass` or `return`, `reason`, `revision`).
pub async fn review(actor: Actor<IncentiveReview>, Id(id): Id, Form(typed): Form) -> Result<Response, Error> {
    let known = [PASS, RETURN].into_iter().find(|step| *step == typed.get("step"));
    let revision = typed.get("revision").parse().unwrap_or_default();
    walk(&actor, id, known.map(|step| Wish { step, revision, comment: typed.get("reason"), ..Wish::default() })).await
}

/// Takes a step of the partner, and moves the quota with it.
async fn walk<P: Permission>(actor: &Actor<P>, id: i64, wish: Option<Wish<'_>>) -> Result<Response, Error> {
    let mut change = Change::begin(actor).await?;
    requests::lock(&mut change, id).await?;
    let one = own(&mut change, actor, id).await?;
    let wish = wish.ok_or(Error::Unreadable)?;
    let text = Text::of(actor.lang());
    if wish.step == WITHDRAW && one.claim_state.as_deref().is_some_and(holds_application) {
        let held = Flash::refused(claim::Text::of(actor.lang()).withdrawal_held);
        return Ok(Redirect::to(format!("{APPLICATIONS}/{id}")).saying(held).into_response());
    }
    let back = if wish.step == DISCARD { APPLICATIONS.to_owned() } else { format!("{APPLICATIONS}/{id}") };
    let moved = match requests::take(&mut change, actor, &MACHINE, (&one.case(), wish), None).await? {
        Ok(moved) => moved,
        Err(why) => return Ok(refused(&why, (actor, id))),
    };
    if !follow(&mut change, &one, (&moved.to, wish.step), &requests::signature(actor)).await? {
        return Ok(Redirect::to(format!("{APPLICATIONS}/{id}")).saying(Flash::refused(text.short)).into_response());
    }
    change.commit(moved.event()).await?;
    Ok(Redirect::to(back).saying(Flash::done(text.moved)).into_response())
}

/// Back to the page with the sentence why a step is not taken.
fn refused<P: Permission>(why: &Refusal, (actor, id): (&Actor<P>, i64)) -> Response {
    let said = Flash::refused(requests::refusal(why, MACHINE.kind, actor.lang()));
    Redirect::to(format!("{APPLICATIONS}/{id}")).saying(said).into_response()
}
