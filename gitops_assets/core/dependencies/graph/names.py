"""One spelling for each name of an ecosystem, and the names that a longer one begins with."""

import re
from collections.abc import Callable, Iterator

_PYPI = re.compile(r"[-_.]+")
_DOCKER_HOME = ("index.docker.io/", "docker.io/")
_DOCKER_LIBRARY = "library/"


def canonical(ecosystem: str, name: str) -> str:
    """The name as its registry compares it: ``Foo_Bar`` and ``foo-bar`` are one package on PyPI.

    Rules of the `package-URL types <https://github.com/package-url/purl-spec/blob/main/PURL-TYPES.rst>`_;
    images drop Docker Hub's own address, as the Docker command line does. Names of ecosystems that tell
    cases apart stay as they are.
    """
    rule = _RULES.get(ecosystem)
    return rule(name) if rule else name


def prefixes(ecosystem: str, name: str) -> Iterator[str]:
    """The name, then, where a name may reach into a repository, what it begins with, longest first.

    A Go package lies below its module's path, an action or workflow below ``owner/repository``.
    """
    yield name
    shortest = _SHORTEST.get(ecosystem)
    if shortest is None:
        return
    parts = name.split("/")[:_DEEPEST]
    for length in range(len(parts) - (len(parts) < _DEEPEST), shortest - 1, -1):
        yield "/".join(parts[:length])


def _docker(name: str) -> str:
    for home in _DOCKER_HOME:
        name = name.removeprefix(home)
    return name.removeprefix(_DOCKER_LIBRARY).lower()


_RULES: dict[str, Callable[[str], str]] = {
    "pypi": lambda name: _PYPI.sub("-", name).lower(),
    "cargo": lambda name: name.replace("_", "-").lower(),
    "docker": _docker,
    "nuget": str.lower,
    "composer": str.lower,
    "conan": str.lower,
    "github": str.lower,
}
_SHORTEST = {"golang": 1, "github": 2}
_DEEPEST = 24
"""Components of a name that are looked at: no repository lies deeper, a hostile name may go on for ever."""
