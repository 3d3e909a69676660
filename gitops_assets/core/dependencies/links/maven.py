"""Fill in what a pom takes from its properties, its parents and the BOMs of the same tree."""

import posixpath
from dataclasses import replace

from gitops_assets.core.dependencies.ecosystems.maven_model import Effective, Poms, same
from gitops_assets.core.dependencies.extractors.maven_pom import scope_of
from gitops_assets.core.dependencies.linking import Linker, Rows
from gitops_assets.core.dependencies.model import Definition, Dependency, Publication, Row, Scope

Uses = dict[tuple[str, str, int, str], str]
"""What a dependency's own element says besides its version, by group, path, line and name."""


def link(rows: Rows) -> Rows:
    """The same rows with versions, names and scopes filled in; what a pom of the tree offers is local."""
    defined = [row for row in rows if isinstance(row, Definition) and row.group.startswith("maven:")]
    poms = Poms(row for row in defined if row.group not in {"maven:scope", "maven:variant"})
    uses: Uses = {(row.group, row.path, row.line, row.name): row.value for row in defined}
    return tuple(_linked(row, poms, uses) for row in rows) if defined else rows


def _linked(row: Row, poms: Poms, uses: Uses) -> Row:
    if not isinstance(row, Dependency | Publication) or row.ecosystem != "maven":
        return row
    pom = poms.at(row.path)
    if pom is None:
        return row
    if isinstance(row, Publication):
        version = row.version and pom.fill(row.version)
        return replace(row, name=pom.fill(row.name), version=version)
    return _localised(_managed(row, pom, uses), poms)


def _managed(row: Dependency, pom: Effective, uses: Uses) -> Dependency:
    name, place = pom.fill(row.name), (row.path, row.line, row.name)
    key = name + pom.fill(uses.get(("maven:variant", *place), ""))
    scope, constraint = row.scope, row.constraint
    if constraint is None:
        constraint = pom.managed("maven:managed", key) or pom.managed("maven:managed", name)
    if constraint is None and scope is Scope.BUILD:
        constraint = pom.managed("maven:managed-plugin", name)
    if scope is Scope.RUNTIME and ("maven:scope", *place) not in uses:
        scope = scope_of(pom.managed("maven:managed-scope", key))
    return replace(row, name=name, scope=scope, constraint=constraint and pom.fill(constraint))


def _localised(row: Dependency, poms: Poms) -> Dependency:
    offered = poms.called(row.name)
    if offered is None or not same(offered.version, row.constraint):
        return row
    return replace(row, local=posixpath.dirname(offered.path))


LINKER = Linker(id="maven", doc=__doc__, link=link)
