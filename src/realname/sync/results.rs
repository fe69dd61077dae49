//! Folds what the customer list says into the states (RN-8), then asks for the results that are due (RN-9).

use std::collections::HashMap;

use crate::{
    cloud::{
        site::Sites,
        wire::realname::{ReviewResult, ShowRealnameAuthenticationReviewResult},
    },
    realname::{
        mirror::states::{self, Asked, Folded, Known},
        rules::{self, Reading, State},
    },
    sync::{Cadence, Merged, Pass, Resource, SyncError, scope},
};

/// States of customers; the vendor is asked only about applications in review. Looks every five minutes whether one is due.
pub static REAL_NAME: Resource = Resource {
    name: "real_name",
    api: "ShowRealnameAuthenticationReviewResult",
    sites: Sites::Both,
    after: &["customers"],
    distributor_only: false,
    cadence: Cadence::Minutes(5),
    plan: scope::partner_and_resellers,
    pull: |pass| Box::pin(pull(pass)),
    finish: None,
};

async fn pull(pass: &mut Pass<'_>) -> Result<usize, SyncError> {
    let mut seen = fold_list(pass).await?;
    let mut connection = pass.open().await?;
    let due = states::due(&mut connection, pass.scope().organization_id, pass.now()).await?;
    drop(connection);
    let mut asked = 0;
    for customer in &due {
        match ask(pass, customer, &mut seen).await {
            Ok(()) => asked += 1,
            // Not this partner's customer any more, or refused for another reason of its own: the list decides.
            Err(error) if matches!(error.problem(), "stale" | "refused" | "parameter") => {
                let (key, until) = (customer.customer, rules::after_refusal(pass.now()));
                pass.apply(move |connection, stamp| {
                    Box::pin(async move { states::put_off(connection, stamp, key, until).await })
                })
                .await?;
            }
            Err(error) => return Err(error),
        }
    }
    Ok(asked)
}

/// Customers looked at in this pass, and whether they are counted as new or changed: each counts once.
type Seen = HashMap<i64, bool>;

async fn fold_list(pass: &Pass<'_>) -> Result<Seen, SyncError> {
    let organization = pass.scope().organization_id;
    let mut connection = pass.open().await?;
    let listed_at = states::listed_at(&mut connection, pass.account().id, &pass.scope().key).await?;
    let (mut after, mut seen) = (0, Seen::new());
    loop {
        let customers = states::unfolded(&mut connection, organization, listed_at, after).await?;
        let Some(last) = customers.last() else { return Ok(seen) };
        after = last.customer;
        let rows: Vec<Folded> = customers.iter().map(|customer| folded(pass, customer)).collect();
        seen.extend(rows.iter().map(|row| (row.customer, row.is_news)));
        pass.count(rows.len(), Merged::default());
        pass.apply(move |connection, stamp| Box::pin(async move { states::fold(connection, stamp, &rows).await }))
            .await?;
    }
}

fn folded(pass: &Pass<'_>, customer: &Known) -> Folded {
    let list = customer.list();
    let before = customer.standing();
    let standing = rules::stand(before, list, customer.result(), pass.now());
    Folded {
        customer: customer.customer,
        state: standing.state.as_str(),
        state_at: standing.state_at,
        source: standing.source.as_str(),
        list_value: customer.verified_status.clone(),
        list_read_at: list.at,
        list_state: list.state.as_str(),
        is_news: before.is_none() || customer.list_value != customer.verified_status,
        review_since: standing.review_since,
        next_ask_at: standing.next_ask_at,
    }
}

async fn ask(pass: &Pass<'_>, customer: &Known, seen: &mut Seen) -> Result<(), SyncError> {
    let request = ShowRealnameAuthenticationReviewResult { customer_id: customer.remote_id.clone() };
    let ReviewResult { review_result, opinion } = pass.call(&request).await?;
    let now = pass.now();
    let result = Reading { state: State::of_result(review_result), at: now };
    let asked = Asked {
        customer: customer.customer,
        result_value: review_result,
        is_news: customer.result_read_at.is_none()
            || customer.result_value != review_result
            || customer.opinion != opinion,
        opinion,
        standing: rules::stand(customer.standing(), customer.list(), Some(result), now),
    };
    let answered = pass
        .apply_uncounted(move |connection, stamp| {
            Box::pin(async move { states::answer(connection, stamp, &asked).await })
        })
        .await?;
    let counted = seen.insert(customer.customer, true);
    let merged = if counted == Some(true) { Merged::default() } else { answered };
    pass.count(usize::from(counted.is_none()), merged);
    Ok(())
}
