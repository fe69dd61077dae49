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
    /// Name of its organisation.
    pub name: String,
}

impl Reseller {
    /// What a list of choices calls it.
    pub fn label(&self) -> String {
        match self.account_name.as_deref().filter(|account| !account.is_empty()) {
            Some(account) => format!("{account} · {}", self.name),
            None => self.name.clone(),
        }
    }
}

/// Resellers of a distributor, also those that have left: their rows are kept. None for everybody else.
pub async fn of(connection: &mut PgConnection, organization_id: i64) -> Result<Vec<Reseller>, Error> {
    sqlx::query_as!(
        Reseller,
        r#"select s.id, s.child_id, s.remote_id, s.account_name, o.name
           from resellers s join organizations o on o.id = s.child_id
           where s.organization_id = $1 order by s.account_name, s.id"#,
        organization_id,
    )
    .fetch_all(connection)
    .await
}
