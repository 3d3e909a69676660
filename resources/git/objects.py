"""When a commit was made, read straight from the object database.

A spawn of git for this would cost half a status, and gitdb keeps one unlocked table of mapped files for
all threads. Only whole commits are read, loose or packed; deltas, alternates and sha256 are left to git.
Formats: gitrepository-layout(5), gitformat-pack(5).
"""

import os
import re
import zlib
from bisect import bisect_left

from resources.git.files import peek

_COMMITTER = re.compile(rb"^committer .*> (\d+) [+-]\d{4}$", re.MULTILINE)
_COMMIT = 1
_FLAGS = os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC
_HEADER = 8 + 256 * 4
_ROW = 20 + 4 + 4  # of a pack index: name, checksum, offset


def commit_time(objects: bytes, oid: str) -> int | None:
    """Committer time of a commit in epoch seconds; None when it is not found here in a simple form."""
    try:
        body = _loose(objects, oid) or _packed(objects, bytes.fromhex(oid))
    except (OSError, ValueError, zlib.error, IndexError):
        return None
    match = _COMMITTER.search(body or b"")
    return int(match.group(1)) if match else None


def _loose(objects: bytes, oid: str) -> bytes | None:
    packed = peek(os.path.join(objects, oid[:2].encode(), oid[2:].encode()), 16_384)
    if packed is None:
        return None
    body = zlib.decompressobj().decompress(packed, 65_536)
    return body if body.startswith(b"commit ") else None


def _packed(objects: bytes, oid: bytes) -> bytes | None:
    folder = os.path.join(objects, b"pack")
    for name in sorted(os.listdir(folder)):
        if name.endswith(b".idx"):
            offset = _offset(os.path.join(folder, name), oid)
            if offset is not None:
                return _entry(os.path.join(folder, name[:-4] + b".pack"), offset)
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


def _entry(pack: bytes, offset: int) -> bytes | None:
    descriptor = os.open(pack, _FLAGS)
    try:
        chunk = os.pread(descriptor, 16_384, offset)
    finally:
        os.close(descriptor)
    if (chunk[0] >> 4) & 7 != _COMMIT:
        return None
    start = next(i for i, byte in enumerate(chunk) if byte < 0x80) + 1
    return zlib.decompressobj().decompress(chunk[start:], 65_536)
