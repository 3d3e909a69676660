import pytest

from gitops_assets.core.gates.hygiene.licence_consistent import GATE
from gitops_assets.core.model import Outcome
from tests.gates.build import only, passes, why
from tests.gates.trees import seen

GPL = "GNU GENERAL PUBLIC LICENSE\nVersion 3, 29 June 2007\n"
APACHE = "Apache License\nVersion 2.0, January 2004\n"


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("package.json", '{"license": "GPL-3.0-or-later"}'),
        ("package.json", '{"license": {"type": "GPL-3.0"}}'),
        ("composer.json", '{"license": ["MIT", "GPL-3.0-only"]}'),
        ("Cargo.toml", '[package]\nlicense = "MIT OR GPL-3.0-only"\n'),
        ("pyproject.toml", '[project]\nlicense = {text = "GPLv3"}\n'),
        ("pyproject.toml", '[tool.poetry]\nlicense = "GPL-3.0"\n'),
        (
            "pyproject.toml",
            '[project]\nclassifiers = ["License :: OSI Approved :: GNU General Public License v3 (GPLv3)"]\n',
        ),
    ],
)
def test_the_same_licence_in_both_places_passes(path: str, text: str) -> None:
    assert passes(GATE, seen({"LICENSE": GPL, path: text}))


def test_another_licence_is_flagged_where_it_is_declared() -> None:
    finding = only(GATE, seen({"LICENSE": GPL, "package.json": '{\n "name": "it",\n "license": "MIT"\n}'}))
    assert finding.message == "'package.json' declares 'MIT', but 'LICENSE' holds 'GPL-3.0'."
    assert (finding.path, finding.line, finding.subject) == ("package.json", 3, "package.json")


def test_classifiers_of_two_licences_are_a_choice() -> None:
    names = ("Apache Software License", "BSD License")
    classifiers = ", ".join(f'"License :: OSI Approved :: {name}"' for name in names)
    facts = seen({"LICENSE": APACHE, "pyproject.toml": f"[project]\nclassifiers = [{classifiers}]\n"})
    assert passes(GATE, facts)


def test_what_cannot_be_compared_is_not() -> None:
    for files in ({"LICENSE": GPL}, {"LICENSE": "odd", "package.json": '{"license": "MIT"}'}):
        assert why(GATE, seen(files), Outcome.SKIP) == (
            "no manifest and text are here that could be compared"
        )
