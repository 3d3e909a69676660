"""A linter reads the code.

Unused names, shadowed variables and forgotten awaits are found in a second by a program, or in a review by
chance. The project's own configuration makes everybody's answers the same, whatever their editor.

Source: [Scientific Python, RF001](https://learn.scientific-python.org/development/guides/style/#RF001).
"""

from collections.abc import Iterator

from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.hygiene.python_projects import configured, demand_python, told
from gitops_assets.core.gates.model import FROM_MERGE, Category, Finding, Gate, Need
from gitops_assets.core.gates.unknown import NotApplicable
from gitops_assets.core.model import Severity

_TOOLS = ("ruff", "pylint", "flake8", "pylama", "flake518")
_FILES = (
    *("ruff.toml", ".ruff.toml", ".flake8", ".pylintrc", "pylintrc"),
    *("eslint.config.*", ".eslintrc*", "biome.json*", ".oxlintrc.json", "tslint.json", ".jshintrc"),
)
_ASKED = (
    *("package.json", ".pre-commit-config.yaml", "setup.cfg", "tox.ini", "noxfile.py"),
    *("Makefile", "justfile", "deno.json"),
)
_NAMES = (
    "ruff",
    "flake8",
    "pylint",
    "eslint",
    '"standard"',
    "neostandard",
    "oxlint",
    "biome",
    '"xo"',
    '"lint"',
)


def find(facts: Facts) -> Iterator[Finding]:
    """Flag a project in Python or JavaScript in which no linter is configured or asked."""
    files = facts.files
    _demand_linted(facts)
    if not (files.at_root(*_FILES) or configured(files, _TOOLS) or told(files, _ASKED, _NAMES)):
        path = "pyproject.toml" if files.matching("*.py") and "package.json" not in files else "package.json"
        yield Finding(
            message="No linter is configured.",
            path=path,
            remedy="Configure a linter, such as ruff for Python or eslint for JavaScript, and run it in CI.",
        )


def _demand_linted(facts: Facts) -> None:
    """Other languages bring a linter with their compiler, or have none that everybody uses."""
    scripts = facts.files.matching("*.js", "*.ts", "*.mjs", "*.cjs", "*.tsx", "*.jsx")
    if "package.json" in facts.files and scripts:
        return
    try:
        demand_python(facts.files)
    except NotApplicable:
        raise NotApplicable("there is no project in Python or JavaScript at the root") from None


GATE = Gate(
    id="linter-configured",
    title="A linter reads the code",
    doc=__doc__,
    severity=Severity.INFO,
    remedy="Configure a linter for the project's language, and run it in CI.",
    find=find,
    category=Category.HYGIENE,
    needs=frozenset({Need.TREE}),
    stages=FROM_MERGE,
    required=False,
)
