"""A git that never answers in one repository, so that a test can act while an audit looks at it."""

import os
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

SCRIPT = """\
#!/bin/sh
case "$PWD/$1" in
  */slow/status) echo $$ > {record}.new; mv {record}.new {record}; exec sleep 600 ;;
esac
exec {git} "$@"
"""


@dataclass(frozen=True)
class SlowGit:
    """``environment`` puts it on the path; it waits in any repository called ``slow``."""

    environment: dict[str, str]
    record: Path

    def pid(self, seconds: float = 30) -> int:
        """Its process, as soon as it waits."""
        wait_for(self.record.exists, seconds)
        return int(self.record.read_text())


def slow_git(folder: Path) -> SlowGit:
    folder.mkdir()
    git, record = shutil.which("git"), folder / "waiting"
    program = folder / "git"
    program.write_text(SCRIPT.format(git=git, record=record))
    program.chmod(0o755)
    return SlowGit({"PATH": f"{folder}{os.pathsep}{os.environ['PATH']}"}, record)


def wait_for(holds: Callable[[], bool], seconds: float) -> None:
    """Wait until it holds; a test fails when it does not in time."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.01)


def is_alive(pid: int) -> bool:
    """Whether a process still works; one that nobody has waited for yet does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2][0] != "Z"
    except FileNotFoundError:
        return False
