"""Events, and the deliveries that carry them, as tests of notifications need them."""

from dataclasses import replace

from gitops_assets.core.events.model import Event, EventKind, Value
from gitops_assets.core.model import Severity
from gitops_assets.core.notifications.letter import letter_document
from gitops_assets.core.outbox.model import Delivery

NOW = 1_772_366_400  # 2026-03-01T12:00:00Z, a Sunday
COMMIT = "0123456789abcdef0123456789abcdef01234567"

STANDING: dict[str, Value] = {
    "commit": COMMIT,
    "branch": "main",
    "url": "https://git.example.org/acme/app.git",
    "health": "red",
    "findings": 3,
    "worst": "high",
    "score": 61.5,
}


def event(
    kind: EventKind = EventKind.FINDING_OPENED,
    slug: str = "acme/app",
    subject: str = "f" * 32,
    gate: str = "readme-present",
    **fields: object,
) -> Event:
    details: dict[str, Value] = {
        "gate": gate,
        "fingerprint": subject,
        "message": "There is no README.",
        "path": "README.md",
        "line": 1,
        "remedy": "Write a README.md.",
        "standing": STANDING,
    }
    plain = Event(
        kind=kind,
        at=NOW - 60,
        slug=slug,
        subject=subject,
        cause="audit:12",
        severity=Severity.HIGH,
        owner="platform team",
        tags=("work",),
        title=f"There is no README. ({gate} in {slug})",
        details=details,
    )
    return replace(plain, **fields)  # type: ignore[arg-type] # a test's shorthand


def delivery(*events: Event, group: str = "audit", key: str = "audit:12", **fields: object) -> Delivery:
    document = letter_document(group, key, [each.document for each in events])
    plain = Delivery(
        id=1,
        event_ids=tuple(each.id for each in events),
        target="chat",
        key=key,
        repository=events[0].slug if events else "",
        not_before=NOW,
        first_at=NOW,
        document=document,
    )
    return replace(plain, **fields)  # type: ignore[arg-type] # a test's shorthand
