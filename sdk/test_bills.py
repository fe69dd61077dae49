"""Bills and consumption: who consumed, every line, monthly sums; abroad the partner bill and the invoices."""

import datetime
from decimal import Decimal

import pytest
from huaweicloudsdkcore.exceptions.exceptions import ServiceResponseException

from calendar_cst import ZONE, last_month, settled_month, this_month, today, utc
from test_partners import customers, resellers
from vendor import Vendor, exact

PARTS = [
    "cash_amount", "credit_amount", "coupon_amount", "flexipurchase_coupon_amount", "stored_value_card_amount",
    "debt_amount", "writeoff_amount",
]  # fmt: skip
REFUNDS = (4, 20, 24)


def consuming(client, month):
    return [row.customer_id for row in client.walk("ListConsumeSubCustomers", "sub_customers", bill_cycle=month, limit=17)]


def lines(client, month, customer, **fields):
    fields.setdefault("limit", 1000)
    return client.walk("ListSubCustomerBillDetail", "fee_records", bill_cycle=month, customer_id=customer, **fields)


def spender(client, month):
    """A customer of the partner itself with lines in the month."""
    own = {c.customer_id for c in customers(client)}
    return next(id for id in consuming(client, month) if id in own)


def test_customers_that_consumed(distributor):
    for month in (this_month(), last_month()):
        ids = consuming(distributor, month)
        assert ids and len(ids) == len(set(ids))
    assert consuming(distributor, "2001-01") == []


@pytest.mark.parametrize("month", [this_month(), last_month()])
def test_lines_are_paged_and_add_up(distributor, month):
    customer = spender(distributor, month)
    rows = lines(distributor, month, customer, limit=7)
    assert rows and rows == lines(distributor, month, customer)
    assert len({row.id for row in rows}) == len(rows)
    for row in rows:
        assert (row.bill_cycle, row.customer_id) == (month, customer)
        assert row.charging_mode in (1, 3, 10, 11) and row.association_type in ("1", "2")
        parts = sum((getattr(row, name) or Decimal(0) for name in PARTS), Decimal(0))
        assert parts == row.payment_amount, row.id
        rounded = row.official_amount - row.official_discount_amount - row.payment_amount
        assert abs(rounded) < Decimal("0.01") or row.bill_detail_type in (9, 16, 25), row.id
        assert row.service_type_code.startswith("hws.service.type.") and row.service_type_name
        assert row.resource_type_code.startswith("hws.resource.type.") and row.resource_type_name
        assert row.trade_id and row.trade_time and row.consume_time and row.product_id
        consumed = datetime.datetime.fromisoformat(row.consume_time.replace("Z", "+00:00")).astimezone(ZONE)
        assert consumed.strftime("%Y-%m") == month and consumed.date() <= today()


def test_a_closed_month_has_every_kind_of_line(distributor):
    month = settled_month()
    kinds, modes, decimals = set(), set(), 0
    for customer in consuming(distributor, month)[:40]:
        for row in lines(distributor, month, customer, **period(distributor, customer)):
            kinds.add(row.bill_detail_type)
            modes.add(row.charging_mode)
            decimals = max(decimals, -Decimal(row.official_amount).as_tuple().exponent)
            assert row.bill_detail_type not in REFUNDS or row.payment_amount < 0
    assert {1, 2, 4, 5, 9, 14, 16, 20, 25} <= kinds
    assert modes == {1, 3, 10, 11}
    assert decimals == 8


def period(client, customer, known={}):
    """The reseller that must be named to see a customer's lines."""
    if not known:
        for reseller in resellers(client):
            for row in customers(client, indirect_partner_id=reseller.indirect_partner_id):
                known[row.customer_id] = {"indirect_partner_id": reseller.indirect_partner_id}
    return known.get(customer, {})


