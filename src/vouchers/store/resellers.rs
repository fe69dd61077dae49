//! Resellers of a distributor, for filters.

use sqlx::PgConnection;

use crate::db::Error;

/// A reseller whose rows may be chosen.
#[derive(Debug, Clone)]
pub struct Reseller {
    pub id: i64,
    /// Its organisation: its rows are stored under it (ORG-14).
    pub child_id: i64,
    pub remote_id: String,
    pub account_name: Option<String>,
    /// A company's: no personal data.
    pub name: Option<String>,
}

impl Reseller {
    /// What a list of choices calls it.
    pub fn label(&self) -> String {
        let name = self.name.as_deref().filter(|name| !name.is_empty());
        match (self.account_name.as_deref().filter(|account| !account.is_empty()), name) {
            (Some(account), Some(name)) => format!("{account} ({name})"),
            (Some(account), None) => account.to_owned(),
            (None, Some(name)) => name.to_owned(),
            (None, None) => self.remote_id.clone(),
        }
    }
}

/// Resellers of a distributor, also those that have left: their rows are kept. None for everybody else.
pub async fn of(connection: &mut PgConnection, organization_id: i64) -> Result<Vec<Reseller>, Error> {
    sqlx::query_as!(
        Reseller,
        r#"select id, child_id, remote_id, account_name, name from resellers
           where organization_id = $1 order by account_name, id"#,
        organization_id,
    )
    .fetch_all(connection)
    .await
}
