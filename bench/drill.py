#!/usr/bin/env python3
"""The drill: commands under faults and kill -9, then the vendor's ledger must equal the commands.

Starts a sandbox with a state file and the demo against it, has voucher managers issue quota over the JSON API and a finance
checker approve, kills the portal and the sandbox at random moments, plays random faults, and waits until everything is proved.
Then it compares `/_sandbox/ledger` with `/api/v1/commands`: nothing doubled, lost or unexplained. Fails if fewer than a tenth
of the commands met a fault. With `--sdk PYTHON` the comparison is repeated over the official SDK's list calls.

Usage: bench/drill.py --commands 10000 [--bin target/release] [--minutes 30] [--seed 1] [--sdk .venv/bin/python]
"""

import argparse
import collections
import decimal
import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import uuid

MAKER, CHECKER = "demo-token-yunhe-voucher", "demo-token-yunhe-finance"
WRITE = "UpdateCouponQuotas"
# Seconds. Records come late by less: what has left no trace after the settle time did not happen.
SETTLE, LATE = 6, 3
# So many commands are under way at most: accidents strike while they are, not while they are made.
UNDER_WAY = 300


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def ask(url, method="GET", body=None, token=None, key=None, patience=10):
    """The answer as (status, JSON); status 0 while nobody answers."""
    headers = {"Content-Type": "application/json"}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    if key:
        headers["Idempotency-Key"] = key
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data=data, method=method, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=patience) as answer:
            text = answer.read()
            return answer.status, json.loads(text, parse_float=decimal.Decimal) if text else None
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode(errors="replace")
    except (OSError, ValueError):
        return 0, None


class Process:
    """A program that is killed and started anew with the same words."""

    def __init__(self, words, log, **environment):
        self.words, self.log, self.environment = words, log, {**os.environ, **environment}
        self.child, self.kills = None, 0

    def start(self):
        self.child = subprocess.Popen(self.words, stdout=subprocess.PIPE, stderr=self.log, env=self.environment, text=True)
        for line in self.child.stdout:
            if line.startswith("ready http"):
                return
        sys.exit(f"{self.words[0]} ended before it was ready; see {self.log.name}")

    def kill(self):
        self.child.send_signal(signal.SIGKILL)
        self.child.wait()
        self.child.stdout.close()
        self.kills += 1

    def stop(self):
        if self.child and self.child.poll() is None:
            self.child.terminate()
            self.child.wait(timeout=20)


