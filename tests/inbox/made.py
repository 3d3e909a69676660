"""Deliveries as forges send them, made from what a test says."""

import json
from typing import Any

from gitops_assets.core.inbox.model import Hook, Provider, Received
from gitops_assets.core.inbox.parsing import read_hook

SHA = "c" * 40
ZEROS = "0" * 40


def delivery(provider: Provider, event: str, body: object, **fields: Any) -> Received:  # noqa: ANN401 - any field
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Received(provider=provider, delivery="d1", event=event, received=1, body=raw, **fields)


def read(provider: Provider, event: str, body: object) -> Hook:
    return read_hook(delivery(provider, event, body))
