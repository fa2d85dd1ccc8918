"""Posts, boosts and likes: what exists, whose it is, who sees it."""

from harness.waiting import wait_until

from ..stub import CAROL, HOBBY, MALLORY
from ..world import FOLLOWERS_ONLY, NOTE_1, NOTE_5, ORIGIN
from .after import After, author, boosts, stored_note
from .registry import state


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


@state("Note fetched from its origin and attached to the group.")
def attached_to_group(after: After) -> None:
    inner = after.case.object["object"]
    assert after.fetches(inner["id"]) == 1
    group = after.scene.account("alice", HOBBY)
    topics = after.scene.get("alice", f"/api/v1/accounts/{group['id']}/statuses")
    found = [each["reblog"] for each in topics if each["reblog"] and each["reblog"]["uri"] == inner["id"]]
    assert len(found) == 1 and author(found[0]) == inner["attributedTo"]
