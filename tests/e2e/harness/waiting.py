"""Waiting on conditions: tests never sleep for a guessed time."""

import time
from typing import Callable, TypeVar

T = TypeVar("T")


def wait_until(condition: Callable[[], T], what: str, timeout: float = 20.0) -> T:
    """Calls `condition` until it returns something true, and returns that; fails naming `what` after `timeout` s."""
    deadline = time.monotonic() + timeout
    pause = 0.01
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > deadline:
            raise AssertionError(f"waited {timeout} s in vain for: {what} (last: {value!r})")
        time.sleep(pause)
        pause = min(pause * 1.5, 0.25)
