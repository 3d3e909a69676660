"""What each state means: in words for people, as the exact fact behind it, and which gate asks about it."""

from collections.abc import Mapping
from dataclasses import dataclass

from gitops_assets.core.model import State


@dataclass(frozen=True, slots=True)
class Meaning:
    """``text`` is for everybody, ``fact`` is what must hold, in Markdown; harmless ones have no ``gate``."""

    text: str
    fact: str
    gate: str | None = None


MEANINGS: Mapping[State, Meaning] = {
    State.UNREADABLE: Meaning(
        "Git cannot read the repository; the reason stands beside it.",
        "`git status` fails or does not answer in time, or git's own files are not what they should be, or "
        "an earlier audit knew a repository in a folder that stands and holds none any more",
        "repository-readable",
    ),
    State.UNSAFE_OWNERSHIP: Meaning(
        "The folder belongs to another user, so git refuses to read it.",
        "`git status` complains of dubious ownership (`safe.directory`)",
        "ownership-trusted",
    ),
    State.MISSING: Meaning(
        "It should be here and is not.",
        "the inventory lists it, not as archived, and no folder below the roots stands for it; or the folder "
        "went away while it was looked at",
        "repository-present",
    ),
    State.MISMATCHED: Meaning(
        "Its remote is not the one that the inventory names.",
        "the inventory gives a URL for it and none of its remotes leads there",
        "remote-matches-inventory",
    ),
    State.CONFLICTED: Meaning(
        "Files hold both sides of a conflict.",
        "`git status` lists unmerged paths (`u`)",
        "conflicts-resolved",
    ),
    State.MERGING: Meaning(
        "A merge is half done.", "`MERGE_HEAD` is in the git folder", "operation-finished"
    ),
    State.REBASING: Meaning(
        "A rebase, or the application of mailed patches, is half done.",
        "`rebase-merge` or `rebase-apply` is in the git folder",
        "operation-finished",
    ),
    State.CHERRY_PICKING: Meaning(
        "A cherry-pick is half done.", "`CHERRY_PICK_HEAD` is in the git folder", "operation-finished"
    ),
    State.REVERTING: Meaning(
        "A revert is half done.", "`REVERT_HEAD` is in the git folder", "operation-finished"
    ),
    State.BISECTING: Meaning(
        "A bisection was not ended.", "`BISECT_LOG` is in the git folder", "operation-finished"
    ),
    State.LOCKED: Meaning(
        "A lock file keeps git from writing the index.", "`index.lock` is in the git folder", "index-unlocked"
    ),
    State.DIVERGED: Meaning(
        "The branch and its upstream both have commits that the other lacks.",
        "ahead and behind are both above zero",
        "branches-reconciled",
    ),
    State.UPSTREAM_GONE: Meaning(
        "The branch follows an upstream that does not exist any more.",
        "`git status` names an upstream and gives no distance (`branch.ab`), though there is a commit",
        "upstream-exists",
    ),
    State.DIRTY: Meaning(
        "Something is not committed.",
        "at least one path is staged, unstaged, untracked or conflicted",
        "work-committed",
    ),
    State.STAGED: Meaning(
        "Changes are in the index and not committed.",
        "the index differs from HEAD (first letter of `XY`)",
        "work-committed",
    ),
    State.UNSTAGED: Meaning(
        "Tracked files differ from the index.",
        "the work tree differs from the index (second letter of `XY`), or something inside a submodule does "
        "from its own HEAD",
        "work-committed",
    ),
    State.UNTRACKED: Meaning(
        "Files lie there that git neither tracks nor ignores.",
        "`git status` lists untracked paths (`?`); a folder of them counts once",
        "work-committed",
    ),
    State.AHEAD: Meaning(
        "Commits were not pushed.", "`branch.ab` says so, as of the last fetch", "commits-pushed"
    ),
    State.BEHIND: Meaning(
        "Commits were fetched and not merged.", "`branch.ab` says so, as of the last fetch", "branch-current"
    ),
    State.DETACHED: Meaning(
        "HEAD is a commit and not a branch.", "`branch.head` is `(detached)`", "branch-attached"
    ),
    State.UNBORN: Meaning("There is no commit yet.", "`branch.oid` is `(initial)`", "history-started"),
    State.NO_UPSTREAM: Meaning(
        "The branch follows nothing, so pushed and never pushed look the same.",
        "HEAD is a branch, `git status` names no upstream, and the repository is not bare",
        "upstream-configured",
    ),
    State.STASHED: Meaning("Work is set aside in the stash.", "`git status` counts stashes", "stash-empty"),
    State.EXTRA: Meaning(
        "It is here and in no list.",
        "an inventory is configured, every source of it answered, and none lists the repository",
        "repository-inventoried",
    ),
    State.STALE: Meaning(
        "The remote was not asked lately, so ahead and behind are old.",
        "there is a remote, and its last successful fetch is unknown or older than `stale_fetch_days`",
        "fetch-recent",
    ),
    State.SHALLOW: Meaning("The history is cut off.", "`shallow` is in the git folder"),
    State.PARTIAL: Meaning(
        "Some objects were left at the remote.",
        "`extensions.partialClone` is set, or a remote has `promisor` or `partialCloneFilter`",
    ),
    State.SPARSE: Meaning("Only some of the files are checked out.", "`core.sparseCheckout` is true"),
    State.BARE: Meaning(
        "There is no work tree.", "the folder is a git folder by itself, or `core.bare` is true"
    ),
    State.CLEAN: Meaning("Nothing is uncommitted.", "git reads it, it has a work tree, and it is not dirty"),
}
