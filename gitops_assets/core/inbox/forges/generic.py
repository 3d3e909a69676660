"""What deliveries of anything else say: a script, a server's hook, a forge without an address of its own.

The document is ours and small: ``{"type": "push", "repository": "https://host/owner/name.git", "ref":
"refs/heads/main", "commit": "…"}``. The repository may also be an object with ``url``, ``urls`` and
``full_name``; and all of it may stand below ``data``, as the Standard Webhooks specification recommends.
"""

from collections.abc import Iterator

from gitops_assets.core.inbox.model import Hook, HookKind, Received
from gitops_assets.core.inbox.payload import Payload, addresses

_KINDS = {kind.value: kind for kind in HookKind}
_ADDRESS = ("://", "@", ":")


def hook(received: Received, payload: Payload) -> Hook:
    """What the delivery says; any object has an answer."""
    event = payload.text("type") or payload.text("event") or received.event
    said = payload.part("data") if isinstance(payload.part("data").value, dict) else payload
    repository = said.part("repository")
    return Hook(
        provider=received.provider,
        event=event,
        action=said.text("action"),
        urls=addresses(_addresses(said)),
        full_name=repository.text("full_name") or _name(said.text("repository")),
        ref=said.text("ref"),
        commit=said.commit("commit"),
        kind=_kind(event),
    )


def _kind(event: str) -> HookKind:
    """The kind whose name the event has or begins with: ``push``, ``pull_request``, ``repository.moved``."""
    words = event.lower().replace("_", "-").partition(".")[0]
    return _KINDS.get(words, HookKind.OTHER)


def _addresses(said: Payload) -> Iterator[str | None]:
    text = said.text("repository")
    yield text if text and any(mark in text for mark in _ADDRESS) else None
    yield said.text("repository", "url")
    for each in said.items("repository", "urls"):
        yield each.text()


def _name(text: str | None) -> str | None:
    return None if text is None or any(mark in text for mark in _ADDRESS) else text
