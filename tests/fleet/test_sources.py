import json
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gitops_assets.core.fleet.entries import has_credentials, is_url, merged
from gitops_assets.core.fleet.faults import InventoryFault
from gitops_assets.core.fleet.sources import (
    PARSERS,
    Parser,
    parse_csv,
    parse_file,
    parse_items,
    parse_json,
    parse_report,
    parse_yaml,
)
from gitops_assets.core.model import InventoryEntry


def fault(parse: Callable[[str, str], object], text: str) -> InventoryFault:
    with pytest.raises(InventoryFault) as caught:
        parse(text, "inventory")
    return caught.value


def entry(slug: str, url: str | None = None, *, archived: bool = False) -> InventoryEntry:
    return InventoryEntry(slug=slug, url=url, archived=archived, source="inventory")


def test_a_list_holds_slugs_urls_and_mappings() -> None:
    items = ["acme/api", "git@example.org:acme/web.git", {"slug": "acme/old", "archived": True}]
    assert parse_items(items, "inventory") == (
        entry("acme/api"),
        entry("acme/web", "git@example.org:acme/web.git"),
        entry("acme/old", archived=True),
    )


def test_a_table_is_read_by_its_header_and_other_columns_are_passed_over() -> None:
    text = "\ufeffSlug,url,stars,archived,fork,private,default_branch\nacme/api,https://h/acme/api,5,TRUE,no,,main\n"
    assert parse_csv(text, "inventory") == (
        InventoryEntry(
            slug="acme/api",
            url="https://h/acme/api",
            default_branch="main",
            archived=True,
            source="inventory",
        ),
    )


def test_a_table_of_urls_alone_is_enough_and_blank_lines_are_nothing() -> None:
    text = "url\r\n\r\nhttps://h/acme/api.git\r\n,\r\n"
    assert parse_csv(text, "inventory") == (entry("acme/api", "https://h/acme/api.git"),)


@pytest.mark.parametrize("parse", [parse_json, parse_yaml])
@pytest.mark.parametrize("shape", [lambda rows: rows, lambda rows: {"repositories": rows}])
def test_json_and_yaml_hold_a_list_or_have_it_below_repositories(
    parse: Callable[[str, str], object], shape: Callable[[object], object]
) -> None:
    rows = ["acme/api", {"slug": "acme/old", "archived": True, "homepage": None}]
    assert parse(json.dumps(shape(rows)), "inventory") == (
        entry("acme/api"),
        entry("acme/old", archived=True),
    )


def test_a_file_is_read_by_its_ending() -> None:
    assert parse_file("- acme/api", "fleet.YML")[0].source == "fleet.YML"
    assert parse_file("slug\nacme/api", "x/fleet.csv")[0].slug == "acme/api"
    with pytest.raises(InventoryFault, match=r"name a file that ends in \.csv, \.json, \.yaml, \.yml"):
        parse_file("", "fleet.txt")


def test_a_report_lists_what_is_there_or_missing_but_not_what_is_extra() -> None:
    rows = [
        {
            "slug": "acme/api",
            "states": ["clean"],
            "default_branch": "main",
            "remotes": [{"name": "backup", "url": "b"}, {"name": "origin", "url": "https://h/acme/api"}],
        },
        {"slug": "acme/gone", "states": ["missing"], "path": None},
        {"slug": "acme/new", "states": ["extra", "dirty"], "remotes": []},
        {
            "slug": "acme/one",
            "states": ["clean"],
            "remotes": [{"name": "upstream", "url": "https://h/o/one"}],
        },
    ]
    report = {"schema": "gitops-assets/report/1", "repositories": rows}
    read = parse_report(json.dumps(report), "inventory")
    assert [(entry.slug, entry.url, entry.default_branch) for entry in read] == [
        ("acme/api", "https://h/acme/api", "main"),
        ("acme/gone", None, None),
        ("acme/one", "https://h/o/one", None),
    ]


