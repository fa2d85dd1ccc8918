"""Adds up the JUnit reports of a test run, names what failed and was skipped, and ends with 'N passed, N failed'."""

import pathlib
import sys
import xml.etree.ElementTree as xml


def main(folder: pathlib.Path) -> int:
    passed, failed, skipped = 0, 0, []
    for report in sorted(folder.glob("*.xml")):
        for case in xml.parse(report).iter("testcase"):
            name = f"{case.get('classname')}.{case.get('name')}"
            if case.find("failure") is not None or case.find("error") is not None:
                failed += 1
                print(f"FAILED  {name}")
            elif case.find("skipped") is not None or case.get("result") == "skipped" or case.get("status") == "notrun":
                skipped.append(name)
            else:
                passed += 1
    broken = folder / "broken"
    if broken.exists():
        for line in broken.read_text().splitlines():
            failed += 1
            print(f"FAILED  {line}")
    for name in skipped:
        print(f"skipped {name}")
    tail = f", {len(skipped)} skipped" if skipped else ""
    print(f"{passed} passed, {failed} failed{tail}")
    return 1 if failed or passed == 0 else 0


sys.exit(main(pathlib.Path(sys.argv[1])))
