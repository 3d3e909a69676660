"""What known vulnerabilities cost, and whether they are right: ``python -m benchmarks.advisories PATH…``.

PATH is what ``advisories import`` takes. Timings are processor time, on those records and on 100,000 made of
them. The agreement asks a judge about each package's own boundary versions: those that events name, some of
the listed ones, and what lies beside them. On PyPI the judge is ``packaging``, whose ``<2`` leaves 2's
pre-releases out where OSV's order has them in (the extras); elsewhere ``semantic_version``, walking events.
"""

import argparse
import json
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar
from zipfile import ZipFile

import semantic_version
from packaging.specifiers import SpecifierSet
from packaging.version import InvalidVersion, Version

from benchmarks.timing import Row, limit, table
from gitops_assets.core.advisories.matching import Verdict, judged
from gitops_assets.core.advisories.model import Package
from gitops_assets.core.advisories.record import Record, read_record
from resources.advisories.building import build
from resources.advisories.snapshot import Snapshot
from resources.advisories.sources import Document, all_documents, parsed

T = TypeVar("T")
MADE = 100_000
ASKED = 5_000
NOW = 1_800_000_000
Judge = Callable[[dict[str, Any], str], bool | None]


def documents(paths: Sequence[Path]) -> Iterator[dict[str, Any]]:
    """Every record as its JSON."""
    for found in all_documents(paths):
        if isinstance(found, Document):
            yield from (each for each in parsed(found) if isinstance(each, dict))


def timed(act: Callable[[], T]) -> tuple[float, T]:
    began = time.process_time()
    answer = act()
    return time.process_time() - began, answer


def many(records: Sequence[dict[str, Any]], path: Path) -> Path:
    """A zip with 100,000 records like these; each round of them is about packages of its own."""
    with ZipFile(path, "w") as archive:
        for nth in range(MADE):
            base, turn = records[nth % len(records)], nth // len(records)
            renamed = [_renamed(each, turn) for each in base.get("affected", ())]
            record = {**base, "id": f"MADE-{nth}", "aliases": [], "affected": renamed}
            archive.writestr(f"{nth}.json", json.dumps(record))
    return path


def _renamed(entry: dict[str, Any], turn: int) -> dict[str, Any]:
    package = entry.get("package", {})
    name = f"{package.get('name')}-{turn}" if turn else package.get("name")
    return {**entry, "package": {**package, "name": name}}


