"""What git says of one repository: one ``git status`` and cheap reads of git's own files."""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from gitops_assets.core.model import Remote
from gitops_assets.core.remote_url import redact, rewrite
from gitops_assets.core.state.observation import Observation, Refusal
from gitops_assets.core.state.porcelain import PorcelainError
from gitops_assets.core.text import display
from resources.git import details
from resources.git.command import GitUnusable, run
from resources.git.files import Refused, peek, read_tail
from resources.git.kinds import ignored_submodules
from resources.git.layout import Gone, Layout, layout_of
from resources.git.memory import NOTHING, Memory
from resources.git.objects import commit_time
from resources.git.refs import NONE, history_of
from resources.git.status import NoStatus, bare_status, work_tree_status
from resources.git.threads import in_threads
from resources.git.user import user_config

_THREADS = (os.cpu_count() or 1) + 1
"""git works, Python waits: one more than there are processors keeps them busy."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How to look: ``timeout`` seconds for each git command; ``full`` adds what needs further commands.

    With a ``memory`` these are not repeated where it knows the answer.
    """

    timeout: float = 60.0
    full: bool = False
    memory: Memory = NOTHING
    threads: int = _THREADS


def observe_all(
    paths: Sequence[bytes], reading: Reading, seen: Callable[[], None] = lambda: None
) -> list[Observation]:
    """Observe many repositories, a few at a time, in order; ``seen`` is called after each one.

    The work is in git's own processes, so threads are enough and two a core saturate it.
    """

    def one(path: bytes) -> Observation:
        observation = observe(path, reading)
        seen()
        return observation

    return in_threads(one, paths, reading.threads)


def observe(path: bytes, reading: Reading) -> Observation:
    """Observe one repository; whatever is wrong with it becomes a refusal with its reason, never an error."""
    try:
        layout = layout_of(path)
        _check_work_tree(layout)
        _check_not_its_parent(layout, reading)
        return _observe(layout, reading)
    except (Gone, FileNotFoundError, NotADirectoryError):
        return Observation(refusal=Refusal.GONE, why="it was there when the audit began and is gone now")
    except NoStatus as error:
        return Observation(refusal=error.refusal, why=display(str(error)))
    except (Refused, PorcelainError) as error:
        return Observation(refusal=Refusal.UNREADABLE, why=display(str(error)))
    except OSError as error:
        return Observation(refusal=Refusal.UNREADABLE, why=f"it cannot be opened: {error.strerror}")
    except GitUnusable:
        raise
    except Exception as error:  # noqa: BLE001 - one repository never ends the audit of the others
        why = display(f"{type(error).__name__}: {error}")
        return Observation(refusal=Refusal.UNREADABLE, why=why)


def remote_urls(path: bytes) -> tuple[str, ...] | None:
    """The URLs of a repository's remotes, None when they cannot be read.

    The first, ``origin``'s if there is one, names the repository.
    """
    try:
        return tuple(remote.url for remote in _remotes(layout_of(path)))
    except Gone:
        return ()
    except (Refused, OSError):
        return None


def _observe(layout: Layout, reading: Reading) -> Observation:
    config = layout.config
    bare = layout.bare or (config.truth("core.bare") and "commondir" not in layout.entries)
    overrides = user_config().neutralised(config)
    timeout = reading.timeout
    status = bare_status(layout, timeout) if bare else work_tree_status(layout, overrides, timeout)
    remotes = _remotes(layout)
    first = remotes[0].name if remotes else None
    submodules = details.submodules(layout)
    history = history_of(layout, status.head, timeout, reading.memory) if reading.full else NONE
    return Observation(
        status=status,
        bare=bare,
        entries=layout.entries | _implied(layout),
        sparse=config.truth("core.sparsecheckout"),
        partial=_is_partial(layout),
        remotes=remotes,
        fetched=_fetched(layout, first, status.upstream),
        committed=_committed(layout, status.head, reading),
        default_branch=_default_branch(layout, first),
        worktrees=details.worktrees(layout),
        submodules=tuple(display(os.fsdecode(name)) for name in submodules),
        dirty_submodules=_dirty_submodules(layout, submodules, reading),
        branch_tips=history.branch_tips,
        tag=history.tag,
        commits_since_tag=history.commits_since_tag,
        lfs_pointers=details.lfs_pointers(layout, overrides, timeout) if reading.full else None,
    )


def _check_work_tree(layout: Layout) -> None:
    """A configuration may claim any folder as its work tree; git would then read that instead."""
    named = layout.config.get("core.worktree")
    if named is None or layout.bare:
        return
    claimed = os.path.realpath(os.path.join(layout.git_dir, os.fsencode(named)))
    if claimed != os.path.realpath(layout.path):
        raise Refused(f"its configuration names another folder as its work tree: {os.fsdecode(claimed)}")


