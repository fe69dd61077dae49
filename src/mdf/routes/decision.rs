//! `/desk/mdf/applications/{id}/decision`: an operator records what the vendor decided elsewhere (COM-07, SCN-26).

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};

use super::desk;
use crate::{
    access::{Actor, permission::DeskDecisionRecord},
    attachments::{self, Kind, Terms, Upload},
    audit::Change,
    mdf::{
        pages::desk as page,
        store::applications::{self as store, Application},
        text::application::Text,
    },
    requests::{self, APPROVE, DecisionFault, REJECT, Recorded, Wish, signature},
    web::{Error, Flash, Id, Redirect, Text as Shared, Typed, form::FormPage},
};

/// What evidence of a decision is.
pub const EVIDENCE: Terms = Terms { most: 10 << 20, kinds: &[Kind::Pdf, Kind::Jpeg, Kind::Png], side: None };
/// What its row says it is for.
const PURPOSE: &str = "decision_evidence";

/// `GET /desk/mdf/applications/{id}/decision`.
pub async fn ask(actor: Actor<DeskDecisionRecord>, Id(id): Id) -> Result<FormPage, Error> {
    let one = store::find(&mut *actor.open().await?, id).await?.ok_or(Error::NotFound)?;
    Ok(page::decision(&actor, &one, &Typed::default()))
}

/// What was typed about a decision.
fn read(
    actor: &Actor<DeskDecisionRecord>,
    one: &Application,
    typed: &Typed,
    has_file: bool,
) -> Result<Recorded, Vec<DecisionFault>> {
    let face = actor.face();
    let submitted = face.date(one.submitted_at.unwrap_or(face.now));
    let words = (typed.get("decided_on"), typed.get("channel"), typed.get("reference"));
    requests::read_decision(words, (submitted, face.date(face.now)), has_file)
}

/// `POST /desk/mdf/applications/{id}/decision` (`step`, `decided_on`, `channel`, `reference`, `reason`, `revision`, `evidence`).
pub async fn record(actor: Actor<DeskDecisionRecord>, Id(id): Id, upload: Upload) -> Result<Response, Error> {
    let (typed, received) = upload.receive(actor.app(), "evidence", &EVIDENCE).await?;
    let mut change = Change::begin(&actor).await?;
    requests::lock(&mut change, id).await?;
    let one = store::find(&mut change, id).await?.ok_or(Error::NotFound)?;
    let step = [APPROVE, REJECT].into_iter().find(|step| *step == typed.get("step")).ok_or(Error::Unreadable)?;
    let mut form = page::decision(&actor, &one, &typed);
    let (recorded, received) = match (read(&actor, &one, &typed, received.is_ok()), received) {
        (Ok(recorded), Ok(received)) => (recorded, received),
        (faults, received) => {
            let sentence = |fault| requests::decision_sentence(fault, actor.lang()).to_owned();
            faults.err().into_iter().flatten().for_each(|fault| form.fault(fault.field(), sentence(fault)));
            let refused = received.err();
            refused.into_iter().for_each(|why| form.fault("evidence", why.sentence(Shared::of(actor.lang()))));
            return Ok(form.into_response());
        }
    };
    let revision = typed.get("revision").parse().unwrap_or_default();
    let wish = Wish { step, revision, comment: typed.get("reason"), since: one.ends_on, ..Wish::default() };
    let found = desk::decide(&mut change, &actor, (&one, recorded.decided_on), (wish, Some(&recorded))).await?;
    let Ok(moved) = found.map_err(|why| (form.notice, form.status) = (Some(why), StatusCode::CONFLICT)) else {
        return Ok(form.into_response());
    };
    let file = attachments::keep(&mut change, actor.app(), PURPOSE, received).await?;
    requests::record(&mut change, moved.event_id, &recorded, file).await?;
    desk::end(change, &moved, (typed.get("reason"), &signature(&actor))).await?;
    Ok(Redirect::to("/desk").saying(Flash::done(Text::of(actor.lang()).decided)).into_response())
}
