//! Handlers of business information, by what they are about.

pub mod amount;
pub mod contact;
pub mod decision;
pub mod desk;
pub mod letter;
pub mod overview;
pub mod review;
pub mod submission;
pub mod wizard;

use axum::response::{IntoResponse, Response};

use super::{
    rules::{details::Details, fields::Choices, standing::Standing},
    store::{self, Head, Version, stand},
    text::lists,
};
use crate::{
    access::{Actor, Permission},
    db::PgConnection,
    requests::Moved,
    web::{Error, Flash, Redirect},
};

/// Everything that a page of the partner starts from.
pub struct Ground {
    pub head: Head,
    pub versions: Vec<Version>,
    pub standing: Standing,
}

impl Ground {
    /// The open version: a draft, one under way, one that failed.
    pub fn open(&self) -> Option<&Version> {
        self.versions.iter().find(|version| Some(version.request_id) == self.standing.open)
    }

    /// The version in force.
    pub fn force(&self) -> Option<&Version> {
        self.versions.iter().find(|version| Some(version.request_id) == self.standing.in_force)
    }
}

/// Reads what a page starts from.
pub async fn ground(connection: &mut PgConnection, organization_id: i64) -> Result<Ground, Error> {
    let head = store::head(connection, organization_id).await?.ok_or(Error::NotFound)?;
    let versions = store::versions(connection, organization_id).await?;
    let standing = stand(&head, &versions);
    Ok(Ground { head, versions, standing })
}

/// What a version says.
pub fn details<P: Permission>(actor: &Actor<P>, version: Option<&Version>) -> Result<Details, Error> {
    Ok(version.map(|version| version.details(&actor.app().key)).transpose()?.unwrap_or_default())
}

/// Go there, and say that it is done.
pub fn done(path: impl Into<String>, said: &str) -> Response {
    Redirect::to(path).saying(Flash::done(said)).into_response()
}

/// Go there, and say why not.
pub fn undone(path: impl Into<String>, said: impl Into<String>) -> Response {
    Redirect::to(path).saying(Flash::refused(said)).into_response()
}

/// Codes that a partner may choose from.
pub struct Lists {
    china: bool,
    entities: Vec<&'static str>,
    countries: Vec<&'static str>,
    banks: Vec<&'static str>,
    currencies: Vec<&'static str>,
}

impl Lists {
    /// Those of the partner's site.
    pub fn of<P: Permission>(actor: &Actor<P>) -> Self {
        let china = !actor.organization().is_only_abroad();
        let codes = |list: &[lists::Named]| list.iter().map(|(code, ..)| *code).collect();
        Self {
            china,
            entities: codes(if china { &lists::ENTITIES_CHINA } else { &lists::ENTITIES_ABROAD }),
            countries: codes(&lists::COUNTRIES),
            banks: codes(&lists::BANKS),
            currencies: if china { vec!["CNY"] } else { lists::CURRENCIES.to_vec() },
        }
    }

    /// As the rules read them.
    pub fn choices(&self) -> Choices<'_> {
        Choices {
            china: self.china,
            entities: &self.entities,
            countries: &self.countries,
            banks: &self.banks,
            currencies: &self.currencies,
        }
    }
}

/// The site whose documents hold for a partner.
pub fn site<P: Permission>(actor: &Actor<P>) -> String {
    let organization = actor.organization();
    let abroad = organization.sites.first().filter(|_| organization.is_only_abroad());
    abroad.map_or_else(|| "china".to_owned(), String::clone)
}

/// Ends a change of the desk with a transition in both chains.
pub async fn commit_across<P>(change: crate::audit::Change<P>, moved: &Moved, told: &str) -> Result<(), Error> {
    Ok(change.commit_across(moved.organization_id, told, &moved.event()).await?)
}
