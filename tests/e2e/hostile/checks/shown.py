"""What is shown of what a stranger wrote."""

import json
import urllib.parse

import html5lib

from ..stub import CAROL
from ..world import ORIGIN
from .after import After, stored_note
from .registry import state

BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f"


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
