//! `/members/import` (MEM-7): a dry run of every row, then all or nothing.

use axum::{
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
};

use super::{
    create::{maker, write_member},
    credentials::{self, Issued},
};
use crate::{
    access::{Actor, permission::MemberManage},
    audit::Change,
    members::{
        forms::{
            self,
            rows::{self, HEADER},
        },
        pages::{form::FormPage, import as pages},
        rules::plan::{Fault, Ground, Maker, Plan, weigh},
        store::subject,
        text::Text,
    },
    web::{Error, Marked},
};

/// A row with what would become of it.
pub type Judged = (usize, forms::draft::Draft, Result<Plan, Vec<Fault>>);

/// `GET /members/import`.
pub async fn new(actor: Actor<MemberManage>) -> FormPage {
    pages::form(&actor, "")
}

/// `GET /members/import/template`.
pub async fn template(actor: Actor<MemberManage>) -> Response {
    let example = Text::of(actor.lang()).acts.example;
    file("members-template.csv", format!("\u{feff}{}\r\n{example}\r\n", HEADER.join(",")))
}

/// `POST /members/import` (`csv`; `step=check` judges every row, `step=confirm` creates all or none, if they are as `seen` says).
pub async fn create(actor: Actor<MemberManage>, headers: HeaderMap, Marked(typed): Marked) -> Result<Response, Error> {
    let text = typed.get("csv");
    let mut change = Change::begin(&actor).await?;
    subject::lock(&mut change, actor.org()).await?;
    let now = change.now();
    let custom = subject::ground(&mut change, actor.org(), &[], now).await?.custom;
    let drafts = match rows::read(text, &custom) {
        Err(why) => return Ok(pages::unreadable(&actor, text, why).into_response()),
        Ok(drafts) => drafts,
    };
    let (lines, drafts): (Vec<usize>, Vec<_>) = drafts.into_iter().unzip();
    let ground = subject::ground(&mut change, actor.org(), &drafts, now).await?;
    let sight = ground.sight;
    let judged = judge(lines.into_iter().zip(drafts), ground, &maker(&actor));
    let takes = typed.get("step") == "confirm";
    let fits = judged.iter().all(|(.., verdict)| verdict.is_ok());
    if !takes || !fits || typed.get("seen") != pages::seen(sight, &judged) {
        return Ok(pages::dry_run(&actor, (text, sight), &judged, takes).into_response());
    }
    let (mut events, mut made) = (Vec::new(), Vec::new());
    let others = credentials::other_admins(&mut change, &actor).await?;
    for (_, draft, plan) in judged.iter().filter_map(|(line, draft, plan)| Some((line, draft, plan.as_ref().ok()?))) {
        let issued: Issued = credentials::link(&headers, &actor);
        let (id, what) = write_member(&mut change, draft, plan, &issued).await?;
        credentials::mail_link(&mut change, &actor, (id, &draft.username), &issued).await?;
        events.extend(what);
        events.extend(credentials::tell_made(&mut change, &actor, (id, &draft.username), &others).await?);
        made.push((id, draft.username.clone(), issued.secret));
    }
    change.commit_all(&events).await?;
    Ok(pages::made(&actor, &made).into_response())
}

/// Weighs the rows one after another: a name or a mail address that an earlier row takes is taken.
fn judge(rows: impl Iterator<Item = (usize, forms::draft::Draft)>, mut ground: Ground, maker: &Maker) -> Vec<Judged> {
    let mut judged = Vec::new();
    for (line, draft) in rows {
        let verdict = weigh(&draft, &ground, maker);
        ground.usernames.insert(draft.username.to_lowercase());
        ground.emails.insert(draft.email.to_lowercase());
        judged.push((line, draft, verdict));
    }
    judged
}

fn file(name: &str, text: String) -> Response {
    let disposition = format!("attachment; filename=\"{name}\"");
    let headers =
        [(header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()), (header::CONTENT_DISPOSITION, disposition)];
    (headers, text).into_response()
}
