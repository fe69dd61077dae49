//! The way to the provider, and the way out of it.

use axum::{
    extract::{Path, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use secrecy::{ExposeSecret, SecretString};
use url::form_urlencoded;

use super::{nonce_of, provider, verifier_of};
use crate::{
    access::{
        departures,
        sessions::Token,
        tries::{self, Try, Turn},
    },
    app::App,
    oidc::{
        pages,
        store::{self, Flow},
        text::Text,
    },
    outside::provider::{Provider, Question},
    web::{Error, Flash, Form, Query, Redirect, Visitor, cookies, is_foreign},
};

/// Where visitors come back to.
pub const CALLBACK: &str = "/oidc/callback";
/// Seconds the cookie of the way lives.
const WAY: i64 = 600;

/// `POST /login/oidc` (`organization`, `next`): a page that goes on by itself. A redirect would not do: the content policy
/// holds forms, and every redirect after them, to this portal. Answers every code alike.
pub async fn name_organization(visitor: Visitor, Form(typed): Form) -> Response {
    let code = typed.get("organization").to_lowercase();
    if code.is_empty() {
        let said = Text::of(visitor.lang()).name_organization;
        return Redirect::to("/login").saying(Flash::refused(said)).into_response();
    }
    let next: String = form_urlencoded::byte_serialize(typed.next().as_bytes()).collect();
    let to = format!("/login/oidc/{}?next={next}", utf8_percent_encode(&code, NON_ALPHANUMERIC));
    let mut page = pages::on_the_way(&visitor, &to);
    page.headers_mut().extend(header::HeaderValue::from_str(&format!("0; url={to}")).map(|to| (header::REFRESH, to)));
    page
}

/// `GET /login/oidc/{organization}` (`next`): sends the visitor to his organisation's provider. An organisation that does not
/// exist and one without company accounts are answered alike. A link of another site gets a page with a button: nobody is signed in
/// without having asked for it here (ASVS 5.0 V7.6.2).
pub async fn leave(
    State(app): State<App>,
    visitor: Visitor,
    headers: HeaderMap,
    Path(code): Path<String>,
    Query(typed): Query,
) -> Result<Response, Error> {
    if is_foreign(&headers) {
        return Ok(pages::on_the_way(&visitor, visitor.here()));
    }
    let text = Text::of(visitor.lang());
    let refused = |sentence: &str| Ok(Redirect::to("/login").saying(Flash::refused(sentence)).into_response());
    if is_crowded(&app, &visitor).await? {
        return refused(text.crowded);
    }
    let organization_id = store::organization(&mut *app.db.open_none().await?, &code).await?;
    let Some(organization_id) = organization_id else { return refused(text.no_company_account) };
    let stored = store::find(&mut *app.db.open(&[organization_id]).await?, organization_id).await?;
    let stored = stored.ok_or(Error::NotFound)?;
    let provider = match provider(&app, organization_id, &stored).await? {
        Ok(provider) => provider,
        Err(fault) => {
            tracing::warn!(organization_id, %fault, "an OpenID provider cannot be used");
            return refused(text.provider_away);
        }
    };
    let flow = Flow {
        organization_id,
        provider_revision: stored.revision,
        redirect_uri: format!("{}{CALLBACK}", visitor.origin()),
        next: typed.next().to_owned(),
    };
    send(&app, &provider, &stored.settings, &flow).await
}

/// Remembers the visitor and sends him off.
async fn send(
    app: &App,
    provider: &Provider,
    settings: &crate::oidc::rules::Settings,
    flow: &Flow,
) -> Result<Response, Error> {
    let (state, browser) = (Token::fresh(), Token::fresh());
    let mut connection = app.db.open(&[flow.organization_id]).await?;
    store::begin(&mut connection, (&state, &browser), flow, app.clock.now()).await?;
    let url = provider.ask(&Question {
        client_id: &settings.client_id,
        scopes: &settings.scopes,
        redirect_uri: &flow.redirect_uri,
        state: state.reveal(),
        nonce: &nonce_of(app, &state),
        verifier: &verifier_of(app, &state),
    });
    let mut response = (StatusCode::SEE_OTHER, [(header::LOCATION, url.to_string())]).into_response();
    let cookie = cookies::write(cookies::on_the_way(app.options.secure_cookies), browser.reveal(), Some(WAY));
    response.headers_mut().extend(cookie.map(|cookie| (header::SET_COOKIE, cookie)));
    Ok(response)
}

/// An address has as many ways to providers a minute as tries of passwords.
async fn is_crowded(app: &App, visitor: &Visitor) -> Result<bool, Error> {
    let mut connection = app.db.open_none().await?;
    let tried = Try { key: "company account", address: visitor.address(), per_minute: app.options.sign_in_tries };
    let turn = tries::begin(&mut connection, tried, app.clock.now()).await?;
    if let Turn::Begun(begun) = turn {
        // Nothing was guessed: it counts for the minute, and never locks.
        tries::succeed(&mut connection, begun).await?;
    }
    Ok(turn == Turn::Crowded)
}

/// `GET /login/oidc/{organization}/ended`: signed out here; at the provider too, if it offers that.
pub async fn ended(
    State(app): State<App>,
    visitor: Visitor,
    headers: HeaderMap,
    Path(code): Path<String>,
) -> Result<Response, Error> {
    let away = || Redirect::to("/login").saying(Flash::done(Text::of(visitor.lang()).signed_out)).into_response();
    let organization_id = store::organization(&mut *app.db.open_none().await?, &code).await?;
    let Some(organization_id) = organization_id else { return Ok(away()) };
    let stored = store::find(&mut *app.db.open(&[organization_id]).await?, organization_id).await?;
    let end = stored.as_ref().and_then(|stored| {
        let (text, _) = stored.discovery.as_ref()?;
        Provider::parse(text, &stored.settings.issuer, &app.outside).ok()?.end_session
    });
    let (Some(stored), Some(mut end)) = (stored, end) else { return Ok(away()) };
    end.query_pairs_mut()
        .append_pair("client_id", &stored.settings.client_id)
        .append_pair("post_logout_redirect_uri", &format!("{}/login", visitor.origin()));
    let name = cookies::on_the_way(app.options.secure_cookies);
    if let Some(token) = hint(&app, cookies::read(&headers, name), organization_id).await? {
        end.query_pairs_mut().append_pair("id_token_hint", token.expose_secret());
    }
    let mut page = pages::ended(&visitor, end.as_str());
    let gone = cookies::write(name, "", Some(0)).map(|cookie| (header::SET_COOKIE, cookie));
    page.headers_mut().extend(gone);
    Ok(page)
}

/// The ID token with which the browser's member signed in, once: the provider need not ask who signs out.
async fn hint(app: &App, note: Option<&str>, organization_id: i64) -> Result<Option<SecretString>, Error> {
    let whose = note.and_then(|note| departures::read(&app.key, note, app.clock.now()));
    let Some(whose) = whose.filter(|whose| whose.organization_id == organization_id) else { return Ok(None) };
    let sealed =
        store::take_token(&mut *app.db.open(&[organization_id]).await?, organization_id, whose.member_id).await?;
    Ok(sealed.and_then(|sealed| app.key.open(&store::token_purpose(whose.member_id), &sealed).ok()))
}
