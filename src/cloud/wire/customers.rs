//! Customers: list, creation, identity check, codes, new-customer tags (CUST).

use super::{Paged, lines::Nothing};
use crate::values::Masked;

operation! {
    /// Lists the caller's customers, or one reseller's (CUST-10).
    ListSubCustomers: Read Post "/v2/partners/sub-customers/query" on Both -> CustomerPage {
        account_name: Option<String>,
        customer: Option<Masked<String>>,
        offset: Option<i64>,
        limit: Option<i64>,
        label: Option<String>,
        association_type: Option<String>,
        associated_on_begin: Option<String>,
        associated_on_end: Option<String>,
        customer_id: Option<String>,
        indirect_partner_id: Option<String>,
    }
}

operation! {
    /// Creates a customer account; `xaccount_id` is the natural key (CUST-8, CUST-9).
    CreateSubCustomer: Write Post "/v2/partners/sub-customers" on Both -> CreatedCustomer {
        domain_name: Option<String>,
        mobile_phone: Option<Masked<String>>,
        verification_code: Option<Masked<String>>,
        xaccount_id: String,
        xaccount_type: String,
        password: Option<Masked<String>>,
        is_close_market_ms: Option<String>,
        cooperation_type: Option<String>,
        indirect_partner_id: Option<String>,
        include_association_result: Option<bool>,
        email: Option<Masked<String>>,
        domain_area: Option<String>,
    } with {
        const DATA_DESPITE: &'static [&'static str] = &["CBC.99000050"];

        fn confirmed(&self, answer: &CreatedCustomer) -> bool {
            answer.domain_id.is_some()
        }
    }
}

operation! {
    /// Asks whether a name, phone or mail is free; half the usual rate (CUST-6, API-37).
    CheckUserIdentity: Read Post "/v2/partners/sub-customers/users/check-identity" on Both -> Identity {
        search_type: String,
        search_value: Masked<String>,
    }
}

operation! {
    /// Sends a code to the customer's phone or mail (CUST-7). Sent once: a repeat is a second message.
    SendVerificationMessageCode: Write Post "/v2/bases/verificationcode/send" on Both -> Nothing {
        receiver_type: i64,
        timeout: Option<i64>,
        mobile_phone: Option<Masked<String>>,
        lang: Option<String>,
        scene: Option<i64>,
        customer_id: Option<String>,
        email: Option<Masked<String>>,
    }
}

operation! {
    /// New-customer tags of customers; names none for all, gives no total (CUST-12).
    ListSubCustomerNewTag: Read Post "/v2/partners/sub-customers/new-customers-tags/batch-query" on China -> NewCustomerTags {
        customer_ids: Vec<String>,
        offset: Option<i64>,
        limit: Option<i64>,
        indirect_partner_id: Option<String>,
    }
}

answer! {
    /// A page of customers (CUST-10).
    CustomerPage {
        customer_infos: Vec<Customer>,
        count: Option<i64>,
    }

    /// A customer of the partner or of one reseller (CUST-10).
    Customer {
        customer: Option<Masked<String>>,
        account_name: Option<String>,
        customer_id: Option<String>,
        associated_on: Option<String>,
        association_type: Option<String>,
        label: Option<String>,
        telephone: Option<Masked<String>>,
        verified_status: Option<String>,
        country_code: Option<String>,
        customer_type: Option<i64>,
        is_frozen: Option<i64>,
        account_managers: Vec<AccountManager>,
        xaccount_id: Option<String>,
        xaccount_type: Option<String>,
        customer_level: Option<String>,
        email: Option<Masked<String>>,
    }

    /// The account manager of a customer; at most one is sent.
    AccountManager {
        account_name: Option<String>,
    }

    /// The account that was made; `domain_id` is its `customer_id` elsewhere (CUST-8).
    CreatedCustomer {
        domain_id: Option<String>,
        domain_name: Option<String>,
    }

    /// Whether a name, phone or mail is free (CUST-6).
    Identity {
        error_code: Option<String>,
        error_msg: Option<String>,
        check_result: Option<String>,
        mobile_remain_available_num: Option<i64>,
    }

    /// New-customer tags; ids of others are dropped silently (CUST-12).
    NewCustomerTags {
        new_customer_tags: Vec<NewCustomerTag>,
    }

    /// One customer's new-customer tag; months are `YYYY-MM` (CUST-12).
    NewCustomerTag {
        customer_id: Option<String>,
        customer_tag_type: Option<String>,
        new_customer_tag: Option<String>,
        effective_time: Option<String>,
        expire_time: Option<String>,
    }
}

paged! {
    ListSubCustomers: customer_infos of Customer, total count, 100 a page;
}

impl Paged for ListSubCustomerNewTag {
    type Row = NewCustomerTag;
    const LARGEST_PAGE: i64 = 100;
    const ROWS: &'static str = "new_customer_tags";

    fn page(mut self, offset: i64, limit: i64) -> Self {
        self.offset = Some(offset);
        self.limit = Some(limit);
        self
    }

    /// The vendor gives none (CUST-12): read until an empty page.
    fn total(_: &NewCustomerTags) -> Option<i64> {
        None
    }

    fn rows(answer: NewCustomerTags) -> Vec<NewCustomerTag> {
        answer.new_customer_tags
    }
}
