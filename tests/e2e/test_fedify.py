"""An independent ActivityPub implementation (Fedify) as a peer: it verifies what we sign, and signs what we verify."""

import http.client
import json
import pathlib
import subprocess

import pytest

from harness.node import free_port
from harness.peer import Key, sign_post
from harness.session import sign_in
from harness.waiting import wait_until

HERE = pathlib.Path(__file__).parent


class Peer:
    """The Fedify server as a process."""

    def __init__(self):
        self.port = free_port()
        self.actor = f"http://localhost:{self.port}/users/fay"
        self.process = subprocess.Popen(
            [HERE / "node_modules/.bin/node", "--no-warnings", HERE / "fedify/peer.mts", str(self.port)],
            stdout=subprocess.PIPE, text=True, cwd=HERE)
        assert self.process.stdout.readline().strip() == "ready"

    def order(self, what: str, **fields):
        """Has the peer do something; returns its answer."""
        connection = http.client.HTTPConnection("localhost", self.port, timeout=30)
        connection.request("POST", f"/control/{what}", json.dumps(fields))
        answer = connection.getresponse()
        body = answer.read()
        assert answer.status == 200, body
        return json.loads(body)

    def received(self, kind: str) -> list[dict]:
        """Activities of a type that it has verified and taken."""
        return [a for a in self.order("received")["received"] if a["type"] == kind]


@pytest.fixture
def fay():
    peer = Peer()
    yield peer
    peer.process.kill()
    peer.process.wait()


@pytest.fixture
def group(gardeners) -> str:
    return f"{gardeners.origin}/groups/gardeners"


def bob(gardeners, method: str, path: str, **fields):
    return gardeners.call(method, path, sign_in(gardeners, "bob"), fields)


def test_it_reads_our_actors(gardeners, fay, group):
    assert fay.order("look-up", actor=group) == {"id": group, "type": "Group", "keys": 1}
    person = f"{gardeners.origin}/users/bob"
    assert fay.order("look-up", actor=person) == {"id": person, "type": "Person", "keys": 1}


def test_it_follows_a_group_and_takes_part(gardeners, fay, group):
    fay.order("follow", actor=group)
    wait_until(lambda: fay.received("Accept"), "the group to accept the follow")

    topic = bob(gardeners, "POST", "/api/v1/statuses", status="Under glass?",
                folkmoot={"group": "gardeners", "title": "Tomatoes"})
    wait_until(lambda: fay.received("Announce"), "the topic to be announced")

    reply = fay.order("reply", actor=group, inReplyTo=topic["uri"], content="<p>Yes.</p>")
    token = sign_in(gardeners, "alice")
    replies = lambda: gardeners.get_json(f"/api/v1/statuses/{topic['id']}/context", token)["descendants"]
    wait_until(lambda: [r["uri"] for r in replies()] == [reply["id"]], "the reply to arrive")
    assert replies()[0]["content"] == "<p>Yes.</p>"

    fay.order("like", actor=group, object=topic["uri"])
    wait_until(lambda: gardeners.get_json(f"/api/v1/statuses/{topic['id']}", token)["favourites_count"] == 1,
               "the like to arrive")


def test_its_forgeries_are_refused(gardeners, fay, group):
    activity = json.dumps({
        "@context": "https://www.w3.org/ns/activitystreams", "id": f"http://localhost:{fay.port}/activities/forged",
        "type": "Follow", "actor": fay.actor, "object": group,
    }).encode()
    stranger = Key()
    headers = sign_post(stranger, f"{fay.actor}#main-key", gardeners.host, "/inbox", activity)
    status, _, _ = gardeners.request("POST", "/inbox", activity, headers)
    assert status == 401
    token = sign_in(gardeners, "alice")
    account = gardeners.get_json("/api/v1/accounts/lookup?acct=gardeners", token)
    assert account["followers_count"] == 1
