"""The world of the hostile set: a node with members and a group, and what it knows of other servers. It is prepared
once with real protocol steps; each case works on a copy of its data directory."""

import datetime
import json
import pathlib
import re
import shutil
import time

from harness.node import Node
from harness.outbound import OutboundTrap
from harness.peer import PUBLIC, json_answer
from harness.session import sign_in
from harness.tls import Authority
from harness.waiting import wait_until

from . import corpus, delivery
from .stub import CAROL, DAVE, HOBBY, MALLORY, SUSPENDED, OtherServers

ORIGIN = "https://home.test"
MEMBERS = ("alice", "bob", "admin")
FAKETIME = pathlib.Path("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1")
# Prepared so long before the clock that what was fetched may be fetched again, and is still fresh.
PREPARED_BEFORE = datetime.timedelta(hours=2)
NOTE_1, NOTE_2 = "https://good.test/notes/1", "https://good.test/notes/2"
FOLLOWERS_ONLY, DELETED = "https://good.test/notes/followers-only", "https://good.test/notes/deleted-1"
NOTE_5 = "https://evil.test/notes/5"


class World:
    """Everything but the one delivery."""

    def __init__(self, folder: pathlib.Path, clock: datetime.datetime):
        self.folder, self.clock = folder, clock
        authority = Authority(folder)
        self.servers = OtherServers(authority.server_context())
        self.trap = OutboundTrap(folder, self.servers.port)
        self.ids: dict[str, str] = {}  # of the corpus -> as this node gave them
        self.tokens: dict[str, str] = {}
        self.node = Node(folder / "world", domain="home.test", settings=f"""
[federation]
extra_ca_file = "{authority.ca_file}"
static_hosts = ["*.test=127.0.0.2"]
allowed_networks = ["127.0.0.2/32"]
""")
        self._set_clock(self.node, clock - PREPARED_BEFORE)

    def _set_clock(self, node: Node, when: datetime.datetime) -> None:
        """What the node's processes take for the time when they start."""
        node.environment = {
            **self.trap.environment, "LD_PRELOAD": f"{FAKETIME}:{self.trap.library}", "TZ": "UTC",
            "FAKETIME": when.strftime("@%Y-%m-%d %H:%M:%S"), "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "DONT_FAKE_MONOTONIC": "1", "NO_FAKE_STAT": "1",
        }

    def prepare(self) -> "World":
        node = self.node.prepare(owner="admin")
        node.add_member("alice")
        node.add_member("bob")
        node.cli("group", "add", "open", "--title", "Open", "--owner", "admin")
        node.cli("policy", "add", "blocked.test", "--severity", "suspend")
        with Scene(self, node, self.clock - PREPARED_BEFORE) as scene:
            self.tokens = {name: sign_in(node, name) for name in MEMBERS}
            self._make_local(scene)
            self._make_remote(scene)
            scene.settle()
            assert node.stop() == 0
        node.cli("member", "suspend", "suspended@evil.test")
        self.servers.keep()
        return self

    def _make_local(self, scene: "Scene") -> None:
        post = scene.call("alice", "POST", "/api/v1/statuses", {
            "status": "Who brings the ladder?", "visibility": "public",
            "folkmoot": {"group": "open", "title": "The apple harvest"}})
        self.ids[f"{ORIGIN}/posts/p-alice-public"] = post["uri"]
        message = scene.call("alice", "POST", "/api/v1/statuses", {
            "status": "@bob The key lies under the pot.", "visibility": "direct"})
        self.ids[f"{ORIGIN}/posts/p-dm-alice-bob"] = message["uri"]
        # Posts for followers stand in for those of the private group: as hidden from strangers as these will be.
        for name, text in (("p-inner-1", "Among ourselves."), ("idea-inner-1", "A second ladder?")):
            hidden = scene.call("alice", "POST", "/api/v1/statuses", {"status": text, "visibility": "private"})
            self.ids[f"{ORIGIN}/posts/{name}"] = hidden["uri"]
        scene.call("bob", "PATCH", "/api/v1/accounts/update_credentials", {"locked": True})

    def _make_remote(self, scene: "Scene") -> None:
        for url in (CAROL, HOBBY):
            scene.follow("alice", url)
        carol, dave, mallory = (self.servers.actors[url] for url in (CAROL, DAVE, MALLORY))
        scene.deliver(CAROL, carol.activity("Follow", f"{ORIGIN}/users/alice",
                                            id="https://good.test/activities/follow-9"))
        wait_until(lambda: self.servers.deliveries("good.test", "Accept"), "carol to be accepted")
        day = "2026-01-01T00:00:00Z"
        notes = {
            NOTE_1: carol.note("<p>real</p>", id=NOTE_1, published=day, updated=day),
            NOTE_2: dave.note("<p>by dave</p>", id=NOTE_2, published=day),
            NOTE_5: mallory.note("<p>by mallory</p>", id=NOTE_5, published=day),
            FOLLOWERS_ONLY: carol.note("<p>for followers</p>", id=FOLLOWERS_ONLY, published=day,
                                       to=[carol.id + "/followers"], cc=[]),
            DELETED: carol.note("<p>soon gone</p>", id=DELETED, published=day),
        }
        for url in (NOTE_1, FOLLOWERS_ONLY, DELETED):
            note = notes[url]
            scene.deliver(CAROL, carol.activity("Create", note, to=note["to"], cc=note["cc"]))
        scene.deliver(CAROL, carol.activity("Delete", {"id": DELETED, "type": "Tombstone"}, to=[PUBLIC]))
        for url in (NOTE_2, NOTE_5):
            self.servers.documents[url] = json_answer({"@context": "https://www.w3.org/ns/activitystreams"} | notes[url])
            scene.search("alice", url, "statuses", resolve=True)
        scene.search("alice", SUSPENDED, "accounts", resolve=True)
        scene.deliver(DAVE, dave.activity("Announce", self.ids[f"{ORIGIN}/posts/p-alice-public"], to=[PUBLIC],
                                          id="https://good.test/activities/by-dave"))

    def copy(self, folder: pathlib.Path) -> "Scene":
        """A copy of the world for one case, at the clock of the set."""
        shutil.copytree(self.node.data, folder, ignore=shutil.ignore_patterns("*.sock"))
        node = Node(folder, domain=self.node.domain, port=self.node.port)
        node.passwords = self.node.passwords
        self._set_clock(node, self.clock)
        self.servers.reset()
        self.trap.forget()
        return Scene(self, node, self.clock)

    def close(self) -> None:
        self.servers.close()


