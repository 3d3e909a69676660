"""Gates over test coverage: lcov, Cobertura and coverage.py's JSON; a minimum, or no worse than the base.

Sources: geninfo(1) for lcov, the DTD of Cobertura 1.9, coverage.py's ``coverage json``.
"""

import re
from collections.abc import Callable, Iterable, Iterator

from gitops_assets.core.definitions.kinds.reports import BASE, Report, before, here
from gitops_assets.core.dependencies.model import Malformed
from gitops_assets.core.dependencies.parsers.xml_text import read_xml
from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import Finding
from gitops_assets.core.gates.unknown import NotKnown
from gitops_assets.core.tools import values
from gitops_assets.core.tools.model import Unreadable

PLACES = (
    "coverage.xml",
    "coverage.json",
    "lcov.info",
    "coverage/lcov.info",
    "coverage/cobertura-coverage.xml",
    "cobertura.xml",
    "target/site/cobertura/coverage.xml",
    "build/reports/cobertura.xml",
    "reports/coverage.xml",
)
"""Where the tools write their report unless they are told otherwise."""

_ROUNDING = 0.005
_COUNT = re.compile(r"^(LF|LH):(\d{1,12})\s*$", re.MULTILINE)
_LINE = re.compile(r"^DA:(\d{1,12}),(-?\d{1,18})", re.MULTILINE)


def find_of(
    minimum: float | None, against: str | None, places: tuple[str, ...]
) -> Callable[[Facts], Iterable[Finding]]:
    """The question whether enough is covered, and no less than ``against`` covers."""

    def find(facts: Facts) -> Iterator[Finding]:
        """Flag coverage below the minimum, and coverage below that of the base."""
        path, body = here(facts, places, "coverage report")
        covered = percent((path, body))
        if minimum is not None and covered + _ROUNDING < minimum:
            yield _finding(
                path, f"Tests cover {covered:.1f} % of the lines, less than {minimum:g} %", "minimum"
            )
        if against is not None:
            earlier = percent(before(facts, against, path, "coverage report"))
            if covered + _ROUNDING < earlier:
                yield _finding(
                    path, f"Tests cover {covered:.1f} % of the lines, {earlier:.1f} % before", BASE
                )

    return find


def percent(report: Report) -> float:
    """Percent of lines that a report says are covered; raises :class:`NotKnown` for what is no report."""
    path, body = report
    text = body.decode("utf-8", "replace").lstrip("\ufeff \t\r\n")
    try:
        read = _json if text.startswith("{") else _cobertura if text.startswith("<") else _lcov
        found = read(text)
    except (Malformed, Unreadable) as error:
        raise NotKnown(f"{path} {error}") from None
    if found is None or not 0 <= found <= 100:
        raise NotKnown(f"{path} is no coverage report: it counts no lines")
    return found


def _json(text: str) -> float | None:
    totals = values.within(values.parsed(text), "totals")
    covered, lines = values.within(totals, "covered_lines"), values.within(totals, "num_statements")
    if isinstance(covered, int) and isinstance(lines, int) and lines:
        return 100 * covered / lines
    said = values.within(totals, "percent_covered")
    return float(said) if isinstance(said, int | float) and not isinstance(said, bool) else None


def _cobertura(text: str) -> float | None:
    # A document type is part of every Cobertura report, and is never followed.
    root = read_xml(re.sub(r"<!DOCTYPE[^>\[]{0,500}>", "", text, count=1))
    counts = [root.attributes.get(key, "") for key in ("lines-covered", "lines-valid")]
    if all(count.isdecimal() and len(count) < 13 for count in counts) and int(counts[1]):
        return 100 * int(counts[0]) / int(counts[1])
    try:
        return 100 * float(root.attributes.get("line-rate", ""))
    except ValueError:
        return None


def _lcov(text: str) -> float | None:
    counted = {"LF": 0, "LH": 0}
    for key, count in _COUNT.findall(text):
        counted[key] += int(count)
    if not counted["LF"]:
        hits = [int(times) > 0 for _, times in _LINE.findall(text)]
        counted = {"LF": len(hits), "LH": sum(hits)}
    return 100 * counted["LH"] / counted["LF"] if counted["LF"] else None


def _finding(path: str, said: str, subject: str) -> Finding:
    return Finding(
        message=f"{said}.",
        path=path,
        remedy="Write tests for the lines that the report shows as missed.",
        subject=subject,
    )
