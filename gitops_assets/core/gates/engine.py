"""How gates' answers become a judgement: who is asked, what a crash means, what is waived."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from gitops_assets.core.gates.facts import (
    DEPENDENCIES_UNREAD,
    INVENTORY_UNKNOWN,
    PROGRAMS_UNASKED,
    Facts,
    Setting,
)
from gitops_assets.core.gates.inline import inline_waivers
from gitops_assets.core.gates.model import Evaluation, Finding, Gate, Judgement, Need, Round, fingerprint
from gitops_assets.core.gates.policy import Policy
from gitops_assets.core.gates.quoting import quoted
from gitops_assets.core.gates.unknown import NotApplicable, NotKnown
from gitops_assets.core.gates.waiving import Waivers, weighed
from gitops_assets.core.model import FindingRecord, FindingStatus, Outcome, State
from gitops_assets.core.text import display

NEEDS_PRESENCE = frozenset({Need.PRESENCE, Need.STATE, Need.WORK_TREE, Need.DEPENDENCIES, Need.TREE})

_ANSWERS = frozenset({Outcome.PASS, Outcome.FAIL, Outcome.EXEMPT})
FINDINGS_LIMIT = 1000
"""Findings of one gate in one repository that are told."""

FLOOD = 20_000
"""Findings after which a gate is asked no further. More are taken than told: the first ones may be waived."""


def ask(facts: Facts, round_: Round, policy: Policy, *, at: int) -> Judgement:
    """Judge by the gates of one round, and leave those of the others alone."""
    known = replace(facts, gates=round_.spared.union(gate.id for gate in round_.gates))
    return replace(judge(known, round_.gates, policy, at=at), asker=round_.asker, spared=round_.spared)


def judge(
    facts: Facts, gates: Iterable[Gate], policy: Policy, *, at: int, most: int = FINDINGS_LIMIT
) -> Judgement:
    """Ask every gate that the policy enables; ``at`` is the time of the audit, which waivers expire by.

    Never raises for anything a gate does: a gate that crashes is unknown, for itself alone. Of a flood only
    the first ``most`` findings that nothing excuses are told: nobody reads more of one repository.
    """
    asked = [gate for gate in gates if policy.enabled(gate.id)]
    today = datetime.fromtimestamp(at, UTC).date()
    waivers = Waivers(policy, today, inline_waivers(facts.tree) if facts.tree else ())
    rulings = [_rule(facts, gate, waivers, at) for gate in asked if Need.WAIVERS not in gate.needs]
    answers = [ruling.evaluation for ruling in rulings if ruling.evaluation.rest is None]
    answered = {answer.gate for answer in answers if answer.outcome in _ANSWERS}
    last = replace(facts, idle=waivers.idle(answered, facts.gates))
    rulings += [_rule(last, gate, waivers, at) for gate in asked if Need.WAIVERS in gate.needs]
    return Judgement(
        slug=facts.state.slug,
        evaluations=tuple(_cut(ruling.evaluation, most) for ruling in rulings),
        findings=quoted(facts, asked, (record for ruling in rulings for record in ruling.records[:most])),
        untold=frozenset(
            (record.gate, record.fingerprint) for ruling in rulings for record in ruling.records[most:]
        ),
    )


def evaluate(facts: Facts, gate: Gate, settings: Mapping[str, Setting] | None = None) -> Evaluation:
    """One gate's own answer, before any waiver; ``settings`` are its thresholds if they are not its own."""
    prior = _unasked(facts, gate)
    if prior is not None:
        return prior
    found: list[Finding] = []
    rest: str | None = None
    unread: frozenset[str] = frozenset()
    try:
        for finding in gate.find(replace(facts, settings=settings or gate.settings)):
            if len(found) == FLOOD:
                rest = f"it has more than {FLOOD:,} findings"
                break
            found.append(_checked(finding))
    except NotApplicable as reason:
        return Evaluation(gate.id, Outcome.SKIP, str(reason))
    except NotKnown as reason:
        rest = display(str(reason))
        unread = reason.unread if gate.by_file else unread
        if not found:
            return Evaluation(gate.id, Outcome.UNKNOWN, rest, unread=unread)
    except Exception as error:  # noqa: BLE001 - a gate may be anybody's code; it must not take the audit down
        return Evaluation(gate.id, Outcome.UNKNOWN, display(f"{type(error).__name__}: {error}"))
    return Evaluation(gate.id, Outcome.FAIL if found else Outcome.PASS, None, tuple(found), rest, unread)


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
    skip = _beside_the_point(facts, gate)
    if skip is not None:
        return Evaluation(gate.id, Outcome.SKIP, skip)
    asked = ((need, why) for need, why in _UNREAD.items() if need in gate.needs)
    unread = next((said for _, why in asked if (said := why(facts)) is not None), None)
    return Evaluation(gate.id, Outcome.UNKNOWN, unread) if unread is not None else None


