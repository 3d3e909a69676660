"""Requirements and constraints files against pip's own parser, entry by entry with its line."""

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from corpus.asking import ASKED, last_line, run
from corpus.judging import Answer, Fact, Judge
from corpus.trees import Tree
from corpus.words import ELSEWHERE, python_requirement, python_row, specifier
from gitops_assets.core.dependencies.extractors import pip_requirements
from gitops_assets.core.dependencies.model import Definition, Dependency, Locked


def ours(tree: Tree, path: str) -> Iterator[Fact]:
    """Line, name and specifier of what is asked for, locked, or bounded by a file of constraints."""
    for row in tree.rows(path, "pip-requirements"):
        if isinstance(row, Dependency):
            name, wanted = python_row(row)
            yield (str(row.line), *((ELSEWHERE,) if wanted == ELSEWHERE else (name, wanted)))
        elif isinstance(row, Locked):
            yield str(row.line), row.name, f"=={row.version}"
        elif isinstance(row, Definition) and row.group == "pip:constraint":
            yield str(row.line), row.name, specifier(row.value)


def theirs(tree: Tree, paths: Sequence[str]) -> Mapping[str, Answer]:
    """What pip says of each file, with the files that it includes beside it."""
    with tree.written(lambda path: path.endswith((".txt", ".in", ".pip"))) as folder:
        questions = [str(folder / path) for path in paths]
        done = run((sys.executable, ASKED / "pip_requirements.py"), stdin=json.dumps(questions), cwd=folder)
        if done.returncode:
            raise SystemExit(f"pip could not be asked: {done.stderr.strip()[-500:]}")
        said = json.loads(done.stdout)
        return {path: _answer(said[str(folder / path)], folder) for path in paths}


def _answer(said: str | list[list[str]], folder: Path) -> Answer:
    if isinstance(said, str):
        return last_line(said, folder)
    return [(line, *_named(written)) for line, written in said]


def _named(written: str) -> Fact:
    if written == ELSEWHERE or "://" in written.partition("#")[0] or written.startswith((".", "/")):
        return (ELSEWHERE,)
    return python_requirement(written)


JUDGE = Judge(
    id="pip-requirements",
    title="requirements and constraints files",
    tool="pip's own parser of them",
    compares="line, name, specifier",
    wants=pip_requirements.wants,
    ours=ours,
    theirs=theirs,
    own=True,
    leaves=("what comes from a folder or an address, but for its line"),
)
