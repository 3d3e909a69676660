"""Files of a work tree, swapped so that none is ever half of one and half of another.

Every folder on the way is opened without following links. New content is written beside its place and synced;
then the old file gets a second name and the new one takes its place in one rename. So undoing needs no space.
"""

import errno
import hashlib
import os
import stat
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress

from gitops_assets.core.templates.acts import Step
from gitops_assets.core.templates.model import Content
from resources.git.inside import encoded, stat_inside
from resources.templates.checkout import working

FOLDER_STEP = "folder"
FILE_STEP = "file"

Pause = Callable[[str], None]
"""Told of every step before it is taken; what it raises ends the work, which is then undone."""

Bodies = Callable[[Step], Content | None]
"""What a backup has of a step's file."""

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC | os.O_NOFOLLOW
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC


class Moved(OSError):  # noqa: N818 - reads as the sentence it is
    """A file is not any more what was planned on."""


def mark(content: Content | None) -> str | None:
    """What a file is known by in the journal: its kind and the digest of what is in it."""
    if content is None:
        return None
    kind = "link" if content.link else "exec" if content.executable else "file"
    return f"{kind} {hashlib.sha256(content.body).hexdigest()}"


def found(root: bytes, path: str) -> str | None:
    """The mark of what stands there now; ``other`` for a folder, or what cannot be read."""
    there = working(root, [path])
    return "other" if path in there.blocked else mark(there.files.get(path))


def with_mode(root: bytes, path: str, known: str | None) -> str | None:
    """A mark with the permissions that the file has now."""
    info = stat_inside(root, path)
    return known if known is None or info is None else f"{known} {stat.S_IMODE(info.st_mode):o}"


def bare(known: str | None) -> str | None:
    """A mark without permissions."""
    return None if known is None else " ".join(known.split(" ")[:2])


def permissions(known: str | None) -> int | None:
    """The permissions that a mark names."""
    words = (known or "").split(" ")
    return int(words[2], 8) if len(words) > 2 else None


