"""What must hold after a case: one check for each sentence that the manifest writes under "state"; and what must hold
after every case. Checks read ids and actors from the case, so that they hold for other cases with the same sentence."""

import json

from ..corpus import Case
from ..world import parsed
from . import fetching, people, posts, shown, untouched  # each registers its checks
from .after import PATIENCE, After, stored_note
from .registry import CHECKS

__all__ = ["CHECKS", "After", "check"]

# Sentences under "reject" and "ignore" that allow something to change.
MAY_CHANGE = {
    "Exactly one note, one notification.",
    "Stored audience unchanged (content may be updated).",
    "No note of dave unless fetched from its origin.",
    "At most 20 reports of one domain per day and 1 per object and reporter; moderators get one digest.",
}


def always(after: After) -> None:
    """What holds whatever was sent."""
    case, scene = after.case, after.scene
    for answer in scene.answers:
        assert answer.status in case.statuses, f"{answer.status} {answer.body!r}, not one of {case.statuses}"
        assert answer.seconds < PATIENCE
        if answer.status >= 400:
            assert parsed(answer)["error"]
            assert_no_remote_text(answer.body, case)
            # A signature that the driver spoiled would let every case of another kind pass.
            spoiled = b"signature.invalid" in answer.body or b"signature.refused" in answer.body
            assert case.kind == "signature" or not spoiled, answer.body
    assert scene.node.request("GET", "/healthz")[0] == 200
    for line in scene.log_lines():
        assert isinstance(json.loads(line), dict), f"not one JSON object a line: {line!r}"
    assert not scene.trap.trapped(), f"sockets and look-ups beyond the other servers: {scene.trap.trapped()}"
    assert not scene.servers.requests(host="home.test"), "the node asked itself over the network"
    if case.expect != "accept" and case.state not in MAY_CHANGE:
        after.unchanged()


def assert_no_remote_text(body: bytes, case: Case) -> None:
    """An error tells nothing that the sender wrote."""
    sent = case.body().decode("utf-8", "replace") + json.dumps(case.request)
    for word in ("good.test", "evil.test", "blocked.test", "mallory", "carol", "steal", "127.0.0.1", "passwd"):
        assert word not in sent or word.encode() not in body, f"the answer repeats {word!r}: {body!r}"


def check(after: After) -> None:
    """Everything that the manifest says about a case."""
    always(after)
    CHECKS.get(after.case.state, by_outcome)(after)


def by_outcome(after: After) -> None:
    """For a sentence of another set: what its outcome alone says. `always` has looked at rejected and ignored ones."""
    if after.case.expect == "accept" and after.case.document.get("type") == "Create":
        assert stored_note(after)["uri"] == after.case.object["id"]
