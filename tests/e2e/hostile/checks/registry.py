"""Which check belongs to which sentence of the manifest."""

from typing import Callable

from .after import After

Check = Callable[[After], None]
CHECKS: dict[str, Check] = {}


def state(*sentences: str) -> Callable[[Check], Check]:
    """Registers the check of one or more sentences."""
    def register(check: Check) -> Check:
        for sentence in sentences:
            CHECKS[sentence] = check
        return check
    return register