@pytest.mark.parametrize(
    ("parse", "text", "line", "message"),
    [
        (parse_csv, "", 1, "no column is called slug or url"),
        (parse_csv, "name\nacme/api", 1, "no column is called slug or url"),
        (parse_csv, "slug,slug\n", 1, "two columns are called 'slug'"),
        (parse_csv, 'slug\n"acme/api', 2, "this is not CSV"),
        (parse_csv, 'slug\n"a\n', 2, "this is not CSV"),
        (parse_csv, 'slug,url\nacme/a,"https://h/\n"\nacme/b/../c,\n', 4, "has '..' between its slashes"),
        (parse_csv, "slug\nacme/a,b,c", 2, "more cells than there are columns"),
        (parse_csv, "slug,private\nacme/a,maybe", 2, "private is neither true nor false"),
        (parse_json, '["a",\n', 2, "this is not JSON"),
        (parse_json, "[" * 200_000, None, "nest too deep"),
        (parse_json, "[" + "9" * 5000 + "]", None, "a number is too long"),
        (parse_json, "3", 1, "there is no list of repositories"),
        (parse_json, '["a", 3]', None, "entry 2: neither a text nor a mapping"),
        (parse_json, '["a/\\ud800"]', None, "control character"),
        (parse_json, '["acme/a*"]', None, "not allowed or not percent-encoded"),
        (parse_json, '[{"url": "https://"}]', None, "the URL names no repository"),
        (parse_json, '[{"slug": 3}]', None, "slug is not a text"),
        (parse_yaml, "- a/b\n- {}\n", 2, "there is no slug and no url"),
        (parse_yaml, "repositories:\n- a/b\n- [c]\n", 3, "entry 2"),
        (parse_yaml, "- a: b: c", 1, "this is not YAML"),
        (parse_yaml, "- !!python/name:os.system x", 1, "is not allowed"),
        (parse_report, '{"schema": "else/1", "repositories": []}', None, "not a report"),
        (parse_report, '{"schema": "gitops-assets/report/1"}', 1, "there is no list"),
        (parse_report, '{"schema": "gitops-assets/report/1", "repositories": [3]}', None, "repository 1"),
    ],
)
def test_a_source_that_cannot_be_read_says_where_and_why(
    parse: Callable[[str, str], object], text: str, line: int | None, message: str
) -> None:
    found = fault(parse, text)
    assert found.line == line
    assert message in str(found)
    assert str(found).startswith("inventory")
    assert found.hint


def test_credentials_in_a_url_are_not_kept() -> None:
    (read,) = parse_items(["https://me:hunter2@example.org/acme/api"], "inventory")
    assert read.url == "https://example.org/acme/api"
    assert has_credentials("ssh://git:pw@h:22/a/b")
    assert not has_credentials(" git@h:a/b")


@pytest.mark.parametrize(
    "text", ["https://h/a/b", "git@h:a/b", "h:a", "/srv/git/x", "../x", "~/x", "file:///x"]
)
def test_a_place_is_a_url(text: str) -> None:
    assert is_url(text)


@pytest.mark.parametrize("text", ["acme/api", "api", "group/sub/api", "a/b:c"])
def test_a_name_is_a_slug(text: str) -> None:
    assert not is_url(text)


def test_the_first_source_decides_and_later_ones_fill_what_it_left_open() -> None:
    first = InventoryEntry(slug="a/b", default_branch="main", source="list")
    later = InventoryEntry(
        slug="a/b", url="https://h/a/b", default_branch="trunk", archived=True, private=True, source="github"
    )
    other = InventoryEntry(slug="a/a", source="github")
    assert merged([first, later, other]) == (
        other,
        InventoryEntry(
            slug="a/b",
            url="https://h/a/b",
            default_branch="main",
            archived=True,
            private=True,
            source="list",
        ),
    )


patiently = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["slug", "url", "archived", "states", "remotes", "name"]), inner)
    ),
    max_leaves=10,
)
_cells = st.lists(st.lists(st.text(max_size=6) | st.sampled_from(["slug", "url", "private"]), max_size=4))


def _survives(parse: Parser, text: str) -> None:
    entries, line = _read(parse, text)
    assert line is None or 1 <= line <= text.count("\n") + text.count("\r") + 1
    assert all(entry.slug.isprintable() and entry.slug for entry in entries)


def _read(parse: Parser, text: str) -> tuple[tuple[InventoryEntry, ...], int | None]:
    try:
        return parse(text, "inventory"), None
    except InventoryFault as found:
        return (), found.line


@patiently
@given(st.sampled_from([*PARSERS.values(), parse_report]), st.text())
def test_no_text_crashes_a_parser(parse: Parser, text: str) -> None:
    _survives(parse, text)


@patiently
@given(st.sampled_from([parse_json, parse_yaml]), _json)
def test_no_shape_crashes_json_or_yaml(parse: Parser, value: object) -> None:
    _survives(parse, json.dumps(value))


@patiently
@given(_json)
def test_no_report_crashes_its_parser(rows: object) -> None:
    _survives(parse_report, json.dumps({"schema": "gitops-assets/report/1", "repositories": rows}))


@patiently
@given(_cells)
def test_no_table_crashes_its_parser(rows: list[list[str]]) -> None:
    _survives(parse_csv, "\n".join(",".join(row) for row in [["slug", "url"], *rows]))
