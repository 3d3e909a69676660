"""What forges send, from the bytes that arrived to the few words that decide what to do about them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Provider(StrEnum):
    """Who sends; each signs in its own way and has an address of its own."""

    GITHUB = "github"
    GITLAB = "gitlab"
    GITEA = "gitea"
    BITBUCKET = "bitbucket"
    GENERIC = "generic"


class HookKind(StrEnum):
    """What happened, in the same words for every forge.

    ``push`` brought commits to a branch, ``tag`` made a tag, ``create`` a branch, ``delete`` took away
    either; a forge that has deliveries of its own for some says them twice. ``repository`` is about the
    repository itself (created, renamed, transferred, archived, deleted) or, where the hook names none, about
    which of them there are. ``pipeline`` is about a run of its checks, ``other`` about nothing that an audit
    would look at.
    """

    PUSH = "push"
    TAG = "tag"
    CREATE = "create"
    DELETE = "delete"
    PULL_REQUEST = "pull-request"
    RELEASE = "release"
    REPOSITORY = "repository"
    ISSUE = "issue"
    PIPELINE = "pipeline"
    PING = "ping"
    OTHER = "other"


class InboxState(StrEnum):
    """What became of a delivery; all but ``waiting`` are ends."""

    WAITING = "waiting"
    DONE = "done"
    IGNORED = "ignored"
    DEAD = "dead"


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """One delivery as it arrived, signed and within the limits, not understood yet.

    ``id`` is the inbox's own number, 0 before it has one. ``delivery`` is the sender's name for it, the same
    when it is sent again. ``received`` is in epoch seconds; ``headers`` are the few that say what the body
    is, in lower case, none of them secret. ``attempts`` counts how often acting on it failed.
    """

    id: int = 0
    provider: Provider
    delivery: str
    event: str
    received: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    attempts: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Hook:
    """What a delivery says.

    ``event`` and ``action`` are the forge's own words (``pull_request``, ``opened``). ``urls`` are all
    addresses by which the repository may be known, without credentials; ``full_name`` is ``owner/name``.
    ``ref`` is a full one (``refs/heads/main``), ``commit`` what it points at now: None when it was deleted
    or nothing was said.
    """

    provider: Provider
    event: str
    action: str | None = None
    urls: tuple[str, ...] = ()
    full_name: str | None = None
    ref: str | None = None
    commit: str | None = None
    kind: HookKind


@dataclass(frozen=True, slots=True)
class Depth:
    """How many deliveries wait, when the oldest of them came (epoch seconds), and how many were given up."""

    waiting: int = 0
    oldest_at: int | None = None
    dead: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """One delivery as the inbox has it: what was sent, and what became of it, why and by which run."""

    received: Received
    state: InboxState
    why: str | None = None
    run_key: str | None = None
    settled: int | None = None
