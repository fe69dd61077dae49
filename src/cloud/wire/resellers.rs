//! Resellers of a distributor (CUST-5).

use crate::values::Masked;

operation! {
    /// Lists the distributor's resellers (CUST-5).
    ListIndirectPartners: Read Post "/v2/partners/indirect-partners/query" on Both -> ResellerPage {
        account_name: Option<String>,
        associated_on_begin: Option<String>,
        associated_on_end: Option<String>,
        offset: Option<i64>,
        limit: Option<i64>,
        indirect_partner_id: Option<String>,
    }
}

answer! {
    /// A page of resellers (CUST-5).
    ResellerPage {
        count: Option<i64>,
        indirect_partners: Vec<Reseller>,
    }

    /// A reseller of the distributor; it has no status (CUST-5).
    Reseller {
        indirect_partner_id: Option<String>,
        mobile_phone: Option<Masked<String>>,
        email: Option<Masked<String>>,
        account_name: Option<String>,
        name: Option<Masked<String>>,
        associated_on: Option<String>,
        account_manager_id: Option<String>,
        account_manager_name: Option<Masked<String>>,
    }
}

paged! {
    ListIndirectPartners: indirect_partners of Reseller, total count, 100 a page;
}
