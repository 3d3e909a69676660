import unicodedata

import pytest
from dagster import DynamicPartitionsDefinition, instance_for_test
from hypothesis import given, settings
from hypothesis import strategies as st

from gitops_assets.core.slug import LIMIT, Candidate, assign, check_slug, slug_from_path, slug_from_url

ANY = st.text(st.characters(exclude_categories=()))
NASTY = st.text(st.sampled_from("aA/.-~@%|, \n\u0301\u200b\u212bß\udcff\ud800é"), max_size=12)
URLS = st.one_of(
    st.none(), ANY, NASTY, st.sampled_from(["https://h/o/n", "git@h:O/N.git", "/srv/o/n", "x::y"])
)


@st.composite
def candidates(draw: st.DrawFn) -> list[Candidate]:
    below = st.sampled_from(["n", "N", "o/n", "x/n", "n.git", ".", "a\nb", "\udcff", "o/n@o/n"])
    rows = draw(
        st.lists(
            st.tuples(st.sampled_from("abc"), below, URLS, st.booleans()),
            max_size=8,
            unique_by=lambda row: row[:2],
        )
    )
    return [
        Candidate(f"/{root}/{rel}".encode("utf-8", "surrogateescape"), rel, url, unread)
        for root, rel, url, unread in rows
    ]


@pytest.mark.parametrize(
    ("url", "slug"),
    [
        ("https://github.com/owner/name.git", "owner/name"),
        ("git@gitlab.com:group/sub/name.git", "group/sub/name"),
        ("ssh://git@h/~me/name", "~me/name"),
        ("git@h:name.git", "name"),
        ("/srv/git/owner/name.git", "owner/name"),
        ("file:///srv/git/owner/name/.git", "owner/name"),
        ("../name", "name"),
        ("https://user:hunter2@h/o/n", "o/n"),
        ("https://h/o/a%0Ab", "o/a%0Ab"),
        ("https://h/o/a...b", "o/a%2E%2E%2Eb"),
        ("https://h/../n", "%2E%2E/n"),
        ("https://h/-o/n.", "%2Do/n%2E"),
        ("https://h/o/50%25|x", "o/50%25%7Cx"),
        ("https://h/o/%FF", "o/%FF"),
        ("https://h/o/cafe\u0301", "o/caf\u00e9"),
        ("https://h", None),
        ("ext::sh -c true", None),
        ("", None),
        ("..", None),
    ],
)
def test_the_remote_names_the_repository(url: str, slug: str | None) -> None:
    assert slug_from_url(url) == slug


@pytest.mark.parametrize(
    ("relative", "slug"),
    [
        ("work/.dotfiles", "work/.dotfiles"),
        ("My Project", "My Project"),
        (" a ", "%20a%20"),
        ("a,b[c]*", "a%2Cb%5Bc%5D%2A"),
        ("a\\b", "a%5Cb"),
        ("\udcff\ud800", "%FF%ED%A0%80"),
        ("\u202egit", "%E2%80%AEgit"),
        ("a\u200a\u0301", "a%E2%80%8A%CC%81"),
        ("", "%2E"),
    ],
)
def test_without_a_remote_the_path_names_it_and_loses_nothing(relative: str, slug: str) -> None:
    assert slug_from_path(relative) == slug


def test_a_long_name_keeps_its_beginning_and_a_digest() -> None:
    one, other = slug_from_path("é" * 300 + "a"), slug_from_path("é" * 300 + "b")
    assert one != other
    assert len(one.encode()) <= LIMIT
    assert one.startswith("é" * 90)


@settings(deadline=None)
@given(st.one_of(ANY, NASTY))
def test_every_slug_is_valid_and_stays_itself(text: str) -> None:
    for slug in (slug_from_path(text), slug_from_url(text), slug_from_url(f"https://h/{text}")):
        if slug is not None:
            assert check_slug(slug) == slug
            assert unicodedata.is_normalized("NFC", slug)


@settings(deadline=None)
@given(st.one_of(ANY, NASTY), st.one_of(ANY, NASTY))
def test_two_paths_never_share_a_slug(one: str, other: str) -> None:
    tidy = [
        [unicodedata.normalize("NFC", part) for part in text.split("/") if part] or ["."]
        for text in (one, other)
    ]
    assert (slug_from_path(one) == slug_from_path(other)) == (tidy[0] == tidy[1])


@pytest.mark.parametrize(
    "text",
    ["", "a//b", "/a", "a/", "..", "a/./b", "-a", "a/-b", "a...b", "a\n", "a|b", "a\\b", "a.", " a", "a ",
     "%zz", "a%", "%0a", "\ud800", "cafe\u0301", "\u0301", "a\u200bb", "a" * (LIMIT + 1)],
)  # fmt: skip
def test_what_is_no_slug_is_refused_with_a_reason(text: str) -> None:
    with pytest.raises(ValueError, match=r"is not a repository's name: it .*; use "):
        check_slug(text)


