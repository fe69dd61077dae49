//! What the vendor is asked while somebody fills the form of a new customer: whether name and contact are free (CUST-6), and for
//! a code to the customer (CUST-7). Nothing is created here.

use std::sync::Arc;

use axum::response::{IntoResponse, Response};

use super::creation::{around, in_china};
use crate::{
    access::{Actor, permission::CustomerCreate},
    audit::{Change, Deed, Event, Fields},
    cloud::{
        Class, Client, Failure, Lane,
        wire::customers::{CheckUserIdentity, SendVerificationMessageCode},
    },
    commands::refusals,
    customers::{
        forms::creation::Draft,
        pages::creation as pages,
        rules::identity::{Finding, MINUTES, Question, SCENE, Subject, Wish, finding_of},
        store::{codes, creation::Ground},
        text::identity::Text,
    },
    lang::Lang,
    values::Masked,
    web::{Error, form::FormPage},
};

/// What is known around the form: whether it is the China site, resellers.
type Around<'a> = (Option<bool>, &'a Ground);

/// The form again with what the vendor said.
pub async fn ask(actor: &Actor<CustomerCreate>, draft: &Draft, wish: Wish) -> Result<Response, Error> {
    let mut connection = actor.open().await?;
    let (account, ground) = around(&mut connection, actor).await?;
    // Nothing of the database is held while the vendor thinks.
    drop(connection);
    let Some(account) = account else {
        return Ok(pages::form(actor, draft, (None, &ground)).into_response());
    };
    let around: Around<'_> = (Some(in_china(&account)), &ground);
    let client = match &actor.app().vendors {
        Some(vendors) => vendors.client(account.account_id).await,
        None => None,
    };
    let Some(client) = client else {
        let said = Text::of(actor.lang()).no_caller.to_owned();
        return Ok(refused(pages::form(actor, draft, around), said).into_response());
    };
    let page = match wish {
        Wish::Check => check(actor, draft, around, &client).await,
        Wish::Code => send(actor, draft, around, &client).await?,
    };
    Ok(page.into_response())
}

fn refused(mut page: FormPage, said: String) -> FormPage {
    page.fault("", said);
    page
}

/// Why the vendor did not do it.
fn told(failure: &Failure, lang: Lang) -> String {
    let known = failure.code().filter(|code| refusals::of(code).is_some());
    known.map_or_else(|| Text::of(lang).no_answer.to_owned(), |code| refusals::told(code, lang))
}

async fn check(actor: &Actor<CustomerCreate>, draft: &Draft, around: Around<'_>, client: &Arc<Client>) -> FormPage {
    let questions = match draft.questions(around.0.unwrap_or(true)) {
        Ok(questions) => questions,
        Err(faults) => return pages::faulty(actor, draft, around, &faults),
    };
    let mut found: Vec<(Subject, Finding)> = Vec::new();
    for question in questions {
        let asked = CheckUserIdentity {
            search_type: question.subject.search_type().to_owned(),
            search_value: Masked::new(question.value),
        };
        match client.call(&asked, Lane::People).await {
            Ok(answer) => {
                let (result, left) = (answer.value.check_result, answer.value.mobile_remain_available_num);
                found.push((question.subject, finding_of(result.as_deref(), left)));
            }
            Err(failure) => {
                return refused(pages::checked(actor, draft, around, &found), told(&failure, actor.lang()));
            }
        }
    }
    pages::checked(actor, draft, around, &found)
}

async fn send(
    actor: &Actor<CustomerCreate>,
    draft: &Draft,
    around: Around<'_>,
    client: &Arc<Client>,
) -> Result<FormPage, Error> {
    let in_china = around.0.unwrap_or(true);
    let receiver = match draft.receiver(in_china) {
        Ok(receiver) => receiver,
        Err(fault) => return Ok(pages::faulty(actor, draft, around, &[fault])),
    };
    let text = Text::of(actor.lang());
    let mut page = pages::form(actor, draft, around);
    let (org, now) = (actor.org(), actor.app().clock.now());
    let claimed = actor.app().key.digest("customer_codes", &receiver.value);
    if !codes::claim(&mut *actor.open().await?, org, &claimed, now).await? {
        return Ok(refused(page, text.sent_lately.to_owned()));
    }
    let sent = client.call(&message(&receiver, actor.lang()), Lane::People).await;
    let is_sure = match &sent {
        Ok(_) => true,
        // It may have gone out: the claim stays.
        Err(failure) if failure.class == Class::Unknown => false,
        Err(failure) => {
            codes::release(&mut *actor.open().await?, org, &claimed, now).await?;
            return Ok(refused(page, told(failure, actor.lang())));
        }
    };
    record(actor, draft, &receiver, is_sure).await?;
    if !is_sure {
        return Ok(refused(page, text.maybe_sent.to_owned()));
    }
    page.done = Some(text.sent.to_owned());
    Ok(page)
}

/// A message by text in China, by mail abroad.
fn message(receiver: &Question, lang: Lang) -> SendVerificationMessageCode {
    let to = Some(Masked::new(receiver.value.clone()));
    let (receiver_type, mobile_phone, email) = match receiver.subject {
        Subject::Phone | Subject::Name => (1, to, None),
        Subject::Mail => (2, None, to),
    };
    SendVerificationMessageCode {
        receiver_type,
        timeout: Some(MINUTES),
        scene: mobile_phone.is_some().then_some(SCENE),
        mobile_phone,
        lang: Some(lang.pick("en-us", "zh-cn").to_owned()),
        customer_id: None,
        email,
    }
}

/// Records that a message went to somebody outside; to whom only as a digest.
async fn record(actor: &Actor<CustomerCreate>, draft: &Draft, to: &Question, is_sure: bool) -> Result<(), Error> {
    let change = Change::begin(actor).await?;
    let fields = Fields::new()
        .set("receiver_type", to.subject.search_type())
        .set("sent", is_sure)
        .personal("receiver", Some(&to.value));
    change.commit(Event::new(Deed::CustomerCodeSent, &draft.token).after(fields)).await?;
    Ok(())
}
