"""Python projects: what a pyproject.toml needs to run, to be built and for work on it, and what it publishes.

Reads [project] and [build-system], dependency groups, and the tables of Poetry, uv, PDM and Hatch. A version
that is computed at build time is not known.

Source: [pyproject.toml](https://packaging.python.org/en/latest/specifications/pyproject-toml/).
"""

from collections.abc import Iterator

from packaging.utils import canonicalize_name

from gitops_assets.core.dependencies.model import (
    Definition,
    Extractor,
    Kind,
    Publication,
    Row,
    Scope,
)
from gitops_assets.core.dependencies.parsers.dependency_groups import group_rows
from gitops_assets.core.dependencies.parsers.located import Located, Step
from gitops_assets.core.dependencies.parsers.poetry_tables import poetry_rows
from gitops_assets.core.dependencies.parsers.requirement import scope_of
from gitops_assets.core.dependencies.parsers.requirement_rows import requirement_rows
from gitops_assets.core.dependencies.parsers.toml_text import read_toml
from gitops_assets.core.dependencies.parsers.tree_path import file_of
from gitops_assets.core.dependencies.parsers.uv_sources import redirected


def wants(path: str) -> bool:
    """Every pyproject.toml."""
    return file_of(path) == "pyproject.toml"


def extract(path: str, text: str) -> Iterator[Row]:
    """One dependency a requirement, one publication a project; the members of a workspace as definitions."""
    project = read_toml(text)
    yield from _publication(path, project)
    yield from redirected(project, _standard(path, project))
    yield from poetry_rows(path, project)
    yield from _workspace(path, project)
    dynamic = project.at("tool", "setuptools", "dynamic", "dependencies", "file")
    for file in [dynamic] if isinstance(dynamic, str) else dynamic if isinstance(dynamic, list) else []:
        line = project.line("tool", "setuptools", "dynamic", "dependencies")
        yield Definition(group="pip:include", name=str(file), value="r", path=path, line=line)


def _publication(path: str, project: Located) -> Iterator[Publication]:
    for place in (("project",), ("tool", "poetry")):
        if name := project.text(*place, "name"):
            yield Publication(
                kind=Kind.PACKAGE,
                ecosystem="pypi",
                name=canonicalize_name(name),
                version=project.text(*place, "version"),
                path=path,
                line=project.line(*place, "name"),
            )
            return


def _workspace(path: str, project: Located) -> Iterator[Definition]:
    for key, sign in (("members", ""), ("exclude", "!")):
        for nth, pattern in project.texts("tool", "uv", "workspace", key):
            line = project.line("tool", "uv", "workspace", key, nth)
            yield Definition(group="pypi:workspace", name=sign + pattern, value="", path=path, line=line)


def _standard(path: str, project: Located) -> Iterator[Row]:
    yield from _listed(path, project, ("project", "dependencies"), Scope.RUNTIME)
    for extra in project.mapping("project", "optional-dependencies"):
        place = ("project", "optional-dependencies", extra)
        yield from _listed(path, project, place, scope_of(extra, Scope.OPTIONAL))
    yield from _listed(path, project, ("build-system", "requires"), Scope.BUILD)
    yield from group_rows(path, project)
    yield from _listed(path, project, ("tool", "uv", "dev-dependencies"), Scope.DEV)
    for group in project.mapping("tool", "pdm", "dev-dependencies"):
        yield from _listed(
            path, project, ("tool", "pdm", "dev-dependencies", group), scope_of(group, Scope.DEV)
        )
    for name in project.mapping("tool", "hatch", "envs"):
        for key in ("dependencies", "extra-dependencies"):
            yield from _listed(path, project, ("tool", "hatch", "envs", name, key), scope_of(name, Scope.DEV))


def _listed(path: str, project: Located, place: tuple[Step, ...], scope: Scope) -> Iterator[Row]:
    own = project.text("project", "name") or ""
    for nth, text in project.texts(*place):
        yield from requirement_rows(path, project.line(*place, nth), text, scope=scope, own=own)


EXTRACTOR = Extractor(
    id="pyproject",
    title="Python projects (pyproject.toml)",
    doc=__doc__,
    wants=wants,
    extract=extract,
    endings=("pyproject.toml",),
    version=2,
)
