"""Adding an extractor is one file, one line and one test file; whoever forgets one of them learns it here."""

import re
from importlib import import_module
from pathlib import Path

import pytest

from gitops_assets.core.dependencies.extractors import EXTRACTORS
from gitops_assets.core.dependencies.links import LINKERS
from gitops_assets.core.dependencies.model import Extractor
from resources.dependencies.analysis import Analysis
from tests.dependencies import manifest_paths

ROOM = Path(__file__).parents[2] / "gitops_assets/core/dependencies"
EXTRACTOR_MODULES = sorted(path.stem for path in (ROOM / "extractors").glob("[a-z]*.py"))
LINKER_MODULES = sorted(path.stem for path in (ROOM / "links").glob("[a-z]*.py"))


def test_every_module_of_the_room_is_listed_and_nothing_else() -> None:
    assert sorted(each.id.replace("-", "_") for each in EXTRACTORS) == EXTRACTOR_MODULES
    assert sorted(each.id.replace("-", "_") for each in LINKERS) == LINKER_MODULES


@pytest.mark.parametrize("name", EXTRACTOR_MODULES)
def test_every_extractor_is_told_in_its_own_words_and_tested(name: str) -> None:
    module = import_module(f"gitops_assets.core.dependencies.extractors.{name}")
    extractor = module.EXTRACTOR
    assert isinstance(extractor, Extractor)
    assert EXTRACTORS.get(name.replace("_", "-")) is extractor
    assert extractor.doc is module.__doc__
    assert re.search(r"\n\nSource: \[[^\]]+\]\(https://\S+\)", extractor.doc)
    assert extractor.title
    assert (Path(__file__).parent / f"test_{name}.py").is_file()


@pytest.mark.parametrize("name", LINKER_MODULES)
def test_every_linker_is_tested(name: str) -> None:
    assert (Path(__file__).parent / f"test_links_{name}.py").is_file()


@pytest.mark.parametrize("extractor", EXTRACTORS, ids=lambda extractor: extractor.id)
def test_an_extractor_is_asked_about_every_path_that_it_wants(extractor: Extractor) -> None:
    analysis = Analysis(extractors=(extractor,))
    wanted = [path for path in manifest_paths.ALL if extractor.wants(path)]
    assert extractor.endings or extractor.beginnings
    assert all(ending == ending.lower() for ending in (*extractor.endings, *extractor.beginnings))
    lines = b"".join(b"100644 blob 0123\t%s\0" % path.encode() for path in wanted)
    assert extractor.of_links or len(analysis.only.of(lines)) == len(wanted)


def test_every_extractor_wants_one_of_the_paths_that_tests_know() -> None:
    assert [each.id for each in EXTRACTORS if not any(map(each.wants, manifest_paths.ALL))] == []
