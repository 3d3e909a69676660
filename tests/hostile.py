"""The hostile repositories that an audit must survive: each builder makes one and gives its path.

``builder(folder, canary)``: ``folder`` does not exist yet; whatever the repository manages to run touches
``canary``. Repositories of :data:`EXECUTING` run something under a plain git command, those of
:data:`HANGING` keep a plain ``git status`` waiting for ever.
"""

from collections.abc import Callable
from pathlib import Path

from tests import hostile_executing as executing
from tests import hostile_malformed as malformed

Builder = Callable[[Path, Path], Path]

EXECUTING: dict[Builder, tuple[str, ...]] = {
    executing.file_monitor: ("status",),
    executing.worktree_file_monitor: ("status",),
    executing.filters: ("status",),
    executing.filters_oddly_spelled: ("status",),
    executing.nameless_filter: ("status",),
    executing.included_filter: ("status",),
    executing.diff_programs: ("log", "-p"),
    executing.hooks: ("status",),
    executing.hooks_path: ("status",),
    executing.transport_commands: ("fetch", "ssh"),
    executing.promisor_remote: ("status",),
    executing.shadowing_aliases: ("st",),
    executing.signature_program: ("log",),
    executing.embedded_repository: ("status",),
    executing.hostile_submodule: ("status",),
}
"""Builder to the plain git command that springs its trap."""

HANGING: tuple[Builder, ...] = (
    malformed.piped_include,
    malformed.pipe_as_config,
    malformed.pipe_as_index,
    malformed.pipe_as_ignore_file,
    malformed.pipe_as_alternates,
)

MISLEADING: tuple[Builder, ...] = (
    malformed.looping_include,
    malformed.huge_include,
    malformed.huge_config,
    malformed.pipe_as_fetch_head,
    malformed.foreign_work_tree,
    malformed.linked_git_folder,
    malformed.links_out_of_the_tree,
    malformed.circular_git_files,
    malformed.circular_common_folder,
    malformed.corrupt_index,
    malformed.corrupt_head,
    malformed.corrupt_objects,
    malformed.a_million_refs,
    malformed.undecodable_names,
)

HOSTILE: tuple[Builder, ...] = (*EXECUTING, *HANGING, *MISLEADING)
