"""What a Keras broke, from pytest's XML report: for a cell that never fails."""
from pathlib import Path
from typing import Dict, List
from xml.etree import ElementTree


def broken(report: Path) -> List[str]:
    """What pytest's XML report says failed: how much, then each error once, the commonest first, with its first test."""
    if not report.exists():
        return ["pytest ended before any test: compat does not import on this Keras"]
    cases = list(ElementTree.parse(str(report)).iter("testcase"))
    failed: Dict[str, List[str]] = {}
    for case in cases:
        for fault in case:
            if fault.tag in ("failure", "error"):
                said = fault.get("message", "").split("\n")[0]
                failed.setdefault(said, []).append("{}.{}".format(case.get("classname"), case.get("name")))
    lines = ["{} x {}, first in {}".format(len(names), said, names[0])
             for said, names in sorted(failed.items(), key=lambda each: -len(each[1]))]
    return ["{} of {} tests failed".format(sum(map(len, failed.values())), len(cases)), *lines]
