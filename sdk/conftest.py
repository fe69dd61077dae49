"""One sandbox per kind of partner for the whole run, and a client of each."""

import pytest

from sandbox import Sandbox
from vendor import Vendor


def serve(*options):
    sandbox = Sandbox(*options)
    try:
        yield sandbox
    finally:
        sandbox.stop()


@pytest.fixture(scope="session")
def china():
    """The china site, seen by a distributor."""
    yield from serve("--site", "china", "--profile", "distributor", "--rate", "0")


@pytest.fixture(scope="session")
def single():
    """The china site, seen by a solution provider: one tier, no resellers."""
    yield from serve("--site", "china", "--profile", "solution_provider", "--rate", "0")


@pytest.fixture(scope="session")
def abroad():
    """The international site, seen by a distributor."""
    yield from serve("--site", "international", "--profile", "distributor", "--rate", "0")


@pytest.fixture
def own():
    """A sandbox of the test's own, for what would disturb the others; stopped with the test."""
    started = []

    def start(*options):
        started.append(Sandbox(*options))
        return started[-1]

    yield start
    for sandbox in started:
        sandbox.stop()


@pytest.fixture(scope="session")
def distributor(china):
    return Vendor.of(china)


@pytest.fixture(scope="session")
def provider(single):
    return Vendor.of(single)


@pytest.fixture(scope="session")
def foreign(abroad):
    return Vendor.of(abroad, "international")


@pytest.fixture(params=["distributor", "foreign"])
def either(request):
    """What both sites answer alike, once for each."""
    return request.getfixturevalue(request.param)
