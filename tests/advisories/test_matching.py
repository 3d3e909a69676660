from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gitops_assets.core.advisories.ecosystems import ECOSYSTEMS, Ecosystem
from gitops_assets.core.advisories.matching import Verdict, fixes
from gitops_assets.core.advisories.record import NotARecord, read_record
from tests.advisories.records import osv, said

YES, NO, OPEN = Verdict.AFFECTED, Verdict.UNAFFECTED, Verdict.UNDECIDED
RANGE = (("introduced", "1.0.0"), ("fixed", "1.2.0"))


@pytest.mark.parametrize(
    ("version", "verdict"), [("0.9.9", NO), ("1.0.0", YES), ("1.1.9", YES), ("1.2.0", NO), ("2.0.0", NO)]
)
@pytest.mark.parametrize("each", ECOSYSTEMS, ids=lambda each: each.id)
def test_a_range_begins_where_it_is_introduced_and_ends_before_it_is_fixed(
    each: Ecosystem, version: str, verdict: Verdict
) -> None:
    assert said(osv("X-1", each.osv, "acme/thing", *RANGE), each.id, "acme/thing", version) is verdict


@pytest.mark.parametrize(
    ("ecosystem", "name", "fixed", "below", "above"),
    [
        ("npm", "npm", "2.0.0-rc.2", "2.0.0-rc.1", "2.0.0"),
        ("PyPI", "pypi", "2.0rc1", "2.0b3", "2.0.post1"),
        ("Go", "golang", "1.2.3", "v1.2.3-0.20200101000000-0123456789ab", "v1.2.3"),
        ("Maven", "maven", "2.0", "2.0-SNAPSHOT", "2.0.0"),
        ("RubyGems", "gem", "3.0.0", "3.0.0.rc1", "3.0"),
        ("Packagist", "composer", "v1.10.0", "1.9.99", "1.10"),
        ("NuGet", "nuget", "1.0.0.2", "1.0.0.1", "1.0.0.10"),
    ],
)
def test_versions_compare_as_their_ecosystem_has_it(
    ecosystem: str, name: str, fixed: str, below: str, above: str
) -> None:
    record = osv("X-1", ecosystem, "acme", ("introduced", "0"), ("fixed", fixed))
    assert (said(record, name, "acme", below), said(record, name, "acme", above)) == (YES, NO)


@pytest.mark.parametrize(("version", "verdict"), [("1.9", YES), ("2.0", YES), ("2.0.1", NO)])
def test_the_last_affected_version_is_affected(version: str, verdict: Verdict) -> None:
    record = osv("X-1", "PyPI", "acme", ("introduced", "0"), ("last_affected", "2.0"))
    assert said(record, "pypi", "acme", version) is verdict


def test_events_in_any_order_mean_the_same() -> None:
    events = [("fixed", "5.2"), ("introduced", "4.0"), ("introduced", "5.0"), ("fixed", "4.3")]
    record = osv("X-1", "PyPI", "acme", *events)
    verdicts = [said(record, "pypi", "acme", each) for each in ("3.9", "4.2", "4.3", "5.1", "5.2")]
    assert verdicts == [NO, YES, NO, YES, NO]


def test_what_is_introduced_where_it_was_fixed_is_affected_by_neither() -> None:
    """As in OSV's own evaluation: events are walked in order, at one version what is fixed comes last."""
    record = osv("X-1", "npm", "acme", ("introduced", "1.0.0"), ("fixed", "1.0.0"))
    assert said(record, "npm", "acme", "1.0.0") is NO


def test_a_limit_cuts_a_range_off() -> None:
    record = osv("X-1", "npm", "acme", ("introduced", "0"), ("limit", "2.0.0"))
    assert (said(record, "npm", "acme", "1.9.0"), said(record, "npm", "acme", "2.0.0")) == (YES, NO)
    endless = osv("X-1", "npm", "acme", ("introduced", "0"), ("limit", "*"))
    assert said(endless, "npm", "acme", "9.0.0") is YES


def test_a_listed_version_is_affected_outside_of_every_range_and_in_any_spelling() -> None:
    record = osv("X-1", "PyPI", "acme", ("introduced", "5"), versions=["1.0"])
    assert (said(record, "pypi", "acme", "1.0.0"), said(record, "pypi", "acme", "1.0.1")) == (YES, NO)


def test_a_version_that_cannot_be_compared_is_undecided_unless_it_is_listed() -> None:
    record = osv("X-1", "npm", "acme", *RANGE, versions=["main"])
    assert (said(record, "npm", "acme", "main"), said(record, "npm", "acme", "develop")) == (YES, OPEN)
    odd = osv("X-1", "npm", "acme", ("introduced", "one"))
    assert said(odd, "npm", "acme", "1.0.0") is OPEN


