"""Two names of one folder trade places, so that what stood there last is kept, whoever wrote it."""

import ctypes
import errno
import os
import sys
from functools import lru_cache
from typing import Any

_EXCHANGE = 2
"""RENAME_EXCHANGE of renameat2(2)."""

_CANNOT = frozenset({errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EPERM})
"""What a kernel or a file system says that does not know how; EPERM is a sandbox's answer."""


def trade(at: int, fresh: bytes, name: bytes, aside: bytes) -> None:
    """Put the file ``fresh`` where ``name`` is; what stood there is ``fresh`` then, or ``aside``.

    Nobody ever misses the file, except on file systems that cannot exchange names: there it is away for the
    moment between two system calls, and who makes it anew in between gets ``FileExistsError`` raised here.
    """
    if exchanged(at, fresh, name):
        return
    os.rename(name, aside, src_dir_fd=at, dst_dir_fd=at)
    appear(at, fresh, name)


def appear(at: int, fresh: bytes, name: bytes) -> None:
    """Move a file to a name that nothing has; raises ``FileExistsError``, which a rename would not."""
    os.link(fresh, name, src_dir_fd=at, dst_dir_fd=at, follow_symlinks=False)
    os.unlink(fresh, dir_fd=at)


def exchanged(at: int, one: bytes, other: bytes) -> bool:
    """Exchange two names in one step; False, and nothing done, where that is not possible."""
    call = _renameat2()
    if call is None:
        return False
    # As a rename of Python's own would: who listens to what is done to files hears of it.
    sys.audit("os.rename", one, other, at, at)
    if call(at, one, at, other, _EXCHANGE) == 0:
        return True
    code = ctypes.get_errno()
    if code in _CANNOT:
        return False
    raise OSError(code, os.strerror(code), os.fsdecode(other))


@lru_cache(maxsize=1)
def _renameat2() -> Any | None:  # noqa: ANN401 - ctypes has no better word for a function
    return getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