def _beside_the_point(facts: Facts, gate: Gate) -> str | None:
    """Why the question makes no sense here; a repository that cannot be read leaves everything open."""
    state = facts.state
    if gate.needs & NEEDS_PRESENCE and state.has(State.MISSING):
        return "the repository is missing"
    if Need.INVENTORY in gate.needs and not facts.inventory_configured:
        return "no inventory is configured"
    if not state.readable:
        return None
    if Need.WORK_TREE in gate.needs and state.has(State.BARE):
        return "a bare repository has no work tree"
    if Need.TREE in gate.needs and state.has(State.UNBORN):
        return "there is no commit yet"
    return None


def _no_inventory(facts: Facts) -> str | None:
    why = facts.inventory_unknown
    return None if why is None else f"{INVENTORY_UNKNOWN}: {display(why)}"


def _no_sight(facts: Facts) -> str | None:
    return None if facts.state.readable else _unreadable(facts)


def _no_dependencies(facts: Facts) -> str | None:
    if facts.dependencies is None:
        return DEPENDENCIES_UNREAD
    why = facts.dependencies.unknown
    return None if why is None else f"the dependencies are unknown: {display(why)}"


def _no_tree(facts: Facts) -> str | None:
    if facts.unlisted is not None:
        return f"the files cannot be listed: {display(facts.unlisted)}"
    return "the files were not read" if facts.tree is None else None


def _no_manifests(facts: Facts) -> str | None:
    if facts.manifests is None:
        return "the manifests were not read"
    why = facts.manifests.unknown
    return None if why is None else f"the manifests are unknown: {display(why)}"


def _no_advisories(facts: Facts) -> str | None:
    if facts.advisories is None:
        return "no advisories were asked"
    return facts.advisories.unknown


_UNREAD: Mapping[Need, Callable[[Facts], str | None]] = {
    Need.INVENTORY: _no_inventory,
    Need.STATE: _no_sight,
    Need.WORK_TREE: _no_sight,
    Need.DEPENDENCIES: _no_dependencies,
    Need.TREE: lambda facts: _no_sight(facts) or _no_tree(facts),
    Need.MANIFESTS: _no_manifests,
    Need.HISTORY: lambda facts: None if facts.history else "the history was not read",
    Need.ADVISORIES: _no_advisories,
    Need.LEAKS: lambda _: None,  # most fleets do not look for any, which the gate itself tells
    Need.RELEASE: lambda _: None,  # measurements of this commit are asked for first
    Need.WAIVERS: lambda facts: None if facts.idle is not None else "waivers are looked at last",
    Need.FLEET_WAIVERS: lambda _: None,  # that no waiver is told here is an answer as well
    Need.TEMPLATES: lambda _: None,  # most fleets have none, which the gates themselves tell
    Need.PROGRAMS: lambda facts: PROGRAMS_UNASKED if facts.programs is None else None,
}
"""Why what a gate needs is not known; None where it is."""


def _unreadable(facts: Facts) -> str:
    refused = facts.state.has(State.UNSAFE_OWNERSHIP)
    what = "git does not trust the folder's owner" if refused else "the repository cannot be read"
    return f"{what}: {display(facts.state.why)}" if facts.state.why else what


def _cut(evaluation: Evaluation, most: int) -> Evaluation:
    few = len(evaluation.findings) <= most
    return evaluation if few else replace(evaluation, findings=evaluation.findings[:most])


def _checked(finding: Finding) -> Finding:
    if not isinstance(finding, Finding):
        raise TypeError(f"the gate yielded a {type(finding).__name__}; it must yield Finding")
    return finding


def _rule(facts: Facts, gate: Gate, waivers: Waivers, at: int) -> _Ruling:
    policy = waivers.policy
    evaluation = evaluate(facts, gate, {**gate.settings, **policy.settings(gate.id)})
    if evaluation.outcome is not Outcome.FAIL:
        return _Ruling(evaluation)
    records = tuple(_records(facts, gate, policy, evaluation, at))
    granted = [waivers.of(found, record) for found, record in zip(evaluation.findings, records, strict=True)]
    left = tuple(record for record, waiver in zip(records, granted, strict=True) if waiver is None)
    return _Ruling(weighed(evaluation, granted), left)


def _records(
    facts: Facts, gate: Gate, policy: Policy, evaluation: Evaluation, at: int
) -> Iterable[FindingRecord]:
    """All findings as the store keeps them; occurrences are counted before any of them is waived."""
    seen: Counter[str] = Counter()
    for found in evaluation.findings:
        yield FindingRecord(
            gate=gate.id,
            slug=facts.state.slug,
            severity=policy.severity(gate.id, found.severity or gate.severity),
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
