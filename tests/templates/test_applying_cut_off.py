"""Cut off at any change of the world, and refused at any: all or nothing, and the store says which."""

import errno
import shutil
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from gitops_assets.core.templates.model import ApplyState, Plan
from resources.home import Home
from resources.store.errors import StoreError
from resources.store.store import Store
from resources.templates import backups
from resources.templates.applying import How, apply, rollback
from resources.templates.errors import TemplateError
from resources.templates.settling import recover
from tests.repositories import git
from tests.templates.building import home_at
from tests.templates.faults import cut_off, each_change, files, refused
from tests.templates.small_plan import place_at, plan

pytestmark = pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")

HOWS = {
    "branch": How(),
    "in place": How(in_place=True, dirty=True),
    "in place, committed": How(in_place=True, commit=True, dirty=True),
}
World = Mapping[str, object]


@dataclass
class Stage:
    """A repository, a home, and how they were at some time."""

    at: Path

    @property
    def place(self) -> Path:
        return self.at / "api"

    @property
    def home(self) -> Home:
        return home_at(self.at / "home")

    def keep(self, name: str) -> None:
        for each in (self.place, self.home.path):
            shutil.copytree(each, self.at / name / each.name, symlinks=True)

    def back_to(self, name: str) -> None:
        for each in (self.place, self.home.path):
            shutil.rmtree(each)
            shutil.copytree(self.at / name / each.name, each, symlinks=True)

    def world(self) -> World:
        """What a user sees: files, index, branches."""
        trees = git(self.place, "for-each-ref", "--format=%(refname) %(tree)", "refs/heads")
        return {
            "files": files(self.place),
            "status": git(self.place, "status", "--porcelain"),
            "index": git(self.place, "ls-files", "-s"),
            "branches": trees,
            "head": git(self.place, "rev-parse", "HEAD^{tree}"),
        }

    def opened(self) -> Store:
        return Store.open(self.home.store_url)

    def apply(self, how: How, wanted: Plan) -> None:
        with self.opened() as store:
            apply(store, self.home, wanted, self.place, how)

    def rollback(self, *, force: bool) -> None:
        with self.opened() as store:
            rollback(store, self.home, store.templates.history()[0].id, force=force)

    def recover(self) -> None:
        with self.opened() as store:
            recover(store, self.home)

    def state(self) -> ApplyState:
        """How the application stands, when nothing is left lying about."""
        with self.opened() as store:
            assert not store.templates.unfinished()
            kept = store.templates.backups()
            assert not backups.verify(store, kept)
            found = store.templates.history()
        assert len(found) <= 1
        assert {each.application for each in kept} <= {each.id for each in found}
        refs = git(self.place, "for-each-ref", "--format=%(refname)", "refs/gitops-assets").split()
        archives = [str(path) for path in (self.home.path / "backups").glob("*")]
        assert sorted(refs + archives) == sorted(each.place for each in kept)
        for pattern in ("gitops-assets-*", "*.lock"):
            assert not list((self.place / ".git").rglob(pattern))
        return found[0].state if found else ApplyState.QUEUED


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    made = Stage(tmp_path)
    place_at(made.place)
    made.home.path.mkdir(parents=True)
    with made.opened() as store:
        store.migrate()
    made.keep("untouched")
    return made


@dataclass
class Act:
    """One deed between two worlds."""

    stage: Stage
    worlds: Mapping[bool, World]
    start: str
    deed: Callable[[], None]

    def again(self) -> None:
        self.stage.back_to(self.start)

    def demand(self, what: str) -> ApplyState:
        state = self.stage.state()
        assert self.stage.world() == self.worlds[state is ApplyState.APPLIED], what
        return state


ACTS = [f"{act} {how}" for act in ("apply", "roll back") for how in HOWS]


@pytest.fixture(params=[*ACTS, "force back in place"])
def act(request: pytest.FixtureRequest, stage: Stage) -> Act:
    kind, _, name = request.param.removeprefix("roll ").removeprefix("force ").partition(" ")
    how, wanted = HOWS[name], plan(stage.place)
    if name == "in place":
        # A line that git does not have, so that the backup is an archive.
        (stage.place / "gone").write_text("never committed\n")
        wanted = plan(stage.place, gone=b"never committed\n")
        shutil.rmtree(stage.at / "untouched")
        stage.keep("untouched")
    worlds = {False: stage.world()}
    stage.apply(how, wanted)
    worlds[True] = stage.world()
    assert stage.state() is ApplyState.APPLIED
    assert worlds[True] != worlds[False]
    if kind == "apply":
        return Act(stage, worlds, "untouched", lambda: stage.apply(how, wanted))
    force = request.param.startswith("force")
    if force:
        (stage.place / "README").write_text("edited since\n")
        worlds[True] = stage.world()
    stage.keep("applied")
    return Act(stage, worlds, "applied", lambda: stage.rollback(force=force))


def test_killed_at_any_change_it_is_settled_at_the_next_start(act: Act) -> None:
    states = set()
    for number, what in each_change(act.deed, act.again):
        act.stage.recover()
        states.add(act.demand(f"{number}: {what}"))
    assert number > 5
    assert len(states) > 1


def test_killed_again_while_that_is_settled_it_is_settled_later(act: Act) -> None:
    for number, what in each_change(act.deed, act.again, step=5):
        told = [what] + [
            cut_off(act.stage.recover, at) for at in (number % 3, number * 5 % 7, number * 3 % 11)
        ]
        act.stage.recover()
        act.demand(f"{number}: {told}")


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EACCES])
def test_refused_at_any_change_it_says_so_and_is_settled(act: Act, code: int) -> None:
    def deed() -> None:
        with suppress(TemplateError, StoreError, OSError):
            act.deed()

    for number, what in each_change(deed, act.again, refused(code), start=code % 3, step=3):
        act.stage.recover()
        act.demand(f"{number}: {what}")
