"""Actors, follows, groups, votes and reports."""

from ..stub import CAROL, MALLORY
from ..world import NOTE_1, ORIGIN
from .after import After, author
from .registry import state


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
