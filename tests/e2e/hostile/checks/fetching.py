"""What may be fetched, and how often."""

import time
import urllib.parse

from ..stub import CAROL
from ..world import ORIGIN
from .after import PATIENCE, After, boosts, stored_note
from .registry import state

ANCESTORS = 40


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
