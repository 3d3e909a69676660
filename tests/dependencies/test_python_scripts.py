import pytest

from gitops_assets.core.dependencies.extractors.python_scripts import extract, wants
from gitops_assets.core.dependencies.model import Malformed
from tests.dependencies.packages_read import needs


def test_scripts_are_where_scripts_are_kept() -> None:
    assert wants("run.py")
    assert wants("scripts/run.py")
    assert wants("docs/examples/deep/run.py")
    assert not wants("src/acme/run.py")
    assert not wants("scripts/run.sh")


def test_requirements_stand_on_the_lines_of_the_comment() -> None:
    text = '#!/bin/python\n# /// script\n# dependencies = [\n#   "a<2",\n#   "b",\n# ]\n# ///\nimport a\n'
    assert needs(extract("run.py", text)) == [(4, "a", "<2", "runtime"), (5, "b", None, "runtime")]


def test_a_script_without_a_block_needs_nothing() -> None:
    assert not list(extract("run.py", "# /// other\n# dependencies = ['a']\n# ///\n"))
    assert not list(extract("run.py", "# /// script\n# never closed\nimport a\n"))


@pytest.mark.parametrize(
    ("text", "line"),
    [("\n# /// script\n# b = 1\n# a = ]\n# ///\n", 4), ("# /// script\n# ///\n\n# /// script\n# ///\n", 4)],
)
def test_a_block_that_is_no_toml_or_a_second_one_is_malformed(text: str, line: int) -> None:
    with pytest.raises(Malformed) as caught:
        list(extract("run.py", text))
    assert caught.value.line == line
