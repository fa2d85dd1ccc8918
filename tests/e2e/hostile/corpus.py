"""The hostile deliveries: a manifest and one envelope a file. Another set of the same format is run by naming its
directory in FOLKMOOT_CORPUS (it holds `activities/` beside other sets)."""

import base64
import copy
import dataclasses
import datetime
import json
import os
import pathlib

OWN = pathlib.Path(__file__).parents[2] / "corpus/hostile/activities"
DIRECTORY = pathlib.Path(os.environ["FOLKMOOT_CORPUS"]) / "activities" if "FOLKMOOT_CORPUS" in os.environ else OWN


@dataclasses.dataclass(frozen=True)
class Case:
    """One delivery: how it is made and what is expected of it."""
    name: str               # of the file, without its ending
    kind: str               # "class" of the manifest
    expect: str             # accept, reject, ignore
    statuses: list[int]
    state: str
    envelope: dict

    @property
    def request(self) -> dict:
        return self.envelope["request"]

    @property
    def before(self) -> str | None:
        return self.envelope.get("before")

    @property
    def remote(self) -> dict[str, dict]:
        return self.envelope.get("remote", {})

    @property
    def document(self) -> dict:
        """The activity where the envelope holds it as JSON; {} for raw, generated and broken bodies."""
        return self.envelope.get("body") or self.envelope.get("body_recipe", {}).get("base") or {}

    @property
    def object(self) -> dict:
        """The object of the activity when it is embedded, else {}."""
        found = self.document.get("object")
        return found if isinstance(found, dict) else {}

    def body(self) -> bytes:
        """What is sent, before any encoding and with the ids and placeholders of the corpus."""
        if "body_base64" in self.envelope:
            return base64.b64decode(self.envelope["body_base64"])
        if "body_raw" in self.envelope:
            return self.envelope["body_raw"].encode()
        if "body_recipe" in self.envelope:
            return cook(self.envelope["body_recipe"])
        return compact(self.envelope["body"])


def compact(document) -> bytes:
    return json.dumps(document, separators=(",", ":"), ensure_ascii=False).encode()


def cook(recipe: dict) -> bytes:
    """A generated body, see "format" in the manifest."""
    times = recipe["times"]
    if "base" not in recipe:
        return (recipe.get("prefix", "") + recipe.get("repeat", "") * times + recipe.get("middle", "")
                + recipe.get("close", "") * times + recipe.get("suffix", "")).encode()
    document = copy.deepcopy(recipe["base"])
    *parents, last = recipe["array_at"].strip("/").split("/")
    place = document
    for name in parents:
        place = place[name]
    item = json.dumps(recipe["item"])
    place[last] = [json.loads(item.replace("{n}", str(n))) for n in range(times)]
    return compact(document)


def load(directory: pathlib.Path = DIRECTORY) -> tuple[datetime.datetime, list[Case]]:
    """The clock of the set's world, and its cases."""
    manifest = json.loads((directory / "manifest.json").read_text())
    clock = datetime.datetime.fromisoformat(manifest["world"]["clock"].split()[0].replace("Z", "+00:00"))
    return clock, [
        Case(pathlib.Path(row["file"]).stem, row["class"], row["expect"], row["http"], row["state"],
             json.loads((directory / row["file"]).read_text()))
        for row in manifest["cases"]
    ]