def packages(records: Sequence[Record]) -> list[Package]:
    """5,000 packages that the records know, each at a version that one of them names."""
    named = {
        Package(each.ecosystem, each.name, event.version)
        for record in records
        for each in record.affected
        for part in each.ranges
        if part.type != "GIT"
        for event in part.events
    }
    return sorted(named)[:: max(1, len(named) // ASKED)][:ASKED]


def timings(paths: Sequence[Path], folder: Path) -> list[Row]:
    raw = list(documents(paths))
    read = [read_record(each) for each in raw]
    small, _ = timed(lambda: build(paths, folder / "small.db", now=NOW))
    again, _ = timed(lambda: build(paths, folder / "small.db", now=NOW, add=True))
    large = many(raw, folder / "large.zip")
    floor, _ = timed(lambda: sum(1 for _ in documents([large])))
    whole, _ = timed(lambda: build([large], folder / "large.db", now=NOW))
    snapshot = Snapshot.open(folder / "large.db")
    assert snapshot is not None
    with snapshot:
        asked = packages(read)
        match, answers = timed(lambda: snapshot.look_up(asked))
        memo, _ = timed(lambda: snapshot.look_up(asked))
    found = sum(len(each.vulnerabilities) for each in answers.values())
    return [
        Row(f"import of {len(raw):,} records", f"{small:.2f} s"),
        Row("the same again with --add", f"{again:.2f} s"),
        Row(f"unzip and parse {MADE:,} records, nothing else", f"{floor:.2f} s"),
        limit(f"import of {MADE:,} records", whole, "s", at_most=15),
        limit(f"{len(asked):,} packages, {found:,} vulnerabilities", match, "s", at_most=10),
        Row("the same packages asked again", f"{1000 * memo:.1f} ms"),
    ]


def by_packaging(entry: dict[str, Any], version: str) -> bool | None:
    """PyPI's judge; None where it cannot read a version."""
    if version in entry.get("versions", ()):
        return True
    try:
        return any(
            Version(version) in SpecifierSet(spec, prereleases=True)
            for part in entry.get("ranges", ())
            if part.get("type") == "ECOSYSTEM"
            for spec in _specifiers(part["events"])
        )
    except InvalidVersion:
        return None


def _specifiers(events: Sequence[dict[str, str]]) -> Iterator[str]:
    """Each interval as specifiers; ``<2`` of PEP 440 leaves 2's pre-releases out, so these disagree."""
    begin: str | None = None
    for event in sorted(events, key=lambda each: Version(next(iter(each.values())))):
        if "introduced" in event and begin is None:
            begin = event["introduced"]
        elif begin is not None and ("fixed" in event or "last_affected" in event):
            last = event.get("last_affected")
            yield f">={begin},<={last}" if last else f">={begin},<{event['fixed']}"
            begin = None
    if begin is not None:
        yield f">={begin}"


def by_semantic_version(entry: dict[str, Any], version: str) -> bool | None:
    """The judge of Go and crates.io; None where it cannot read a version."""
    try:
        mine = semantic_version.Version(version.removeprefix("v"))
        inside = False
        for part in entry.get("ranges", ()):
            state = False
            for kind, text in sorted(
                ((k, v) for event in part["events"] for k, v in event.items()),
                key=lambda each: (_semantic(each[1]), each[0] != "introduced"),
            ):
                if mine >= _semantic(text):
                    state = kind == "introduced"
            inside |= state
    except ValueError:
        return None
    return inside


def _semantic(text: str) -> semantic_version.Version:
    return semantic_version.Version("0.0.0-0" if text == "0" else text.removeprefix("v"))


JUDGES: dict[str, Judge] = {
    "PyPI": by_packaging,
    "Go": by_semantic_version,
    "crates.io": by_semantic_version,
}


def boundaries(entry: dict[str, Any]) -> Iterator[str]:
    """Every version that the entry names, and its neighbours."""
    named = [text for part in entry.get("ranges", ()) for each in part["events"] for text in each.values()]
    named = [each for each in (*named, *entry.get("versions", ())[::10]) if each != "0" and len(each) < 40]
    yield from ("0.0.1", "999.0.0")
    for text in dict.fromkeys(named):
        yield text
        head, _, last = text.rpartition(".")
        if head and last.isdigit():
            yield f"{head}.{int(last) + 1}"
            yield from (f"{head}.{int(last) - 1}",) if int(last) else ()


def agreement(paths: Sequence[Path]) -> list[Row]:
    """How often both say the same, how often each alone says affected."""
    counts: Counter[tuple[str, str]] = Counter()
    for record in documents(paths):
        for entry in record.get("affected", ()):
            ecosystem = entry.get("package", {}).get("ecosystem")
            if ecosystem in JUDGES:
                counts.update((ecosystem, each) for each in _compared(record, entry, JUDGES[ecosystem]))
    return [
        Row(
            f"{name}: {sum(n for (each, _), n in counts.items() if each == name):,} versions",
            ", ".join(f"{counts[name, what]:,} {what}" for what in ("agree", "extra", "missed", "undecided")),
            "none missed",
            not counts[name, "missed"],
        )
        for name in JUDGES
        if any(each == name for each, _ in counts)
    ]


def _compared(record: dict[str, Any], entry: dict[str, Any], judge: Judge) -> Iterator[str]:
    ours = read_record({**record, "affected": [entry]}).affected
    for version in boundaries(entry):
        theirs, mine = judge(entry, version), judged(ours, version)
        if theirs is None or mine is Verdict.UNDECIDED:
            yield "undecided"
        elif theirs == (mine is Verdict.AFFECTED):
            yield "agree"
        else:
            yield "missed" if theirs else "extra"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", type=Path, nargs="+")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        print(table("Advisories: import and matching", timings(options.paths, Path(folder))))
    print(table("Advisories: the same versions affected", agreement(options.paths)))


if __name__ == "__main__":
    main()
