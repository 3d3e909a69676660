"""What a report holds of an audit, as the domain's values: everything that the store can be given back."""

from dataclasses import dataclass
from typing import Any

from gitops_assets.core.compliance.record import AskedGate, ScoreRecord
from gitops_assets.core.compliance.score import FLOORS, WEIGHTS, Level, Score
from gitops_assets.core.gates.model import Category
from gitops_assets.core.importing.places import At
from gitops_assets.core.model import (
    Cause,
    Change,
    FindingRecord,
    FindingStatus,
    IdleWaiver,
    Remote,
    RepositoryState,
    Severity,
    State,
    Unseen,
)
from gitops_assets.core.snapshot import AuditInputs

NOT_HELD = (
    "which gates passed, were skipped, unknown or waived in which repository",
    "the entries of the inventory",
    "what files say of dependencies",
    "scores by category and of earlier audits",
    "how long gates took",
)
"""What a report tells sums of at most, so that nothing can be rebuilt of it."""


_AUDITS = 10**9
"""The largest number of an audit: one near the end of what a database counts to would be the store's last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """One audit as its report tells it. Times are epoch seconds."""

    id: int
    started: int
    finished: int
    previous: int | None
    previous_finished: int | None
    coverage: float
    unknown_answers: int
    inputs: AuditInputs
    fleet: str
    roots: tuple[str, ...]
    configured: bool
    unknown: str | None
    not_looked_into: tuple[Unseen, ...]
    idle_waivers: tuple[IdleWaiver, ...]
    states: tuple[RepositoryState, ...]
    findings: tuple[FindingRecord, ...]
    changes: tuple[Change, ...]
    asked: tuple[AskedGate, ...]
    scores: tuple[ScoreRecord, ...]


def imported(document: At) -> Imported:
    """The audit of a document; raises :class:`~gitops_assets.core.importing.places.Unimportable`."""
    audit, fleet, quality = document["audit"], document["fleet"], document["quality"]
    advisories = quality.get("advisories")
    inventory = fleet["inventory"]
    why = inventory.get("unknown")
    previous, finished = audit.get("previous"), audit.get("previous_finished")
    return Imported(
        id=_numbered(audit["id"]),
        started=audit["started"].moment(),
        finished=audit["finished"].moment(),
        previous=None if previous is None else _numbered(previous),
        previous_finished=None if finished is None else finished.moment(),
        coverage=audit["coverage"].number(0, 1),
        unknown_answers=audit["unknown"].whole(),
        inputs=AuditInputs(
            tool_version=audit["tool_version"].text(),
            rule_version=audit["rule_version"].text(),
            policy_digest=audit["policy_digest"].text(),
            advisories=None if advisories is None else advisories.text(),
        ),
        fleet=fleet["name"].text(),
        roots=fleet["roots"].texts(),
        configured=inventory["configured"].truth(),
        unknown=None if why is None else why.text(),
        not_looked_into=tuple(
            Unseen(each["path"].text(), each["why"].text()) for each in fleet["not_looked_into"].rows()
        ),
        idle_waivers=tuple(_waiver(each) for each in fleet["idle_waivers"].rows()),
        states=_once([_state(each) for each in document["repositories"].rows()], document["repositories"]),
        findings=_findings(document["findings"]),
        changes=tuple(_change(each) for each in document["changes"].rows()),
        asked=_asked(quality, document["rules"]),
        scores=tuple(
            found for each in document["repositories"].rows() if (found := _score(each)) is not None
        ),
    )


def _numbered(at: At) -> int:
    """The number of an audit; one that was backfilled has a negative one."""
    number = at.whole()
    if number == 0 or abs(number) > _AUDITS:
        raise at.wrong(f"is no number of an audit: those are whole, not 0, and at most {_AUDITS:,}")
    return number


def _waiver(at: At) -> IdleWaiver:
    names = ("gate", "repositories", "subject", "expires", "reason", "why")
    return IdleWaiver(**{name: at[name].text() for name in names})


_TEXTS = ("path", "why", "branch", "head", "upstream", "default_branch", "tag", "owner", "criticality")
_NUMBERS = (
    *("ahead", "behind", "staged", "unstaged", "untracked", "conflicted", "stashes"),
    *("commits_since_tag", "lfs_pointers"),
)
_LISTS = ("stale_branches", "worktrees", "submodules", "changed", "tags")


def _state(at: At) -> RepositoryState:
    slug = at["slug"].text()
    if not slug:
        raise at["slug"].wrong("is empty")
    known: dict[str, Any] = {}
    known |= {name: found.text() for name in _TEXTS if (found := at.get(name))}
    known |= {name: found.whole() for name in _NUMBERS if (found := at.get(name))}
    known |= {name: found.moment() for name in ("fetched", "committed") if (found := at.get(name))}
    known |= {name: found.texts() for name in _LISTS if (found := at.get(name))}
    remotes = at.get("remotes")
    known["remotes"] = tuple(
        Remote(each["name"].text(), each["url"].text()) for each in (remotes.rows() if remotes else ())
    )
    states = tuple(each.word(State) for each in at["states"].rows())
    return RepositoryState(**{"path": None, **known, "slug": slug, "states": states})


def _once(states: list[RepositoryState], at: At) -> tuple[RepositoryState, ...]:
    seen: set[str] = set()
    for nth, state in enumerate(states):
        if state.slug in seen:
            raise At(None, f"{at.place}[{nth}]").wrong(f"is a second repository {state.slug!r}")
        seen.add(state.slug)
    return tuple(states)


def _findings(at: At) -> tuple[FindingRecord, ...]:
    found: dict[tuple[str, str, str], FindingRecord] = {}
    for each in at.rows():
        record = _finding(each)
        key = record.slug, record.gate, record.fingerprint
        if key in found:
            raise each.wrong("has the fingerprint of another finding")
        found[key] = record
    return tuple(found.values())


def _finding(at: At) -> FindingRecord:
    texts = ("gate", "slug", "message", "path", "remedy", "fingerprint")
    return FindingRecord(
        **{name: at[name].text() for name in texts},
        severity=at["severity"].word(Severity),
        line=at["line"].whole(),
        status=at["status"].word(FindingStatus),
        opened_at=at["opened"].moment(),
        verified_at=at["verified"].moment(),
    )


def _change(at: At) -> Change:
    before, after = at.get("before"), at.get("after")
    return Change(
        slug=at["slug"].text(),
        kind=at["kind"].text(),
        subject=at["subject"].text(),
        before=None if before is None else before.text(),
        after=None if after is None else after.text(),
        cause=at["cause"].word(Cause),
    )


def _asked(quality: At, rules: At) -> tuple[AskedGate, ...]:
    told = {rule["id"].text(): rule for rule in rules.rows()}
    return tuple(_gate(each, told) for each in quality["gates"].rows())


def _gate(at: At, rules: dict[str, At]) -> AskedGate:
    gate = at["gate"].text()
    rule = rules.get(gate)
    severity = at["severity"].word(Severity)
    return AskedGate(
        id=gate,
        title=rule["title"].text() if rule else gate,
        doc=rule["doc"].text() if rule else "",
        remedy=rule["remedy"].text() if rule else "Follow the remedy of the finding.",
        category=at["category"].word(Category),
        severity=severity,
        weight=WEIGHTS[severity],
        required=at["required"].truth(),
        version=1,
    )


def _score(at: At) -> ScoreRecord | None:
    coverage, value = at.get("coverage"), at.get("score")
    if coverage is None:
        return None
    level = at.get("level")
    word = None if level is None else level.word(Level)
    known = None if value is None else _unrounded(value.number(0, 100), word)
    return ScoreRecord(at["slug"].text(), Score(known, coverage.number(0, 1)))


def _unrounded(value: float, level: Level | None) -> float:
    """A score that is shown as this and has that level: 89.96 is shown as 90.0 and is no A."""
    if level is None or value < FLOORS[level] or Score(value, 1.0).level == level:
        return value
    return value - 0.049
