"""Helm values: the images that a release runs, inferred from how charts mostly ask for them.

Read are a text under a key that ends in ``image``, and ``repository`` with ``tag`` or ``digest`` (and
``registry``), or alone below such a key. An empty tag mostly means the chart's ``appVersion``.

Source: [chart best practices: images](https://helm.sh/docs/chart_best_practices/pods/#images).
"""

from collections.abc import Iterator, Mapping

from gitops_assets.core.dependencies.ecosystems.images import needed
from gitops_assets.core.dependencies.model import Confidence, Extractor, Row
from gitops_assets.core.dependencies.parsers.in_tree import file_of
from gitops_assets.core.dependencies.parsers.located import Place
from gitops_assets.core.dependencies.parsers.yaml_text import read_yaml
from gitops_assets.core.dependencies.parsers.yaml_walk import mappings

_YAML = (".yaml", ".yml")


def wants(path: str) -> bool:
    """values.yaml, values-*.yaml, values.*.yaml, *-values.yaml; not below a chart's templates."""
    name = file_of(path).lower()
    if not name.endswith(_YAML) or "/templates/" in path:
        return False
    stem = name.rpartition(".")[0]
    return stem == "values" or stem.startswith(("values-", "values.", "values_")) or stem.endswith("-values")


def extract(path: str, text: str) -> Iterator[Row]:
    """One inferred dependency an image, on the line of its repository."""
    for document in read_yaml(text):
        for place, value in mappings(document.value):
            for key, written in _images(place, value):
                line = document.line(*place, key)
                yield from needed(written, path, line, confidence=Confidence.INFERRED)


def _images(place: Place, value: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    for key, item in value.items():
        if key.lower().endswith("image") and isinstance(item, str) and "/" in item.strip("/"):
            yield key, item
    repository = value.get("repository")
    named = bool(place) and str(place[-1]).lower().endswith("image")
    if isinstance(repository, str) and repository and (named or "tag" in value or "digest" in value):
        yield "repository", _put_together(repository, value)


def _put_together(repository: str, value: Mapping[str, object]) -> str:
    registry, tag, digest = (
        item if isinstance(item := value.get(key), str) else "" for key in ("registry", "tag", "digest")
    )
    return (
        (f"{registry.rstrip('/')}/" if registry else "")
        + repository
        + (f":{tag}" if tag else "")
        + (f"@{digest}" if digest else "")
    )


EXTRACTOR = Extractor(
    id="helm-values",
    title="Helm values (values.yaml)",
    doc=__doc__,
    wants=wants,
    extract=extract,
    endings=(".yml", ".yaml"),
)
