"""Money: balances, transfers in both directions, statements, adjust records; abroad budgets, freezes and the consumption quota."""

from decimal import Decimal

import pytest
from huaweicloudsdkcore.exceptions.exceptions import ServiceResponseException

from calendar_cst import today
from test_partners import customers, resellers
from test_vouchers import reseller_model
from vendor import exact

AMOUNT = Decimal("12.34")


def balances(client, **fields):
    """The partner's amounts by account type."""
    rows = client.call("ListPartnerBalances", **fields).account_balances
    assert rows and all(row.currency == "CNY" and row.measure_id == 1 and row.account_id for row in rows)
    return {row.account_type: exact(row.amount) for row in rows}


def customer_balance(client, customer, **fields):
    (row,) = client.call("ListCustomersBalancesDetail", customer_infos=[{"customer_id": customer}], **fields).customer_balances
    assert row.customer_id == customer and row.currency == "CNY"
    return exact(row.amount)


def records(client, **fields):
    return client.walk("ListPartnerAdjustRecords", "records", **fields)


def test_partner_balances(distributor, provider):
    for client in (distributor, provider):
        assert {1, 2} <= set(balances(client))
    reseller = resellers(distributor)[0].indirect_partner_id
    assert balances(distributor, indirect_partner_id=reseller) != balances(distributor)


def test_customer_balances_drop_what_is_not_ours(distributor):
    ours = reseller_model(distributor)[:3]
    asked = [{"customer_id": id} for id in [*ours, "f" * 32]]
    rows = distributor.call("ListCustomersBalancesDetail", customer_infos=asked).customer_balances
    assert {row.customer_id for row in rows} == set(ours)


def transfer_round(sandbox, client, customer, **fields):
    before = customer_balance(client, customer, **fields)
    sent = client.call("UpdateCustomerAccountAmount", customer_id=customer, amount=AMOUNT, **fields).transfer_id
    assert sent and customer_balance(client, customer, **fields) == before + AMOUNT
    (record,) = records(client, customer_id=customer, trans_id=sent, **fields)
    assert record.operation_type == "SOURCE_OPERATION_BEADJUST" and Decimal(record.amount) == AMOUNT
    taken = client.call("ReclaimToPartnerAccount", customer_id=customer, amount=AMOUNT, **fields).trans_id
    assert taken and taken != sent and customer_balance(client, customer, **fields) == before
    (record,) = records(client, customer_id=customer, trans_id=taken, **fields)
    assert record.operation_type == "SOURCE_OPERATION_BERETRIEVE" and Decimal(record.amount).copy_abs() == AMOUNT
    for operation in ("UpdateCustomerAccountAmount", "ReclaimToPartnerAccount"):
        assert sandbox.effects(operation)[-1]["counterparty_id"] == customer


def test_money_to_a_customer_and_back(single, provider):
    transfer_round(single, provider, reseller_model(provider)[0])


def test_money_to_a_resellers_customer_and_back(china, distributor):
    for reseller in resellers(distributor):
        fields = {"indirect_partner_id": reseller.indirect_partner_id}
        ids = reseller_model(distributor, **fields)
        if ids and balances(distributor, **fields).get(1, 0) > AMOUNT:
            return transfer_round(china, distributor, ids[0], **fields)
    raise AssertionError("no reseller has money and a customer")


def test_money_to_a_reseller_and_back(china, distributor):
    reseller = resellers(distributor)[1].indirect_partner_id
    ours, theirs = balances(distributor), balances(distributor, indirect_partner_id=reseller)
    sent = distributor.call("UpdateIndirectPartnerAccount", indirect_partner_id=reseller, amount=AMOUNT).transfer_id
    assert balances(distributor)[1] == ours[1] - AMOUNT
    assert balances(distributor, indirect_partner_id=reseller)[1] == theirs[1] + AMOUNT
    assert [r.customer_id for r in records(distributor, trans_id=sent)] == [reseller]
    taken = distributor.call("ReclaimIndirectPartnerAccount", indirect_partner_id=reseller, amount=AMOUNT).trans_id
    assert (balances(distributor), balances(distributor, indirect_partner_id=reseller)) == (ours, theirs)
    assert len(records(distributor, customer_id=reseller, trans_id=taken)) == 1
    assert china.effects("ReclaimIndirectPartnerAccount")[-1]["counterparty_id"] == reseller


