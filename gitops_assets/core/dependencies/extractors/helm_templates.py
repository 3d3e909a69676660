"""Helm templates: the images that stand in a chart's manifests as they are.

A template is no YAML until it is rendered, so single lines are read: ``image:`` with a reference in which no
value is put in, which is mostly a helper that nobody parametrised. What ``.Values`` puts in is read from the
values' own defaults (`helm-values`).

Source: [chart template guide](https://helm.sh/docs/chart_template_guide/getting_started/).
"""

import re
from collections.abc import Iterator

from gitops_assets.core.dependencies.ecosystems.images import needed
from gitops_assets.core.dependencies.model import Confidence, Extractor, Row

_IMAGE = re.compile(
    r"""^[ \t]*+(?:-[ \t]++)?image:[ \t]++(["']?)([A-Za-z0-9][\w./:@-]{1,500})\1[ \t]*+(?:\#.*)?$"""
)


def wants(path: str) -> bool:
    """YAML below a folder ``templates``, and its helpers."""
    return path.endswith((".yaml", ".yml", ".tpl")) and "/templates/" in f"/{path}"


def extract(path: str, text: str) -> Iterator[Row]:
    """One inferred dependency a line; nothing of templates that make no Kubernetes objects."""
    if "apiVersion" not in text and not path.endswith(".tpl"):
        return
    for number, line in enumerate(text.split("\n"), 1):
        if found := _IMAGE.match(line):
            yield from needed(found[2], path, number, confidence=Confidence.INFERRED)


EXTRACTOR = Extractor(
    id="helm-templates",
    title="Helm templates (templates/*.yaml)",
    doc=__doc__,
    wants=wants,
    extract=extract,
    endings=(".yaml", ".yml", ".tpl"),
    folders=("templates",),
)
