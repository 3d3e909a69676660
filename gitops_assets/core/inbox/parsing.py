"""From a delivery to what it says, whoever sent it."""

from collections.abc import Callable

from gitops_assets.core.inbox.forges import bitbucket, generic, github, gitlab
from gitops_assets.core.inbox.model import Hook, Provider, Received
from gitops_assets.core.inbox.payload import Payload, Unreadable, read_payload

_READERS: dict[Provider, Callable[[Received, Payload], Hook]] = {
    Provider.GITHUB: github.hook,
    Provider.GITEA: github.hook,
    Provider.GITLAB: gitlab.hook,
    Provider.BITBUCKET: bitbucket.hook,
    Provider.GENERIC: generic.hook,
}

__all__ = ["Unreadable", "read_hook"]


def read_hook(received: Received) -> Hook:
    """What a delivery says; raises :class:`Unreadable` when its body is no JSON object."""
    payload = read_payload(received.body, received.headers.get("content-type", ""))
    return _READERS[received.provider](received, payload)
