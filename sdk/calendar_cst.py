"""The vendor's calendar: bill cycles and bill dates are cut in UTC+8."""

import datetime

ZONE = datetime.timezone(datetime.timedelta(hours=8))
UTC_SECONDS = "%Y-%m-%dT%H:%M:%SZ"


def today():
    return datetime.datetime.now(ZONE).date()


def this_month():
    return today().strftime("%Y-%m")


def last_month():
    return (today().replace(day=1) - datetime.timedelta(days=1)).strftime("%Y-%m")


def utc(days):
    """The instant `days` from now, as the vendor writes it."""
    return (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=days)).strftime(UTC_SECONDS)
