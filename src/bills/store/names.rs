//! Names of products and regions in the language of the page: the bills come with the names the vendor sent, in one language
//! only. The dictionaries name them by code (CAT-13); what was sent stays where they do not know the code.

use sqlx::PgConnection;

use super::{changes, consumption, monthly};
use crate::{catalog, db::Error, lang::Lang};

/// A row with codes and the names sent with them.
pub trait Coded {
    /// Each code with the name sent beside it.
    fn pairs(&mut self) -> Vec<(Option<&str>, &mut Option<String>)>;
}

impl Coded for consumption::Line {
    fn pairs(&mut self) -> Vec<(Option<&str>, &mut Option<String>)> {
        vec![
            (self.service_type_code.as_deref(), &mut self.service_type_name),
            (self.resource_type_code.as_deref(), &mut self.resource_type_name),
            (self.region_code.as_deref(), &mut self.region_name),
            (self.sub_service_type_code.as_deref(), &mut self.sub_service_type_name),
            (self.sub_resource_type_code.as_deref(), &mut self.sub_resource_type_name),
        ]
    }
}

impl Coded for monthly::Listed {
    fn pairs(&mut self) -> Vec<(Option<&str>, &mut Option<String>)> {
        vec![
            (self.cloud_service_type.as_deref(), &mut self.cloud_service_type_name),
            (self.resource_type_code.as_deref(), &mut self.resource_type_name),
        ]
    }
}

impl Coded for monthly::Row {
    fn pairs(&mut self) -> Vec<(Option<&str>, &mut Option<String>)> {
        vec![
            (self.cloud_service_type.as_deref(), &mut self.cloud_service_type_name),
            (self.resource_type_code.as_deref(), &mut self.resource_type_name),
        ]
    }
}

impl Coded for changes::Change {
    fn pairs(&mut self) -> Vec<(Option<&str>, &mut Option<String>)> {
        vec![(self.service_code.as_deref(), &mut self.service)]
    }
}

/// Names `rows` in the language. One round trip, none without a code.
pub async fn name<R: Coded>(
    connection: &mut PgConnection,
    (organization_id, lang): (i64, Lang),
    rows: &mut [R],
) -> Result<(), Error> {
    let codes = rows.iter_mut().flat_map(Coded::pairs).filter_map(|(code, _)| code.map(str::to_owned));
    let mut codes: Vec<String> = codes.collect();
    codes.sort_unstable();
    codes.dedup();
    if codes.is_empty() {
        return Ok(());
    }
    let names = catalog::names(connection, organization_id, lang, &codes).await?;
    for (code, name) in rows.iter_mut().flat_map(Coded::pairs) {
        if let Some(known) = code.and_then(|code| names.known(code)) {
            *name = Some(known.to_owned());
        }
    }
    Ok(())
}
