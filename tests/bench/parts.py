"""What the benchmarks are put together from: the release node on one core, the measuring program on the other."""

import contextlib
import json
import os
import pathlib
import signal
import socket
import struct
import subprocess
import sys
import threading
import time

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

ROOT = pathlib.Path(__file__).parents[2]
BUILD = ROOT / "build" / "release"
os.environ.setdefault("FOLKMOOT_BINARY", str(BUILD / "folkmoot"))
sys.path.insert(0, str(ROOT / "tests" / "e2e"))

from harness.node import Node, free_port  # noqa: E402
from harness.peer import Key  # noqa: E402
from harness.waiting import wait_until  # noqa: E402

SERVER_CORE, LOAD_CORE = 0, 1
KEYS = 32

# What an operator of a large node writes: the default is meant for people, not for a benchmark.
SETTINGS = """
[limits]
requests_per_5_minutes = 100000000
connections_per_address = 5000
"""


@contextlib.contextmanager
def on_core(core: int):
    """Processes and threads that begin inside stay on this core."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {core})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def bench(*arguments, core: int = LOAD_CORE) -> dict:
    """Runs a command of folkmoot_bench to its end; returns what it prints."""
    with on_core(core):
        done = subprocess.run([BUILD / "folkmoot_bench", *map(str, arguments)], capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError(done.stderr.strip())
    return json.loads(done.stdout) if done.stdout else {}


class Sinks:
    """Hosts that take deliveries, for as long as the context lasts."""

    def __init__(self, port: int, refusing: int, silent: int):
        with on_core(LOAD_CORE):
            self._process = subprocess.Popen(
                [BUILD / "folkmoot_bench", "sinks", "--port", str(port), "--refusing", str(refusing),
                 "--silent", str(silent)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self._process.stdout.readline()

    def __enter__(self) -> "Sinks":
        return self

    def __exit__(self, *_) -> None:
        self._process.stdin.close()
        self._process.wait()

    def ask(self, what: str = "?") -> dict:
        """What came so far; "r" counts anew afterwards, "d" lets the hosts die that are to."""
        self._process.stdin.write(what + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())


def make_node(folder: pathlib.Path, settings: str = SETTINGS) -> Node:
    """A prepared node of the release build; a development one, as two nodes on one machine are."""
    return Node(folder, settings=settings).prepare()


def start(node: Node) -> Node:
    """Starts a node on the server's core."""
    with on_core(SERVER_CORE):
        node.start()
    return node


def anonymous_mb(node: Node) -> float:
    """Memory that is the node's own: the pages of the store's map are the kernel's to take back."""
    for line in pathlib.Path(f"/proc/{node.process.pid}/status").read_text().splitlines():
        if line.startswith("RssAnon:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError("no RssAnon in /proc")


class PeakMemory:
    """The most anonymous memory that a node had while the context lasted, in `mb`."""

    def __init__(self, node: Node):
        self._node, self._end, self.mb = node, threading.Event(), 0.0
        self._thread = threading.Thread(target=self._watch)

    def _watch(self) -> None:
        while not self._end.wait(0.05):
            self.mb = max(self.mb, anonymous_mb(self._node))

    def __enter__(self) -> "PeakMemory":
        self._thread.start()
        return self

    def __exit__(self, *_) -> None:
        self._end.set()
        self._thread.join()


def keys() -> tuple[pathlib.Path, list[Key]]:
    """RSA-2048 keys, made once for this build: the folder that holds them and the keys."""
    folder = BUILD / "bench-keys"
    folder.mkdir(exist_ok=True)
    for i in range(KEYS):
        path = folder / f"{i:02}.der"
        if not path.exists():
            path.write_bytes(rsa.generate_private_key(public_exponent=65537, key_size=2048).private_bytes(
                serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
    made = []
    for path in sorted(folder.glob("*.der")):
        key = Key.__new__(Key)
        key.private = serialization.load_der_private_key(path.read_bytes(), None)
        made.append(key)
    return folder, made


def rsa_limit(work: str) -> float:
    """RSA-2048 operations a second on the server's core: "verify" or "sign"."""
    return bench("rsa", "--keys", keys()[0], "--work", work, "--seconds", 2, core=SERVER_CORE)["per_second"]


def request_bytes(node: Node, path: str, headers: dict[str, str]) -> bytes:
    """A GET as it is sent."""
    lines = [f"GET {path} HTTP/1.1", f"Host: {node.host}", *(f"{k}: {v}" for k, v in headers.items())]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def answer_to(node: Node, request: bytes) -> bytes:
    """The bytes that a node answers with, head and body. OSError when it does not answer."""
    with socket.create_connection(("127.0.0.1", node.port), timeout=10) as connection:
        connection.sendall(request)
        data = b""
        while not is_whole(data):
            more = connection.recv(65536)
            if not more:
                raise ConnectionError(f"closed after {len(data)} bytes")
            data += more
    return data


def is_whole(answer: bytes) -> bool:
    """Whether these bytes are a head and as much of a body as it says."""
    head, end, body = answer.partition(b"\r\n\r\n")
    lengths = [int(line[15:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
    return bool(end) and len(body) >= sum(lengths)


def write_request(path: pathlib.Path, request: bytes) -> pathlib.Path:
    """A file for `folkmoot_bench load` that holds one request."""
    path.write_bytes(struct.pack("=I", len(request)) + request)
    return path


def beast_limit(folder: pathlib.Path, answer: bytes, requests: pathlib.Path) -> float:
    """Answers a second of a server that is nothing but Beast, on the server's core, to the same load."""
    (folder / "answer").write_bytes(answer)
    port = free_port()
    with on_core(SERVER_CORE):
        server = subprocess.Popen([BUILD / "folkmoot_bench", "serve", "--port", str(port),
                                   "--answer", folder / "answer"])
    try:
        wait_until(lambda: _listens(port), "the bare server to listen")
        return bench("load", "--port", port, "--requests", requests, "--cycle", 1, "--seconds", 3)["per_second"]
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait()


def _listens(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


def seconds_until_healthy(node: Node) -> float:
    """Time from the start of the program to its first good answer."""
    log = open(node.data / "test.log", "ab")
    with on_core(SERVER_CORE):
        begun = time.monotonic()
        node.process = subprocess.Popen([BUILD / "folkmoot", "serve", "--data", node.data], stdout=log, stderr=log)
    request = request_bytes(node, "/healthz", {})
    while True:
        with contextlib.suppress(OSError):
            if answer_to(node, request).startswith(b"HTTP/1.1 200"):
                return time.monotonic() - begun
        if node.process.poll() is not None:
            raise RuntimeError(f"the node ended: {node.log_tail()}")
        time.sleep(0.001)
