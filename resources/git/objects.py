"""Small objects, such as commits and most folders, read straight from the object database.

A spawn of git for one would cost half a status, and gitdb keeps one unlocked table of mapped files for all
threads. Only whole objects are read, loose or packed; deltas, alternates and sha256 are left to git.
Formats: gitrepository-layout(5), gitformat-pack(5).
"""

import hashlib
import os
import re
import zlib
from bisect import bisect_left

from resources.git.files import peek

_COMMITTER = re.compile(rb"^committer .*> (\d+) [+-]\d{4}$", re.MULTILINE)
_TREE = re.compile(rb"tree ([0-9a-f]{40})\n")
_KINDS = {b"commit": 1, b"tree": 2}
_DIGITS = 40  # of a sha1
_COMPRESSED, _WHOLE = 16_384, 65_536  # bytes of an object that are read
_FLAGS = os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC
_HEADER = 8 + 256 * 4
_ROW = 20 + 4 + 4  # of a pack index: name, checksum, offset


def commit_time(objects: bytes, oid: str) -> int | None:
    """Committer time of a commit in epoch seconds; None when it is not found here in a simple form."""
    match = _COMMITTER.search(_found(objects, oid, b"commit") or b"")
    return int(match.group(1)) if match else None


def tree_of(objects: bytes, commit: str) -> str | None:
    """The id of a commit's tree; None when the commit is not found here in a simple form."""
    match = _TREE.match(content(objects, commit, b"commit") or b"")
    return match.group(1).decode() if match else None


def content(objects: bytes, oid: str, kind: bytes) -> bytes | None:
    """A commit's or tree's content; None when it is not here in a simple form, or is not what its id says."""
    body = _found(objects, oid, kind)
    return body if body is not None and is_named(oid, kind, body) else None


def is_named(oid: str, kind: bytes, body: bytes) -> bool:
    """Whether an object with this content has this id; 40 digits are of sha1, 64 of sha256."""
    return oid == name_of(kind, body, "sha1" if len(oid) == _DIGITS else "sha256")


def name_of(kind: bytes, body: bytes, algorithm: str = "sha1") -> str:
    """The id of an object with this content."""
    whole = b"%b %d\0%b" % (kind, len(body), body)
    return hashlib.new(algorithm, whole, usedforsecurity=False).hexdigest()


def is_partial(objects: bytes) -> bool:
    """Whether objects are left out on purpose, to be fetched when needed (.promisor packs)."""
    try:
        return any(name.endswith(b".promisor") for name in os.listdir(os.path.join(objects, b"pack")))
    except OSError:
        return False


def _found(objects: bytes, oid: str, kind: bytes) -> bytes | None:
    try:
        body = _loose(objects, oid, kind)
        return _packed(objects, bytes.fromhex(oid), kind) if body is None else body
    except (OSError, ValueError, zlib.error, IndexError):
        return None


def _loose(objects: bytes, oid: str, kind: bytes) -> bytes | None:
    packed = peek(os.path.join(objects, oid[:2].encode(), oid[2:].encode()), _COMPRESSED)
    if packed is None:
        return None
    header, _, body = zlib.decompressobj().decompress(packed, _WHOLE).partition(b"\0")
    return body if header.startswith(kind + b" ") else None


def _packed(objects: bytes, oid: bytes, kind: bytes) -> bytes | None:
    folder = os.path.join(objects, b"pack")
    for name in sorted(os.listdir(folder)):
        if name.endswith(b".idx"):
            offset = _offset(os.path.join(folder, name), oid)
            if offset is not None:
                return _entry(os.path.join(folder, name[:-4] + b".pack"), offset, kind)
    return None


def _offset(index: bytes, oid: bytes) -> int | None:
    """Where the pack holds the object, from a version 2 index: fanout, sorted names, checksums, offsets.

    None as well for an index that claims more objects than its size has room for: it is forged or torn.
    """
    descriptor = os.open(index, _FLAGS)
    try:
        header = os.pread(descriptor, _HEADER, 0)
        if header[:8] != b"\xfftOc\x00\x00\x00\x02":
            return None
        fanout = [int.from_bytes(header[8 + 4 * i : 12 + 4 * i]) for i in (oid[0] - 1, oid[0], 255)]
        low, high, total = (fanout[0] if oid[0] else 0), fanout[1], fanout[2]
        if not low <= high <= total <= (os.fstat(descriptor).st_size - _HEADER) // _ROW:
            return None
        names = os.pread(descriptor, (high - low) * 20, _HEADER + low * 20)
        position = bisect_left(range(high - low), oid, key=lambda i: names[i * 20 : i * 20 + 20])
        if names[position * 20 : position * 20 + 20] != oid:
            return None
        at = _HEADER + total * 24 + (low + position) * 4
        offset = int.from_bytes(os.pread(descriptor, 4, at))
        if offset < 1 << 31:
            return offset
        return int.from_bytes(os.pread(descriptor, 8, _HEADER + total * _ROW + (offset & 0x7FFFFFFF) * 8))
    finally:
        os.close(descriptor)


def _entry(pack: bytes, offset: int, kind: bytes) -> bytes | None:
    descriptor = os.open(pack, _FLAGS)
    try:
        chunk = os.pread(descriptor, _COMPRESSED, offset)
    finally:
        os.close(descriptor)
    if (chunk[0] >> 4) & 7 != _KINDS[kind]:
        return None
    start = next(i for i, byte in enumerate(chunk) if byte < 0x80) + 1
    return zlib.decompressobj().decompress(chunk[start:], _WHOLE)
