"""Who gets in: the key, the secret, the clock, the rate; and that every partner-side operation is called here at all."""

import pathlib
import re

import pytest
from huaweicloudsdkcore.exceptions.exceptions import SdkException, ServiceResponseException

from vendor import Vendor, method_of

CHINA = """
ListCustomersBalancesDetail ListPartnerAccountChangeRecords UpdateCustomerAccountAmount ListPartnerBalances
UpdateIndirectPartnerAccount ReclaimIndirectPartnerAccount ReclaimToPartnerAccount ListPartnerAdjustRecords
ListConversions ListMeasureUnits ListServiceTypes ListResourceTypes ListUsageTypes ListServiceResources ListResourceSpecs
ListProvinces ListCities ListCounties ListIncentiveDiscountPolicies ListBusinessDiscountInfo
ListSubcustomerMonthlyBills ListSubCustomerBillDetail ListConsumeSubCustomers
ListCustomerOrders ShowCustomerOrderDetails ShowRefundOrderDetails
ListPayPerUseCustomerResources ListCustomerOnDemandResources
UpdateCouponQuotas ReclaimCouponQuotas ListQuotaCoupons ListCouponQuotasRecords ListIssuedCouponQuotas
ListSubCustomerCoupons CreatePartnerCoupons ListIssuedPartnerCoupons ReclaimPartnerCoupons ListPartnerCouponsRecord
ListIndirectPartners ListSubCustomers CreateSubCustomer CheckUserIdentity SendVerificationMessageCode ListSubCustomerNewTag
CreatePersonalRealnameAuth CreateEnterpriseRealnameAuthentication ChangeEnterpriseRealnameAuthentication
ShowRealnameAuthenticationReviewResult
""".split()

INTERNATIONAL = """
ListInvoices ListPostpaidBillSum ListResourceSpecsPrice
ShowPartnerConsumptionQuota ShowSubCustomerBudget UpdateSubCustomerBudget ListSubCustomerBudget
ListSubCustomerBudgetRecords FreezeSubCustomers UnfreezeSubCustomers
ListConversions ListMeasureUnits ListServiceTypes ListResourceTypes ListUsageTypes ListServiceResources ListResourceSpecs
ListCustomerOrders ShowCustomerOrderDetails ShowRefundOrderDetails
ListPayPerUseCustomerResources ListCustomerOnDemandResources ListSubCustomerCoupons
ListIndirectPartners ListSubCustomers CreateSubCustomer CheckUserIdentity SendVerificationMessageCode
CreatePersonalRealnameAuth CreateEnterpriseRealnameAuthentication ChangeEnterpriseRealnameAuthentication
ShowRealnameAuthenticationReviewResult
""".split()


def refused(sandbox, ak, sk):
    """How a key is refused when the domain id is already known, so that the first call is the operation itself."""
    with pytest.raises(ServiceResponseException) as caught:
        Vendor("china", sandbox.url, ak, sk, sandbox.keys["domain_id"]).call("ListPartnerBalances")
    return caught.value


def test_the_sdk_finds_the_domain_id_by_itself(china, distributor, abroad, foreign):
    assert distributor.domain_id == china.keys["domain_id"]
    assert foreign.domain_id == abroad.keys["domain_id"]


def test_a_wrong_access_key_is_refused(china):
    caught = refused(china, "NOSUCHKEY00000000000", china.keys["sk"])
    assert caught.status_code == 401 and caught.error_code


def test_a_wrong_secret_key_is_refused(china):
    caught = refused(china, china.keys["ak"], china.keys["sk"][::-1] + "x")
    assert (caught.status_code, caught.error_code) == (401, "APIG.0301")


def test_a_wrong_secret_key_gets_no_domain_id(china):
    with pytest.raises(SdkException) as caught:
        Vendor("china", china.url, china.keys["ak"] + "9", "wrong")
    assert "401" in str(caught.value)


def test_a_clock_16_minutes_off_is_refused(own):
    sandbox = own("--rate", "0")
    Vendor.of(sandbox).call("ListPartnerBalances")
    sandbox.put("/_sandbox/faults", {"skew": {"count": 1}})
    caught = refused(sandbox, sandbox.keys["ak"], sandbox.keys["sk"])
    assert caught.status_code == 401 and caught.error_code
    Vendor.of(sandbox).call("ListPartnerBalances")


def test_more_calls_than_the_rate_are_throttled(own):
    sandbox = own("--rate", "5")
    client = Vendor.of(sandbox)
    with pytest.raises(ServiceResponseException) as caught:
        for _ in range(200):
            client.call("ListPartnerBalances")
    # The SDK gives up on a throttled call and keeps only the status.
    assert caught.value.status_code == 429
    assert sandbox.get("/_sandbox/requests")["requests"]["ListPartnerBalances"]["429"] >= 1


def test_the_same_seed_is_the_same_world(own):
    names = []
    for _ in range(2):
        sandbox = own("--seed", "7", "--customers", "9", "--resellers", "2")
        client = Vendor.of(sandbox)
        names.append([c.customer_id for c in client.walk("ListSubCustomers", "customer_infos", total="count")])
    assert names[0] == names[1] and names[0]


def test_every_partner_side_operation_is_called_in_these_tests():
    here = pathlib.Path(__file__).parent
    called = set(re.findall(r'"([A-Z][A-Za-z]+)"', "".join(p.read_text() for p in here.glob("test_*.py") if p.name != "test_sandbox.py")))
    missing = sorted(set(CHINA + INTERNATIONAL) - called)
    assert not missing, missing


@pytest.mark.parametrize("site, operations", [("china", CHINA), ("international", INTERNATIONAL)])
def test_the_sdk_has_every_operation(site, operations, request):
    client = request.getfixturevalue({"china": "distributor", "international": "foreign"}[site]).client
    assert [name for name in operations if not hasattr(client, method_of(name))] == []
