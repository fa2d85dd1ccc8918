"""kill -9 at random instants while members post on both nodes (threats R01, R20, R21): nothing acknowledged is lost,
nothing has effect twice, and the store verifies."""

import json
import os
import random
import threading
import time

from harness.session import sign_in
from harness.waiting import wait_until
from test_two_nodes import Member, beekeeping, new_topic  # noqa: F401  (a fixture)

KILLS = int(os.environ.get("FOLKMOOT_CRASH_KILLS", "50"))


class Writer(threading.Thread):
    """Keeps posting replies and remembers what was acknowledged."""

    def __init__(self, member: Member, topic: dict):
        super().__init__(daemon=True)
        self.member, self.topic, self.acknowledged = member, topic, {}
        self.attempted: set[str] = set()
        self.stopping = threading.Event()

    def run(self) -> None:
        number = 0
        headers = {"Authorization": f"Bearer {self.member.token}", "Content-Type": "application/json"}
        while not self.stopping.is_set():
            number += 1
            text = f"{self.member.name} says {number}"
            self.attempted.add(text)
            try:
                status, _, body = self.member.node.request(
                    "POST", "/api/v1/statuses",
                    json.dumps({"status": text, "in_reply_to_id": self.topic["id"]}), headers)
            except OSError:
                self.stopping.wait(0.02)
                continue
            if status == 200:
                self.acknowledged[json.loads(body)["uri"]] = text


def test_nothing_acknowledged_is_lost_or_doubled(beekeeping):  # noqa: F811
    seed = int(os.environ.get("FOLKMOOT_SEED", str(time.time_ns() % 1_000_000)))
    print(f"seed {seed}")
    chance = random.Random(seed)
    ana, group_at_home, bo, group_away = beekeeping
    topic = new_topic(ana, "Under load", "Everybody at once.", group_at_home)
    copy = bo.see_topic(group_away, topic["uri"])
    for node in (ana.node, bo.node):
        with open(node.data / "folkmoot.toml", "a") as file:
            file.write("\n[limits]\nrequests_per_5_minutes = 1000000\n")
        node.stop()
        node.start()

    writers = [Writer(ana, topic), Writer(bo, copy)]
    for writer in writers:
        writer.start()
    for _ in range(KILLS):
        victim = chance.choice([ana.node, bo.node])
        time.sleep(chance.uniform(0.001, 0.3))  # the instant of the kill is the random input, not a wait
        victim.kill()
        victim.start()
    for writer in writers:
        writer.stopping.set()
    for writer in writers:
        writer.join()

    acknowledged = {**writers[0].acknowledged, **writers[1].acknowledged}
    assert len(acknowledged) > KILLS, "the writers got something done between the kills"

    def seen(member: Member, root: dict) -> dict[str, str]:
        replies = member.replies(root)
        uris = [reply["uri"] for reply in replies]
        assert len(uris) == len(set(uris)), "a reply has effect twice"
        return {reply["uri"]: reply["content"] for reply in replies}

    for member, root in ((ana, topic), (bo, copy)):
        wait_until(lambda: acknowledged.keys() <= seen(member, root).keys(),
                   f"every acknowledged reply on {member.name}'s node", timeout=120)
        everything = seen(member, root)
        for uri, text in acknowledged.items():
            assert text in everything[uri]
        texts = list(everything.values())
        assert len(texts) == len(set(texts)), "a text was stored twice"
        assert member.status(root)["replies_count"] == len(everything)

    for node in (ana.node, bo.node):
        assert node.stop() == 0
        node.cli("verify")
