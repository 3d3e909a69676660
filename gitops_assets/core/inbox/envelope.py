"""From a request to a delivery: its name, its event, and the few headers that are worth keeping."""

import hashlib

from gitops_assets.core.inbox.model import Provider, Received
from gitops_assets.core.inbox.signatures import Headers

LONGEST = 200
"""Characters of a name or header that are kept as they are."""

_DELIVERY = {
    Provider.GITHUB: ("x-github-delivery",),
    Provider.GITEA: ("x-forgejo-delivery", "x-gitea-delivery", "x-gogs-delivery", "x-github-delivery"),
    # Recursive webhooks share an X-Gitlab-Event-UUID, so it names no delivery.
    Provider.GITLAB: ("webhook-id", "idempotency-key"),
    Provider.BITBUCKET: ("x-request-uuid", "x-request-id"),
    Provider.GENERIC: ("webhook-id",),
}
_EVENT = {
    Provider.GITHUB: ("x-github-event",),
    Provider.GITEA: ("x-forgejo-event", "x-gitea-event", "x-gogs-event", "x-github-event"),
    Provider.GITLAB: ("x-gitlab-event",),
    Provider.BITBUCKET: ("x-event-key",),
    Provider.GENERIC: ("x-event",),
}
_KEPT = ("content-type", "user-agent", "x-gitlab-instance")
"""None of them can hold a secret: no signatures, tokens, cookies or authorisations are kept."""


def received(provider: Provider, body: bytes, headers: Headers, now: float, request: str = "") -> Received:
    """The delivery in a request that was believed; one without a name is named by what it says.

    ``request`` is our own name for the request, kept as ``x-request-id``, so that runs can be told by it.
    """
    event = _first(headers, _EVENT[provider]) or ""
    named = _first(headers, _DELIVERY[provider])
    return Received(
        provider=provider,
        delivery=_digest(event.encode("utf-8", "replace"), body) if named is None else _short(named),
        event=_cut(event),
        received=int(now),
        headers={name: _cut(headers[name]) for name in _KEPT if name in headers}
        | ({"x-request-id": request} if request else {}),
        body=body,
    )


def _first(headers: Headers, names: tuple[str, ...]) -> str | None:
    return next((headers[name] for name in names if headers.get(name)), None)


def _short(name: str) -> str:
    # Cut names could be those of others.
    return name if len(name) <= LONGEST else _digest(name.encode("utf-8", "replace"))


def _digest(*parts: bytes) -> str:
    return "sha256:" + hashlib.sha256(b"\0".join(parts)).hexdigest()


def _cut(text: str) -> str:
    return text[:LONGEST]