class Drill:
    def __init__(self, options):
        self.options, self.dice = options, random.Random(options.seed)
        self.folder = tempfile.mkdtemp(prefix="drill-")
        os.chmod(self.folder, 0o711)
        portal, sandbox = free_port(), free_port()
        self.portal_url, self.sandbox_url = f"http://127.0.0.1:{portal}", f"http://127.0.0.1:{sandbox}"
        log = open(os.path.join(self.folder, "log"), "w", encoding="utf-8")
        self.log = log
        world = ["--customers", "20", "--resellers", "12", "--months", "1", "--lines", "1", "--rate", "0"]
        state = os.path.join(self.folder, "sandbox.state")
        self.sandbox = Process(
            [f"{options.bin}/sandbox", "serve", "--listen", f"127.0.0.1:{sandbox}", "--state", state, *world], log)
        self.portal = Process(
            [f"{options.bin}/demo", "--sandbox-url", self.sandbox_url, "--listen", f"127.0.0.1:{portal}",
             "--data-dir", os.path.join(self.folder, "data"), "--call-rate", "0"], log, PORTAL_SETTLE_SECONDS=str(SETTLE))
        self.made, self.decided, self.due = [], 0, {}
        self.met = collections.Counter()

    def persist(self, url, method, body, token):
        """A write with one key until somebody answers: a repeat must not double it."""
        key = str(uuid.uuid4())
        while True:
            status, answer = ask(url, method, body, token, key)
            if status not in (0, 429, 500, 502, 503):
                return status, answer
            self.accidents()
            time.sleep(0.2)

    def faults(self):
        """Answers that are lost, most of them after the deed; reads fail too, but seldom."""
        shares = {"error_before": 0.01, "error_after": 0.1, "cut_before": 0.01, "cut_after": 0.1, "busy_quota": 0.02, "partial": 0.01}
        plan = {fault: [{"p": share, "operation": WRITE}] for fault, share in shares.items()}
        plan["error_before"].append({"p": 0.005})
        plan["cut_before"].append({"p": 0.005})
        plan["late_records"] = [{"seconds": LATE, "p": 0.1}]
        status, told = ask(f"{self.sandbox_url}/_sandbox/faults", "PUT", plan)
        if status != 204:
            sys.exit(f"the faults were refused: {status} {told}")

    def count(self):
        """Adds up how writes were answered; the sandbox forgets it when it is killed."""
        _, told = ask(f"{self.sandbox_url}/_sandbox/requests")
        for status, times in (told or {}).get("requests", {}).get(WRITE, {}).items():
            if status == "cut" or int(status) >= 400:
                self.met[status] += times

    def accidents(self):
        """Kills what is due to be killed."""
        now = time.monotonic()
        for name in ("portal", "sandbox"):
            if now >= self.due[name]:
                process = getattr(self, name)
                if name == "sandbox":
                    self.count()
                process.kill()
                process.start()
                if name == "sandbox":
                    self.faults()
                self.due[name] = time.monotonic() + self.dice.uniform(5, 40)

    def issuable(self):
        _, quotas = ask(f"{self.portal_url}/api/v1/vouchers/quotas?limit=100", token=MAKER)
        good = [q for q in quotas["items"] if q["issuable"] and q["quota_type"] == 0 and decimal.Decimal(q["balance"]) > 1000]
        return [q["id"] for q in good]

    def work(self):
        quotas = self.issuable()
        _, resellers = ask(f"{self.portal_url}/api/v1/resellers?limit=100", token=MAKER)
        resellers = [r["id"] for r in resellers["items"]]
        print(f"{len(quotas)} quotas, {len(resellers)} resellers")
        end = time.monotonic() + self.options.minutes * 60
        while len(self.made) < self.options.commands and time.monotonic() < end:
            self.accidents()
            waiting = len(self.commands("intent"))
            if waiting < UNDER_WAY:
                # Few amounts to few resellers: what can be confused, is.
                most = min(len(resellers), self.options.commands - len(self.made))
                for _ in range(10):
                    self.issue(self.dice.choice(quotas), self.dice.sample(resellers, self.dice.randint(1, most)))
                    most = min(len(resellers), self.options.commands - len(self.made))
                    if not most:
                        break
            else:
                time.sleep(0.5)
            self.decide(self.commands("unknown"))
            print(f"\r{len(self.made)} commands, {waiting} wait, {self.portal.kills} + {self.sandbox.kills} kills  ", end="", flush=True)
        print()

    def issue(self, quota, resellers):
        """One confirmation, and another member's consent to it."""
        recipients = [{"reseller_id": one, "amount": self.dice.choice(["0.01", "0.02"])} for one in resellers]
        batch = {"quota_id": quota, "recipients": recipients}
        status, answer = self.persist(f"{self.portal_url}/api/v1/vouchers/issues", "POST", batch, MAKER)
        if status not in (200, 201, 202):
            sys.exit(f"an issue was refused: {status} {answer}")
        ids = [command["id"] for command in answer["commands"]]
        self.made += ids
        decision = {"decision": "approve", "reason": "drill"}
        status, answer = self.persist(f"{self.portal_url}/api/v1/commands/{ids[0]}/decisions", "POST", decision, CHECKER)
        if status not in (200, 201, 204, 409):
            sys.exit(f"a decision was refused: {status} {answer}")

    def commands(self, state=""):
        """All commands, or those of one state, page by page."""
        found, after = [], ""
        while True:
            status, page = ask(f"{self.portal_url}/api/v1/commands?limit=100&state={state}&after={after}", token=MAKER)
            if status != 200:
                self.accidents()
                time.sleep(0.5)
                continue
            found += page["items"]
            after = page.get("next") or ""
            if not after:
                return found

    def wait(self):
        """Until every command is proved or before a person. Nothing is killed any more: everything must come to rest."""
        self.due = {name: float("inf") for name in self.due}
        end = time.monotonic() + self.options.minutes * 60 + 20 * SETTLE
        while time.monotonic() < end:
            # Only what is open: ten thousand commands are a hundred pages.
            found = [c for state in ("intent", "sending", "confirmed", "unknown") for c in self.commands(state)]
            self.decide(found)
            if not found and not self.commands("intent"):
                return self.commands()
            print(f"\r{len(found)} commands under way   ", end="", flush=True)
            time.sleep(1)
        sys.exit(f"\n{len(found)} commands did not come to rest: {found[:3]}")

    def decide(self, found):
        """People say of what left no trace that it did not happen: if it did, the comparison tells."""
        for command in found:
            if command["state"] == "unknown" and command["settled"]:
                path = f"{self.portal_url}/api/v1/commands/{command['id']}"
                self.decided += 1
                ask(f"{path}/resolutions", "POST", {"outcome": "not_applied", "reason": "no trace"}, MAKER, str(uuid.uuid4()))
                ask(f"{path}/decisions", "POST", {"decision": "approve", "reason": "no trace"}, CHECKER, str(uuid.uuid4()))

    def compare(self, found, effects, witness):
        effects = collections.Counter(effects)
        applied = collections.Counter(
            (c["vendor_quota_id"], c["vendor_counterparty_id"], decimal.Decimal(c["amount"]).normalize())
            for c in found if c["outcome"] == "applied")
        person = [c for c in found if c["state"] == "unknown"]
        differences = (effects - applied) + (applied - effects)
        print(f"{witness}: {sum(effects.values())} effects, {sum(applied.values())} commands applied, "
              f"{len(person)} before a person, {sum(differences.values())} differences")
        return sum(differences.values()) == 0

    def ledger(self):
        _, ledger = ask(f"{self.sandbox_url}/_sandbox/ledger", patience=60)
        return [(e["quota_id"], e["counterparty_id"], decimal.Decimal(e["amount"]).normalize())
                for e in ledger["effects"] if e["operation"] == "UpdateCouponQuotas"]

    def witness(self):
        """The same by the official SDK: records of issues with result 0."""
        code = ("import sys, json; sys.path.insert(0, 'sdk'); from vendor import Vendor; "
                "client = Vendor('china', sys.argv[1], sys.argv[2], sys.argv[3]); "
                "rows = client.walk('ListCouponQuotasRecords', 'records', operation_type='10'); "
                "print(json.dumps([[r.parent_quota_id, r.indirect_partner_id, str(r.amount), r.result, r.operation_time] for r in rows]))")
        _, keys = ask(f"{self.sandbox_url}/_sandbox/keys")
        told = subprocess.run([self.options.sdk, "-c", code, self.sandbox_url, keys["ak"], keys["sk"]],
                              capture_output=True, text=True, check=True).stdout
        rows = json.loads(told.splitlines()[-1])
        return [(quota, reseller, decimal.Decimal(amount).normalize()) for quota, reseller, amount, result, at in rows
                if result == "0" and at >= self.began and (quota, reseller, decimal.Decimal(amount).normalize())]

    def run(self):
        began = time.monotonic()
        self.began = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        self.sandbox.start()
        self.portal.start()
        self.faults()
        self.due = {name: time.monotonic() + self.dice.uniform(3, 20) for name in ("portal", "sandbox")}
        self.work()
        found = self.wait()
        self.count()
        ask(f"{self.sandbox_url}/_sandbox/faults", "PUT", {})
        whole = self.compare(found, self.ledger(), "ledger")
        if self.options.sdk:
            whole &= self.compare(found, self.witness(), "official SDK")
        states = collections.Counter(f"{c['state']}/{c['outcome'] or c['failure'] or '-'}" for c in found)
        share = sum(self.met.values()) / max(1, len(found))
        print(f"{len(found)} commands in {time.monotonic() - began:.0f} s, {self.portal.kills} kills of the portal, "
              f"{self.sandbox.kills} of the sandbox, {share:.0%} met a fault, "
              f"{self.decided} decided by people; {dict(states)}")
        if len(found) < len(self.made):
            print(f"{len(self.made)} were promised, {len(found)} are there")
            whole = False
        if share < 0.1:
            print("fewer than a tenth of the commands met a fault: this proves too little")
            whole = False
        if not (self.portal.kills and self.sandbox.kills):
            print("nothing was killed: this proves too little")
            whole = False
        return whole

    def end(self, keep):
        self.portal.stop()
        self.sandbox.stop()
        if keep:
            print(f"everything is kept in {self.folder}")
        else:
            shutil.rmtree(self.folder, ignore_errors=True)


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--commands", type=int, default=200)
    options.add_argument("--minutes", type=float, default=30)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--bin", default="target/debug")
    options.add_argument("--sdk")
    drill, whole = Drill(options.parse_args()), False
    try:
        whole = drill.run()
    finally:
        drill.end(keep=not whole)
    sys.exit(0 if whole else 1)


main()
