"""How gates' answers become a judgement: who is asked, what a crash means, what is waived."""

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from gitops_assets.core.gates.model import (
    DEPENDENCIES_UNREAD,
    INVENTORY_UNKNOWN,
    Evaluation,
    Facts,
    Finding,
    Gate,
    Judgement,
    Need,
    NotApplicable,
    NotKnown,
    Round,
    fingerprint,
)
from gitops_assets.core.gates.policy import Policy, Waiver
from gitops_assets.core.gates.words import counted, waiver_worded
from gitops_assets.core.model import FindingRecord, FindingStatus, Outcome, State
from gitops_assets.core.text import display

NEEDS_PRESENCE = frozenset({Need.PRESENCE, Need.STATE, Need.WORK_TREE, Need.DEPENDENCIES})
NEEDS_STATE = frozenset({Need.STATE, Need.WORK_TREE})


def ask(facts: Facts, round_: Round, policy: Policy, *, at: int) -> Judgement:
    """Judge by the gates of one round, and leave those of the others alone."""
    return replace(judge(facts, round_.gates, policy, at=at), asker=round_.asker, spared=round_.spared)


def judge(facts: Facts, gates: Iterable[Gate], policy: Policy, *, at: int) -> Judgement:
    """Ask every gate that the policy enables; ``at`` is the time of the audit, which waivers expire by.

    Never raises for anything a gate does: a gate that crashes is unknown, for itself alone.
    """
    rulings = [_rule(facts, gate, policy, at) for gate in gates if policy.enabled(gate.id)]
    return Judgement(
        slug=facts.state.slug,
        evaluations=tuple(ruling.evaluation for ruling in rulings),
        findings=tuple(record for ruling in rulings for record in ruling.records),
    )


def evaluate(facts: Facts, gate: Gate) -> Evaluation:
    """One gate's own answer, before any policy."""
    prior = _unasked(facts, gate)
    if prior is not None:
        return prior
    try:
        found = tuple(map(_checked, gate.find(facts)))
    except NotApplicable as reason:
        return Evaluation(gate.id, Outcome.SKIP, str(reason))
    except NotKnown as reason:
        return Evaluation(gate.id, Outcome.UNKNOWN, display(str(reason)))
    except Exception as error:  # noqa: BLE001 - a gate may be anybody's code; it must not take the audit down
        return Evaluation(gate.id, Outcome.UNKNOWN, display(f"{type(error).__name__}: {error}"))
    return Evaluation(gate.id, Outcome.FAIL if found else Outcome.PASS, None, found)


def rule_version(gates: Iterable[Gate]) -> str:
    """16 hex digits that change when a gate comes, goes or raises its version, whatever their order."""
    lines = sorted(f"{gate.id}={gate.version}" for gate in gates)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class _Ruling:
    evaluation: Evaluation
    records: tuple[FindingRecord, ...] = ()


def _unasked(facts: Facts, gate: Gate) -> Evaluation | None:
    """The answer without asking: what the gate needs is absent (skip) or not known (unknown)."""
    state = facts.state
    if gate.needs & NEEDS_PRESENCE and state.has(State.MISSING):
        return Evaluation(gate.id, Outcome.SKIP, "the repository is missing")
    if Need.INVENTORY in gate.needs and not facts.inventory_configured:
        return Evaluation(gate.id, Outcome.SKIP, "no inventory is configured")
    if Need.INVENTORY in gate.needs and facts.inventory_unknown is not None:
        return Evaluation(
            gate.id, Outcome.UNKNOWN, f"{INVENTORY_UNKNOWN}: {display(facts.inventory_unknown)}"
        )
    if gate.needs & NEEDS_STATE and not state.readable:
        return Evaluation(gate.id, Outcome.UNKNOWN, _unreadable(facts))
    if Need.WORK_TREE in gate.needs and state.has(State.BARE):
        return Evaluation(gate.id, Outcome.SKIP, "a bare repository has no work tree")
    unread = _unread(facts, gate)
    return Evaluation(gate.id, Outcome.UNKNOWN, unread) if unread else None


def _unread(facts: Facts, gate: Gate) -> str | None:
    if Need.DEPENDENCIES not in gate.needs:
        return None
    if facts.dependencies is None:
        return DEPENDENCIES_UNREAD
    why = facts.dependencies.unknown
    return None if why is None else f"the dependencies are unknown: {display(why)}"


def _unreadable(facts: Facts) -> str:
    refused = facts.state.has(State.UNSAFE_OWNERSHIP)
    what = "git does not trust the folder's owner" if refused else "the repository cannot be read"
    return f"{what}: {display(facts.state.why)}" if facts.state.why else what


def _checked(finding: Finding) -> Finding:
    if not isinstance(finding, Finding):
        raise TypeError(f"the gate yielded a {type(finding).__name__}; it must yield Finding")
    return finding


def _rule(facts: Facts, gate: Gate, policy: Policy, at: int) -> _Ruling:
    evaluation = evaluate(facts, gate)
    if evaluation.outcome is not Outcome.FAIL:
        return _Ruling(evaluation)
    slug, today = facts.state.slug, datetime.fromtimestamp(at, UTC).date()
    waivers = [policy.waiver(slug, gate.id, found.subject, today) for found in evaluation.findings]
    records = tuple(
        record
        for record, waiver in zip(_records(facts, gate, policy, evaluation, at), waivers, strict=True)
        if waiver is None
    )
    return _Ruling(_weighed(evaluation, waivers), records)


def _weighed(evaluation: Evaluation, waivers: list[Waiver | None]) -> Evaluation:
    """The answer after waivers: exempt where all findings are waived, fail with the rest otherwise."""
    granted = [waiver for waiver in waivers if waiver is not None]
    if not granted:
        return evaluation
    open_ones = tuple(
        found for found, waiver in zip(evaluation.findings, waivers, strict=True) if waiver is None
    )
    reasons = "; ".join(dict.fromkeys(waiver_worded(waiver.reason, waiver.expires) for waiver in granted))
    why = f"{counted(len(granted), 'finding')} waived: {reasons}"
    return Evaluation(evaluation.gate, Outcome.FAIL if open_ones else Outcome.EXEMPT, why, open_ones)


def _records(
    facts: Facts, gate: Gate, policy: Policy, evaluation: Evaluation, at: int
) -> Iterable[FindingRecord]:
    """All findings as the store keeps them; occurrences are counted before any of them is waived."""
    severity = policy.severity(gate.id, gate.severity)
    seen: Counter[str] = Counter()
    for found in evaluation.findings:
        yield FindingRecord(
            gate=gate.id,
            slug=facts.state.slug,
            severity=severity,
            message=found.message,
            path=found.path,
            line=found.line,
            remedy=found.remedy,
            fingerprint=fingerprint(facts.state.slug, gate.id, found.subject, seen[found.subject]),
            status=FindingStatus.NEW,
            opened_at=at,
            verified_at=at,
        )
        seen[found.subject] += 1
