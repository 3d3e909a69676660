"""What happened, in the words that sensors, notifications and outgoing webhooks share."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from gitops_assets.core.model import Severity

SCHEMA = "gitops-assets/event/1"
"""Names the shape of an event's document; a new number when a reader must change."""


class EventKind(StrEnum):
    """Everything that others can be told of."""

    AUDIT_COMPLETED = "audit.completed"
    REPOSITORY_ADDED = "repository.added"
    REPOSITORY_REMOVED = "repository.removed"
    REPOSITORY_CHANGED = "repository.changed"
    FINDING_OPENED = "finding.opened"
    FINDING_REOPENED = "finding.reopened"
    FINDING_FIXED = "finding.fixed"
    FINDING_WAIVED = "finding.waived"
    FINDING_GONE = "finding.gone"
    FINDING_ACKNOWLEDGED = "finding.acknowledged"
    FINDING_OVERDUE = "finding.overdue"
    GATE_FAILED = "gate.failed"
    GATE_PASSED = "gate.passed"
    SCORE_CROSSED = "score.crossed"
    HEALTH_CHANGED = "health.changed"
    RUN_FAILED = "run.failed"
    RUN_RECOVERED = "run.recovered"
    WEBHOOK_DISABLED = "webhook.disabled"
    TEMPLATE_APPLIED = "template.applied"
    TEMPLATE_ROLLED_BACK = "template.rolled_back"
    DRIFT_DETECTED = "drift.detected"


Value = str | int | float | bool | None | list["Value"] | dict[str, "Value"]
"""What JSON can say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that happened, told once.

    ``at`` is in epoch seconds. ``slug`` is the repository, empty where it is about the fleet. ``subject``
    tells events of one kind about one repository apart: a finding's fingerprint, a gate's id, a run's id.
    ``cause`` names the audit or the run that it follows from. ``title`` is one line for people, ``details``
    are what a program wants to know besides; nothing in either is a secret.
    """

    kind: EventKind
    at: int
    slug: str = ""
    subject: str = ""
    cause: str = ""
    severity: Severity | None = None
    owner: str | None = None
    tags: tuple[str, ...] = ()
    title: str
    details: Mapping[str, Value] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """The same for the same thing however often it is found out: ``evt_`` and 32 hexadecimal digits."""
        words = json.dumps([self.kind, self.slug, self.subject, self.cause])
        return "evt_" + hashlib.sha256(words.encode()).hexdigest()[:32]

    @property
    def key(self) -> str:
        """What one is told of once: the same while it lasts, whichever audit finds it again."""
        return ":".join((self.kind.partition(".")[0], self.slug, self.subject))

    @property
    def document(self) -> dict[str, Value]:
        """The event as receivers read it."""
        return {
            "schema": SCHEMA,
            "id": self.id,
            "type": self.kind.value,
            "at": self.at,
            "repository": self.slug or None,
            "subject": self.subject or None,
            "cause": self.cause or None,
            "severity": None if self.severity is None else self.severity.value,
            "owner": self.owner,
            "tags": list(self.tags),
            "title": self.title,
            "details": dict(self.details),
        }
