"""Our gates over workflows against zizmor on the same repositories: ``python -m benchmarks.judges_ci REPO…``.

Prints a Markdown table, a row a rule: findings of ours, of zizmor, of both, and of one alone. Two are
the same where they stand in one file and the line of ours is within the peer's places; rights are compared
by file, for zizmor names each job and we the workflow. ``--show`` prints what only one of the two says.
zizmor is taken from PATH; it reads a copy of the workflows and actions of HEAD, without its configuration.
"""

import argparse
import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from gitops_assets.core.dependencies.extraction import rows_of
from gitops_assets.core.dependencies.extractors import EXTRACTORS
from gitops_assets.core.dependencies.linking import linked
from gitops_assets.core.dependencies.links import LINKERS
from gitops_assets.core.gates.ci import CI
from gitops_assets.core.gates.ci.pipelines import read_by_gates
from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import Finding, Gate
from gitops_assets.core.gates.tree_facts import TreeFacts
from gitops_assets.core.gates.unknown import NotApplicable, NotKnown
from gitops_assets.core.model import RepositoryState, State
from gitops_assets.core.tree import Blob
from resources.git.tree import CommitTree

RULES = {
    "template-injection": ("no-script-injection", "no-input-injection", "scripts-read-variables"),
    "dangerous-triggers": ("no-dangerous-triggers",),
    "excessive-permissions": ("workflow-permissions-minimal", "workflow-rights-listed"),
    "unpinned-uses": ("actions-pinned",),
    "unpinned-images": ("workflow-images-tagged",),
    "secrets-inherit": ("no-inherited-secrets",),
    "overprovisioned-secrets": ("secrets-not-exposed",),
    "unredacted-secrets": ("secrets-not-exposed",),
    "insecure-commands": ("no-insecure-commands",),
    "artipacked": ("checkout-credentials-dropped",),
}
"""zizmor's rule, and the gates that ask the same."""

BY_FILE = frozenset({"excessive-permissions"})
UNSURE = frozenset({"Informational"})
"""Severities of the peer that its own documentation calls no finding of a regular audit."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody found something: lines from 1, all of them the peer's."""

    repository: str
    path: str
    lines: range
    what: str = ""


@dataclass(slots=True)
class Row:
    """What both say about one rule."""

    ours: list[Place] = field(default_factory=list)
    peers: list[Place] = field(default_factory=list)


