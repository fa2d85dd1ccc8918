"""Fixtures of the end-to-end tests."""

import base64
import pathlib

import pytest

from harness.node import BINARY, Node
from harness.session import sign_in

# One red pixel.
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC")


def pytest_configure(config):
    if not BINARY.exists():
        raise pytest.UsageError(f"{BINARY} is not there; tests/run builds it")


@pytest.fixture
def nodes(tmp_path: pathlib.Path):
    """Makes nodes that end with the test: nodes("a") prepares a development node, not started yet."""
    made: list[Node] = []

    def make(name: str, **options) -> Node:
        made.append(Node(tmp_path / name, **options).prepare())
        return made[-1]

    yield make
    for node in made:
        node.kill()


@pytest.fixture
def gardeners(nodes) -> Node:
    """The node of the client scenarios: members alice and bob, an open group with one titled topic by bob."""
    node = nodes("home")
    for name in ("alice", "bob"):
        node.add_member(name)
    node.cli("group", "add", "gardeners", "--title", "Gardeners", "--owner", "bob")
    node.start()
    node.call("POST", "/api/v1/statuses", sign_in(node, "bob"), {
        "status": "Snails ate them all.", "visibility": "public",
        "folkmoot": {"group": "gardeners", "title": "What to plant after the lettuce?"},
    })
    return node


@pytest.fixture
def picture(tmp_path: pathlib.Path) -> pathlib.Path:
    """A small PNG file."""
    path = tmp_path / "x.png"
    path.write_bytes(PNG)
    return path
