"""Files of a work tree, swapped so that none is ever half of one and half of another.

Every folder on the way is opened without following links. New content is written beside its place and synced;
then the old file gets a second name and the new one trades places with it. So undoing needs no space, and
what a user saved in the very moment of the trade lies beside the file: it is put back, and the work fails.

An application's own files are named after it: ``part`` is being written, ``new`` is to take the place,
``old`` is the second name, ``was`` and ``gone`` are what was moved away. One that holds neither what was
before nor what shall be is a user's.
"""

import errno
import hashlib
import os
import stat
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress

from gitops_assets.core.templates.acts import Step
from gitops_assets.core.templates.model import Content
from resources.git.inside import encoded, stat_inside
from resources.templates.checkout import working
from resources.templates.trading import appear, trade

FOLDER_STEP = "folder"
FILE_STEP = "file"

Pause = Callable[[str], None]
"""Told of every step before it is taken; what it raises ends the work, which is then undone."""

Bodies = Callable[[Step], Content | None]
"""What a backup has of a step's file."""

_KEPT = ("new", "old", "was", "gone")

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

    def settle(self) -> list[str]:
        """Take away what was only needed for undoing; the paths that hold a user's lines, and stay."""
        kept = []
        for step in self.files:
            self.pause(f"settle {step.path}")
            kept += self._drop(step)
        return kept

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

    def undo(self, bodies: Bodies, *, saved: Mapping[str, str] | None = None) -> list[str]:
        """Put all back as it was; the paths that were left alone because somebody edited them since.

        ``saved`` has the marks, by path, of edits that are kept elsewhere and may be overwritten.
        """
        left = []
        for step in reversed(self.files):
            self.pause(f"undo {step.path}")
            mine = {step.after, bare(step.before), (saved or {}).get(step.path)}
            self._put_back(step, mine)
            now = found(self.root, step.path)
            if now != bare(step.before) and now in {*mine, None}:
                self._restore(step, bodies)
                self._put_back(step, mine)
            kept = self._drop(step, mine)
            if found(self.root, step.path) != bare(step.before):
                left.append(step.path)
            left += kept
        for step in reversed(self.folders):
            with suppress(OSError), holder(self.root, step.path) as (at, name):
                os.rmdir(name, dir_fd=at)
        return left

    def _name(self, step: Step, ending: str) -> bytes:
        return f".{self.name}-{step.seq}.{ending}".encode()

    def _beside(self, step: Step, ending: str) -> str:
        above, slash, _ = step.path.rpartition("/")
        return f"{above}{slash}{self._name(step, ending).decode()}"

    def _stage(self, step: Step, content: Content, *, exact: bool = False) -> None:
        """Write ``new`` as ``part``: under its own name it is always whole."""
        part, new = self._name(step, "part"), self._name(step, "new")
        mode = permissions(step.before) if bare(step.before) else None
        with holder(self.root, step.path) as (at, _):
            with suppress(FileNotFoundError):
                os.unlink(part, dir_fd=at)
            _fill(at, part, content, mode, exact=exact)
            os.replace(part, new, src_dir_fd=at, dst_dir_fd=at)

    def _keep(self, step: Step) -> None:
        """Give the old file its second name, and see that it is what was planned on."""
        if step.before is None:
            return
        with holder(self.root, step.path) as (at, name):
            os.link(name, self._name(step, "old"), src_dir_fd=at, dst_dir_fd=at, follow_symlinks=False)
        if found(self.root, self._beside(step, "old")) != bare(step.before):
            raise Moved(errno.EBUSY, "was changed while the template was applied", step.path)

    def _swap(self, step: Step) -> None:
        if found(self.root, step.path) != bare(step.before):
            raise Moved(errno.EBUSY, "was changed while the template was applied", step.path)
        new, free = self._name(step, "new"), self._free(step)
        with holder(self.root, step.path) as (at, name):
            if step.after is None:
                os.rename(name, free, src_dir_fd=at, dst_dir_fd=at)
            elif step.before is None:
                appear(at, new, name)
            else:
                trade(at, new, name, free)
        self._demand_none_stray(step)

    def _demand_none_stray(self, step: Step) -> None:
        if self._strays(step, {bare(step.before)}):
            raise Moved(errno.EBUSY, "was changed while the template was applied", step.path)

    def _verify(self, step: Step) -> None:
        if found(self.root, step.path) != step.after:
            raise Moved(errno.EBUSY, "is not what was written", step.path)
        self._demand_none_stray(step)

    def _restore(self, step: Step, bodies: Bodies) -> None:
        with holder(self.root, step.path) as (at, name):
            if step.before is None:
                with suppress(FileNotFoundError):
                    os.rename(name, self._free(step), src_dir_fd=at, dst_dir_fd=at)
                return
            fresh = self._name(step, "old")
            if found(self.root, self._beside(step, "old")) != bare(step.before):
                content = bodies(step)
                if content is None:
                    raise Moved(errno.ENOENT, "is not in the backup", step.path)
                self._stage(step, content, exact=True)
                fresh = self._name(step, "new")
            _placed(at, fresh, name, self._free(step))

    def _strays(self, step: Step, mine: Collection[str | None]) -> list[str]:
        """The endings of the files beside a step's that hold what only a user can have written."""
        return [
            ending
            for ending in _KEPT
            if (now := found(self.root, self._beside(step, ending))) is not None
            and now not in mine
            and not self._same(step, ending)
        ]

    def _same(self, step: Step, ending: str) -> bool:
        """Whether it is but a second name of the file."""
        one, other = (stat_inside(self.root, path) for path in (step.path, self._beside(step, ending)))
        return one is not None and other is not None and os.path.samestat(one, other)

    def _put_back(self, step: Step, mine: Collection[str | None]) -> None:
        """Give a user's file its name again, unless there is another of theirs by now."""
        for ending in self._strays(step, mine):
            if found(self.root, step.path) in {*mine, None}:
                with holder(self.root, step.path) as (at, name):
                    _placed(at, self._name(step, ending), name, self._free(step))

    def _free(self, step: Step) -> bytes:
        """A name beside a step's file that nothing has yet."""
        free = (each for each in _KEPT if stat_inside(self.root, self._beside(step, each)) is None)
        return self._name(step, next(free))

    def _drop(self, step: Step, mine: Collection[str | None] = ()) -> list[str]:
        """Take away what lies beside; the paths of what is a user's, and stays."""
        stray = self._strays(step, {*mine, step.after, bare(step.before)})
        with _reachable(), holder(self.root, step.path) as (at, _):
            for ending in ("part", *_KEPT):
                if ending not in stray:
                    with suppress(FileNotFoundError):
                        os.unlink(self._name(step, ending), dir_fd=at)
        return [self._beside(step, ending) for ending in stray]

    def _sync(self) -> None:
        for path in {step.path.rpartition("/")[0]: step.path for step in self.files}.values():
            with holder(self.root, path) as (at, _):
                os.fsync(at)


@contextmanager
def _reachable() -> Iterator[None]:
    """Where the folder is no folder any more, nothing of ours lies in it."""
    try:
        yield
    except OSError as error:
        if error.errno not in {errno.ENOENT, errno.ENOTDIR, errno.ELOOP}:
            raise


def _placed(at: int, fresh: bytes, name: bytes, aside: bytes) -> None:
    """Put a file where another is, or where none is."""
    try:
        appear(at, fresh, name)
    except FileExistsError:
        trade(at, fresh, name, aside)


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
