"""How OSV's ecosystems are called here, how they write names, and how their versions compare.

Source: [Defined ecosystems](https://ossf.github.io/osv-schema/#defined-ecosystems).
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from packaging.utils import canonicalize_name

from gitops_assets.core.dependencies.versions import scheme_of, semver
from gitops_assets.core.dependencies.versions.intervals import RELEASE, Key
from gitops_assets.core.dependencies.versions.model import LONGEST

Compared = Callable[[str], Key | None]
"""The key of a version, by which an ecosystem orders it; None for what is no version of it."""

_NUMBERS = re.compile(r"[0-9]{1,15}(?:\.[0-9]{1,15}){0,2}")


@dataclass(frozen=True, slots=True)
class Ecosystem:
    """One ecosystem: OSV's name for it, ours, how it writes names, and the order of its versions."""

    osv: str
    id: str
    named: Callable[[str], str]
    key: Compared


@lru_cache(maxsize=65_536)
def semantic(text: str) -> Key | None:
    """A semantic version; where numbers are missing, they are zeros, as in ``introduced: 1.2``."""
    if len(text) > LONGEST:
        return None
    found = semver.version(text)
    if found is not None:
        return found.key
    bare = text.strip().removeprefix("v")
    if not _NUMBERS.fullmatch(bare):
        return None
    return (*(*map(int, bare.split(".")), 0, 0)[:3], RELEASE)


def _ordered(scheme: str) -> Compared:
    version = scheme_of(scheme).version

    def key(text: str) -> Key | None:
        found = version(text)
        return None if found is None else found.key

    return key


def _as_written(name: str) -> str:
    return name


ECOSYSTEMS = (
    Ecosystem("npm", "npm", _as_written, semantic),
    Ecosystem("PyPI", "pypi", canonicalize_name, _ordered("pypi")),
    Ecosystem("Go", "golang", _as_written, semantic),
    Ecosystem("crates.io", "cargo", _as_written, semantic),
    Ecosystem("Maven", "maven", _as_written, _ordered("maven")),
    Ecosystem("RubyGems", "gem", _as_written, _ordered("gem")),
    Ecosystem("Packagist", "composer", str.lower, _ordered("composer")),
    Ecosystem("NuGet", "nuget", str.lower, _ordered("nuget")),
    Ecosystem("Hex", "hex", str.lower, semantic),
    Ecosystem("Pub", "pub", _as_written, semantic),
    Ecosystem("GitHub Actions", "github", str.lower, semantic),
)

OF_OSV: Mapping[str, Ecosystem] = {each.osv: each for each in ECOSYSTEMS}
BY_ID: Mapping[str, Ecosystem] = {each.id: each for each in ECOSYSTEMS}
