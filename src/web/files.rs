//! A form with files as it is read: what it says is taken down on the way, piece by piece, so that one that comes again with
//! another file is told apart. Knows neither disks nor kinds of files.

use axum::{
    body::Bytes,
    extract::{
        FromRequest, Multipart, Request,
        multipart::{Field, MultipartError},
    },
};
use sha2::{Digest, Sha256};

use super::{error::Error, visitor::Visitor};
use crate::{access::submissions, app::App};

/// A form with files (`multipart/form-data`) that nobody has read yet.
pub struct Files {
    form: Multipart,
    app: App,
    visitor: Visitor,
    whole: Sha256,
    part: Option<Sha256>,
}

impl FromRequest<App> for Files {
    type Rejection = Error;

    async fn from_request(request: Request, app: &App) -> Result<Self, Error> {
        let visitor = request.extensions().get::<Visitor>().cloned();
        let visitor = visitor.ok_or_else(|| Error::Internal("the request carries no visitor".into()))?;
        let form = Multipart::from_request(request, app).await.map_err(|_| Error::Unreadable)?;
        Ok(Self { form, app: app.clone(), visitor, whole: Sha256::new(), part: None })
    }
}

impl Files {
    /// The next part; none at the end, where a form that took effect before is not looked at further.
    ///
    /// # Errors
    /// When it is cut off, larger than its route takes, or took effect before.
    pub async fn part(&mut self) -> Result<Option<Part<'_>>, Error> {
        if let Some(part) = self.part.take() {
            self.whole.update(part.finalize());
        }
        let Some(field) = self.form.next_field().await.map_err(broken)? else {
            let digest = hex::encode(self.whole.clone().finalize());
            submissions::read(&self.app, &self.visitor, &digest).await?;
            return Ok(None);
        };
        let said = self.part.insert(Sha256::new());
        for name in [field.name(), field.file_name()] {
            said.update(Sha256::digest(name.unwrap_or_default()));
        }
        Ok(Some(Part { field, said }))
    }
}

/// One part: a file or a text.
pub struct Part<'a> {
    field: Field<'a>,
    said: &'a mut Sha256,
}

impl Part<'_> {
    /// Name of the field.
    #[must_use]
    pub fn name(&self) -> &str {
        self.field.name().unwrap_or_default()
    }

    /// Name of the file, as its sender calls it.
    #[must_use]
    pub fn file_name(&self) -> &str {
        self.field.file_name().unwrap_or_default()
    }

    /// The next bytes; none at the end.
    ///
    /// # Errors
    /// When they are cut off, or more than the route takes.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, Error> {
        let chunk = self.field.chunk().await.map_err(broken)?;
        if let Some(chunk) = &chunk {
            self.said.update(chunk);
        }
        Ok(chunk)
    }
}

#[expect(clippy::needless_pass_by_value, reason = "errors are handed over")]
fn broken(error: MultipartError) -> Error {
    Error::of_status(error.status())
}
