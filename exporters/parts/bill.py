"""What a bill of materials lists, whatever its format: every package once, and who needs it."""

import json
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from exporters.model import Material
from exporters.parts.sarif_uris import remote_url
from exporters.parts.text import json_bytes
from gitops_assets.core.dependencies.graph.model import Member
from gitops_assets.core.dependencies.model import Kind, Scope, purl
from gitops_assets.core.model import RepositoryState

Document = dict[str, object]
_LATER = frozenset({Scope.DEV, Scope.TEST, Scope.OPTIONAL})


@dataclass(frozen=True, slots=True, order=True)
class Part:
    """One version of one package, None where only a constraint says which; ``purl`` where there is one."""

    ecosystem: str
    name: str
    version: str
    purl: str | None = field(compare=False, default=None)
    kind: Kind = field(compare=False, default=Kind.PACKAGE)

    @property
    def ref(self) -> str:
        """What the part is known by within a document."""
        at = f"@{self.version}" if self.version else ""
        return self.purl or f"{self.ecosystem}:{self.name}{at}"


@dataclass(frozen=True, slots=True)
class Use:
    """How one repository uses a part: asked for or only locked, needed to run or not, and where."""

    direct: bool
    runs: bool
    places: tuple[str, ...] = ()
    constraints: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Bill:
    """One repository with its parts; ``complete`` unless something of it could not be read."""

    slug: str
    version: str
    commit: str | None
    url: str | None
    parts: Mapping[Part, Use]
    complete: bool

    @property
    def ref(self) -> str:
        """What the repository is known by within a document."""
        return f"repository:{self.slug}"


def bills(material: Material) -> list[Bill]:
    """The bill of every repository that is here, by slug."""
    states = {row.state.slug: row.state for row in material.report.repositories}
    return [_bill(member, states.get(member.slug)) for member in material.members if member.present]


def merged(every: Iterable[Bill]) -> list[Part]:
    """Every part of the fleet once, sorted."""
    return sorted({part.ref: part for bill in every for part in bill.parts}.values())


def identity(document: Document) -> uuid.UUID:
    """A number that is the same for the same content, and for no other (RFC 9562, version 5)."""
    return uuid.uuid5(uuid.NAMESPACE_URL, json.dumps(document, sort_keys=True))


def rendered(document: Document) -> bytes:
    """The document as a file."""
    return json_bytes(document)


def _bill(member: Member, state: RepositoryState | None) -> Bill:
    known = member.known
    version = next((each.version for each in known.publications if each.version), "")
    return Bill(
        slug=member.slug,
        version=(state.tag if state and state.tag and not state.commits_since_tag else version) or "",
        commit=known.commit,
        url=remote_url(state) if state else None,
        parts=_parts(member),
        complete=known.unknown is None and not known.skipped,
    )


def _parts(member: Member) -> dict[Part, Use]:
    """Manifests say what is needed directly; lock files which versions of it, and what else comes with it."""
    asked: defaultdict[Part, list[tuple[bool, str, str]]] = defaultdict(list)
    locked: defaultdict[Part, list[str]] = defaultdict(list)
    for each in member.known.dependencies:
        if each.local is None:
            part = _part(each.ecosystem, each.name, each.resolved, each.kind)
            place = f"{each.path}:{each.line}"
            asked[part].append((each.scope not in _LATER, place, each.constraint or ""))
    for lock in member.known.locked:
        locked[_part(lock.ecosystem, lock.name, lock.version, Kind.PACKAGE)].append(
            f"{lock.path}:{lock.line}"
        )
    listed = {part: Use(direct=False, runs=True, places=_once(places)) for part, places in locked.items()}
    for part, claims in asked.items():
        listed[part] = Use(
            direct=True,
            runs=any(runs for runs, _, _ in claims),
            places=_once(place for _, place, _ in claims),
            constraints=_once(constraint for _, _, constraint in claims if constraint),
        )
    # Of two spellings that have one package URL, the one that a manifest asks for is told.
    told = {part.ref: part for part in sorted(listed, key=lambda part: (listed[part].direct, part))}
    return {part: listed[part] for part in sorted(told.values())}


@lru_cache(maxsize=65_536)
def _part(ecosystem: str, name: str, version: str | None, kind: Kind) -> Part:
    return Part(ecosystem, name, version or "", purl(ecosystem, name, version), kind)


def _once(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(texts)))
