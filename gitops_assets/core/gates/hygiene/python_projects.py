"""Python projects as gates of hygiene see them: what stands at the root and configures tools."""

from collections.abc import Iterator

from gitops_assets.core.dependencies.model import Malformed
from gitops_assets.core.dependencies.parsers.located import Located
from gitops_assets.core.dependencies.parsers.toml_text import read_toml
from gitops_assets.core.gates.tree_facts import TextFile, TreeFacts
from gitops_assets.core.gates.unknown import NotApplicable, NotKnown

PYPROJECT = "pyproject.toml"
MARKS = (PYPROJECT, "setup.py", "setup.cfg")
"""Any of them at the root makes a Python project."""


def demand_python(files: TreeFacts) -> None:
    """Raise :class:`NotApplicable` where the root is no Python project with sources."""
    if not any(mark in files for mark in MARKS) or not files.matching("*.py"):
        raise NotApplicable("there is no Python project at the root")


def pyproject(files: TreeFacts) -> Located | None:
    """The project's pyproject.toml, None without one. Raises :class:`NotKnown` where it is no TOML."""
    if PYPROJECT not in files:
        return None
    try:
        return read_toml(files.text(PYPROJECT).text)
    except Malformed as fault:
        raise NotKnown(f"{PYPROJECT} {fault}") from None


def configured(files: TreeFacts, tools: tuple[str, ...]) -> bool:
    """Whether pyproject.toml has a table of one of these tools."""
    found = pyproject(files)
    return found is not None and any(tool in found.mapping("tool") for tool in tools)


def told(files: TreeFacts, paths: tuple[str, ...], words: tuple[str, ...]) -> bool:
    """Whether one of these files at the root has one of these words."""
    return any(word in file.text for file in _present(files, paths) for word in words)


def _present(files: TreeFacts, paths: tuple[str, ...]) -> Iterator[TextFile]:
    return files.texts(path for path in paths if path in files)