def test_commits_alone_say_nothing_about_versions() -> None:
    record = osv("X-1", "PyPI", "acme", ("introduced", "0"), kind="GIT")
    assert said(record, "pypi", "acme", "1.0") is OPEN


def test_a_record_without_versions_decides_nothing() -> None:
    assert said(osv("X-1", "npm", "acme"), "npm", "acme", "1.0.0") is OPEN


def test_the_upper_end_that_github_writes_beside_the_events_counts() -> None:
    entry = {"database_specific": {"last_known_affected_version_range": "<= 1.4.0"}}
    record = osv("GHSA-1", "npm", "acme", ("introduced", "0"), entry=entry)
    assert (said(record, "npm", "acme", "1.4.0"), said(record, "npm", "acme", "1.4.1")) == (YES, NO)


def test_names_are_those_of_the_ecosystem() -> None:
    assert said(osv("X-1", "PyPI", "Foo_Bar", *RANGE), "pypi", "foo-bar", "1.1") is YES
    assert said(osv("X-1", "NuGet", "Newtonsoft.Json", *RANGE), "nuget", "newtonsoft.json", "1.1") is YES
    assert said(osv("X-1", "npm", "@acme/a", *RANGE), "npm", "@acme/b", "1.1.0") is NO


def test_a_withdrawn_record_affects_nobody() -> None:
    record = osv("X-1", "npm", "acme", *RANGE, withdrawn="2026-01-01T00:00:00Z")
    assert said(record, "npm", "acme", "1.1.0") is NO


def test_a_fix_is_above_the_version_and_not_affected_itself() -> None:
    events = [("introduced", "0"), ("fixed", "1.5"), ("introduced", "2.0"), ("fixed", "2.3")]
    entries = read_record(osv("X-1", "PyPI", "acme", *events)).affected
    assert fixes(entries, "1.2") == ("1.5", "2.3")
    assert fixes(entries, "2.1") == ("2.3",)
    other = read_record(osv("X-2", "PyPI", "acme", ("introduced", "0"), ("fixed", "1.6"))).affected
    assert fixes((*entries, *other), "1.2") == ("1.6", "2.3")


WORDS = st.one_of(
    st.text(max_size=12),
    st.from_regex(r"v?[0-9]{1,4}(\.[0-9]{1,4}){0,3}([-.]?(a|rc|beta|dev)\.?[0-9]?)?", fullmatch=True),
)
EVENTS = st.lists(
    st.tuples(st.sampled_from(["introduced", "fixed", "last_affected", "limit"]), WORDS), max_size=6
)


@given(st.sampled_from(ECOSYSTEMS), EVENTS, WORDS, st.lists(WORDS, max_size=3))
def test_no_events_and_no_version_crash_the_matcher(
    ecosystem: Ecosystem, events: list[tuple[str, str]], version: str, versions: list[str]
) -> None:
    record = osv("X-1", ecosystem.osv, "acme", *events, versions=versions)
    found = said(record, ecosystem.id, "acme", version)
    shuffled = osv("X-1", ecosystem.osv, "acme", *reversed(events), versions=versions)
    assert said(shuffled, ecosystem.id, "acme", version) is found
    fixes(read_record(record).affected, version)


NUMBERS = st.tuples(*[st.integers(0, 30)] * 3)


@given(st.sampled_from(ECOSYSTEMS), st.lists(NUMBERS, min_size=2, max_size=6, unique=True), NUMBERS)
def test_alternating_events_are_intervals(
    ecosystem: Ecosystem, ends: list[tuple[int, ...]], version: tuple[int, ...]
) -> None:
    def text(numbers: tuple[int, ...]) -> str:
        return ".".join(map(str, numbers))

    ordered = sorted(ends)
    kinds = ["introduced", "fixed"] * len(ordered)
    record = osv("X-1", ecosystem.osv, "acme", *zip(kinds, map(text, ordered), strict=False))
    inside = sum(end <= version for end in ordered) % 2 == 1
    assert said(record, ecosystem.id, "acme", text(version)) is (YES if inside else NO)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(
            ["id", "affected", "package", "ecosystem", "name", "ranges", "events", "versions", "severity",
             "score", "type", "aliases", "database_specific", "introduced", "modified", "summary"]
        ),
        inner,
        max_size=5,
    ),
    max_leaves=20,
)  # fmt: skip


@given(JSON)
def test_any_document_is_a_record_or_is_refused(document: object) -> None:
    with suppress(NotARecord):
        assert read_record(document).id
