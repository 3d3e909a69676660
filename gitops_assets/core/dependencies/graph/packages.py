"""Which of a repository's packages does a path belong to, and who meets a change there?"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from collections.abc import Set as AbstractSet
from posixpath import dirname

from gitops_assets.core.dependencies.graph.model import Edge, Member, Node
from gitops_assets.core.dependencies.graph.names import canonical, prefixes
from gitops_assets.core.dependencies.model import SHARED_FILE, Publication


def folder(publication: Publication) -> str:
    """The folder of the manifest that publishes; "" is the root."""
    return dirname(publication.path)


def packaged(publications: Iterable[Publication]) -> list[Publication]:
    """Those that are made of a folder; a file that others have too is only itself."""
    return [each for each in publications if each.ecosystem != SHARED_FILE]


def home(path: str, folders: AbstractSet[str]) -> str | None:
    """The deepest of these folders that the path lies in, or is; None when it lies in none."""
    place = path.strip("/")
    while place not in folders:
        if not place:
            return None
        place = dirname(place)
    return place


def within(member: Member) -> tuple[tuple[str, str], ...]:
    """Which publishing folders of a repository need which others of it, by path or by name."""
    known, offered = member.known, packaged(member.known.publications)
    folders = {folder(each) for each in offered}
    if len(folders) < 2:
        return ()
    names = {_spelled(each): folder(each) for each in offered}
    found: set[tuple[str, str]] = set()
    for each in known.dependencies:
        name = each.ecosystem, canonical(each.ecosystem, each.name)
        needed = names.get(name) if each.local is None else home(each.local, folders)
        source = home(each.path, folders) if needed is not None else None
        if needed is not None and source is not None and source != needed:
            found.add((source, needed))
    return tuple(sorted(found))


class Offers:
    """What one repository publishes, to be asked what an edge to it or a change in it is about."""

    def __init__(self, node: Node) -> None:
        self._node = node
        self._names: dict[tuple[str, str], list[Publication]] = defaultdict(list)
        self._steps: dict[str, list[Publication]] = defaultdict(list)
        for each in node.publications:
            self._names[_spelled(each)].append(each)
            if each.ecosystem == "github":
                self._steps[folder(each)].append(each)
                self._steps[each.path].append(each)

    def meant(self, edge: Edge) -> tuple[Publication, ...]:
        """The publications that an edge names; none when it names the repository as a whole.

        An action is named by its folder, a workflow by its file, behind ``owner/repository``.
        """
        found: list[Publication] = []
        if edge.ecosystem == "github":
            found += self._steps.get("/".join(edge.name.split("/")[2:]), ())
        for prefix in prefixes(edge.ecosystem, edge.name):
            if named := self._names.get((edge.ecosystem, canonical(edge.ecosystem, prefix))):
                return (*found, *named)
        return tuple(found)

    def called(self, package: str) -> tuple[Publication, ...]:
        """The publications of a name, in whatever ecosystem."""
        return tuple(
            each
            for each in self._node.publications
            if _spelled(each)[1] == canonical(each.ecosystem, package)
        )

    def below(self, path: str) -> frozenset[str]:
        """The publishing folders that a change at a path reaches, none when nothing is published above it.

        That is the deepest folder above it whose manifest publishes something, and those that need it.
        """
        start = home(path, {folder(each) for each in packaged(self._node.publications)})
        return frozenset() if start is None else self.needing({start})

    def needing(self, folders: Collection[str]) -> frozenset[str]:
        """These folders and those of the same repository that need them, over any number of steps."""
        found, fresh = set(folders), set(folders)
        while fresh:
            fresh = {source for source, needed in self._node.within if needed in fresh} - found
            found |= fresh
        return frozenset(found)


def _spelled(publication: Publication) -> tuple[str, str]:
    return publication.ecosystem, canonical(publication.ecosystem, publication.name)
