"""Two and three real nodes: what a member does on one arrives on the others, once and in order."""

import pytest

from harness.node import Node
from harness.session import sign_in
from harness.waiting import wait_until


class Member:
    """A member with a token, and the few questions that these tests ask of the API."""

    def __init__(self, node: Node, name: str):
        self.node, self.name = node, name
        if name not in node.passwords:
            node.add_member(name)
        self._token: str | None = None

    @property
    def token(self) -> str:
        if self._token is None:
            self._token = sign_in(self.node, self.name)
        return self._token

    def get(self, path: str, expect: int = 200):
        return self.node.get_json(path, self.token, expect=expect)

    def post(self, path: str, **fields):
        return self.node.call("POST", path, self.token, fields)

    def find(self, query: str) -> dict:
        """The account that a search with resolving finds."""
        found = self.get(f"/api/v2/search?resolve=true&type=accounts&q={query}")["accounts"]
        assert len(found) == 1, f"{query}: {found}"
        return found[0]

    def join(self, handle: str) -> dict:
        """Follows a group and waits until it has accepted; returns its account."""
        group = self.find(handle)
        assert group["group"] is True
        self.post(f"/api/v1/accounts/{group['id']}/follow")
        wait_until(lambda: self.relationship(group)["following"], f"{self.name} to be accepted by {handle}")
        return group

    def relationship(self, account: dict) -> dict:
        return self.get(f"/api/v1/accounts/relationships?id[]={account['id']}")[0]

    def home(self) -> list[dict]:
        return self.get("/api/v1/timelines/home?limit=40")

    def topics(self, group: dict) -> list[dict]:
        return [wrapper["reblog"] for wrapper in self.get(f"/api/v1/accounts/{group['id']}/statuses?limit=40")]

    def see_topic(self, group: dict, uri: str) -> dict:
        """Waits until a topic shows in a group's list; it must stand there once."""
        found = wait_until(lambda: [t for t in self.topics(group) if t["uri"] == uri], f"{uri} to reach {self.name}")
        assert len(found) == 1
        return found[0]

    def replies(self, topic: dict) -> list[dict]:
        return self.get(f"/api/v1/statuses/{topic['id']}/context")["descendants"]

    def see_replies(self, topic: dict, uris: list[str]) -> list[dict]:
        """Waits until exactly these replies show, in this order."""
        wait_until(lambda: [r["uri"] for r in self.replies(topic)] == uris, f"{uris} to reach {self.name}")
        return self.replies(topic)

    def status(self, status: dict) -> dict:
        return self.get(f"/api/v1/statuses/{status['id']}")


@pytest.fixture
def beekeeping(nodes):
    """Ana on A owns a group; Bo on B has joined it."""
    home, away = nodes("a"), nodes("b")
    ana, bo = Member(home, "ana"), Member(away, "bo")
    home.cli("group", "add", "beekeeping", "--title", "Beekeeping", "--owner", "ana")
    home.start()
    away.start()
    seen_by_bo = bo.join(f"!beekeeping@localhost:{home.port}")
    seen_by_ana = ana.find("beekeeping")
    return ana, seen_by_ana, bo, seen_by_bo


def new_topic(author: Member, title: str, text: str, group: dict) -> dict:
    return author.post("/api/v1/statuses", status=text, folkmoot={"group_id": group["id"], "title": title})


def test_a_topic_and_its_replies_cross_both_ways(beekeeping):
    ana, group_at_home, bo, group_away = beekeeping
    topic = new_topic(ana, "Varroa counts", "Ours doubled since August.", group_at_home)
    copy = bo.see_topic(group_away, topic["uri"])
    assert "Ours doubled since August." in copy["content"]
    assert copy["account"]["acct"] == f"ana@localhost:{ana.node.port}"
    assert [wrapper["account"]["acct"] for wrapper in bo.home() if wrapper["reblog"]] == [group_away["acct"]]

    answer = bo.post("/api/v1/statuses", status="Ours too.", in_reply_to_id=copy["id"])
    [arrived] = ana.see_replies(topic, [answer["uri"]])
    assert arrived["account"]["acct"] == f"bo@localhost:{bo.node.port}"
    assert any(n["type"] == "mention" and n["status"]["uri"] == answer["uri"] for n in ana.get("/api/v1/notifications"))

    thanks = ana.post("/api/v1/statuses", status="Then treat now.", in_reply_to_id=arrived["id"])
    bo.see_replies(copy, [answer["uri"], thanks["uri"]])
    assert len([t for t in bo.topics(group_away)]) == 1


def test_a_remote_member_starts_a_topic(beekeeping):
    ana, group_at_home, bo, group_away = beekeeping
    topic = new_topic(bo, "Which smoker?", "Mine is rusty.", group_away)
    at_home = ana.see_topic(group_at_home, topic["uri"])
    assert at_home["folkmoot"]["title"] == "Which smoker?"


