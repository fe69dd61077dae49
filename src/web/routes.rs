//! The list of routes: (method, path, who may). It builds the axum router, and the walls test walks it.
//!
//! A handler whose first argument is an `Actor<P>` is registered with `get`, `post`, …; the permission is read off its
//! signature, so it cannot be forgotten or differ. A page for everybody must say so: `public_get`, `public_post`.

use axum::{
    Extension, Router,
    extract::DefaultBodyLimit,
    handler::Handler,
    http::Method,
    routing::{MethodRouter, delete, get, post, put},
};

use super::submission::Again;
use crate::{
    access::{Code, Guarded},
    app::App,
};

/// Bytes beside a file: the texts of its form.
const ROOM_FOR_TEXTS: usize = 128 * 1024;

/// Routes of a slice, or of all.
#[derive(Default)]
pub struct Routes {
    listed: Vec<Route>,
    router: Router<App>,
}

/// One registered route.
#[derive(Debug, Clone)]
pub struct Route {
    /// GET, POST, PUT or DELETE.
    pub method: Method,
    /// The pattern, `/customers/{id}`.
    pub path: &'static str,
    /// Who may.
    pub wall: Wall,
}

/// Who may use a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wall {
    /// Everybody, also signed out.
    Public,
    /// Members who hold any one of these.
    Any(&'static [Code]),
}

impl Routes {
    /// No routes.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A page for members.
    #[must_use]
    pub fn get<H, T>(self, path: &'static str, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: Guarded + 'static,
    {
        self.add(Method::GET, path, Wall::Any(T::CODES), get(handler))
    }

    /// A form for members.
    #[must_use]
    pub fn post<H, T>(self, path: &'static str, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: Guarded + 'static,
    {
        self.add(Method::POST, path, Wall::Any(T::CODES), post(handler))
    }

    /// A form for members that may be sent again and again, each time with effect. Every other form takes effect once
    /// ([`super::submission`]); why this one may, a test asks.
    #[must_use]
    pub fn post_again<H, T>(self, path: &'static str, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: Guarded + 'static,
    {
        self.add(Method::POST, path, Wall::Any(T::CODES), post(handler).layer(Extension(Again)))
    }

    /// A form with a file of at most `most` bytes for members. A larger one is read too, so that its sender hears why.
    #[must_use]
    pub fn post_file<H, T>(self, path: &'static str, handler: H, most: u64) -> Self
    where
        H: Handler<T, App>,
        T: Guarded + 'static,
    {
        let room = usize::try_from(most).unwrap_or(usize::MAX).saturating_mul(2).saturating_add(ROOM_FOR_TEXTS);
        let handler = post(handler).layer(DefaultBodyLimit::max(room));
        self.add(Method::POST, path, Wall::Any(T::CODES), handler)
    }

    /// A replacement for members (JSON API).
    #[must_use]
    pub fn put<H, T>(self, path: &'static str, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: Guarded + 'static,
    {
        self.add(Method::PUT, path, Wall::Any(T::CODES), put(handler))
    }

    /// A removal for members (JSON API).
    #[must_use]
    pub fn delete<H, T>(self, path: &'static str, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: Guarded + 'static,
    {
        self.add(Method::DELETE, path, Wall::Any(T::CODES), delete(handler))
    }

    /// A page for everybody.
    #[must_use]
    pub fn public_get<H, T>(self, path: &'static str, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.add(Method::GET, path, Wall::Public, get(handler))
    }

    /// A form for everybody: who signs in tries again with the same page.
    #[must_use]
    pub fn public_post<H, T>(self, path: &'static str, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.add(Method::POST, path, Wall::Public, post(handler).layer(Extension(Again)))
    }

    /// These and the routes of another slice.
    #[must_use]
    pub fn merge(mut self, other: Self) -> Self {
        self.listed.extend(other.listed);
        self.router = self.router.merge(other.router);
        self
    }

    /// Every route, in the order of registration.
    #[must_use]
    pub fn listed(&self) -> &[Route] {
        &self.listed
    }

    pub(super) fn into_router(self) -> Router<App> {
        self.router
    }

    fn add(mut self, method: Method, path: &'static str, wall: Wall, handler: MethodRouter<App>) -> Self {
        self.listed.push(Route { method, path, wall });
        self.router = self.router.route(path, handler);
        self
    }
}
