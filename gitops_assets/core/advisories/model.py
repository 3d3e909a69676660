"""Known vulnerabilities as OSV records tell them, and where a repository is exposed to them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Protocol

from gitops_assets.core.model import Severity


@dataclass(frozen=True, slots=True, order=True)
class Package:
    """One version of one package; ``ecosystem`` and ``name`` as dependencies have them (pypi, npm)."""

    ecosystem: str
    name: str
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Vulnerability:
    """One vulnerability, its aliases merged. ``score`` is the CVSS base score, 0.0 to 10.0, None if unknown.

    ``fixed`` are the versions of the matched package that mend it, in the ecosystem's order. Source: the OSV
    schema, https://ossf.github.io/osv-schema/.
    """

    id: str
    aliases: tuple[str, ...] = ()
    summary: str = ""
    severity: Severity = Severity.MEDIUM
    score: float | None = None
    vector: str | None = None
    fixed: tuple[str, ...] = ()
    url: str = ""


@dataclass(frozen=True, slots=True)
class Matches:
    """What a snapshot says of one package.

    ``undecided`` are ids of records that name the package and whose versions could not be compared with this
    one: nobody knows whether they mean it. ``covered`` is False where the snapshot has nothing at all about
    the ecosystem.
    """

    vulnerabilities: tuple[Vulnerability, ...] = ()
    undecided: tuple[str, ...] = ()
    covered: bool = True


class Lookup(Protocol):
    """A snapshot that can be asked about many packages at once."""

    @property
    def date(self) -> str:
        """The day (YYYY-MM-DD) up to which the snapshot knows."""
        ...

    def look_up(self, packages: Collection[Package], /) -> Mapping[Package, Matches]:
        """An answer for each package."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Exposure:
    """A vulnerable version in a file of the repository; ``line`` starts at 1.

    ``scope`` is when the package is needed, in the words of dependencies, or ``transitive`` where no manifest
    asks for it and only a lock file names it.
    """

    vulnerability: Vulnerability
    ecosystem: str
    name: str
    version: str
    path: str
    line: int
    scope: str = "runtime"


@dataclass(frozen=True, slots=True, kw_only=True)
class AdvisoryFacts:
    """Everything the advisories say of one tree, as of the snapshot of that date (YYYY-MM-DD).

    ``asked`` counts the packages that were looked up, None where that is not told; ``undecided`` those whose
    version could not be compared. ``uncovered`` are ecosystems of which the snapshot knows nothing, and those
    that lock files name and OSV does not. ``unknown`` says why nothing could be asked: without a snapshot
    nobody is clean.
    """

    exposures: tuple[Exposure, ...] = ()
    snapshot: str | None = None
    asked: int | None = None
    undecided: tuple[Package, ...] = ()
    uncovered: tuple[str, ...] = ()
    unknown: str | None = None
