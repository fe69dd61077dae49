//! A browser without a screen: keeps cookies, sends forms, reads pages. It talks to the real router, in process.

use std::collections::BTreeMap;

use axum::{
    Router,
    body::{Body, to_bytes},
    extract::ConnectInfo,
    http::{HeaderMap, Method, Request, StatusCode, header},
};
use scraper::{Html, Selector};
use tower::ServiceExt;
use url::form_urlencoded;

use crate::{
    app::App,
    router,
    web::{cookies, submission::Stamp},
};

/// A visitor with cookies of his own.
#[derive(Clone)]
pub struct Client {
    router: Router,
    /// The application whose pages these are, which makes the tokens of forms that were not opened first.
    app: App,
    /// Cookies as the portal set them.
    pub cookies: BTreeMap<String, String>,
    /// Sent as `Accept-Language`.
    pub language: &'static str,
    /// Where the visitor calls from.
    pub address: [u8; 4],
    /// Further headers.
    pub headers: Vec<(&'static str, String)>,
}

/// What the portal answered.
#[derive(Debug)]
pub struct Page {
    /// Status.
    pub status: StatusCode,
    /// Headers.
    pub headers: HeaderMap,
    /// Body as text.
    pub body: String,
    /// Body as it came.
    pub bytes: Vec<u8>,
}

impl Client {
    /// A visitor who has never been here.
    pub fn new(app: App) -> Self {
        let router = router::router(app.clone());
        Self { router, app, cookies: BTreeMap::new(), language: "en", address: [192, 0, 2, 1], headers: vec![] }
    }

    /// The same visitor with a browser set to another language.
    pub fn speaking(mut self, language: &'static str) -> Self {
        self.language = language;
        self
    }

    /// Opens an address.
    pub async fn get(&mut self, path: &str) -> Page {
        self.send(Method::GET, path, None).await
    }

    /// Sends a form.
    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Page {
        let form = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        self.send(Method::POST, path, Some(form)).await
    }

    /// Fills in the sign-in form.
    pub async fn sign_in(&mut self, organization: &str, username: &str, password: &str) -> Page {
        let fields = [("organization", organization), ("username", username), ("password", password)];
        self.post("/login", &fields).await
    }

    /// Sends any request; a text body is a form.
    pub async fn send(&mut self, method: Method, path: &str, form: Option<String>) -> Page {
        let kind = form.is_some().then_some("application/x-www-form-urlencoded");
        let mut form = form.unwrap_or_default();
        // As every form of a page does.
        if kind.is_some() && !path.starts_with("/api/") && !format!("{path}&{form}").contains("submission=") {
            let joint = if form.is_empty() { "" } else { "&" };
            form += &format!("{joint}submission={}", self.token().await);
        }
        self.send_as(method, path, kind, form).await
    }

    /// A token as a page of the visitor's own would hold it.
    pub async fn token(&self) -> String {
        let cookie = self
            .cookies
            .iter()
            .find(|(name, _)| [cookies::session(true), cookies::session(false)].contains(&name.as_str()))
            .map(|(_, value)| value.as_str());
        let owner = sqlx::query_scalar::<_, i64>(
            "select member_id from sessions where id_hash = sha256(convert_to($1, 'UTF8'))",
        )
        .bind(cookie.unwrap_or_default())
        .fetch_optional(&mut *self.app.db.open_every().await.unwrap())
        .await
        .unwrap();
        Stamp::member(&self.app.key, owner.unwrap_or_default()).token(&uuid::Uuid::new_v4().simple().to_string())
    }

    /// Sends a form with one file, as a browser does.
    pub async fn send_file(&mut self, path: &str, field: &str, (name, bytes): (&str, &[u8])) -> Page {
        let mut body = format!(
            "--edge\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\n\
             Content-Type: application/octet-stream\r\n\r\n"
        )
        .into_bytes();
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n--edge--\r\n");
        let path = if path.contains("submission=") {
            path.to_owned()
        } else {
            let joint = if path.contains('?') { '&' } else { '?' };
            format!("{path}{joint}submission={}", self.token().await)
        };
        self.send_as(Method::POST, &path, Some("multipart/form-data; boundary=edge"), body).await
    }

    /// Sends a body whose kind stands in the visitor's headers.
    pub async fn send_bytes(&mut self, method: Method, path: &str, body: String) -> Page {
        self.send_as(method, path, None, body).await
    }

    async fn send_as(&mut self, method: Method, path: &str, kind: Option<&str>, body: impl Into<Body>) -> Page {
        let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let mut request = Request::builder().method(method).uri(path).header(header::HOST, "portal.example");
        request = request.header(header::ACCEPT_LANGUAGE, self.language).header(header::COOKIE, cookies.join("; "));
        for (name, value) in &self.headers {
            request = request.header(*name, value);
        }
        if let Some(kind) = kind {
            request = request.header(header::CONTENT_TYPE, kind);
        }
        let mut request = request.body(body.into()).unwrap();
        request.extensions_mut().insert(ConnectInfo(std::net::SocketAddr::from((self.address, 4711))));
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        self.keep(&parts.headers);
        let body = to_bytes(body, usize::MAX).await.unwrap();
        let text = String::from_utf8_lossy(&body).into_owned();
        Page { status: parts.status, headers: parts.headers, body: text, bytes: body.into() }
    }

    fn keep(&mut self, headers: &HeaderMap) {
        for line in headers.get_all(header::SET_COOKIE) {
            let line = line.to_str().unwrap();
            let (name, value) = line.split(';').next().unwrap().split_once('=').unwrap();
            if line.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
    }
}

impl Page {
    /// Where a redirect leads.
    pub fn location(&self) -> &str {
        self.headers.get(header::LOCATION).map_or("", |value| value.to_str().unwrap())
    }

    /// Texts of the elements a CSS selector finds, white space collapsed.
    pub fn texts(&self, selector: &str) -> Vec<String> {
        let selector = Selector::parse(selector).unwrap();
        let collapsed = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
        Html::parse_document(&self.body).select(&selector).map(|found| collapsed(found.text().collect())).collect()
    }

    /// Text of the first element, or nothing.
    pub fn text(&self, selector: &str) -> String {
        self.texts(selector).into_iter().next().unwrap_or_default()
    }

    /// Values of an attribute of the elements a CSS selector finds.
    pub fn attributes(&self, selector: &str, name: &str) -> Vec<String> {
        let selector = Selector::parse(selector).unwrap();
        let page = Html::parse_document(&self.body);
        page.select(&selector).filter_map(|found| found.value().attr(name).map(str::to_owned)).collect()
    }

    /// Value of an attribute of the first element, if there is one.
    pub fn attribute(&self, selector: &str, name: &str) -> Option<String> {
        self.attributes(selector, name).into_iter().next()
    }

    /// Labels and values of a detail page, `label: value`.
    pub fn facts(&self) -> Vec<String> {
        let values = self.texts(".facts dd");
        self.texts(".facts dt").into_iter().zip(values).map(|(label, value)| format!("{label}: {value}")).collect()
    }

    /// Rows of the table, cells joined with ` | `.
    pub fn rows(&self) -> Vec<String> {
        let row = Selector::parse("tbody tr").unwrap();
        let cell = Selector::parse("td").unwrap();
        let collapsed = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let page = Html::parse_document(&self.body);
        page.select(&row)
            .map(|found| found.select(&cell).map(|td| collapsed(td.text().collect())).collect::<Vec<_>>().join(" | "))
            .collect()
    }
}
