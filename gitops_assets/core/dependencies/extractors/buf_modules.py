"""Buf: the protobuf modules that a tree builds on and publishes, and the plugins that generate its code.

Source: [buf.yaml](https://buf.build/docs/configuration/v2/buf-yaml/).
"""

from collections.abc import Iterator

from gitops_assets.core.dependencies.model import (
    Confidence,
    Dependency,
    Extractor,
    Kind,
    Locked,
    Publication,
    Row,
    Scope,
)
from gitops_assets.core.dependencies.parsers.located import Located
from gitops_assets.core.dependencies.parsers.repeats import repeats
from gitops_assets.core.dependencies.parsers.yaml_text import read_yaml_document
from gitops_assets.core.remote_url import redact


def wants(path: str) -> bool:
    """``buf.yaml``, ``buf.gen*.yaml`` and ``buf.lock``."""
    name = path.rpartition("/")[2]
    return name in {"buf.yaml", "buf.lock"} or (name.startswith("buf.gen") and name.endswith(".yaml"))


def extract(path: str, text: str) -> Iterator[Row]:
    """Modules by their full name (``buf.build/acme/pets``), a label after the colon as the constraint."""
    located = read_yaml_document(text)
    yield from repeats(path, located)
    name = path.rpartition("/")[2]
    if name == "buf.lock":
        yield from _locked(path, located)
    elif name == "buf.yaml":
        yield from _published(path, located)
        yield from (_module(path, located.line("deps", nth), said) for nth, said in located.texts("deps"))
    else:
        yield from _generated(path, located)


def _published(path: str, located: Located) -> Iterator[Row]:
    places = [("name",), *(("modules", nth, "name") for nth in range(len(located.items("modules"))))]
    for place in places:
        if said := located.text(*place):
            yield Publication(kind=Kind.API, ecosystem="buf", name=said, path=path, line=located.line(*place))


def _module(path: str, line: int, said: str, scope: Scope = Scope.RUNTIME) -> Dependency:
    name, _, label = said.partition(":")
    return Dependency(
        kind=Kind.API,
        ecosystem="buf",
        name=name,
        path=path,
        line=line,
        scope=scope,
        constraint=label or None,
    )


def _generated(path: str, located: Located) -> Iterator[Row]:
    for nth in range(len(located.items("plugins"))):
        for key in ("remote", "plugin", "name"):
            said = located.text("plugins", nth, key) or ""
            if said.count("/") >= 2 and not said.startswith((".", "/")):
                yield _module(path, located.line("plugins", nth, key), said, Scope.BUILD)
    for nth in range(len(located.items("inputs"))):
        if module := located.text("inputs", nth, "module"):
            yield _module(path, located.line("inputs", nth, "module"), module, Scope.BUILD)
        if url := located.text("inputs", nth, "git_repo"):
            yield _repository(path, located.line("inputs", nth, "git_repo"), url)


def _repository(path: str, line: int, url: str) -> Dependency:
    return Dependency(
        kind=Kind.API,
        ecosystem="git",
        name=redact(url),
        path=path,
        line=line,
        scope=Scope.BUILD,
        confidence=Confidence.DECLARED,
        url=redact(url),
    )


def _locked(path: str, located: Located) -> Iterator[Row]:
    for nth in range(len(located.items("deps"))):
        whole = located.text("deps", nth, "name")
        parts = [located.text("deps", nth, key) or "" for key in ("remote", "owner", "repository")]
        name, commit = whole or "/".join(parts), located.text("deps", nth, "commit")
        if commit and (whole or all(parts)):
            line = located.line("deps", nth)
            yield Locked(ecosystem="buf", name=name, version=commit, path=path, line=line)


EXTRACTOR = Extractor(
    id="buf-modules",
    title="Buf modules (buf.yaml, buf.gen.yaml)",
    doc=__doc__,
    wants=wants,
    extract=extract,
    endings=("buf.yaml", "buf.lock", ".yaml"),
)
