//! `/desk/business-info/{id}/decision`: an operator records what the vendor decided elsewhere (COM-07, SCN-26).

use axum::response::{IntoResponse, Response};

use super::{desk, details, done};
use crate::{
    access::{Actor, permission::DeskDecisionRecord},
    attachments::{self, Kind, Received, Refused, Terms, Upload},
    audit::Change,
    business_information::{
        pages::desk as page,
        rules::machine::{EXAMINE, MACHINE},
        store::Version,
        text::desk::Text as Desk,
    },
    requests::{self, APPROVE, REJECT, Recorded, Wish, signature},
    web::{Error, Id, Text as Shared, Typed, form::FormPage},
};

/// What evidence of a decision is.
pub const EVIDENCE: Terms = Terms { most: 10 << 20, kinds: &[Kind::Pdf, Kind::Jpeg, Kind::Png], side: None };
/// What its row says it is for.
const PURPOSE: &str = "decision_evidence";

/// `GET /desk/business-info/{id}/decision`.
pub async fn ask(actor: Actor<DeskDecisionRecord>, Id(id): Id) -> Result<FormPage, Error> {
    let (version, partner) = desk::find(&mut *actor.open().await?, id).await?;
    let of = details(&actor, Some(&version))?;
    Ok(page::decision(&actor, (&version, &of), &partner, &Typed::default()))
}

/// What was typed about a decision.
fn read(
    actor: &Actor<DeskDecisionRecord>,
    version: &Version,
    typed: &Typed,
    has_file: bool,
) -> Result<Recorded, Vec<requests::DecisionFault>> {
    let face = actor.face();
    let submitted = face.date(version.submitted_at.unwrap_or(face.now));
    let words = (typed.get("decided_on"), typed.get("channel"), typed.get("reference"));
    requests::read_decision(words, (submitted, face.date(face.now)), has_file)
}

/// `POST /desk/business-info/{id}/decision` (`step`, `decided_on`, `channel`, `reference`, `reason`, `revision`, `evidence`).
pub async fn record(actor: Actor<DeskDecisionRecord>, Id(id): Id, upload: Upload) -> Result<Response, Error> {
    let (typed, received) = upload.receive(actor.app(), "evidence", &EVIDENCE).await?;
    let mut change = Change::begin(&actor).await?;
    requests::lock(&mut change, id).await?;
    let (version, partner) = desk::find(&mut change, id).await?;
    let steps = [APPROVE, REJECT, EXAMINE];
    let step = steps.into_iter().find(|step| *step == typed.get("step")).ok_or(Error::Unreadable)?;
    let of = details(&actor, Some(&version))?;
    let form = page::decision(&actor, (&version, &of), &partner, &typed);
    let (recorded, received) = match (read(&actor, &version, &typed, received.is_ok()), received) {
        (Ok(recorded), Ok(received)) => (recorded, received),
        (faults, received) => return Ok(wrong(form, &actor, faults.err(), received.err()).into_response()),
    };
    let case = requests::case(&mut change, MACHINE.kind, id).await?.ok_or(Error::NotFound)?;
    let revision = typed.get("revision").parse().unwrap_or_default();
    let wish = Wish { step, revision, comment: typed.get("reason"), ..Wish::default() };
    let moved = match requests::take(&mut change, &actor, &MACHINE, (&case, wish), Some(&recorded)).await? {
        Ok(moved) => moved,
        Err(why) => return Ok(desk::told(form, &why, actor.lang()).into_response()),
    };
    keep(&actor, &mut change, (moved.event_id, &recorded), received).await?;
    desk::end(change, &moved, (typed.get("reason"), &signature(&actor))).await?;
    Ok(done("/desk", Desk::of(actor.lang()).recorded))
}

fn wrong(
    mut form: FormPage,
    actor: &Actor<DeskDecisionRecord>,
    faults: Option<Vec<requests::DecisionFault>>,
    refused: Option<Refused>,
) -> FormPage {
    for fault in faults.unwrap_or_default() {
        form.fault(fault.field(), requests::decision_sentence(fault, actor.lang()).to_owned());
    }
    if let Some(refused) = refused {
        form.fault("evidence", refused.sentence(Shared::of(actor.lang())));
    }
    form
}

/// Keeps the evidence beside the transition.
async fn keep(
    actor: &Actor<DeskDecisionRecord>,
    change: &mut Change<DeskDecisionRecord>,
    (event_id, recorded): (i64, &Recorded),
    received: Received,
) -> Result<(), Error> {
    let file = attachments::keep(change, actor.app(), PURPOSE, received).await?;
    Ok(requests::record(change, event_id, recorded, file).await?)
}