@contextmanager
def holder(root: bytes, path: str) -> Iterator[tuple[int, bytes]]:
    """The opened folder that holds a path, and the last name in it; a link on the way raises."""
    *folders, name = encoded(path).split(b"/")
    at = os.open(root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        for folder in folders:
            above, at = at, os.open(folder, _FOLDER, dir_fd=at)
            os.close(above)
        yield at, name
    finally:
        os.close(at)


class Swap:
    """The steps of one application in one work tree. ``name`` tells its files from those of others."""

    def __init__(self, root: bytes, name: str, steps: Sequence[Step], pause: Pause) -> None:
        self.root = root
        self.name = name
        self.pause = pause
        self.folders = [step for step in steps if step.step == FOLDER_STEP]
        self.files = [step for step in steps if step.step == FILE_STEP]

    def write(self, contents: dict[str, Content | None]) -> None:
        """Take every step and look whether it is as it should be; raises ``OSError``, then undo."""
        for step in self.folders:
            self.pause(f"folder {step.path}")
            with holder(self.root, step.path) as (at, name), suppress(FileExistsError):
                os.mkdir(name, dir_fd=at)
        for step in self.files:
            if (content := contents[step.path]) is not None:
                self.pause(f"stage {step.path}")
                self._stage(step, content)
        for step in self.files:
            self.pause(f"keep {step.path}")
            self._keep(step)
        for step in self.files:
            self.pause(f"swap {step.path}")
            self._swap(step)
        self._sync()
        for step in self.files:
            self.pause(f"verify {step.path}")
            self._verify(step)

    def settle(self) -> None:
        """Take away what was only needed for undoing."""
        for step in self.files:
            self.pause(f"settle {step.path}")
            self._drop(step)

    def stands(self) -> bool:
        """Whether every step was taken."""
        return all(found(self.root, step.path) == step.after for step in self.files)

    def edited(self) -> list[str]:
        """The paths that are neither as they were before nor as the template made them."""
        return [
            step.path
            for step in self.files
            if found(self.root, step.path) not in {bare(step.before), step.after}
        ]

    def undo(self, bodies: Bodies, *, force: bool = False) -> list[str]:
        """Put all back as it was; the paths that were left alone because somebody edited them since."""
        left = []
        for step in reversed(self.files):
            self.pause(f"undo {step.path}")
            now = found(self.root, step.path)
            if now != bare(step.before):
                if now != step.after and not force:
                    left.append(step.path)
                else:
                    self._restore(step, bodies)
            self._drop(step)
        for step in reversed(self.folders):
            with suppress(OSError), holder(self.root, step.path) as (at, name):
                os.rmdir(name, dir_fd=at)
        return left

    def _names(self, step: Step) -> tuple[bytes, bytes]:
        return (f".{self.name}-{step.seq}.new".encode(), f".{self.name}-{step.seq}.old".encode())

    def _stage(self, step: Step, content: Content) -> None:
        new, _ = self._names(step)
        mode = permissions(step.before) if bare(step.before) else None
        with holder(self.root, step.path) as (at, _name):
            with suppress(FileNotFoundError):
                os.unlink(new, dir_fd=at)
            _fill(at, new, content, mode)

    def _keep(self, step: Step) -> None:
        """Give the old file its second name, and see that it is what was planned on."""
        if step.before is None:
            return
        _, old = self._names(step)
        with holder(self.root, step.path) as (at, name):
            os.link(name, old, src_dir_fd=at, dst_dir_fd=at, follow_symlinks=False)
        self._demand(step)

    def _demand(self, step: Step) -> None:
        if step.before is not None and found(self.root, self._old(step)) != bare(step.before):
            raise Moved(errno.EBUSY, "was changed while the template was applied", step.path)

    def _swap(self, step: Step) -> None:
        new, _ = self._names(step)
        if found(self.root, step.path) != bare(step.before):
            raise Moved(errno.EBUSY, "was changed while the template was applied", step.path)
        with holder(self.root, step.path) as (at, name):
            if step.after is None:
                os.unlink(name, dir_fd=at)
            elif step.before is None:
                # A second name, not a rename: it fails where somebody made a file in between.
                os.link(new, name, src_dir_fd=at, dst_dir_fd=at, follow_symlinks=False)
                os.unlink(new, dir_fd=at)
            else:
                os.replace(new, name, src_dir_fd=at, dst_dir_fd=at)

    def _verify(self, step: Step) -> None:
        if found(self.root, step.path) != step.after:
            raise Moved(errno.EBUSY, "is not what was written", step.path)
        self._demand(step)

    def _restore(self, step: Step, bodies: Bodies) -> None:
        new, old = self._names(step)
        with holder(self.root, step.path) as (at, name):
            if step.before is None:
                os.unlink(name, dir_fd=at)
                return
            if found(self.root, self._old(step)) is not None:
                os.replace(old, name, src_dir_fd=at, dst_dir_fd=at)
                return
            content = bodies(step)
            if content is None:
                raise Moved(errno.ENOENT, "is not in the backup", step.path)
            with suppress(FileNotFoundError):
                os.unlink(new, dir_fd=at)
            _fill(at, new, content, permissions(step.before), exact=True)
            os.replace(new, name, src_dir_fd=at, dst_dir_fd=at)

    def _drop(self, step: Step) -> None:
        with suppress(OSError), holder(self.root, step.path) as (at, _):
            for name in self._names(step):
                with suppress(FileNotFoundError):
                    os.unlink(name, dir_fd=at)

    def _old(self, step: Step) -> str:
        above, slash, _ = step.path.rpartition("/")
        return f"{above}{slash}{self._names(step)[1].decode()}"

    def _sync(self) -> None:
        for path in {step.path.rpartition("/")[0]: step.path for step in self.files}.values():
            with holder(self.root, path) as (at, _):
                os.fsync(at)


def _fill(at: int, name: bytes, content: Content, mode: int | None, *, exact: bool = False) -> None:
    if content.link:
        os.symlink(content.body, name, dir_fd=at)
        return
    file = os.open(name, _NEW, 0o777 if content.executable else 0o666, dir_fd=at)
    with os.fdopen(file, "wb") as stream:
        if mode is not None:
            os.fchmod(file, mode if exact else _fitting(mode, executable=content.executable))
        stream.write(content.body)
        stream.flush()
        os.fsync(file)


def _fitting(mode: int, *, executable: bool) -> int:
    """The permissions of a file as they were, whoever may read it may run it, or nobody."""
    return mode & ~0o111 | ((mode & 0o444) >> 2 if executable else 0)
