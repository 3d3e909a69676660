"""What no manifest should be: every extractor that reads it says so, in time, and where it stands."""

import time
from collections.abc import Iterator

import pytest

from gitops_assets.core.dependencies import extraction
from gitops_assets.core.dependencies.extraction import rows_of
from gitops_assets.core.dependencies.extractors import EXTRACTORS
from gitops_assets.core.dependencies.linking import linked
from gitops_assets.core.dependencies.model import (
    Definition,
    Dependency,
    Extractor,
    Kind,
    Malformed,
    Row,
    Skipped,
)
from gitops_assets.core.dependencies.parsers.json_text import read_json
from gitops_assets.core.dependencies.parsers.repeats import TOLD, repeats
from tests.dependencies.manifest_paths import JSON, LINES, TOML, XML, YAML

BOMB_YAML = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{nth}: &a{nth} [{', '.join([f'*a{nth - 1}'] * 10)}]\n" for nth in range(1, 12)
)
BOMB_XML = (
    '<?xml version="1.0"?>\n<!DOCTYPE l [\n<!ENTITY a "ha">\n'
    + "".join(f'<!ENTITY a{nth + 1} "{f"&a{nth};" * 10}">\n' for nth in range(9))
    + "]><l>&a8;</l>"
)
CONFLICT = "<<<<<<< HEAD\n{0}\n=======\n{0}\n>>>>>>> theirs\n"

BAD = {
    "json": (JSON, ('{"a": 1,\n', "[1 2]", '{"a": "' + "x" * 1_000_000, '{"a": ' + "9" * 5_000 + "}")),
    "deep json": (JSON, ("[" * 100_000, '{"a":' * 500 + "1" + "}" * 500)),
    "yaml": (YAML, ("a: [\n", "a: b: c\n", "\ta: 1\n", "a: *nothing\n", "x: 'y\n" + "z" * 1_000_000)),
    "yaml bombs": (YAML, (BOMB_YAML, "a: &a [*a]\n", "- " * 50_000, "[" * 100_000)),
    "toml": (
        TOML,
        ("a = \n", "[a\n", "a = 1\na = 2\n", "[a]\n[a]\n", "a = '" + "x" * 1_000_000, "a = " + "9" * 5_000),
    ),
    "deep toml": (TOML, ("a = " + "[" * 100_000, "a = " + "{a = " * 100_000, "a = " + "[" * 300 + "]" * 300)),
    "xml": (XML, ("<a>", "<a></b>", "{}", "<a>&nope;</a>", "<a>" + "x" * 1_000_000)),
    "xml bombs": (
        XML,
        (BOMB_XML, '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', "<a>" * 100_000),
    ),
    "json conflict": (JSON, (CONFLICT.format('{"a": 1}'),)),
    "yaml conflict": (YAML, (CONFLICT.format("a: 1"),)),
    "toml conflict": (TOML, (CONFLICT.format("a = 1"),)),
    "xml conflict": (XML, ("<a>\n" + CONFLICT.format("<b/>") + "</a>",)),
}
LONG = (
    *(
        piece * 40_000
        for piece in (
            " ",
            "a",
            "{",
            "[",
            "(",
            "\\",
            "<",
            "/*",
            "//",
            "${",
            '"\\"',
            "'",
            '"',
            "#",
            "=",
            "a=",
            "@",
            ".",
            "-",
        )
    ),
    *(
        f"{head}{' ' * 40_000}x"
        for head in ("name", "from", "FROM", "image:", "require", "a ==", "uses:", "- a")
    ),
    *(
        f"{head}{tail * 20_000}!"
        for head in ("a", "FROM a", "gem 'a'")
        for tail in ("a ", " ,", "\t", "-a", ".a", "/a")
    ),
    *("a" * 20_000 + "://" + piece * 20_000 for piece in ("@", "a:", "//", "a.")),
    "x: " + "y" * 1_000_000,
)


SELECTIVE = {"kubernetes", "argo-cd", "flux", "symlinks-out", "shared-files"}
"""Many YAML files are none of theirs: they parse only what speaks of their objects, or nothing at all."""


def readers(paths: list[str]) -> Iterator[tuple[str, Extractor]]:
    """Every extractor with the paths that it wants."""
    return ((path, each) for path in paths for each in EXTRACTORS if each.wants(path))


@pytest.mark.parametrize("case", BAD)
def test_what_cannot_be_read_is_skipped_with_the_reason_in_time(case: str) -> None:
    paths, texts = BAD[case]
    for path, extractor in readers(paths):
        for text in texts if extractor.id not in SELECTIVE else ():
            began = time.process_time()
            rows = rows_of(path, text.encode(), extractor)
            assert time.process_time() - began < 3, (extractor.id, path, text[:20])
            told = [row for row in rows if isinstance(row, Skipped)]
            assert told, (extractor.id, path, text[:20])
            assert all("could not be read" not in row.reason for row in told), (extractor.id, path, told)
            assert not case.endswith("conflict") or "merge-conflict" in told[0].reason


