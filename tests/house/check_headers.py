#!/usr/bin/env python3
"""Compiles every header of the rooms on its own, with the flags of its room and without precompiled headers: a header
includes what it uses. Reads the compile commands of a configured build; writes a JUnit report. Takes minutes the first
time; ccache, where it is installed, knows the headers that have not changed.

    check_headers.py build/dev report.xml [header...]
"""

import concurrent.futures
import json
import os
import pathlib
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ElementTree

ROOMS = ("activitypub", "storage", "federation", "webui", "node")
TOP = pathlib.Path(__file__).resolve().parents[2]


def flags_of_rooms(build: pathlib.Path) -> dict[str, list[str]]:
    """The flags that a room's sources are compiled with, but for source, output and precompiled headers."""
    flags: dict[str, list[str]] = {}
    for entry in json.loads((build / "compile_commands.json").read_text()):
        source = pathlib.Path(entry["file"])
        room = source.relative_to(TOP).parts[0] if source.is_relative_to(TOP) else ""
        if room not in ROOMS or room in flags or f"folkmoot_{room}.dir" not in entry["command"]:
            continue
        words = entry["command"].split()
        compiler = next(i for i, word in enumerate(words) if "clang++" in word)
        kept, skip = [], 0
        for i, word in enumerate(words[compiler:], compiler):
            if skip:
                skip -= 1
            elif word == "-Xclang" and words[i + 1] in ("-include-pch", "-include"):
                skip = 3
            elif word in ("-o", "-c"):
                skip = 1
            else:
                kept.append(word.replace('\\"', '"'))
        flags[room] = kept
    return flags


def check(header: str, flags: list[str], build: pathlib.Path) -> tuple[str, str]:
    """The header and what the compiler says against it; nothing when it stands alone."""
    unit = build / "headers" / f"{header}.cpp"
    unit.parent.mkdir(parents=True, exist_ok=True)
    text = f'#include "{header}"\n'
    if not unit.exists() or unit.read_text() != text:
        unit.write_text(text)
    command = [*flags, "-Werror", "-g0", "-c", str(unit), "-o", str(unit.with_suffix(".o"))]
    cache = shutil.which("ccache")
    done = subprocess.run([cache, *command] if cache else command, cwd=build, text=True, capture_output=True)
    return header, done.stderr if done.returncode != 0 else ""


def main() -> int:
    build, report, *named = sys.argv[1:]
    build = pathlib.Path(build).resolve()
    flags = flags_of_rooms(build)
    headers = named or sorted(str(path.relative_to(TOP)) for room in ROOMS for path in (TOP / room).rglob("*.hpp"))
    suite = ElementTree.Element("testsuite", name="headers")
    failed = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for header, complaint in pool.map(lambda name: check(name, flags[name.split("/")[0]], build), headers):
            case = ElementTree.SubElement(suite, "testcase", classname="headers", name=header)
            if complaint:
                failed += 1
                ElementTree.SubElement(case, "failure", message="does not stand alone").text = complaint
                print(f"{header}\n{complaint}")
    ElementTree.ElementTree(suite).write(report)
    print(f"{len(headers) - failed} of {len(headers)} headers stand alone")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
