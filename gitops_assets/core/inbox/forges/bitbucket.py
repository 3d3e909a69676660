"""What deliveries of Bitbucket say, of the cloud and of servers.

Source: [Event payloads](https://support.atlassian.com/bitbucket-cloud/docs/event-payloads/) and
[Event payload](https://confluence.atlassian.com/bitbucketserver/event-payload-938025882.html) (Data Center).
"""

from collections.abc import Iterator

from gitops_assets.core.inbox.model import Hook, HookKind, Received
from gitops_assets.core.inbox.payload import Payload, addresses

_KINDS = {
    "repo:push": HookKind.PUSH,
    "repo:refs_changed": HookKind.PUSH,
    "mirror:repo_synchronized": HookKind.PUSH,
    "repo:created": HookKind.REPOSITORY,
    "repo:deleted": HookKind.REPOSITORY,
    "repo:imported": HookKind.REPOSITORY,
    "repo:modified": HookKind.REPOSITORY,
    "repo:transfer": HookKind.REPOSITORY,
    "repo:updated": HookKind.REPOSITORY,
    "project:updated": HookKind.REPOSITORY,
    "project:modified": HookKind.REPOSITORY,
    "issue:created": HookKind.ISSUE,
    "issue:updated": HookKind.ISSUE,
    "diagnostics:ping": HookKind.PING,
}
_PULLS = frozenset(
    (
        "created", "updated", "fulfilled", "rejected", "push",
        "opened", "from_ref_updated", "modified", "merged", "declined", "deleted",
    )
)  # fmt: skip


def hook(received: Received, payload: Payload) -> Hook:
    """What the delivery says; any object has an answer."""
    ref, commit = _place(payload)
    repository = _repository(payload)
    return Hook(
        provider=received.provider,
        event=received.event,
        action=received.event.partition(":")[2] or None,
        urls=addresses(_addresses(repository)),
        full_name=repository.text("full_name") or _server_name(repository),
        ref=ref,
        commit=commit,
        kind=_kind(received.event, ref, commit),
    )


def _kind(event: str, ref: str | None, commit: str | None) -> HookKind:
    about, _, what = event.partition(":")
    if about in ("pullrequest", "pr") and what in _PULLS:
        return HookKind.PULL_REQUEST
    kind = _KINDS.get(event, HookKind.OTHER)
    if kind is HookKind.PUSH and ref is not None:
        if commit is None:
            return HookKind.DELETE
        if ref.startswith("refs/tags/"):
            return HookKind.TAG
    return kind


def _repository(payload: Payload) -> Payload:
    plain = payload.part("repository")
    # Only a server's pull request has none of its own: it is that into which somebody wants to merge.
    return plain if plain.value else payload.part("pullRequest", "toRef", "repository")


def _server_name(repository: Payload) -> str | None:
    project, name = repository.text("project", "key"), repository.text("slug")
    return f"{project}/{name}" if project and name else None


def _addresses(repository: Payload) -> Iterator[str | None]:
    links = repository.part("links")
    yield from (each.text("href") for each in links.items("clone"))
    yield links.text("html", "href")
    for each in links.items("self"):
        href = each.text("href")
        yield href.removesuffix("/browse") if href else None


def _place(payload: Payload) -> tuple[str | None, str | None]:
    """The full ref that a delivery is about, and the commit that it points at now.

    Of several refs that moved at once, a branch that is still there counts most.
    """
    moved = [*map(_of_cloud, payload.items("push", "changes")), *map(_of_server, payload.items("changes"))]
    if moved:
        return min(moved, key=lambda each: (each[1] is None, not (each[0] or "").startswith("refs/heads/")))
    cloud, server = payload.part("pullrequest"), payload.part("pullRequest")
    number = cloud.number("id") or server.number("id")
    commit = cloud.commit("source", "commit", "hash") or server.commit("fromRef", "latestCommit")
    return None if number is None else f"refs/pull-requests/{number}/from", commit


def _of_cloud(change: Payload) -> tuple[str | None, str | None]:
    there = change.part("new")
    named = there if there.value else change.part("old")
    name = named.text("name")
    folder = "tags" if named.text("type") in ("tag", "annotated_tag") else "heads"
    return None if name is None else f"refs/{folder}/{name}", there.commit("target", "hash")


def _of_server(change: Payload) -> tuple[str | None, str | None]:
    gone = change.text("type") == "DELETE"
    return change.text("ref", "id") or change.text("refId"), None if gone else change.commit("toHash")
