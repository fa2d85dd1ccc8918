"""The other servers of the hostile world: everything below .test, as the manifest describes it."""

import json
import re
import ssl
import urllib.parse

from harness.outbound import DOOR
from harness.peer import ACTIVITY_JSON, Actor, Answer, Fediverse, Key, json_answer

CAROL = "https://good.test/users/carol"
DAVE = "https://good.test/users/dave"
HOBBY = "https://good.test/groups/hobby"
MALLORY = "https://evil.test/users/mallory"
SUSPENDED = "https://evil.test/users/suspended"
KNOWN = {CAROL: "Person", DAVE: "Person", HOBBY: "Group", "https://good.test/actor": "Application",
         MALLORY: "Person", SUSPENDED: "Person"}
ACTOR_PATH = re.compile(r"/(users|groups)/[^/?#]+|/actor")


class OtherServers(Fediverse):
    """Answers for every host. Known actors have keys of their own; any other actor of any host is made up on demand,
    with one key for all of them."""

    def __init__(self, tls: ssl.SSLContext):
        super().__init__((DOOR, 0), tls)
        self.keys = {"other": Key(), "rsa-512": Key(512), "carol-new": Key()}
        self.actors = {}
        for url, kind in KNOWN.items():
            origin, path = split(url)
            self.actors[url] = Actor(self, origin, path, kind)
            self.publish(self.actors[url])
        self._own = dict(self.documents)
        self._patterns: list[tuple[re.Pattern, str]] = []

    def actor(self, url: str) -> Actor:
        """An actor by id; one that is not known is made up."""
        return self.actors.get(url) or Actor(self, *split(url), key=self.keys["other"])

    def key(self, signed_by: str | None, named: str | None = None) -> Key | None:
        """The key that signs a delivery: of its signer, or the one that the envelope names."""
        if named:
            return self.keys[named]
        return self.actor(signed_by).key if signed_by and signed_by.startswith("https://") else None

    def answer(self, url: str) -> Answer:
        if url in self.documents:
            return self.documents[url]
        for pattern, template in self._patterns:
            if found := pattern.fullmatch(url):
                return generated_note(template, int(found[1]))
        if ACTOR_PATH.fullmatch(urllib.parse.urlsplit(url).path):
            return json_answer(self.actor(url).document())
        return Answer(status=404, content_type="text/plain")

    def serve(self, remote: dict[str, dict]) -> None:
        """What one case lets other servers answer, besides what they always do."""
        for url, given in remote.items():
            if "generator" in given:
                if given["generator"] != "each answer is a Note whose inReplyTo is n+1":
                    raise ValueError(f"the driver does not know the generator {given['generator']!r}")
                self._patterns.append((re.compile(re.escape(url).replace(r"\{n\}", r"(\d+)")), url))
                continue
            body = self.fill_in(given["body"]) if "body" in given else ""
            self.documents[url] = Answer(
                body=(body if isinstance(body, str) else json.dumps(body)).encode(), status=given.get("status", 200),
                content_type=given.get("content_type", "text/plain"), location=given.get("location"))

    def reset(self) -> None:
        """Forgets what the last case let them answer, and what they received."""
        self.documents = dict(self._own)
        self._patterns = []
        self.inbox_status = {}
        self.forget()

    def keep(self) -> None:
        """What is served now belongs to every case."""
        self._own = dict(self.documents)

    def fill_in(self, value, signer: str | None = None):
        """Replaces the placeholders of the corpus: keys as PEM, whole actors as documents.

        signer  whose "<same key>" is
        """
        if isinstance(value, dict):
            return {name: self.fill_in(each, signer) for name, each in value.items()}
        if isinstance(value, list):
            return [self.fill_in(each, signer) for each in value]
        if value == "<actor carol with the new key>":
            carol = self.actors[CAROL]
            return Actor(self, carol.origin, "/users/carol", key=self.keys["carol-new"]).document()
        if value == "<actor mallory without alsoKnownAs>":
            return self.actors[MALLORY].document()
        pem = {"<mallory key>": MALLORY, "<key>": CAROL, "<k>": "other", "<same key>": signer}.get(
            value if isinstance(value, str) else None)
        return (self.keys["other"] if pem == "other" else self.actor(pem).key).public_pem if pem else value


def split(url: str) -> tuple[str, str]:
    """Origin and path of a URL."""
    parts = urllib.parse.urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}", parts.path


def generated_note(template: str, n: int) -> Answer:
    """Note n of an endless thread: it answers note n + 1."""
    return json_answer({
        "@context": "https://www.w3.org/ns/activitystreams", "id": template.replace("{n}", str(n)), "type": "Note",
        "attributedTo": CAROL, "to": ["https://www.w3.org/ns/activitystreams#Public"], "content": f"<p>note {n}</p>",
        "published": "2026-01-01T00:00:00Z", "inReplyTo": template.replace("{n}", str(n + 1))}, ACTIVITY_JSON)
