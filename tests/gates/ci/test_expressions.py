import pytest
from hypothesis import given
from hypothesis import strategies as st

from gitops_assets.core.gates.ci.expressions import contexts, expressions


@pytest.mark.parametrize(
    ("inside", "found"),
    [
        ("github.head_ref", ("github.head_ref",)),
        ("GitHub['head_ref']", ("github.head_ref",)),
        ("a.b[0].c", ("a.b.*.c",)),
        ("a.*.c", ("a.*.c",)),
        ("a || b && c", ("a", "c")),
        ("a == b", ()),
        ("startsWith(a, 'b')", ()),
        ("join(a.b, ', ')", ("a.b",)),
        ("fromJSON(a).b", ("a.b",)),
        ("(a || 'x')", ("a",)),
        ("'it''s'", ()),
        ("a ? b", ("a", "b")),
        ("'unclosed", ("unclosed",)),
        ("", ()),
    ],
)
def test_only_what_reaches_the_value_is_told(inside: str, found: tuple[str, ...]) -> None:
    assert contexts(inside) == found


def test_expressions_of_a_text_are_found_in_order_and_an_open_one_is_none() -> None:
    assert [each.written for each in expressions("a ${{ b }} c ${{d}} ${{ e")] == ["${{ b }}", "${{d}}"]


@pytest.mark.parametrize(
    "hostile", ["(" * 50_000, "!" * 50_000, "a[" * 20_000, "f(" * 20_000, "'" * 50_001, "${{" * 50_000]
)
def test_hostile_expressions_end(hostile: str) -> None:
    contexts(hostile)
    assert not list(expressions(hostile))


@given(st.text(alphabet="ab.[]()'!&|=<>, *0$\n"))
def test_no_text_breaks_it(text: str) -> None:
    contexts(text)
