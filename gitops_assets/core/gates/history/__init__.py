"""Gates over what is in the history: signatures, branches, size."""

from gitops_assets.core.gates.history import (
    authors_plausible,
    commits_signed,
    default_branch_named,
    history_small,
    release_recent,
)

HISTORY = (
    commits_signed.GATE,
    authors_plausible.GATE,
    default_branch_named.GATE,
    history_small.GATE,
    release_recent.GATE,
)
