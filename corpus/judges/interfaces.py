"""OpenAPI documents against swagger-parser, AsyncAPI's against its own parser."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from urllib.parse import urlsplit

from corpus.asking import ask_node
from corpus.judging import Answer, Fact, Judge, Refused
from corpus.trees import Tree
from gitops_assets.core.dependencies.ecosystems.service_addresses import host
from gitops_assets.core.dependencies.extractors import asyncapi_documents, openapi_documents
from gitops_assets.core.dependencies.extractors.openapi_documents import slug
from gitops_assets.core.dependencies.model import Dependency, Publication

_PORTS = {"http": 80, "https": 443}


def _ours(extractor: str, ecosystem: str) -> Callable[[Tree, str], Iterator[Fact]]:
    def ours(tree: Tree, path: str) -> Iterator[Fact]:
        """Title and version; hosts of servers, or what is sent and received."""
        for row in tree.rows(path, extractor):
            if isinstance(row, Publication) and row.ecosystem == ecosystem:
                yield "title", row.name, row.version or ""
            elif isinstance(row, Publication) and row.ecosystem == "channel":
                yield "sends", row.name, ""
            elif isinstance(row, Dependency) and row.ecosystem == "channel":
                yield "receives", row.name, ""
            elif row.extractor == "openapi-documents" and isinstance(row, Publication):
                yield "server", row.name, ""

    return ours


def _theirs(script: str) -> Callable[[Tree, Sequence[str]], Mapping[str, Answer]]:
    def theirs(tree: Tree, paths: Sequence[str]) -> Mapping[str, Answer]:
        """What the parser reads of every document that says that it is one."""
        said = ask_node(script, {path: tree.text(path) for path in paths})
        return {
            path: answer if isinstance(answer, Refused) else [fact for one in answer if (fact := _fact(*one))]
            for path, answer in said.items()
        }

    return theirs


def _fact(what: str, name: str, version: str) -> Fact | None:
    if what == "title":
        return what, slug(name), version
    if what != "server":
        return what, name, version
    try:
        parts = urlsplit(name)
        port = parts.port
    except ValueError:
        return None
    place = (parts.hostname or "") + (f":{port}" if port and port != _PORTS.get(parts.scheme) else "")
    return (what, place, "") if host(place) else None


OPENAPI = Judge(
    id="openapi-documents",
    title="OpenAPI and Swagger documents",
    tool="`@apidevtools/swagger-parser`",
    compares="title, version, hosts of servers",
    wants=openapi_documents.wants,
    ours=_ours("openapi-documents", "openapi"),
    theirs=_theirs("openapi_documents"),
    leaves="hosts that are an example's or this machine's",
)
ASYNCAPI = Judge(
    id="asyncapi-documents",
    title="AsyncAPI documents",
    tool="`@asyncapi/parser`, AsyncAPI's own",
    compares="title, version, channels sent to and received from",
    wants=asyncapi_documents.wants,
    ours=_ours("asyncapi-documents", "asyncapi"),
    theirs=_theirs("asyncapi_documents"),
    leaves="servers",
)
