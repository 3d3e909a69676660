from typing import Any

import pytest

from gitops_assets.core.inbox.model import Hook, HookKind, Provider
from tests.inbox.made import SHA, ZEROS, read

CLOUD = {"full_name": "acme/api", "links": {"html": {"href": "https://bitbucket.org/acme/api"}}}
SERVER = {
    "slug": "api",
    "project": {"key": "ACME"},
    "links": {
        "clone": [{"href": "https://bb.example/scm/acme/api.git"}, {"href": "ssh://git@bb.example/acme/api.git"}],
        "self": [{"href": "https://bb.example/projects/ACME/repos/api/browse"}],
    },
}  # fmt: skip


def cloud(*changes: dict[str, Any]) -> Hook:
    return read(Provider.BITBUCKET, "repo:push", {"repository": CLOUD, "push": {"changes": list(changes)}})


def branch(name: str, **fields: str) -> dict[str, Any]:
    return {"type": "branch", "name": name, "target": {"hash": SHA}, **fields}


def test_a_push_to_the_cloud_says_which_branch_is_at_which_commit() -> None:
    hook = cloud({"new": branch("main"), "old": branch("main")})
    assert (hook.kind, hook.ref, hook.commit) == (HookKind.PUSH, "refs/heads/main", SHA)
    assert (hook.urls, hook.full_name) == (("https://bitbucket.org/acme/api",), "acme/api")


def test_of_several_refs_a_branch_that_is_there_counts_most() -> None:
    gone, tag = {"new": None, "old": branch("gone")}, {"new": branch("v1", type="tag")}
    assert cloud(gone).kind is HookKind.DELETE
    assert cloud(gone).ref == "refs/heads/gone"
    assert cloud(tag).kind is HookKind.TAG
    assert cloud(gone, tag, {"new": branch("main")}).ref == "refs/heads/main"
    assert cloud().kind is HookKind.PUSH


@pytest.mark.parametrize(
    ("change", "kind", "commit"),
    [
        ({"ref": {"id": "refs/heads/main"}, "type": "UPDATE", "toHash": SHA}, HookKind.PUSH, SHA),
        ({"ref": {"id": "refs/heads/main"}, "type": "DELETE", "toHash": ZEROS}, HookKind.DELETE, None),
    ],
)
def test_a_push_to_a_server(change: dict[str, Any], kind: HookKind, commit: str | None) -> None:
    hook = read(Provider.BITBUCKET, "repo:refs_changed", {"repository": SERVER, "changes": [change]})
    assert (hook.kind, hook.ref, hook.commit) == (kind, "refs/heads/main", commit)
    assert hook.full_name == "ACME/api"
    assert hook.urls[-1] == "https://bb.example/projects/ACME/repos/api"


@pytest.mark.parametrize(
    ("event", "said"),
    [
        (
            "pullrequest:updated",
            {"repository": CLOUD, "pullrequest": {"id": 5, "source": {"commit": {"hash": SHA}}}},
        ),
        (
            "pr:from_ref_updated",
            {"pullRequest": {"id": 5, "fromRef": {"latestCommit": SHA}, "toRef": {"repository": SERVER}}},
        ),
    ],
)  # fmt: skip
def test_a_pull_request_is_about_what_it_would_bring(event: str, said: dict[str, Any]) -> None:
    hook = read(Provider.BITBUCKET, event, said)
    assert (hook.kind, hook.ref, hook.commit) == (HookKind.PULL_REQUEST, "refs/pull-requests/5/from", SHA)
    assert hook.full_name is not None


@pytest.mark.parametrize(
    ("event", "kind"),
    [
        ("pullrequest:comment_created", HookKind.OTHER),
        ("repo:transfer", HookKind.REPOSITORY),
        ("issue:created", HookKind.ISSUE),
        ("diagnostics:ping", HookKind.PING),
        ("", HookKind.OTHER),
    ],
)
def test_other_events_of_bitbucket(event: str, kind: HookKind) -> None:
    assert read(Provider.BITBUCKET, event, {}).kind is kind


def generic(**said: Any) -> Hook:  # noqa: ANN401 - any value of JSON
    return read(Provider.GENERIC, "", said)


def test_a_script_can_say_what_moved() -> None:
    url = "https://host/acme/api.git"
    hook = generic(type="push", repository=url, ref="refs/heads/main", commit=SHA)
    assert (hook.kind, hook.urls, hook.ref, hook.commit) == (HookKind.PUSH, (url,), "refs/heads/main", SHA)
    assert generic(type="x.y", data={"repository": {"urls": [url], "url": url}}).urls == (url,)
    assert generic(type="push", repository="acme/api").full_name == "acme/api"
    assert generic(type="push", repository="git@host:acme/api").urls == ("git@host:acme/api",)


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("pull_request", HookKind.PULL_REQUEST),
        ("repository.renamed", HookKind.REPOSITORY),
        ("Push", HookKind.PUSH),
        ("coffee", HookKind.OTHER),
    ],
)
def test_the_kind_is_the_first_word_of_its_type(word: str, kind: HookKind) -> None:
    assert generic(type=word).kind is kind
