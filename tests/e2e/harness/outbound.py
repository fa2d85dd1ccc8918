"""What a node under test opens sockets to: everything is noted, and only the stub of the fediverse is let through."""

import pathlib
import shutil
import subprocess

DOOR = "127.0.0.2"


class OutboundTrap:
    """The preloaded library, and the file in which it notes calls."""

    def __init__(self, folder: pathlib.Path, stub_port: int):
        """
        folder     where the library is built and the notes are kept
        stub_port  where the stub really listens on DOOR; the node sees it on port 443
        """
        self.library = folder / "outbound_trap.so"
        self.notes = folder / "outbound.log"
        self.stub_port = stub_port
        compiler = shutil.which("clang++-19") or shutil.which("c++")
        source = pathlib.Path(__file__).with_name("outbound_trap.cpp")
        subprocess.run([compiler, "-std=c++20", "-O1", "-shared", "-fPIC", "-o", self.library, source, "-ldl"],
                       check=True)
        self.forget()

    @property
    def environment(self) -> dict[str, str]:
        """What the node is started with; LD_PRELOAD is the caller's to put together."""
        return {"OUTBOUND_LOG": str(self.notes), "OUTBOUND_DOOR": f"{DOOR}:443", "OUTBOUND_PORT": str(self.stub_port)}

    def forget(self) -> None:
        """Begins a new list."""
        self.notes.write_text("")

    def trapped(self) -> list[str]:
        """Calls that led anywhere but to the stub, e.g. "connect 127.0.0.1:6379" or "resolve example.com"."""
        return [line for line in self.notes.read_text().splitlines() if line != f"connect {DOOR}:443"]

    def connections(self) -> int:
        """How many sockets were opened to the stub."""
        return self.notes.read_text().splitlines().count(f"connect {DOOR}:443")
