"""Python packages say what builds them.

Without a `[build-system]` table installers fall back to setuptools of whatever version is there, and a build
that worked last year breaks with its next release. The table names the backend and what it needs.

Source: [pyproject.toml specification](https://packaging.python.org/en/latest/specifications/pyproject-toml/),
[Scientific Python, PP002](https://learn.scientific-python.org/development/guides/packaging-simple/#PP002).
"""

from collections.abc import Iterator

from gitops_assets.core.dependencies.parsers.located import Located
from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.hygiene.python_projects import PYPROJECT, demand_python, pyproject
from gitops_assets.core.gates.model import FROM_MERGE, Category, Finding, Gate, Need
from gitops_assets.core.gates.unknown import NotApplicable
from gitops_assets.core.model import Severity

_REMEDY = (
    'Write in pyproject.toml: [build-system] requires = ["setuptools>=77"] and '
    'build-backend = "setuptools.build_meta".'
)


def find(facts: Facts) -> Iterator[Finding]:
    """Flag a Python package at the root whose pyproject.toml names no build backend, or that has none."""
    demand_python(facts.files)
    found = pyproject(facts.files)
    if found is None and "setup.py" not in facts.files:
        raise NotApplicable("nothing at the root is built into a package")
    if found is not None and not _package(facts, found):
        raise NotApplicable("the project at the root is no package")
    if found is None or not found.text("build-system", "build-backend"):
        line = found.line("build-system") if found is not None else 1
        yield Finding(message="No build backend is named.", path=PYPROJECT, line=line, remedy=_REMEDY)


def _package(facts: Facts, found: Located) -> bool:
    """An application that uv or Poetry only installs for is no package; setup.py always makes one."""
    if "setup.py" in facts.files:
        return True
    if found.at("tool", "uv", "package") is False:
        return False
    poetry = found.mapping("tool", "poetry")
    if poetry:
        return poetry.get("package-mode") is not False
    locked = "uv.lock" in facts.files and "build-system" not in found.mapping()
    return bool(found.mapping("project")) and not locked


GATE = Gate(
    id="build-backend-declared",
    title="Python packages say what builds them",
    doc=__doc__,
    severity=Severity.LOW,
    remedy="Add a [build-system] table with requires and build-backend to pyproject.toml.",
    find=find,
    category=Category.HYGIENE,
    needs=frozenset({Need.TREE}),
    stages=FROM_MERGE,
    required=False,
)
