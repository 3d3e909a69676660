import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gitops_assets.core.fleet.document import LONGEST, read_document, spell

patiently = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
BOMB = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 30))


def test_values_know_where_they_and_their_keys_stand() -> None:
    document = read_document("a: 1\nb:\n  - x\n  - c: true\n")
    assert document.value == {"a": 1, "b": ["x", {"c": True}]}
    assert document.place(("b", 1, "c")).key == (4, 5)
    assert document.place(("b", 1, "c")).value == (4, 8)


def test_a_path_the_document_does_not_have_stands_where_its_nearest_parent_does() -> None:
    document = read_document("a: 1\nb: {}\n")
    assert document.nearest(("b", "<tag>", "gone")) == ("b",)
    assert document.place(("b", "gone")).value == (2, 4)
    assert read_document("").place(("a",)).value == (1, 1)


def test_a_key_that_stands_twice_is_a_fault_and_reading_goes_on() -> None:
    document = read_document("a: 1\nb: 2\na: 3\n")
    assert document.value == {"a": 3, "b": 2}
    assert [(fault.line, fault.where, fault.hint) for fault in document.faults] == [
        (3, "a", "line 1 has it too")
    ]


def test_a_key_is_a_text_whatever_yaml_takes_it_for() -> None:
    assert read_document("on: 1\n123: 2\n2027-01-01: 3\n").value == {"on": 1, "123": 2, "2027-01-01": 3}


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("a: [", 1, "this is not YAML"),
        ("a: 1\n  b: 2", 2, "this is not YAML"),
        ("a: 1\n---\nb: 2", 2, "this is not YAML"),
        ("a: *nobody", 1, "this is not YAML"),
        ("a: 1\nb: \x1b", 2, "a control character stands here"),
        ("a: 1\nb: \ud800", 2, "not a Unicode character"),
        (
            "a: !!python/object/apply:os.system [x]",
            1,
            "the tag '!!python/object/apply:os.system' is not allowed",
        ),
        ("a: !!binary aGk=", 1, "is not allowed"),
        ("a: 2027-13-01", 1, "not a valid timestamp"),
        ("a: !!int x", 1, "not a valid int"),
        ("a: !!bool x", 1, "not a valid bool"),
        ("a: 1" + ":1" * 1000, 1, "not a valid int"),
        ("? [a]\n: 1", 1, "a key must be one word"),
        ("&a [*a]", 1, "nest deeper than 32 levels"),
        ("x" * (LONGEST + 1), 1, "is longer than 8,000,000 characters"),
    ],
)
def test_what_no_honest_document_holds_is_a_fault(text: str, line: int, message: str) -> None:
    (fault,) = read_document(text).faults
    assert message in fault.message
    assert fault.line == line


def test_aliases_do_not_expand_without_end() -> None:
    (fault,) = read_document(BOMB).faults
    assert "aliases expand to more than 300,000 values" in fault.message


@pytest.mark.parametrize("loader", ["CSafeLoader", "SafeLoader"])
@pytest.mark.parametrize("nest", ["[", "{a: ", "- ", "&a [", "? ", "!!seq ["])
def test_deep_nesting_is_refused_at_once(nest: str, loader: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gitops_assets.core.fleet.document._LOADER", getattr(yaml, loader))
    (fault,) = read_document(nest * 100_000).faults
    assert fault.message == "values nest deeper than 32 levels"


def test_a_path_is_spelled_as_people_write_it() -> None:
    assert spell(("inventory", 0, "github", "api_url")) == "inventory[0].github.api_url"
    assert spell(("owners", "acme/*")) == "owners['acme/*']"
    assert spell(("gates", "stash-empty")) == "gates.stash-empty"
    assert spell(()) == "the file"


@patiently
@given(st.text(alphabet=st.characters() | st.sampled_from("[]{}:,-&*!|>'\"#?% \n\t")))
def test_no_text_crashes_the_reader(text: str) -> None:
    document = read_document(text)
    assert all(1 <= fault.line <= max(1, len(text.splitlines())) for fault in document.faults)


@patiently
@given(
    st.sampled_from(["int", "float", "bool", "null", "timestamp", "str", "set", "omap"]),
    st.text("0123456789abx:.-+TZ _", max_size=30),
)
def test_no_scalar_crashes_the_reader(tag: str, scalar: str) -> None:
    read_document(f"a: !!{tag} '{scalar}'\nb: {scalar}")
