"""What must hold after a case: one check for each sentence that the manifest writes under "state"; and what must hold
after every case. Checks read ids and actors from the case, so that they hold for other cases with the same sentence."""

import dataclasses
import json
import time
import urllib.parse
from typing import Callable

import html5lib

from harness.waiting import wait_until

from .corpus import Case
from .stub import CAROL, HOBBY, MALLORY
from .world import FOLLOWERS_ONLY, NOTE_1, NOTE_5, ORIGIN, Scene, parsed

# Nothing here may depend on a fast machine; the manifest's 1 s and 2 s are for an idle one.
PATIENCE = 20.0
ANCESTORS = 40
BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f"


@dataclasses.dataclass
class After:
    """A case that was delivered: the node as it is now, and its tables before and after."""
    scene: Scene
    case: Case
    tables_before: dict[str, str]
    tables: dict[str, str]

    @property
    def host(self) -> str:
        """Host of the actor that the activity names."""
        return urllib.parse.urlsplit(self.case.document.get("actor", "")).netloc

    def fetches(self, url: str) -> int:
        """How often a document was asked for."""
        parts = urllib.parse.urlsplit(url)
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        return sum(urllib.parse.unquote(r.path) == path for r in self.scene.servers.requests("GET", parts.netloc))

    def note(self, member: str = "alice") -> dict | None:
        """The object of the activity as a member sees it."""
        return self.scene.status(member, self.case.object["id"])

    def unchanged(self, but: set[str] = frozenset()) -> None:
        """Not one record differs, but for seen ids, what is known of hosts, and the tables that are named."""
        changed = {name: (self.tables_before.get(name), now) for name, now in self.tables.items()
                   if self.tables_before.get(name) != now and name not in but}
        assert not changed, f"changed: {changed}"


Check = Callable[[After], None]
CHECKS: dict[str, Check] = {}


def state(*sentences: str) -> Callable[[Check], Check]:
    """Registers the check of one or more sentences."""
    def register(check: Check) -> Check:
        for sentence in sentences:
            CHECKS[sentence] = check
        return check
    return register


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


def stored_note(after: After) -> dict:
    """The note of an accepted Create; `always` has waited for what was still to be fetched."""
    note = after.note()
    assert note, f"{after.case.object['id']} is not stored"
    return note


def author(status: dict) -> str:
    return status["account"]["uri"]


# Nothing but the tables.

@state("No state change.", "No change.", "No crash, no state change.", "No state change; connection closed.",
       "No state change; the key is not stored.", "No state change; carol still has only her own key.",
       "The key is not cached under the requested URL.", "No actor stored.", "No key in the store contains NUL.",
       "No state change; plain JSON names are authoritative and an inline context that redefines a core term is "
       "refused.", "Nothing is inflated.", "Key unchanged.", "Stored inbox unchanged.", "Name unchanged.",
       "No crash; stored actor unchanged.", "Process alive, answer within 1 s.",
       "At most the limit is buffered; connection closed.", "No file opened.", "No socket is opened to 127.0.0.1.",
       "No post with local author id 1.", "No notification storm.",
       "No self-fetch over the network, no state change.")
def nothing_happened(after: After) -> None:
    after.unchanged()
    if "connection closed" in after.case.state:
        assert all(answer.closed for answer in after.scene.answers)


# Fetching.

@state("No state change, nothing fetched.", "No state change, no fetch.")
def nothing_fetched(after: After) -> None:
    assert after.scene.trap.connections() == 0


@state("No state change; at most one key refetch for this actor in the refetch window.",
       "At most one actor fetch in the refetch window for the 100 requests.")
def one_refetch(after: After) -> None:
    assert after.fetches(after.case.request["signed_by"]) <= 1


@state("The note exists; stored key is the new one; exactly one actor fetch.")
def key_replaced(after: After) -> None:
    stored_note(after)
    assert after.fetches(CAROL) == 1
    carol = after.scene.servers.actors[CAROL]
    old, carol.key = carol.key, after.scene.servers.keys["carol-new"]
    try:
        after.scene.deliver(CAROL, carol.activity("Like", after.scene.ids[f"{ORIGIN}/posts/p-alice-public"]))
    finally:
        carol.key = old
    assert after.fetches(CAROL) == 1


@state("No fetch for an actor we never knew.")
def stranger_not_fetched(after: After) -> None:
    assert not after.scene.servers.requests("GET", after.host)


@state("No fetch from blocked.test, no boost shown.")
def blocked_not_fetched(after: After) -> None:
    assert not after.scene.servers.requests(host="blocked.test")
    assert not boosts(after, "alice")


