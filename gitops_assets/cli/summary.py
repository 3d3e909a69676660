"""What a person reads when an audit ends: health, what changed and why, what to do first, the files."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import click

from gitops_assets.cli.columns import age, aligned
from gitops_assets.core.changes import Kind
from gitops_assets.core.compliance.section import QualitySection
from gitops_assets.core.dependencies.section import DependencyCounts
from gitops_assets.core.model import Change, FindingRecord, FindingStatus, Health, Severity
from gitops_assets.core.report import Report, summarise
from gitops_assets.core.text import display

ROWS = 12
"""Changes and findings that are shown before the reports are pointed to."""

A_GATE = 3
"""Findings of one gate that are shown first, so that one gate does not hide the others."""

LOW = 60.0
"""The score of a category that is named; C begins there."""

FEW = 3
"""Remarks of one kind that are shown before the reports are pointed to."""

_COLOURS = {Health.RED: "red", Health.YELLOW: "yellow", Health.GREEN: "green"}
_BAD_NEWS = frozenset(
    {
        Kind.INVENTORY_UNKNOWN,
        Kind.REPOSITORY_MISSING,
        Kind.REPOSITORY_REMOVED,
        Kind.FINDING_NEW,
        Kind.FINDING_REOPENED,
        Kind.FINDING_WORSE,
    }
)
_URGENT = (Severity.CRITICAL, Severity.HIGH, Severity.MEDIUM)


def summary_lines(report: Report, files: Sequence[Path]) -> Iterator[str]:
    """The whole summary, line by line."""
    yield from _headline(report)
    yield from _changes(report)
    yield from _urgent(report.open_findings)
    yield ""
    yield "Reports:"
    yield from (f"  {path}" for path in files)


def _headline(report: Report) -> Iterator[str]:
    summary = summarise(report)
    health = click.style(report.health.upper(), fg=_COLOURS[report.health], bold=True)
    counts = ", ".join(f"{count} {health}" for health, count in summary.health.items())
    yield ""
    name = click.style(report.fleet, bold=True)
    yield f"{name} is {health}: {_many(summary.repositories, 'repository')}, {counts}."
    severities = ", ".join(f"{count} {severity}" for severity, count in summary.severities.items()) or "none"
    yield f"Open findings: {severities}. {_news(report)}"
    if report.audit.unknown:
        unknown = _many(report.audit.unknown, "answer")
        yield (
            f"{unknown} could not be had (coverage {report.audit.coverage:.0%}): unknown is neither good nor "
            "bad, the report says why."
        )
    if summary.waived:
        yield f"Findings waived in {_many(summary.waived, 'answer')}: the report says why and until when."
    yield from _quality(report.quality)
    yield from _dependencies(summary.dependencies)
    if report.inventory.unknown:
        yield f"What should exist is unknown: {report.inventory.unknown}"
    yield from _remarks(report)


def _quality(quality: QualitySection) -> Iterator[str]:
    """The score with how much of it is known; none where no gate was asked of any file."""
    if quality.score.value is None:
        return
    low = [
        each for each, score in quality.categories.items() if score.value is not None and score.value < LOW
    ]
    weak = f"; below {LOW:.0f}: {', '.join(low)}" if low else ""
    before = quality.trend[-2].score.value if len(quality.trend) > 1 else None
    was = "" if before is None or round(before) == round(quality.score.value) else f", was {before:.0f}"
    yield (
        f"Score: {quality.score.value:.0f} of 100 ({quality.score.level}{was}), "
        f"{quality.score.coverage:.0%} known{weak}."
    )
    if quality.advisories is None:
        yield "Vulnerabilities are unknown: `gitops-assets advisories import FILE` brings a snapshot of OSV."


def _dependencies(counts: DependencyCounts) -> Iterator[str]:
    """One line; none where no manifest says anything."""
    if not (counts.packages or counts.edges or counts.skipped or counts.unread):
        return
    disagreeing = ", ".join(f"{number:,} {kind}" for kind, number in counts.conflicts.items())
    unread = f", {_many(counts.unread, 'repository')} not read" if counts.unread else ""
    yield (
        f"Dependencies: {counts.pairs:,} between repositories of the fleet; "
        f"{disagreeing or 'nothing disagrees'}; "
        f"{_many(counts.skipped, 'file')} skipped{unread}."
    )
    if counts.pairs:
        yield "`gitops-assets graph` shows who needs whom, `gitops-assets impact SLUG` who breaks."


def _remarks(report: Report) -> Iterator[str]:
    """What nobody could look into, and waivers that do nothing; the reports name every one."""
    for unseen in report.not_looked_into[:FEW]:
        yield f"Not looked into: {unseen.path} ({unseen.why})"
    yield from _left(len(report.not_looked_into), FEW)
    for waiver in report.idle_waivers[:FEW]:
        yield f"A waiver does nothing: {waiver.gate} for {waiver.repositories}: {waiver.why}"
    yield from _left(len(report.idle_waivers), FEW)


def _news(report: Report) -> str:
    if report.audit.previous is None:
        return "This is the first audit of these folders."
    counts = summarise(report).statuses
    told = [f"{counts[s]} {s}" for s in FindingStatus if s is not FindingStatus.EXISTING and s in counts]
    return f"Since the last audit: {', '.join(told) or 'nothing new, nothing fixed'}."


def _changes(report: Report) -> Iterator[str]:
    if report.audit.previous is None:
        return
    since = report.audit.previous_finished
    ago = "" if since is None else f" ({age(report.generated - since)} ago)".replace("now ago", "just now")
    yield ""
    if not report.changes:
        yield f"Nothing changed since the last audit{ago}."
        return
    yield f"What changed since the last audit{ago}, and why:"
    yield from _indented(aligned([_change(each) for each in bad_news_first(report)[:ROWS]]))
    yield from _left(len(report.changes))


def bad_news_first(report: Report) -> list[Change]:
    """The changes with those that ask for somebody before the rest, else in the report's order."""
    return sorted(report.changes, key=lambda change: _weight(report, change))


