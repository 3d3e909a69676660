"""The name of a repository in the fleet, which is also its Dagster partition key.

A slug is ``owner/name`` from the remote, else the path below the root. It can stand in a partition range, in
a list of partitions and on a command line without being taken for something else: what could be is
percent-encoded (RFC 3986, section 2.1), so nothing is lost and two names never become one.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import count
from posixpath import basename

from gitops_assets.core.remote_url import parse, redact

LIMIT = 200
"""Bytes of UTF-8 that a slug may have; longer ones end in ``~`` and a digest of the whole."""

# "..." is Dagster's range mark, "|" its multi-partition mark, "," separates partitions on its command line,
# and `[`, `]`, `*` and `"` mean something in its partition selection.
_RESERVED = frozenset('%|,[]*"\\')
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_DOTS = re.compile(r"\.{3,}")
_BAD_ESCAPE = re.compile(r"%(?![0-9A-F]{2})")
_CUT_ESCAPE = re.compile(r"%[0-9A-F]?\Z")
_DIGEST = 12


@dataclass(frozen=True, slots=True)
class Candidate:
    """A repository that needs a slug: where it is, its path below its root, its remote's URL if it has one.

    ``unread`` means that its remotes could not be asked, so the slug of an earlier audit is not in doubt.
    """

    path: bytes
    relative: str
    url: str | None = None
    unread: bool = False


def slug_from_url(url: str) -> str | None:
    """``owner/name`` (``group/sub/name`` where there are more); of a local remote the last two folders.

    None when the URL names no repository. No credential gets into a slug.
    """
    remote = parse(redact(url))
    parts = remote.parts
    if remote.local:
        parts = tuple(part for part in parts if part != "..")[-2:]
    return _join(parts) if parts else None


def slug_from_path(relative: str) -> str:
    """The slug of a repository without a remote: its path below the root."""
    return _join(part for part in relative.split("/") if part) or _piece(".")


def check_slug(text: str) -> str:
    """The text itself if it is a slug; ``ValueError`` says what is wrong with it."""
    if fault := _fault(text):
        raise ValueError(f"{text!r} is not a repository's name: it {fault}; use a name that `status` prints")
    return text


def assign(
    candidates: Iterable[Candidate], known: Mapping[bytes, str], taken: Iterable[str] = ()
) -> dict[bytes, str]:
    """Give every path a slug of its own, the same whatever order they come in; sorted by path.

    ``known`` holds the slugs of earlier audits: one stands as long as the remote still gives its base, so a
    second clone never renames the first; without a remote it always stands, from whichever root one looks.
    Of several new clones the one whose folder has the repository's name gets the plain slug, then the
    shortest path, then the first; the others get ``slug@path below the root``. Slugs that differ only in
    case count as one. Nobody gets a ``taken`` one: it belongs to a repository that is not among the
    candidates.
    """
    unique = {candidate.path: candidate for candidate in sorted(candidates, key=_whole)}
    wishes = sorted(map(_wish, unique.values()), key=lambda wish: wish.rank)
    register = _Register(taken=set(map(_fold, taken)))
    for wish in wishes:
        register.claim(wish, _remembered(wish, known.get(wish.path)))
    for wish in wishes:
        register.claim(wish, wish.base)
    for wish in wishes:
        register.settle(wish)
    return dict(sorted(register.given.items()))


@dataclass(frozen=True, slots=True)
class _Wish:
    """The slugs a candidate would take: the plain one, else the one that says where it lies."""

    path: bytes
    base: str
    placed: str
    keeps: bool
    rank: tuple[bool, int, bytes]

    def told_apart(self, attempt: int) -> str:
        """The slug with a digest of its path, another one at each attempt."""
        digest = hashlib.sha256(b"%d\0%b" % (attempt, self.path)).hexdigest()
        return _shorten(f"{self.placed}~{digest[:8]}")


@dataclass(slots=True)
class _Register:
    given: dict[bytes, str] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)

    def claim(self, wish: _Wish, slug: str | None) -> bool:
        """Give the slug unless somebody has it, or this candidate has one."""
        if slug is None or wish.path in self.given or _fold(slug) in self.taken:
            return False
        self.given[wish.path] = slug
        self.taken.add(_fold(slug))
        return True

    def settle(self, wish: _Wish) -> None:
        """Give the slug that says where the candidate lies, with a digest of its path if need be."""
        if wish.path in self.given or self.claim(wish, wish.placed):
            return
        next(attempt for attempt in count() if self.claim(wish, wish.told_apart(attempt)))


def _whole(candidate: Candidate) -> tuple[bytes, str, str, bool]:
    return candidate.path, candidate.relative, candidate.url or "", candidate.unread


def _wish(candidate: Candidate) -> _Wish:
    folder = candidate.path.rstrip(b"/").rpartition(b"/")[2].decode("utf-8", "surrogateescape")
    below = slug_from_path(folder if candidate.relative in {"", "."} else candidate.relative)
    base = (candidate.url and slug_from_url(candidate.url)) or below
    named = _fold(_piece(folder.removesuffix(".git") or folder or ".")) == _fold(basename(base))
    rank = (not named, len(candidate.path), candidate.path)
    keeps = candidate.unread or candidate.url is None
    return _Wish(candidate.path, base, _shorten(f"{base}@{below}"), keeps, rank)


def _remembered(wish: _Wish, slug: str | None) -> str | None:
    if slug is None or _fault(slug):
        return None
    own = {_fold(wish.base), _fold(wish.placed), _fold(wish.told_apart(0))}
    stands = wish.keeps or _fold(slug) in own or _fold(slug).startswith(f"{_fold(wish.base)}@")
    return slug if stands else None


def _fold(slug: str) -> str:
    return unicodedata.normalize("NFC", slug.casefold())


def _join(parts: Iterable[str]) -> str:
    return _shorten("/".join(_piece(part) for part in parts))


def _piece(text: str) -> str:
    """One component of a slug."""
    normal = unicodedata.normalize("NFC", text)
    encoded = "".join(_escape(char) if _special(char) else char for char in normal)
    encoded = _DOTS.sub(lambda dots: "%2E" * len(dots[0]), encoded)
    if encoded in {".", ".."}:
        return "%2E" * len(encoded)
    if _dangling(encoded[0]):
        encoded = _escape(encoded[0]) + encoded[1:]
    if encoded[-1] in ". ":
        encoded = encoded[:-1] + _escape(encoded[-1])
    if unicodedata.is_normalized("NFC", encoded):
        return encoded
    return "".join(char if char.isascii() else _escape(char) for char in encoded)


def _special(char: str) -> bool:
    return char in _RESERVED or (not (" " <= char <= "~") and _unseen(char))


def _unseen(char: str) -> bool:
    category = unicodedata.category(char)
    return category in _HIDDEN or category == "Zs"


def _dangling(char: str) -> bool:
    """Whether no component begins with this: an option's dash, a space, a mark that needs a letter first."""
    return char in "- " or unicodedata.category(char).startswith("M")


