"""Why something differs between two audits; the first reason that explains it wins.

A score that moves without a commit is what people trust least, so every change names its cause. The order of
the questions, from certain to likely:

1. **access**: could we see more or less than before (readability, an unknown answer)?
2. **policy**, **rule** or **time**: did the question itself come or go, a severity move, a waiver begin or
   end, the inventory's entry for this very repository change?
3. **time**: does the answer turn with the clock, and only an age moved?
4. **code**: did any fact of the repository move (for a gate over files: the commit)?
5. **advisory**: does the answer ask the advisories, and did their snapshot move?
6. **policy**, **rule**, **tool**: did what judges it move instead?
7. **dependency** or **template**: does the answer look at other repositories, or at what a template renders,
   and nothing above moved?
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from gitops_assets.core.gates.model import Gate, Need
from gitops_assets.core.model import Cause, Inventory, InventoryEntry, Outcome, RepositoryState, State
from gitops_assets.core.snapshot import Snapshot, Verdict

BLOCKED = frozenset({State.UNREADABLE, State.UNSAFE_OWNERSHIP})
"""States that hide everything else."""

AGAINST_INVENTORY = frozenset({State.MISSING, State.EXTRA, State.MISMATCHED})
"""States that say what the inventory demands, not only what the repository is."""

_ELSEWHERE = ((Need.DEPENDENCIES, Cause.DEPENDENCY), (Need.TEMPLATES, Cause.TEMPLATE))

_NOT_CODE = AGAINST_INVENTORY | BLOCKED | {State.STALE}


class Causes:
    """The differences between two audits' inputs, asked once for every change between them."""

    def __init__(self, before: Snapshot, after: Snapshot, gates: Iterable[Gate]) -> None:
        self._before = before
        self._after = after
        self._needs = {gate.id: gate.needs for gate in gates}
        self._listed = _entries(before.inventory), _entries(after.inventory)
        self._policy = before.inputs.policy_digest != after.inputs.policy_digest
        self._rule = before.inputs.rule_version != after.inputs.rule_version
        self._advisories = before.inputs.advisories != after.inputs.advisories
        self._tool = before.inputs.tool_version != after.inputs.tool_version

    def of_repository(self, slug: str) -> Cause:
        """Why a repository came or went: one that is only listed moves with the inventory."""
        state = self._after.states.get(slug) or self._before.states.get(slug)
        listed_only = state is not None and state.has(State.MISSING)
        return Cause.POLICY if listed_only or self._policy else Cause.CODE

    def of_state(self, slug: str, state: State) -> Cause:
        """Why a state was gained or lost by a repository that both audits saw."""
        if state in BLOCKED:
            return Cause.ACCESS
        if state in AGAINST_INVENTORY and self._listing_moved(slug):
            return Cause.POLICY
        if state is State.STALE:
            return self._of_age(slug)
        return Cause.TOOL if self._tool and not self._moved(slug) else Cause.CODE

    def of_verdict(self, slug: str) -> Cause:
        """Why an answer became unknown or known again: a gate that newly crashes is our doing."""
        return Cause.RULE if self._rule and not self._sight_moved(slug) else Cause.ACCESS

    def of_answer(self, slug: str, gate: str) -> Cause:
        """Why a gate's answer moved, whichever way."""
        return self.of_finding(slug, gate, opened=True)

    def of_severity(self) -> Cause:
        """Why the same finding weighs more or less; no repository decides that."""
        return self._of_judgement()

    def waived(self, slug: str, gate: str) -> bool:
        """Whether an answer was given waivers that it had not before: what it lost was not fixed."""
        old, new = self._before.verdicts.get((slug, gate)), self._after.verdicts.get((slug, gate))
        return _waivers(new) is not None and _waivers(new) != _waivers(old)

    def of_finding(self, slug: str, gate: str, *, opened: bool) -> Cause:
        """Why a finding was opened or closed."""
        if slug not in self._before.states or slug not in self._after.states:
            return self.of_repository(slug)
        old, new = self._before.verdicts.get((slug, gate)), self._after.verdicts.get((slug, gate))
        # What is closed while the answer is unknown was looked at: another file could not be read.
        seen = not opened and _unknown(new)
        if self._sight_moved(slug) or (_unknown(old) != _unknown(new) and not seen):
            return Cause.ACCESS
        if (old is None) != (new is None) and (self._policy or self._rule):
            return Cause.POLICY if self._policy else Cause.RULE
        needs = self._needs.get(gate, frozenset())
        if Need.INVENTORY in needs and self._listing_moved(slug):
            return Cause.POLICY
        if _exempt(old) != _exempt(new) or (Need.CLOCK in needs and opened):
            return Cause.POLICY if self._policy else Cause.TIME
        return self._of_facts(slug, old, new, needs)

    def _of_facts(self, slug: str, old: Verdict | None, new: Verdict | None, needs: frozenset[Need]) -> Cause:
        if self._commit_moved(slug) if Need.TREE in needs else self._moved(slug) or self._fetched(slug):
            return Cause.CODE
        if Need.ADVISORIES in needs and self._advisories:
            return Cause.ADVISORY
        elsewhere = next((cause for need, cause in _ELSEWHERE if need in needs), Cause.CODE)
        if old and new and old.why != new.why and not self._policy:
            return Cause.TIME  # a waiver of some of the gate's findings ran out: only waivers explain a fail
        return self._of_judgement(elsewhere)

    def _of_judgement(self, otherwise: Cause = Cause.CODE) -> Cause:
        moved = ((self._policy, Cause.POLICY), (self._rule, Cause.RULE), (self._tool, Cause.TOOL))
        return next((cause for happened, cause in moved if happened), otherwise)

    def _of_age(self, slug: str) -> Cause:
        if self._fetched(slug):
            return Cause.CODE
        return Cause.POLICY if self._policy else Cause.TIME

    def _listing_moved(self, slug: str) -> bool:
        then, now = self._listed
        configured = self._before.inventory.configured != self._after.inventory.configured
        return configured or then.get(slug) != now.get(slug)

    def _sight_moved(self, slug: str) -> bool:
        then, now = self._states(slug)
        return BLOCKED.intersection(then.states) != BLOCKED.intersection(now.states)

    def _fetched(self, slug: str) -> bool:
        then, now = self._states(slug)
        return then.fetched != now.fetched

    def _commit_moved(self, slug: str) -> bool:
        then, now = self._states(slug)
        return then.head != now.head

    def _moved(self, slug: str) -> bool:
        then, now = self._states(slug)
        if self._tool:  # another version may see other states in the same facts
            then, now = replace(then, states=()), replace(now, states=())
        return _code(then) != _code(now)

    def _states(self, slug: str) -> tuple[RepositoryState, RepositoryState]:
        return self._before.states[slug], self._after.states[slug]


def _entries(inventory: Inventory) -> Mapping[str, InventoryEntry]:
    return {entry.slug: entry for entry in inventory.entries}


def _code(state: RepositoryState) -> RepositoryState:
    """The state without what moves by the clock, by a fetch or by what people demand."""
    return replace(
        state,
        states=tuple(held for held in state.states if held not in _NOT_CODE),
        fetched=None,
        stale_branches=(),
        owner=None,
        criticality=None,
        tags=(),
    )


def _waivers(verdict: Verdict | None) -> str | None:
    # Only waivers explain a fail.
    told = verdict is not None and verdict.outcome in (Outcome.EXEMPT, Outcome.FAIL)
    return verdict.why if verdict is not None and told else None


def _unknown(verdict: Verdict | None) -> bool:
    return verdict is not None and verdict.outcome is Outcome.UNKNOWN


def _exempt(verdict: Verdict | None) -> bool:
    return verdict is not None and verdict.outcome is Outcome.EXEMPT
