"""The phrases that more than one format uses, so that no two formats tell a different story."""

from collections.abc import Mapping
from typing import TypeVar

from gitops_assets.core.dependencies.graph.model import Proposal, VersionClaim
from gitops_assets.core.dependencies.section import DependencyCounts
from gitops_assets.core.model import (
    Cause,
    Change,
    FindingStatus,
    IdleWaiver,
    Inventory,
    RepositoryState,
    State,
)
from gitops_assets.core.report import AuditRecord, Report, Summary

Name = TypeVar("Name", bound=str)

CAUSES: Mapping[Cause, str] = {
    Cause.CODE: "the repository itself moved",
    Cause.DEPENDENCY: "something it depends on moved",
    Cause.TEMPLATE: "a template that it follows moved",
    Cause.ADVISORY: "a security advisory was published or changed",
    Cause.TOOL: "a tool was upgraded",
    Cause.RULE: "a rule judges differently",
    Cause.POLICY: "the fleet file or the inventory demands something else",
    Cause.ACCESS: "more or less could be seen than before",
    Cause.TIME: "nothing moved but the clock",
}

UNKNOWN = "\N{EN DASH}"
"""What stands where something is not known; zero is shown as zero."""

BUMPS = 8
"""Changes of one proposal that are named before the rest is counted."""

_MOVED = (FindingStatus.NEW, FindingStatus.REOPENED, FindingStatus.FIXED, FindingStatus.WAIVED)
_UNITS = ((31_557_600, "year"), (2_629_800, "month"), (86_400, "day"), (3_600, "hour"), (60, "minute"))


def count(number: int, noun: str) -> str:
    """``1 repository``, ``1,200 repositories``."""
    plural = f"{noun[:-1]}ies" if noun.endswith("ry") else f"{noun}s"
    return f"{number:,} {noun if number == 1 else plural}"


def tally(counts: Mapping[Name, int]) -> str:
    """``3 red, 2 yellow``; empty for nothing."""
    return ", ".join(f"{number:,} {name}" for name, number in counts.items())


def ago(then: int | None, now: int) -> str:
    """How long before ``now``, in the largest unit that fits: ``9 days ago``."""
    if then is None:
        return UNKNOWN
    for seconds, unit in _UNITS:
        if now - then >= seconds:
            return f"{count((now - then) // seconds, unit)} ago"
    return "just now" if now >= then else "in the future"


def percent(share: float) -> str:
    """``97.4 %``; what is not the whole is never shown as 100 %."""
    return "100 %" if share >= 1 else f"{min(round(share * 100, 1), 99.9):g} %"


def headline(summary: Summary) -> str:
    """The fleet in one line."""
    repositories = _counted(count(summary.repositories, "repository"), tally(summary.health))
    findings = count(sum(summary.severities.values()), "open finding")
    return f"{repositories} {_counted(findings, tally(summary.severities))}"


def _counted(total: str, parts: str) -> str:
    return f"{total}: {parts}." if parts else f"{total}."


def dependencies(counts: DependencyCounts) -> str:
    """What is known of dependencies, in a sentence or two."""
    if not counts.packages and not counts.edges:
        return "No manifest was found that says what a repository depends on."
    needed = f"{count(counts.repositories, 'repository')} need {count(counts.packages, 'thing')}"
    circles = f", and {count(counts.cycles, 'circle')} among them" if counts.cycles else ""
    inside = f"{count(counts.pairs, 'time')} one repository of the fleet depends on another{circles}"
    return f"{needed.replace('1 repository need', '1 repository needs')}. {inside}."


def not_read(counts: DependencyCounts) -> str:
    """``3 files, 1 repository``; empty when everything was read."""
    parts = ((counts.skipped, "file"), (counts.unread, "repository"))
    return ", ".join(count(number, noun) for number, noun in parts if number)


def settlement(proposal: Proposal) -> str:
    """On what all could meet, and what has to change for that."""
    shown = [_bump(bump) for bump in proposal.bumps[:BUMPS]]
    if len(proposal.bumps) > BUMPS:
        shown.append(f"{len(proposal.bumps) - BUMPS:,} more")
    meeting = f"All can meet at {proposal.version}"
    return f"{meeting}; change {'; '.join(shown)}." if shown else f"{meeting}."


