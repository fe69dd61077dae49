//! Transfers and take-backs: the form, what would happen, the confirmation (ACCT-6 to ACCT-9, CMD-3).

use axum::response::{IntoResponse, Response};

use super::confirmation::{self, Look};
use crate::{
    access::{
        Actor, Permission,
        permission::{TransferCustomer, TransferReseller},
    },
    accounts::{
        forms::transfers::{self as forms, Draft},
        pages::transfers::{self as pages, Turn},
        rules::{
            recipients,
            transfer::{Side, Way},
            transferable_of,
        },
        store::transfers::{self as store, Party, Payer, Wanted},
        text::transfers::NO_PAYER_BALANCE,
    },
    audit::Change,
    commands::{
        self, Kind, Open, Plan, Write,
        dry_run::{Balance, DryRun, Facts, Objection, Taken, dry_run},
    },
    db::PgConnection,
    web::{Error, Form, Query, Typed, form::FormPage},
};

const TO_CUSTOMERS: Turn = Turn { side: Side::Customer, way: Way::Out };
const FROM_CUSTOMERS: Turn = Turn { side: Side::Customer, way: Way::Back };
const TO_RESELLERS: Turn = Turn { side: Side::Reseller, way: Way::Out };
const FROM_RESELLERS: Turn = Turn { side: Side::Reseller, way: Way::Back };

/// `GET /accounts/transfers/new` (`customer` …).
pub async fn new_transfer(actor: Actor<TransferCustomer>, Query(typed): Query) -> Result<FormPage, Error> {
    new(&actor, TO_CUSTOMERS, &typed).await
}

/// `POST /accounts/transfers` (`recipients`, `amount`, `remark`, `step`, `digest`, `token`).
pub async fn create_transfer(actor: Actor<TransferCustomer>, Form(typed): Form) -> Result<Response, Error> {
    create(&actor, TO_CUSTOMERS, &typed).await
}

/// `GET /accounts/takebacks/new` (`customer` …).
pub async fn new_takeback(actor: Actor<TransferCustomer>, Query(typed): Query) -> Result<FormPage, Error> {
    new(&actor, FROM_CUSTOMERS, &typed).await
}

/// `POST /accounts/takebacks`, also with `whole`.
pub async fn create_takeback(actor: Actor<TransferCustomer>, Form(typed): Form) -> Result<Response, Error> {
    create(&actor, FROM_CUSTOMERS, &typed).await
}

/// `GET /resellers/transfers/new` (`reseller` …).
pub async fn new_reseller_transfer(actor: Actor<TransferReseller>, Query(typed): Query) -> Result<FormPage, Error> {
    new(&actor, TO_RESELLERS, &typed).await
}

/// `POST /resellers/transfers`.
pub async fn create_reseller_transfer(actor: Actor<TransferReseller>, Form(typed): Form) -> Result<Response, Error> {
    create(&actor, TO_RESELLERS, &typed).await
}

/// `GET /resellers/takebacks/new` (`reseller` …).
pub async fn new_reseller_takeback(actor: Actor<TransferReseller>, Query(typed): Query) -> Result<FormPage, Error> {
    new(&actor, FROM_RESELLERS, &typed).await
}

/// `POST /resellers/takebacks`.
pub async fn create_reseller_takeback(actor: Actor<TransferReseller>, Form(typed): Form) -> Result<Response, Error> {
    create(&actor, FROM_RESELLERS, &typed).await
}

async fn new<P: Permission>(actor: &Actor<P>, turn: Turn, typed: &Typed) -> Result<FormPage, Error> {
    let field = if turn.side == Side::Customer { "customer" } else { "reseller" };
    let ids = forms::ticks(typed, field)?;
    let mut connection = actor.open().await?;
    let payer = store::payer(&mut connection, actor.org()).await?;
    let known = parties(&mut connection, actor, turn, Wanted { ids: &ids, words: &[] }).await?;
    Ok(pages::form(actor, turn, &Draft::of(&known), (payer.as_ref(), &known)))
}

async fn create<P: Permission>(actor: &Actor<P>, turn: Turn, typed: &Typed) -> Result<Response, Error> {
    let draft = Draft::read(typed);
    match confirmation::step(typed) {
        confirmation::Step::Change => {
            let payer = store::payer(&mut *actor.open().await?, actor.org()).await?;
            Ok(pages::form(actor, turn, &draft, (payer.as_ref(), &[])).into_response())
        }
        confirmation::Step::Preview => {
            let look = look(&mut *actor.open().await?, actor, turn, &draft).await?;
            Ok(pages::preview(actor, turn, &draft, (&look.run, &look.bound)).into_response())
        }
        confirmation::Step::Confirm => confirm(actor, turn, &draft).await,
    }
}

