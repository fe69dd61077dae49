"""Voucher quotas and coupons: what is there, what a write changes, and what records and ledger say of it."""

from decimal import Decimal

import pytest
from huaweicloudsdkcore.exceptions.exceptions import ServiceResponseException

from calendar_cst import utc
from test_partners import customers, resellers


def quotas(client, **fields):
    return client.walk("ListQuotaCoupons", "quotas", **fields)


def issuable(client, at_least=1000, **fields):
    """The richest quota that may be issued from now."""
    now = utc(0)
    rows = [q for q in quotas(client, **fields) if q.quota_status == 0 and q.effective_time <= now < q.expire_time]
    rows = [q for q in rows if q.balance > at_least]
    return max(rows, key=lambda q: q.balance)


def balance(client, quota_id, **fields):
    (row,) = quotas(client, quota_ids=[quota_id], **fields)
    return row.balance


def reseller_model(client, **fields):
    return [c.customer_id for c in customers(client, association_type="2", **fields)]


def test_quotas_are_listed_and_filtered(distributor):
    rows = quotas(distributor, limit=2)
    now = utc(0)
    live = [q for q in rows if q.quota_status == 0 and q.effective_time <= now < q.expire_time and q.balance > 20000]
    assert len(live) >= 3
    assert all(q.quota_type == 0 and q.currency == "CNY" and q.measure_id == 1 for q in rows)
    assert all(q.quota_value >= q.balance >= 0 for q in rows)
    for status in {q.quota_status for q in rows}:
        assert {q.quota_status for q in quotas(distributor, quota_status_list=[status])} == {status}
    assert {q.quota_type for q in quotas(distributor, quota_type=1)} == {1}
    picked = [rows[0].quota_id, rows[-1].quota_id]
    assert {q.quota_id for q in quotas(distributor, quota_ids=picked)} == set(picked)
    created = sorted(q.create_time for q in rows)[len(rows) // 2]
    assert all(q.create_time > created for q in quotas(distributor, create_time_begin=created))
    assert any(q.limit_infos for q in rows)


def test_an_empty_list_matches_nothing_or_is_refused(distributor):
    try:
        assert not distributor.call("ListQuotaCoupons", quota_ids=[]).quotas
    except ServiceResponseException as refusal:
        assert refusal.status_code == 400


def test_quota_is_issued_and_reclaimed(china, distributor):
    parent = issuable(distributor)
    reseller = resellers(distributor)[0].indirect_partner_id
    answer = distributor.call(
        "UpdateCouponQuotas", quota_id=parent.quota_id, indirect_partner_ids=[reseller], quota_amount=Decimal("120.50")
    )
    assert not answer.error_details
    (line,) = answer.simple_quota_infos
    assert line.id == reseller
    child = line.quota_id
    assert balance(distributor, parent.quota_id) == parent.balance - Decimal("120.50")
    effect = china.effects("UpdateCouponQuotas")[-1]
    assert (effect["quota_id"], effect["counterparty_id"]) == (parent.quota_id, reseller)
    assert Decimal(str(effect["amount"])) == Decimal("120.50") and effect["applied"] is True

    (issued,) = distributor.walk("ListIssuedCouponQuotas", "quotas", quota_id=child)
    assert (issued.quota_status, issued.balance, issued.parent_quota_id) == (0, Decimal("120.50"), parent.quota_id)
    assert issued.indirect_partner_id == reseller and issued.indirect_partner_name
    assert [q.quota_id for q in quotas(distributor, indirect_partner_id=reseller, quota_ids=[child])] == [child]
    (record,) = distributor.walk("ListCouponQuotasRecords", "records", quota_id=child)
    assert (record.operation_type, record.result, record.amount) == ("10", "0", Decimal("120.50"))
    assert record.indirect_partner_id == reseller and record.parent_quota_id == parent.quota_id

    (back,) = distributor.call("ReclaimCouponQuotas", quota_ids=[child], remark="ptl:sdk").simple_quota_infos
    assert (back.quota_id, back.quota_balance) == (child, 0)
    assert balance(distributor, parent.quota_id) == parent.balance
    (issued,) = distributor.walk("ListIssuedCouponQuotas", "quotas", quota_id=child)
    assert (issued.quota_status, issued.balance) == (6, 0)
    taken = distributor.walk("ListCouponQuotasRecords", "records", quota_id=child, operation_type="11")
    assert [(r.amount, r.remark) for r in taken] == [(Decimal("120.50"), "ptl:sdk")]
    try:
        codes = [e.error_code for e in distributor.call("ReclaimCouponQuotas", quota_ids=[child]).error_details]
    except ServiceResponseException as refusal:
        codes = [refusal.error_code]
    assert codes == ["CBC.99000012"]
    assert [e["quota_id"] for e in china.effects("ReclaimCouponQuotas")].count(child) == 1


def test_issued_quotas_and_records_are_filtered(distributor):
    rows = distributor.walk("ListIssuedCouponQuotas", "quotas", limit=3)
    assert rows and all(q.parent_quota_id and q.indirect_partner_id for q in rows)
    one = rows[0].indirect_partner_id
    narrowed = distributor.walk("ListIssuedCouponQuotas", "quotas", indirect_partner_id=one)
    assert {q.indirect_partner_id for q in narrowed} == {one}
    records = distributor.walk("ListCouponQuotasRecords", "records", limit=5)
    assert {r.operation_type for r in records} == {"10", "11"}
    issues = distributor.walk("ListCouponQuotasRecords", "records", operation_type="10")
    assert 0 < len(issues) < len(records)
    parent = records[0].parent_quota_id
    of_parent = distributor.walk("ListCouponQuotasRecords", "records", parent_quota_id=parent)
    assert {r.parent_quota_id for r in of_parent} == {parent}
    assert distributor.walk("ListCouponQuotasRecords", "records", operation_time_begin=utc(1)) == []


def test_more_than_the_balance_is_refused(china, distributor):
    parent = issuable(distributor)
    reseller = resellers(distributor)[0].indirect_partner_id
    before = len(china.effects("UpdateCouponQuotas"))
    with pytest.raises(ServiceResponseException) as caught:
        distributor.call(
            "UpdateCouponQuotas",
            quota_id=parent.quota_id,
            indirect_partner_ids=[reseller],
            quota_amount=parent.balance + Decimal("0.01"),
        )
    assert caught.value.error_code == "CBC.99000013"
    assert len(china.effects("UpdateCouponQuotas")) == before


def coupon_round(sandbox, client, customer, **fields):
    """Issues one coupon, finds it, reclaims it; `fields` name the reseller when it acts for one."""
    quota = issuable(client, at_least=100, **fields)
    answer = client.call(
        "CreatePartnerCoupons", quota_id=quota.quota_id, customer_ids=[customer], face_value=Decimal("8.80"), memo="ptl:c1", **fields
    )
    (line,) = answer.coupon_infos
    assert line.id == customer and not answer.error_details
    (coupon,) = client.walk("ListIssuedPartnerCoupons", "user_coupons", coupon_id=line.coupon_id, **fields)
    assert (coupon.customer_id, coupon.status, coupon.face_value, coupon.balance) == (customer, 2, Decimal("8.80"), Decimal("8.80"))
    assert coupon.is_frozen == "0" and coupon.coupon_type == 1
    (record,) = client.walk("ListPartnerCouponsRecord", "records", coupon_ids=[line.coupon_id], operation_types=["1", "2"], **fields)
    assert (record.operation_type, record.result, record.quota_id) == ("1", "0", quota.quota_id)
    assert (record.operation_amount, record.remark) == (Decimal("8.80"), "ptl:c1")
    assert balance(client, quota.quota_id, **fields) == quota.balance - Decimal("8.80")

    client.call("ReclaimPartnerCoupons", coupon_id=line.coupon_id, **fields)
    (coupon,) = client.walk("ListIssuedPartnerCoupons", "user_coupons", coupon_id=line.coupon_id, **fields)
    assert (coupon.status, coupon.balance) == (5, 0)
    (taken,) = client.walk("ListPartnerCouponsRecord", "records", coupon_ids=[line.coupon_id], operation_types=["2"], **fields)
    assert taken.operation_amount == Decimal("8.80")
    assert balance(client, quota.quota_id, **fields) == quota.balance
    names = [e["operation"] for e in sandbox.effects()]
    assert "CreatePartnerCoupons" in names and "ReclaimPartnerCoupons" in names
    with pytest.raises(ServiceResponseException) as caught:
        client.call("ReclaimPartnerCoupons", coupon_id=line.coupon_id, **fields)
    assert caught.value.error_code == "CBC.99000048"


def test_a_solution_provider_issues_and_reclaims_a_coupon(single, provider):
    coupon_round(single, provider, reseller_model(provider)[0])


def test_a_distributor_issues_and_reclaims_for_a_reseller(china, distributor):
    for reseller in resellers(distributor):
        fields = {"indirect_partner_id": reseller.indirect_partner_id}
        ids = reseller_model(distributor, **fields)
        live = [q for q in quotas(distributor, **fields) if q.quota_status == 0 and q.balance > 200 and q.expire_time > utc(0)]
        if ids and live:
            return coupon_round(china, distributor, ids[0], **fields)
    raise AssertionError("no reseller has a quota and a customer to issue to")


def test_a_customer_that_is_not_ours_is_named_in_error_details(provider):
    quota = issuable(provider)
    ours = reseller_model(provider)[1]
    try:
        answer = provider.call(
            "CreatePartnerCoupons", quota_id=quota.quota_id, customer_ids=[ours, "f" * 32], face_value=Decimal("1.00")
        )
    except ServiceResponseException as refusal:
        raise AssertionError("partial success is an answer, not an error") from refusal
    assert [line.id for line in answer.coupon_infos] == [ours]
    assert [(e.id, e.error_code) for e in answer.error_details] == [("f" * 32, "CBC.99000035")]


def test_coupons_and_their_records_are_filtered(provider):
    rows = provider.walk("ListIssuedPartnerCoupons", "user_coupons", limit=9)
    assert rows and len({c.status for c in rows}) >= 3
    for status in {c.status for c in rows}:
        assert {c.status for c in provider.walk("ListIssuedPartnerCoupons", "user_coupons", status=status)} == {status}
    one = rows[0].customer_id
    assert {c.customer_id for c in provider.walk("ListIssuedPartnerCoupons", "user_coupons", customer_id=one)} == {one}
    records = provider.walk("ListPartnerCouponsRecord", "records", limit=9)
    assert len({r.operation_type for r in records}) >= 2
    mine = provider.walk("ListPartnerCouponsRecord", "records", customer_id=records[0].customer_id)
    assert {r.customer_id for r in mine} == {records[0].customer_id} and len(mine) <= len(records)
    failed = provider.walk("ListPartnerCouponsRecord", "records", result="-1")
    assert all(r.result != "0" for r in failed)


def test_own_coupons(either):
    rows = either.walk("ListSubCustomerCoupons", "user_coupons", total="count", limit=3)
    assert rows and all(c.coupon_id and c.coupon_version in (1, 2) for c in rows)
    status = rows[0].status
    narrowed = either.walk("ListSubCustomerCoupons", "user_coupons", total="count", status=status)
    assert {c.status for c in narrowed} == {status}
    assert [c.coupon_id for c in either.walk("ListSubCustomerCoupons", "user_coupons", total="count", coupon_id=rows[0].coupon_id)] == [
        rows[0].coupon_id
    ]
