"""Poetry's own tables in a pyproject.toml."""

from collections.abc import Iterator

from packaging.utils import canonicalize_name

from gitops_assets.core.dependencies.model import Row, Scope, Skipped
from gitops_assets.core.dependencies.parsers.located import Located, Place
from gitops_assets.core.dependencies.parsers.python_source import read_table
from gitops_assets.core.dependencies.parsers.requirement import scope_of

_POETRY = ("tool", "poetry")
_MAIN = "main"
"""The group whose dependencies are the project's own."""


def poetry_rows(path: str, project: Located) -> Iterator[Row]:
    """What [tool.poetry] asks for, its own groups included; the version of Python itself is no package."""
    for place, scope in _tables(project):
        for name, written in project.mapping(*place).items():
            line = project.line(*place, name)
            if canonicalize_name(name) == "python":
                continue
            demands = list(read_table(name, written))
            if not demands:
                yield Skipped(path=path, line=line, reason=f"asks for {name[:100]!r} with what is no version")
            for demand in demands:
                yield from demand.rows(path, line, Scope.OPTIONAL if _spared(written) else scope)


def _tables(project: Located) -> Iterator[tuple[Place, Scope]]:
    yield (*_POETRY, "dependencies"), Scope.RUNTIME
    yield (*_POETRY, "dev-dependencies"), Scope.DEV
    for group in project.mapping(*_POETRY, "group"):
        scope = Scope.RUNTIME if group == _MAIN else scope_of(group, Scope.DEV)
        yield (*_POETRY, "group", group, "dependencies"), scope


def _spared(written: object) -> bool:
    """Whether an entry is optional in each of its forms."""
    forms = written if isinstance(written, list) else [written]
    return bool(forms) and all(isinstance(each, dict) and each.get("optional") is True for each in forms)
