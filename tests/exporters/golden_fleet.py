"""One small fixed fleet with every kind of row, and names that try to break out of every format."""

from collections.abc import Sequence

from gitops_assets.core.dependencies.section import DependencySection
from gitops_assets.core.gates.model import fingerprint
from gitops_assets.core.model import (
    Cause,
    Change,
    FindingRecord,
    FindingStatus,
    Health,
    IdleWaiver,
    Inventory,
    InventoryEntry,
    Remote,
    RepositoryState,
    Severity,
    State,
    Unseen,
)
from gitops_assets.core.report import AuditRecord, Report, RepositoryRow, Rule
from tests.exporters.golden_dependencies import SECTION
from tests.exporters.golden_quality import quality

NOW = 1_772_366_400  # 2026-03-01T12:00:00Z
DAY = 86_400

RULES = {
    rule.id: rule
    for rule in (
        Rule(
            id="changes-committed",
            title="Work is committed",
            doc="What is only in a work tree is lost with the disk.\n\nCommit, stash or `git restore` it.\n\n"
            "Source: [git-status](https://git-scm.com/docs/git-status).",
            remedy="Commit or stash the changes.",
            severity=Severity.MEDIUM,
        ),
        Rule(
            id="commits-pushed",
            title="Commits are pushed",
            doc="A commit that only one machine has is not shared and not backed up.",
            remedy="Push the branch.",
            severity=Severity.MEDIUM,
        ),
        Rule(
            id="repository-present",
            title="Every repository of the inventory is present",
            doc="A repository that should be here and is not cannot be audited.",
            remedy="Clone it, or take it off the inventory.",
            severity=Severity.HIGH,
        ),
        Rule(
            id="repository-readable",
            title="git can read the repository",
            doc="Nothing at all is known of a repository that git refuses to read.",
            remedy="Follow git's message.",
            severity=Severity.HIGH,
        ),
        Rule(
            id="upstream-set",
            title="The branch follows an upstream",
            doc="Without an upstream nobody can tell whether the branch is pushed.",
            remedy="Set an upstream.",
            severity=Severity.LOW,
        ),
    )
}


def state(slug: str, *states: State, **known: object) -> RepositoryState:
    """A repository on main, level with its upstream and clean unless told otherwise."""
    defaults: dict[str, object] = {
        "path": f"/srv/git/{slug}",
        "branch": "main",
        "head": fingerprint(slug, "head", "")[:32].ljust(40, "0"),
        "upstream": "origin/main",
        "ahead": 0,
        "behind": 0,
        "staged": 0,
        "unstaged": 0,
        "untracked": 0,
        "conflicted": 0,
        "stashes": 0,
        "fetched": NOW - 9 * DAY,
        "committed": NOW - 40 * DAY,
        "default_branch": "main",
        "remotes": (Remote("origin", f"https://git.example.org/{slug}.git"),),
    }
    return RepositoryState(slug=slug, states=states or (State.CLEAN,), **(defaults | known))  # type: ignore[arg-type] # a fixture's keywords


def unknown_state(slug: str, *states: State, why: str, path: str | None) -> RepositoryState:
    """A repository of which nothing is known but why."""
    return RepositoryState(slug=slug, path=path, states=states, why=why)


def finding(gate: str, slug: str, message: str, remedy: str, **other: object) -> FindingRecord:
    """An existing finding of its rule's severity, on git's own configuration."""
    known: dict[str, object] = {
        "severity": RULES[gate].severity if gate in RULES else Severity.INFO,
        "path": ".git/config",
        "line": 1,
        "fingerprint": fingerprint(slug, gate, message),
        "status": FindingStatus.EXISTING,
        "opened_at": NOW - 3 * DAY,
        "verified_at": NOW - 60,
    }
    return FindingRecord(gate=gate, slug=slug, message=message, remedy=remedy, **(known | other))  # type: ignore[arg-type] # a fixture's keywords