@pytest.mark.timed
@pytest.mark.parametrize("extractor", EXTRACTORS, ids=lambda extractor: extractor.id)
def test_no_long_line_takes_long(extractor: Extractor) -> None:
    paths = [path for path, each in readers([*JSON, *YAML, *TOML, *XML, *LINES]) if each is extractor]
    endings = {path.rpartition("/")[2].rpartition(".")[2]: path for path in paths}
    for path in endings.values():
        for text in LONG:
            began = time.process_time()
            rows_of(path, text.encode(), extractor)
            assert time.process_time() - began < 2, (extractor.id, path, text[:20], text[-5:])


def one(path: str, _text: str) -> Iterator[Row]:
    """An extractor of one row."""
    yield Dependency(kind=Kind.PACKAGE, ecosystem="npm", name="a", path=path, line=1)


def reading(extract: object = one) -> Extractor:
    return Extractor(id="any", title="any", doc="", wants=lambda _path: True, extract=extract)  # type: ignore[arg-type] # each test's own


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_changes_nothing(encoding: str) -> None:
    for path, extractor in readers([*JSON, *YAML, *TOML, *LINES]):
        for text in ('{"extends": "@acme/x"}', "a: 1\n", "a = 1\n", "FROM a:1\n"):
            marked = rows_of(path, text.encode(encoding), extractor)
            assert marked == rows_of(path, text.encode(), extractor), (extractor.id, path)


@pytest.mark.parametrize(
    ("body", "reason", "line"),
    [
        ("a\nb".encode("utf-16-le"), "NUL bytes: it is no text, or UTF-16 without", 1),
        (b"a\nb\0", "NUL bytes", 2),
        (b"a\n\xff\xfe", "is no UTF-8 text", 2),
        (b"\xff\xfea", "is no UTF-16-LE text", 1),
        (b"\x7fELF\x02\x01\x01\x00", "NUL bytes", 1),
    ],
)
def test_what_is_no_text_is_skipped(body: bytes, reason: str, line: int) -> None:
    (row,) = rows_of("x", body, reading())
    assert isinstance(row, Skipped)
    assert (reason in row.reason, row.line) == (True, line)


def test_the_two_sides_of_an_unfinished_merge_are_read_and_told() -> None:
    rows = rows_of("go.mod", b"a\n<<<<<<< HEAD\n=======\n>>>>>>> x\n", reading())
    assert rows[1] == Skipped(
        path="go.mod", reason="has merge-conflict markers: both sides were read", line=2, extractor="any"
    )


def test_a_key_that_stands_twice_is_told_where_it_is_repeated() -> None:
    located = read_json('{"a": 1,\n"a": 2}')
    assert list(repeats("x.json", located)) == [
        Skipped(path="x.json", line=2, reason="has the key 'a' twice; the last one counts")
    ]


def test_many_repetitions_are_told_together() -> None:
    located = read_json("{" + ",".join(['"a": 1'] * (TOLD + 11)) + "}")
    (*_, last) = repeats("x.json", located, located)
    assert last.reason == f"has {2 * (TOLD + 10) - TOLD} more keys twice; the last one counts"


def test_a_crash_names_its_place_and_never_the_text() -> None:
    def crash(_path: str, text: str) -> Iterator[Row]:
        raise ValueError(text)

    (row,) = rows_of("x", b"password", reading(crash))
    assert isinstance(row, Skipped)
    assert row.reason.startswith("could not be read (ValueError in test_bad_input.py:")
    assert "password" not in row.reason


def test_what_no_database_stores_is_shown_as_an_escape() -> None:
    def odd(path: str, _text: str) -> Iterator[Row]:
        yield Dependency(
            kind=Kind.PACKAGE,
            ecosystem="npm",
            name="a\ud800\0",
            path=path,
            line=1,
            constraint="\x1b[31m\u202e",
        )
        yield Definition(group="g", name="n\0", value="v", path=path, line=1)

    dependency, definition = rows_of("x", b"", reading(odd))
    assert isinstance(dependency, Dependency)
    assert isinstance(definition, Definition)
    assert (dependency.name, dependency.constraint) == ("a\\ud800\\x00", "\\x1b[31m\\u202e")
    assert definition.name == "n\\x00"


def test_a_name_of_a_megabyte_is_none() -> None:
    def long(path: str, _text: str) -> Iterator[Row]:
        yield Dependency(kind=Kind.PACKAGE, ecosystem="npm", name="a" * 1_000_000, path=path, line=3)
        raise Malformed("b" * 1_000_000)

    (row,) = rows_of("x", b"", reading(long))
    assert isinstance(row, Skipped)
    assert len(row.reason) == 300

    (row,) = rows_of("x", b"\n\n\n", reading(lambda path, text: [next(long(path, text))]))
    assert row == Skipped(path="x", reason="has a name of 1,000,000 characters", line=3, extractor="any")


def test_a_file_that_says_too_much_is_cut_and_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extraction, "ROWS", 1_000)

    def many(path: str, text: str) -> Iterator[Row]:
        while True:
            yield from one(path, text)

    rows = rows_of("x", b"", reading(many))
    assert len(rows) == 1_001
    assert rows[-1] == Skipped(
        path="x", reason="says more than 1,000 things; the rest is left out", extractor="any"
    )


def test_two_extractors_that_stumble_over_one_place_say_it_once() -> None:
    rows = [Skipped(path="x", reason="is no JSON", line=2, extractor=each) for each in ("a", "b")]
    assert linked("acme/x", rows, ()).skipped == (rows[0],)
