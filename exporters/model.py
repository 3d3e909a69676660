"""What an exporter is: a name, and a pure function from what is known of the fleet to files."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from gitops_assets.core.dependencies.graph.model import Member
from gitops_assets.core.report import Report
from gitops_assets.core.tables import Table

Tables = Mapping[str, Table]
"""The SQL models' tables by name, in reading order: ours, then the fleet's own."""


class Unavailable(Exception):  # noqa: N818 - reads as the sentence it is
    """A format cannot be written here and now; the message says why and what to do, and loses nothing."""


@dataclass(frozen=True, slots=True)
class File:
    """One file of a format. ``path`` is relative to the output folder, with ``/``, never with ``..``."""

    path: str
    content: bytes


def _unsigned(_content: bytes) -> str | None:
    return None


def _unmade(_format: str) -> bytes | None:
    return None


@dataclass(frozen=True)
class Material:
    """Everything that a format may show.

    The tables and the members are worked out when the first format asks for them, once for all formats.
    ``policy`` are the texts of what the fleet demanded, by file; ``sign`` gives a signature of bytes, or None
    where nobody signs here; ``advisories`` is the day up to which vulnerabilities were known. ``made`` gives
    the file of a format that was written from this material already, by the format's id, or None.
    """

    report: Report
    make_tables: Callable[[], Tables] = field(default=dict)
    make_members: Callable[[], tuple[Member, ...]] = field(default=tuple)
    make_policy: Callable[[], Mapping[str, str]] = field(default=dict)
    sign: Callable[[bytes], str | None] = field(default=_unsigned)
    advisories: str | None = None
    made: Callable[[str], bytes | None] = field(default=_unmade)

    @cached_property
    def tables(self) -> Tables:
        """The SQL models' tables; empty where no store is at hand (``gitops-assets check``)."""
        return self.make_tables()

    @cached_property
    def members(self) -> tuple[Member, ...]:
        """The repositories with all that they need and every locked version; empty without a store."""
        return self.make_members()

    @cached_property
    def policy(self) -> Mapping[str, str]:
        """The files that say what the fleet demanded, by name; empty where it demanded the usual."""
        return self.make_policy()


@dataclass(frozen=True, slots=True, kw_only=True)
class Exporter:
    """One file format.

    ``files`` is deterministic: the same material gives the same bytes, on any machine and at any time. It
    never fails for what a repository is called or contains. The first file it gives is ``file_name``, the
    one that a person opens; all others lie in ``folder``, which belongs to the format alone. Formats that
    are not ``by_default`` are written when they are asked for. ``takes`` are the formats whose files go into
    this one: written before it where they are wanted too, they are not rendered twice. ``elsewhere`` says
    that another program makes the file and takes its time: others are written meanwhile.
    """

    id: str
    title: str
    file_name: str
    media_type: str
    files: Callable[[Material], Iterable[File]]
    folder: str | None = None
    by_default: bool = False
    uses_tables: bool = False
    takes: tuple[str, ...] = ()
    elsewhere: bool = False

    def render(self, material: Material) -> bytes:
        """The file that a person opens: as it was written from the same material, else made now."""
        made = material.made(self.id)
        return next(iter(self.files(material))).content if made is None else made


def of_report(file_name: str, render: Callable[[Report], bytes]) -> Callable[[Material], Iterable[File]]:
    """The one file of a format that needs nothing but the report."""

    def files(material: Material) -> Iterable[File]:
        yield File(file_name, render(material.report))

    return files
