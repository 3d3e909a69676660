"""What git's index remembers of each file, which tells an unmodified one without reading it."""

import os
import re
import stat
from dataclasses import dataclass

from resources.git.kinds import gitfile_target
from resources.git.listing import output

_LINE = re.compile(
    rb"\d{6} ([0-9a-f]+) 0\t([^\0]+)\0"
    rb"  ctime: (\d+):(\d+)\n  mtime: (\d+):(\d+)\n"
    rb"  dev: [^\n]*\n  uid: [^\n]*\n  size: (\d+)\tflags: [0-9a-f]+\n"
)


@dataclass(frozen=True, slots=True)
class Stamp:
    """What git saw of a file when it last knew its content (gitformat-index(5)); times in nanoseconds."""

    oid: str
    mtime: int
    ctime: int
    size: int

    def fits(self, info: os.stat_result, index_written: int) -> bool:
        """Whether the file is surely unmodified.

        One written as late as the index may have changed since without a trace (git's "racy" problem), and
        git marks such a one with size 0.
        """
        seen = (info.st_mtime_ns, info.st_ctime_ns, info.st_size & 0xFFFFFFFF)
        sure = stat.S_ISREG(info.st_mode) and self.size > 0 and self.mtime < index_written
        return sure and seen == (self.mtime, self.ctime, self.size)


def stamps(path: bytes, *, limit: int, timeout: float) -> dict[str, Stamp]:
    """The stamps of a repository's tracked files, conflicted ones left out; raises ``TreeUnreadable``.

    Git prints them in a form for people that may change: a line unlike it is no stamp, and costs a hash.
    """
    text = output(path, ("ls-files", "-z", "--stage", "--debug"), limit=limit, timeout=timeout)
    return {
        path_of(name): Stamp(oid.decode(), _ns(*times[2:]), _ns(*times[:2]), int(size))
        for oid, name, *times, size in _LINE.findall(text)
    }


def index_written(path: bytes) -> int:
    """When the index was last written, in nanoseconds; 0 when that cannot be told."""
    git_dir = gitfile_target(path) or os.path.join(path, b".git")
    try:
        return os.stat(os.path.join(git_dir, b"index")).st_mtime_ns
    except OSError:
        return 0


def path_of(name: bytes) -> str:
    """A tree's path from the bytes that git prints."""
    return name.decode("utf-8", "surrogateescape")


def _ns(seconds: bytes, rest: bytes) -> int:
    return int(seconds) * 1_000_000_000 + int(rest)
