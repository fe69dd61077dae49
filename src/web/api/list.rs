//! A list of the JSON API: `?after=&limit=`, answered with `items` and `next`.

use axum::{
    Json,
    extract::FromRequestParts,
    http::request::Parts,
    response::{IntoResponse, Response},
};
use serde::{Serialize, de::DeserializeOwned};
use utoipa::{IntoParams, ToSchema};

use super::text::Text;
use crate::{
    app::App,
    web::{
        Error, Visitor,
        pager::{self, SIZE},
        typed::{Query, Typed},
    },
};

/// Rows of an answer without `limit`.
const USUAL: usize = 50;
/// Most rows of an answer.
const MOST: usize = 100;

/// One part of a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct List<T> {
    /// The rows.
    pub items: Vec<T>,
    /// What `after` of the next request is; null when there are no more rows.
    pub next: Option<String>,
}

impl<T: Serialize> IntoResponse for List<T> {
    fn into_response(self) -> Response {
        Json(self).into_response()
    }
}

/// Where a part begins and how long it is.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "only describes the parameters; `Page` reads them")]
pub struct Cursor {
    /// `next` of the answer before; nothing for the first part.
    after: Option<String>,
    /// Rows of the answer, 1 to 100; 50 without it.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
}

/// What was asked of a list: filters, and which part.
pub struct Page {
    /// Everything in the address: for the filters of the list's page.
    pub typed: Typed,
    visitor: Visitor,
    limit: usize,
}

impl FromRequestParts<App> for Page {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Error> {
        let visitor = Visitor::of(parts)?;
        let Query(typed) = Query::from_request_parts(parts, app).await?;
        let limit = match typed.get("limit") {
            "" => Some(USUAL),
            digits => digits.parse().ok().filter(|limit| (1..=MOST).contains(limit)),
        };
        let limit = limit.ok_or_else(|| Error::Unprocessable(Text::of(visitor.lang()).limit.to_owned()))?;
        Ok(Self { typed, visitor, limit })
    }
}

impl Page {
    /// Begins to collect the part: `while let Some(after) = part.after() { part.add(store(after)) }`, then [`Part::list`].
    ///
    /// # Errors
    /// When `after` is no cursor of ours.
    pub fn part<K: DeserializeOwned, R>(&self, key: fn(&R) -> K) -> Result<Part<K, R>, Error> {
        let token = self.typed.get("after");
        let start = if token.is_empty() { None } else { Some(self.key(token)?) };
        Ok(Part { limit: self.limit, key, start: Some(start), rows: Vec::new(), more: true })
    }

    fn key<K: DeserializeOwned>(&self, token: &str) -> Result<K, Error> {
        let read = pager::decode::<K>(token).map(|(_, key)| key);
        read.ok_or_else(|| Error::Unprocessable(Text::of(self.visitor.lang()).after.to_owned()))
    }
}

/// A part being collected from a store that gives a page's rows, and one more, after a sort key.
#[derive(Debug)]
pub struct Part<K, R> {
    limit: usize,
    key: fn(&R) -> K,
    start: Option<Option<K>>,
    rows: Vec<R>,
    more: bool,
}

impl<K: Serialize, R> Part<K, R> {
    /// Sort key after which the store is to read on; nothing when the part is full or there are no more rows.
    pub fn after(&mut self) -> Option<Option<K>> {
        match self.start.take() {
            Some(start) => Some(start),
            None if self.more && self.rows.len() <= self.limit => self.rows.last().map(|last| Some((self.key)(last))),
            None => None,
        }
    }

    /// Adds what the store gave.
    pub fn add(&mut self, mut rows: Vec<R>) {
        self.more = rows.len() > SIZE;
        rows.truncate(SIZE);
        self.rows.append(&mut rows);
    }

    /// The part as it is answered.
    pub fn list<T>(mut self, shown: impl Fn(&R) -> T) -> List<T> {
        let more = self.rows.len() > self.limit;
        self.rows.truncate(self.limit);
        let next = self.rows.last().filter(|_| more).map(|last| pager::encode(0, &(self.key)(last)));
        List { items: self.rows.iter().map(shown).collect(), next }
    }
}
