"""One repository's state as the JSON object that ``status --json`` and ``report.json`` both show."""

from gitops_assets.core.model import RepositoryState
from gitops_assets.core.times import iso


def state_document(state: RepositoryState) -> dict[str, object]:
    """What is known of one repository, ready for ``json.dumps``; ``None`` is *not known*, never zero.

    Times are ISO 8601 in UTC. Keys are part of the report's schema: add some, rename none.
    """
    return {
        "slug": state.slug,
        "path": state.path,
        "states": [str(one) for one in state.states],
        "why": state.why,
        "branch": state.branch,
        "head": state.head,
        "upstream": state.upstream,
        "ahead": state.ahead,
        "behind": state.behind,
        "staged": state.staged,
        "unstaged": state.unstaged,
        "untracked": state.untracked,
        "conflicted": state.conflicted,
        "stashes": state.stashes,
        "fetched": iso(state.fetched),
        "committed": iso(state.committed),
        "default_branch": state.default_branch,
        "tag": state.tag,
        "commits_since_tag": state.commits_since_tag,
        "remotes": [{"name": remote.name, "url": remote.url} for remote in state.remotes],
        "stale_branches": list(state.stale_branches),
        "worktrees": list(state.worktrees),
        "submodules": list(state.submodules),
        "lfs_pointers": state.lfs_pointers,
        "changed": list(state.changed),
        "owner": state.owner,
        "criticality": state.criticality,
        "tags": list(state.tags),
    }
