"""Customers and resellers: lists, filters, creation, tags, identity and codes."""

import uuid

import pytest
from huaweicloudsdkcore.exceptions.exceptions import ServiceResponseException


def resellers(client):
    return client.walk("ListIndirectPartners", "indirect_partners", total="count")


def customers(client, **fields):
    return client.walk("ListSubCustomers", "customer_infos", total="count", **fields)


def test_resellers_are_listed_paged_and_filtered(either):
    rows = resellers(either)
    assert len(rows) == 6
    assert len({row.indirect_partner_id for row in rows}) == 6
    assert all(row.account_name and row.name and row.associated_on for row in rows)
    assert either.walk("ListIndirectPartners", "indirect_partners", total="count", limit=2) == rows
    one = either.walk("ListIndirectPartners", "indirect_partners", total="count", indirect_partner_id=rows[2].indirect_partner_id)
    assert one == [rows[2]]
    named = either.walk("ListIndirectPartners", "indirect_partners", total="count", account_name=rows[0].account_name)
    assert rows[0] in named and len(named) < 6


def test_each_customer_is_listed_once_under_the_partner_or_one_reseller(either):
    own = customers(either, limit=7)
    below = [c for r in resellers(either) for c in customers(either, indirect_partner_id=r.indirect_partner_id)]
    ids = [c.customer_id for c in own + below]
    assert own and below
    assert len(ids) == len(set(ids)) == 60
    assert all(c.account_name and c.customer and c.associated_on for c in own + below)


def test_customers_are_filtered(either):
    own = customers(either)
    first = own[0]
    assert customers(either, customer_id=first.customer_id) == [first]
    assert customers(either, customer_id="0" * 32) == []
    assert first in customers(either, customer=first.customer)
    assert first in customers(either, account_name=first.account_name[:4])
    kinds = {c.association_type for c in own}
    assert kinds <= ({"1", "2"} if either.site == "china" else {"1", "3"}) and len(kinds) == 2
    for kind in kinds:
        assert {c.association_type for c in customers(either, association_type=kind)} == {kind}
    late = sorted(c.associated_on for c in own)[len(own) // 2]
    after = customers(either, associated_on_begin=late)
    assert 0 < len(after) < len(own) and all(c.associated_on > late for c in after)
    assert {c.verified_status for c in own} <= {"-1", "0", "1", "2", "3"}


def test_an_empty_filter_matches_nothing_or_is_refused(either):
    try:
        answer = either.call("ListSubCustomers", indirect_partner_id="")
    except ServiceResponseException as refusal:
        assert refusal.status_code == 400
    else:
        assert not answer.customer_infos


def test_a_foreign_reseller_is_refused(distributor):
    with pytest.raises(ServiceResponseException) as caught:
        distributor.call("ListSubCustomers", indirect_partner_id="f" * 32)
    assert caught.value.error_code == "CBC.99000037"


def test_a_solution_provider_has_customers_and_no_resellers(provider):
    assert len(customers(provider)) == 60
    try:
        assert not provider.call("ListIndirectPartners").indirect_partners
    except ServiceResponseException as refusal:
        assert refusal.status_code in (400, 403)


def test_identity_code_and_new_customer(china, distributor, abroad, foreign):
    for sandbox, client in ((china, distributor), (abroad, foreign)):
        reseller = resellers(client)[0].indirect_partner_id
        name = "new-" + uuid.uuid4().hex[:8]
        fields = {"domain_name": name, "xaccount_id": uuid.uuid4().hex, "xaccount_type": "PARTNER_IDP"}
        if client.site == "china":
            client.call("SendVerificationMessageCode", receiver_type=1, mobile_phone="0086-13800009999", timeout=10)
        else:
            client.call("SendVerificationMessageCode", receiver_type=2, email="new@example.com", timeout=10)
            fields["domain_area"] = "SG"
        assert client.call("CheckUserIdentity", search_type="name", search_value=name).check_result == "available"
        made = client.call("CreateSubCustomer", indirect_partner_id=reseller, **fields)
        assert made.domain_name == name and made.domain_id
        assert client.call("CheckUserIdentity", search_type="name", search_value=name).check_result == "used_by_user"
        # The association follows the account by some seconds (CUST-8).
        sandbox.post("/_sandbox/advance", {"seconds": 10})
        listed = customers(client, indirect_partner_id=reseller, customer_id=made.domain_id)
        assert [c.account_name for c in listed] == [name]
        effects = sandbox.effects("CreateSubCustomer")
        assert made.domain_id in [e["counterparty_id"] for e in effects]
        with pytest.raises(ServiceResponseException) as caught:
            client.call("CreateSubCustomer", indirect_partner_id=reseller, **{**fields, "domain_name": name + "b"})
        assert caught.value.error_code == "CBC.99000039"


def test_a_wrong_mobile_is_refused(distributor):
    with pytest.raises(ServiceResponseException) as caught:
        distributor.call("CheckUserIdentity", search_type="mobile", search_value="not a phone")
    assert caught.value.status_code == 400


def test_new_customer_tags(distributor):
    own = customers(distributor)
    ids = [c.customer_id for c in own]
    tags = distributor.call("ListSubCustomerNewTag", customer_ids=ids[:5] + ["f" * 32], limit=100).new_customer_tags
    assert {t.customer_id for t in tags} <= set(ids[:5]) and tags
    assert {t.new_customer_tag for t in tags if t.new_customer_tag} <= {"Y", "N", "UNDETERMINED"}
    every = distributor.call("ListSubCustomerNewTag", offset=0, limit=100).new_customer_tags
    assert len(every) > len(tags)
