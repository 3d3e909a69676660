"""Reading a folder's files so that no link leads out of it: every step is opened without following."""

import contextlib
import errno
import hashlib
import os
import stat
from collections.abc import Iterator

from gitops_assets.core.tree import Blob, Unread, too_large

HASH_LIMIT = 1 << 29
"""Bytes of a file that are hashed; a larger one has no object id here."""

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_CHUNK = 1 << 20
_WHY = {
    errno.ENOENT: "is gone",
    errno.ENOTDIR: "lies behind a link or a file",
    errno.ELOOP: "lies behind a link",
    errno.EISDIR: "is a folder now",
}


def read_inside(root: bytes, path: str, limit: int) -> Blob | Unread:
    """A file's content, or a link's target as text; never anything outside ``root``."""
    try:
        with _standing(root, path) as (folder, name, info):
            if stat.S_ISLNK(info.st_mode):
                return Blob(path, os.readlink(name, dir_fd=folder), link=True)
            with _opened(name, folder) as file:
                return _whole(path, file, limit)
    except OSError as error:
        return Unread(path, _why(error))


def hash_inside(root: bytes, path: str, algorithm: str) -> str | Unread:
    """The id that git would give the file as it stands (git-hash-object(1), ``--no-filters``)."""
    try:
        with _standing(root, path) as (folder, name, info):
            if stat.S_ISLNK(info.st_mode):
                target = os.readlink(name, dir_fd=folder)
                blob = b"blob %d\0%b" % (len(target), target)
                return hashlib.new(algorithm, blob, usedforsecurity=False).hexdigest()
            with _opened(name, folder) as file:
                return _hash(path, file, algorithm)
    except OSError as error:
        return Unread(path, _why(error))


def stat_inside(root: bytes, path: str) -> os.stat_result | None:
    """What stands at a path, links not followed; None when nothing does."""
    try:
        with _standing(root, path) as (_, _, info):
            return info
    except OSError:
        return None


def encoded(path: str) -> bytes:
    """A tree's path as the bytes on disk."""
    return path.encode("utf-8", "surrogateescape")


@contextlib.contextmanager
def _standing(root: bytes, path: str) -> Iterator[tuple[int, bytes, os.stat_result]]:
    """The folder that holds the path, the last name in it, and what that is."""
    *folders, name = encoded(path).split(b"/")
    at = os.open(root, _FOLDER)
    try:
        for folder in folders:
            above, at = at, os.open(folder, _FOLDER | os.O_NOFOLLOW, dir_fd=at)
            os.close(above)
        yield at, name, os.stat(name, dir_fd=at, follow_symlinks=False)
    finally:
        os.close(at)


@contextlib.contextmanager
def _opened(name: bytes, folder: int) -> Iterator[int]:
    """A regular file; a pipe or device is refused, since opening one may already do something."""
    _demand_file(os.stat(name, dir_fd=folder, follow_symlinks=False))
    file = os.open(name, _FILE, dir_fd=folder)
    try:
        _demand_file(os.fstat(file))
        yield file
    finally:
        os.close(file)


def _demand_file(info: os.stat_result) -> None:
    if stat.S_ISDIR(info.st_mode):
        raise IsADirectoryError(errno.EISDIR, "is a folder")
    if not stat.S_ISREG(info.st_mode):
        raise OSError(errno.EINVAL, "it is a pipe, a socket or a device")


def _whole(path: str, file: int, limit: int) -> Blob | Unread:
    size = os.fstat(file).st_size
    if size > limit:
        return too_large(path, size, limit)
    with open(file, "rb", closefd=False) as stream:
        body = stream.read(limit + 1)
    return Blob(path, body) if len(body) <= limit else too_large(path, len(body), limit)


def _hash(path: str, file: int, algorithm: str) -> str | Unread:
    size = os.fstat(file).st_size
    if size > HASH_LIMIT:
        return too_large(path, size, HASH_LIMIT)
    digest = hashlib.new(algorithm, b"blob %d\0" % size, usedforsecurity=False)
    read = 0
    while read <= size and (chunk := os.read(file, _CHUNK)):
        digest.update(chunk)
        read += len(chunk)
    return digest.hexdigest() if read == size else Unread(path, "changed while it was read")


def _why(error: OSError) -> str:
    text = error.strerror or str(error)
    return _WHY.get(error.errno or 0, f"cannot be read: {text[:1].lower()}{text[1:]}")
