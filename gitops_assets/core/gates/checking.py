"""One repository asked at one stage: what its gates answer, what is new, and whether the stage holds."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from gitops_assets.core.compliance.score import WEIGHTS, Answer, Score, score_of
from gitops_assets.core.gates.engine import FINDINGS_LIMIT
from gitops_assets.core.gates.model import Evaluation, Gate, Judgement, Stage
from gitops_assets.core.gates.policy import Policy
from gitops_assets.core.model import FindingRecord, FindingStatus, Outcome, Severity

SCHEMA = "gitops-assets/check/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """The answer of ``gitops-assets check``.

    ``compared`` is what the findings were compared with ("HEAD", a ref), None where with nothing: then each
    is new. ``policy`` is the digest of what was demanded.
    """

    slug: str
    stage: Stage
    gates: Mapping[str, Gate]
    evaluations: tuple[Evaluation, ...]
    findings: tuple[FindingRecord, ...]
    score: Score
    policy: str
    compared: str | None = None
    advisories: str | None = None

    @property
    def new(self) -> tuple[FindingRecord, ...]:
        """The findings that what they were compared with does not have."""
        return tuple(each for each in self.findings if each.status is FindingStatus.NEW)

    def blocking(self, *, strict: bool) -> tuple[FindingRecord, ...]:
        """The new findings for which the stage fails: of required gates, of any gate where it is strict."""
        return tuple(each for each in self.new if strict or self.gates[each.gate].required)


def checked(
    judgement: Judgement, base: Judgement | None, gates: Iterable[Gate], policy: Policy
) -> tuple[tuple[FindingRecord, ...], Score]:
    """The findings with their status, worst first, and the score.

    Of a gate's flood the first :data:`FINDINGS_LIMIT` are told, those that are new before all others.
    """
    asked = tuple(gates)
    exact = {gate.id for gate in asked if gate.exact}
    known = {_named(each, exact) for each in base.findings} if base else set()
    status = {True: FindingStatus.EXISTING, False: FindingStatus.NEW}
    told = [replace(each, status=status[_named(each, exact) in known]) for each in judgement.findings]
    ordered = sorted(_few(told), key=lambda each: (each.severity.rank, each.path, each.line, each.gate))
    return tuple(ordered), _score(judgement, asked, policy)


def _few(found: Iterable[FindingRecord]) -> Iterator[FindingRecord]:
    told: Counter[str] = Counter()
    for each in sorted(found, key=lambda each: each.status is not FindingStatus.NEW):
        told[each.gate] += 1
        if told[each.gate] <= FINDINGS_LIMIT:
            yield each


def _named(found: FindingRecord, exact: Collection[str]) -> tuple[str, str]:
    return found.fingerprint, found.message if found.gate in exact else ""


def _score(judgement: Judgement, gates: Iterable[Gate], policy: Policy) -> Score:
    weights = {gate.id: WEIGHTS[policy.severity(gate.id, gate.severity)] for gate in gates}
    worst: dict[str, Severity] = {}
    for each in judgement.findings:
        if each.gate not in worst or each.severity.rank < worst[each.gate].rank:
            worst[each.gate] = each.severity
    return score_of(
        Answer(each.outcome, weights[each.gate], worst.get(each.gate)) for each in judgement.evaluations
    )


def check_document(check: Check) -> dict[str, object]:
    """The check as JSON, in the shape that docs/check.schema.json fixes."""
    return {
        "schema": SCHEMA,
        "repository": check.slug,
        "stage": check.stage,
        "compared": check.compared,
        "outcomes": [
            {
                "gate": each.gate,
                "outcome": each.outcome,
                "why": each.why,
                "rest": each.rest,
                "score": _points(each),
            }
            for each in check.evaluations
        ],
        "findings": [_finding(each) for each in check.findings],
        "policy": check.policy,
        "score": None if check.score.value is None else round(check.score.value, 1),
        "level": check.score.level,
        "coverage": round(check.score.coverage, 4),
    }


def _points(evaluation: Evaluation) -> int | None:
    return {Outcome.PASS: 100, Outcome.FAIL: 0}.get(evaluation.outcome)


def _finding(found: FindingRecord) -> dict[str, object]:
    return {
        "gate": found.gate,
        "severity": found.severity,
        "message": found.message,
        "path": found.path,
        "line": found.line,
        "remedy": found.remedy,
        "fingerprint": found.fingerprint,
        "status": found.status,
    }
