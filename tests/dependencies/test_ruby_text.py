import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gitops_assets.core.dependencies.model import Malformed
from gitops_assets.core.dependencies.parsers.ruby_calls import Call, read_call, statements
from gitops_assets.core.dependencies.parsers.ruby_text import Sort, tokens


def sorts(text: str) -> list[tuple[Sort, str]]:
    return [(token.sort, token.value) for token in tokens(text)]


def calls(text: str) -> list[Call]:
    found = (read_call(statement.words) for statement in statements(text))
    return [call for call in found if call is not None]


@pytest.mark.parametrize(
    ("text", "sort", "value"),
    [
        ("'a\\'b'", Sort.TEXT, "a'b"),
        ('"a"', Sort.TEXT, "a"),
        ('"a#{b}"', Sort.CODE, "a#{b}"),
        ("'a#{b}'", Sort.TEXT, "a#{b}"),
        ("%q<a>", Sort.TEXT, "a"),
        ("%(a(b)c)", Sort.TEXT, "a(b)c"),
        ("%w[a b]", Sort.WORDS, "a b"),
        ("%r{^(a|b)/{2}}", Sort.CODE, "^(a|b)/{2}"),
        ("/it's \\/ it/x", Sort.CODE, "/it's \\/ it/x"),
        (":name", Sort.SYMBOL, "name"),
        ("name:", Sort.LABEL, "name"),
        ('"a b":', Sort.LABEL, "a b"),
        ("`git`", Sort.CODE, "git"),
    ],
)
def test_a_literal_is_one_token(text: str, sort: Sort, value: str) -> None:
    assert sorts(text) == [(sort, value)]


def test_comments_documents_and_what_follows_the_end_are_no_words() -> None:
    text = "=begin\ngem 'x'\n=end\na <<~ONE # why\n  don't\nONE\nb\n__END__\nit's\n"
    assert [value for sort, value in sorts(text) if sort is Sort.NAME] == ["a", "b"]


def test_a_division_is_no_regular_expression() -> None:
    assert [value for _, value in sorts("a / b / c\n")] == ["a", "/", "b", "/", "c", "\n"]


def test_lines_are_counted_through_every_literal() -> None:
    text = 'a "one\ntwo" \\\n%w[\nx\n]\n<<~E\n\nE\nlast\n'
    assert next(token.line for token in tokens(text) if token.value == "last") == 9


@pytest.mark.parametrize("text", ["a\n'b\n", "a\n%w[b\n", "a\nb <<~C\n", "a\n(b\n"])
def test_what_never_ends_is_malformed_where_it_began(text: str) -> None:
    with pytest.raises(Malformed, match="never") as caught:
        list(statements(text))
    assert caught.value.line == 2


def test_arguments_may_stand_in_brackets_lists_and_on_several_lines() -> None:
    text = "gem 'a', '1',\n  group: [:x, 'y'],\n  :path => 'p'\n"
    text += "gem('b', { git: 'u' })\ns.add %w[c], *['d'.freeze]\n"
    assert calls(text) == [
        Call("gem", 1, arguments=("a", "1"), options={"group": ("x", "y"), "path": "p"}),
        Call("gem", 4, arguments=("b",), options={"git": "u"}),
        Call("add", 5, "s", (("c",), ("d",))),
    ]


def test_what_is_no_literal_has_no_value() -> None:
    assert calls("gem name, 'a' + 'b', path: File.join('c')\n") == [
        Call("gem", 1, arguments=(None, None), options={"path": None})
    ]


def test_a_condition_behind_a_call_is_no_argument() -> None:
    assert calls("gem 'a' unless x?\n") == [Call("gem", 1, arguments=("a",), conditional=True)]


def test_blocks_open_and_close() -> None:
    text = "a do |x|\n b { c }\nend\nif d then e end\nwhile f do g end\nh = case i\nwhen 1 then j\nend\n.k\n"
    found = list(statements(text))
    assert sum(each.opens for each in found) == sum(each.closes for each in found) == 5
    names = [each.words[0].value for each in found if each.words]
    assert names == ["a", "b", "c", "if", "e", "while", "g", "h", "when", "j", "."]


def test_blocks_without_end_and_texts_without_end_are_malformed() -> None:
    with pytest.raises(Malformed, match="nested too deeply"):
        list(statements("group :a do\n" * 1000))
    with pytest.raises(Malformed, match="more than 50,000"):
        list(statements("gem 'a'\n" * 60_000))


@pytest.mark.parametrize(
    "piece", ['"\\', "/\\", "@", "<<", "%w", "[*", "a.", "{", "a {", "=begin\n", "\\\n", "'#{"]
)
def test_a_long_text_takes_no_longer_than_its_length(piece: str) -> None:
    began = time.process_time()
    try:
        for statement in statements(piece * 20_000):
            read_call(statement.words)
    except (Malformed, RecursionError):
        pass
    assert time.process_time() - began < 5


_PIECES = r"""
' " ` % %w[ %q( ] ( ) { } < << <<~E E # #{ / \ : :: , = => | do end if then a gem . __END__ =begin =end
"""
RUBY = st.lists(st.sampled_from([*list(_PIECES.split()), " ", "\n"]), max_size=40).map("".join)


def lines_of(text: str) -> list[int]:
    try:
        return [call.line for call in calls(text)]
    except Malformed as fault:
        return [fault.line]


@settings(max_examples=300, deadline=None)
@given(text=RUBY)
def test_any_words_give_calls_on_lines_of_the_text_or_say_why_not(text: str) -> None:
    assert all(1 <= line <= text.count("\n") + 1 for line in lines_of(text))
