"""Compose files against ``docker compose config``, or ``docker-compose config`` where only that is there.

Either reads one file at a time, without the machine's environment and without a ``.env``.
"""

import posixpath
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import yaml

from corpus.asking import last_line, run
from corpus.judges.dockerfiles import plain, reference
from corpus.judging import Answer, Fact, Judge
from corpus.trees import Tree
from gitops_assets.core.dependencies.extractors import compose
from gitops_assets.core.dependencies.model import Claim, Dependency, Kind, Publication

_LARGEST = 200_000


def ours(tree: Tree, path: str) -> Iterator[Fact]:
    """Images, build contexts, published ports, container names, and what is external."""
    for row in tree.rows(path, "compose"):
        if isinstance(row, Claim) and row.resource in {"port", "container"}:
            yield row.resource, row.name
        elif isinstance(row, Publication) and row.kind is Kind.IMAGE:
            yield "image", f"{row.name}:{row.version}" if row.version else row.name
        elif isinstance(row, Dependency):
            yield from _needed(row)


def _needed(row: Dependency) -> Iterator[Fact]:
    if row.kind is Kind.IMAGE:
        if row.local is None and row.url is None:
            yield "image", reference(row)
        else:
            yield "context", row.local if row.local is not None else "elsewhere"
    elif row.ecosystem in {"docker-volume", "docker-network"}:
        yield row.ecosystem.removeprefix("docker-"), row.name


def theirs(tree: Tree, paths: Sequence[str]) -> Mapping[str, Answer]:
    """What compose says of each file, in its place among the others."""

    def belongs(path: str) -> bool:
        return posixpath.basename(path) != ".env" and len(tree.files[path]) < _LARGEST

    with tree.written(belongs) as folder:
        return {path: _config(folder, path) for path in paths}


def command() -> tuple[str, ...]:
    """The program that is installed; the plugin before its predecessor."""
    plugin = ("docker", "compose")
    if shutil.which("docker") and run((*plugin, "version")).returncode == 0:
        return plugin
    return ("docker-compose",)


def _config(root: Path, path: str) -> Answer:
    done = run((*command(), "--file", root / path, "config"), cwd=(root / path).parent)
    if done.returncode:
        said = [line for line in done.stderr.splitlines() if "variable is not set" not in line]
        return last_line(" ".join(said), root)
    return list(_facts(yaml.safe_load(done.stdout), root))


def _facts(config: Mapping[str, dict[str, dict[str, object]]], root: Path) -> Iterator[Fact]:
    for service in config.get("services", {}).values():
        if service.get("image"):
            yield "image", plain(str(service["image"]))
        if service.get("container_name"):
            yield "container", str(service["container_name"])
        build = service.get("build")
        if build:
            yield "context", _inside(str(build["context"] if isinstance(build, dict) else build), root)
        ports = service.get("ports")
        for entry in ports if isinstance(ports, list) else ():
            yield from (("port", port) for port in _port(entry))
    for section in ("volume", "network"):
        for key, entry in config.get(f"{section}s", {}).items():
            if (entry or {}).get("external"):
                named = entry["external"] if isinstance(entry["external"], dict) else entry
                yield section, str(named.get("name", key))


def _inside(context: str, root: Path) -> str:
    if not context.startswith(str(root)):
        return "elsewhere"
    inside = str(Path(context).relative_to(root))
    return "" if inside == "." else inside


def _port(entry: object) -> Iterator[str]:
    if isinstance(entry, dict):
        if entry.get("published"):
            yield f"{entry['published']}/{entry.get('protocol', 'tcp')}"
    elif found := re.fullmatch(r"(?:[\d.]+:)?(\d+):\d+/(\w+)", str(entry)):
        yield f"{found[1]}/{found[2]}"


JUDGE = Judge(
    id="compose",
    title="Compose files",
    tool="`docker-compose config`, or that of Docker's plugin",
    compares="images, contexts, ports, container names, external networks and volumes",
    wants=compose.wants,
    ours=ours,
    theirs=theirs,
    leaves=("git addresses of contexts, includes, and what a `.env` would fill in"),
)
