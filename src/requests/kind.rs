//! Kinds of request that the pages of all kinds know: which permission of the desk reviews them, and where their pages are.

use crate::access::{
    Code,
    permission::{
        BizinfoEdit, BizinfoView, DeskBizinfoReview, DeskDecisionRecord, DeskIncentivePay, DeskIncentiveReview,
        DeskInvoiceProcess, FhApply, IncentivePay, IncentiveSubmit, IncentiveView, InvoiceRegister, MdfApply,
    },
};

/// A kind of request.
#[derive(Debug)]
pub struct Kind {
    /// Word of the database.
    pub code: &'static str,
    /// Who of the desk works on it, any one of them.
    pub desk: &'static [Code],
    /// Where the desk sees one: the key follows.
    pub desk_path: &'static str,
    /// Where the partner's internal reviewer sees one: the key follows.
    pub review_path: &'static str,
    /// States in which the desk has to do something.
    pub waiting: &'static [&'static str],
}

impl Kind {
    /// Every kind there is; a new benefit adds its line.
    pub const ALL: [&'static Self; 6] = [
        &Self::BUSINESS_INFORMATION,
        &Self::FH_QUALIFICATION,
        &Self::FH_MONTH,
        &Self::MDF_APPLICATION,
        &Self::MDF_CLAIM,
        &Self::PAYOUT,
    ];

    /// Business information authentication (BIZ-11).
    pub const BUSINESS_INFORMATION: Self = Self {
        code: "business_information",
        desk: &[DeskBizinfoReview::CODE, DeskDecisionRecord::CODE],
        desk_path: "/desk/business-info/",
        review_path: "/business-info/reviews/",
        waiting: &["in_progress", "manual_review", "locked"],
    };

    /// Qualification for a scheme of FH (FH-07).
    pub const FH_QUALIFICATION: Self = Self {
        code: "fh_qualification",
        desk: &[DeskIncentiveReview::CODE, DeskDecisionRecord::CODE],
        desk_path: "/desk/fh/qualifications/",
        review_path: "/incentives/fh/qualifications/",
        waiting: &["reviewing"],
    };

    /// A month of a scheme of FH (FH-18).
    pub const FH_MONTH: Self = Self {
        code: "fh_month",
        desk: &[DeskIncentiveReview::CODE, DeskDecisionRecord::CODE],
        desk_path: "/desk/fh/months/",
        review_path: "/incentives/fh/months/",
        waiting: &["reviewing"],
    };

    /// An application for the use of MDF (MDF-21).
    pub const MDF_APPLICATION: Self = Self {
        code: "mdf_application",
        desk: &[DeskIncentiveReview::CODE, DeskDecisionRecord::CODE],
        desk_path: "/desk/mdf/applications/",
        review_path: "/incentives/mdf/applications/",
        waiting: &["reviewing"],
    };

    /// A claim of MDF (MDF-22).
    pub const MDF_CLAIM: Self = Self {
        code: "mdf_claim",
        desk: &[DeskIncentiveReview::CODE, DeskDecisionRecord::CODE],
        desk_path: "/desk/mdf/claims/",
        review_path: "/incentives/mdf/claims/",
        waiting: &["reviewing"],
    };

    /// An application for payment (PAYOUT-02).
    pub const PAYOUT: Self = Self {
        code: "payout",
        desk: &[DeskIncentivePay::CODE, DeskInvoiceProcess::CODE],
        desk_path: "/desk/payouts/",
        review_path: "/payouts/",
        waiting: &[
            "processing",
            "create_failed",
            "invoice_sent",
            "invoice_review",
            "payment_review",
            "paying",
            "voucher_error",
        ],
    };

    /// Who of the partner fills it in, any one of them: also its evidence (COM-11).
    #[must_use]
    pub fn edits(&self) -> &'static [Code] {
        match self.code {
            "fh_month" => &[FhApply::CODE],
            "mdf_application" | "mdf_claim" => &[MdfApply::CODE],
            _ => self.acts(),
        }
    }

    /// Who of the partner acts on it, any one of them: he is reminded of deadlines (COM-10).
    #[must_use]
    pub fn acts(&self) -> &'static [Code] {
        match self.code {
            "business_information" => &[BizinfoEdit::CODE],
            "payout" => &[IncentivePay::CODE, InvoiceRegister::CODE],
            _ => &[IncentiveSubmit::CODE],
        }
    }

    /// Who of the partner sees it.
    #[must_use]
    pub fn views(&self) -> Code {
        match self.code {
            "business_information" => BizinfoView::CODE,
            _ => IncentiveView::CODE,
        }
    }

    /// Where the partner sees one.
    #[must_use]
    pub fn page(&self, id: i64) -> String {
        match self.code {
            "business_information" => "/business-info".to_owned(),
            _ => format!("{}{id}", self.review_path),
        }
    }

    /// Reads a word of the database.
    #[must_use]
    pub fn parse(code: &str) -> Option<&'static Self> {
        Self::ALL.into_iter().find(|kind| kind.code == code)
    }
}
