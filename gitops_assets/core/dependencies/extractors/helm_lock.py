"""Helm's lock files: the chart versions that were chosen.

Source: [helm dependency](https://helm.sh/docs/helm/helm_dependency/).
"""

from collections.abc import Iterator

from gitops_assets.core.dependencies.model import Extractor, Locked, Row, Skipped
from gitops_assets.core.dependencies.parsers.in_tree import file_of
from gitops_assets.core.dependencies.parsers.yaml_text import read_yaml_document


def wants(path: str) -> bool:
    """Chart.lock, and requirements.lock of Helm 2 where it stands in a chart's folder as YAML."""
    return file_of(path) == "Chart.lock" or path.endswith("/requirements.lock")


def extract(path: str, text: str) -> Iterator[Row]:
    """One row a chart."""
    if file_of(path) == "requirements.lock" and "dependencies:" not in text:
        return  # Python's tools write files of that name too
    file = read_yaml_document(text)
    for nth in range(len(file.items("dependencies"))):
        name, version = (file.text("dependencies", nth, key) for key in ("name", "version"))
        line = file.line("dependencies", nth, "name")
        if name and version:
            yield Locked(ecosystem="helm", name=name, version=version, path=path, line=line)
        else:
            yield Skipped(path=path, line=line, reason="locks a chart without a name or a version")


EXTRACTOR = Extractor(
    id="helm-lock",
    title="Helm locks (Chart.lock)",
    doc=__doc__,
    wants=wants,
    extract=extract,
    endings=(".lock",),
)
