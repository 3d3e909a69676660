"""What deliveries of GitLab say: webhooks of projects and groups, and system hooks of a whole server.

Source: [Webhook events](https://docs.gitlab.com/user/project/integrations/webhook_events/) and
[System hooks](https://docs.gitlab.com/administration/system_hooks/).
"""

from collections.abc import Iterator

from gitops_assets.core.inbox.model import Hook, HookKind, Received
from gitops_assets.core.inbox.payload import Payload, addresses

_KINDS = {
    "push": HookKind.PUSH,
    "tag_push": HookKind.TAG,
    "merge_request": HookKind.PULL_REQUEST,
    "release": HookKind.RELEASE,
    "issue": HookKind.ISSUE,
    "work_item": HookKind.ISSUE,
    "pipeline": HookKind.PIPELINE,
    "project_create": HookKind.REPOSITORY,
    "project_destroy": HookKind.REPOSITORY,
    "project_rename": HookKind.REPOSITORY,
    "project_transfer": HookKind.REPOSITORY,
    "project_update": HookKind.REPOSITORY,
    "project": HookKind.REPOSITORY,
    "group_rename": HookKind.REPOSITORY,
    # A server's word for a push of several branches at once; what they are stands in `refs`.
    "repository_update": HookKind.PUSH,
}
_NAMES_OF_ADDRESSES = ("git_http_url", "git_ssh_url", "web_url", "http_url", "ssh_url", "url", "homepage")


def hook(received: Received, payload: Payload) -> Hook:
    """What the delivery says; any object has an answer."""
    event = payload.text("object_kind") or payload.text("event_name") or received.event
    ref, commit = _place(event, payload)
    return Hook(
        provider=received.provider,
        event=event,
        action=payload.text("object_attributes", "action") or payload.text("action"),
        urls=addresses(_addresses(payload)),
        full_name=payload.text("project", "path_with_namespace") or payload.text("path_with_namespace"),
        ref=ref,
        commit=commit,
        kind=_kind(event, commit),
    )


def _kind(event: str, commit: str | None) -> HookKind:
    if event in ("push", "tag_push") and commit is None:
        return HookKind.DELETE
    return _KINDS.get(event, HookKind.OTHER)


def _place(event: str, payload: Payload) -> tuple[str | None, str | None]:
    """The full ref that a delivery is about, and the commit that it points at now."""
    said = payload.part("object_attributes")
    if event in ("push", "tag_push"):
        # `after` of an annotated tag is the tag itself, `checkout_sha` what it points at; both may be absent.
        gone = payload.text("after") is not None and payload.commit("after") is None
        found = payload.commit("checkout_sha") or payload.commit("after")
        return payload.text("ref"), None if gone else found
    if event == "merge_request":
        number = said.number("iid")
        ref = None if number is None else f"refs/merge-requests/{number}/head"
        return ref, said.commit("last_commit", "id")
    if event == "release":
        tag = payload.text("tag")
        return None if tag is None else f"refs/tags/{tag}", payload.commit("commit", "id")
    if event == "pipeline":
        name = said.text("ref")
        folder = "tags" if said.holds("tag") else "heads"
        return None if name is None else f"refs/{folder}/{name}", said.commit("sha")
    return None, None


def _addresses(payload: Payload) -> Iterator[str | None]:
    for name in ("project", "repository"):
        part = payload.part(name)
        yield from (part.text(key) for key in _NAMES_OF_ADDRESSES)
    if (old := payload.text("old_path_with_namespace")) and (now := payload.text("project", "web_url")):
        path = payload.text("project", "path_with_namespace") or ""
        yield f"{now.removesuffix(path)}{old}" if path and now.endswith(path) else None
