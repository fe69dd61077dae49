//! The way back from the provider.

use axum::{
    extract::State,
    http::HeaderMap,
    response::{IntoResponse, Response},
};

use super::{Disbelief, believe, nonce_of, provider, verifier_of};
use crate::{
    access::{
        factors::pending::Pending,
        refusals::{self, Against},
        sessions::Token,
        sign_in::{self, Vouched},
    },
    app::App,
    audit::{Author, Change, Deed, Event, Fields},
    oidc::{
        rules::{Candidate, Whose, whose},
        store::{self, Flow, Stored},
        text::Text,
    },
    outside::{
        id_token::Identity,
        provider::{Client, Grant, Provider, Tokens},
    },
    sessions,
    web::{Error, Flash, Query, Redirect, Typed, Visitor, cookies},
};

/// Bytes of an ID token that still fits into the address of a sign-out.
const LONGEST_HINT: usize = 6000;

/// Why somebody who came back is not let in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// He did not leave from here, not with this browser, too long ago, or has come back already.
    NotBegun,
    /// The provider did not let him in, or he changed his mind.
    Denied,
    /// The provider cannot be reached or says what cannot be used.
    ProviderAway,
    /// What he brought is not believed.
    NotBelieved,
    /// His account says no verified mail address, or no user name.
    NoClaim,
    /// No member fits his account.
    Nobody,
    /// The member signs in with another account.
    OtherAccount,
}

/// `GET /oidc/callback` (`code`, `state`, `iss`, or `error`).
pub async fn arrive(
    State(app): State<App>,
    visitor: Visitor,
    headers: HeaderMap,
    Query(typed): Query,
) -> Result<Response, Error> {
    let name = cookies::on_the_way(app.options.secure_cookies);
    let arrived = match come_back(&app, cookies::read(&headers, name), &typed).await? {
        Ok(arrived) => let_in(&app, &visitor, arrived).await?,
        Err(refusal) => Err(refusal),
    };
    let mut response = match arrived {
        Ok(response) => response,
        Err(refusal) => {
            refusals::note(&app, &visitor, refusals::Refusal::SignIn, Against::Nobody).await;
            let said = Text::of(visitor.lang()).refusal(refusal);
            Redirect::to("/login").saying(Flash::refused(said)).into_response()
        }
    };
    let gone = cookies::write(name, "", Some(0)).map(|cookie| (axum::http::header::SET_COOKIE, cookie));
    if let Some((name, cookie)) = gone {
        response.headers_mut().append(name, cookie);
    }
    Ok(response)
}

/// Somebody the provider vouches for.
struct Arrived {
    flow: Flow,
    stored: Stored,
    identity: Identity,
    /// As the provider gave it: told to it again at sign-out.
    id_token: String,
}

