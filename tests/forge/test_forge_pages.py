import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resources.forge.calls import Reply
from resources.forge.pages import FIELDS, NAME, Page, PageCache, UnreadablePage, next_link, read_page
from tests.forge.fake_github import repository

URL = "https://ghe.example/orgs/acme/repos"
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from([*FIELDS, "x"]), inner),
)


@pytest.mark.parametrize(
    ("link", "address"),
    [
        ('<https://a/?page=2>; rel="next", <https://a/?page=9>; rel="last"', "https://a/?page=2"),
        ('<https://a/?page=1>; rel="prev", <https://a/?page=3>; rel="next"', "https://a/?page=3"),
        ('<https://a/?q=x,y>; title="z"; rel=next', "https://a/?q=x,y"),
        ('<https://a/?page=1>; rel="prev", <https://a/?page=1>; rel="first"', None),
        ('<https://a/>; rel="nextish"', None),
        ("", None),
        ('<https://a/?rel=x>; Rel = "last next"', "https://a/?rel=x"),
    ],
)
def test_the_next_page_stands_in_the_link_header(link: str, address: str | None) -> None:
    assert next_link({"link": link}) == address


@pytest.mark.parametrize(
    "link", ["<<<<>>>>;;;rel=next", 'rel="next"', '<>; rel="next"', '<a>; b="c,d"; rel="next"']
)
def test_a_next_page_that_cannot_be_read_is_no_last_page(link: str) -> None:
    with pytest.raises(UnreadablePage):
        next_link({"link": link})


@given(st.text(alphabet='<>;, ="rel next/a', max_size=60))
def test_no_link_header_is_too_odd(link: str) -> None:
    try:
        found = next_link({"link": link})
    except UnreadablePage:
        return
    assert found is None or found in link


def test_a_row_keeps_what_is_needed_and_no_more() -> None:
    page = read_page(Reply(200, {"etag": "x"}, json.dumps([repository("acme/api")]).encode()))
    assert set(page.rows[0]) == set(FIELDS)
    assert page.etag == "x"


@pytest.mark.parametrize("name", ["acme/api", "a-b/.github", "x_corp/a.b_c-d", "a/..."])
def test_names_that_are_names(name: str) -> None:
    assert NAME.fullmatch(name)


@pytest.mark.parametrize(
    "name",
    [
        "",
        "acme",
        "acme/",
        "/api",
        "a/b/c",
        "../x",
        "x/..",
        "x/.",
        "a/b\n",
        "a b/c",
        "ä/b",
        "None",
        "a/" + "b" * 101,
    ],
)
def test_names_that_are_not(name: str) -> None:
    assert not NAME.fullmatch(name)


@settings(max_examples=50)
@given(st.one_of(st.binary(), JSON.map(lambda value: json.dumps(value).encode())))
def test_any_body_is_rows_with_names_or_unreadable(body: bytes) -> None:
    try:
        page = read_page(Reply(200, {}, body))
    except UnreadablePage:
        return
    assert all(NAME.fullmatch(str(row["full_name"])) for row in page.rows)


def test_a_page_comes_back_as_it_was_kept(tmp_path: Path) -> None:
    page = Page(
        ({"full_name": "acme/api", "default_branch": "größe\udcff", "private": None},),
        f"{URL}?page=2",
        'W/"x"',
    )
    cache = PageCache(tmp_path / "deep" / "er")
    cache.put(URL, page)
    assert cache.get(URL) == page
    assert cache.get(f"{URL}?page=2") is None


def test_a_page_without_a_tag_is_not_kept(tmp_path: Path) -> None:
    PageCache(tmp_path).put(URL, Page(()))
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_belongs_to_another_address_is_not_believed(tmp_path: Path) -> None:
    cache = PageCache(tmp_path)
    cache.put(URL, Page((), None, "x"))
    kept = next(tmp_path.iterdir())
    kept.write_text(kept.read_text().replace("acme", "evil"))
    assert cache.get(URL) is None


@settings(max_examples=30)
@given(content=st.one_of(st.binary(), JSON.map(lambda value: json.dumps(value).encode())))
def test_no_cached_file_is_too_odd(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    folder = tmp_path_factory.mktemp("pages")
    cache = PageCache(folder)
    cache.put(URL, Page((), None, "x"))
    next(folder.iterdir()).write_bytes(content)
    assert cache.get(URL) is None


def test_a_full_disk_leaves_no_half_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(json, "dump", full)
    PageCache(tmp_path).put(URL, Page((), None, "x"))
    assert list(tmp_path.iterdir()) == []
