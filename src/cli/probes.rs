//! Calls an API with nothing asked for, to learn whether the keys may call it: rights are checked before parameters.

use futures::future::BoxFuture;

use crate::cloud::{
    Client, Failure, Lane,
    wire::{
        Operation, accounts::*, bills::*, budgets::*, catalog::*, coupons::*, customers::*, invoices::*, orders::*,
        places::*, policies::*, quotas::*, realname::*, resellers::*, resources::*,
    },
};

type Probe = for<'a> fn(&'a Client) -> BoxFuture<'a, Result<(), Failure>>;

macro_rules! probes {
    ($($operation:ident)*) => {
        /// Every list that can be synchronised.
        static PROBES: &[(&str, Probe)] = &[$(($operation::ID, |client| Box::pin(ask::<$operation>(client)))),*];
    };
}

probes! {
    ListPartnerBalances ListCustomersBalancesDetail ListPartnerAccountChangeRecords ListPartnerAdjustRecords
    ListConsumeSubCustomers ListSubCustomerBillDetail ListSubcustomerMonthlyBills ListPostpaidBillSum
    ListSubCustomerBudget ListSubCustomerBudgetRecords ShowPartnerConsumptionQuota
    ListServiceTypes ListResourceTypes ListServiceResources ListUsageTypes ListMeasureUnits ListConversions
    ListIssuedPartnerCoupons ListPartnerCouponsRecord ListSubCustomerCoupons ListSubCustomers ListSubCustomerNewTag
    ListInvoices ListCustomerOrders ShowCustomerOrderDetails ShowRefundOrderDetails ListIncentiveDiscountPolicies
    ListQuotaCoupons ListIssuedCouponQuotas ListCouponQuotasRecords ShowRealnameAuthenticationReviewResult
    ListProvinces ListCities ListCounties ListBusinessDiscountInfo ShowSubCustomerBudget
    ListIndirectPartners ListPayPerUseCustomerResources ListCustomerOnDemandResources
}

/// Calls `api` once; none when it is not among the lists.
pub(super) async fn probe(client: &Client, api: &str) -> Option<Result<(), Failure>> {
    let (_, ask) = PROBES.iter().find(|(known, _)| *known == api)?;
    Some(ask(client).await)
}

async fn ask<O: Operation + Default>(client: &Client) -> Result<(), Failure> {
    client.call_bytes(&O::default(), Lane::People).await.map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_resource_that_is_synchronised_can_be_probed() {
        for resource in crate::jobs::resources().iter() {
            assert!(PROBES.iter().any(|(api, _)| *api == resource.api), "add {} to the probes", resource.api);
        }
    }
}
