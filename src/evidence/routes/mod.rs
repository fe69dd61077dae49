//! Handlers of evidence, by what they are about.

pub mod desk;
pub mod file;
pub mod removal;
pub mod show;
pub mod upload;

use crate::{
    access::{
        Actor, Code, Permission,
        permission::{DeskDecisionRecord, DeskIncentiveReview, FhApply, MdfApply},
    },
    db::PgConnection,
    evidence::{
        is_desk,
        pages::Drawn,
        rules::{lack, slots::Slot, terms, verdict::REJECTED},
        slots_of,
        store::{self, File, Head},
    },
    requests::Kind,
    web::Error,
};

/// Who fills in requests with documents.
pub type Editor = (FhApply, MdfApply);
/// Who of the desk sees their evidence.
pub type Reviewer = (DeskIncentiveReview, DeskDecisionRecord);

/// Everything about the evidence of a request.
pub struct Ground {
    pub kind: &'static Kind,
    pub head: Head,
    pub slots: Vec<Slot>,
    pub missing: Vec<Slot>,
    pub files: Vec<File>,
    /// Whether the reader may change or judge the files now.
    pub acts: bool,
}

impl Ground {
    /// Files of a slot that count.
    pub fn held<'a>(&'a self, slot: &'a Slot) -> impl Iterator<Item = &'a File> {
        self.files.iter().filter(move |file| file.is_current() && file.slot == slot.code)
    }

    /// The slot of that word.
    pub fn slot(&self, code: &str) -> Result<&Slot, Error> {
        self.slots.iter().find(|slot| slot.code == code).ok_or(Error::NotFound)
    }

    /// What the table is drawn from.
    pub fn drawn(&self, desk: bool) -> Drawn<'_> {
        Drawn {
            head: &self.head,
            slots: &self.slots,
            missing: &self.missing,
            files: &self.files,
            desk,
            acts: self.acts,
        }
    }
}

fn holds<P: Permission>(actor: &Actor<P>, codes: &[Code]) -> bool {
    codes.iter().any(|code| actor.may(*code))
}

/// The request and its kind, if the reader may see it: of his own organisation and with the permission of the kind, or submitted
/// to the desk.
pub async fn head<P: Permission>(
    connection: &mut PgConnection,
    actor: &Actor<P>,
    id: i64,
) -> Result<(&'static Kind, Head), Error> {
    let head = store::head(connection, id).await?.ok_or(Error::NotFound)?;
    let kind = Kind::parse(&head.kind).ok_or(Error::NotFound)?;
    if is_desk(actor) {
        return if holds(actor, kind.desk) { Ok((kind, head)) } else { Err(Error::Forbidden(kind.desk)) };
    }
    if head.organization_id != actor.org() {
        return Err(Error::NotFound);
    }
    let sees = actor.may(kind.views()) || holds(actor, kind.edits());
    if sees { Ok((kind, head)) } else { Err(Error::Forbidden(kind.edits())) }
}

/// The request with its slots and files.
pub async fn ground<P: Permission>(connection: &mut PgConnection, actor: &Actor<P>, id: i64) -> Result<Ground, Error> {
    let (kind, head) = head(connection, actor, id).await?;
    let slots = slots_of(&head);
    let files = store::files(connection, id).await?;
    let current = files.iter().filter(|file| file.is_current());
    let holdings = lack::holdings(current.map(|file| (file.slot.as_str(), file.verdict.as_deref() == Some(REJECTED))));
    let missing = lack::missing(&slots, &holdings);
    let acts = acts(actor, kind, &head);
    Ok(Ground { kind, head, slots, missing, files, acts })
}

/// Whether the reader may change the files of a request now, or judge them if he is of the desk.
pub fn acts<P: Permission>(actor: &Actor<P>, kind: &Kind, head: &Head) -> bool {
    if is_desk(actor) {
        return terms::is_judged(kind, &head.state, &head.health);
    }
    holds(actor, kind.edits()) && terms::is_open(&head.state, &head.health)
}
