"""Which repository of the fleet does a URL name?"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from gitops_assets.core.dependencies.graph.model import Member
from gitops_assets.core.remote_url import Identity, identity, redact, same_repository

_HERE = frozenset({".", ".."})


def absolute(url: str, base: str | None) -> str | None:
    """The URL, a relative one (``../other.git``) as git resolves it against the repository's own.

    None when it cannot be: there is no URL to start from, or it climbs above the host. The rule is that of
    git-submodule(1), "add": each ``..`` takes one component from the end.
    """
    words = url.split("/")
    if words[0] not in _HERE:
        return url
    if base is None:
        return None
    stem, joint = base.rstrip("/"), "/"
    steps = next((place for place, word in enumerate(words) if word not in _HERE), len(words))
    for word in words[:steps]:
        if word == "..":
            stem, joint = _parent(stem)
        if not stem or stem.endswith(("/", ":")):
            return None
    return joint.join((stem, "/".join(words[steps:]))) if words[steps:] else stem


def _parent(stem: str) -> tuple[str, str]:
    cut = stem.rfind("/")
    if cut >= 0:
        return stem[:cut], "/"
    return stem[: max(0, stem.rfind(":"))], ":"


@dataclass(frozen=True, slots=True)
class _Place:
    url: str
    slug: str
    names: bool


class Addresses:
    """Members by the URLs of their remotes, in one look-up a URL."""

    def __init__(self, members: Iterable[Member]) -> None:
        self._places: dict[Identity, list[_Place]] = defaultdict(list)
        self._known: dict[str, tuple[str, ...]] = {}
        for member in members:
            for number, url in enumerate(dict.fromkeys(map(redact, member.urls))):
                if key := identity(url):
                    self._places[key].append(_Place(url, member.slug, names=not number))

    def named(self, url: str) -> tuple[str, ...]:
        """The slugs of the members that the URL names; several are clones of one repository.

        A member's first URL names it. The others (a fork's ``upstream``) count where nobody is named so.
        """
        if url not in self._known:
            self._known[url] = self._find(redact(url))
        return self._known[url]

    def _find(self, url: str) -> tuple[str, ...]:
        key = identity(url)
        places = self._places.get(key, ()) if key else ()
        fitting = [place for place in places if same_repository(place.url, url)]
        named = [place for place in fitting if place.names] or fitting
        return tuple(dict.fromkeys(place.slug for place in named))
