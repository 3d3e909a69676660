from typing import Any

import pytest

from gitops_assets.core.inbox.model import HookKind, Provider
from tests.inbox.made import SHA, ZEROS, read

PROJECT = {
    "path_with_namespace": "acme/tools/api",
    "web_url": "https://gitlab.example/acme/tools/api",
    "git_http_url": "https://gitlab.example/acme/tools/api.git",
    "git_ssh_url": "git@gitlab.example:acme/tools/api.git",
}


@pytest.mark.parametrize(
    ("said", "kind", "ref", "commit"),
    [
        (
            {"object_kind": "push", "ref": "refs/heads/main", "after": SHA, "checkout_sha": SHA},
            HookKind.PUSH, "refs/heads/main", SHA,
        ),
        (
            {"object_kind": "push", "ref": "refs/heads/x", "after": ZEROS, "checkout_sha": None},
            HookKind.DELETE, "refs/heads/x", None,
        ),
        (
            {"object_kind": "tag_push", "ref": "refs/tags/v1", "after": "a" * 40, "checkout_sha": SHA},
            HookKind.TAG, "refs/tags/v1", SHA,
        ),
        (
            {
                "object_kind": "merge_request",
                "object_attributes": {"iid": 4, "action": "update", "last_commit": {"id": SHA}},
            },
            HookKind.PULL_REQUEST, "refs/merge-requests/4/head", SHA,
        ),
        (
            {"object_kind": "release", "tag": "v1", "action": "create", "commit": {"id": SHA}},
            HookKind.RELEASE, "refs/tags/v1", SHA,
        ),
        (
            {"object_kind": "pipeline", "object_attributes": {"ref": "main", "tag": False, "sha": SHA}},
            HookKind.PIPELINE, "refs/heads/main", SHA,
        ),
        ({"object_kind": "issue", "object_attributes": {"action": "open"}}, HookKind.ISSUE, None, None),
        ({"object_kind": "note"}, HookKind.OTHER, None, None),
        ({"event_name": "project_destroy"}, HookKind.REPOSITORY, None, None),
    ],
)  # fmt: skip
def test_every_event_becomes_one_of_our_kinds(
    said: dict[str, Any], kind: HookKind, ref: str | None, commit: str | None
) -> None:
    hook = read(Provider.GITLAB, "Some Hook", {"project": PROJECT, **said})
    assert (hook.kind, hook.ref, hook.commit) == (kind, ref, commit)
    assert hook.full_name == "acme/tools/api"
    assert hook.urls[0] == "https://gitlab.example/acme/tools/api.git"


def test_the_action_of_a_merge_request_is_its_own() -> None:
    hook = read(Provider.GITLAB, "Merge Request Hook", {"object_attributes": {"action": "merge"}})
    assert (hook.event, hook.action) == ("Merge Request Hook", "merge")


def test_a_project_that_was_renamed_is_also_known_by_where_it_was() -> None:
    said = {"event_name": "project_rename", "project": PROJECT, "old_path_with_namespace": "acme/old"}
    assert "https://gitlab.example/acme/old" in read(Provider.GITLAB, "System Hook", said).urls
    bare = {"event_name": "project_create", "path_with_namespace": "acme/new"}
    assert read(Provider.GITLAB, "System Hook", bare).full_name == "acme/new"