def test_likes_are_counted_on_both_nodes(beekeeping):
    ana, group_at_home, bo, group_away = beekeeping
    topic = new_topic(ana, "Honey", "Forty kilos.", group_at_home)
    copy = bo.see_topic(group_away, topic["uri"])
    bo.post(f"/api/v1/statuses/{copy['id']}/favourite")
    wait_until(lambda: ana.status(topic)["favourites_count"] == 1, "the like to arrive")
    ana.post(f"/api/v1/statuses/{topic['id']}/favourite")
    wait_until(lambda: bo.status(copy)["favourites_count"] == 2, "the like of the group's own member to arrive")
    bo.post(f"/api/v1/statuses/{copy['id']}/unfavourite")
    wait_until(lambda: ana.status(topic)["favourites_count"] == 1, "the like to be taken back")


def test_edits_arrive_in_order_and_keep_their_history(beekeeping):
    ana, group_at_home, bo, group_away = beekeeping
    topic = new_topic(ana, "Draft", "version 0", group_at_home)
    copy = bo.see_topic(group_away, topic["uri"])
    for number in range(1, 11):
        ana.node.call("PUT", f"/api/v1/statuses/{topic['id']}", ana.token, {"status": f"version {number}"})
    wait_until(lambda: "version 10" in bo.status(copy)["content"], "the last edit to arrive")
    texts = [edit["content"] for edit in bo.get(f"/api/v1/statuses/{copy['id']}/history")]
    numbers = [int(text.split("version ")[1].split("<")[0]) for text in texts]
    assert numbers == sorted(numbers) and numbers[-1] == 10


def test_a_deleted_post_is_gone_everywhere(beekeeping):
    ana, group_at_home, bo, group_away = beekeeping
    topic = new_topic(ana, "Mistake", "Wrong numbers.", group_at_home)
    copy = bo.see_topic(group_away, topic["uri"])
    answer = bo.post("/api/v1/statuses", status="Sure?", in_reply_to_id=copy["id"])
    ana.see_replies(topic, [answer["uri"]])
    bo.node.call("DELETE", f"/api/v1/statuses/{answer['id']}", bo.token)
    ana.see_replies(topic, [])
    ana.node.call("DELETE", f"/api/v1/statuses/{topic['id']}", ana.token)
    wait_until(lambda: not bo.topics(group_away), "the topic to go")
    bo.get(f"/api/v1/statuses/{copy['id']}", expect=404)
    status, _, _ = ana.node.request("GET", f"/objects/{topic['id']}", headers={"Accept": "application/activity+json"})
    assert status == 410


def test_leaving_a_group_ends_its_posts(beekeeping):
    ana, group_at_home, bo, group_away = beekeeping
    bo.post(f"/api/v1/accounts/{group_away['id']}/unfollow")
    wait_until(lambda: ana.find("beekeeping")["followers_count"] == 1, "the leave to arrive")
    before = len(bo.home())
    new_topic(ana, "After", "Bo has left.", group_at_home)
    other = Member(bo.node, "cem")
    seen = other.join(f"!beekeeping@localhost:{ana.node.port}")
    marker = new_topic(ana, "Marker", "Cem is here.", group_at_home)
    other.see_topic(seen, marker["uri"])
    assert len(bo.home()) == before


def test_three_nodes_see_the_same_thread(beekeeping, nodes):
    ana, group_at_home, bo, group_away = beekeeping
    third = nodes("c")
    cem = Member(third, "cem")
    third.start()
    group_third = cem.join(f"!beekeeping@localhost:{ana.node.port}")
    topic = new_topic(bo, "From B", "Seen on C?", group_away)
    on_c = cem.see_topic(group_third, topic["uri"])
    at_home = ana.see_topic(group_at_home, topic["uri"])
    from_c = cem.post("/api/v1/statuses", status="Yes, on C.", in_reply_to_id=on_c["id"])
    ana.see_replies(at_home, [from_c["uri"]])
    on_b = bo.see_topic(group_away, topic["uri"])
    bo.see_replies(on_b, [from_c["uri"]])


def test_people_follow_each_other_across_nodes(beekeeping):
    ana, _, bo, _ = beekeeping
    account = ana.find(f"@bo@localhost:{bo.node.port}")
    ana.post(f"/api/v1/accounts/{account['id']}/follow")
    wait_until(lambda: ana.relationship(account)["following"], "bo's node to accept")
    note = bo.post("/api/v1/statuses", status="A note outside groups.")
    wait_until(lambda: any(s["uri"] == note["uri"] for s in ana.home()), "the note to reach ana")
    copy = next(s for s in ana.home() if s["uri"] == note["uri"])
    ana.post(f"/api/v1/statuses/{copy['id']}/reblog")
    wait_until(lambda: bo.status(note)["reblogs_count"] == 1, "the boost to arrive")


def test_deliveries_wait_for_a_node_that_is_down(beekeeping):
    ana, group_at_home, bo, group_away = beekeeping
    bo.token, ana.token
    bo.node.stop()
    topics = [new_topic(ana, f"Topic {n}", "Written while B was down.", group_at_home) for n in range(5)]
    ana.node.stop()
    ana.node.start()
    bo.node.start()
    for topic in topics:
        bo.see_topic(group_away, topic["uri"])
    assert len(bo.topics(group_away)) == len(topics)
