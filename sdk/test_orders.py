"""Orders and resources: lists, filters, details, refunds, yearly/monthly and pay-per-use resources."""

import json

import pytest
from huaweicloudsdkcore.exceptions.exceptions import ServiceResponseException

from calendar_cst import utc
from test_partners import customers, resellers
from vendor import exact


def orders(client, **fields):
    fields.setdefault("limit", 100)
    return client.walk("ListCustomerOrders", "order_infos", **fields)


def test_orders_are_listed_and_filtered(either):
    rows = orders(either, limit=13)
    assert rows and len({o.order_id for o in rows}) == len(rows)
    assert {o.currency for o in rows} == {either.currency}
    assert {o.status for o in rows} <= {1, 2, 3, 4, 5, 6, 9, 10, 11, 12, 13} and {4, 5, 6} <= {o.status for o in rows}
    assert {1, 2, 3, 4} <= {o.order_type for o in rows}
    for order in rows:
        assert order.customer_id and order.service_type_code and order.create_time and order.measure_id == 1
        assert order.order_type != 4 or order.amount_after_discount == order.official_amount
    sample = next(o for o in rows if o.status == 5 and o.payment_time)
    assert [o.order_id for o in orders(either, order_id=sample.order_id.lower())] == [sample.order_id]
    assert {o.customer_id for o in orders(either, customer_id=sample.customer_id)} == {sample.customer_id}
    for name, given in [("status", 5), ("order_type", "4"), ("service_type_code", sample.service_type_code)]:
        narrowed = orders(either, **{name: given})
        assert 0 < len(narrowed) < len(rows) and {str(getattr(o, name)) for o in narrowed} == {str(given)}
    middle = sorted(o.create_time for o in rows)[len(rows) // 2]
    late = orders(either, create_time_begin=middle, create_time_end=utc(1))
    assert 0 < len(late) < len(rows) and all(o.create_time > middle for o in late)
    times = [o.create_time for o in orders(either, order_by="createTime")]
    assert times == sorted(times)
    times = [o.create_time for o in orders(either, order_by="-createTime")]
    assert times == sorted(times, reverse=True)


def test_orders_of_a_resellers_customers(distributor):
    own = {o.customer_id for o in orders(distributor)}
    reseller = resellers(distributor)[0].indirect_partner_id
    below = {o.customer_id for o in orders(distributor, indirect_partner_id=reseller)}
    assert below and not below & own


def test_an_order_and_its_lines(either):
    order = next(o for o in orders(either) if o.status == 5 and o.order_type == 1)
    answer = either.call("ShowCustomerOrderDetails", order_id=order.order_id, limit=100, offset=0)
    assert (answer.order_info.order_id, answer.order_info.customer_id) == (order.order_id, order.customer_id)
    assert answer.order_info.user_name and answer.total_count == len(answer.order_line_items) > 0
    total = sum(exact(line.amount_after_discount) for line in answer.order_line_items)
    assert total == exact(answer.order_info.amount_after_discount) == exact(order.amount_after_discount)
    assert all(line.period_type in range(8) and line.product_id and line.effective_time for line in answer.order_line_items)
    english = either.call("ShowCustomerOrderDetails", order_id=order.order_id, x_language="en_US")
    assert english.order_info.service_type_name.isascii()
    with pytest.raises(ServiceResponseException) as caught:
        either.call("ShowCustomerOrderDetails", order_id="CS0000000000000000")
    assert caught.value.status_code == 400


def test_refunds(either):
    order = next(o for o in orders(either, order_type="4") if o.status == 5)
    answer = either.call("ShowRefundOrderDetails", order_id=order.order_id, customer_id=order.customer_id)
    assert answer.total_count == len(answer.refund_infos) > 0
    assert any(r.amount < 0 for r in answer.refund_infos)
    assert all(r.customer_id == order.customer_id and r.measure_id == "1" and r.base_order_id for r in answer.refund_infos)
    assert sum(exact(r.amount) for r in answer.refund_infos if r.amount < 0) == exact(order.amount_after_discount)
    base = answer.refund_infos[0].base_order_id
    assert [o.order_id for o in orders(either, order_id=base)] == [base]


def test_yearly_and_monthly_resources(either):
    for customer in customers(either):
        fields = {"customer_id": customer.customer_id}
        rows = either.walk("ListPayPerUseCustomerResources", "data", limit=2, **fields)
        if len(rows) > 2:
            break
    else:
        raise AssertionError("no customer has three yearly or monthly resources")
    assert all(r.status in (2, 3, 4, 5) and r.expire_policy in range(6) and r.is_main_resource in (0, 1) for r in rows)
    assert {r.is_main_resource for r in either.walk("ListPayPerUseCustomerResources", "data", only_main_resource=1, **fields)} == {1}
    one = rows[0].resource_id
    assert [r.resource_id for r in either.walk("ListPayPerUseCustomerResources", "data", resource_ids=[one], **fields)] == [one]
    status = rows[0].status
    assert {r.status for r in either.walk("ListPayPerUseCustomerResources", "data", status_list=[status], **fields)} == {status}


def test_pay_per_use_resources(either):
    kind = "2" if either.site == "china" else "3"
    for customer in customers(either, association_type=kind):
        fields = {"customer_id": customer.customer_id}
        rows = either.walk("ListCustomerOnDemandResources", "resources", limit=2, **fields)
        if len(rows) > 2:
            break
    else:
        raise AssertionError("no customer has three pay-per-use resources")
    assert all(r.customer_id == customer.customer_id and r.status in range(1, 7) for r in rows)
    assert all(isinstance(json.loads(r.resource_info), dict) for r in rows if r.resource_info)
    region = rows[0].region_code
    narrowed = either.walk("ListCustomerOnDemandResources", "resources", region_code=region, **fields)
    assert {r.region_code for r in narrowed} == {region}
