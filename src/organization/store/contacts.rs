//! SQL of customer contacts (ORG-13).

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use crate::{db::Error, values::Masked};

/// A contact that customers see.
#[derive(Debug, Clone)]
pub struct Contact {
    pub id: i64,
    pub name: String,
    pub phone: String,
    pub email: String,
    pub revision: i32,
}

impl Contact {
    /// One of its personal values, by the name of its field.
    pub fn personal(&self, field: &str) -> Option<&str> {
        match field {
            "name" => Some(&self.name),
            "phone" => Some(&self.phone),
            "email" => Some(&self.email),
            _ => None,
        }
    }
}

/// Whose data customers see without contacts.
#[derive(Debug)]
pub struct Master {
    pub username: String,
    pub name: Masked<String>,
    pub phone: Option<Masked<String>>,
    pub email: Option<Masked<String>>,
}

/// The contacts, in the order they were added.
pub async fn list(connection: &mut PgConnection, organization_id: i64) -> Result<Vec<Contact>, Error> {
    sqlx::query_as!(
        Contact,
        "select id, name, phone, email, revision from customer_contacts where organization_id = $1 order by id",
        organization_id,
    )
    .fetch_all(connection)
    .await
}

/// One of them.
pub async fn find(connection: &mut PgConnection, organization_id: i64, id: i64) -> Result<Option<Contact>, Error> {
    sqlx::query_as!(
        Contact,
        "select id, name, phone, email, revision from customer_contacts where organization_id = $1 and id = $2",
        organization_id,
        id,
    )
    .fetch_optional(connection)
    .await
}

/// The master's data.
pub async fn master(connection: &mut PgConnection, organization_id: i64) -> Result<Option<Master>, Error> {
    sqlx::query_as!(
        Master,
        r#"select username, name as "name: _", phone as "phone: _", email as "email: _" from members
         where organization_id = $1 and is_master"#,
        organization_id,
    )
    .fetch_optional(connection)
    .await
}

/// Adds a contact unless there are `most`; two at once cannot together be too many. Answers its key.
pub async fn add(
    connection: &mut PgConnection,
    organization_id: i64,
    contact: &Contact,
    (most, at): (i64, DateTime<Utc>),
) -> Result<Option<i64>, Error> {
    super::lock(connection, organization_id).await?;
    sqlx::query_scalar!(
        "insert into customer_contacts (organization_id, name, phone, email, created_at)
         select $1, $2, $3, $4, $5 where (select count(*) from customer_contacts where organization_id = $1) < $6
         returning id",
        organization_id,
        contact.name,
        contact.phone,
        contact.email,
        at,
        most,
    )
    .fetch_optional(connection)
    .await
}

/// Changes a contact; false when somebody else was quicker.
pub async fn update(connection: &mut PgConnection, organization_id: i64, contact: &Contact) -> Result<bool, Error> {
    let done = sqlx::query!(
        "update customer_contacts set name = $3, phone = $4, email = $5, revision = revision + 1
         where organization_id = $1 and id = $2 and revision = $6",
        organization_id,
        contact.id,
        contact.name,
        contact.phone,
        contact.email,
        contact.revision,
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Removes a contact; false when it is gone.
pub async fn delete(connection: &mut PgConnection, organization_id: i64, id: i64) -> Result<bool, Error> {
    let done =
        sqlx::query!("delete from customer_contacts where organization_id = $1 and id = $2", organization_id, id)
            .execute(connection)
            .await?;
    Ok(done.rows_affected() == 1)
}