STATES = (
    state('\'; DROP TABLE "fleet" --', State.STASHED, stashes=3),
    state("<script>alert(1)</script>", State.DIRTY, State.UNTRACKED, untracked=1, branch="</script><b>"),
    state('=HYPERLINK("https://evil.example")', State.SHALLOW, owner="@acme/platform", tags=("=1+1", "a|b")),
    state("acme/api", State.DIVERGED, State.AHEAD, State.BEHIND, ahead=2, behind=11, fetched=NOW - 7200),
    state("acme/docs", State.CLEAN, tag="v1.2.0", commits_since_tag=4, owner="docs", criticality="low"),
    state(
        "acme/web", State.DIRTY, State.STAGED, State.UNSTAGED, staged=2, unstaged=5, changed=("a.py", "ü.txt")
    ),
    state(
        "broken|pipe `tick` \\| [link](javascript:alert(1))",
        State.NO_UPSTREAM,
        upstream=None,
        ahead=None,
        behind=None,
        remotes=(),
    ),
    state(
        "line\nbreak\r\n\x1b[31m\u202egpj.exe\ud800",
        State.DETACHED,
        branch=None,
        upstream=None,
        ahead=None,
        behind=None,
    ),
    state(
        "tools/bare",
        State.BARE,
        staged=None,
        unstaged=None,
        untracked=None,
        conflicted=None,
        stashes=None,
        fetched=None,
    ),
    unknown_state(
        "tools/foreign",
        State.UNSAFE_OWNERSHIP,
        why="detected dubious ownership",
        path="/srv/git/tools/foreign",
    ),
    unknown_state("tools/gone", State.MISSING, why="the inventory lists it, no root holds it", path=None),
    state(
        "tools/new",
        State.UNBORN,
        State.EXTRA,
        head=None,
        committed=None,
        upstream=None,
        ahead=None,
        behind=None,
    ),
)

FINDINGS = (
    finding(
        "changes-committed",
        "<script>alert(1)</script>",
        "1 file is not committed",
        "git -C '/srv/git/<script>alert(1)</script>' add -A",
        status=FindingStatus.NEW,
        path=".",
        opened_at=NOW,
    ),
    finding(
        "changes-committed",
        "acme/web",
        "7 files are not committed",
        "git -C /srv/git/acme/web commit -a",
        path="ü dir/100%.txt",
        line=3,
    ),
    finding(
        "commits-pushed",
        "acme/api",
        "'main' is 2 commits ahead of 'origin/main'",
        "git -C /srv/git/acme/api pull --rebase && git -C /srv/git/acme/api push",
        status=FindingStatus.REOPENED,
    ),
    finding(
        "commits-pushed",
        "acme/docs",
        "'main' was 1 commit ahead of 'origin/main'",
        "git -C /srv/git/acme/docs push",
        status=FindingStatus.FIXED,
    ),
    finding(
        "commits-pushed",
        "tools/bare",
        "'main' is 3 commits ahead of 'origin/main'",
        "git -C /srv/git/tools/bare push",
        status=FindingStatus.WAIVED,
    ),
    finding(
        "old-rule",
        "acme/docs",
        "a rule that is gone found this.",
        "see `stash@{0}` || [docs](https://evil.example)",
        verified_at=NOW - 30 * DAY,
    ),
    finding(
        "repository-present",
        "tools/gone",
        "'tools/gone' is in the inventory and nowhere here",
        "git clone https://git.example.org/tools/gone.git",
        status=FindingStatus.NEW,
        opened_at=NOW,
    ),
    finding(
        "repository-readable",
        "tools/foreign",
        "git refuses to read it: 'detected dubious ownership'",
        "git config --global --add safe.directory /srv/git/tools/foreign",
    ),
    finding(
        "upstream-set",
        "broken|pipe `tick` \\| [link](javascript:alert(1))",
        "'main' has no upstream",
        "git -C '/srv/git/`tick` ``two`` | x\n# y' push -u origin main",
        path="../../etc/passwd",
    ),
)

