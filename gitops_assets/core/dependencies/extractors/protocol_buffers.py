"""Protocol buffers: the gRPC services that a tree describes, and the files that it imports from elsewhere.

Source: [Protocol Buffers specification](https://protobuf.dev/reference/protobuf/proto3-spec/).

An import names a path below some folder that only the compiler's command line knows, so a file is offered
under its path in the tree and its path below a folder ``proto`` or ``protos``.
"""

import re
from collections.abc import Iterator

from gitops_assets.core.dependencies.extractors.openapi_documents import offered
from gitops_assets.core.dependencies.model import Confidence, Dependency, Extractor, Kind, Row

_HIDDEN = re.compile(
    r'"[^"\\\n]*+(?:\\.[^"\\\n]*+)*+"?|\'[^\'\\\n]*+(?:\\.[^\'\\\n]*+)*+\'?|//[^\n]*+|/\*(?s:.*?)(?:\*/|\Z)'
)
_STATEMENT = re.compile(
    r"(?:^|(?<=[;{}]))[ \t]*+(?:package\s++(?P<package>[\w.]++)\s*+;|service\s++(?P<service>\w++)\s*+\{"
    r"|import\s++(?:(?:public|weak|option)\s++)?+[\"'](?P<file>[^\"'\n]*+)[\"']\s*+;)",
    re.MULTILINE,
)
_ROOTS = ("proto", "protos")


def wants(path: str) -> bool:
    """Every ``.proto`` file."""
    return path.endswith(".proto")


def extract(path: str, text: str) -> Iterator[Row]:
    """Publications for the file and its services, a dependency for each import that is not google's own."""
    plain = _HIDDEN.sub(lambda found: found[0] if found[0][0] in "\"'" else _blank(found[0]), text)
    package, line, at = "", 1, 0
    for name in sorted(_names(path)):
        yield offered("proto-file", name, path, 1)
    for found in _STATEMENT.finditer(plain):
        line, at = line + plain.count("\n", at, found.start()), found.start()
        if found["package"]:
            package = found["package"]
        elif found["service"]:
            yield offered("proto", f"{package}.{found['service']}".lstrip("."), path, line)
        elif found["file"] and not found["file"].startswith("google/protobuf/"):
            yield _import(path, line, found["file"])


def _blank(comment: str) -> str:
    return re.sub(r"[^\n]", " ", comment)


def _names(path: str) -> set[str]:
    """The path, and what stands below the last folder that is called after its protos."""
    parts = path.split("/")
    below = max((nth + 1 for nth, part in enumerate(parts[:-1]) if part in _ROOTS), default=0)
    return {path, "/".join(parts[below:])}


def _import(path: str, line: int, name: str) -> Dependency:
    return Dependency(
        kind=Kind.API,
        ecosystem="proto-file",
        name=name,
        path=path,
        line=line,
        confidence=Confidence.INFERRED,
    )


EXTRACTOR = Extractor(
    id="protocol-buffers",
    title="Protocol buffers and gRPC services (*.proto)",
    doc=__doc__,
    wants=wants,
    extract=extract,
    endings=(".proto",),
)
