"""How a program is kept from the network, the disk and its own children's escape, where the kernel lets us.

bubblewrap makes all but one folder read-only; without it unshare(1) takes the network away and gives
processes a namespace of their own, in which none outlives the first (user_namespaces(7)). Where neither
works the program runs without, and its answer says so.
"""

import os
import shutil
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from resources.programs.limits import Limits

_PROBE_SECONDS = 5


@dataclass(frozen=True, slots=True)
class Confinement:
    """One way to start a program: ``wrap`` puts words before its own; ``said`` tells what holds."""

    name: str
    wrap: Callable[[Limits, str], tuple[str, ...]]
    said: tuple[str, ...]


def confine(argv: Sequence[str], limits: Limits, folder: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The command that runs ``argv`` confined to a folder, and what that means, in words."""
    way = strongest(os.environ.get("PATH", os.defpath))
    prlimit = _found("prlimit")
    limited = (prlimit, *limits.arguments, "--") if prlimit else ()
    said = (*way.said, "the network is allowed by its definition") if limits.network else way.said
    unlimited = () if prlimit else ("memory is not limited: prlimit is not installed",)
    return (*way.wrap(limits, folder), *limited, *argv), (*said, *unlimited)


def confinement() -> str:
    """The name of the way in which programs are confined on this machine."""
    return strongest(os.environ.get("PATH", os.defpath)).name


@lru_cache(maxsize=8)
def strongest(_path: str) -> Confinement:
    """The first of the ways that works on this machine; tried once."""
    return next(way for way in WAYS if _works(way))


def _works(way: Confinement) -> bool:
    wrapped = (*way.wrap(Limits(), os.path.realpath("/")), shutil.which("true") or "true")
    if not shutil.which(wrapped[0]):
        return False
    try:
        done = subprocess.run(
            wrapped,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_PROBE_SECONDS,
            check=False,
            cwd="/",
        )
    except (OSError, subprocess.SubprocessError):
        return False
    return done.returncode == 0


def _found(program: str) -> str:
    return shutil.which(program) or ""


def _bubblewrap(limits: Limits, folder: str) -> tuple[str, ...]:
    writable = ("--bind", folder, folder) if folder != "/" else ()
    network = ("--share-net",) if limits.network else ()
    return (
        _found("bwrap") or "bwrap",
        "--ro-bind",
        "/",
        "/",
        "--dev",
        "/dev",
        "--proc",
        "/proc",
        *writable,
        "--unshare-all",
        *network,
        "--die-with-parent",
        "--new-session",
        "--",
    )


def _unshared(limits: Limits, _folder: str) -> tuple[str, ...]:
    network = () if limits.network else ("--net",)
    inner = ("--pid", "--fork", "--kill-child", "--mount-proc", "--ipc")
    return (_found("unshare") or "unshare", "--user", "--map-current-user", *network, *inner, "--")


def _offline(limits: Limits, _folder: str) -> tuple[str, ...]:
    network = () if limits.network else ("--net",)
    return (_found("unshare") or "unshare", "--user", *network, "--")


WAYS = (
    Confinement("bubblewrap", _bubblewrap, ("no network", "all but its copy of the tree is read-only")),
    Confinement("namespaces", _unshared, ("no network", "the disk is not read-only: bubblewrap is missing")),
    Confinement("offline", _offline, ("no network", "children may outlive it: no namespace for processes")),
    Confinement("none", lambda _limits, _folder: (), ("the network is open: no namespaces here",)),
)
"""Strongest first; the last one always works."""
