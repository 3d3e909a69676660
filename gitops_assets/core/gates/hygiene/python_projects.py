"""Python projects as gates of hygiene see them: what stands at the root and configures tools."""

from gitops_assets.core.dependencies.model import Malformed
from gitops_assets.core.dependencies.parsers.located import Located
from gitops_assets.core.dependencies.parsers.toml_text import read_toml
from gitops_assets.core.gates.samples import sample
from gitops_assets.core.gates.tree_facts import TreeFacts
from gitops_assets.core.gates.unknown import NotApplicable, NotKnown

PYPROJECT = "pyproject.toml"
MARKS = (PYPROJECT, "setup.py", "setup.cfg")
"""Any of them at the root makes a Python project."""


def demand_python(files: TreeFacts) -> None:
    """Raise :class:`NotApplicable` where the root is no Python project with sources."""
    if not any(mark in files for mark in MARKS) or all(map(sample, files.matching("*.py"))):
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
    """Whether one of these files at the root, or a workflow, has one of these words."""
    workflows = files.matching(".github/workflows/*.yml", ".github/workflows/*.yaml", ".gitlab-ci.yml")
    read = files.texts([*(path for path in paths if path in files), *workflows])
    return any(word in file.text for file in read for word in words)
