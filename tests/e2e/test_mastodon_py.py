"""Mastodon.py 1.8.0 as packaged by Debian."""

import pathlib
import urllib.parse
import uuid

from mastodon import Mastodon

from harness.session import OUT_OF_BAND, Browser, element, text_of


def logged_in(node, name: str) -> Mastodon:
    """A client that went through the code grant."""
    base = f"http://localhost:{node.port}"
    client_id, secret = Mastodon.create_app("Mastodon.py", api_base_url=base, scopes=["read", "write", "follow"])
    client = Mastodon(client_id=client_id, client_secret=secret, api_base_url=base)
    assert client.mastodon_major == 4 and client.mastodon_minor == 5
    url = client.auth_request_url(redirect_uris=OUT_OF_BAND, scopes=["read", "write", "follow"])
    parts = urllib.parse.urlsplit(url)
    _, page = Browser(node).authorize(f"{parts.path}?{parts.query}", name)
    client.log_in(code=text_of(element(page, "oauth-code")), redirect_uri=OUT_OF_BAND,
                  scopes=["read", "write", "follow"])
    return client


def test_mastodon_py_lives_on_the_node(gardeners, picture: pathlib.Path):
    client = logged_in(gardeners, "alice")
    assert client.me().acct == "alice"

    media = client.media_post(str(picture), description="a red dot")
    key = uuid.uuid4().hex
    first = client.status_post("with a picture #garden", media_ids=[media], idempotency_key=key)
    again = client.status_post("with a picture #garden", media_ids=[media], idempotency_key=key)
    assert first.id == again.id
    assert first.media_attachments[0].description == "a red dot"
    assert [tag.name for tag in first.tags] == ["garden"]

    group = client.account_search("gardeners")[0]
    assert group.group is True
    relationship = client.account_follow(group)
    assert relationship.following is True

    topic = client.account_statuses(group)[0].reblog
    assert topic.account.acct == "bob"
    assert "What to plant" in topic.content
    answer = client.status_post("Radishes, they are quick.", in_reply_to_id=topic.id)
    context = client.status_context(topic)
    assert [status.id for status in context.descendants] == [answer.id]
    assert client.status_favourite(topic).favourites_count == 1

    bob = logged_in(gardeners, "bob")
    kinds = {notification.type for notification in bob.notifications()}
    assert {"mention", "favourite"} <= kinds

    edited = client.status_update(answer.id, "Radishes or spinach.")
    assert "spinach" in edited.content and edited.edited_at is not None
    assert len(client.status_history(answer.id)) == 2

    for number in range(5):
        client.status_post(f"number {number}")
    page, seen = client.timeline_home(limit=2), []
    while page:
        seen += [status.id for status in page]
        page = client.fetch_next(page)
    assert len(seen) == len(set(seen))
    assert first.id in seen

    client.status_delete(first.id)
    assert client.account_unfollow(group).following is False