def test_more_than_there_is_is_refused(provider):
    customer = reseller_model(provider)[0]
    with pytest.raises(ServiceResponseException) as caught:
        provider.call("UpdateCustomerAccountAmount", customer_id=customer, amount=Decimal("99999999999.00"))
    assert caught.value.error_code in ("CBC.5003", "CBC.99005003")


def test_statement_of_the_partner(provider):
    debit = provider.walk("ListPartnerAccountChangeRecords", "records", balance_type="BALANCE_TYPE_DEBIT", limit=20)
    credit = provider.call("ListPartnerAccountChangeRecords", balance_type="BALANCE_TYPE_CREDIT")
    assert debit and credit.currency == "CNY"
    assert {r.type for r in debit} == {"1", "2"}
    assert all(Decimal(r.change_amount) and r.balance_after_change and r.trade_time for r in debit)
    moved = provider.walk("ListPartnerAccountChangeRecords", "records", balance_type="BALANCE_TYPE_DEBIT", trade_type="BEADJUST")
    assert 0 < len(moved) < len(debit) and all(r.customer_id for r in moved)
    future = today().replace(year=today().year + 1, day=1).isoformat()
    with_future = {"trade_time_begin": future, "trade_time_end": future}
    assert not provider.call("ListPartnerAccountChangeRecords", balance_type="BALANCE_TYPE_DEBIT", **with_future).records


def test_adjust_records(provider):
    rows = records(provider, limit=4)
    assert rows and all(r.currency == "CNY" and r.customer_id and r.operation_time and r.trans_id for r in rows)
    kind = rows[0].operation_type
    assert {r.operation_type for r in records(provider, operation_type=kind)} == {kind}
    assert records(provider, customer_id="f" * 32) == []


def resale(client):
    """Resale customers of the partner itself, and one that it does not have."""
    return [c.customer_id for c in customers(client, association_type="3")]


def test_budgets(abroad, foreign):
    customer = resale(foreign)[0]
    foreign.call(
        "UpdateSubCustomerBudget", customer_id=customer, budget_amount=Decimal("321.09"), budget_type="PACKAGE", frozen_operate_type=0
    )
    shown = foreign.call("ShowSubCustomerBudget", customer_id=customer)
    assert (shown.budget_amount, shown.budget_type, shown.currency) == (Decimal("321.09"), "PACKAGE", "USD")
    assert shown.used_amount is not None
    assert abroad.effects("UpdateSubCustomerBudget")[-1]["counterparty_id"] == customer
    rows = foreign.walk("ListSubCustomerBudgetRecords", "record_list", customer_id=customer)
    newest = max(rows, key=lambda r: r.operation_time)
    assert (newest.operation_type, newest.budget_amount, newest.budget_type) == ("SETTING", Decimal("321.09"), "PACKAGE")
    assert foreign.walk("ListSubCustomerBudgetRecords", "record_list", customer_id=customer, operation_type="DELETE") == []
    batch = foreign.call("ListSubCustomerBudget", customer_ids=[customer, "f" * 32])
    assert [(b.customer_id, b.budget_amount) for b in batch.budget_infos] == [(customer, Decimal("321.09"))]
    assert batch.currency == "USD"


def test_freezing_and_unfreezing(abroad, foreign):
    customer = resale(foreign)[1]
    frozen = lambda: customers(foreign, customer_id=customer)[0].is_frozen
    if frozen():
        foreign.call("UnfreezeSubCustomers", customer_ids=[customer], reason="start", unfreeze_type="ACCOUNT")
    assert frozen() == 0
    answer = foreign.call("FreezeSubCustomers", customer_ids=[customer, "f" * 32], reason="test", freeze_type="ACCOUNT")
    assert [e.id for e in answer.error_details] == ["f" * 32]
    assert frozen() == 1
    answer = foreign.call("UnfreezeSubCustomers", customer_ids=[customer], reason="test", unfreeze_type="ACCOUNT")
    assert not answer.error_details and frozen() == 0
    assert {"FreezeSubCustomers", "UnfreezeSubCustomers"} <= {e["operation"] for e in abroad.effects()}


def test_consumption_quota(foreign):
    quota = foreign.call("ShowPartnerConsumptionQuota")
    due, unbilled, held, coupons = (
        Decimal(text) for text in (quota.due_amount, quota.unbilled_amount, quota.amount, quota.coupon_amount)
    )
    assert Decimal(quota.used_consumption_quota) == due + unbilled - held - coupons
    assert Decimal(quota.consumption_quota) > 0 and quota.currency == "USD" and quota.measure_id == 1
