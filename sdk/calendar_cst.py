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


def settled_month():
    """The month before last: its lines are all deducted and all in the sums, on any day."""
    last = datetime.date.fromisoformat(last_month() + "-01")
    return (last - datetime.timedelta(days=1)).strftime("%Y-%m")


def utc(days):
    """The instant `days` from now, as the vendor writes it."""
    return (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=days)).strftime(UTC_SECONDS)
