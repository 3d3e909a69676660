"""A user who saves or moves files while a template is applied: every line of theirs is there afterwards."""

import os
import resource
import signal
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from gitops_assets.core.templates.model import Action, ApplyState, Content, FilePlan, Plan
from resources.home import Home
from resources.store.store import Store
from resources.templates import backups, trading
from resources.templates.applying import How, apply, rollback
from resources.templates.batching import undone
from resources.templates.checkout import working_files
from resources.templates.errors import TemplateError
from resources.templates.settling import recover
from tests.repositories import git
from tests.templates.building import home_at
from tests.templates.faults import cut_off, files
from tests.templates.small_plan import place_at, plan

pytestmark = pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")

IN_PLACE = How(in_place=True, dirty=True)
THEIRS = b"written just now\n"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    made = home_at(tmp_path / "home")
    made.path.mkdir()
    with Store.open(made.store_url) as store:
        store.migrate()
    return made


@pytest.fixture
def store(home: Home) -> Iterator[Store]:
    with Store.open(home.store_url) as opened:
        yield opened


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return place_at(tmp_path / "api")


def saved_over(path: Path) -> None:
    path.write_bytes(THEIRS)


def saved_beside(path: Path) -> None:
    beside = path.with_name("saved~")
    beside.write_bytes(THEIRS)
    beside.replace(path)


def no_exchange(*_: object) -> bool:
    return False


@pytest.mark.parametrize(
    ("save", "name", "exchanges"),
    [
        (saved_over, "README", True),
        (saved_beside, "README", True),
        (saved_beside, "README", False),
        (saved_beside, "gone", True),
    ],
)
def test_whenever_it_is_saved_it_is_there_afterwards(
    home: Home,
    place: Path,
    monkeypatch: pytest.MonkeyPatch,
    save: Callable[[Path], None],
    name: str,
    *,
    exchanges: bool,
) -> None:
    if not exchanges:
        monkeypatch.setattr(trading, "exchanged", no_exchange)
    wanted = plan(place)

    def deed() -> None:
        with Store.open(home.store_url) as store:
            apply(store, home, wanted, place, IN_PLACE)

    number = 0
    while what := cut_off(deed, number, lambda _: save(place / name)):
        with Store.open(home.store_url) as store:
            assert not recover(store, home), what
            if store.templates.history()[0].state is ApplyState.APPLIED:
                assert (place / "README").read_bytes() == (THEIRS if name == "README" else b"mine\nours\n")
        assert (place / name).read_bytes() == THEIRS, f"{number}: {what}"
        assert not list(place.rglob(".app_*")), f"{number}: {what}"
        git(place, "checkout", "-q", "-f", "HEAD")
        git(place, "clean", "-q", "-f", "-d")
        number += 1
    assert number > 20


def test_what_an_editor_writes_into_the_old_file_is_put_back(store: Store, home: Home, place: Path) -> None:
    with (place / "README").open("ab") as editor:

        def pause(step: str) -> None:
            if step == "verify README":
                editor.write(b"one more\n")
                editor.flush()

        done = apply(store, home, plan(place), place, replace(IN_PLACE, pause=pause))
    assert done.outcome is ApplyState.ROLLED_BACK
    assert (place / "README").read_bytes() == b"mine\none more\n"
    assert not list(place.rglob(".app_*"))


def test_what_is_written_too_late_to_be_put_back_stays_and_is_named(
    store: Store, home: Home, place: Path
) -> None:
    with (place / "README").open("ab") as editor:

        def pause(step: str) -> None:
            if step == "settle README":
                editor.write(b"one more\n")
                editor.flush()

        done = apply(store, home, plan(place), place, replace(IN_PLACE, pause=pause))
    assert done.outcome is ApplyState.APPLIED
    (kept,) = {path.read_bytes() for path in place.rglob(".app_*")}
    assert kept == b"mine\none more\n"
    assert "what was written meanwhile is in .app_" in done.application.why


def as_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()
    (path / "inside").write_bytes(THEIRS)


def as_link(path: Path) -> None:
    path.unlink()
    path.symlink_to("other")


@pytest.mark.parametrize("become", [as_folder, as_link])
@pytest.mark.parametrize("when", ["", "keep README", "swap README"])
def test_a_file_that_becomes_something_else_after_the_plan_is_left_as_that(
    store: Store, home: Home, place: Path, become: Callable[[Path], None], when: str
) -> None:
    wanted = plan(place)

    def pause(step: str) -> None:
        if step == when:
            become(place / "README")

    if not when:
        become(place / "README")
    done = apply(store, home, wanted, place, replace(IN_PLACE, pause=pause))
    assert done.outcome in {ApplyState.FAILED, ApplyState.ROLLED_BACK}
    assert "README" in done.application.why
    found = files(place)
    became, _ = found.get("README") or found["README/inside"]
    assert (became, found["gone"][0], found.keys() & {"new/deep/run.sh"}) == (
        THEIRS if become is as_folder else b"other",
        b"old\n",
        set(),
    )
    assert not list(place.rglob(".app_*"))


