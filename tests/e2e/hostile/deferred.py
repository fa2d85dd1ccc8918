"""The cases that wait for a feature, each with what brings it. They are reported as skipped with this reason."""

DEFERRED: dict[str, str] = {
    "064-follow-private-group": "private groups come with the issue on access to groups",
}
