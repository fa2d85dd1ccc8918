"""What a check looks at: the node after a case, and what several checks ask of it."""

import dataclasses
import urllib.parse

from ..corpus import Case
from ..world import Scene

# Nothing here may depend on a fast machine; the manifest's 1 s and 2 s are for an idle one.
PATIENCE = 20.0


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


def stored_note(after: After) -> dict:
    """The note of an accepted Create; `always` has waited for what was still to be fetched."""
    note = after.note()
    assert note, f"{after.case.object['id']} is not stored"
    return note


def author(status: dict) -> str:
    return status["account"]["uri"]


def boosts(after: After, member: str) -> list[dict]:
    """What a member's home shows of the announced object as boosted."""
    announced = after.case.document["object"]
    url = announced if isinstance(announced, str) else announced["id"]
    return [each for each in after.scene.home(member) if each["reblog"] and each["reblog"]["uri"] == url]
