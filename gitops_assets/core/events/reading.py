"""An event out of the document that was made of it."""

from collections.abc import Mapping
from typing import Any

from gitops_assets.core.events.model import Event, EventKind
from gitops_assets.core.model import Severity


def event_of(document: Mapping[str, Any]) -> Event:
    """The event whose ``document`` this is; raises ValueError or KeyError for what is none."""
    severity = document["severity"]
    return Event(
        kind=EventKind(document["type"]),
        at=document["at"],
        slug=document["repository"] or "",
        subject=document["subject"] or "",
        cause=document["cause"] or "",
        severity=None if severity is None else Severity(severity),
        owner=document["owner"],
        tags=tuple(document["tags"]),
        title=document["title"],
        details=document["details"],
    )
