"""Our answers about vulnerabilities against an independent reading of the same lock files and records.

``python -m benchmarks.judges_vulnerabilities --pypi GIT --crates GIT --go GIT --npm GIT REPO…``, where GIT
is a git directory: of pypa/advisory-database, RustSec/advisory-db (its branch ``osv``), golang/vulndb and
RetireJS/retire.js. The judge reads lock files with the standard library and compares versions by ``univers``,
which is not among our dependencies; ranges of retire.js are put as OSV's. One finding is one vulnerability,
its aliases merged, of one version in one file. ``--show`` prints what only one of the two says.
"""

import argparse
import functools
import json
import os
import re
import sys
import tempfile
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml
from packaging.utils import canonicalize_name
from univers.versions import GolangVersion, PypiVersion, SemverVersion, Version

from gitops_assets.core.advisories.exposures import exposures
from gitops_assets.core.dependencies.extraction import rows_of
from gitops_assets.core.dependencies.extractors import EXTRACTORS
from gitops_assets.core.dependencies.linking import linked
from gitops_assets.core.dependencies.links import LINKERS
from gitops_assets.core.dependencies.model import Locked
from gitops_assets.core.tree import Blob
from resources.advisories.building import build
from resources.advisories.snapshot import Snapshot
from resources.git.tree import CommitTree

NOW = 1_800_000_000
ORDER: Mapping[str, type[Version]] = {
    "pypi": PypiVersion,
    "golang": GolangVersion,
    "cargo": SemverVersion,
    "npm": SemverVersion,
}
OSV = {"PyPI": "pypi", "Go": "golang", "crates.io": "cargo", "npm": "npm"}

LOCKS = re.compile(
    r"(?:^|/)(?:uv\.lock|poetry\.lock|Cargo\.lock|package-lock\.json|go\.mod|[^/]*requirements[^/]*\.txt)$"
)
_REQUIRED = re.compile(r"^(?:require|\t)\s*([\w.~/-]+\.[\w.~/-]+) (v[\w.+-]+)(?!.*=>)", re.MULTILINE)
_PINNED = re.compile(r"^([\w.-]+)(?:\[[\w,.-]*\])?==([\w.!+]+)\s*(?:[;#\\ ].*)?$", re.MULTILINE)

Chosen = tuple[str, str, str]
"""Ecosystem, name and version."""
Said = tuple[str, str, Chosen, frozenset[str]]
"""Repository, path, package, and all names of one vulnerability."""


def records(options: argparse.Namespace) -> Iterator[dict[str, Any]]:
    """Every record of the databases that were given, as OSV writes them."""
    if options.pypi:
        for body in bodies(options.pypi, "main", r"vulns/.*\.yaml"):
            yield json.loads(json.dumps(yaml.load(body, yaml.CSafeLoader), default=lambda at: at.isoformat()))
    for place, branch, pattern in (
        (options.crates, "osv", r"crates/.*\.json"),
        (options.go, "HEAD", r"data/osv/.*\.json"),
    ):
        yield from map(json.loads, bodies(place, branch, pattern)) if place else ()
    if options.npm:
        for body in bodies(options.npm, "HEAD", r"repository/(?:js|npm)repository\.json"):
            yield from retired(json.loads(body))


def bodies(place: str, branch: str, pattern: str) -> Iterator[bytes]:
    with CommitTree(os.fsencode(place), branch) as tree:
        wanted = [path for path in tree.paths() if re.fullmatch(pattern, path)]
        yield from (each.body for each in tree.read_many(wanted) if isinstance(each, Blob))