def _check_not_its_parent(layout: Layout, reading: Reading) -> None:
    """The list of folders above which git does not look ends at colons, so such a path cannot stand in it."""
    if b":" in layout.path and not layout.bare:
        answer = run(layout.path, ("rev-parse", "--show-prefix"), timeout=reading.timeout)
        if answer.out.strip():
            raise Refused("not a git repository: git took the one above it")


def _remotes(layout: Layout) -> tuple[Remote, ...]:
    config = layout.config
    rewrites = user_config().rewrites(config)
    named = {name: config.get(f"remote.{name}.url") for name in config.subsections("remote") if name}
    remotes = [
        Remote(display(name), display(redact(rewrite(url, rewrites)))) for name, url in named.items() if url
    ]
    return tuple(sorted(remotes, key=lambda remote: (remote.name != "origin", remote.name)))


def _implied(layout: Layout) -> frozenset[str]:
    """Entries that would stand in the git folder if git said everything in one place."""
    shallow = {"shallow"} if _is_shallow(layout) else set()
    return frozenset(shallow | _sequence(layout))


def _sequence(layout: Layout) -> set[str]:
    """The operation of several commits that goes on; its own mark is gone after a commit by hand."""
    if "sequencer" not in layout.entries:
        return set()
    todo = (peek(os.path.join(layout.git_dir, b"sequencer", b"todo"), 4096) or b"").split(maxsplit=1)
    marks = {b"pick": "CHERRY_PICK_HEAD", b"revert": "REVERT_HEAD"}
    return {marks[todo[0]]} if todo and todo[0] in marks else set()


def _is_shallow(layout: Layout) -> bool:
    return "shallow" in layout.entries or os.path.exists(os.path.join(layout.common_dir, b"shallow"))


def _is_partial(layout: Layout) -> bool:
    config = layout.config
    return "extensions.partialclone" in config.values or any(
        config.truth(f"remote.{name}.promisor") or config.get(f"remote.{name}.partialclonefilter")
        for name in config.subsections("remote")
    )


def _fetched(layout: Layout, remote: str | None, upstream: str | None) -> int | None:
    """When the remote was last asked: FETCH_HEAD (empty after a failure), else the remote refs' reflogs."""
    if remote is None:
        return None
    times = []
    for folder in {layout.git_dir, layout.common_dir}:
        try:
            info = os.stat(os.path.join(folder, b"FETCH_HEAD"))
        except OSError:
            continue
        if info.st_size:
            times.append(int(info.st_mtime))
    logs = os.path.join(layout.common_dir, b"logs", b"refs", b"remotes")
    for ref in (f"{remote}/HEAD", upstream):
        line = read_tail(os.path.join(logs, os.fsencode(ref))) if ref else b""
        stamp = line.rpartition(b"> ")[2].split(b" ", 1)[0]
        if stamp.isdigit():
            times.append(int(stamp))
    return max(times, default=None)


def _committed(layout: Layout, head: str | None, reading: Reading) -> int | None:
    if head is None:
        return None
    objects = os.path.join(layout.common_dir, b"objects")
    found = commit_time(objects, head)
    return details.commit_time(layout.path, head, reading.timeout) if found is None else found


def _default_branch(layout: Layout, remote: str | None) -> str | None:
    if remote is None:
        return None
    folder = os.path.join(layout.common_dir, b"refs", b"remotes", os.fsencode(remote))
    prefix = b"ref: refs/remotes/" + os.fsencode(remote) + b"/"
    text = (peek(os.path.join(folder, b"HEAD"), 4096) or b"").strip()
    return display(os.fsdecode(text.removeprefix(prefix))) if text.startswith(prefix) else None


def _dirty_submodules(layout: Layout, submodules: Sequence[bytes], reading: Reading) -> tuple[str, ...]:
    """Submodules with changes inside, each read with its own configuration made inert.

    Git's status would recurse into them by itself, and there run the filters that their configuration names.
    """
    if not submodules:
        return ()
    inner = Reading(timeout=reading.timeout)
    ignored = ignored_submodules(layout.path, layout.config)
    tracked_only = ignored_submodules(layout.path, layout.config, frozenset({"untracked"}))
    dirty = []
    for name in submodules:
        if name in ignored:
            continue
        path = os.path.join(layout.path, name)
        if not _is_inside(layout.path, path) or not os.path.exists(os.path.join(path, b".git")):
            continue
        status = observe(path, inner).status
        untracked = status and status.untracked and name not in tracked_only
        if status and (status.staged or status.unstaged or status.conflicted or untracked):
            dirty.append(display(os.fsdecode(name)))
    return tuple(dirty)


def _is_inside(root: bytes, path: bytes) -> bool:
    """Whether no step from the repository's folder to this one is a link."""
    return os.path.realpath(path) == os.path.join(os.path.realpath(root), os.path.relpath(path, root))