class Scene:
    """A running node of this world, what may be asked of it, and what may be sent to it."""

    def __init__(self, world: World, node: Node, clock: datetime.datetime):
        self.world, self.node, self.servers, self.trap = world, node, world.servers, world.trap
        self.ids = dict(world.ids)  # of the corpus -> as this node gave them
        self._clock = clock.timestamp()
        self.answers: list[delivery.Answer] = []

    def __enter__(self) -> "Scene":
        self._started = time.monotonic()
        self.node.start()
        return self

    def __exit__(self, *_) -> None:
        self.node.kill()  # nobody looks at this copy again

    @property
    def now(self) -> float:
        """Seconds since 1970 by the node's clock."""
        return self._clock + time.monotonic() - self._started

    # What members ask.

    def get(self, member: str, path: str, expect: int = 200):
        return self.node.get_json(path, self.world.tokens[member], expect=expect)

    def call(self, member: str, method: str, path: str, fields: dict | None = None, expect: int = 200):
        return self.node.call(method, path, self.world.tokens[member], fields, expect)

    def search(self, member: str, query: str, kind: str, resolve: bool = False) -> list[dict]:
        """What a search of one type finds; `resolve` lets the node fetch."""
        return self.get(member, f"/api/v2/search?type={kind}&resolve={str(resolve).lower()}&q={query}")[kind]

    def account(self, member: str, url: str) -> dict:
        """A known actor, by its id, as a member sees it."""
        found = self.search(member, url, "accounts", resolve=True)
        assert len(found) == 1, f"{url} is not known here"
        return found[0]

    def relationship(self, member: str, url: str) -> dict:
        account = self.account(member, url)
        return self.get(member, f"/api/v1/accounts/relationships?id[]={account['id']}")[0]

    def status(self, member: str, url: str) -> dict | None:
        """A stored post, by its id, as a member sees it; None when there is none for this member."""
        found = self.search(member, url, "statuses", resolve=True)
        assert len(found) <= 1, f"{url} is there {len(found)} times"
        return found[0] if found else None

    def home(self, member: str) -> list[dict]:
        return self.get(member, "/api/v1/timelines/home?limit=40")

    def notifications(self, member: str) -> list[dict]:
        return self.get(member, "/api/v1/notifications?limit=80")

    def actor_document(self, path: str) -> dict:
        return self.node.get_json(path, accept="application/activity+json")

    # What other servers do.

    def deliver(self, actor: str, activity: dict) -> None:
        """An honest delivery, which must be accepted."""
        answer = delivery.post(self.node.port, self.servers.actor(actor), corpus.compact(activity), self.now)
        assert answer.status in (200, 202), f"{activity['type']} by {actor}: {answer.status} {answer.body!r}"

    def request_follow(self, member: str, url: str) -> dict:
        """A member asks to follow a remote actor; returns the Follow that arrived there."""
        earlier = len(self._follows_of(url))
        self.call(member, "POST", f"/api/v1/accounts/{self.account(member, url)['id']}/follow")
        return wait_until(lambda: self._follows_of(url)[earlier:], f"the Follow of {url}")[0]

    def _follows_of(self, url: str) -> list[dict]:
        return [each for each in self.servers.deliveries(kind="Follow") if each["object"] == url]

    def follow(self, member: str, url: str) -> None:
        """A member follows a remote actor, which accepts."""
        request = self.request_follow(member, url)
        self.deliver(url, self.servers.actor(url).activity("Accept", request))
        wait_until(lambda: self.relationship(member, url)["following"], f"{member} to follow {url}")

    def unfollow(self, member: str, url: str) -> None:
        self.call(member, "POST", f"/api/v1/accounts/{self.account(member, url)['id']}/unfollow")

    def prepare(self, case: corpus.Case) -> None:
        """What the case has set up first."""
        sentence = case.before
        if case.name.endswith("accept-unrequested"):  # "followed by alice unless 'before' says otherwise"
            self.unfollow("alice", CAROL)
        if sentence is None:
            return
        if found := re.fullmatch(r"(\w+) follows (\w+) \(accepted\)\.", sentence):
            self.follow(found[1], remote_named(found[2]))
        elif found := re.fullmatch(r"(\w+) has a pending follow of (\w+), id (\S+)", sentence):
            target = remote_named(found[2])
            if self.relationship(found[1], target)["following"]:
                self.unfollow(found[1], target)
            self.ids[found[3]] = self.request_follow(found[1], target)["id"]
        elif re.fullmatch(r"The same bytes were delivered and accepted \d+ s ago\.", sentence):
            pass  # deliver_case() sends the same bytes again
        else:
            raise ValueError(f"the driver does not know the preparation {sentence!r}")

    def begin_watching(self) -> None:
        """From here on, what the node fetches and sends is the case's doing."""
        self.servers.forget()
        self.trap.forget()

    def deliver_case(self, case: corpus.Case, **changes) -> None:
        """Sends what the envelope says, as often as it says; `changes` replace members of the activity."""
        request = case.request
        if request.get("key") == "rsa-512":  # the signer's own document holds that key as well
            signer = self.servers.actor(request["signed_by"])
            signer.key, kept = self.servers.keys["rsa-512"], signer.key
            self.servers.documents[signer.id] = json_answer(signer.document())
            signer.key = kept
        self.servers.serve(case.remote)
        now, data = self.now, b""
        for n in range(request.get("repeat", 1)):
            if not data or request.get("unique_ids"):
                data = self._request(case, now, n, changes)
            self.answers.append(delivery.send(self.node.port, data, "connection closed" in case.state))

    def _request(self, case: corpus.Case, now: float, n: int, changes: dict) -> bytes:
        request = case.request
        signer = request["signed_by"]
        if "body" in case.envelope:
            document = self.servers.fill_in(case.envelope["body"] | changes, signer)
            if request.get("unique_ids"):
                document = document | {"id": f"{document['id']}-{n}"}
            body = corpus.compact(document)
        else:
            body = case.body()
        key = self.servers.key(signer, request.get("key"))
        for name, real in self.ids.items():
            body = body.replace(name.encode(), real.encode())
        return delivery.raw_request(request, body, now, key, self.servers.actors[CAROL].key)

    # What is stored.

    def tables(self) -> dict[str, str]:
        """A digest of each table, but for counters, seen ids and what is known of hosts."""
        lines = self.node.cli("stats", "--digest").stdout.splitlines()
        return dict(line.split(maxsplit=1) for line in lines if line.strip())

    def settle(self) -> dict[str, str]:
        """Waits until no activity waits for a fetch, and returns the tables."""
        return wait_until(self._settled, "the node to have applied what it accepted", timeout=40)

    def _settled(self) -> dict[str, str] | None:
        tables = self.tables()
        return tables if tables["pending_activities"].split()[0] == "0" else None

    def log_lines(self) -> list[str]:
        return (self.node.data / "test.log").read_text(errors="replace").splitlines()


def remote_named(name: str) -> str:
    """The id of a remote actor of the manifest by its short name."""
    return next(url for url in (CAROL, DAVE, MALLORY, SUSPENDED, HOBBY) if url.rsplit("/", 1)[-1] == name)


def parsed(answer: delivery.Answer):
    """An answer's JSON body."""
    return json.loads(answer.body)
