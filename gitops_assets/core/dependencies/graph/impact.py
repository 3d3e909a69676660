"""Who breaks if this changes, over which way, and how bad is that?"""

from collections.abc import Callable, Iterator, Mapping

from gitops_assets.core.dependencies.graph.harm import score, why
from gitops_assets.core.dependencies.graph.model import (
    DependencyGraph,
    Dependent,
    Edge,
    Evidence,
    Impact,
    Node,
)
from gitops_assets.core.dependencies.graph.names import canonical
from gitops_assets.core.dependencies.graph.packages import Offers, folder
from gitops_assets.core.dependencies.graph.subjects import Unknown, unknown
from gitops_assets.core.dependencies.graph.ways import Incoming, shortest_ways, strongest, strongest_levels

Meets = Callable[[Edge], bool]
"""Whether an edge into the changed repository meets the change."""


def impact(
    graph: DependencyGraph,
    repository: str,
    *,
    path: str | None = None,
    package: str | None = None,
    depth: int | None = None,
) -> Impact:
    """Everybody who depends on a repository, directly or through others, at most ``depth`` steps away.

    A change goes on from one repository to the next only along what is needed to build or run it: whoever
    tests with the changed one breaks, and nobody who merely uses that one.

    Each dependent comes with its shortest way: of several equally short ones that with the worse level, then
    the surer one. Its *level* is that of the weakest link of its strongest way, which may be a longer one: a
    test that uses the repository hides no library that runs with it. Its confidence is that of the least sure
    link of the way shown.

    ``path`` asks for a change below one path: the deepest folder whose manifest publishes something above it,
    what needs that inside of the repository, and whoever uses the repository as a whole. A path above
    which nothing is published is a change of the whole repository. Who merely has a file in common meets
    a change of that file alone, when it is asked for by its path or name. ``package`` asks for a change
    of one published name. Beyond the first step a repository always counts as a whole.

    Raises :class:`Unknown`, a ``LookupError``, with the nearest name when nothing is called so.
    """
    nodes = {node.slug: node for node in graph.nodes}
    if repository not in nodes:
        raise Unknown(unknown("repository of the fleet", repository, nodes))
    meets = _meets(graph, nodes[repository], path, package)
    met = (edge for edge in graph.edges if (meets(edge) if edge.target == repository else not edge.shared))
    incoming = strongest(met)
    found = _dependents(incoming, repository, depth, nodes)
    dependents = tuple(sorted(found, key=lambda each: (each.level.rank, each.distance, each.slug)))
    return Impact(
        repository=repository,
        subject=package or path or None,
        dependents=dependents,
        score=score(dependents, nodes),
        why=why(dependents, nodes, next((each for each in graph.cycles if repository in each), ())),
    )


def _dependents(
    incoming: Incoming, start: str, depth: int | None, nodes: Mapping[str, Node]
) -> Iterator[Dependent]:
    levels = strongest_levels(incoming, start, depth)
    for slug, way in shortest_ways(incoming, start, depth).items():
        edges = way.edges
        yield Dependent(
            slug=slug,
            distance=len(edges),
            via=tuple(edge.source for edge in edges[1:]),
            evidence=tuple(Evidence(edge.path, edge.line) for edge in edges),
            level=levels[slug],
            confidence=way.confidence,
            owner=nodes[slug].owner,
        )


def _meets(graph: DependencyGraph, node: Node, path: str | None, package: str | None) -> Meets:
    offers = Offers(node)
    if package is not None:
        return _meets_package(graph, node, offers, package)
    if not path:
        return lambda edge: not edge.shared
    folders = offers.below(path)

    def meets(edge: Edge) -> bool:
        if edge.shared:
            return any(_below(each.path, path) for each in offers.meant(edge))
        if not folders:
            return True
        meant = {folder(each) for each in offers.meant(edge)}
        return not meant or not meant.isdisjoint(folders)

    return meets


def _below(path: str, place: str) -> bool:
    return path == place or path.startswith(f"{place.strip('/')}/")


def _meets_package(graph: DependencyGraph, node: Node, offers: Offers, package: str) -> Meets:
    """The edges that name the package, or another of the repository that needs it."""
    named = {edge.name for edge in graph.edges if edge.target == node.slug}
    known = {each.name for each in node.publications} | named
    called = offers.called(package)
    if not called and package not in known:
        raise Unknown(unknown(f"package that {node.slug} publishes", package, known))
    own = {folder(each) for each in called}
    needing = offers.needing(own) - own

    def meets(edge: Edge) -> bool:
        if canonical(edge.ecosystem, edge.name) == canonical(edge.ecosystem, package):
            return True
        return any(each in called or folder(each) in needing for each in offers.meant(edge))

    return meets
