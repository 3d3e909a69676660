"""Where does a dependency lead? To another repository of the fleet, or out of it."""

from collections.abc import Iterable, Iterator

from gitops_assets.core.dependencies.graph.addresses import Addresses, absolute
from gitops_assets.core.dependencies.graph.lead import Lead
from gitops_assets.core.dependencies.graph.model import Member
from gitops_assets.core.dependencies.graph.names import canonical, prefixes
from gitops_assets.core.dependencies.graph.publishers import Name, Publishers
from gitops_assets.core.dependencies.model import Dependency
from gitops_assets.core.remote_url import parse

_FORGE = "github.com"


class Targets:
    """The fleet as dependencies see it: names and URLs."""

    def __init__(self, members: Iterable[Member]) -> None:
        everyone = tuple(members)
        self._addresses = Addresses(everyone)
        self._publishers = Publishers(everyone)
        self._hosts = {each.slug: parse(each.urls[0]).host if each.urls else "" for each in everyone}
        self._found: dict[tuple[str, str, str], tuple[Name | None, tuple[str, ...]]] = {}

    def leads(self, member: Member) -> Iterator[Lead]:
        """Every dependency of a member that leads to another one, never to itself."""
        for dependency in member.known.dependencies:
            if dependency.local is not None:
                continue
            slugs, guessed = self._meant(member, dependency)
            yield from (Lead(member.slug, dependency, slug, guessed) for slug in slugs if slug != member.slug)

    def _meant(self, member: Member, dependency: Dependency) -> tuple[tuple[str, ...], bool]:
        """By the URL, else by the name; a name is a guess where the URL leads elsewhere."""
        if dependency.url and (slugs := self._by_url(member, dependency.url)):
            return slugs, False
        slugs, guessed = self._by_name(member, dependency)
        return slugs, guessed or bool(dependency.url)

    def _by_url(self, member: Member, url: str) -> tuple[str, ...]:
        full = absolute(url, member.urls[0] if member.urls else None)
        return self._one(member, self._addresses.named(full)) if full else ()

    def _by_name(self, member: Member, dependency: Dependency) -> tuple[tuple[str, ...], bool]:
        asked = dependency.ecosystem, dependency.name, self._hosts[member.slug]
        if asked not in self._found:
            self._found[asked] = self._find(*asked)
        name, slugs = self._found[asked]
        return self._publishers.meant(name, member.slug) if name else (self._one(member, slugs), False)

    def _find(self, ecosystem: str, name: str, host: str) -> tuple[Name | None, tuple[str, ...]]:
        """The published name that is meant, else who lies where the name says."""
        for prefix in prefixes(ecosystem, name):
            spelled = ecosystem, canonical(ecosystem, prefix)
            if self._publishers.all_of(spelled):
                return spelled, ()
            for url in _urls(ecosystem, prefix, host):
                if slugs := self._addresses.named(url):
                    return None, slugs
        return None, ()

    def _one(self, member: Member, slugs: tuple[str, ...]) -> tuple[str, ...]:
        """One of several clones; none when the asking repository is one of them."""
        return (member.slug,) if member.slug in slugs else self._publishers.one_each(slugs)


def _urls(ecosystem: str, prefix: str, host: str) -> Iterator[str]:
    """The URLs that a name is by itself: a Go path has its host, an action lies where its user does."""
    if ecosystem == "golang" and "/" in prefix:
        yield f"https://{prefix}"
    if ecosystem == "github" and prefix.count("/") == 1:
        yield from (f"https://{each}/{prefix}" for each in dict.fromkeys((host, _FORGE)) if each)
