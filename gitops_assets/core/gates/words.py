"""How gates put names that strangers chose into sentences and into commands.

A branch, a file or a remote may be called anything: terminal escapes, right-to-left marks, options.
"""

import shlex
from collections.abc import Sequence
from datetime import date

from gitops_assets.core.model import RepositoryState, State
from gitops_assets.core.text import display

SHOWN_LIMIT = 120
"""Characters of a name that a message shows; paths may have thousands."""


def shown(name: str) -> str:
    """A name in 'single quotes', printable and of bounded length."""
    safe = display(name)
    return f"'{safe if len(safe) <= SHOWN_LIMIT else safe[: SHOWN_LIMIT - 1] + '…'}'"


def counted(count: int | None, noun: str) -> str:
    """``3 commits``, ``1 commit``, or ``Some commits`` where the number is not known."""
    if count is None:
        return f"Some {noun}s"
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def command(*words: str) -> str:
    """One printable line for a shell (bash, zsh, POSIX 2024) in which every word stays one word."""
    return " ".join(shlex.quote(word) if word.isprintable() else _dollar_quoted(word) for word in words)


def git_file(state: RepositoryState, name: str) -> str:
    """Where git keeps ``name``, relative to the repository; a bare one has no ``.git`` folder around it."""
    return name if state.has(State.BARE) else f".git/{name}"


def first_changed(state: RepositoryState) -> str:
    """The first changed path, relative to the repository; git's index where the path is not usable."""
    path = state.changed[0].rstrip("/") if state.changed else ""
    if not path or path.startswith("/") or ".." in path.split("/"):
        return git_file(state, "index")
    return display(path)


def gates_named(ids: Sequence[str]) -> str:
    """The gate's id, or how many gates where one reason explains several answers."""
    return ids[0] if len(ids) == 1 else f"{len(ids)} gates"


def waiver_worded(reason: str, expires: date | None) -> str:
    """How an answer names a waiver that it was given: its reason and its last day."""
    return f"{reason} ({f'until {expires.isoformat()}' if expires else 'without an end'})"


def branch_name(state: RepositoryState) -> str:
    """The branch in quotes, or ``HEAD`` where its name is not known."""
    return shown(state.branch) if state.branch else "HEAD"


def _dollar_quoted(word: str) -> str:
    return "$'" + "".join(map(_escaped, word)) + "'"


def _escaped(char: str) -> str:
    if char in "\\'":
        return f"\\{char}"
    if char.isprintable():
        return char
    return "".join(f"\\{byte:03o}" for byte in _bytes(char))


def _bytes(char: str) -> bytes:
    """The bytes of one character; a lone surrogate from ``surrogateescape`` is the byte it stands for."""
    undecodable = "\udc80" <= char <= "\udcff"
    return char.encode("utf-8", "surrogateescape" if undecodable else "surrogatepass")
