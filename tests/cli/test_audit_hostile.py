"""An audit of many good repositories and some that want to do harm completes, and nothing of theirs runs."""

import shutil
from pathlib import Path

from tests import hostile_executing as executing
from tests import hostile_malformed as malformed
from tests.cli.command_line import Done, gitops
from tests.hostile import EXECUTING
from tests.repositories import repository

UNREADABLE = (
    executing.promisor_remote,
    malformed.pipe_as_config,
    malformed.pipe_as_index,
    malformed.pipe_as_ignore_file,
    malformed.pipe_as_alternates,
    malformed.looping_include,
    malformed.huge_config,
    malformed.foreign_work_tree,
    malformed.corrupt_index,
    malformed.corrupt_objects,
)
"""Ten of which git can say nothing, some of them only after a while."""
GOOD = 60


def rows(done: Done) -> dict[str, tuple[list[str], str | None]]:
    return {
        each["path"].rpartition("/")[2]: (each["states"], each["why"])
        for each in done.document["repositories"]
    }


def test_sixty_good_ones_ten_that_cannot_be_read_and_those_with_traps(tmp_path: Path) -> None:
    fleet, canary = tmp_path / "fleet", tmp_path / "canary"
    good = {f"good-{number}" for number in range(GOOD)}
    template = repository(tmp_path / "template")
    for name in good:
        shutil.copytree(template, fleet / name)
    traps = {
        build.__name__: build(fleet / build.__name__, canary)
        for build in dict.fromkeys((*EXECUTING, *UNREADABLE))
    }
    (tmp_path / "fleet.yaml").write_text("roots: [fleet]\nthresholds: {status_timeout_seconds: 1}\n")
    done = gitops("audit", "--fleet", tmp_path / "fleet.yaml", "--json")
    assert done.code == 0, done.err
    assert not canary.exists()
    found = rows(done)
    assert found.keys() >= good | traps.keys()
    assert {name for name in good if "clean" not in found[name][0]} == set()
    silent = [build.__name__ for build in UNREADABLE if found[build.__name__][0] != ["unreadable"]]
    assert silent == []
    assert [build.__name__ for build in UNREADABLE if not found[build.__name__][1]] == []
