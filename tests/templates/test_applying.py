import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from gitops_assets.core.templates.model import (
    Action,
    ApplyState,
    Content,
    FilePlan,
)
from resources.home import Home
from resources.store.store import Store
from resources.templates import backups
from resources.templates.applying import How, apply, planned_on, rollback
from resources.templates.errors import TemplateError
from resources.templates.undoing import EditedSince
from resources.templates.writing import mark
from tests.repositories import commit, git
from tests.templates.building import home_at
from tests.templates.faults import files
from tests.templates.small_plan import NEW, OLD, place_at, plan


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return home_at(tmp_path / "home")


@pytest.fixture
def store(home: Home) -> Iterator[Store]:
    home.path.mkdir(parents=True, exist_ok=True)
    with Store.open(home.store_url) as opened:
        opened.migrate()
        yield opened


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return place_at(tmp_path / "api")


def test_a_branch_gets_one_commit_and_the_checkout_is_not_touched(
    store: Store, home: Home, place: Path
) -> None:
    before, head = files(place), git(place, "rev-parse", "HEAD")
    done = apply(store, home, plan(place), place, How())
    assert done.outcome is ApplyState.APPLIED, done.application.why
    assert files(place) == before
    assert not git(place, "status", "--porcelain")
    assert git(place, "rev-parse", "gitops/small-1.0.0^") == head
    assert git(place, "diff", "--name-status", "HEAD", "gitops/small-1.0.0").split("\n") == [
        "M\tREADME",
        "D\tgone",
        "A\tnew/deep/run.sh",
    ]
    assert git(place, "log", "-1", "--format=%an %ae", "gitops/small-1.0.0") == (
        "gitops-assets gitops-assets@localhost"
    )
    assert rollback(store, home, done.application.id).state is ApplyState.ROLLED_BACK
    assert not git(place, "branch", "--list", "gitops/*")


def test_commits_of_others_on_the_branch_survive_a_rollback(store: Store, home: Home, place: Path) -> None:
    done = apply(store, home, plan(place), place, How())
    git(place, "checkout", "-q", "gitops/small-1.0.0")
    commit(place, other="edited\n")
    git(place, "checkout", "-q", "main")
    rollback(store, home, done.application.id)
    assert git(place, "show", "gitops/small-1.0.0:README") == OLD.strip()
    assert git(place, "show", "gitops/small-1.0.0:other") == "edited"
    assert git(place, "diff", "--name-only", "main", "gitops/small-1.0.0") == "other"


def test_what_was_merged_is_not_called_undone(store: Store, home: Home, place: Path) -> None:
    done = apply(store, home, plan(place), place, How()).application
    git(place, "merge", "-q", "gitops/small-1.0.0")
    with pytest.raises(TemplateError, match=r"it was merged: HEAD has its commit .*revert"):
        rollback(store, home, done.id)
    assert git(place, "rev-parse", "gitops/small-1.0.0") == done.commit
    assert rollback(store, home, done.id, force=True).state is ApplyState.ROLLED_BACK


def test_a_branch_that_waits_is_named_and_one_that_was_merged_is_planned_on_head(
    store: Store, home: Home, place: Path
) -> None:
    first = apply(store, home, plan(place), place, How()).application
    branch = "gitops/small-1.0.0"
    assert planned_on(store, place, "api", branch) == f"refs/heads/{branch}"
    still = replace(plan(place), files=())
    assert (
        apply(store, home, still, place, How()).application.why
        == f"it stands on {branch} already; merge that"
    )
    git(place, "merge", "-q", branch)
    assert planned_on(store, place, "api", branch) == "HEAD"
    assert apply(store, home, still, place, How()).application.why == ""
    commit(place, "Bring it back", README=OLD, gone="old\n")
    anew = FilePlan(path="README", action=Action.MODIFY, before=Content(OLD.encode()), after=Content(NEW))
    second = apply(store, home, replace(plan(place), files=(anew,)), place, How()).application
    assert second.state is ApplyState.APPLIED, second.why
    assert git(place, "rev-parse", f"{branch}^") == git(place, "rev-parse", "HEAD")
    rollback(store, home, second.id)
    assert git(place, "rev-parse", branch) == first.commit


