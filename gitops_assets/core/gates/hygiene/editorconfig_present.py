"""Editors are told how this project writes its files.

Indentation, line ends and the last newline otherwise follow each author's habits, and diffs are full of
them. A formatter that is configured does the same for its language, so it counts.

Source: [EditorConfig](https://editorconfig.org/).
"""

from collections.abc import Iterator

from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import FROM_MERGE, Category, Finding, Gate, Need
from gitops_assets.core.model import Severity

_CONFIGURED = (
    "*.editorconfig",
    ".prettierrc*",
    "prettier.config.*",
    "biome.json*",
    "dprint.json*",
    ".clang-format",
    "*rustfmt.toml",
    "ruff.toml",
    ".ruff.toml",
    "eslint.config.*",
    ".eslintrc*",
    ".rubocop.yml",
    ".scalafmt.conf",
    ".swiftformat",
    ".php-cs-fixer*",
    "go.mod",
)
_SHARED = ("pyproject.toml", "package.json", ".pre-commit-config.yaml", "setup.cfg")
_TABLES = (
    "[tool.ruff",
    "[tool.black",
    "[tool.yapf",
    '"prettier"',
    '"standard"',
    "black",
    "ruff-format",
    "yapf",
)


def find(facts: Facts) -> Iterator[Finding]:
    """Flag a tree that has neither an .editorconfig nor a formatter of its own."""
    files = facts.files
    if files.matching(*_CONFIGURED):
        return
    if any(word in file.text for file in files.texts(files.at_root(*_SHARED)) for word in _TABLES):
        return
    yield Finding(
        message="No .editorconfig and no formatter says how files are written.",
        path=".editorconfig",
        remedy="Add an .editorconfig with indent_style, end_of_line and insert_final_newline.",
    )


GATE = Gate(
    id="editorconfig-present",
    title="Editors are told how files are written",
    doc=__doc__,
    severity=Severity.INFO,
    remedy="Add an .editorconfig, or configure a formatter.",
    find=find,
    category=Category.HYGIENE,
    needs=frozenset({Need.TREE}),
    stages=FROM_MERGE,
    required=False,
)
