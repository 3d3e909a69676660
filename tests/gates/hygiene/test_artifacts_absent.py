import pytest

from gitops_assets.core.gates.engine import evaluate
from gitops_assets.core.gates.hygiene.artifacts_absent import GATE
from tests.gates.build import only, passes
from tests.gates.trees import seen


@pytest.mark.parametrize("path", ["a.pyc", "x/Main.class", "lib/a.o", "tool.exe", ".DS_Store", "a.py.orig"])
def test_a_file_that_a_tool_made_is_flagged(path: str) -> None:
    finding = only(GATE, seen({path: "x", "a.py": "x"}))
    assert finding.message == f"'{path}' is a file that a tool made."
    assert finding.remedy == f"git -C /src/app rm -r --cached {path} and add it to .gitignore."
    assert (finding.path, finding.subject) == (path, path)


def test_a_folder_is_one_finding() -> None:
    files = {f"web/node_modules/{name}/index.js": "x" for name in ("a", "b")}
    finding = only(GATE, seen(files))
    assert finding.message == "'web/node_modules' holds 2 files that a tool made."
    assert finding.path == "web/node_modules/a/index.js"


def test_many_files_of_a_folder_are_one_finding() -> None:
    facts = seen({f"out/{nth:02}.class": "x" for nth in range(11)})
    (finding,) = evaluate(facts, GATE).findings
    assert finding.message == "'out' holds 11 files that a tool made."


def test_sources_and_test_data_pass() -> None:
    assert passes(GATE, seen({"class.py": "", "tests/data/a.pyc": "", "vendor/a.o": "", "pkg/object": ""}))
