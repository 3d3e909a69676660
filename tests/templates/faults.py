"""What a process does to the world, counted as it does it, and cut off or refused at one of them.

Python tells an audit hook of what changes files and of every process that is started (PEP 578); SQLAlchemy
tells of commits. So whatever the code learns to write is tried too, without anybody listing it.
"""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import Engine

Deed = Callable[[], None]
Fate = Callable[[str], None]

_CHANGES = frozenset(
    f"os.{name}"
    for name in ("rename", "link", "remove", "mkdir", "rmdir", "symlink", "chmod", "truncate", "utime")
)
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
_GIT_READS = {"rev-parse", "cat-file", "ls-tree", "ls-files", "merge-base", "status", "worktree", "config"}
_GIT_READS |= {"check-ref-format", "version"}


def killed(_: str) -> None:
    """What happens: the process is gone, with no chance to tidy up."""
    os.kill(os.getpid(), signal.SIGKILL)


def refused(code: int) -> Fate:
    """What happens: the operating system says no."""

    def fate(what: str) -> None:
        raise OSError(code, os.strerror(code), what)

    return fate


def cut_off(deed: Deed, number: int, fate: Fate = killed) -> str:
    """Do it in a child whose change of that number meets its fate; which that was, or nothing."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _child(deed, number, fate, writing)
    os.close(writing)
    with os.fdopen(reading) as told:
        what = told.read()
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0, what
    return what


def _child(deed: Deed, number: int, fate: Fate, writing: int) -> None:
    seen = 0

    def change(what: str) -> None:
        nonlocal seen
        seen += 1
        if seen == number + 1:
            os.write(writing, what.encode())
            fate(what)

    def heard(event: str, arguments: tuple[object, ...]) -> None:
        if what := _changed(event, arguments):
            change(what)

    sys.addaudithook(heard)
    sa.event.listen(Engine, "commit", lambda _: change("commit of the store"))
    try:
        deed()
    except BaseException as error:  # noqa: BLE001 - a child must never return into the tests of its parent
        os.write(writing, f"\n{type(error).__name__}: {error}".encode())
        os._exit(1)
    os._exit(0)


def _changed(event: str, arguments: tuple[object, ...]) -> str:
    if event in _CHANGES:
        return f"{event} {arguments[0]!r}"
    if event == "open":
        path, _, flags = arguments
        ours = isinstance(path, str | bytes) and not os.fsdecode(path).startswith(("/dev/", "/proc/"))
        writes = isinstance(flags, int) and flags & _WRITING
        return f"open {path!r}" if ours and writes and ".lock" not in str(path) else ""
    if event == "subprocess.Popen":
        words = arguments[1]
        assert isinstance(words, list)
        return "" if words[1] in _GIT_READS else f"git {words[1]}"
    return ""


def each_change(
    deed: Deed, again: Deed, fate: Fate = killed, *, start: int = 0, step: int = 1
) -> Iterator[tuple[int, str]]:
    """Meet that fate at the first change, at the second ...; ``again`` makes the world as it was before."""
    number = start
    while True:
        again()
        what = cut_off(deed, number, fate)
        if not what:
            return
        yield number, what
        number += step


def files(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Every file outside of git's own folder, with its mode."""
    return {
        str(path.relative_to(folder)): (
            bytes(path.readlink()) if path.is_symlink() else path.read_bytes(),
            path.lstat().st_mode,
        )
        for path in sorted(folder.rglob("*"))
        if (path.is_file() or path.is_symlink()) and ".git" not in path.relative_to(folder).parts
    }
