"""Requirements of Python scripts against pip-run, which installs them before it runs a script."""

from collections.abc import Iterator, Mapping, Sequence

from corpus.asking import ask_python
from corpus.judging import Answer, Fact, Judge, Refused
from corpus.trees import Tree
from corpus.words import python_requirement, python_row
from gitops_assets.core.dependencies.extractors import python_scripts
from gitops_assets.core.dependencies.model import Dependency

PACKAGE = "pip-run==16.1.0"


def ours(tree: Tree, path: str) -> Iterator[Fact]:
    """Name and specifier of every row."""
    for row in tree.rows(path, "python-scripts"):
        if isinstance(row, Dependency):
            yield python_row(row)


def theirs(tree: Tree, paths: Sequence[str]) -> Mapping[str, Answer]:
    """What pip-run would install for each script."""
    said = ask_python("python_scripts", PACKAGE, {path: tree.text(path) for path in paths})
    return {
        path: answer if isinstance(answer, Refused) else [python_requirement(one[0]) for one in answer]
        for path, answer in said.items()
    }


JUDGE = Judge(
    id="python-scripts",
    title="Python scripts with requirements in a comment",
    tool="pip-run's own reader",
    compares="name, specifier",
    wants=python_scripts.wants,
    ours=ours,
    theirs=theirs,
)
