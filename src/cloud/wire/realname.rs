//! Real-name verification of customers (RN-1 to RN-5). The deprecated result call (RN-6) is not used.

use crate::values::Masked;

operation! {
    /// Applies for an individual's real-name verification (RN-3).
    CreatePersonalRealnameAuth: Write Post "/v2/customers/realname-auths/individual" on Both -> Review {
        customer_id: String,
        identify_type: i64,
        verified_type: Option<i64>,
        verified_file_url: Vec<String>,
        name: Masked<String>,
        verified_number: Masked<String>,
        change_type: Option<i64>,
        xaccount_type: String,
        bank_card_info: Option<BankCard>,
    } with {
        fn confirmed(&self, answer: &Review) -> bool {
            answer.is_review.is_some()
        }
    }
}

operation! {
    /// Applies for an enterprise's real-name verification (RN-4).
    CreateEnterpriseRealnameAuthentication: Write Post "/v2/customers/realname-auths/enterprise" on Both -> Review {
        customer_id: String,
        identify_type: i64,
        certificate_type: Option<i64>,
        verified_file_url: Vec<String>,
        corp_name: String,
        verified_number: Masked<String>,
        reg_country: Option<String>,
        reg_address: Option<Masked<String>>,
        xaccount_type: String,
        enterprise_person: Option<EnterprisePerson>,
    } with {
        fn confirmed(&self, answer: &Review) -> bool {
            answer.is_review.is_some()
        }
    }
}

operation! {
    /// Changes a verified individual to an enterprise; `change_type` 1 (RN-4).
    ChangeEnterpriseRealnameAuthentication: Write Put "/v2/customers/realname-auths/enterprise" on Both -> Review {
        customer_id: String,
        identify_type: i64,
        certificate_type: Option<i64>,
        verified_file_url: Vec<String>,
        corp_name: String,
        verified_number: Masked<String>,
        reg_country: Option<String>,
        reg_address: Option<Masked<String>>,
        change_type: i64,
        xaccount_type: String,
        enterprise_person: Option<EnterprisePerson>,
    } with {
        fn confirmed(&self, answer: &Review) -> bool {
            answer.is_review.is_some()
        }
    }
}

operation! {
    /// The result of a customer's last application (RN-5).
    ShowRealnameAuthenticationReviewResult: Read Get "/v2/customers/realname-auths/result" on Both -> ReviewResult {
        customer_id: String,
    }
}

part! {
    /// The bank card of an individual application, with the code of scene 18 (RN-3).
    BankCard {
        bank_account: Masked<String>,
        areacode: String,
        mobile: Masked<String>,
        verification_code: Masked<String>,
    }

    /// The person of an enterprise application; names misspelt by the contract (RN-4, API-2).
    EnterprisePerson {
        legel_name: Masked<String>,
        legel_id_number: Masked<String>,
        certifier_role: Option<String>,
    }
}

answer! {
    /// Whether a person reviews the application: 0 decided at once, 1 yes (RN-1).
    Review {
        is_review: Option<i64>,
    }

    /// The decision; absent when nothing was ever submitted (RN-5).
    ReviewResult {
        review_result: Option<i64>,
        opinion: Option<String>,
    }
}
