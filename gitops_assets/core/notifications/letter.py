"""What is told, before any channel gives it its form: a few events and what they have in common.

A letter travels as a plain document through the outbox. While it waits, lists of later documents of the
same bundle are appended to its own, so nothing in it is counted before it is read: its title follows from
its events.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gitops_assets.core.events.model import EventKind, Value
from gitops_assets.core.model import Severity

SCHEMA = "gitops-assets/message/1"
MOST_EVENTS = 500
"""Events that one document carries; the others are counted as left out."""

_WORDS: Mapping[str, str] = {
    EventKind.AUDIT_COMPLETED: "audit",
    EventKind.REPOSITORY_ADDED: "repository added",
    EventKind.REPOSITORY_REMOVED: "repository removed",
    EventKind.REPOSITORY_CHANGED: "repository changed",
    EventKind.FINDING_OPENED: "new finding",
    EventKind.FINDING_REOPENED: "reopened finding",
    EventKind.FINDING_FIXED: "fixed finding",
    EventKind.FINDING_WAIVED: "waived finding",
    EventKind.FINDING_GONE: "gone finding",
    EventKind.FINDING_ACKNOWLEDGED: "acknowledged finding",
    EventKind.FINDING_OVERDUE: "overdue finding",
    EventKind.GATE_FAILED: "failing gate",
    EventKind.GATE_PASSED: "passing gate",
    EventKind.SCORE_CROSSED: "crossed score",
    EventKind.HEALTH_CHANGED: "changed light",
    EventKind.RUN_FAILED: "failed run",
    EventKind.RUN_RECOVERED: "recovered run",
    EventKind.WEBHOOK_DISABLED: "switched off webhook",
    EventKind.TEMPLATE_APPLIED: "applied template",
    EventKind.TEMPLATE_ROLLED_BACK: "rolled back template",
    EventKind.DRIFT_DETECTED: "drift from a template",
}
_OPENS = frozenset({EventKind.FINDING_OPENED, EventKind.FINDING_REOPENED})
_CLOSES = frozenset({EventKind.FINDING_FIXED, EventKind.FINDING_WAIVED, EventKind.FINDING_GONE})


@dataclass(frozen=True, slots=True)
class Told:
    """One event as a letter tells it."""

    id: str
    kind: str
    title: str
    at: int
    repository: str
    subject: str
    severity: Severity | None
    owner: str | None
    details: Mapping[str, Value]

    @classmethod
    def of(cls, document: Mapping[str, Value]) -> "Told":
        """An event's document, read without trust: what is not as it should be is not there."""
        severity, details, at = document.get("severity"), document.get("details"), document.get("at")
        return cls(
            id=text(document.get("id")),
            kind=text(document.get("type")),
            title=text(document.get("title")),
            at=at if isinstance(at, int) else 0,
            repository=text(document.get("repository")),
            subject=text(document.get("subject")),
            severity=Severity(severity) if severity in list(Severity) else None,
            owner=text(document.get("owner")) or None,
            details=details if isinstance(details, dict) else {},
        )

    @property
    def key(self) -> str:
        """What it is about, as :attr:`gitops_assets.core.events.model.Event.key` has it."""
        return ":".join((self.kind.partition(".")[0], self.repository, self.subject))

    @property
    def opens(self) -> bool:
        """Whether a finding holds now."""
        return self.kind in _OPENS or self.kind == EventKind.FINDING_OVERDUE

    @property
    def closes(self) -> bool:
        """Whether a finding holds no more."""
        return self.kind in _CLOSES

    def detail(self, name: str) -> str:
        """A text among the details; empty where there is none."""
        return text(self.details.get(name))

    def standing(self, name: str) -> Value:
        """What is known of its repository: commit, branch, url, health, findings, worst, score."""
        standing = self.details.get("standing")
        return standing.get(name) if isinstance(standing, dict) else None


