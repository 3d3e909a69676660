"""What is told of templates: that one was applied or rolled back, and that a repository drifted from one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from gitops_assets.core.events.model import Event, EventKind, Value
from gitops_assets.core.model import FindingRecord, FindingStatus, Severity
from gitops_assets.core.templates.model import Action, ApplyState, Cell, Drift
from gitops_assets.core.templates.places import path_of
from gitops_assets.core.text import display

MOST_FILES = 50
"""Files of one repository that an event lists; the others are counted."""

_CAUSE = "application:"
_FRESH = (FindingStatus.NEW, FindingStatus.REOPENED)
_SEVERITY = {ApplyState.FAILED: Severity.HIGH, ApplyState.CONFLICTED: Severity.MEDIUM}
_WORDS: Mapping[ApplyState, str] = {
    ApplyState.APPLIED: "was applied to",
    ApplyState.UNCHANGED: "already stood as it is in",
    ApplyState.CONFLICTED: "conflicts with",
    ApplyState.FAILED: "could not be applied to",
    ApplyState.ROLLED_BACK: "was rolled back in",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Acted:
    """What came of one application of a template to one repository, or of undoing it.

    ``at`` is when it ended, in epoch seconds, ``seconds`` what it took. ``application`` is the id that a
    rollback takes, ``batch`` what ran together. ``files`` counts the files by what was done with them.
    """

    application: str
    slug: str
    template: str
    version: str | None
    result: ApplyState
    who: str
    at: int
    seconds: float
    why: str | None = None
    batch: str | None = None
    branch: str | None = None
    commit: str | None = None
    files: Mapping[Action, int] = field(default_factory=dict)
    owner: str | None = None
    tags: tuple[str, ...] = ()


def acted(act: Acted) -> Event:
    """``template.applied``, or ``template.rolled_back`` where the result says so."""
    undone = act.result is ApplyState.ROLLED_BACK
    version = f" {act.version}" if act.version else ""
    why = f": {act.why}" if act.why else ""
    details: dict[str, Value] = {
        "application": act.application,
        "batch": act.batch,
        "template": act.template,
        "version": act.version,
        "who": display(act.who),
        "result": act.result.value,
        "why": None if act.why is None else display(act.why),
        "branch": None if act.branch is None else display(act.branch),
        "commit": act.commit,
        "files": {each.value: act.files[each] for each in Action if act.files.get(each)},
        "seconds": round(act.seconds, 3),
    }
    return Event(
        kind=EventKind.TEMPLATE_ROLLED_BACK if undone else EventKind.TEMPLATE_APPLIED,
        at=act.at,
        slug=act.slug,
        subject=act.template,
        cause=f"{_CAUSE}{act.application}",
        severity=_SEVERITY.get(act.result, Severity.INFO),
        owner=act.owner,
        tags=act.tags,
        title=display(f"{act.template}{version} {_WORDS.get(act.result, 'meets')} {act.slug}{why}"),
        details=details,
    )


def newly_drifted(drift: Drift, found: Iterable[FindingRecord]) -> dict[str, Value] | None:
    """The details of ``drift.detected``: what of this drift findings tell that the audit before did not have.

    ``found`` are the repository's findings about templates; None where none of them is a new one of this
    template.
    """
    told = _places(drift)
    fresh = [each for each in found if each.status in _FRESH and each.path in told]
    if not fresh:
        return None
    files: list[Value] = [_file(each, told[each.path]) for each in fresh[:MOST_FILES]]
    return {
        "template": drift.template,
        "version": drift.version.tag if drift.version else None,
        "latest": drift.latest.tag,
        "applied": drift.applied,
        "score": None if drift.score is None else round(drift.score, 1),
        "count": len(fresh),
        "files": files,
        "remedy": display(fresh[0].remedy),
    }


def _places(drift: Drift) -> dict[str, str | None]:
    """The paths at which a template's drift is found, with their cell where the template has the file."""
    asked: dict[str, str | None] = dict.fromkeys(
        (each.rstrip("/") for each in drift.missing_required), "missing"
    )
    asked[path_of(drift.template)] = None
    return asked | {each.path: each.cell.value for each in drift.files if each.cell is not Cell.UNCHANGED}


def _file(finding: FindingRecord, cell: str | None) -> dict[str, Value]:
    return {"path": display(finding.path), "line": finding.line, "gate": finding.gate, "cell": cell}