def test_files_in_place_and_back_with_contents_and_modes(store: Store, home: Home, place: Path) -> None:
    (place / "README").chmod(0o640)
    before = files(place)
    done = apply(store, home, plan(place), place, How(in_place=True))
    assert done.outcome is ApplyState.APPLIED, done.application.why
    assert set(files(place)) == {"README", "new/deep/run.sh", "other"}
    assert (place / "README").read_bytes() == NEW
    assert (place / "README").stat().st_mode & 0o777 == 0o640
    assert os.access(place / "new/deep/run.sh", os.X_OK)
    rollback(store, home, done.application.id)
    assert files(place) == before
    assert not (place / "new").exists()


def test_edits_made_since_are_not_lost_unless_told(store: Store, home: Home, place: Path) -> None:
    done = apply(store, home, plan(place), place, How(in_place=True))
    (place / "README").write_text("mine, later\n")
    with pytest.raises(EditedSince, match="README"):
        rollback(store, home, done.application.id)
    assert (place / "README").read_text() == "mine, later\n"
    rollback(store, home, done.application.id, force=True)
    assert (place / "README").read_text() == OLD


def test_what_is_in_the_way_is_refused_and_nothing_is_written(store: Store, home: Home, place: Path) -> None:
    (place / "README").write_text("changed after the plan\n")
    before = files(place)
    for how in (How(in_place=True), How(in_place=True, dirty=True)):
        assert apply(store, home, plan(place), place, how).outcome is ApplyState.FAILED
    (place / "README").write_text(OLD)
    (place / "README").chmod(0o444)
    done = apply(store, home, plan(place), place, How(in_place=True, dirty=True))
    assert "read-only" in done.application.why
    (place / "README").chmod(0o644)
    (place / "README").write_text("changed after the plan\n")
    assert files(place) == before
    assert apply(store, home, plan(place, tree="b" * 40), place, How()).outcome is ApplyState.FAILED


def test_a_folder_that_is_a_link_leads_nowhere(store: Store, home: Home, place: Path, tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (place / "new").symlink_to(tmp_path / "outside")
    before = files(place)
    done = apply(store, home, plan(place), place, How(in_place=True, dirty=True))
    assert done.outcome in {ApplyState.ROLLED_BACK, ApplyState.FAILED}
    assert files(place) == before
    assert not list((tmp_path / "outside").iterdir())


def test_what_git_does_not_have_is_backed_up_in_an_archive(store: Store, home: Home, place: Path) -> None:
    (place / "README").write_text("never committed\n")
    first = FilePlan(
        path="README", action=Action.MODIFY, before=Content(b"never committed\n"), after=Content(NEW)
    )
    mine = replace(plan(place), files=(first,))
    done = apply(store, home, mine, place, How(in_place=True, dirty=True))
    (backup,) = store.templates.backups()
    assert (done.outcome, backup.kind) == (ApplyState.APPLIED, "archive")
    assert not backups.verify(store, [backup])
    Path(backup.place).write_bytes(b"broken")
    assert "checksum" in backups.verify(store, [backup])[backup.id]


def steps_of(store: Store, home: Home, place: Path, how: How) -> list[str]:
    seen: list[str] = []
    done = apply(store, home, plan(place), place, How(in_place=how.in_place, pause=seen.append))
    assert done.outcome is ApplyState.APPLIED, done.application.why
    rollback(store, home, done.application.id)
    return seen


@pytest.mark.parametrize("code", [28, 13])
def test_an_error_at_any_step_is_undone_at_once(store: Store, home: Home, place: Path, code: int) -> None:
    before = files(place)
    steps = steps_of(store, home, place, How(in_place=True))
    for number, step in enumerate(steps[:-1]):
        seen: list[str] = []

        def pause(now: str, seen: list[str] = seen, number: int = number, code: int = code) -> None:
            seen.append(now)
            if len(seen) == number + 1:
                raise OSError(code, os.strerror(code), now)

        done = apply(store, home, plan(place), place, How(in_place=True, pause=pause))
        assert done.outcome in {ApplyState.FAILED, ApplyState.ROLLED_BACK}, step
        assert files(place) == before, step


def test_a_user_who_writes_in_between_keeps_every_line(store: Store, home: Home, place: Path) -> None:
    def pause(step: str) -> None:
        if step == "swap README":
            (place / "README").write_text("written just now\n")

    done = apply(store, home, plan(place), place, How(in_place=True, pause=pause))
    assert done.outcome is ApplyState.ROLLED_BACK
    assert (place / "README").read_text() == "written just now\n"
    assert mark(Content(b"old\n")) == mark(Content((place / "gone").read_bytes()))