@state("No context is ever fetched.")
def no_context_fetched(after: After) -> None:
    stored_note(after)
    contexts = [context for context in after.case.document["@context"] if isinstance(context, str)]
    assert not [url for url in contexts if after.fetches(url)]


@state("No more than 50 remote actors are ever looked up for one object; none here.")
def mentions_not_fetched(after: After) -> None:
    assert after.scene.trap.connections() == 0


@state("The note is stored; at most 40 ancestors fetched in total, at most 20 s of work, then a stub.")
def few_ancestors(after: After) -> None:
    stored_note(after)
    template = next(iter(after.case.remote))
    prefix = urllib.parse.urlsplit(template).path.split("{n}")[0]
    fetched = [r.path for r in after.scene.servers.requests("GET", after.host) if r.path.startswith(prefix)]
    assert len(fetched) == len(set(fetched)) <= ANCESTORS


@state("Thread view ends; no loop.")
def thread_ends(after: After) -> None:
    note = stored_note(after)
    began = time.monotonic()
    context = after.scene.get("alice", f"/api/v1/statuses/{note['id']}/context")
    assert time.monotonic() - began < PATIENCE
    uris = [each["uri"] for each in context["ancestors"] + context["descendants"]]
    assert len(uris) == len(set(uris)) and note["uri"] not in uris
    assert all(after.fetches(url) <= 1 for url in after.case.remote)


@state("At most one fetch of that page.")
def page_fetched_once(after: After) -> None:
    stored_note(after)
    assert all(after.fetches(url) <= 1 for url in after.case.remote)


# Posts.

@state("The note exists once, author carol, visible to followers of carol and on its own page.")
def note_visible(after: After) -> None:
    note = stored_note(after)
    assert author(note) == CAROL
    assert [each["uri"] for each in after.scene.home("alice")].count(note["uri"]) == 1
    assert after.scene.get("alice", f"/api/v1/statuses/{note['id']}")["content"] == note["content"]


@state("Exactly one note, one notification.")
def note_once(after: After) -> None:
    note = stored_note(after)
    assert [each["uri"] for each in after.scene.home("alice")].count(note["uri"]) == 1
    told = [n for n in after.scene.notifications("alice") if (n.get("status") or {}).get("uri") == note["uri"]]
    assert len(told) <= 1


@state("No note.", "No note under that id from this body.", "Still gone.")
def no_note(after: After) -> None:
    after.unchanged()
    assert after.note() is None


@state("No note of dave unless fetched from its origin.")
def no_note_of_third_party(after: After) -> None:
    after.unchanged()
    assert after.note() is None


@state("No note; that activity id is not marked as seen.")
def activity_id_still_free(after: After) -> None:
    """The owner of the id can still use it."""
    assert after.note() is None
    mallory = after.scene.servers.actors[MALLORY]
    post = after.scene.ids[f"{ORIGIN}/posts/p-alice-public"]
    after.scene.deliver(MALLORY, mallory.activity("Like", post, id=after.case.document["id"]))
    wait_until(lambda: after.scene.status("alice", post)["favourites_count"] == 1, "the activity of mallory")


@state("No note, no boost.")
def no_note_no_boost(after: After) -> None:
    assert after.note() is None
    assert not boosts(after, "bob") and not boosts(after, "alice")


@state("Nothing is shown as written by alice.")
def nothing_by_alice(after: After) -> None:
    assert after.note() is None
    assert_alice_wrote_nothing_new(after)


def assert_alice_wrote_nothing_new(after: After) -> None:
    me = after.scene.get("alice", "/api/v1/accounts/verify_credentials")
    written = after.scene.get("alice", f"/api/v1/accounts/{me['id']}/statuses?exclude_reblogs=true")
    assert {each["uri"] for each in written} <= set(after.scene.ids.values())


@state("The post of alice is unchanged.", "Thread still open.")
def post_of_alice_unchanged(after: After) -> None:
    post = after.scene.status("alice", after.scene.ids[f"{ORIGIN}/posts/p-alice-public"])
    assert "Who brings the ladder?" in post["content"] and author(post) == f"{ORIGIN}/users/alice"
    assert_alice_wrote_nothing_new(after)
    answer = after.scene.call("bob", "POST", "/api/v1/statuses",
                              {"status": "I do.", "in_reply_to_id": post["id"], "visibility": "public"})
    assert answer["in_reply_to_id"] == post["id"]


@state("A new note of mallory exists; the note of carol is unchanged; atomUri is ignored.")
def new_note_beside_old(after: After) -> None:
    assert author(stored_note(after)) == MALLORY
    note_of_carol_unchanged(after)


