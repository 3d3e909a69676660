"""A type checker reads the Python code.

Annotations that nobody checks turn into wrong documentation. A checker finds the call with one argument too
few, the name that is None sometimes and the method that was renamed, on every line, tests or not.

Source: [Scientific Python, MY100](https://learn.scientific-python.org/development/guides/style/#MY100).
"""

from collections.abc import Iterator

from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.hygiene.python_projects import configured, demand_python, told
from gitops_assets.core.gates.model import FROM_MERGE, Category, Finding, Gate, Need
from gitops_assets.core.model import Severity

_TOOLS = ("mypy", "pyright", "basedpyright", "ty", "pyrefly", "pyre", "pytype", "zuban")
_FILES = ("mypy.ini", ".mypy.ini", "pyrightconfig.json", "ty.toml", "pyrefly.toml", ".pyre_configuration")
_ASKED = (".pre-commit-config.yaml", "tox.ini", "noxfile.py", "setup.cfg", "Makefile", "justfile")


def find(facts: Facts) -> Iterator[Finding]:
    """Flag a Python project in which no type checker is configured or asked."""
    files = facts.files
    demand_python(files)
    if files.at_root(*_FILES) or configured(files, _TOOLS) or told(files, _ASKED, ("mypy", "pyright")):
        return
    yield Finding(
        message="No type checker is configured.",
        path="pyproject.toml",
        remedy="Add [tool.mypy] with strict = true to pyproject.toml, and run mypy in CI.",
    )


GATE = Gate(
    id="types-checked",
    title="A type checker reads the Python code",
    doc=__doc__,
    severity=Severity.INFO,
    remedy="Configure a type checker such as mypy, and run it in CI.",
    find=find,
    category=Category.HYGIENE,
    needs=frozenset({Need.TREE}),
    stages=FROM_MERGE,
    required=False,
)