def _escape(char: str) -> str:
    if "\udc80" <= char <= "\udcff":  # a byte that was not UTF-8 (PEP 383)
        return f"%{ord(char) - 0xDC00:02X}"
    return "".join(f"%{byte:02X}" for byte in char.encode("utf-8", "surrogatepass"))


def _shorten(slug: str) -> str:
    raw = slug.encode()
    if len(raw) <= LIMIT:
        return slug
    kept = raw[: LIMIT - _DIGEST - 1].decode("utf-8", "ignore")
    return f"{_CUT_ESCAPE.sub('', kept)}~{hashlib.sha256(raw).hexdigest()[:_DIGEST]}"


def _fault(text: str) -> str | None:
    if any(_special(char) for char in text.replace("%", "")) or _BAD_ESCAPE.search(text):
        return "has a character that is not allowed or not percent-encoded"
    if len(text.encode()) > LIMIT:
        return f"is longer than {LIMIT} bytes"
    if "..." in text:
        return "has three dots, which mark a range"
    if not unicodedata.is_normalized("NFC", text):
        return "is not in Unicode's normal form C"
    faults = (_fault_of_piece(piece) for piece in text.split("/"))
    return next((fault for fault in faults if fault), None)


def _fault_of_piece(piece: str) -> str | None:
    if piece in {"", ".", ".."}:
        return f"has {piece!r} between its slashes"
    if _dangling(piece[0]):
        return f"has a component that begins with {piece[0]!r}"
    return f"has a component that ends with {piece[-1]!r}" if piece[-1] in ". " else None