@state("The note of carol is unchanged.", "Note still there.", "Author stays carol.", "Newer text kept.")
def note_of_carol_unchanged(after: After) -> None:
    note = after.scene.status("alice", NOTE_1)
    assert note["content"] == "<p>real</p>" and author(note) == CAROL


@state("Note of evil.test still there.")
def note_of_mallory_there(after: After) -> None:
    assert after.scene.status("alice", NOTE_5)["content"] == "<p>by mallory</p>"


@state("Stored audience unchanged (content may be updated).", "Audience of the note is unchanged; people outside it "
       "see nothing.")
def audience_unchanged(after: After) -> None:
    assert after.scene.status("alice", FOLLOWERS_ONLY)["visibility"] == "private"
    assert after.scene.status("bob", FOLLOWERS_ONLY) is None
    assert not [each for each in after.scene.home("bob") if FOLLOWERS_ONLY in (each["uri"],
                                                                               (each["reblog"] or {}).get("uri"))]


@state("Boost exists, content is the fetched real one, never the embedded one.")
def boost_of_the_real_note(after: After) -> None:
    found = boosts(after, "bob")
    assert len(found) == 1 and author(found[0]) == MALLORY
    assert found[0]["reblog"]["content"] == after.case.remote[NOTE_1]["body"]["content"]
    assert author(found[0]["reblog"]) == CAROL


def boosts(after: After, member: str) -> list[dict]:
    """What a member's home shows of the announced object as boosted."""
    announced = after.case.document["object"]
    url = announced if isinstance(announced, str) else announced["id"]
    return [each for each in after.scene.home(member) if each["reblog"] and each["reblog"]["uri"] == url]


@state("Note fetched from its origin and attached to the group.")
def attached_to_group(after: After) -> None:
    inner = after.case.object["object"]
    assert after.fetches(inner["id"]) == 1
    group = after.scene.account("alice", HOBBY)
    topics = after.scene.get("alice", f"/api/v1/accounts/{group['id']}/statuses")
    found = [each["reblog"] for each in topics if each["reblog"] and each["reblog"]["uri"] == inner["id"]]
    assert len(found) == 1 and author(found[0]) == inner["attributedTo"]


# Actors, follows, groups.

@state("carol still known.")
def carol_known(after: After) -> None:
    assert after.scene.account("alice", CAROL)["uri"] == CAROL
    assert after.scene.status("alice", NOTE_1) is not None


@state("carol still follows alice.")
def carol_follows_alice(after: After) -> None:
    assert after.scene.relationship("alice", CAROL)["followed_by"]


@state("alice does not follow carol.")
def alice_does_not_follow(after: After) -> None:
    relation = after.scene.relationship("alice", CAROL)
    assert not relation["following"] and not relation["requested"]


@state("Still pending.")
def still_pending(after: After) -> None:
    relation = after.scene.relationship("alice", CAROL)
    assert relation["requested"] and not relation["following"]


@state("alice still follows carol, not mallory.")
def follow_not_moved(after: After) -> None:
    assert after.scene.relationship("alice", CAROL)["following"]
    assert not after.scene.relationship("alice", MALLORY)["following"]


@state("Pending request; mallory is not a follower; no Accept is sent.")
def follow_is_pending(after: After) -> None:
    asking = [account["uri"] for account in after.scene.get("bob", "/api/v1/follow_requests")]
    assert asking == [MALLORY]
    assert not after.scene.relationship("bob", MALLORY)["followed_by"]
    assert not after.scene.servers.deliveries(kind="Accept")
    assert after.tables["outgoing"] == after.tables_before["outgoing"]


@state("No follow at all.")
def no_follow(after: After) -> None:
    for member in ("alice", "bob"):
        assert not after.scene.relationship(member, MALLORY)["followed_by"]
        assert not after.scene.get(member, "/api/v1/follow_requests")


@state("Moderator list unchanged.")
def moderators_unchanged(after: After) -> None:
    moderators = after.scene.actor_document("/groups/open/moderators")
    assert moderators["orderedItems"] == [f"{ORIGIN}/users/admin"]


@state("bob is not banned.")
def bob_may_post(after: After) -> None:
    post = after.scene.call("bob", "POST", "/api/v1/statuses", {
        "status": "Still here.", "visibility": "public", "folkmoot": {"group": "open", "title": "Not banned"}})
    assert author(post) == f"{ORIGIN}/users/bob"


@state("No like by alice.")
def no_like_by_alice(after: After) -> None:
    assert not after.scene.status("alice", after.case.document["object"])["favourited"]


@state("No report holds the text of the message; mallory learns nothing.")
def message_stays_private(after: After) -> None:
    """Neither the store nor an answer or delivery to the reporter changes."""
    after.unchanged()
    assert not after.scene.servers.requests("POST", after.host)


