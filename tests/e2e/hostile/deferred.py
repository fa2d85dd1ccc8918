"""The cases that wait for a feature, each with what brings it. They are reported as skipped with this reason."""

PRIVATE_GROUPS = "private groups come with the issue on group visibility and membership"
IDEAS = "ideas and their votes come with the issue on knowledge and ideas"
REPORTS = "reports come with the issue on moderation"

DEFERRED: dict[str, str] = {
    "064-follow-private-group": PRIVATE_GROUPS,
    "069-reply-into-private-group": PRIVATE_GROUPS,
    "070-like-private-post": PRIVATE_GROUPS,
    "071-vote-private-idea": IDEAS,
    "072-flag-private-message": REPORTS,
}
