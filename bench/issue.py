#!/usr/bin/env python3
"""Coupons for a thousand customers: from the second member's agreement until the vendor has answered the last request.

Starts the demo with a world of its own, at the pace every installation keeps, and does over its pages what a voucher manager and
a finance checker do. Customers of one face value share a request, a hundred of them, and the requests of one quota go one after
the other (their lane). So the bound is the larger of what the throttle lets through and ten times one request, which is timed
first with a hundred customers. Prints the answers of the forms too: nothing in them waits for the vendor.

Usage: bench/issue.py [--customers 1000] [--bin target/release]
"""

import argparse
import collections
import html
import http.cookiejar
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request

PASSWORD = "partner-portal-demo-2026"
# Calls a second that a fresh installation allows itself (API-40).
RATE = 8
CALL = 100


class Member:
    """A signed-in member of the distributor."""

    def __init__(self, portal, name):
        self.portal = portal
        opener = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.opener = urllib.request.build_opener(opener)
        self.ask("/login", {"organization": "yunhe", "username": name, "password": PASSWORD})

    def ask(self, path, form=None):
        """The page that is shown in the end, the address it has, and the seconds until it is there."""
        data = None
        if form is not None:
            fields = list(form.items()) if isinstance(form, dict) else form
            # A form takes effect once: each has a token of its own, which the portal makes for its reader.
            data = urllib.parse.urlencode([*fields, ("submission", self.token())]).encode()
        request = urllib.request.Request(self.portal + path, data=data)
        request.add_header("Origin", self.portal)
        request.add_header("Accept-Language", "en")
        began = time.monotonic()
        try:
            answer = self.opener.open(request, timeout=60)
        except urllib.error.HTTPError as error:
            if error.code == 422:
                return error.read().decode(), path, time.monotonic() - began
            sys.exit(f"{path} answered {error.code}: {told(error.read().decode())}")
        return answer.read().decode(), answer.url.removeprefix(self.portal), time.monotonic() - began

    def token(self):
        """A token from a page that nobody has used; none before the sign-in."""
        page = self.opener.open(self.portal + "/profile", timeout=60).read().decode()
        found = re.search(r'name="submission" value="([^"]+)"', page)
        return found[1] if found else ""


def told(page):
    return " ".join(re.sub(r"<[^>]+>", " ", page.split("<main")[-1]).split())[:600]


def fields(page):
    """Hidden fields of the sheet of a preview."""
    sheet = re.search(r'<form[^>]*class="[^"]*sheet[^"]*".*?</form>', page, re.S)
    if not sheet:
        sys.exit(f"no form to confirm: {told(page)}")
    found = []
    for tag in re.findall(r"<input[^>]*>", sheet[0]):
        value = dict(re.findall(r'([a-z]+)="([^"]*)"', tag))
        if value.get("type") == "hidden":
            found.append((value["name"], html.unescape(value.get("value", ""))))
    return html.unescape(re.search(r'action="([^"]*)"', sheet[0])[1]), found


def start(options, folder):
    words = [f"{options.bin}/demo", "--listen", "127.0.0.1:0", "--sandbox-listen", "127.0.0.1:0", "--data-dir", f"{folder}/data",
             "--customers", str(options.customers * 3 // 2), "--resellers", "0", "--lines", "1", "--months", "1"]
    log = open(f"{folder}/log", "w", encoding="utf-8")
    demo = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=log, text=True)
    sandbox = ""
    for line in demo.stdout:
        if line.startswith("sandbox "):
            sandbox = line.split()[1].rstrip("/")
        if line.startswith("ready http"):
            return demo, line.split()[1].rstrip("/"), sandbox
    sys.exit(f"the demo ended before it was ready; see {log.name}")


def api(portal, path, token="voucher"):
    request = urllib.request.Request(f"{portal}/api/v1/{path}", headers={"Authorization": f"Bearer demo-token-yunhe-{token}"})
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.load(answer)


def customers(portal):
    """Account names of the customers who may get coupons: those of the reseller model, not of the advisor model (COUPON-8)."""
    names, after = [], ""
    while True:
        part = api(portal, f"customers?limit=100&after={after}")
        names += [found["account_name"] for found in part["items"] if found["association_type"] == "2"]
        after = part.get("next")
        if not after:
            return names


def quota(portal, amount):
    """A quota that coupons for so many can be cut from."""
    for found in api(portal, "vouchers/quotas?limit=100&issuable=yes")["items"]:
        if float(found["balance"]) > amount:
            return found["id"]
    sys.exit("no quota has enough left")


def requests(sandbox):
    """How often each operation was asked so far."""
    with urllib.request.urlopen(f"{sandbox}/_sandbox/requests", timeout=60) as answer:
        told = json.load(answer)["requests"]
    return collections.Counter({name: sum(statuses.values()) for name, statuses in told.items()})


def issue(portal, maker, checker, found, names):
    """Seconds of preview, confirmation and agreement, and from the agreement until the last request was answered."""
    page, _, preview = maker.ask(f"/vouchers/quotas/{found}/coupons", {"recipients": "\n".join(names), "amount": "1"})
    action, carried = fields(page)
    _, approval, confirmation = maker.ask(action, carried + [("step", "confirm")])
    began = time.monotonic()
    _, _, agreement = checker.ask(approval, {"step": "agree", "reason": "bench"})
    while any(api(portal, f"commands?state={state}&limit=1")["items"] for state in ("intent", "sending")):
        time.sleep(0.1)
    return preview, confirmation, agreement, time.monotonic() - began


def run(options, portal, sandbox):
    maker, checker = Member(portal, "voucher"), Member(portal, "finance")
    names = customers(portal)
    found = quota(portal, 2 * options.customers)
    print(f"{len(names)} customers, quota {found}")
    one = issue(portal, maker, checker, found, names[:CALL])[-1]
    names = names[CALL:CALL + options.customers]
    before = requests(sandbox)
    preview, confirmation, agreement, took = issue(portal, maker, checker, found, names)
    made = {name: count for name, count in (requests(sandbox) - before).items() if "Coupon" in name}
    calls = -(-len(names) // CALL)
    bound = max(calls / RATE, calls * one)
    print(f"until the next page: preview {preview * 1000:.0f} ms, confirmation {confirmation * 1000:.0f} ms, "
          f"agreement {agreement * 1000:.0f} ms (< 100 each form)")
    print(f"{len(names)} customers in {calls} requests: {took:.2f} s; one request {one:.2f} s, bound {bound:.2f} s: "
          f"{took / bound:.2f} (<= 1.10)")
    print(f"requests meanwhile, the reading that goes on beside it included: {made}")


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--customers", type=int, default=1000)
    options.add_argument("--bin", default="target/release")
    options = options.parse_args()
    folder = tempfile.mkdtemp(prefix="issue-")
    os.chmod(folder, 0o711)
    demo, portal, sandbox = start(options, folder)
    try:
        run(options, portal, sandbox)
    finally:
        demo.send_signal(signal.SIGTERM)
        demo.wait(timeout=30)
        shutil.rmtree(folder, ignore_errors=True)


main()
