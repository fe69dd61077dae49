"""Real-name authentication: apply as a person, as an enterprise, change, and read the review."""

import uuid

import pytest
from huaweicloudsdkcore.exceptions.exceptions import ServiceResponseException

from test_partners import customers, resellers

PERSON = {"legel_name": "王芳", "legel_id_number": "110101199003070000", "certifier_role": "legalPerson"}


def newcomer(client):
    """A customer that nobody has verified yet."""
    fields = {"domain_area": "SG"} if client.site == "international" else {}
    reseller = resellers(client)[0].indirect_partner_id
    made = client.call(
        "CreateSubCustomer",
        domain_name="rn-" + uuid.uuid4().hex[:10],
        xaccount_id=uuid.uuid4().hex,
        xaccount_type="PARTNER_IDP",
        indirect_partner_id=reseller,
        **fields,
    )
    return made.domain_id


def result(client, customer):
    return client.call("ShowRealnameAuthenticationReviewResult", customer_id=customer)


def personal(client, customer):
    return client.call(
        "CreatePersonalRealnameAuth",
        customer_id=customer,
        identify_type=0,
        verified_type=3,
        verified_file_url=["a.jpg", "b.jpg", "c.jpg"],
        name="王芳",
        verified_number="E" + uuid.uuid4().hex[:8].upper(),
        change_type=-1,
        xaccount_type="PARTNER_IDP",
    )


def enterprise(client, operation, customer, **fields):
    return client.call(
        operation,
        customer_id=customer,
        identify_type=1,
        certificate_type=0,
        verified_file_url=["licence.jpg", "front.jpg", "back.jpg"],
        corp_name="云上试验科技有限公司",
        verified_number="91110108" + uuid.uuid4().hex[:10].upper(),
        reg_country="CN",
        reg_address="北京市海淀区",
        xaccount_type="PARTNER_IDP",
        enterprise_person=PERSON,
        **fields,
    )


def test_nothing_submitted_is_no_result(either):
    assert result(either, newcomer(either)).review_result is None


def test_a_person_applies_and_is_in_review_or_decided(either):
    customer = newcomer(either)
    review = personal(either, customer).is_review
    assert review in (0, 1)
    assert result(either, customer).review_result in ((0,) if review else (1, 2))
    with pytest.raises(ServiceResponseException) as caught:
        personal(either, customer)
    assert caught.value.error_code == "CBC.99007188"


def test_an_enterprise_applies(either):
    customer = newcomer(either)
    review = enterprise(either, "CreateEnterpriseRealnameAuthentication", customer).is_review
    assert review in (0, 1)
    assert result(either, customer).review_result in ((0,) if review else (1, 2))


def test_an_individual_changes_to_an_enterprise(either):
    people = [c for c in everybody(either) if c.verified_status == "2" and c.customer_type == 0]
    assert people, "the world has no verified individual"
    answer = enterprise(either, "ChangeEnterpriseRealnameAuthentication", people[0].customer_id, change_type=1)
    assert answer.is_review in (0, 1)


def everybody(client):
    below = [c for r in resellers(client) for c in customers(client, indirect_partner_id=r.indirect_partner_id)]
    return customers(client) + below


def test_results_agree_with_the_customer_list(distributor):
    known = {"0": 0, "1": 1, "2": 2}
    seen = set()
    for customer in customers(distributor):
        shown = result(distributor, customer.customer_id)
        if shown.review_result is not None:
            assert known[customer.verified_status] == shown.review_result
            seen.add(shown.review_result)
            assert shown.review_result != 1 or shown.opinion
    assert 2 in seen


def test_a_foreign_customer_is_refused(either):
    with pytest.raises(ServiceResponseException) as caught:
        personal(either, "f" * 32)
    assert caught.value.error_code == "CBC.99000035"