def main(arguments: Sequence[str] | None = None) -> int:
    """Read every repository with both, and print what they say."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("repositories", nargs="+", metavar="REPO", help="a work tree, or a git directory")
    parser.add_argument("--show", action="store_true", help="print what only one of the two says")
    parser.add_argument("--gates", action="store_true", help="print all that our gates say")
    given = parser.parse_args(arguments)
    zizmor = shutil.which("zizmor")
    rows: dict[str, Row] = defaultdict(Row)
    seconds = {"ours": 0.0, "zizmor": 0.0}
    for repository in given.repositories:
        with CommitTree(os.fsencode(repository), "HEAD") as tree:
            compare(repository, tree, zizmor, rows, seconds, tell=given.gates)
    print(table(rows))
    each = ", ".join(
        f"{who} {spent / len(given.repositories) * 1000:.0f} ms" for who, spent in seconds.items()
    )
    print(f"\n{len(given.repositories)} repositories; a repository costs: {each}.")
    if given.show:
        print("\n".join(alone(rows)))
    return 0 if zizmor else 1


def compare(
    repository: str,
    tree: CommitTree,
    zizmor: str | None,
    rows: dict[str, Row],
    seconds: dict[str, float],
    *,
    tell: bool = False,
) -> None:
    """Both on one repository; what they say goes into ``rows``, what it cost into ``seconds``."""
    name = "/".join(part for part in repository.rstrip("/").split("/")[-2:] if part != "repo")
    paths = [path for path in tree.paths() if path.endswith((".yml", ".yaml"))]
    facts = facts_of(tree, [path for path in paths if ".git" in path or "action.y" in path])
    begin = time.perf_counter()
    said = {gate.id: list(everything(facts, gate)) for gate in CI}
    seconds["ours"] += time.perf_counter() - begin
    if tell:
        for gate, found in said.items():
            print(
                "".join(f"{name} {gate} {each.path}:{each.line}: {each.message}\n" for each in found), end=""
            )
    for rule, gates in RULES.items():
        for finding in (each for gate in gates for each in said[gate]):
            place = Place(name, finding.path, range(finding.line, finding.line + 1), finding.message)
            if _of_rule(rule, finding.subject):
                rows[rule].ours.append(place)
    if zizmor:
        for rule, place in peer(zizmor, tree, paths, name, seconds):
            rows[rule].peers.append(place)


def everything(facts: Facts, gate: Gate) -> Iterator[Finding]:
    """All that a gate says, which an audit cuts off at its limit."""
    with contextlib.suppress(NotApplicable, NotKnown):
        yield from gate.find(replace(facts, settings=gate.settings))


def facts_of(tree: CommitTree, paths: Sequence[str]) -> Facts:
    """What the gates see, with the manifests among ``paths`` read."""
    wanted = [(path, extractor) for path in paths for extractor in EXTRACTORS if extractor.wants(path)]
    bodies = {each.path: each.body for each in tree.read_many(dict(wanted)) if isinstance(each, Blob)}
    found = [row for path, each in wanted if path in bodies for row in rows_of(path, bodies[path], each)]
    state = RepositoryState(slug="judged/one", path="", states=(State.CLEAN,))
    return Facts(state, tree=TreeFacts(tree), manifests=linked("judged/one", found, tuple(LINKERS)))


def peer(
    zizmor: str, tree: CommitTree, paths: Sequence[str], name: str, seconds: dict[str, float]
) -> Iterator[tuple[str, Place]]:
    """Findings of zizmor, of the rules that we have a gate for; it refuses to look where there is nothing."""
    wanted = [path for path in paths if read_by_gates(path)]
    if not wanted:
        return
    with tempfile.TemporaryDirectory() as folder:
        for each in tree.read_many(wanted):
            if isinstance(each, Blob) and not each.link:
                target = Path(folder, each.path)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(each.body)
        options = ("--offline", "--no-config", "--no-exit-codes", "--no-progress", "--format=json", "-q")
        begin = time.perf_counter()
        run = subprocess.run(
            (zizmor, *options, "--collect=all", "."), cwd=folder, capture_output=True, check=True
        )
        seconds["zizmor"] += time.perf_counter() - begin
    for found in json.loads(run.stdout or b"[]"):
        if found["ident"] in RULES and found["determinations"]["severity"] not in UNSURE:
            yield found["ident"], _place(found, name)


def _place(found: dict[str, Any], name: str) -> Place:
    shown = [each for each in found["locations"] if each["symbolic"]["kind"] == "Primary"]
    first = shown[0] if shown else found["locations"][0]
    spans = [
        each["concrete"]["location"] for each in found["locations"] if each["symbolic"]["kind"] != "Hidden"
    ]
    spans = spans or [first["concrete"]["location"]]
    start = min(span["start_point"]["row"] for span in spans) + 1
    end = max(span["end_point"]["row"] for span in spans) + 1
    path = next(iter(first["symbolic"]["key"].values())).get("verbatim_path", "").removeprefix("./")
    what = f"{found['determinations']['severity']}: {first['symbolic']['annotation']}: "
    return Place(name, path, range(start, end + 1), what + first["concrete"]["feature"].strip()[:90])


def _of_rule(rule: str, subject: str) -> bool:
    """Whether a finding of a gate that answers two rules is about this one."""
    return rule not in {"overprovisioned-secrets", "unredacted-secrets"} or f":{rule}:" in subject


def same(rule: str, ours: Place, peers: Place) -> bool:
    """Whether both mean the same."""
    if (ours.repository, ours.path) != (peers.repository, peers.path):
        return False
    return rule in BY_FILE or ours.lines.start in peers.lines


def table(rows: dict[str, Row]) -> str:
    """The comparison in Markdown."""
    lines = ["| rule | ours | zizmor | both | only ours | only zizmor |", "|---|--:|--:|--:|--:|--:|"]
    for rule in RULES:
        row = rows[rule]
        found = sum(any(same(rule, mine, each) for mine in row.ours) for each in row.peers)
        mine = sum(not any(same(rule, mine, each) for each in row.peers) for mine in row.ours)
        counts = (len(row.ours), len(row.peers), found, mine, len(row.peers) - found)
        lines.append(f"| {rule} | {' | '.join(map(str, counts))} |")
    return "\n".join(lines)


def alone(rows: dict[str, Row]) -> Iterator[str]:
    """What only one of the two says, a line each."""
    for rule, row in rows.items():
        for mine in row.ours:
            if not any(same(rule, mine, each) for each in row.peers):
                yield f"only ours   {rule} {mine.repository} {mine.path}:{mine.lines.start} {mine.what}"
        for each in row.peers:
            if not any(same(rule, mine, each) for mine in row.ours):
                what = each.what.replace("\n", " ")
                yield f"only zizmor {rule} {each.repository} {each.path}:{each.lines.start} {what}"


if __name__ == "__main__":
    sys.exit(main())