@pytest.mark.parametrize("how", [IN_PLACE, How()])
def test_a_disk_that_fills_up_in_the_middle_of_a_file_leaves_all_as_it_was(
    home: Home, place: Path, how: How
) -> None:
    large = plan(place)
    body = os.urandom(8 << 20)
    large = replace(
        large,
        files=tuple(replace(each, after=Content(body)) if each.after else each for each in large.files),
    )
    before, branches = files(place), git(place, "for-each-ref")

    def deed() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (4 << 20, 4 << 20))
        with Store.open(home.store_url) as store:
            done = apply(store, home, large, place, how)
        assert done.outcome in {ApplyState.FAILED, ApplyState.ROLLED_BACK}
        assert done.application.why

    assert not cut_off(deed, 10_000)
    assert files(place) == before
    assert git(place, "for-each-ref", "refs/heads") in branches
    assert not list((place / ".git").glob("gitops-assets-*"))


def test_a_forced_rollback_keeps_the_edits_it_overwrites_and_says_where(
    store: Store, home: Home, place: Path
) -> None:
    before = files(place)
    done = apply(store, home, plan(place), place, IN_PLACE)
    (place / "README").write_bytes(THEIRS)
    back = rollback(store, home, done.application.id, force=True)
    assert files(place) == before
    (kept,) = [each for each in store.templates.backups() if each.id.endswith("-edits")]
    assert back.why == f"what was edited is in {kept.id}"
    assert backups.read(kept)["README"].body == THEIRS
    assert Path(kept.place).parent == home.path / "backups"
    assert kept.files == 1


def plan_of(place: Path, path: str, body: bytes) -> Plan:
    """Another plan: one file that is changed."""
    now = working_files(place, [path])
    file = FilePlan(path=path, action=Action.MODIFY, before=now.get(path), after=Content(body))
    return replace(plan(place), files=(file,))


def test_what_was_applied_over_is_rolled_back_after_what_lies_over_it(
    store: Store, home: Home, place: Path
) -> None:
    before = files(place)
    first = apply(store, home, plan(place), place, IN_PLACE).application
    apply(store, home, plan_of(place, "other", b"y\n"), place, IN_PLACE)
    over = apply(store, home, plan_of(place, "README", b"mine\nours, newer\n"), place, IN_PLACE).application
    with pytest.raises(TemplateError, match=f"{over.id} .* was applied over {first.id}; roll that"):
        rollback(store, home, first.id)
    rollback(store, home, over.id)
    rollback(store, home, first.id)
    assert files(place) == before | {"other": (b"y\n", before["other"][1])}


def test_forced_it_goes_back_to_before_both(store: Store, home: Home, place: Path) -> None:
    before = files(place)
    first = apply(store, home, plan(place), place, IN_PLACE).application
    apply(store, home, plan_of(place, "README", b"mine\nours, newer\n"), place, IN_PLACE)
    assert rollback(store, home, first.id, force=True).state is ApplyState.ROLLED_BACK
    assert files(place) == before


def test_a_batch_is_rolled_back_newest_first_and_one_that_cannot_be_stops_no_other(
    store: Store, home: Home, place: Path, tmp_path: Path
) -> None:
    other, before = place_at(tmp_path / "web"), files(place)
    how = replace(IN_PLACE, batch="batch_1")
    apply(store, home, plan(place), place, how)
    apply(store, home, plan_of(place, "README", b"mine\nours, newer\n"), place, how)
    apply(store, home, replace(plan(other), slug="web"), other, how)
    (other / "README").write_bytes(THEIRS)
    ended = list(undone(store, home, "batch_1"))
    assert [(each.slug, each.state) for each in ended] == [
        ("web", ApplyState.APPLIED),
        ("api", ApplyState.ROLLED_BACK),
        ("api", ApplyState.ROLLED_BACK),
    ]
    assert "README was edited since" in ended[0].why
    assert files(place) == before
    (last,) = undone(store, home, "batch_1", force=True)
    assert last.state is ApplyState.ROLLED_BACK
    with pytest.raises(TemplateError, match="nothing of batch_1 is left to roll back"):
        list(undone(store, home, "batch_1"))
    with pytest.raises(TemplateError, match="there is no batch 'batch_2'"):
        list(undone(store, home, "batch_2"))
