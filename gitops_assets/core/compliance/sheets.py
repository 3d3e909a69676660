"""From what an audit knows to scores: every repository's answers with their weights, and how they moved."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby

from gitops_assets.core.changes import Kind
from gitops_assets.core.compliance.attribution import Part, attributed
from gitops_assets.core.compliance.record import AskedGate, ScoreRecord
from gitops_assets.core.compliance.score import Answer, Sheet, score_of
from gitops_assets.core.gates.model import Category
from gitops_assets.core.model import Cause, Change, Severity
from gitops_assets.core.snapshot import Snapshot

_NAMED = 3


def sheets(known: Snapshot, asked: Iterable[AskedGate]) -> dict[str, dict[str, Answer]]:
    """By repository, what its gates answered; gates that nobody asks any more are left out."""
    weights = {gate.id: gate.weight for gate in asked}
    worst = _worst(known)
    found: dict[str, dict[str, Answer]] = {slug: {} for slug in known.states}
    for (slug, gate), verdict in known.verdicts.items():
        if gate in weights and slug in found:
            found[slug][gate] = Answer(verdict.outcome, weights[gate], worst.get((slug, gate)))
    return found


def _worst(known: Snapshot) -> Mapping[tuple[str, str], Severity]:
    worst: dict[tuple[str, str], Severity] = {}
    for finding in known.findings.values():
        key = finding.slug, finding.gate
        if key not in worst or finding.severity.rank < worst[key].rank:
            worst[key] = finding.severity
    return worst


def scored(by_repository: Mapping[str, Sheet], asked: Iterable[AskedGate]) -> list[ScoreRecord]:
    """The scores of all these repositories, in order, each over everything and over each category."""
    category = {gate.id: gate.category for gate in asked}
    return [_record(slug, sheet, category) for slug, sheet in sorted(by_repository.items())]


def _record(slug: str, sheet: Sheet, category: Mapping[str, Category]) -> ScoreRecord:
    by_category: defaultdict[Category, list[Answer]] = defaultdict(list)
    for gate, answer in sheet.items():
        by_category[category[gate]].append(answer)
    found = {each: score_of(by_category[each]) for each in Category if each in by_category}
    told = {each: score for each, score in found.items() if score.value is not None or score.coverage < 1}
    return ScoreRecord(slug, score_of(sheet.values()), told)


def score_changes(
    before: Mapping[str, Sheet], after: Mapping[str, Sheet], cause: Callable[[str, str], Cause]
) -> Iterator[Change]:
    """How the scores of repositories that both audits knew moved: a change for each cause, in a chain.

    ``cause(slug, gate)`` says why an answer moved. ``before`` and ``after`` of a repository's changes follow
    on each other, so that their differences add up to the whole move.
    """
    for slug in sorted(before.keys() & after.keys()):
        if before[slug] != after[slug]:
            yield from _chain(slug, before[slug], after[slug], cause)


def _chain(slug: str, before: Sheet, after: Sheet, cause: Callable[[str, str], Cause]) -> Iterator[Change]:
    parts = attributed(before, after, lambda gate: cause(slug, gate))
    value = score_of(before.values()).value or 0.0
    for why, group in groupby(parts, key=lambda part: part.cause):
        moved = list(group)
        then, value = value, value + sum(part.points for part in moved)
        yield Change(
            slug=slug,
            kind=Kind.SCORE_MOVED,
            subject=_named(moved),
            before=f"{then:z.1f}",
            after=f"{value:z.1f}",
            cause=why,
        )


def _named(parts: list[Part]) -> str:
    gates = [part.gate for part in sorted(parts, key=lambda part: (-abs(part.points), part.gate))]
    more = f" and {len(gates) - _NAMED} more" if len(gates) > _NAMED else ""
    return ", ".join(gates[:_NAMED]) + more