CHANGES = (
    Change(
        slug="",
        kind="inventory-known-again",
        subject="inventory",
        before="the forge answered 503",
        after=None,
        cause=Cause.ACCESS,
    ),
    Change(
        slug="<script>alert(1)</script>",
        kind="state-gained",
        subject="untracked",
        before=None,
        after="untracked",
        cause=Cause.CODE,
    ),
    Change(
        slug="<script>alert(1)</script>",
        kind="branch-switched",
        subject="branch",
        before="a|`b`",
        after="</script><b>",
        cause=Cause.CODE,
    ),
    Change(
        slug="acme/api",
        kind="finding-reopened",
        subject="commits-pushed",
        before=None,
        after="'main' is 2 commits ahead of 'origin/main'",
        cause=Cause.TIME,
    ),
    Change(
        slug="acme/api",
        kind="score-moved",
        subject="changes-committed, own-gate",
        before="64.0",
        after="71.3",
        cause=Cause.RULE,
    ),
    Change(
        slug="tools/foreign",
        kind="verdict-unknown",
        subject="changes-committed",
        before="pass",
        after="unknown",
        cause=Cause.ACCESS,
    ),
    Change(
        slug="tools/gone",
        kind="repository-missing",
        subject="repository",
        before="clean",
        after="missing",
        cause=Cause.POLICY,
    ),
)

NOT_LOOKED_INTO = (Unseen("/srv/git/<b>locked|`x`", "cannot be read: permission denied"),)
IDLE_WAIVERS = (
    IdleWaiver(
        gate="commits-pushed",
        repositories="acme/*",
        subject="main",
        expires="2026-02-28",
        reason="<i>later</i> | soon",
        why="it expired on 2026-02-28",
    ),
)

EXEMPT = {"acme/docs": ("changes-committed: 1 finding waived: <b>wip</b> | docs (until 2026-12-01)",)}
UNKNOWN = {"tools/foreign": ("changes-committed", "commits-pushed: git refused to answer")}


def rows(states: Sequence[RepositoryState], findings: Sequence[FindingRecord]) -> tuple[RepositoryRow, ...]:
    """The repositories with the verdict that their open findings give them."""
    return tuple(_row(one, [f for f in findings if f.slug == one.slug]) for one in states)


def _row(one: RepositoryState, found: Sequence[FindingRecord]) -> RepositoryRow:
    live = [f for f in found if f.status.is_open]
    worst = min((f.severity for f in live), key=lambda severity: severity.rank, default=None)
    red = worst in {Severity.CRITICAL, Severity.HIGH}
    mild = worst in {None, Severity.INFO}
    health = Health.RED if red else Health.GREEN if mild else Health.YELLOW
    return RepositoryRow(one, health, len(live), worst, UNKNOWN.get(one.slug, ()), EXEMPT.get(one.slug, ()))


def audit(**other: object) -> AuditRecord:
    """The fourteenth audit, a week after the thirteenth."""
    known: dict[str, object] = {
        "id": 14,
        "started": NOW - 62,
        "finished": NOW - 57,
        "previous": 13,
        "previous_finished": NOW - 7 * DAY,
        "tool_version": "0.1.0",
        "rule_version": "4f2a9c01",
        "policy_digest": "b7e0d3aa",
        "coverage": 0.9667,
        "unknown": 2,
    }
    return AuditRecord(**(known | other))  # type: ignore[arg-type] # a fixture's keywords


def report(
    states: Sequence[RepositoryState] = STATES,
    findings: Sequence[FindingRecord] = FINDINGS,
    **other: object,
) -> Report:
    """The golden report, or the same with other contents."""
    known: dict[str, object] = {
        "generated": NOW,
        "audit": audit(),
        "fleet": "home lab <&> *friends*",
        "roots": ("/srv/git", "/mnt/`old`"),
        "inventory": Inventory(
            (InventoryEntry(slug="tools/gone"), InventoryEntry(slug="acme/web")), configured=True
        ),
        "changes": CHANGES,
        "rules": RULES,
        "not_looked_into": NOT_LOOKED_INTO,
        "idle_waivers": IDLE_WAIVERS,
        "dependencies": SECTION,
        "quality": quality(*(one.slug for one in states), now=NOW),
    }
    return Report(repositories=rows(states, findings), findings=tuple(findings), **(known | other))  # type: ignore[arg-type] # a fixture's keywords


def empty() -> Report:
    """A first audit that found nothing."""
    first = audit(id=1, previous=None, previous_finished=None, coverage=1.0, unknown=0)
    calm: dict[str, object] = {"changes": (), "not_looked_into": (), "idle_waivers": (), "rules": {}}
    calm["dependencies"] = DependencySection()
    return report((), (), roots=(), audit=first, inventory=Inventory(), **calm)
