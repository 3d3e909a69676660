"""What should exist, asked of every source that the fleet names.

Importing this module loads the models of fleet.yaml and with them pydantic; whoever has no fleet.yaml has no
sources and no need of it. The client of a forge is loaded when a source names one.
"""

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

from gitops_assets.core.fleet.config import (
    FileSource,
    GithubOwner,
    GithubSource,
    InventorySource,
    ListSource,
    ReportSource,
)
from gitops_assets.core.fleet.entries import merged
from gitops_assets.core.fleet.faults import InventoryFault
from gitops_assets.core.fleet.sources import Parser, parse_file, parse_items, parse_report
from gitops_assets.core.model import Inventory, InventoryEntry
from gitops_assets.core.slug import slug_from_url
from resources.forge.model import Forge, ForgeUnavailable, ForgeUsage
from resources.forge.quota import remember

FILE_LIMIT = 64 * 1024 * 1024
"""Bytes of one inventory file; a larger one was named by mistake."""

_UNREADABLE = (OSError, ValueError, RuntimeError)  # the last: a ~ without a home folder


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceAnswer:
    """What one source said: its entries, or why it has none. ``usage`` is None where no forge was asked."""

    source: str
    entries: tuple[InventoryEntry, ...] = ()
    why: str | None = None
    retry_at: int | None = None
    usage: ForgeUsage | None = None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where files are looked for, where pages of forges are kept, and the variables that hold tokens."""

    base: Path
    cache: Path
    environ: Mapping[str, str]


def fetch_inventory(
    sources: Iterable[InventorySource], *, base: Path, cache: Path, environ: Mapping[str, str]
) -> Inventory:
    """What should exist according to all sources together; never raises for what a source says.

    ``base`` is the folder of fleet.yaml, ``cache`` one that may be deleted at any time.
    """
    return inventory_of(ask_sources(sources, base=base, cache=cache, environ=environ))


def ask_sources(
    sources: Iterable[InventorySource], *, base: Path, cache: Path, environ: Mapping[str, str]
) -> tuple[SourceAnswer, ...]:
    """Each source's own answer, in the order of the sources; one that fails leaves the others alone."""
    around = Surroundings(base, cache, environ)
    return tuple(_ask(source, around) for source in sources)


def inventory_of(answers: Iterable[SourceAnswer]) -> Inventory:
    """The answers as one inventory: unknown as soon as one source failed, without losing what others said."""
    heard = tuple(answers)
    entries = (entry for answer in heard for entry in answer.entries)
    reasons = [answer.why for answer in heard if answer.why is not None]
    return Inventory(merged(_one_spelling(entries)), bool(heard), "; ".join(reasons) or None)


def _ask(source: InventorySource, around: Surroundings) -> SourceAnswer:
    match source:
        case ListSource():
            return _parsed("list", lambda: parse_items(source.records, "list"))
        case FileSource():
            return _read(source.file, parse_file, around)
        case ReportSource():
            return _read(source.report, parse_report, around)
        case GithubSource():
            return _listed(source.github, around)


def _parsed(name: str, parse: Callable[[], tuple[InventoryEntry, ...]]) -> SourceAnswer:
    try:
        return SourceAnswer(source=name, entries=parse())
    except InventoryFault as fault:
        return SourceAnswer(source=name, why=str(fault))


def _read(name: str, parse: Parser, around: Surroundings) -> SourceAnswer:
    try:
        text = _text(around.base / Path(name).expanduser())
    except _UNREADABLE as error:
        return SourceAnswer(source=name, why=f"{name} could not be read: {_told(error)}")
    return _parsed(name, lambda: parse(text, name))


def _text(path: Path) -> str:
    if path.exists() and not path.is_file():
        raise ValueError("it is not a file; name a file")
    with path.open("rb") as file:
        content = file.read(FILE_LIMIT + 1)
    if len(content) > FILE_LIMIT:
        raise ValueError(f"it is larger than {FILE_LIMIT:,} bytes; split it")
    return content.decode("utf-8")


def _told(error: Exception) -> str:
    match error:
        case UnicodeDecodeError():
            return "it is not UTF-8; save it as UTF-8"
        case OSError():
            reason = error.strerror or "it cannot be opened"
            return f"{reason}; check its path, which starts at the folder of fleet.yaml"
        case _:
            return str(error)


def _listed(owner: GithubOwner, around: Surroundings) -> SourceAnswer:
    name = f"github:{owner.owner}"
    forge = _github(owner, around)
    try:
        entries = tuple(_kept(forge.repositories(owner.owner), owner))
    except ForgeUnavailable as error:
        return SourceAnswer(
            source=name, why=f"{name}: {error.why}", retry_at=error.retry_at, usage=forge.usage
        )
    finally:
        remember(around.cache, urlsplit(owner.api_url).hostname or name, forge.usage)
    return SourceAnswer(source=name, entries=entries, usage=forge.usage)


def _github(owner: GithubOwner, around: Surroundings) -> Forge:
    from resources.forge.github import Access, GitHub  # noqa: PLC0415 - most fleets need no HTTP client

    token = around.environ.get(owner.token_env)
    access = Access(
        api_url=owner.api_url, token=token, token_env=owner.token_env, cache=around.cache / "github"
    )
    return GitHub(access)


def _kept(entries: Iterable[InventoryEntry], owner: GithubOwner) -> Iterator[InventoryEntry]:
    for entry in entries:
        if (owner.include_archived or not entry.archived) and (owner.include_forks or not entry.fork):
            # A clone is called after its URL: what is missing is called as its clone would be.
            yield replace(entry, slug=(entry.url and slug_from_url(entry.url)) or entry.slug)


def _one_spelling(entries: Iterable[InventoryEntry]) -> Iterator[InventoryEntry]:
    spelled: dict[str, str] = {}
    for entry in entries:
        key = unicodedata.normalize("NFC", entry.slug).casefold()
        yield replace(entry, slug=spelled.setdefault(key, entry.slug))
