"""A real `folkmoot` process with a data directory of its own."""

import http.client
import json
import os
import pathlib
import re
import signal
import socket
import subprocess

from .waiting import wait_until

BINARY = pathlib.Path(os.environ.get("FOLKMOOT_BINARY", pathlib.Path(__file__).parents[3] / "build/dev/folkmoot"))


def free_port() -> int:
    """A TCP port on the loopback interface that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Node:
    """A node: prepared once, then started, stopped and killed at will."""

    def __init__(self, data: pathlib.Path, domain: str = "localhost", port: int | None = None, settings: str = ""):
        """
        data      where it keeps everything; made by `prepare`
        domain    its name; "localhost" makes a development node at http://localhost:PORT
        settings  TOML that is appended to its configuration
        """
        self.data, self.domain, self.port = data, domain, port or free_port()
        self.settings = settings
        self.process: subprocess.Popen | None = None
        self.environment: dict[str, str] = {}
        self.passwords: dict[str, str] = {}

    @property
    def origin(self) -> str:
        """What its ids begin with."""
        return f"http://localhost:{self.port}" if self.domain == "localhost" else f"https://{self.domain}"

    @property
    def address(self) -> str:
        """Where a client on this machine reaches it, whatever its name."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def host(self) -> str:
        """Value of the Host header that it answers to."""
        return f"localhost:{self.port}" if self.domain == "localhost" else self.domain

    def cli(self, *arguments: str, check: bool = True, text: str | None = None) -> subprocess.CompletedProcess:
        """Runs a subcommand on this node's data, e.g. cli("member", "add", "ana")."""
        done = subprocess.run(
            [BINARY, *arguments, "--data", self.data],
            capture_output=True, text=True, timeout=60, input=text, env={**os.environ, **self.environment},
        )
        if check and done.returncode != 0:
            raise AssertionError(f"folkmoot {' '.join(arguments)} exited {done.returncode}: {done.stdout}{done.stderr}")
        return done

    def prepare(self, owner: str = "founder") -> "Node":
        """Makes the data directory with an owner account whose password is kept in `passwords`."""
        done = self.cli("init", "--domain", self.domain, "--port", str(self.port), "--name", "Test", "--owner", owner)
        self._remember_password(owner, done.stdout)
        if self.settings:
            with open(self.data / "folkmoot.toml", "a") as file:
                file.write("\n" + self.settings + "\n")
        return self

    def add_member(self, name: str, *options: str) -> str:
        """Adds a member and returns the password that was made for it."""
        done = self.cli("member", "add", name, *options)
        return self._remember_password(name, done.stdout)

    def _remember_password(self, name: str, output: str) -> str:
        found = re.search(r"[Pp]assword:\s+(\S+)", output)
        if not found:
            raise AssertionError(f"no password in: {output}")
        self.passwords[name] = found[1]
        return found[1]

    def start(self) -> "Node":
        """Starts the process and returns once it answers."""
        log = open(self.data / "test.log", "ab")
        self.process = subprocess.Popen(
            [BINARY, "serve", "--data", self.data], stdout=log, stderr=log, env={**os.environ, **self.environment},
        )
        wait_until(self._answers, f"node {self.origin} to answer")
        return self

    def _answers(self) -> bool:
        if self.process.poll() is not None:
            raise AssertionError(f"the node exited {self.process.returncode}:\n{self.log_tail()}")
        try:
            status, _, _ = self.request("GET", "/healthz")
            return status == 200
        except OSError:
            return False

    def log_tail(self, lines: int = 30) -> str:
        return "\n".join((self.data / "test.log").read_text(errors="replace").splitlines()[-lines:])

    def request(self, method: str, path: str, body: bytes | str | None = None, headers: dict[str, str] | None = None):
        """One plain HTTP request; returns (status, headers, body bytes). Redirects are not followed."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, path, body=body, headers={"Host": self.host, **(headers or {})})
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read()
        finally:
            connection.close()

    def get_json(self, path: str, token: str | None = None, accept: str = "application/json", expect: int = 200):
        """GET that must answer `expect` with JSON."""
        headers = {"Accept": accept}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        status, _, body = self.request("GET", path, headers=headers)
        assert status == expect, f"GET {path}: {status} {body[:500]!r}"
        return json.loads(body)

    def call(self, method: str, path: str, token: str, fields: dict | None = None, expect: int = 200):
        """An API call with a JSON body that must answer `expect`; returns the parsed answer."""
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        status, _, body = self.request(method, path, json.dumps(fields or {}), headers)
        assert status == expect, f"{method} {path}: {status} {body[:500]!r}"
        return json.loads(body)

    def stop(self) -> int:
        """Ends the process as an operator does, and returns its exit code."""
        return self._end(signal.SIGTERM)

    def kill(self) -> None:
        """kill -9."""
        self._end(signal.SIGKILL)

    def _end(self, how: signal.Signals) -> int:
        if self.process is None:
            return 0
        if self.process.poll() is None:
            self.process.send_signal(how)
        code = self.process.wait(timeout=40)
        self.process = None
        return code