@dataclass(frozen=True, slots=True)
class Letter:
    """A message with its events in the order in which they happened, worst first within a moment.

    ``settled`` counts what opened and closed again before anybody was told, ``omitted`` what did not fit.
    """

    group: str
    key: str
    digest: str
    events: tuple[Told, ...]
    settled: int = 0
    omitted: int = 0

    @classmethod
    def of(cls, document: Mapping[str, Value]) -> "Letter":
        """A document as :func:`letter_document` wrote it, or as a bundle of several."""
        listed, omitted = document.get("events"), document.get("omitted")
        events = [Told.of(each) for each in _items(listed) if isinstance(each, dict)]
        kept, settled = _settled(events)
        return cls(
            group=text(document.get("group")),
            key=text(document.get("key")),
            digest=text(document.get("digest")),
            events=tuple(kept),
            settled=settled,
            omitted=sum(each for each in _items(omitted) if isinstance(each, int)),
        )

    @property
    def severity(self) -> Severity | None:
        """The worst among its events; None where none has one."""
        known = (event.severity for event in self.events if event.severity and not event.closes)
        return min(known, key=lambda severity: severity.rank, default=None)

    @property
    def title(self) -> str:
        """One line: the event itself, or how many there are of each kind and where."""
        if len(self.events) == 1 and not self.omitted:
            return self.events[0].title
        if not self.events:
            return "Nothing is left to tell" + (
                f": {self.settled} settled by themselves" * bool(self.settled)
            )
        return f"{self._about()}{self._counts()}"

    @property
    def repositories(self) -> tuple[str, ...]:
        """Those that it is about, sorted."""
        return tuple(sorted({event.repository for event in self.events if event.repository}))

    def _about(self) -> str:
        gates = {event.detail("gate") for event in self.events}
        if self.group == "gate" and len(gates) == 1:
            return f"{gates.pop()}: "
        if len(self.repositories) == 1:
            return f"{self.repositories[0]}: "
        return f"{self.digest.capitalize()} digest: " if self.digest else ""

    def _counts(self) -> str:
        counts = Counter(event.kind for event in self.events)
        parts = [plural(counts[kind], word) for kind, word in _WORDS.items() if counts[kind]]
        more = f" and {self.omitted} more" if self.omitted else ""
        where = f" in {len(self.repositories)} repositories" if len(self.repositories) > 1 else ""
        return ", ".join(parts) + more + where


def letter_document(
    group: str, key: str, events: Sequence[Mapping[str, Value]], digest: str = ""
) -> dict[str, Value]:
    """The document that the outbox keeps and a channel reads with :meth:`Letter.of`."""
    listed: list[Value] = [dict(event) for event in events[:MOST_EVENTS]]
    left = len(events) - len(listed)
    omitted: list[Value] = [left] if left else []
    return {
        "schema": SCHEMA,
        "group": group,
        "key": key,
        "digest": digest,
        "events": listed,
        "omitted": omitted,
    }


def plural(count: int, noun: str) -> str:
    """``1 new finding``, ``2 new findings``, ``2 repositories added``."""
    if count == 1:
        return f"1 {noun}"
    if noun.startswith("repository"):
        return f"{count} {noun.replace('repository', 'repositories', 1)}"
    return f"{count} {noun}s"


def text(value: object) -> str:
    """A text as it is; anything else is none."""
    return value if isinstance(value, str) else ""


def _items(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _settled(events: Sequence[Told]) -> tuple[list[Told], int]:
    """The events without repetitions, and without findings that came and went meanwhile."""
    unique = list({event.id: event for event in events}.values())
    first: dict[str, Told] = {}
    last: dict[str, Told] = {}
    for event in unique:
        first.setdefault(event.key, event)
        last[event.key] = event
    gone = {key for key, event in last.items() if event.closes and first[key].opens}
    findings = {event.key for event in unique if event.opens or event.closes}
    kept = [
        event
        for event in unique
        if event.key not in findings or (event is last[event.key] and event.key not in gone)
    ]
    return kept, len(gone)
