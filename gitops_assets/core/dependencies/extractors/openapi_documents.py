"""OpenAPI and Swagger documents: the interface that a tree offers, and the hosts at which it is served.

Source: [OpenAPI Specification](https://spec.openapis.org/oas/latest.html).

The interface's name is its title in lower case with hyphens, as generators of clients and portals write it,
and ``info.x-api-id`` where there is one. Server variables are filled with their defaults.
"""

import re
from collections.abc import Iterator

from gitops_assets.core.dependencies.ecosystems.service_addresses import addresses, host
from gitops_assets.core.dependencies.model import Confidence, Extractor, Kind, Publication, Row
from gitops_assets.core.dependencies.parsers.json_text import read_json
from gitops_assets.core.dependencies.parsers.located import Located
from gitops_assets.core.dependencies.parsers.repeats import repeats
from gitops_assets.core.dependencies.parsers.yaml_text import read_yaml_document


def wants(path: str) -> bool:
    """``openapi.yaml``, ``swagger.json``, ``shop-openapi.yml``, …; what else stands in them is not told."""
    name = path.rpartition("/")[2].lower()
    return name.endswith((".yaml", ".yml", ".json")) and ("openapi" in name or name.startswith("swagger"))


def extract(path: str, text: str) -> Iterator[Row]:
    """A publication for the title, the id, and each server's host; nothing of a file that is no document."""
    located = read_json(text) if path.lower().endswith(".json") else read_yaml_document(text)
    if not (located.text("openapi") or located.text("swagger")):
        return
    yield from repeats(path, located)
    yield from interface(path, located, "openapi")
    for line, name in _hosts(located):
        yield offered("url", name, path, line)


def interface(path: str, located: Located, ecosystem: str) -> Iterator[Row]:
    """What an ``info`` object names: the slug of its title, and its id."""
    version = located.text("info", "version")
    for key in ("title", "x-api-id"):
        said = located.text("info", key)
        if said and (name := slug(said) if key == "title" else said):
            yield offered(ecosystem, name, path, located.line("info", key), version)


def offered(ecosystem: str, name: str, path: str, line: int, version: str | None = None) -> Publication:
    """A publication of an interface that nobody declared as such."""
    return Publication(
        kind=Kind.API,
        ecosystem=ecosystem,
        name=name,
        path=path,
        line=line,
        version=version,
        confidence=Confidence.INFERRED,
    )


def slug(title: str) -> str:
    """A title as an identifier: lower case, every run of anything else a hyphen."""
    return re.sub(r"[\W_]+", "-", title.lower()).strip("-")


def _hosts(located: Located) -> Iterator[tuple[int, str]]:
    for nth in range(len(located.items("servers"))):
        url = _filled(located, nth, located.text("servers", nth, "url") or "")
        for address in addresses(url):
            yield from ((located.line("servers", nth, "url"), name) for name in address.hosts)
    if name := host(located.text("host") or ""):
        yield located.line("host"), name


def _filled(located: Located, nth: int, url: str) -> str:
    for name in located.mapping("servers", nth, "variables"):
        default = located.text("servers", nth, "variables", name, "default")
        url = url.replace(f"{{{name}}}", default or "") if len(url) < 2_000 else ""
    return url


EXTRACTOR = Extractor(
    id="openapi-documents",
    title="OpenAPI and Swagger documents",
    doc=__doc__,
    wants=wants,
    extract=extract,
    endings=(".yaml", ".yml", ".json"),
)
