import pytest
from hypothesis import given
from hypothesis import strategies as st

from gitops_assets.core.templates.model import Provenance, Version
from gitops_assets.core.templates.places import path_of
from gitops_assets.core.templates.provenance import ProvenanceError, read_provenance, write_provenance

OID = "ab" * 20
ONE = Provenance(
    template="python-ci",
    source="https://example.org/python-ci.git",
    version=Version(tag="1.10", oid=OID),
    answers={"python": "3.10", "cover": 90, "names": ["b", "a"], "nested": {"z": None, "a": True}},
    files={"b": OID, "a/b.yml": OID},
)
NAMES = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
ANSWERS = st.dictionaries(
    NAMES,
    st.recursive(
        st.none()
        | st.booleans()
        | st.integers(-(2**40), 2**40)
        | NAMES
        | st.floats(allow_nan=False, width=32),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
        max_leaves=8,
    ),
    max_size=4,
)


def faults(text: str) -> str:
    with pytest.raises(ProvenanceError) as caught:
        read_provenance(text)
    return str(caught.value)


def test_what_is_written_is_read_back() -> None:
    assert read_provenance(write_provenance(ONE)) == ONE


@given(ANSWERS)
def test_any_answers_come_back(answers: dict[str, object]) -> None:
    one = Provenance(template="a", source="s", version=Version(tag=None, oid=OID), answers=answers, files={})
    assert read_provenance(write_provenance(one)) == one


def test_the_text_does_not_hang_on_the_order_of_values() -> None:
    other = Provenance(
        template=ONE.template,
        source=ONE.source,
        version=ONE.version,
        answers=dict(reversed(list(ONE.answers.items()))),
        files=dict(reversed(list(ONE.files.items()))),
    )
    assert write_provenance(other) == write_provenance(ONE)


def test_values_that_stand_twice_make_no_anchors() -> None:
    twice = ["a"]
    one = Provenance(
        template="a",
        source="s",
        version=Version(tag=None, oid=OID),
        answers={"a": twice, "b": twice},
        files={},
    )
    assert "&" not in write_provenance(one)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "must be a mapping"),
        ("template: ../../etc\nsource: x\nversion: {oid: abcdefabc}\n", ":1:"),
        ("template: a\nsource: x\nversion: {oid: abcdefabc}\nfiles: {../b: abcdefabc}\n", ":4:"),
        ("template: a\nsource: x\nversion: {oid: abcdefabc}\nfiles: {.git/hooks/x: abcdefabc}\n", ":4:"),
        ("template: a\nsource: x\nversion: {oid: abcdefabc}\nfiles: {b: '--upload-pack=x'}\n", ":4:"),
        ("template: a\nsource: x\nversion: {oid: '--all'}\n", ":3:"),
        ("template: a\nsource: x\nversion: {oid: abcdefabc}\nextra: 1\n", "this key is not known"),
        ("template: a\ntemplate: b\nsource: x\nversion: {oid: abcdefabc}\n", "stands here twice"),
        ("template: !!python/object:os.system a\n", "is not allowed"),
        ("x" * 2_000_001, "longer than"),
        ("answers: " + "{a: " * 200 + "1" + "}" * 200, "nest deeper"),
    ],
)
def test_a_hostile_provenance_is_refused(text: str, said: str) -> None:
    assert said in faults(text)


@given(st.text())
def test_no_text_does_worse_than_being_refused(text: str) -> None:
    with pytest.raises(ProvenanceError):
        read_provenance(text)


@pytest.mark.parametrize("name", ["", "..", "a/b", "-x", ".hidden", "a\nb", "a" * 101])
def test_a_template_needs_a_name_that_is_a_file(name: str) -> None:
    with pytest.raises(ValueError, match="no template can be called"):
        path_of(name)


def test_a_provenance_stands_under_its_templates_name() -> None:
    assert path_of("python-ci") == ".gitops/templates/python-ci.yml"
