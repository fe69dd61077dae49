"""Dictionaries: services, resource and usage types, measures, specifications, prices, places, discount policies."""

import pytest
from huaweicloudsdkcore.exceptions.exceptions import ServiceResponseException

from calendar_cst import this_month


def has_han(text):
    return any("一" <= character <= "鿿" for character in text)


def test_service_types(either):
    rows = either.walk("ListServiceTypes", "service_types", limit=5)
    assert len(rows) >= 12 and {"hws.service.type.ec2", "hws.service.type.obs"} <= {r.service_type_code for r in rows}
    assert any(has_han(r.service_type_name) for r in rows)
    english = either.walk("ListServiceTypes", "service_types", x_language="en_US")
    assert all(r.service_type_name.isascii() for r in english)
    assert {r.service_type_code for r in english} == {r.service_type_code for r in rows}
    named = either.walk("ListServiceTypes", "service_types", service_type_name=rows[0].service_type_name)
    assert rows[0] in named and len(named) < len(rows)


def test_resource_and_usage_types(either):
    kinds = either.walk("ListResourceTypes", "resource_types", limit=7)
    assert len(kinds) >= 30 and "hws.resource.type.vm" in {k.resource_type_code for k in kinds}
    services = {s.service_type_code for s in either.walk("ListServiceTypes", "service_types")}
    assert {k.service_type_code for k in kinds} <= services
    english = either.walk("ListResourceTypes", "resource_types", x_language="en_US")
    assert all(k.resource_type_name.isascii() for k in english)
    usages = either.walk("ListUsageTypes", "usage_types", limit=7)
    assert usages and {u.resource_type_code for u in usages} <= {k.resource_type_code for k in kinds}
    one = usages[0].resource_type_code
    assert {u.resource_type_code for u in either.walk("ListUsageTypes", "usage_types", resource_type_code=one)} == {one}
    assert either.walk("ListUsageTypes", "usage_types", resource_type_code="") == []


def test_resources_of_a_service(either):
    rows = either.walk("ListServiceResources", "infos", service_type_code="hws.service.type.ec2", limit=1)
    assert "hws.resource.type.vm" in {r.basic_info.resource_type_code for r in rows}
    assert all(r.basic_info.name and r.basic_info.product_owner_service for r in rows)
    assert either.walk("ListServiceResources", "infos", service_type_code="hws.service.type.nosuch") == []


def test_measures_and_conversions(either):
    units = either.call("ListMeasureUnits").measure_units
    assert {1, 10, 11} <= {u.measure_id for u in units} and all(u.measure_name and u.measure_type for u in units)
    english = either.call("ListMeasureUnits", x_language="en_US").measure_units
    assert all(u.measure_name.isascii() for u in english) and len(english) == len(units)
    rows = either.call("ListConversions").conversions
    assert [c.conversion_ratio for c in rows if (c.measure_id, c.ref_measure_id) == (10, 11)] == [1024]
    kind = rows[0].measure_type
    assert {c.measure_type for c in either.call("ListConversions", measure_type=kind).conversions} == {kind}


def by_marker(client, operation, items, limit, **fields):
    """All rows of a list that is paged by marker."""
    rows, marker = [], None
    while True:
        given = {"marker": marker} if marker else {}
        answer = client.call(operation, limit=limit, **fields, **given)
        assert len(getattr(answer, items)) <= limit
        rows += getattr(answer, items)
        marker = answer.page_info.next_marker
        if not marker:
            return rows


VM = {"cloud_service_type": "hws.service.type.ec2", "resource_type": "hws.resource.type.vm"}


def region(client):
    return "cn-north-4" if client.site == "china" else "ap-southeast-1"


def test_specifications(either):
    for mode in ("1", "3"):
        fields = {**VM, "region_code": region(either), "charge_mode": mode}
        rows = by_marker(either, "ListResourceSpecs", "cloud_service_basics", 3, **fields)
        assert len(rows) > 3 and len({r.resource_spec for r in rows}) == len(rows)
        assert {(r.charge_mode, r.region_code) for r in rows} == {(mode, region(either))}
        one = rows[1].resource_spec
        narrowed = by_marker(
            either, "ListResourceSpecs", "cloud_service_basics", 3, filters=[{"key": "RESOURCE_SPEC", "value": one}], **fields
        )
        assert [r.resource_spec for r in narrowed] == [one]


def test_prices_of_specifications(foreign):
    fields = {**VM, "region_code": "ap-southeast-1", "need_price": True, "need_attributes": True}
    rows = by_marker(foreign, "ListResourceSpecsPrice", "resource_spec_infos", 3, **fields)
    assert len(rows) > 3 and all(r.price_lists and r.attributes for r in rows)
    assert {p.currency for r in rows for p in r.price_lists} == {"USD"}
    only = by_marker(
        foreign, "ListResourceSpecsPrice", "resource_spec_infos", 50, filters=[{"key": "CHARGING_MODE", "value": "ON_DEMAND"}], **fields
    )
    assert {p.charging_mode for r in only for p in r.price_lists} == {"ON_DEMAND"}
    bare = foreign.call("ListResourceSpecsPrice", **VM, region_code="ap-southeast-1", need_price=False, limit=1)
    assert not bare.resource_spec_infos[0].price_lists


def test_places(distributor):
    provinces = distributor.walk("ListProvinces", "provinces", total="count", limit=10)
    assert len(provinces) >= 31 and "CN-32" in {p.code for p in provinces}
    cities = distributor.walk("ListCities", "cities", total="count", province_code="CN-32")
    assert cities and all(c.name and c.code for c in cities)
    counties = distributor.walk("ListCounties", "counties", total="count", city_code=cities[0].code)
    assert counties and all(has_han(c.name) for c in counties)
    assert distributor.walk("ListCities", "cities", total="count", province_code="XX-99") == []


def test_incentive_discount_policies(distributor):
    rows = distributor.walk("ListIncentiveDiscountPolicies", "policies", time=this_month(), limit=5)
    assert {r.incentive_policy for r in rows} <= {"0", "1", "2", "13"} and len(rows) >= 12
    assert {r.allow_discount for r in rows} == {"YES", "NO"}
    code = rows[0].service_type_code
    assert [r.service_type_code for r in distributor.walk(
        "ListIncentiveDiscountPolicies", "policies", time=this_month(), service_type_code=code
    )] == [code]
    with pytest.raises(ServiceResponseException):
        distributor.call("ListIncentiveDiscountPolicies", time="yesterday")


def test_business_discount(distributor):
    for kind, items in (("PRODUCT_ITEM", "product_quoting_items"), ("CATEGORY_ITEM", "category_quoting_items")):
        answer = distributor.call("ListBusinessDiscountInfo", quoting_item_type=kind, offset=0, limit=100)
        rows = getattr(answer, items)
        assert rows and answer.total_count == len(rows) and answer.commerce_id and answer.effective_time < answer.expire_time
        code = rows[0].cloud_service_type
        narrowed = distributor.call("ListBusinessDiscountInfo", quoting_item_type=kind, cloud_service_types=[code])
        assert {r.cloud_service_type for r in getattr(narrowed, items)} == {code}
