//! Every operation that the client declares, once, for the tests that walk them all.

/// Calls the macro `$with` with all operations by family; a new operation is added here, or the contract test fails.
macro_rules! every_operation {
    ($with:ident) => {
        $with! {
            accounts: ListPartnerBalances ListCustomersBalancesDetail ListPartnerAccountChangeRecords ListPartnerAdjustRecords;
            bills: ListConsumeSubCustomers ListSubCustomerBillDetail ListSubcustomerMonthlyBills ListPostpaidBillSum;
            budgets: UpdateSubCustomerBudget ShowSubCustomerBudget ListSubCustomerBudget ListSubCustomerBudgetRecords
                FreezeSubCustomers UnfreezeSubCustomers ShowPartnerConsumptionQuota;
            catalog: ListServiceTypes ListResourceTypes ListServiceResources ListUsageTypes ListMeasureUnits ListConversions;
            coupons: CreatePartnerCoupons ListIssuedPartnerCoupons ReclaimPartnerCoupons ListPartnerCouponsRecord
                ListSubCustomerCoupons;
            customers: ListSubCustomers CreateSubCustomer CheckUserIdentity SendVerificationMessageCode ListSubCustomerNewTag;
            invoices: ListInvoices;
            orders: ListCustomerOrders ShowCustomerOrderDetails ShowRefundOrderDetails;
            places: ListProvinces ListCities ListCounties;
            policies: ListIncentiveDiscountPolicies ListBusinessDiscountInfo;
            quotas: ListQuotaCoupons ListIssuedCouponQuotas UpdateCouponQuotas ReclaimCouponQuotas ListCouponQuotasRecords;
            realname: CreatePersonalRealnameAuth CreateEnterpriseRealnameAuthentication
                ChangeEnterpriseRealnameAuthentication ShowRealnameAuthenticationReviewResult;
            resellers: ListIndirectPartners;
            resources: ListPayPerUseCustomerResources ListCustomerOnDemandResources;
            specs: ListResourceSpecs ListResourceSpecsPrice;
            transfers: UpdateCustomerAccountAmount ReclaimToPartnerAccount UpdateIndirectPartnerAccount
                ReclaimIndirectPartnerAccount;
        }
    };
}
