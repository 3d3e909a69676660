import time
from contextlib import suppress
from dataclasses import dataclass, field

import pytest
import tomli
from hypothesis import given
from hypothesis import strategies as st

from gitops_assets.core.dependencies.model import Malformed
from gitops_assets.core.dependencies.parsers.toml_text import read_toml

VALUES = (
    "1",
    "1979-05-27 07:32:00",
    "true",
    '"[a] = # no comment"',
    "'''\n[x]\ny = 1\n'''",
    '"""\n[[x]]\ny = "1" \\\n  ""\\""""',
    '["a", # [1]\n  "]",\n]',
    '{ inside = "x", deep.er = [1, 2] }',
    '[{ a = 1 }, { a = 2 },\n { a = { b = "}" } }]',
)
HEADERS = ("[{}]", "[[many]]", '[ "quoted {}" . b ]', "[many.{}]", "[[many.inner]]", "[a.b.{}] # x = 1")
KEYS = ("k{}", '"k {}"', "'k.{}'", "k{}.sub", ' k{} . "s" ')
STATEMENTS = st.lists(
    st.tuples(
        st.sampled_from([*HEADERS, *KEYS]), st.sampled_from(VALUES), st.sampled_from(["", "\n", "# x = [\n"])
    ),
    max_size=12,
)


@dataclass
class Written:
    """A document, and the line on which each statement was put."""

    text: str = ""
    lines: list[int] = field(default_factory=list)

    def add(self, statement: str) -> None:
        self.lines.append(self.text.count("\n") + 1)
        self.text += statement + "\n"


@given(statements=STATEMENTS)
def test_values_are_the_parsers_and_every_key_has_the_line_it_was_written_on(
    statements: list[tuple[str, str, str]],
) -> None:
    document, opened = Written("[[many]]\n"), False
    for nth, (head, value, between) in enumerate(statements):
        document.text += between
        if head in HEADERS:
            opened = opened or "many" in head
            document.add(head.format(f"t{nth}"))
        else:
            document.add(f"{head.format(nth)} = {value}")
    located = read_toml(document.text)
    assert located.value == tomli.loads(document.text)
    lines = document.text.split("\n")
    for place, line in located.lines.items():
        keys = [step for step in place if isinstance(step, str)]
        assert any(key in lines[line - 1] for key in keys[-1:]) or isinstance(place[-1], int)
        assert located.at(*place) is not None


def test_every_kind_of_statement_has_its_line() -> None:
    text = (
        'a = 1\n[t]\nb.c = [\n  "x",\n  # [\n  { y = 1,\n z = "}" },\n]\n'
        '[[p]]\nn = 1\n[[p]]\n"q r" = """\n[no]\n"""\n'
        "[p.deep]\ns = 'it'\n[x.y.z]\n"
    )
    expected: dict[tuple[str | int, ...], int] = {
        ("a",): 1,
        ("t",): 2,
        ("t", "b"): 3,
        ("t", "b", "c"): 3,
        ("t", "b", "c", 0): 4,
        ("t", "b", "c", 1): 6,
        ("t", "b", "c", 1, "y"): 6,
        ("t", "b", "c", 1, "z"): 7,
        ("p",): 9,
        ("p", 0): 9,
        ("p", 0, "n"): 10,
        ("p", 1): 11,
        ("p", 1, "q r"): 12,
        ("p", 1, "deep"): 15,
        ("p", 1, "deep", "s"): 16,
        ("x",): 17,
        ("x", "y"): 17,
        ("x", "y", "z"): 17,
    }
    assert dict(read_toml(text).lines) == expected


def test_the_same_key_twice_is_malformed_where_it_is_repeated() -> None:
    with pytest.raises(Malformed, match="is no TOML") as caught:
        read_toml("a = 1\nb = 2\na = 3\n")
    assert caught.value.line == 3


@pytest.mark.parametrize(
    "text",
    [
        "a = " + "[" * 100_000,
        "a = " + "{a=" * 100_000,
        "a = " + "[" * 250 + "]" * 250,
        "[" + "a." * 500 + "a]",
        "a." * 50_000,
    ],
    ids=lambda text: text[:8],
)
def test_deep_nesting_is_told_at_once(text: str) -> None:
    began = time.process_time()
    with pytest.raises(Malformed):
        read_toml(text)
    assert time.process_time() - began < 2


@pytest.mark.parametrize("piece", ['"', "'", '"""', "'''", "#", "=", "[", "]", '"\\"', "a.", "a ", "\\"])
def test_text_that_never_closes_takes_no_time(piece: str) -> None:
    began = time.process_time()
    for text in (piece * 100_000, "a = " + piece * 100_000, "a = '" + piece.replace("'", "") * 100_000 + "'"):
        with suppress(Malformed):
            read_toml(text)
    assert time.process_time() - began < 2


def test_a_lock_file_of_two_megabytes_is_read_in_a_second() -> None:
    one = (
        '[[package]]\nname = "n{0}"\n'
        'source = {{ registry = "https://x" }}\nwheels = [\n  {{ url = "u{0}", size = 1 }},\n]\n'
    )
    text = "".join(one.format(nth) for nth in range(20_000))
    began = time.process_time()
    located = read_toml(text)
    assert located.line("package", 19_999, "name") == 19_999 * 6 + 2
    assert time.process_time() - began < 4
