"""Sentences that say only that nothing happened: the tables tell."""

from .after import After
from .registry import state


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