/// Everything between the address and an identity that is believed.
async fn come_back(app: &App, cookie: Option<&str>, typed: &Typed) -> Result<Result<Arrived, Refusal>, Error> {
    let (Some(browser), Some(state)) = (cookie.and_then(Token::parse), Token::parse(typed.get("state"))) else {
        return Ok(Err(Refusal::NotBegun));
    };
    let flow = store::take(&mut *app.db.open_none().await?, (&state, &browser), app.clock.now()).await?;
    let Some(flow) = flow else { return Ok(Err(Refusal::NotBegun)) };
    let organization_id = flow.organization_id;
    let stored = store::find(&mut *app.db.open(&[organization_id]).await?, organization_id).await?;
    let same = |stored: &Stored| stored.settings.is_enabled && stored.revision == flow.provider_revision;
    let Some(stored) = stored.filter(same) else { return Ok(Err(Refusal::NotBegun)) };
    let (tokens, provider) = match fetch(app, (&flow, &stored), &state, typed).await? {
        Ok(fetched) => fetched,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let nonce = nonce_of(app, &state);
    Ok(match believe(app, (organization_id, &stored), &provider, (&tokens.id_token, &nonce)).await? {
        Ok(identity) if stored.settings.member_claim.of(&identity).is_none() => {
            let identity = provider.complete(&app.outside, &tokens, identity).await;
            Ok(Arrived { flow, stored, identity, id_token: tokens.id_token })
        }
        Ok(identity) => Ok(Arrived { flow, stored, identity, id_token: tokens.id_token }),
        Err(Disbelief::Provider(fault)) => {
            tracing::warn!(organization_id, %fault, "the keys of an OpenID provider cannot be read");
            Err(Refusal::ProviderAway)
        }
        Err(Disbelief::Token(flaw)) => {
            tracing::warn!(organization_id, %flaw, "an ID token is not believed");
            Err(Refusal::NotBelieved)
        }
    })
}

/// The tokens for the code he brought.
async fn fetch(
    app: &App,
    (flow, stored): (&Flow, &Stored),
    state: &Token,
    typed: &Typed,
) -> Result<Result<(Tokens, Provider), Refusal>, Error> {
    let organization_id = flow.organization_id;
    let provider = match provider(app, organization_id, stored).await? {
        Ok(provider) => provider,
        Err(fault) => {
            tracing::warn!(organization_id, %fault, "an OpenID provider cannot be used");
            return Ok(Err(Refusal::ProviderAway));
        }
    };
    // RFC 9207: an answer of another provider, mixed into this way.
    let says = typed.get("iss");
    if (provider.names_itself || !says.is_empty()) && says != stored.settings.issuer {
        return Ok(Err(Refusal::NotBelieved));
    }
    if typed.get("code").is_empty() {
        return Ok(Err(Refusal::Denied));
    }
    let secret = stored.secret(&app.key, organization_id)?;
    let client = Client { id: &stored.settings.client_id, secret: secret.as_ref() };
    let verifier = verifier_of(app, state);
    let grant = Grant { code: typed.get("code"), redirect_uri: &flow.redirect_uri, verifier: &verifier };
    Ok(match provider.exchange(&app.outside, &client, &grant).await {
        Ok(tokens) => Ok((tokens, provider)),
        Err(fault) => {
            tracing::warn!(organization_id, %fault, "an OpenID provider gave no ID token");
            Err(Refusal::ProviderAway)
        }
    })
}

/// Finds the member, links the account at its first sign-in, and goes on like after a right password.
async fn let_in(app: &App, visitor: &Visitor, arrived: Arrived) -> Result<Result<Response, Refusal>, Error> {
    let Arrived { flow, stored, identity, id_token } = arrived;
    let (org, settings) = (flow.organization_id, &stored.settings);
    let (claim, account) = (settings.member_claim, (settings.issuer.as_str(), identity.subject.as_str()));
    let (said, now) = ((claim, claim.of(&identity)), app.clock.now());
    let mut connection = app.db.open(&[org]).await?;
    let candidates = store::candidates(&mut connection, org, account, said, now).await?;
    drop(connection);
    let member = match whose(&settings.issuer, &identity, claim, candidates) {
        Whose::Known(member) => member,
        Whose::New(member) => {
            if !link(app, visitor, (org, &member), account).await? {
                return Ok(Err(Refusal::OtherAccount));
            }
            member
        }
        Whose::Other(member) => {
            record_refusal(app, visitor, (org, &member), &identity.subject).await?;
            return Ok(Err(Refusal::OtherAccount));
        }
        Whose::NoClaim => return Ok(Err(Refusal::NoClaim)),
        Whose::Nobody => return Ok(Err(Refusal::Nobody)),
    };
    keep(app, (org, member.member_id), id_token).await?;
    let vouched = vouch(org, member, identity.second_factor && settings.trusts_second_factor);
    let outcome = sign_in::with_company_account(app, &vouched, visitor).await?;
    Ok(Ok(sessions::answer(app, visitor, outcome, &flow.next).await?))
}

/// Keeps the ID token for the sign-out; one of unusual length is not, and the provider then asks who signs out.
async fn keep(app: &App, (org, member_id): (i64, i64), id_token: String) -> Result<(), Error> {
    if id_token.len() > LONGEST_HINT {
        return Ok(());
    }
    let sealed = app.key.seal(&store::token_purpose(member_id), &id_token.into())?;
    Ok(store::keep_token(&mut *app.db.open(&[org]).await?, org, (member_id, &sealed)).await?)
}

fn vouch(organization_id: i64, member: Candidate, second_factor: bool) -> Vouched {
    Vouched {
        whose: Pending { organization_id, member_id: member.member_id },
        member_state: member.member_state,
        organization_state: member.organization_state,
        is_master: member.is_master,
        second_factor,
    }
}

/// Another account says to be a member who has one: somebody should look at that.
async fn record_refusal(
    app: &App,
    visitor: &Visitor,
    (org, member): (i64, &Candidate),
    subject: &str,
) -> Result<(), Error> {
    let change = Change::of(app, org, Author::member(member.member_id, visitor)).await?;
    let sent = Fields::new().personal("subject", Some(subject));
    Ok(change.commit(Event::new(Deed::OidcRefused, member.member_id).after(sent)).await?)
}

/// Links the account; not for somebody who may not enter anyway.
async fn link(
    app: &App,
    visitor: &Visitor,
    (org, member): (i64, &Candidate),
    account: (&str, &str),
) -> Result<bool, Error> {
    if !matches!(member.member_state.as_str(), "active" | "invited") {
        return Ok(true);
    }
    let mut change = Change::of(app, org, Author::member(member.member_id, visitor)).await?;
    let now = change.now();
    if !store::link(&mut change, org, member.member_id, account, now).await? {
        return Ok(false);
    }
    let after = Fields::new().set("issuer", account.0).personal("subject", Some(account.1));
    change.commit(Event::new(Deed::OidcLinked, member.member_id).after(after)).await?;
    Ok(true)
}