def test_lines_are_filtered(distributor):
    month = last_month()
    customer = spender(distributor, month)
    rows = lines(distributor, month, customer)
    sample = rows[len(rows) // 2]
    for name, given in [
        ("service_type_code", sample.service_type_code),
        ("region_code", sample.region_code),
        ("charging_mode", sample.charging_mode),
        ("bill_detail_type", sample.bill_detail_type),
        ("resource_id", sample.resource_id),
        ("trade_id", sample.trade_id),
    ]:
        narrowed = lines(distributor, month, customer, **{name: given})
        assert narrowed == [row for row in rows if getattr(row, name) == given], name
    assert lines(distributor, month, customer, service_type_code="") == []
    day = f"{month}-10"
    dated = lines(distributor, month, customer, bill_date_begin=day, bill_date_end=day)
    assert len(dated) < len(rows)
    every = lines(distributor, month, customer, bill_date_begin=f"{month}-01", bill_date_end=last_day(month))
    assert len(every) == len(rows)


def last_day(month):
    first = datetime.date.fromisoformat(month + "-01")
    return ((first + datetime.timedelta(days=32)).replace(day=1) - datetime.timedelta(days=1)).isoformat()


def test_half_a_date_range_and_an_unknown_month_are_refused(distributor):
    month = last_month()
    customer = spender(distributor, month)
    for fields in ({"bill_date_begin": month + "-01"}, {"bill_cycle": "2026-13"}, {"bill_cycle": "last month"}):
        with pytest.raises(ServiceResponseException) as caught:
            distributor.call("ListSubCustomerBillDetail", **{"bill_cycle": month, "customer_id": customer, **fields})
        assert caught.value.status_code == 400, fields


def test_a_resellers_customer_is_seen_only_with_the_reseller(distributor):
    month = last_month()
    customer = next(id for id in consuming(distributor, month) if period(distributor, id))
    assert lines(distributor, month, customer) == []
    assert lines(distributor, month, customer, **period(distributor, customer))


def test_the_language_switches_the_names(distributor):
    month = last_month()
    customer = spender(distributor, month)
    chinese = lines(distributor, month, customer)
    english = lines(distributor, month, customer, x_language="en_US")
    assert [row.id for row in chinese] == [row.id for row in english]
    assert any(row.region_name.startswith("华") for row in chinese)
    assert all(row.service_type_name.isascii() and row.region_name.isascii() for row in english if row.region_name)


def sums(client, month, mode, **fields):
    return client.walk(
        "ListSubcustomerMonthlyBills", "bill_sums", total="count", cycle=month, charge_mode=mode, limit=23, **fields
    )


def test_monthly_sums(distributor):
    month = last_month()
    seen = set()
    for mode in ("1", "3", "11"):
        rows = sums(distributor, month, mode)
        assert rows and {row.charge_mode for row in rows} == {mode}
        for row in rows:
            seen.add(row.bill_type)
            assert row.measure_id == 1 and row.cloud_service_type_name and row.resource_type_code
            owed = [exact(amount) for amount in (row.debt_amount, row.adjustment_amount) if amount is not None]
            assert sum([exact(part.amount) for part in row.account_details] + owed) == exact(row.amount)
            assert all(part.balance_type.startswith("BALANCE_TYPE_") for part in row.account_details)
            if row.bill_type == "0":
                assert row.amount >= 0
            else:
                assert row.amount < 0 and row.debt_amount is None and row.discount_amount is None
        one = rows[0].customer_id
        assert {row.customer_id for row in sums(distributor, month, mode, customer_id=one)} == {one}
        service = rows[0].cloud_service_type
        assert {row.cloud_service_type for row in sums(distributor, month, mode, cloud_service_type=service)} == {service}
    assert {"0", "1"} <= seen
    assert {row.bill_type for row in sums(distributor, month, "1", bill_type="1")} == {"1"}
    reseller = resellers(distributor)[0].indirect_partner_id
    below = sums(distributor, month, "3", indirect_partner_id=reseller)
    assert below and not {row.customer_id for row in below} & {c.customer_id for c in customers(distributor)}
    with pytest.raises(ServiceResponseException):
        distributor.call("ListSubcustomerMonthlyBills", cycle=month, charge_mode="10")


def test_monthly_sums_are_the_sums_of_the_lines(distributor):
    month = settled_month()
    resale = [c.customer_id for c in customers(distributor, association_type="2")]
    spent = set(consuming(distributor, month))
    checked = 0
    for customer in [id for id in resale if id in spent][:5]:
        for mode in ("1", "3", "11"):
            detail = [row for row in lines(distributor, month, customer) if row.charging_mode == int(mode)]
            total = sum((exact(row.amount) for row in sums(distributor, month, mode, customer_id=customer)), Decimal(0))
            assert total == sum((row.payment_amount for row in detail), Decimal(0)), (customer, mode)
            checked += len(detail)
    assert checked


def test_a_closed_month_is_restated(own):
    sandbox = own("--rate", "0", "--customers", "12", "--resellers", "2")
    client = Vendor.of(sandbox)
    month = settled_month()
    customer = spender(client, month)
    before = {row.id: row for row in lines(client, month, customer)}
    sandbox.post("/_sandbox/restate", {"customer_id": customer, "bill_cycle": month})
    after = {row.id: row for row in lines(client, month, customer)}
    assert len(before.keys() - after.keys()) == 1
    assert len(after.keys() - before.keys()) == 1
    changed = [id for id in before.keys() & after.keys() if before[id] != after[id]]
    assert changed and len(changed) < len(before) / 2 + 1
    assert after == {row.id: row for row in lines(client, month, customer)}


def test_the_partner_bill_abroad(foreign):
    bill = foreign.call("ListPostpaidBillSum", bill_cycle=last_month())
    assert (bill.bill_cycle, bill.currency) == (last_month(), "USD")
    assert bill.consume_amount > 0 and bill.refunds <= 0
    assert bill.initial_amount_due == bill.consume_amount + bill.refunds + bill.adjustments
    assert bill.tax_amount is not None
    with pytest.raises(ServiceResponseException) as caught:
        foreign.call("ListPostpaidBillSum", bill_cycle=this_month())
    assert caught.value.status_code == 400


def invoices(client, begin, end, limit=2):
    rows, page = [], 1
    while True:
        answer = client.call("ListInvoices", start_time=utc(begin), end_time=utc(end), offset=page, limit=limit)
        rows += answer.invoices or []
        if not answer.invoices or len(rows) >= answer.count:
            assert len(rows) == answer.count
            return rows
        page += 1


def test_invoices_abroad(foreign):
    rows = invoices(foreign, -400, 1)
    assert len(rows) >= 2 and len({row.request_id for row in rows}) == len(rows)
    assert {row.invoice_state for row in rows} <= {0, 1, 4, 5, 6, 7, 8, 9, 11, 13, 14, 15}
    for row in rows:
        assert row.invoice_amount and row.apply_time and row.request_mode in ("0", "1", "2")
        assert row.request_mode != "1" or row.src_request_id in {r.request_id for r in rows}
        assert all(tax.tax_class in ("VAT", "ISS", "WHT", "GST") and tax.tax_rate for tax in row.tax_list or [])
    recent = invoices(foreign, -40, 1)
    assert len(recent) < len(rows)
    with pytest.raises(ServiceResponseException):
        foreign.call("ListInvoices", start_time=utc(-40), end_time=utc(1), offset=0, limit=2)