def _weight(report: Report, change: Change) -> int:
    """A repository that is new brings a dozen findings that change no colour: they hide nothing else."""
    if change.kind not in _BAD_NEWS:
        return 1
    rule = report.rules.get(change.subject)
    mild = rule is not None and rule.severity is Severity.INFO
    return 2 if mild else 1 if rule is not None and rule.severity is Severity.LOW else 0


def _change(change: Change) -> list[str]:
    moved = " → ".join(each for each in (change.before, change.after) if each)
    subject = change.subject if change.subject not in moved else ""
    return [
        click.style(change.slug or "the fleet", bold=True),
        change.kind.replace("-", " "),
        subject,
        moved,
        click.style(f"({change.cause})", dim=True),
    ]


def _urgent(findings: Iterable[FindingRecord]) -> Iterator[str]:
    urgent = sorted(
        (each for each in findings if each.severity in _URGENT),
        key=lambda each: (each.severity.rank, each.slug, each.gate),
    )
    if not urgent:
        return
    yield ""
    yield "To do first:"
    first = few_of_each(urgent)[:ROWS]
    yield from _indented(aligned([_finding(each) for each in first]))
    left = Counter(each.gate for each in urgent)
    left.subtract(each.gate for each in first)
    if more := [f"{number:,} {gate}" for gate, number in left.most_common() if number]:
        total = f"… and {len(urgent) - len(first):,} more in the report: {', '.join(more)}"
        yield click.style(f"  {total}", dim=True)


def few_of_each(findings: Iterable[FindingRecord]) -> list[FindingRecord]:
    """The first findings of each gate, in the order given."""
    seen: Counter[str] = Counter()
    kept = []
    for finding in findings:
        seen[finding.gate] += 1
        if seen[finding.gate] <= A_GATE:
            kept.append(finding)
    return kept


def _finding(finding: FindingRecord) -> list[str]:
    colour = "yellow" if finding.severity is Severity.MEDIUM else "red"
    return [
        click.style(finding.severity, fg=colour),
        click.style(finding.slug, bold=True),
        finding.gate,
        click.style(f"{_place(finding)}{finding.remedy}", dim=True),
    ]


def _place(finding: FindingRecord) -> str:
    """Where the remedy goes: not before a command, which is copied, nor where it says so itself."""
    is_command = not finding.remedy.endswith(".")
    about_clone = finding.path in (".", ".git") or finding.path.startswith(".git/")
    named = finding.path in finding.remedy
    return "" if is_command or about_clone or named else f"{display(finding.path)}:{finding.line}: "


def _indented(lines: Iterable[str]) -> Iterator[str]:
    return (f"  {line}" for line in lines)


def _left(total: int, shown: int = ROWS) -> Iterator[str]:
    if total > shown:
        yield click.style(f"  … and {total - shown:,} more in the report", dim=True)


def _many(count: int, noun: str) -> str:
    plural = noun[:-1] + "ies" if noun.endswith("y") else noun + "s"
    return f"{count:,} {noun if count == 1 else plural}"
