"""Reading git's own small files: never a link out, never a pipe, never more than a limit."""

import os
import stat

LIMIT = 1 << 20
"""Bytes; a git configuration or ref file beyond this is refused rather than read."""


class Refused(Exception):  # noqa: N818 - the message is the reason shown to people
    """A file that is not what git would write there; the message says which and why."""


def read_small(path: bytes, limit: int = LIMIT) -> bytes | None:
    """The whole file, or None when there is none; raises :class:`Refused` for a pipe or one beyond the limit.

    Opened without blocking, so that a FIFO put in the place of a file cannot hold the audit.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise Refused(f"{os.fsdecode(os.path.basename(path))}: {error.strerror}") from None
    try:
        info = os.fstat(descriptor)
        if not stat.S_ISREG(info.st_mode):
            if stat.S_ISDIR(info.st_mode):
                return None
            raise Refused(f"{os.fsdecode(os.path.basename(path))} is not a regular file")
        if info.st_size > limit:
            raise Refused(
                f"{os.fsdecode(os.path.basename(path))} has {info.st_size:,} bytes, more than {limit:,}"
            )
        return os.read(descriptor, limit)
    finally:
        os.close(descriptor)


def peek(path: bytes, limit: int = 1 << 16) -> bytes | None:
    """A regular file's first bytes, never through a link nor waiting on a pipe; None if there is none."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        return os.read(descriptor, limit) if stat.S_ISREG(os.fstat(descriptor).st_mode) else None
    except OSError:
        return None
    finally:
        os.close(descriptor)


def read_tail(path: bytes, size: int = 4096) -> bytes:
    """The last bytes of a regular file; empty when there is none."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return b""
    try:
        info = os.fstat(descriptor)
        if not stat.S_ISREG(info.st_mode):
            return b""
        return os.pread(descriptor, size, max(0, info.st_size - size))
    finally:
        os.close(descriptor)