def test_dagster_takes_every_slug_as_a_partition_key() -> None:
    slugs = [slug_from_path(f"x{chr(code)}y...z") for code in range(256)]
    definition = DynamicPartitionsDefinition(name="repository")
    with instance_for_test() as instance:
        instance.add_dynamic_partitions("repository", slugs)
        assert set(definition.get_partition_keys(dynamic_partitions_store=instance)) == set(slugs)


URL = "https://github.com/owner/name"


def placed(path: str, relative: str, url: str | None = URL) -> Candidate:
    return Candidate(path.encode(), relative, url)


def test_two_clones_of_one_remote_stay_two() -> None:
    clones = [placed("/s/copy", "copy"), placed("/s/long/way/name", "long/way/name"), placed("/s/b", "b")]
    assert assign(clones, {}) == {
        b"/s/b": "owner/name@b",
        b"/s/copy": "owner/name@copy",
        b"/s/long/way/name": "owner/name",
    }


def test_without_a_folder_of_that_name_the_shortest_path_is_the_primary() -> None:
    assert assign([placed("/s/copy", "copy"), placed("/s/b", "b")], {})[b"/s/b"] == "owner/name"


def test_a_second_clone_never_renames_the_first() -> None:
    first = placed("/s/copy", "copy")
    known = assign([first], {})
    both = assign([first, placed("/s/name", "name")], known)
    assert both == {b"/s/copy": "owner/name", b"/s/name": "owner/name@name"}
    assert assign([placed("/s/name", "name")], both) == {b"/s/name": "owner/name@name"}


def test_a_slug_that_belongs_elsewhere_is_not_given_again() -> None:
    assert assign([placed("/t/name", "name")], {}, ["Owner/Name"]) == {b"/t/name": "owner/name@name"}


def test_a_folder_that_moved_takes_its_slug_along() -> None:
    assert assign([placed("/s/new", "new")], {b"/s/old": "owner/name"}) == {b"/s/new": "owner/name"}


def test_a_repository_whose_remote_changed_is_renamed() -> None:
    moved = placed("/s/name", "name", "https://github.com/other/name")
    assert assign([moved], {b"/s/name": "owner/name"}) == {b"/s/name": "other/name"}


def test_a_repository_without_a_remote_keeps_its_slug_from_whichever_root_one_looks() -> None:
    known = {b"/s/team/app": "team/app"}
    assert assign([placed("/s/team/app", "app", None)], known) == known


def test_a_repository_that_became_unreadable_keeps_its_slug() -> None:
    broken = Candidate(b"/s/name", "name", None, unread=True)
    assert assign([broken], {b"/s/name": "owner/name"}) == {b"/s/name": "owner/name"}


def test_slugs_that_differ_in_case_alone_are_told_apart() -> None:
    rows = [placed("/s/a", "a", "https://h/O/N"), placed("/s/b", "b", "https://h/o/n")]
    assert assign(rows, {}) == {b"/s/a": "O/N", b"/s/b": "o/n@b"}


def test_the_same_place_below_two_roots_is_told_apart_by_a_digest() -> None:
    given = assign([placed(f"/{root}/x", "x", None) for root in "abc"], {})
    assert given[b"/a/x"] == "x"
    assert given[b"/b/x"] == "x@x"
    assert given[b"/c/x"].startswith("x@x~")


def test_a_slug_of_an_earlier_audit_that_is_no_slug_is_forgotten() -> None:
    assert assign([placed("/s/name", "name")], {b"/s/name": "owner/name@\n"}) == {b"/s/name": "owner/name"}


@settings(deadline=None)
@given(candidates(), st.data())
def test_slugs_are_unique_valid_and_independent_of_order(rows: list[Candidate], draw: st.DataObject) -> None:
    known = {
        row.path: draw.draw(st.one_of(ANY, st.sampled_from(["o/n", "O/N", "o/n@x", "n"])))
        for row in rows[::2]
    }
    given_slugs = assign(rows, known)
    assert set(given_slugs) == {row.path for row in rows}
    folded = {check_slug(slug).casefold() for slug in given_slugs.values()}
    assert len(folded) == len(given_slugs)
    mixed = draw.draw(st.permutations(rows))
    assert assign(mixed, known) == given_slugs


@settings(deadline=None)
@given(candidates())
def test_an_audit_that_finds_the_same_again_names_it_the_same(rows: list[Candidate]) -> None:
    known = assign(rows, {})
    assert assign(rows, known) == known
