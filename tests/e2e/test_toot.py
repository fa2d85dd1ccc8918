"""The command-line client `toot` as packaged by Debian, unmodified, on a pseudo-terminal."""

import os
import pathlib
import pty
import re
import select
import subprocess
import time

from harness.session import Browser, element, text_of


class Terminal:
    """A program on a pseudo-terminal that is read and typed to."""

    def __init__(self, arguments: list[str], environment: dict[str, str]):
        self.output = ""
        pid, self.descriptor = pty.fork()
        if pid == 0:
            os.execvpe(arguments[0], arguments, environment)
        self.pid = pid

    def read_until(self, pattern: str, timeout: float = 30.0) -> re.Match:
        """Reads until the output so far matches."""
        deadline = time.monotonic() + timeout
        while not (found := re.search(pattern, self.output, re.S)):
            remaining = deadline - time.monotonic()
            if remaining <= 0 or not select.select([self.descriptor], [], [], remaining)[0]:
                raise AssertionError(f"no {pattern!r} in: {self.output}")
            try:
                self.output += os.read(self.descriptor, 4096).decode(errors="replace")
            except OSError:
                raise AssertionError(f"the program ended before {pattern!r}: {self.output}") from None
        return found

    def type(self, line: str) -> None:
        os.write(self.descriptor, (line + "\n").encode())

    def wait(self) -> int:
        """Exit code of the program."""
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])


def test_toot_lives_on_the_node(gardeners, tmp_path: pathlib.Path, picture: pathlib.Path):
    environment = {**os.environ, "XDG_CONFIG_HOME": str(tmp_path / "config"), "COLUMNS": "400", "TERM": "dumb"}

    def toot(*arguments: str) -> str:
        done = subprocess.run(["/usr/bin/toot", *arguments, "--no-color"], capture_output=True, text=True, timeout=60,
                              env=environment)
        assert done.returncode == 0, f"toot {' '.join(arguments)}: {done.stdout}{done.stderr}"
        assert "error" not in done.stderr.lower(), done.stderr
        return done.stdout

    login = Terminal(["/usr/bin/toot", "login", "-i", f"localhost:{gardeners.port}", "--disable-https", "--no-color"],
                     environment)
    login.read_until(r"\[Y/n\]")
    login.type("n")
    url = login.read_until(r"(http://\S+/oauth/authorize\S*)\s")[1]
    _, page = Browser(gardeners).authorize(url.split(f":{gardeners.port}", 1)[1], "alice")
    login.read_until("Authorization code:")
    login.type(text_of(element(page, "oauth-code")))
    login.read_until("Successfully logged in")
    assert login.wait() == 0

    assert "@alice" in toot("whoami")
    posted = toot("post", "hello from a terminal", "--media", str(picture), "--description", "a red dot")
    status_id = re.search(r"/(\d+)", posted)[1]
    assert "hello from a terminal" in toot("timeline", "--once")
    assert "gardeners" in toot("search", "gardeners")
    assert "gardeners" in toot("follow", "gardeners")
    assert "What to plant" in toot("timeline", "--once")
    toot("favourite", status_id)
    toot("reblog", status_id)
    assert "hello from a terminal" in toot("thread", status_id)
    toot("delete", status_id)
    assert "hello from a terminal" not in toot("timeline", "--once")
