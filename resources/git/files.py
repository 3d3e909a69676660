"""Reading git's own small files: never a link out, never a pipe, never more than a limit."""

import errno
import os
import stat

LIMIT = 1 << 20
"""Bytes; a git configuration or ref file beyond this is refused rather than read."""

_FLAGS = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


class Refused(Exception):  # noqa: N818 - the message is the reason shown to people
    """A file that is not what git would write there; the message says which and why."""


def read_small(path: bytes, limit: int = LIMIT) -> bytes | None:
    """The whole file, or None when there is none; raises :class:`Refused` for a link, a pipe or a huge one.

    Opened without blocking, so that a FIFO put in the place of a file cannot hold the audit.
    """
    name = os.fsdecode(os.path.basename(path))
    try:
        descriptor = os.open(path, _FLAGS)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        why = " is a link" if error.errno == errno.ELOOP else f": {error.strerror}"
        raise Refused(f"{name}{why}") from None
    try:
        info = os.fstat(descriptor)
        if not stat.S_ISREG(info.st_mode):
            if stat.S_ISDIR(info.st_mode):
                return None
            raise Refused(f"{name} is not a regular file")
        if info.st_size > limit:
            raise Refused(f"{name} has {info.st_size:,} bytes, more than {limit:,}")
        return os.read(descriptor, limit)
    finally:
        os.close(descriptor)


def peek(path: bytes, limit: int = 1 << 16) -> bytes | None:
    """A regular file's first bytes, never through a link nor waiting on a pipe; None if there is none."""
    try:
        descriptor = os.open(path, _FLAGS)
    except OSError:
        return None
    try:
        return os.read(descriptor, limit) if stat.S_ISREG(os.fstat(descriptor).st_mode) else None
    except OSError:
        return None
    finally:
        os.close(descriptor)


def read_tail(path: bytes, size: int = 4096) -> bytes:
    """The last bytes of a regular file, never through a link; empty when there is none."""
    try:
        descriptor = os.open(path, _FLAGS)
    except OSError:
        return b""
    try:
        info = os.fstat(descriptor)
        if not stat.S_ISREG(info.st_mode):
            return b""
        return os.pread(descriptor, size, max(0, info.st_size - size))
    finally:
        os.close(descriptor)
