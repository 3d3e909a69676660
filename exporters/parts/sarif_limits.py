"""How results are split into runs and files that code scanning takes whole (GitHub, SARIF support, limits).

The rule: the worst findings come first. A run holds 5,000 results, for more of one are not kept. A file
holds 20 runs, and ten megabytes before it is compressed, so that it is never too large after. What does not
fit goes into the next run or file; nothing is left out.
"""

from collections.abc import Iterable, Sequence

from exporters.parts.text import json_bytes
from gitops_assets.core.model import FindingRecord

KEPT = 5_000
"""Results of a run that are kept; up to 25,000 are taken."""

RUNS = 20
"""Runs of a file that are taken."""

BYTES = 9_000_000
"""Bytes of results in a file; a megabyte is left for its rules."""

_LONGEST = 6
"""Bytes that a character takes at most in JSON: an escape."""


def worst_first(findings: Iterable[FindingRecord]) -> list[FindingRecord]:
    """By severity, otherwise in the order given."""
    return sorted(findings, key=lambda finding: finding.severity.rank)


def evenly(findings: Sequence[FindingRecord]) -> list[Sequence[FindingRecord]]:
    """Runs of one file that is never split: 20 at most, one at least."""
    ranked = worst_first(findings)
    size = max(KEPT, -(-len(ranked) // RUNS))
    return [ranked[place : place + size] for place in range(0, len(ranked), size)] or [[]]


def deliveries(findings: Sequence[FindingRecord]) -> list[list[list[FindingRecord]]]:
    """Files of runs of findings; one file with one run where there is nothing to split."""
    files: list[list[list[FindingRecord]]] = [[[]]]
    room = BYTES
    ranked = worst_first(findings)
    small = sum(map(_bound, ranked)) <= BYTES
    for finding in ranked:
        size = 0 if small else _size(finding)
        full = len(files[-1][-1]) == KEPT
        if files[-1][-1] and (size > room or (full and len(files[-1]) == RUNS)):
            files.append([[]])
            room = BYTES
        elif full:
            files[-1].append([])
        files[-1][-1].append(finding)
        room -= size
    return files


def _texts(finding: FindingRecord) -> tuple[str, ...]:
    shown = finding.snippet or ""
    return finding.message, finding.remedy, finding.remedy, shown, shown, finding.slug


def _bound(finding: FindingRecord) -> int:
    """Bytes that the result takes at most; each byte of a path may become three characters."""
    return 1_500 + _LONGEST * sum(map(len, _texts(finding))) + 12 * len(finding.path)


def _size(finding: FindingRecord) -> int:
    """Bytes that the result takes, a little more rather than less."""
    return 1_500 + len(json_bytes(list(_texts(finding)))) + 12 * len(finding.path)
