"""What deliveries of GitHub say, and of Gitea and Forgejo, which took over their shape.

Source: [Webhook events and payloads](https://docs.github.com/en/webhooks/webhook-events-and-payloads) and
[Gitea's webhooks](https://docs.gitea.com/usage/webhooks).
"""

from collections.abc import Iterator

from gitops_assets.core.inbox.model import Hook, HookKind, Received
from gitops_assets.core.inbox.payload import Payload, addresses

_KINDS = {
    "push": HookKind.PUSH,
    "create": HookKind.CREATE,
    "delete": HookKind.DELETE,
    "pull_request": HookKind.PULL_REQUEST,
    "pull_request_sync": HookKind.PULL_REQUEST,
    "release": HookKind.RELEASE,
    "repository": HookKind.REPOSITORY,
    "repository_import": HookKind.REPOSITORY,
    "public": HookKind.REPOSITORY,
    "installation": HookKind.REPOSITORY,
    "installation_repositories": HookKind.REPOSITORY,
    "issues": HookKind.ISSUE,
    "workflow_run": HookKind.PIPELINE,
    "ping": HookKind.PING,
}
_NAMES_OF_ADDRESSES = ("clone_url", "ssh_url", "html_url", "git_url", "svn_url")


def hook(received: Received, payload: Payload) -> Hook:
    """What the delivery says; any object has an answer."""
    ref, commit = _place(received.event, payload)
    repository = payload.part("repository")
    return Hook(
        provider=received.provider,
        event=received.event,
        action=payload.text("action"),
        urls=addresses([*_addresses(repository), *_former(payload)]),
        full_name=repository.text("full_name"),
        ref=ref,
        commit=commit,
        kind=_kind(received.event, payload, ref, commit),
    )


def _kind(event: str, payload: Payload, ref: str | None, commit: str | None) -> HookKind:
    kind = _KINDS.get(event, HookKind.OTHER)
    if kind is HookKind.PUSH and (payload.holds("deleted") or commit is None):
        return HookKind.DELETE
    if kind in (HookKind.PUSH, HookKind.CREATE) and (ref or "").startswith("refs/tags/"):
        return HookKind.TAG
    if kind is HookKind.CREATE and payload.text("ref_type") == "repository":
        return HookKind.REPOSITORY
    return kind


def _place(event: str, payload: Payload) -> tuple[str | None, str | None]:
    """The full ref that a delivery is about, and the commit that it points at now."""
    if event == "push":
        return payload.text("ref"), None if payload.holds("deleted") else payload.commit("after")
    if event in ("create", "delete"):
        folder = "tags" if payload.text("ref_type") == "tag" else "heads"
        return _full(folder, payload.text("ref")), payload.commit("sha") if event == "create" else None
    if event in ("pull_request", "pull_request_sync"):
        number = payload.number("number") or payload.number("pull_request", "number")
        ref = None if number is None else f"refs/pull/{number}/head"
        return ref, payload.commit("pull_request", "head", "sha")
    if event == "release":
        return _full("tags", payload.text("release", "tag_name")), None
    if event == "workflow_run":
        return _full("heads", payload.text("workflow_run", "head_branch")), payload.commit(
            "workflow_run", "head_sha"
        )
    return None, None


def _full(folder: str, name: str | None) -> str | None:
    return name if name is None or name.startswith("refs/") else f"refs/{folder}/{name}"


def _addresses(repository: Payload) -> Iterator[str | None]:
    yield from (repository.text(name) for name in _NAMES_OF_ADDRESSES)


def _former(payload: Payload) -> Iterator[str | None]:
    """Where a repository was before it was renamed or transferred: its clones may not know yet."""
    now = payload.text("repository", "html_url")
    if now is None or now.count("/") < 4:
        return
    above, owner, name = now.rsplit("/", 2)
    changes = payload.part("changes")
    if old := changes.text("repository", "name", "from"):
        yield f"{above}/{owner}/{old}"
    for who in ("user", "organization"):
        if old := changes.text("owner", "from", who, "login"):
            yield f"{above}/{old}/{name}"
