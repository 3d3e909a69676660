"""Every format read back from its bytes to the counts that all have to share.

A format without a reader makes ``test_same_counts.py`` fail: add one to ``READERS``, or say in ``UNREAD`` why
there is nothing to count in it.
"""

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from python_calamine import CalamineWorkbook

from exporters.model import File
from gitops_assets.core.report import Report, summarise

Name = TypeVar("Name", bound=str)
OPEN = frozenset({"new", "existing", "reopened"})
Files = Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Counts:
    """What a format says; None is what it does not tell."""

    severities: Mapping[str, int] | None = None
    statuses: Mapping[str, int] | None = None
    gates: Mapping[str, int] | None = None
    repositories: int | None = None
    health: Mapping[str, int] | None = None
    states: Mapping[str, int] | None = None
    packages: int | None = None
    changes: int | None = None

    def told(self) -> dict[str, object]:
        """What it does tell."""
        values = ((name, getattr(self, name)) for name in self.__slots__)
        return {name: value for name, value in values if value is not None}


def counts_of(report: Report) -> Counts:
    """What every format has to say."""
    summary = summarise(report)
    return Counts(
        severities=_plain(summary.severities),
        statuses=_plain(summary.statuses),
        gates=_texts(summary.gates),
        repositories=summary.repositories,
        health=_plain(summary.health),
        states=_plain(summary.states),
        packages=summary.dependencies.packages,
        changes=len(report.changes),
    )


def _plain(counts: Mapping[Name, int]) -> dict[str, int]:
    return {str(name): number for name, number in counts.items()}


def _texts(counts: Mapping[str, int]) -> dict[str, int]:
    """Gates by the names that bytes can hold."""
    found: Counter[str] = Counter()
    for name, number in counts.items():
        found[json.loads(json.dumps(name)).encode("utf-8", "backslashreplace").decode()] += number
    return dict(found)


def _of_rows(
    findings: Iterable[Mapping[str, object]],
    repositories: Iterable[Mapping[str, object]],
    packages: int | None,
    changes: int | None,
) -> Counts:
    found, seen = list(findings), list(repositories)
    live = [each for each in found if each["status"] in OPEN]
    return Counts(
        severities=Counter(str(each["severity"]) for each in live),
        statuses=Counter(str(each["status"]) for each in found),
        repositories=len(seen),
        health=Counter(str(each["health"]) for each in seen),
        states=Counter(state for each in seen for state in _words(each["states"])),
        packages=packages,
        changes=changes,
    )


def _words(states: object) -> list[str]:
    return states.split() if isinstance(states, str) else list(states)  # type: ignore[call-overload] # a list else


def of_json(files: Files) -> Counts:
    whole = json.loads(files["report.json"])
    packages = whole["dependencies"]["packages"]
    return _of_rows(whole["findings"], whole["repositories"], len(packages), len(whole["changes"]))


def of_ndjson(files: Files) -> Counts:
    lines = [json.loads(line) for line in files["report.ndjson"].split(b"\n") if line]
    kinds = Counter(line["type"] for line in lines)
    findings = (line for line in lines if line["type"] == "finding")
    repositories = (line for line in lines if line["type"] == "repository")
    return _of_rows(findings, repositories, kinds["package"], kinds["change"])


def of_csv(files: Files) -> Counts:
    rows = _records(files["repositories.csv"])
    return Counts(
        repositories=len(rows),
        health=Counter(row["health"] for row in rows),
        states=Counter(state for row in rows for state in row["states"].split()),
    )


def of_csv_tables(files: Files) -> Counts:
    found = _records(files["csv/findings.csv"])
    live = [row for row in found if row["status"] in OPEN]
    closed: Counter[str] = Counter()
    for row in _records(files["tasks.csv"]):
        closed.update({name: int(row[name]) for name in ("critical", "high", "medium", "low", "info")})
    severities = Counter(row["severity"] for row in live)
    assert +closed == severities
    return Counts(
        severities=severities,
        statuses=Counter(row["status"] for row in found),
        packages=len(_records(files["csv/packages.csv"])),
        changes=len(_records(files["csv/changes.csv"])),
    )


def of_xlsx(files: Files) -> Counts:
    book = CalamineWorkbook.from_filelike(io.BytesIO(files["report.xlsx"]))
    packages, changes = (_sheet(book, name) for name in ("packages", "changes"))
    return _of_rows(_sheet(book, "findings"), _sheet(book, "repositories"), len(packages), len(changes))


def of_markdown(files: Files) -> Counts:
    text = files["report.md"].decode()
    headings = re.findall(r"^### (\w+) \((\d+)\)$", text, re.MULTILINE)
    return Counts(severities={name.lower(): int(number) for name, number in headings if name != "Fixed"})


def of_comment(files: Files) -> Counts:
    return _headline(files["comment.md"].decode())


def of_html(files: Files) -> Counts:
    page = files["report.html"].decode()
    states = re.findall(r'<li data-state="([\w-]+)">.*?<span class="figure">(\d+)', page)
    health = Counter(re.findall(r'<tr data-health="(\w+)"', page))
    return Counts(
        repositories=sum(health.values()),
        health=health,
        states={name: int(number) for name, number in states},
    )


def of_sarif(files: Files) -> Counts:
    runs = json.loads(files["report.sarif"])["runs"]
    severities = Counter(each["properties"]["severity"] for run in runs for each in run["results"])
    return Counts(severities=severities)


def of_sarif_repositories(files: Files) -> Counts:
    runs = [
        run for path, body in files.items() if path.endswith(".sarif") for run in json.loads(body)["runs"]
    ]
    severities = Counter(each["properties"]["severity"] for run in runs for each in run["results"])
    return Counts(severities=severities)


def _records(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode(), newline="")))


def _sheet(book: CalamineWorkbook, name: str) -> list[dict[str, object]]:
    header, *rows = book.get_sheet_by_name(name).to_python()
    return [dict(zip(map(str, header), row, strict=True)) for row in rows]


def _headline(text: str) -> Counts:
    found = re.search(r"(\d[\d,]*) open findings?(?:: ([^.]*))?\.", text)
    assert found is not None
    parts = re.findall(r"(\d[\d,]*) (\w+)", found[2] or "")
    severities = {name: int(number.replace(",", "")) for number, name in parts}
    assert sum(severities.values()) == int(found[1].replace(",", ""))
    return Counts(severities=severities)


READERS: Mapping[str, Callable[[Files], Counts]] = {
    "json": of_json,
    "ndjson": of_ndjson,
    "csv": of_csv,
    "csv-tables": of_csv_tables,
    "xlsx": of_xlsx,
    "markdown": of_markdown,
    "markdown-comment": of_comment,
    "html": of_html,
    "sarif": of_sarif,
    "sarif-repositories": of_sarif_repositories,
}
"""By the id of a format, what reads its files back."""

UNREAD: Mapping[str, str] = {
    "badges": "a badge shows no count; test_badges.py demands two of every repository",
    "cyclonedx": "it lists packages and no finding; test_cyclonedx.py counts them",
    "evidence": "it holds the files of other formats byte by byte; test_evidence.py compares them",
    "pdf": "it is printed from report.html, whose rows are read back; test_pdf.py",
    "sarif-waived": "it tells waived findings alone, which no count of open ones holds; test_sarif_waived.py",
    "spdx": "it lists packages and no finding; test_spdx.py compares them with cyclonedx",
}
"""Formats without a reader, and why."""


def by_path(files: Iterable[File]) -> Files:
    """The files of a format by their paths."""
    return {file.path: file.content for file in files}
