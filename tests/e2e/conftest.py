"""Fixtures of the end-to-end tests."""

import pathlib

import pytest

from harness.node import BINARY, Node


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