def retired(known: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """What retire.js knows of packages of npm: ``atOrAbove`` and ``below`` of each vulnerability."""
    for name, library in known.items():
        package = {"ecosystem": "npm", "name": library.get("npmname", name)}
        for nth, each in enumerate(library.get("vulnerabilities", ())):
            ends = [{"fixed": each["below"]}] if "below" in each else []
            events = [{"introduced": each.get("atOrAbove", "0")}, *ends]
            ranges = [{"type": "SEMVER", "events": events}]
            known_as = each.get("identifiers", {})
            aliases = [*known_as.get("CVE", ()), *filter(None, [known_as.get("githubID")])]
            yield {
                "id": f"RETIRE-{name}-{nth}-{len(known)}",
                "modified": "2026-01-01T00:00:00Z",
                "aliases": aliases,
                "affected": [{"package": package, "ranges": ranges}],
            }


def chosen(path: str, body: bytes) -> Iterator[Chosen]:
    """What a lock file chooses, read with nothing of ours."""
    name = path.rpartition("/")[2]
    if name in {"uv.lock", "poetry.lock"}:
        for each in tomllib.loads(body.decode()).get("package", ()):
            if "version" in each and not {"editable", "virtual"} & each.get("source", {}).keys():
                yield "pypi", canonicalize_name(each["name"]), each["version"]
    elif name == "Cargo.lock":
        packages = tomllib.loads(body.decode()).get("package", ())
        yield from (("cargo", each["name"], each["version"]) for each in packages if "source" in each)
    elif name == "package-lock.json":
        yield from of_npm(json.loads(body))
    elif name == "go.mod":
        yield from (("golang", found[1], found[2]) for found in _REQUIRED.finditer(body.decode()))
    else:
        pinned = _PINNED.finditer(body.decode())
        yield from (("pypi", canonicalize_name(found[1]), found[2]) for found in pinned)


def of_npm(written: Mapping[str, Any]) -> Iterator[Chosen]:
    for place, each in written.get("packages", {}).items():
        if "node_modules/" in place and "version" in each:
            yield "npm", each.get("name") or place.rpartition("node_modules/")[2], each["version"]
    if "packages" not in written:
        yield from nested(written.get("dependencies", {}))


def nested(dependencies: Mapping[str, Any]) -> Iterator[Chosen]:
    """The first format of npm's lock files: packages within packages."""
    for name, each in dependencies.items():
        alias, _, version = each["version"].removeprefix("npm:").rpartition("@")
        yield "npm", alias or name, version
        yield from nested(each.get("dependencies", {}))


def judge(affected: Mapping[str, Any], package: Chosen) -> bool:
    """Whether a record's entry means a version: its list, or a walk over its events."""
    order = ORDER[package[0]]
    if package[2] in affected.get("versions", ()):
        return True
    mine = order(package[2].removeprefix("v"))
    for part in affected.get("ranges", ()):
        if part.get("type") == "GIT":
            continue
        events = [(kind, text) for each in part["events"] for kind, text in each.items()]
        lowest = [kind for kind, text in events if text == "0"]
        placed = sorted(
            ((order(text.removeprefix("v")), kind) for kind, text in events if text != "0"),
            key=functools.cmp_to_key(lambda a, b: (a[0] > b[0]) - (a[0] < b[0])),
        )
        inside = "introduced" in lowest
        for where, kind in placed:
            if kind == "introduced" and mine >= where:
                inside = True
            elif (kind == "fixed" and mine >= where) or (kind == "last_affected" and mine > where):
                inside = False
        if inside:
            return True
    return False


def theirs(index: Mapping[tuple[str, str], list[Any]], package: Chosen) -> list[frozenset[str]]:
    """The vulnerabilities of a package, each as the set of its names."""
    groups: list[set[str]] = []
    for record, entry in index.get(package[:2], ()):
        if judge(entry, package):
            names = {record["id"], *record.get("aliases", ())}
            met = [each for each in groups if each & names]
            groups = [each for each in groups if not each & names] + [names.union(*met)]
    return [frozenset(each) for each in groups]


def compare(
    repository: str, index: Mapping[tuple[str, str], list[Any]], snapshot: Snapshot
) -> Iterator[tuple[str, Said]]:
    """Each vulnerability with who says it: both, ours or theirs. Packages that both read count as well."""
    with CommitTree(os.fsencode(repository), "HEAD") as tree:
        found = {
            each.path: each.body
            for each in tree.read_many(tree.paths())
            if isinstance(each, Blob) and LOCKS.search(each.path)
        }
    rows = [
        row
        for path, body in found.items()
        for each in EXTRACTORS
        if each.wants(path)
        for row in rows_of(path, body, each)
    ]
    locked = tuple(row for row in rows if isinstance(row, Locked))
    known = replace(linked("judged/one", rows, tuple(LINKERS)), locked=locked)
    ours: dict[tuple[str, Chosen], list[frozenset[str]]] = {}
    for each in exposures(known, locked, snapshot).exposures:
        names = frozenset({each.vulnerability.id, *each.vulnerability.aliases})
        ours.setdefault((each.path, (each.ecosystem, each.name, each.version)), []).append(names)
    for path, body in found.items():
        packages = set()
        with suppress(ValueError):
            packages = set(chosen(path, body))
        for package in packages:
            yield f"asked {package[0]}", (repository, path, package, frozenset())
            mine = ours.pop((path, package), [])
            for names in theirs(index, package):
                met = [each for each in mine if each & names]
                mine = [each for each in mine if not each & names]
                yield ("both" if met else "theirs"), (repository, path, package, names)
            yield from (("ours", (repository, path, package, names)) for names in mine)
    yield from (
        ("ours", (repository, path, package, names))
        for (path, package), each in ours.items()
        for names in each
    )


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("pypi", "crates", "go", "npm"):
        parser.add_argument(f"--{name}", metavar="GIT")
    parser.add_argument("--show", action="store_true")
    parser.add_argument("repositories", nargs="+", metavar="REPO")
    options = parser.parse_args(arguments)
    counts: Counter[tuple[str, str]] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        known = list(records(options))
        for nth in range(0, len(known), 100):
            Path(folder, f"{nth}.json").write_text(json.dumps(known[nth : nth + 100]), "utf-8")
        print(build([Path(folder)], Path(folder, "a.db"), now=NOW))
        index: dict[tuple[str, str], list[Any]] = {}
        for record in known:
            for entry in record.get("affected", ()) if not record.get("withdrawn") else ():
                ecosystem = OSV.get(entry["package"]["ecosystem"])
                name = entry["package"]["name"]
                index.setdefault(
                    (ecosystem or "", canonicalize_name(name) if ecosystem == "pypi" else name), []
                ).append((record, entry))
        with Snapshot.open(Path(folder, "a.db")) as snapshot:
            for repository in options.repositories:
                for who, said in compare(repository, index, snapshot):
                    counts[said[2][0], who.partition(" ")[0]] += 1
                    if options.show and who in {"ours", "theirs"}:
                        print(who, said[0][-40:], said[1], *said[2], sorted(said[3]))
    print(
        "| ecosystem | versions in lock files | vulnerabilities by both | only ours | only the judge |\n"
        "|---|--:|--:|--:|--:|"
    )
    for ecosystem in ORDER:
        print(
            f"| {ecosystem} | "
            + " | ".join(f"{counts[ecosystem, who]:,}" for who in ("asked", "both", "ours", "theirs"))
            + " |"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
