"""A template that lies in a plain folder: its files, and the digest that names what they are."""

import hashlib
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from gitops_assets.core.templates.model import Content, Files
from resources.templates.errors import SourceUnreadable

MOST_FILES = 10_000
MOST_BYTES = 64 << 20
"""Bytes of all files of a template together."""

_PASSED_OVER = frozenset({".git", "__pycache__", ".DS_Store"})


def folder_files(folder: Path) -> Files:
    """Everything in a folder but git's own; links are not followed. Raises :class:`SourceUnreadable`."""
    found: dict[str, Content] = {}
    size = 0
    try:
        for path in _walked(folder):
            content = _content(path)
            size += len(content.body)
            found[path.relative_to(folder).as_posix()] = content
            if len(found) > MOST_FILES or size > MOST_BYTES:
                raise SourceUnreadable(too_large(str(folder)))
    except OSError as error:
        raise SourceUnreadable(
            f"the template's folder {folder} cannot be read ({error.strerror}); name another."
        ) from None
    return found


def too_large(where: str) -> str:
    """Why a template is refused for its size."""
    return (
        f"the template {where} is larger than {MOST_FILES:,} files or {MOST_BYTES >> 20} MB; "
        "keep in it only what is to be rendered."
    )


def digest_of(files: Files) -> str:
    """What a set of files is known by: the SHA-256 over paths, kinds and contents."""
    digest = hashlib.sha256()
    for path, content in sorted(files.items()):
        kind = b"l" if content.link else b"x" if content.executable else b"f"
        digest.update(b"%s%d %s\0%d\0" % (kind, len(os.fsencode(path)), os.fsencode(path), len(content.body)))
        digest.update(content.body)
    return digest.hexdigest()


def _walked(folder: Path) -> Iterator[Path]:
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        if entry.name in _PASSED_OVER:
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _walked(Path(entry.path))
        elif entry.is_symlink() or entry.is_file(follow_symlinks=False):
            yield Path(entry.path)


def _content(path: Path) -> Content:
    if path.is_symlink():
        return Content(os.fsencode(path.readlink()), link=True)
    info = path.stat()
    if info.st_size > MOST_BYTES:
        raise SourceUnreadable(too_large(str(path)))
    return Content(path.read_bytes(), executable=bool(info.st_mode & stat.S_IXUSR))
