"""What to do, the most effective first: open findings that one action mends are one task."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from exporters.parts.view import rules_of
from gitops_assets.core.compliance.section import weight_of
from gitops_assets.core.model import FindingRecord, Severity
from gitops_assets.core.report import Report

Places = Counter[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One remedy of one rule, wherever it is due.

    ``points`` is what the fleet's score gains by it, other findings aside; None where no scores are known.
    Where several tasks mend the findings of one rule in one repository, each has its share.
    """

    gate: str
    title: str
    remedy: str
    findings: tuple[FindingRecord, ...]
    points: float | None

    @property
    def severities(self) -> Mapping[Severity, int]:
        """How many findings of each severity the task closes, worst first, only those that occur."""
        counts = Counter(finding.severity for finding in self.findings)
        return {severity: counts[severity] for severity in Severity if counts[severity]}

    @property
    def worst(self) -> Severity:
        """The worst that it closes."""
        return next(iter(self.severities))

    @property
    def repositories(self) -> tuple[str, ...]:
        """Where it is due."""
        return tuple(sorted({finding.slug for finding in self.findings}))


def tasks(report: Report) -> list[Task]:
    """Every open finding in exactly one task; by points gained, then by the worst and the most closed."""
    return _sorted(report, lambda finding: (finding.gate, finding.remedy))


def tasks_by_rule(report: Report) -> list[Task]:
    """The same in the same order, one task a broken rule with the remedy of the rule."""
    rules = {rule.id: rule for rule in rules_of(report)}
    return _sorted(report, lambda finding: (finding.gate, rules[finding.gate].remedy))


def _sorted(report: Report, key_of: Callable[[FindingRecord], tuple[str, str]]) -> list[Task]:
    groups: defaultdict[tuple[str, str], list[FindingRecord]] = defaultdict(list)
    for finding in report.open_findings:
        groups[key_of(finding)].append(finding)
    worth = _worth(report)
    places = Counter((finding.slug, finding.gate) for finding in report.open_findings)
    return sorted((_task(report, key, found, worth, places) for key, found in groups.items()), key=_effect)


def _task(
    report: Report,
    key: tuple[str, str],
    found: list[FindingRecord],
    worth: Mapping[tuple[str, str], float] | None,
    places: Places,
) -> Task:
    gate, remedy = key
    rule = report.rules.get(gate)
    points = None
    if worth is not None:
        points = sum(worth.get(at, 0.0) / places[at] for at in ((each.slug, gate) for each in found))
    return Task(
        gate=gate, title=rule.title if rule else gate, remedy=remedy, findings=tuple(found), points=points
    )


def _worth(report: Report) -> dict[tuple[str, str], float] | None:
    """By repository and gate, the points of the fleet's score; None where there are no scores."""
    states = {row.state.slug: row.state for row in report.repositories}
    weights = {
        slug: weight_of(states[slug])
        for slug, record in report.quality.repositories.items()
        if slug in states and record.score.value is not None
    }
    total = sum(weights.values())
    gained = report.quality.gains() if total else {}
    if not gained:
        return None
    return {at: gain * weights[at[0]] / total for at, gain in gained.items() if at[0] in weights}


def _effect(task: Task) -> tuple[float, list[int], str, str]:
    counts = task.severities
    points = round(task.points or 0.0, 6)
    return -points, [-counts.get(each, 0) for each in Severity], task.gate, task.remedy
