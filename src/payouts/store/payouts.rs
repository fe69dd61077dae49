//! Payouts with what they pay.

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;
use sqlx::PgConnection;

use crate::{
    audit::Change,
    db::Error,
    payouts::rules::application::{Sum, settlement},
    rebates::{Method, Payable},
    requests::{self, Case},
};

/// A payout as pages show it; amounts in `currency`.
#[derive(Debug)]
pub struct Payout {
    pub request_id: i64,
    pub organization_id: i64,
    pub method: String,
    /// Periods of its statements.
    pub title: String,
    pub amount: Option<Decimal>,
    pub currency: Option<String>,
    pub state: String,
    pub health: String,
    pub revision: i32,
    pub reason: String,
    pub maker_id: Option<i64>,
    pub approver_id: Option<i64>,
    pub submitted_at: Option<DateTime<Utc>>,
    pub state_at: DateTime<Utc>,
    pub due_at: Option<DateTime<Utc>>,
    pub rate_bp: Option<i32>,
    pub net: Option<Decimal>,
    pub tax: Option<Decimal>,
    pub invoice_by: Option<NaiveDate>,
    /// When the vendor accepted it and waits for invoices; the first time.
    pub accepted_at: Option<DateTime<Utc>>,
    /// Of the frozen business information.
    pub company_name: String,
    pub signing_entity: String,
    pub account_tail: String,
}

impl Payout {
    /// The method; a payout of a newer version has none.
    pub fn method(&self) -> Option<Method> {
        Method::parse(&self.method)
    }

    /// As its machine judges it.
    pub fn case(&self) -> Case {
        Case {
            id: self.request_id,
            state: self.state.clone(),
            health: self.health.clone(),
            revision: self.revision,
            maker_id: self.maker_id,
            approver_id: self.approver_id,
            former: None,
        }
    }
}

/// Payouts that the connection sees, newest first: of an organisation, in a state, before a key; or the one with a key.
pub async fn list(
    connection: &mut PgConnection,
    (organization_id, only): (Option<i64>, Option<i64>),
    state: Option<&str>,
    (after, most): (Option<i64>, i64),
) -> Result<Vec<Payout>, Error> {
    sqlx::query_as!(
        Payout,
        r#"select r.id as request_id, r.organization_id, p.method, r.title, r.amount, r.currency, r.state, r.health,
             r.revision, r.reason, r.maker_id, r.approver_id, r.submitted_at, r.state_at, r.due_at, p.rate_bp, p.net, p.tax, p.invoice_by,
             (select min(e.happened_at) from request_events e where e.request_id = r.id and e.step = 'bill') as accepted_at,
             v.company_name, v.signing_entity, v.account_tail
           from payouts p
           join requests r on r.id = p.request_id
           join business_information_versions v on v.request_id = p.information_id
           where ($1::bigint is null or p.organization_id = $1) and ($2::bigint is null or p.request_id = $2)
             and ($3::text is null or r.state = $3) and r.state <> 'discarded' and ($4::bigint is null or p.request_id < $4)
           order by p.request_id desc limit $5"#,
        organization_id,
        only,
        state,
        after,
        most,
    )
    .fetch_all(connection)
    .await
}

/// One payout, of the partner's own or submitted to the desk.
pub async fn find(connection: &mut PgConnection, id: i64) -> Result<Option<Payout>, Error> {
    Ok(list(connection, (None, Some(id)), None, (None, 1)).await?.pop())
}

/// A statement of a payout.
#[derive(Debug)]
pub struct Statement {
    pub statement_id: i64,
    pub number: String,
    pub period: String,
    pub plan: String,
    pub payable: Decimal,
    pub settlement: Decimal,
}

/// What a payout pays.
pub async fn statements(connection: &mut PgConnection, request_id: i64) -> Result<Vec<Statement>, Error> {
    sqlx::query_as!(
        Statement,
        "select statement_id, number, period, plan, payable, settlement from payout_statements where request_id = $1 order by id",
        request_id,
    )
    .fetch_all(connection)
    .await
}

/// Statements that are in a live payout.
pub async fn live(connection: &mut PgConnection, organization_id: i64) -> Result<Vec<i64>, Error> {
    sqlx::query_scalar!(
        "select statement_id from payout_statements where organization_id = $1 and is_live",
        organization_id
    )
    .fetch_all(connection)
    .await
}

/// What a payout takes from the business information that it freezes.
#[derive(Debug)]
pub struct Frozen {
    pub request_id: i64,
    pub currency: String,
    pub rate_bp: i32,
    pub account_tail: String,
}

/// A version of the business information; none while its rate or currency are not known.
pub async fn frozen(connection: &mut PgConnection, request_id: i64) -> Result<Option<Frozen>, Error> {
    sqlx::query_as!(
        Frozen,
        r#"select request_id, currency, tax_rate_bp as "rate_bp!", account_tail from business_information_versions
           where request_id = $1 and currency <> '' and tax_rate_bp is not null"#,
        request_id,
    )
    .fetch_optional(connection)
    .await
}

/// Lets one application at a time be made by an organisation.
pub async fn lock(connection: &mut PgConnection, organization_id: i64) -> Result<(), Error> {
    sqlx::query!("select pg_advisory_xact_lock(hashtextextended('payouts', $1))", organization_id)
        .fetch_one(connection)
        .await
        .map(drop)
}

/// An application to be.
#[derive(Debug)]
pub struct New<'a> {
    pub chosen: &'a [&'a Payable],
    pub sum: &'a Sum,
    pub frozen: &'a Frozen,
}

/// Begins the request with its payout and statements; answers its key.
pub async fn begin<P>(change: &mut Change<P>, new: &New<'_>) -> Result<i64, Error> {
    let periods: std::collections::BTreeSet<&str> = new.chosen.iter().map(|payable| payable.period.as_str()).collect();
    let title: String = periods.into_iter().collect::<Vec<_>>().join(", ").chars().take(200).collect();
    let amount = Some((new.sum.gross, new.frozen.currency.as_str()));
    let id = requests::begin(change, "payout", &title, amount).await?;
    let (org, invoice) = (change.org(), new.sum.invoice);
    sqlx::query!(
        "insert into payouts (request_id, organization_id, benefit, method, information_id, rate_bp, net, tax)
         values ($1, $2, 'rebate', $3, $4, $5, $6, $7)",
        id,
        org,
        new.sum.method.word(),
        new.frozen.request_id,
        invoice.map(|_| new.frozen.rate_bp),
        invoice.map(|invoice| invoice.0),
        invoice.map(|invoice| invoice.1),
    )
    .execute(&mut **change)
    .await?;
    for payable in new.chosen {
        sqlx::query!(
            "insert into payout_statements (organization_id, request_id, statement_id, number, period, plan, payable, settlement)
             values ($1, $2, $3, $4, $5, $6, $7, $8)",
            org,
            id,
            payable.id,
            payable.number,
            payable.period,
            payable.plan,
            payable.total(),
            settlement(payable, new.sum.method, new.frozen.rate_bp),
        )
        .execute(&mut **change)
        .await?;
    }
    Ok(id)
}

/// Notes until when the invoices are due (DL-08); for the desk.
pub async fn invoice_by(connection: &mut PgConnection, request_id: i64, day: NaiveDate) -> Result<bool, Error> {
    sqlx::query_scalar!(r#"select set_invoice_by($1, $2) as "set!""#, request_id, day).fetch_one(connection).await
}
