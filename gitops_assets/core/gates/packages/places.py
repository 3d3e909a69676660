"""Manifests of a tree that speak for what it ships, and those that only stand beside it."""

from collections.abc import Iterator

from gitops_assets.core.dependencies.model import Malformed
from gitops_assets.core.dependencies.parsers.json_text import read_json
from gitops_assets.core.dependencies.parsers.located import Located
from gitops_assets.core.dependencies.parsers.toml_text import read_toml
from gitops_assets.core.dependencies.parsers.tree_path import file_of, folder_of, folders_up
from gitops_assets.core.gates.tree_facts import TreeFacts
from gitops_assets.core.gates.words import command

# fmt: off
_ASIDE = frozenset((
    "test", "tests", "testing", "__tests__", "testdata", "test-data", "test_data", "testcases", "test cases",
    "spec", "specs", "e2e", "integration-tests", "fixture", "fixtures", "__fixtures__", "mocks", "__mocks__",
    "example", "examples", "sample", "samples", "demo", "demos", "playground", "doc", "docs", "documentation",
    "benchmark", "benchmarks", "bench", "template", "templates", "node_modules", "vendor", "vendored",
    "third_party", "third-party", "site-packages", "bower_components",
))
# fmt: on


def aside(path: str) -> bool:
    """Whether a file stands in a folder of tests, examples, documentation or other people's code."""
    folders = path.lower().split("/")[:-1]
    return any(each in _ASIDE or each.startswith(("vendored", ".")) for each in folders)


def manifests(files: TreeFacts, name: str) -> Iterator[tuple[str, Located]]:
    """The JSON or TOML files of that name with their values; aside ones and malformed ones are left out.

    Ends like :meth:`TreeFacts.texts` where some could not be read.
    """
    read = read_toml if name.endswith((".toml", "Pipfile")) else read_json
    for text in files.texts(path for path in files.paths if file_of(path) == name and not aside(path)):
        try:
            found = read(text.text.removeprefix("\ufeff"))
        except Malformed:
            continue
        if isinstance(found.value, dict):
            yield text.path, found


def beside(path: str, name: str) -> str:
    """The path of a file of that name in the same folder."""
    folder = folder_of(path)
    return f"{folder}/{name}" if folder else name


def nearest(files: TreeFacts, path: str, names: tuple[str, ...]) -> str | None:
    """The first file of these names in the folder of a path or in one above it."""
    around = (f"{folder}/{name}".lstrip("/") for folder in folders_up(folder_of(path)) for name in names)
    return next((each for each in around if each in files), None)


def run_in(path: str, *words: str) -> str:
    """A command to be run in the folder of a file."""
    folder = folder_of(path)
    return f"{command('cd', folder)} && {command(*words)}" if folder else command(*words)
