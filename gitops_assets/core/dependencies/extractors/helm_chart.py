"""Helm charts: the charts that a chart needs, and the chart that it is.

A chart under a ``condition`` or ``tags`` is optional. A repository on GitHub's pages names the git repository
behind it.

Source: [Chart.yaml](https://helm.sh/docs/topics/charts/#the-chartyaml-file).
"""

from collections.abc import Iterator

from gitops_assets.core.dependencies.model import (
    Dependency,
    Extractor,
    Kind,
    Publication,
    Row,
    Scope,
    Skipped,
)
from gitops_assets.core.dependencies.parsers.git_address import git_address
from gitops_assets.core.dependencies.parsers.in_tree import file_of, folder_of, target
from gitops_assets.core.dependencies.parsers.located import Located
from gitops_assets.core.dependencies.parsers.yaml_text import read_yaml_document


def wants(path: str) -> bool:
    """Chart.yaml, and requirements.yaml beside the charts of Helm 2."""
    return file_of(path) in {"Chart.yaml", "Chart.yml", "requirements.yaml"}


def extract(path: str, text: str) -> Iterator[Row]:
    """The chart under its name and version, and one dependency a needed chart."""
    file = read_yaml_document(text)
    chart = file_of(path) != "requirements.yaml"
    name = file.text("name")
    if chart and name:
        line, version = file.line("name"), file.text("version")
        yield Publication(kind=Kind.CHART, ecosystem="helm", name=name, path=path, line=line, version=version)
    for nth in range(len(file.items("dependencies"))):
        yield _needed(file, nth, path)


def _needed(file: Located, nth: int, path: str) -> Row:
    here = ("dependencies", nth)
    name, line = file.text(*here, "name"), file.line(*here, "name")
    if not name:
        return Skipped(path=path, line=line, reason="has a dependency without a name")
    repository = file.text(*here, "repository") or ""
    optional = file.text(*here, "condition") or file.items(*here, "tags")
    address = git_address(repository) if repository.startswith("http") else None
    return Dependency(
        kind=Kind.CHART,
        ecosystem="helm",
        name=name,
        path=path,
        line=line,
        scope=Scope.OPTIONAL if optional else Scope.RUNTIME,
        constraint=file.text(*here, "version"),
        url=address.url if address else None,
        local=_local(repository, name, path),
    )


def _local(repository: str, name: str, path: str) -> str | None:
    """The folder of a chart of the same tree: below ``file://``, or unpacked in ``charts/``."""
    if repository.startswith("file://"):
        return target(folder_of(path), repository.removeprefix("file://")).local
    return None if repository else target(folder_of(path), f"charts/{name}").local


EXTRACTOR = Extractor(
    id="helm-chart",
    title="Helm charts (Chart.yaml)",
    doc=__doc__,
    wants=wants,
    extract=extract,
    endings=(".yml", ".yaml"),
)
