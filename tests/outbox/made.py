"""Events and messages for tests."""

from typing import Any

from gitops_assets.core.events.model import Event, EventKind
from gitops_assets.core.model import Severity
from gitops_assets.core.outbox.model import Planned

NOW = 1_800_000_000


def event(subject: str = "a", **changed: Any) -> Event:  # noqa: ANN401 - any field
    said: dict[str, Any] = {
        "kind": EventKind.FINDING_OPENED,
        "at": NOW,
        "slug": "acme/shop",
        "subject": subject,
        "cause": "audit:1",
        "severity": Severity.HIGH,
        "owner": "@acme/shop",
        "tags": ("tier-1",),
        "title": "A password lies in the open.",
        "details": {"gate": "no-secrets", "lines": [1, 2]},
    }
    return Event(**(said | changed))


def planned(key: str = "finding:acme/shop:a", **changed: Any) -> Planned:  # noqa: ANN401 - any field
    said: dict[str, Any] = {
        "event_ids": (event().id,),
        "target": "webhook:ops",
        "key": key,
        "repository": "acme/shop",
        "not_before": NOW,
        "document": {"type": "finding.opened"},
    }
    return Planned(**(said | changed))