def _bump(bump: VersionClaim) -> str:
    where = f"{bump.slug} {bump.path}:{bump.line}"
    version = bump.constraint or bump.resolved
    return f"{where} to {version}" if version else where


def spoken(remedy: str) -> bool:
    """Whether a remedy is a sentence to read, else it is a command to copy."""
    return remedy[:1].isupper() and remedy.endswith(".")


def movement(summary: Summary) -> str:
    """How the findings moved since the last audit: ``4 new, 2 fixed``; empty when they did not."""
    moved = (status for status in _MOVED if status in summary.statuses)
    return tally({status: summary.statuses[status] for status in moved})


def coverage(audit: AuditRecord) -> str:
    """How much of what was asked is known."""
    return f"{percent(audit.coverage)} {unknowns(audit)}"


def unknowns(audit: AuditRecord) -> str:
    """The same without the number, for where it stands large beside it."""
    known = "of the answers are known"
    if not audit.unknown:
        return f"{known}."
    return f"{known}, {audit.unknown:,} unknown. Unknown lowers no score and closes no finding."


def inventory(listed: Inventory) -> str:
    """What the fleet was compared with, and if it could not be compared, why."""
    if listed.unknown is not None:
        return f"The inventory could not be read: {listed.unknown}. What is missing or extra is unknown."
    if not listed.configured:
        return "No inventory is configured, so every repository found is welcome and none can be missing."
    return f"The inventory lists {count(len(listed.entries), 'repository')}."


def not_looked_into(report: Report) -> str:
    """What it means that some folders could not be looked into; empty when every one could."""
    if not report.not_looked_into:
        return ""
    folders = count(len(report.not_looked_into), "folder")
    return f"{folders} could not be looked into. A repository in there that no audit has seen is in no count."


def idle_waiver(waiver: IdleWaiver) -> str:
    """A waiver that does nothing, and why."""
    only = f" ({waiver.subject})" if waiver.subject else ""
    named = f"of {waiver.gate}{only} for {waiver.repositories}, until {waiver.expires}: {waiver.reason}"
    return f"A waiver does nothing, because {waiver.why}: that {named}"


def comparison(report: Report) -> str:
    """Which audit this one is compared with and what the causes of the differences are."""
    audit = report.audit
    if audit.previous is None:
        return "This is the first audit of this fleet: there is nothing to compare it with yet."
    when = ago(audit.previous_finished, report.generated) if audit.previous_finished else "at an unknown time"
    since = f"since audit {audit.previous} ({when})"
    if not report.changes:
        return f"Nothing changed {since}."
    causes = {cause: sum(change.cause is cause for change in report.changes) for cause in Cause}
    by_cause = tally({f"by {cause}": number for cause, number in causes.items() if number})
    return f"{count(len(report.changes), 'change')} {since}: {by_cause}."


def happening(change: Change) -> str:
    """What happened in a few words, with the subject unless it is said beside it."""
    what = change.kind.replace("-", " ")
    said = change.subject in {change.before, change.after} or change.subject.lower() in what
    return what if said else f"{what}: {change.subject}"


def place(slug: str) -> str:
    """Whose a change is; an empty slug means the fleet's own."""
    return slug or "the fleet itself"


def sync(state: RepositoryState) -> str:
    """Distance from the upstream: ``level``, ``↑2 ↓1``."""
    if state.ahead is None or state.behind is None:
        return UNKNOWN
    arrows = (f"↑{state.ahead:,}" if state.ahead else "", f"↓{state.behind:,}" if state.behind else "")
    return " ".join(arrow for arrow in arrows if arrow) or "level"


def edits(state: RepositoryState) -> str:
    """What lies uncommitted: ``2 staged, 1 untracked``, ``none``."""
    counts = {
        "conflicted": state.conflicted,
        "staged": state.staged,
        "unstaged": state.unstaged,
        "untracked": state.untracked,
        "stashed": state.stashes,
    }
    if all(number is None for number in counts.values()):
        return UNKNOWN
    return tally({name: number for name, number in counts.items() if number}) or "none"


def position(state: RepositoryState) -> str:
    """Where HEAD is: the branch, else the commit."""
    if state.branch:
        return state.branch
    return state.head[:10] if state.head and not state.has(State.UNBORN) else UNKNOWN
