from typing import Any

import pytest

from gitops_assets.core.inbox.model import Hook, HookKind, Provider
from tests.inbox.made import SHA, ZEROS, read

REPOSITORY = {
    "full_name": "acme/api",
    "clone_url": "https://github.com/acme/api.git",
    "ssh_url": "git@github.com:acme/api.git",
    "html_url": "https://github.com/acme/api",
    "git_url": "git://github.com/acme/api.git",
    "url": "https://api.github.com/repos/acme/api",
}
URLS = (
    "https://github.com/acme/api.git",
    "git@github.com:acme/api.git",
    "https://github.com/acme/api",
    "git://github.com/acme/api.git",
)


def github(event: str, **said: Any) -> Hook:  # noqa: ANN401 - any value of JSON
    return read(Provider.GITHUB, event, {"repository": REPOSITORY, **said})


def test_a_push_says_which_branch_of_which_repository_is_at_which_commit() -> None:
    assert github("push", ref="refs/heads/main", after=SHA) == Hook(
        provider=Provider.GITHUB,
        event="push",
        urls=URLS,
        full_name="acme/api",
        ref="refs/heads/main",
        commit=SHA,
        kind=HookKind.PUSH,
    )


@pytest.mark.parametrize(
    ("event", "said", "kind", "ref", "commit"),
    [
        ("push", {"ref": "refs/tags/v1", "after": SHA}, HookKind.TAG, "refs/tags/v1", SHA),
        ("push", {"ref": "refs/heads/x", "after": ZEROS}, HookKind.DELETE, "refs/heads/x", None),
        ("push", {"ref": "refs/heads/x", "deleted": True}, HookKind.DELETE, "refs/heads/x", None),
        ("create", {"ref": "x", "ref_type": "branch"}, HookKind.CREATE, "refs/heads/x", None),
        ("create", {"ref": "v1", "ref_type": "tag"}, HookKind.TAG, "refs/tags/v1", None),
        ("create", {"ref": None, "ref_type": "repository"}, HookKind.REPOSITORY, None, None),
        ("delete", {"ref": "v1", "ref_type": "tag"}, HookKind.DELETE, "refs/tags/v1", None),
        (
            "pull_request",
            {"action": "opened", "number": 7, "pull_request": {"head": {"sha": SHA}}},
            HookKind.PULL_REQUEST,
            "refs/pull/7/head",
            SHA,
        ),
        ("release", {"release": {"tag_name": "v1"}}, HookKind.RELEASE, "refs/tags/v1", None),
        ("repository", {"action": "archived"}, HookKind.REPOSITORY, None, None),
        ("public", {}, HookKind.REPOSITORY, None, None),
        ("issues", {"action": "opened"}, HookKind.ISSUE, None, None),
        (
            "workflow_run",
            {"action": "completed", "workflow_run": {"head_branch": "main", "head_sha": SHA}},
            HookKind.PIPELINE,
            "refs/heads/main",
            SHA,
        ),
        ("ping", {"zen": "Keep it logically awesome."}, HookKind.PING, None, None),
        ("star", {"action": "created"}, HookKind.OTHER, None, None),
        ("never heard of", {}, HookKind.OTHER, None, None),
    ],
)  # fmt: skip
def test_every_event_becomes_one_of_our_kinds(
    event: str, said: dict[str, Any], kind: HookKind, ref: str | None, commit: str | None
) -> None:
    hook = github(event, **said)
    assert (hook.kind, hook.ref, hook.commit, hook.action) == (kind, ref, commit, said.get("action"))


def test_a_repository_that_moved_is_also_known_by_where_it_was() -> None:
    renamed = github("repository", action="renamed", changes={"repository": {"name": {"from": "old"}}})
    assert "https://github.com/acme/old" in renamed.urls
    taken = {"owner": {"from": {"organization": {"login": "before"}}}}
    assert "https://github.com/before/api" in github("repository", action="transferred", changes=taken).urls


def test_an_installation_names_no_repository_but_says_that_there_are_others() -> None:
    hook = read(Provider.GITHUB, "installation_repositories", {"action": "added"})
    assert (hook.kind, hook.urls, hook.full_name) == (HookKind.REPOSITORY, (), None)


def test_no_credential_comes_along_with_an_address() -> None:
    hook = read(Provider.GITHUB, "push", {"repository": {"clone_url": "https://me:s3cret@host/a/b.git"}})
    assert "s3cret" not in repr(hook)


def test_gitea_says_it_in_the_same_shape() -> None:
    pull = {"action": "synchronized", "number": 3, "pull_request": {"head": {"sha": SHA}}}
    hook = read(Provider.GITEA, "pull_request_sync", {"repository": REPOSITORY, **pull})
    assert (hook.provider, hook.kind, hook.ref, hook.commit) == (
        Provider.GITEA,
        HookKind.PULL_REQUEST,
        "refs/pull/3/head",
        SHA,
    )