@state("No like; same answer as for an unknown id.", "Vote count unchanged.", "The reply is not attached, nobody is "
       "notified, the answer does not differ from that for an unknown inReplyTo.")
def hidden_as_if_unknown(after: After) -> None:
    """The same delivery about a post that never was is answered in the same way, byte for byte."""
    hidden = next(name for name in (f"{ORIGIN}/posts/p-inner-1", f"{ORIGIN}/posts/idea-inner-1")
                  if name.encode() in after.case.body())
    post = after.scene.status("alice", after.scene.ids[hidden])
    assert post["favourites_count"] == 0 and post["replies_count"] == 0
    assert not after.scene.get("alice", f"/api/v1/statuses/{post['id']}/context")["descendants"]
    told = after.scene.answers[-1]
    after.scene.ids[hidden] = f"{ORIGIN}/objects/1"
    after.scene.deliver_case(after.case, id=after.case.document["id"] + "-unknown")
    assert (after.scene.answers[-1].status, after.scene.answers[-1].body) == (told.status, told.body)


@state("At most 20 reports of one domain per day and 1 per object and reporter; moderators get one digest.")
def reports_bounded(after: After) -> None:
    """All of them are about one post, by one reporter."""
    rows_before, rows = (int(tables["reports"].split()[0]) for tables in (after.tables_before, after.tables))
    assert rows - rows_before <= 1
    after.unchanged(but={"reports", "changes"})
    assert len(after.scene.notifications("admin")) <= 1


# What is shown.

@state("Stored and served fields hold the HTML properties of the sanitizer corpus; name and summary are plain text.")
def shown_safely(after: After) -> None:
    note = stored_note(after)
    assert_safe(note["content"])
    assert "<" not in note["spoiler_text"]
    assert "steal" not in json.dumps(note)
    assert_text_on_page(after, f"/p/{note['id']}", after.case.object["name"])


@state("url is absent; links use the id.")
def url_is_the_id(after: After) -> None:
    note = stored_note(after)
    assert note["url"] in (None, note["uri"])
    assert "javascript" not in json.dumps(note)


@state("No socket to any loopback form; attachments dropped.")
def attachments_dropped(after: After) -> None:
    assert stored_note(after)["media_attachments"] == []


@state("The emoji is dropped; note kept.")
def emoji_dropped(after: After) -> None:
    note = stored_note(after)
    assert note["emojis"] == []
    assert "steal" not in json.dumps(note)


@state("Field name is text; value is sanitised, no rel=me.")
def field_shown_safely(after: After) -> None:
    fields = after.scene.account("alice", CAROL)["fields"]
    assert [field["name"] for field in fields] == [after.case.object["attachment"][0]["name"]]
    assert_text_on_page(after, "/@carol@good.test", fields[0]["name"])
    assert_safe(fields[0]["value"])
    links = [e for e in parse(fields[0]["value"]).iter("a")]
    assert not [a for a in links if "me" in a.get("rel", "").split()]
    assert fields[0]["verified_at"] is None


@state("Display name holds no bidi control.")
def name_without_bidi(after: After) -> None:
    name = after.scene.account("alice", CAROL)["display_name"]
    assert "carol" in name and not [c for c in name if c in BIDI]


@state("Handle is newcomer@good.test; never admin@home.test.")
def handle_of_its_host(after: After) -> None:
    newcomer = after.scene.account("alice", after.case.document["actor"])
    assert newcomer["acct"] == "newcomer@good.test"
    assert after.scene.get("alice", "/api/v1/accounts/lookup?acct=admin")["uri"] == f"{ORIGIN}/users/admin"


def assert_text_on_page(after: After, path: str, markup: str) -> None:
    """What looks like markup is text on the pages for people, if they show it at all."""
    status, headers, page = after.scene.node.request("GET", path, headers={"Accept": "text/html"})
    assert status in (200, 301, 302, 303, 307, 404)
    assert markup.encode() not in page and markup not in (headers["Location"] or "")


def parse(html: str):
    return html5lib.parseFragment(html, namespaceHTMLElements=False)


def assert_safe(html: str) -> None:
    """As a second parser sees it: no element that runs or loads something, no handler, no scheme but the web's."""
    for element in parse(html).iter():
        if not isinstance(element.tag, str) or element.tag == "DOCUMENT_FRAGMENT":
            continue
        assert element.tag not in ("script", "style", "iframe", "object", "embed", "img", "svg", "math", "form"), html
        for name, value in element.attrib.items():
            assert not name.lower().startswith("on") and name.lower() != "style", html
            if name in ("href", "src"):
                assert urllib.parse.urlsplit(value).scheme in ("http", "https", "mailto"), html
