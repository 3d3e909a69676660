"""The git command, run so that an audited repository cannot make it do anything but answer.

Git executes what a repository's own configuration names: hooks, ``core.fsmonitor``, filters, helpers,
transports. The environment built here overrides each of them with git's own highest-precedence scope
(``GIT_CONFIG_COUNT``, git-config(1)) and forbids every transport (``GIT_ALLOW_PROTOCOL``, git(1)).
"""

import os
import shutil
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from tempfile import TemporaryFile
from typing import IO

from resources.git.watchdog import WATCHDOG, kill

DEFAULT_TIMEOUT = 60.0
"""Seconds that one git command may take before it is killed."""

INERT: Mapping[str, str] = {
    "core.fsmonitor": "false",
    "core.hooksPath": os.devnull,
    "core.sshCommand": "false",
    "core.gitProxy": "",
    "core.askPass": "",
    "core.pager": "cat",
    "core.editor": "false",
    "core.alternateRefsCommand": "false",
    "credential.helper": "",
    "diff.external": "",
    "gpg.program": "false",
    "gpg.ssh.program": "false",
    "gpg.x509.program": "false",
    "log.showSignature": "false",
    "protocol.allow": "never",
    "submodule.recurse": "false",
    "status.submoduleSummary": "false",
}
"""What a repository could make git execute, and the value that makes it execute nothing."""

_KEPT = ("PATH", "HOME", "USER", "LOGNAME", "TMPDIR", "TMP", "TEMP", "SYSTEMROOT", "XDG_CONFIG_HOME")
_KEPT_GIT = ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM", "GIT_EXEC_PATH")


Setting = tuple[str, str]
"""A configuration key and its value, as git's command line would set it."""

Listener = Callable[[bytes], None]
"""Whoever hears an answer piece by piece."""

_CHUNK = 1 << 18

Environment = dict[bytes, bytes]
"""The variables that a git command is given, and it is given no others."""


OLDEST = (2, 35)
"""The git that counts stashes in its porcelain; 2.31 was the first to obey ``GIT_CONFIG_COUNT``,
without which what a repository names would run."""


class GitUnusable(Exception):  # noqa: N818 - reads as the sentence it is
    """Git cannot be used to look at repositories; the message says why and what to do."""


class GitMissing(GitUnusable):
    """There is no git command on PATH."""

    def __init__(self) -> None:
        super().__init__("git was not found on PATH; install git 2.35 or newer and try again.")


@dataclass(frozen=True, slots=True)
class Answer:
    """What one git command said. ``timed_out`` when it was killed for taking too long."""

    code: int
    out: bytes
    err: str
    timed_out: bool = False

    @property
    def complaint(self) -> str:
        """The first line of the error, without git's prefix; never empty for a failure."""
        if self.timed_out:
            return "git did not answer in time"
        lines = [line for line in self.err.splitlines() if line.strip()]
        first = next((line for line in lines if line.startswith(("fatal:", "error:"))), (lines or [""])[0])
        return first.removeprefix("fatal: ").removeprefix("error: ") or f"git exited with {self.code}"


def environment(config: Mapping[str, str] | None = None) -> Environment:
    """The environment for reading an audited repository: nothing runs, nothing is fetched."""
    settings = {**INERT, **(config or {})}
    return scrubbed(tuple(settings.items())) | {b"GIT_ALLOW_PROTOCOL": b""}


def scrubbed(settings: tuple[Setting, ...]) -> Environment:
    """An environment with nothing in it that could steer git but these settings, in this order."""
    kept = tuple((name, os.environ[name]) for name in (*_KEPT, *_KEPT_GIT) if name in os.environ)
    return _encoded(kept, settings)


@lru_cache(maxsize=64)
def _encoded(kept: tuple[Setting, ...], settings: tuple[Setting, ...]) -> Environment:
    """As bytes and remembered: encoding fifty variables anew for each git would be a tenth of its cost."""
    env = dict(kept) | {
        "LC_ALL": "C",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_NO_REPLACE_OBJECTS": "1",
        "GIT_CONFIG_COUNT": str(len(settings)),
    }
    for position, (key, value) in enumerate(settings):
        env[f"GIT_CONFIG_KEY_{position}"] = key
        env[f"GIT_CONFIG_VALUE_{position}"] = value
    return {os.fsencode(name): os.fsencode(value) for name, value in env.items()}


def spawn(
    path: bytes,
    arguments: Sequence[str | bytes],
    env: Environment,
    *,
    stdin: int = subprocess.DEVNULL,
    stderr: int = subprocess.PIPE,
) -> subprocess.Popen[bytes]:
    """Start git in ``path``; it never looks for a repository above that folder.

    Whoever writes to a pipe for ``stdin`` answers for not waiting on git while git waits for a reader.
    Raises :class:`GitMissing`, or ``FileNotFoundError``/``NotADirectoryError``/``PermissionError`` for the
    folder itself.
    """
    ceiling = {b"GIT_CEILING_DIRECTORIES": os.path.dirname(path)}
    return subprocess.Popen(
        [_git(os.environ.get("PATH", os.defpath)), *arguments],
        cwd=path,
        env={**env, **ceiling},
        stdin=stdin,
        stdout=subprocess.PIPE,
        stderr=stderr,
        process_group=0,
    )


@lru_cache(maxsize=8)
def _git(search: str) -> str:
    """Where git is; found once, not by trying every folder of PATH for every repository."""
    found = shutil.which("git", path=search)
    if found is None:
        raise GitMissing
    return found


def run(
    path: bytes,
    arguments: Sequence[str | bytes],
    *,
    config: Mapping[str, str] | None = None,
    timeout: float = DEFAULT_TIMEOUT,
    hear: Listener | None = None,
) -> Answer:
    """Run one git command in an audited repository and give its whole answer; raises as :func:`spawn`.

    With ``hear`` the answer is told piece by piece and not kept; what that raises kills git and is raised.
    """
    return run_with(path, arguments, environment(config), timeout, hear=hear)


def run_with(
    path: bytes,
    arguments: Sequence[str | bytes],
    env: Environment,
    timeout: float,
    *,
    hear: Listener | None = None,
) -> Answer:
    """The same with an environment of the caller's own.

    Complaints go to a file in memory: waiting on two pipes at once would cost more than reading one.
    """
    with scratch() as complaints:
        process = spawn(path, arguments, env, stderr=complaints.fileno())
        WATCHDOG.add(process, timeout)
        try:
            out = _everything(process) if hear is None else _told(process, hear)
        except BaseException:
            kill(process)
            process.wait()
            raise
        finally:
            killed = WATCHDOG.remove(process)
        complaints.seek(0)
        return Answer(process.returncode, out, complaints.read(65_536).decode("utf-8", "replace"), killed)


def _everything(process: subprocess.Popen[bytes]) -> bytes:
    assert process.stdout is not None  # noqa: S101 - spawn always opens it
    with process.stdout as stream:
        out = stream.read()
    process.wait()
    return out


def _told(process: subprocess.Popen[bytes], hear: Listener) -> bytes:
    assert process.stdout is not None  # noqa: S101 - spawn always opens it
    with process.stdout as stream:
        while chunk := os.read(stream.fileno(), _CHUNK):
            hear(chunk)
    process.wait()
    return b""


def scratch() -> IO[bytes]:
    """A file in memory for what a program complains of."""
    if hasattr(os, "memfd_create"):
        return open(os.memfd_create("git-stderr"), "w+b", buffering=0)
    return TemporaryFile(buffering=0)
