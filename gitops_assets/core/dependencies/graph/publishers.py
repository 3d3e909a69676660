"""Which repositories publish a name, and which of several is meant?"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import takewhile

from gitops_assets.core.dependencies.graph.model import Member
from gitops_assets.core.dependencies.graph.names import canonical
from gitops_assets.core.dependencies.model import Confidence
from gitops_assets.core.remote_url import Identity, identity, redact

FEW = 3
"""Publishers of one name among which a dependency is not decided."""

Name = tuple[str, str]
"""An ecosystem and a canonical name in it."""


class Publishers:
    """Members by the names that they publish."""

    def __init__(self, members: Iterable[Member]) -> None:
        self._members = {member.slug: member for member in members}
        self._twins = {slug: _first_identity(member) for slug, member in self._members.items()}
        self._found: dict[Name, dict[str, bool]] = defaultdict(dict)
        for slug, member in self._members.items():
            for each in member.known.publications:
                name = each.ecosystem, canonical(each.ecosystem, each.name)
                guessed = each.confidence is Confidence.INFERRED
                self._found[name][slug] = self._found[name].get(slug, True) and guessed
        self._chosen: dict[Name, tuple[tuple[str, ...], bool]] = {}

    def all_of(self, name: Name) -> Mapping[str, bool]:
        """Everybody who publishes the name, and whether that is only inferred."""
        return self._found.get(name, {})

    def meant(self, name: Name, by: str) -> tuple[tuple[str, ...], bool]:
        """Whom one repository means by a name, and whether that is a guess.

        Nobody when it publishes the name itself. Who is present goes before who is not, a declared name
        before an inferred one, and clones of one repository count as one. Where several are left the
        nearest are meant, those whose slugs share most leading components with the asking one, and it is
        a guess: a dependency becomes an edge to each of them with the confidence ``inferred``. Of more than
        :data:`FEW` it is the one with the shortest slug: a name that copies carry along says little.
        """
        if by in self.all_of(name):
            return (), False
        if name not in self._chosen:
            self._chosen[name] = self._choose(self.all_of(name))
        slugs, guessed = self._chosen[name]
        return (slugs, guessed) if len(slugs) < 2 else (nearest(slugs, by), True)

    def one_each(self, slugs: Iterable[str]) -> tuple[str, ...]:
        """The present ones, else all, with one for all clones of a repository: its shortest slug."""
        everyone = list(slugs)
        here = [slug for slug in everyone if self._members[slug].present] or everyone
        kept: dict[Identity | str, str] = {}
        for slug in sorted(here, key=lambda each: (len(each), each)):
            kept.setdefault(self._twins[slug] or slug, slug)
        return tuple(sorted(kept.values()))

    def _choose(self, found: Mapping[str, bool]) -> tuple[tuple[str, ...], bool]:
        here = {slug: guess for slug, guess in found.items() if self._members[slug].present} or found
        declared = [slug for slug, guess in here.items() if not guess]
        return self.one_each(declared or here), not declared


def nearest(slugs: Sequence[str], to: str) -> tuple[str, ...]:
    """The slugs that share most leading components with another; of more than a few, one."""
    own = to.split("/")
    shared = {
        slug: sum(1 for _ in takewhile(_alike, zip(own, slug.split("/"), strict=False))) for slug in slugs
    }
    most = max(shared.values())
    near = tuple(slug for slug in slugs if shared[slug] == most)
    return near if len(near) <= FEW else (min(near, key=lambda slug: (len(slug), slug)),)


def _alike(words: tuple[str, str]) -> bool:
    return words[0] == words[1]


def _first_identity(member: Member) -> Identity | None:
    return identity(redact(member.urls[0])) if member.urls else None
