"""The official SDK, unmodified, as a client of the sandbox: one call by operation id, its answer held to the SDK's own types.

The SDK coerces what it parses (`str(12)`), so a wrong JSON type would not show in its models. `Vendor.call` therefore
also holds the bytes that came against the types the SDK declares, and refuses a field the SDK does not know.
"""

import importlib
import json
import re
from decimal import Decimal

from huaweicloudsdkcore.auth.credentials import GlobalCredentials
from huaweicloudsdkcore.exceptions.exceptions import SdkError, ServiceResponseException
from huaweicloudsdkcore.region.region import Region

# Package, client, and the region under which the SDK finds the site (API-4).
SITES = {
    "china": ("huaweicloudsdkbss.v2", "BssClient", "cn-north-1"),
    "international": ("huaweicloudsdkbssintl.v2", "BssintlClient", "ap-southeast-1"),
}
CURRENCIES = {"china": "CNY", "international": "USD"}
JSON_TYPES = {"str": (str,), "int": (int,), "bool": (bool,), "float": (int, Decimal), "decimal.Decimal": (int, Decimal)}


def method_of(operation):
    """The SDK's method of an operation id: `ListQuotaCoupons` is `list_quota_coupons`."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", operation).lower()


def exact(amount):
    """An amount as a decimal; the SDK reads some amounts into floats."""
    return Decimal(str(amount))


class Vendor:
    """A client of one site with one key. The SDK asks for the domain id itself, unless it is given."""

    def __init__(self, site, url, ak, sk, domain_id=None):
        module, client, region = SITES[site]
        self.site, self.currency = site, CURRENCIES[site]
        self.module = importlib.import_module(module)
        self.model = importlib.import_module(module + ".model")
        credentials = GlobalCredentials(ak, sk, domain_id).with_iam_endpoint(url)
        builder = getattr(self.module, client).new_builder()
        self.client = builder.with_credentials(credentials).with_region(Region(region, url)).build()
        self.domain_id = self.client.get_credentials().domain_id

    @classmethod
    def of(cls, sandbox, site="china"):
        """The partner of a sandbox."""
        return cls(site, sandbox.url, sandbox.keys["ak"], sandbox.keys["sk"])

    def call(self, operation, **fields):
        """Calls an operation; fields that are no parameter of its own go into the body. Returns the SDK's answer."""
        request = getattr(self.module, operation + "Request")()
        body_type = request.openapi_types.get("body")
        if body_type:
            known = getattr(self.module, body_type).openapi_types
            request.body = getattr(self.module, body_type)(**{k: fields.pop(k) for k in list(fields) if k in known})
        for name, value in fields.items():
            assert name in request.openapi_types, f"{operation} takes no {name}"
            setattr(request, name, value)
        answer = getattr(self.client, method_of(operation))(request)
        text = answer.raw_content
        raw = json.loads(text, parse_float=Decimal) if text else {}
        if raw.get("error_code"):
            # The HTTP status is unreliable (API-42): the SDK takes any 200 for a success.
            raise ServiceResponseException(answer.status_code, SdkError(None, raw["error_code"], raw.get("error_msg")))
        held = self._differences(type(answer).__name__, raw, operation)
        assert not held, f"{operation}: " + "; ".join(held)
        return answer

    def walk(self, operation, items, total="total_count", limit=100, **fields):
        """All rows of a list, page by page, until as many as the total were read; no row twice, none missing."""
        rows, pages = [], 0
        while True:
            answer = self.call(operation, offset=len(rows), limit=limit, **fields)
            page = getattr(answer, items) or []
            assert len(page) <= limit, f"{operation} gave {len(page)} rows for a limit of {limit}"
            rows += page
            pages += 1
            count = getattr(answer, total)
            assert isinstance(count, int), f"{operation} told no {total}"
            if not page or len(rows) >= count:
                break
        assert len(rows) == count, f"{operation}: {len(rows)} rows read of {count}"
        assert pages >= count // limit
        past = self.call(operation, offset=count + 1, limit=limit, **fields)
        assert not getattr(past, items), f"{operation} gives rows past its end"
        return rows

    def _differences(self, name, raw, where):
        model = getattr(self.model, name, None) or getattr(self.module, name)
        fields = {model.attribute_map[attribute]: kind for attribute, kind in model.openapi_types.items()}
        if not isinstance(raw, dict):
            return [f"{where} is {type(raw).__name__}, not {name}"]
        held = [f"{where}.{key} is not in {name}" for key in raw if key not in fields]
        for key, kind in fields.items():
            if raw.get(key) is not None:
                held += self._mistyped(kind, raw[key], f"{where}.{key}")
        return held

    def _mistyped(self, kind, value, where):
        if kind.startswith("list["):
            if not isinstance(value, list):
                return [f"{where} is {type(value).__name__}, not a list"]
            return [text for i, item in enumerate(value) for text in self._mistyped(kind[5:-1], item, f"{where}[{i}]")]
        if kind in JSON_TYPES:
            fits = isinstance(value, JSON_TYPES[kind]) and (kind == "bool" or not isinstance(value, bool))
            return [] if fits else [f"{where} is {value!r}, not {kind}"]
        return self._differences(kind, value, where)
