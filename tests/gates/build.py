"""A healthy repository, and what a test changes about it: `facts(State.AHEAD, ahead=2)`."""

from dataclasses import replace

from gitops_assets.core.dependencies.disagreements.concerns import DependencyFacts, concerns
from gitops_assets.core.dependencies.graph.model import Conflict, ConflictKind, Proposal, VersionClaim
from gitops_assets.core.gates.engine import evaluate
from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import Evaluation, Finding, Gate
from gitops_assets.core.model import InventoryEntry, Outcome, Remote, RepositoryState, State

AT = 1_790_000_000
"""The time of the audit in tests: 2026-09-21."""

HEALTHY = RepositoryState(
    slug="acme/app",
    path="/src/app",
    states=(State.CLEAN,),
    branch="main",
    head="0123456789abcdef0123456789abcdef01234567",
    upstream="origin/main",
    ahead=0,
    behind=0,
    staged=0,
    unstaged=0,
    untracked=0,
    conflicted=0,
    stashes=0,
    fetched=AT - 3600,
    committed=AT - 7200,
    default_branch="main",
    remotes=(Remote("origin", "https://example.org/acme/app.git"),),
)
LISTED = InventoryEntry(slug="acme/app", url="https://example.org/acme/app.git", source="fleet.yaml")


def state(*states: State, **fields: object) -> RepositoryState:
    """The healthy repository with these states instead of clean, and these fields."""
    return replace(HEALTHY, states=states or HEALTHY.states, **fields)  # type: ignore[arg-type] # a test's shorthand


def facts(*states: State, **fields: object) -> Facts:
    """What a gate sees of such a repository, listed in an inventory that could be asked."""
    return Facts(state(*states, **fields), listed=LISTED, inventory_configured=True)


def claim(slug: str, constraint: str | None = None, **fields: object) -> VersionClaim:
    """A claim on line 3 of package.json."""
    plain = VersionClaim(slug=slug, path="package.json", line=3, constraint=constraint)
    return replace(plain, **fields)  # type: ignore[arg-type] # a test's shorthand


def conflict(
    kind: ConflictKind,
    *claims: VersionClaim,
    why: str = "It is so.",
    proposal: Proposal | None = None,
    breaks: tuple[str, ...] = (),
) -> Conflict:
    """Something about react."""
    plain = Conflict(name="react", ecosystem="npm", kind=kind, claims=claims, why=why, proposal=proposal)
    return replace(plain, breaks=breaks)


def touched(*conflicts: Conflict, slug: str = "acme/app") -> Facts:
    """What a gate sees of a repository that these conflicts touch."""
    return replace(facts(), dependencies=DependencyFacts(concerns(conflicts).get(slug, ())))


def only(gate: Gate, seen: Facts) -> Finding:
    """The one finding of a gate that fails."""
    (finding,) = evaluate(seen, gate).findings
    return finding


def passes(gate: Gate, seen: Facts) -> bool:
    """Whether the gate's answer is yes."""
    return evaluate(seen, gate) == Evaluation(gate.id, Outcome.PASS)


def why(gate: Gate, seen: Facts, outcome: Outcome) -> str | None:
    """The reason of an answer that is not yes or no."""
    evaluation = evaluate(seen, gate)
    assert evaluation.outcome is outcome
    return evaluation.why
