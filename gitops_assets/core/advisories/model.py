"""Known vulnerabilities as OSV records tell them, and where a repository is exposed to them."""

from dataclasses import dataclass

from gitops_assets.core.model import Severity


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Exposure:
    """A vulnerable version in a file of the repository; ``line`` starts at 1."""

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

    ``unknown`` says why nothing could be asked: without a snapshot nobody is clean.
    """

    exposures: tuple[Exposure, ...] = ()
    snapshot: str | None = None
    unknown: str | None = None
