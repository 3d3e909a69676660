import shutil
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest

from resources.home import HOME_VARIABLE, STORE_VARIABLE, Home, find_home, prepare
from resources.instance import open_instance
from resources.store.store import Store
from tests.dagster.audits import SLUGS, audit_of
from tests.repositories import repository


@pytest.fixture(scope="session")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where every test's home and fleet lie: an audit stores paths, so a copy of one stays there."""
    return tmp_path_factory.mktemp("dagster")


@pytest.fixture(scope="session")
def template(place: Path) -> Path:
    """A home on which the command line audited four repositories; making it for each test takes seconds."""
    home = Home(place / "now" / "home", f"sqlite:///{place / 'now' / 'home' / 'store.db'}")
    for slug in SLUGS:
        repository(place / "now" / "fleet" / slug)
    with pytest.MonkeyPatch.context() as patch:
        _named(home.path, patch)
        audit_of(home, place / "now" / "fleet")
    shutil.move(place / "now", place / "template")
    return place / "template"


@pytest.fixture
def home(place: Path, template: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A home that nothing was done on; the environment names it."""
    shutil.rmtree(place / "now", ignore_errors=True)
    _named(place / "now" / "home", monkeypatch)
    return find_home()


@pytest.fixture
def fleet(home: Home, template: Path) -> Path:
    """Four repositories, all alike: no remote, nothing to commit."""
    folder = home.path.with_name("fleet")
    if not folder.exists():
        shutil.copytree(template / "fleet", folder)
    return folder


@pytest.fixture
def audited(home: Home, fleet: Path, template: Path) -> Home:
    """The home after the command line audited the fleet."""
    shutil.copytree(template / "home", home.path)
    return home


@pytest.fixture
def instance(home: Home) -> Iterator[dg.DagsterInstance]:
    """Dagster's instance on the home."""
    prepare(home)
    with open_instance(home) as opened:
        yield opened


@pytest.fixture
def store(home: Home) -> Iterator[Store]:
    """The store of the home."""
    with Store.open(home.store_url) as opened:
        yield opened


def _named(home: Path, patch: pytest.MonkeyPatch) -> None:
    patch.setenv(HOME_VARIABLE, str(home))
    patch.delenv(STORE_VARIABLE, raising=False)
    # Opening an instance sets these for the processes that it starts; this way they are forgotten.
    patch.setenv("DAGSTER_HOME", str(home / "dagster"))
    patch.setenv("DAGSTER_EVENT_BATCH_SIZE", "1000")