async fn confirm<P: Permission>(actor: &Actor<P>, turn: Turn, draft: &Draft) -> Result<Response, Error> {
    let mut change = Change::begin(actor).await?;
    store::lock(&mut change, actor.org()).await?;
    if let Some(done) = confirmation::already(&mut change, actor, &draft.token).await? {
        return Ok(done);
    }
    let look = look(&mut change, actor, turn, draft).await?;
    let shown = look.run.digest(&look.bound) == draft.digest;
    let Some(sound) = look.sound().filter(|_| shown) else {
        drop(change);
        return Ok(pages::changed(actor, turn, draft, (&look.run, &look.bound)).into_response());
    };
    let lines = sound.run.lines.iter().map(confirmation::line).collect();
    let plan = Plan { write: write(turn), on_behalf_of: sound.account.on_behalf_of.clone(), lines };
    confirmation::record(change, actor, (&sound, &[plan]), (&draft.token, &draft.remark)).await
}

const fn kind(turn: Turn) -> Kind {
    match (turn.side, turn.way) {
        (Side::Customer, Way::Out) => Kind::CustomerTransfer,
        (Side::Customer, Way::Back) => Kind::CustomerTakeback,
        (Side::Reseller, Way::Out) => Kind::ResellerTransfer,
        (Side::Reseller, Way::Back) => Kind::ResellerTakeback,
    }
}

const fn write(turn: Turn) -> Write {
    match (turn.side, turn.way) {
        (Side::Customer, Way::Out) => Write::CustomerTransfer,
        (Side::Customer, Way::Back) => Write::CustomerTakeback,
        (Side::Reseller, Way::Out) => Write::ResellerTransfer,
        (Side::Reseller, Way::Back) => Write::ResellerTakeback,
    }
}

/// Everything that decides, as it is now.
async fn look<P: Permission>(
    connection: &mut PgConnection,
    actor: &Actor<P>,
    turn: Turn,
    draft: &Draft,
) -> Result<Look, Error> {
    let words = draft.names();
    let known = parties(connection, actor, turn, Wanted { ids: &[], words: &words }).await?;
    let payer = store::payer(connection, actor.org()).await?;
    let moving = [Kind::CustomerTransfer, Kind::CustomerTakeback, Kind::ResellerTransfer, Kind::ResellerTakeback];
    let open = commands::open(connection, actor.org(), &moving).await?;
    let run = run(turn, draft, (&known, payer.as_ref()), &open);
    let currency = payer.map_or_else(|| "CNY".to_owned(), |payer| payer.currency);
    confirmation::look(connection, actor, run, (kind(turn), Some(&currency), &draft.remark)).await
}

fn run(turn: Turn, draft: &Draft, (known, payer): (&[Party], Option<&Payer>), open: &[Open]) -> DryRun {
    let lines = draft.lines(known, open, (turn.way, turn.side));
    let same = open.iter().filter(|open| open.kind == kind(turn));
    let same: Vec<(String, i64)> = same.map(|open| (open.recipient.clone(), open.id)).collect();
    let balance = payer.filter(|_| turn.way == Way::Out).and_then(|payer| balance(payer, open));
    let is_unread = turn.way == Way::Out && balance.is_none();
    let facts = Facts { amounts: Taken::Typed, balance, open: &same, once: false, most: recipients::MOST, per_call: 1 };
    let mut run = dry_run(&facts, lines);
    if is_unread {
        run.objections.push(Objection::Said(&NO_PAYER_BALANCE));
    }
    run
}

/// What may be transferred (ACCT-3), beside the open transfers that will draw on it.
fn balance(payer: &Payer, open: &[Open]) -> Option<Balance> {
    let drawn = || open.iter().filter(|open| matches!(open.kind, Kind::CustomerTransfer | Kind::ResellerTransfer));
    Some(Balance {
        amount: transferable_of(&payer.holdings),
        currency: payer.currency.clone(),
        as_of: payer.read_at?,
        open: drawn().filter_map(|open| open.amount).sum(),
        open_count: drawn().count(),
    })
}

/// Whom the form means, as far as the reader sees them (AM-10, AM-13).
async fn parties<P: Permission>(
    connection: &mut PgConnection,
    actor: &Actor<P>,
    turn: Turn,
    wanted: Wanted<'_>,
) -> Result<Vec<Party>, Error> {
    if wanted.ids.is_empty() && wanted.words.is_empty() {
        return Ok(Vec::new());
    }
    let found = match turn.side {
        Side::Customer => store::customers(connection, actor.org(), actor.scope().managers(), wanted).await,
        Side::Reseller => store::resellers(connection, actor.org(), actor.resellers(), wanted).await,
    };
    Ok(found?)
}
