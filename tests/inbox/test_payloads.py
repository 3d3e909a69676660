"""Bodies that are not what they should be, and what GitHub has really sent."""

import json
from collections import Counter
from urllib.parse import urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.packages import CACHE, PAYLOADS, missing
from corpus.payloads import read_examples
from gitops_assets.core.inbox.model import Hook, HookKind, Provider
from gitops_assets.core.inbox.parsing import read_hook
from gitops_assets.core.inbox.payload import ADDRESSES, Payload, Unreadable, addresses, read_payload
from tests.documents import ROOT
from tests.inbox.made import delivery, read

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=20,
)
WORDS = [
    "repository", "project", "push", "changes", "new", "old", "type", "name", "target", "hash", "pullrequest",
    "pullRequest", "id", "fromRef", "toRef", "after", "ref", "ref_type", "action", "object_kind", "release",
    "object_attributes", "iid", "last_commit", "url", "urls", "full_name", "html_url", "links", "clone",
    "href", "self", "deleted", "number", "pull_request", "head", "sha", "tag_name", "data", "commit", "owner",
]  # fmt: skip
SCALARS = ["", "a/b", "refs/tags/v1", "0" * 40, "x" * 3000, "https://u:p@h/a/b", None, True, 7, -1, 1.5]
EVENTS = ["push", "create", "pull_request", "release", "workflow_run", "repo:push", "pr:opened", ""]
SHAPED = st.recursive(
    st.sampled_from(SCALARS),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.sampled_from(WORDS), inner, max_size=6),
    max_leaves=40,
)  # fmt: skip


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"", "not JSON"),
        (b"{", "not JSON"),
        (b"[1]", "not an object"),
        (b"null", "not an object"),
        (b"\xff{}", "not UTF-8"),
        (b"[" * 100_000, "too deeply"),
        (b'{"a": ' + b"9" * 10_000 + b"}", "not JSON"),
    ],
    ids=["empty", "cut", "list", "null", "latin", "deep", "large number"],
)
def test_a_body_that_is_no_object_says_why(body: bytes, why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        read(Provider.GITHUB, "push", body)


def test_a_form_is_read_as_what_it_carries() -> None:
    form = urlencode({"payload": json.dumps({"zen": "ü"})}).encode()
    kind = "application/x-www-form-urlencoded; charset=utf-8"
    assert read_payload(form, kind).text("zen") == "ü"
    with pytest.raises(Unreadable, match="called payload"):
        read_payload(b"a=b", kind)


def test_a_mark_of_byte_order_is_no_fault() -> None:
    assert read_payload(b"\xef\xbb\xbf{}") == Payload({})


def test_anything_can_be_asked_for() -> None:
    payload = Payload({"a": {"b": [1, "x", {"c": True}]}, "n": 0})
    assert payload.text("a", "b", "c") is None
    assert [each.text() for each in payload.items("a", "b")] == [None, "x", None]
    assert (payload.number("n"), payload.number("a"), payload.holds("a")) == (0, None, False)


def test_of_many_addresses_some_are_enough() -> None:
    assert len(addresses([f"https://host/a/{number}" for number in range(100)])) == ADDRESSES


@settings(max_examples=60)
@given(body=st.one_of(JSON, SHAPED), provider=st.sampled_from(Provider), event=st.sampled_from(EVENTS))
def test_any_body_is_a_hook_or_says_why_not(body: object, provider: Provider, event: str) -> None:
    try:
        hook = read(provider, event, body)
    except Unreadable:
        return
    assert isinstance(hook, Hook)


@settings(max_examples=60)
@given(body=st.binary(max_size=200), provider=st.sampled_from(Provider))
def test_any_bytes_are_a_hook_or_say_why_not(body: bytes, provider: Provider) -> None:
    try:
        hook = read(provider, "push", body)
    except Unreadable:
        return
    assert isinstance(hook, Hook)


def test_what_github_has_really_sent_is_understood() -> None:
    archive = ROOT / CACHE / PAYLOADS.file
    if missing([PAYLOADS], ROOT / CACHE):
        pytest.skip("the payloads are not here: `make test` fetches them, or python -m corpus.packages")
    kinds: Counter[HookKind] = Counter()
    for example in read_examples(archive):
        hook = read_hook(delivery(Provider.GITHUB, example.event, example.payload))
        kinds[hook.kind] += 1
        if "repository" in example.payload:
            assert hook.full_name == example.payload["repository"]["full_name"]
            assert hook.urls
        if hook.kind in (HookKind.PUSH, HookKind.PULL_REQUEST):
            assert hook.commit is not None
            assert hook.ref is not None
        if hook.kind is HookKind.DELETE:
            assert hook.commit is None
    assert kinds.total() >= 329
    assert kinds.keys() == set(HookKind) - {HookKind.CREATE}  # in the collection only tags are created
