//! Handlers of organisations, by what they are about.

pub mod company;
pub mod contacts;
pub mod desk;
pub mod master;
pub mod partners;
pub mod preferences;
pub mod request;

use axum::response::{IntoResponse, Response};

use crate::{
    access::{Actor, Permission},
    web::{Flash, Redirect},
};

/// How the history and the other side call the actor: organisation code and user name.
fn signature<P: Permission>(actor: &Actor<P>) -> String {
    format!("{}/{}", actor.organization().code, actor.seat().username)
}

/// Go there, and say that it is done.
fn done(path: impl Into<String>, said: &str) -> Response {
    Redirect::to(path).saying(Flash::done(said)).into_response()
}
