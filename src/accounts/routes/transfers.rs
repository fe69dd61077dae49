//! Transfers and take-backs: the form, what would happen, the confirmation (ACCT-6 to ACCT-9, CMD-3).

use axum::response::{IntoResponse, Response};

use super::confirmation::{self, Look, Payer as Behalf};
use crate::{
    access::{
        Actor, Kind as OrganizationKind, Permission,
        permission::{ResellerCustomerView, TransferCustomer, TransferReseller},
    },
    accounts::{
        forms::transfers::{self as forms, Draft},
        pages::transfers::{self as pages, Beside, Turn},
        rules::{
            behalf::{Whose, whose},
            recipients,
            transfer::{Side, Way},
            transferable_of,
        },
        store::transfers::{self as store, Party, Payer, Wanted},
        text::transfers::{MIXED, NO_PAYER_BALANCE, NO_RESELLER_BALANCE},
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
    let known = parties(&mut connection, actor, turn, Wanted { ids: &ids, words: &[] }).await?;
    let behalf = behalf(&known);
    let payer = store::payer(&mut connection, payer_of(actor, behalf.as_ref())).await?;
    let owner = behalf.as_ref().map(|behalf| behalf.name.as_str());
    Ok(pages::form(actor, turn, &Draft::of(&known), (payer.as_ref(), &known), owner))
}

async fn create<P: Permission>(actor: &Actor<P>, turn: Turn, typed: &Typed) -> Result<Response, Error> {
    let draft = Draft::read(typed);
    match confirmation::step(typed) {
        confirmation::Step::Change => {
            let payer = store::payer(&mut *actor.open().await?, actor.org()).await?;
            Ok(pages::form(actor, turn, &draft, (payer.as_ref(), &[]), None).into_response())
        }
        confirmation::Step::Preview => {
            let (look, beside) = look(&mut *actor.open().await?, actor, turn, &draft).await?;
            Ok(pages::preview(actor, turn, &draft, (&look.shown(), &beside)).into_response())
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
    let (look, beside) = look(&mut change, actor, turn, draft).await?;
    let shown = look.run.digest(&look.bound) == draft.digest;
    let Some(sound) = look.sound().filter(|_| shown) else {
        drop(change);
        return Ok(pages::changed(actor, turn, draft, (&look.shown(), &beside)).into_response());
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
) -> Result<(Look, Beside), Error> {
    let words = draft.names();
    let known = parties(connection, actor, turn, Wanted { ids: &[], words: &words }).await?;
    let behalf = behalf(&known);
    let owner = payer_of(actor, behalf.as_ref());
    let payer = store::payer(connection, owner).await?;
    let open = under_way(connection, actor, behalf.as_ref()).await?;
    let mut run = run(turn, draft, (&known, payer.as_ref()), (&open, behalf.is_some()));
    if whose(known.iter().map(|party| party.on_behalf_of.as_deref())) == Whose::Mixed {
        run.objections.push(Objection::Said(&MIXED));
    }
    let currency = payer.as_ref().map_or("CNY", |payer| payer.currency.as_str());
    run = run.in_currency(currency);
    let asked = (kind(turn), Some(currency), draft.remark.as_str());
    let look = confirmation::look(connection, actor, run, asked, behalf).await?;
    Ok((look, Beside { payer, known }))
}

/// The reseller whose customers are meant; none for the organisation's own.
fn behalf(known: &[Party]) -> Option<Behalf> {
    let Whose::Reseller(id) = whose(known.iter().map(|party| party.on_behalf_of.as_deref())) else { return None };
    let first = known.first()?;
    Some(Behalf { organization_id: first.organization_id, on_behalf_of: id.to_owned(), name: first.owner.clone() })
}

/// Whose balance it is.
fn payer_of<P: Permission>(actor: &Actor<P>, behalf: Option<&Behalf>) -> i64 {
    behalf.map_or(actor.org(), |behalf| behalf.organization_id)
}

/// Commands that draw on the same balance, open or done since it was read: those asked for here, and the reseller's own when the distributor acts for it.
async fn under_way<P: Permission>(
    connection: &mut PgConnection,
    actor: &Actor<P>,
    behalf: Option<&Behalf>,
) -> Result<Vec<Open>, Error> {
    let moving = [Kind::CustomerTransfer, Kind::CustomerTakeback, Kind::ResellerTransfer, Kind::ResellerTakeback];
    let organizations = [actor.org(), payer_of(actor, behalf)];
    let mut open = commands::drawing(connection, &organizations, &moving, payer_of(actor, behalf)).await?;
    if actor.organization().kind == OrganizationKind::Distributor {
        let id = behalf.map(|behalf| behalf.on_behalf_of.as_str());
        open.retain(|one| one.on_behalf_of.as_deref() == id);
    }
    Ok(open)
}

fn run(
    turn: Turn,
    draft: &Draft,
    (known, payer): (&[Party], Option<&Payer>),
    (open, for_reseller): (&[Open], bool),
) -> DryRun {
    let lines = draft.lines(known, open, (turn.way, turn.side));
    let same = open.iter().filter(|open| open.kind == kind(turn) && !open.is_done());
    let same: Vec<(String, i64)> = same.map(|open| (open.recipient.clone(), open.id)).collect();
    let balance = payer.filter(|_| turn.way == Way::Out).and_then(|payer| balance(payer, open));
    let is_unread = turn.way == Way::Out && balance.is_none();
    let facts = Facts { amounts: Taken::Typed, balance, open: &same, once: false, most: recipients::MOST, per_call: 1 };
    let mut run = dry_run(&facts, lines);
    if is_unread {
        run.objections.push(Objection::Said(if for_reseller { &NO_RESELLER_BALANCE } else { &NO_PAYER_BALANCE }));
    }
    run
}

/// What may be transferred (ACCT-3), beside the open transfers that will draw on it.
fn balance(payer: &Payer, open: &[Open]) -> Option<Balance> {
    let is_out = |open: &&Open| matches!(open.kind, Kind::CustomerTransfer | Kind::ResellerTransfer);
    let drawn = || open.iter().filter(is_out).filter(|open| !open.is_done());
    let done = open.iter().filter(|open| open.is_done());
    let signed = done.filter_map(|open| Some(if is_out(&open) { open.amount? } else { -open.amount? }));
    Some(Balance {
        amount: transferable_of(&payer.holdings),
        currency: payer.currency.clone(),
        as_of: payer.read_at?,
        open: drawn().filter_map(|open| open.amount).sum(),
        open_count: drawn().count(),
        done: signed.sum(),
    })
}

/// The organisations whose customers the member may mean: his own, and for a distributor those of the resellers he sees (API-8).
fn acting<P: Permission>(actor: &Actor<P>) -> Vec<i64> {
    let acts = actor.organization().kind == OrganizationKind::Distributor && actor.may(ResellerCustomerView::CODE);
    let resellers = actor.seat().children.iter().copied().filter(|_| acts);
    std::iter::once(actor.org()).chain(resellers).collect()
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
        Side::Customer => {
            let organizations = acting(actor);
            store::customers(connection, actor.seen(&organizations), wanted).await
        }
        Side::Reseller => store::resellers(connection, actor.org(), actor.resellers(), wanted).await,
    };
    Ok(found?)
}
