"""Starts the sandbox as a process and speaks its control paths. Knows nothing of the vendor's operations."""

import json
import os
import pathlib
import select
import subprocess
import time
import urllib.request

BINARY = pathlib.Path(os.environ.get("SANDBOX_BIN", "target/debug/sandbox"))
START_SECONDS = 60
STOP_SECONDS = 10


class Sandbox:
    """One running sandbox on a free port, stopped by `stop`."""

    def __init__(self, *options):
        command = [str(BINARY), "serve", "--listen", "127.0.0.1:0", *options]
        environment = {name: value for name, value in os.environ.items() if not name.startswith("SANDBOX_")}
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
        try:
            self.url = self._wait_until_ready()
            self.keys = self.get("/_sandbox/keys")
        except BaseException:
            self.stop()
            raise

    def _wait_until_ready(self):
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            readable, _, _ = select.select([self.process.stdout], [], [], 1)
            line = self.process.stdout.readline() if readable else None
            if line == "":
                raise RuntimeError(f"the sandbox ended with {self.process.wait()} before it was ready")
            if line and line.startswith("ready http://"):
                return line.split()[1].rstrip("/")
        raise RuntimeError(f"the sandbox was not ready after {START_SECONDS} s")

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise

    def get(self, path):
        return self._send("GET", path)

    def post(self, path, body):
        return self._send("POST", path, body)

    def put(self, path, body):
        return self._send("PUT", path, body)

    def effects(self, operation=None):
        """The ledger of effects, in order; only those of one operation when it is named."""
        effects = self.get("/_sandbox/ledger")["effects"]
        return [effect for effect in effects if operation in (None, effect["operation"])]

    def _send(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        headers = {"Content-Type": "application/json"} if data else {}
        request = urllib.request.Request(self.url + path, data=data, headers=headers, method=method)
        with urllib.request.urlopen(request, timeout=30) as answer:
            text = answer.read()
        return json.loads(text) if text else None
