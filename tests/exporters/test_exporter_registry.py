import importlib
import os
import pkgutil
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder
from hypothesis import given, settings

import exporters
from exporters import EXPORTERS
from exporters.model import Exporter, Material
from gitops_assets.core.report import Report
from tests.exporters.golden_fleet import empty, report
from tests.exporters.strategies import reports

ROOT = Path(__file__).parents[2]
GOLDEN = Path(__file__).parent / "golden"
MODULES = sorted(
    name for _, name, package in pkgutil.iter_modules(exporters.__path__) if not package and name != "model"
)

BINARY = ("application/vnd.", "application/pdf", "application/zip", "application/x-tar", "application/gzip")
"""Media types whose bytes are no text and follow the version of a library: other tests read them back."""

PRINTED = ("pdf",)
"""Set by whatever browser and fonts a machine has, so nobody can promise their bytes: see test_pdf.py."""

WRITTEN = [exporter for exporter in EXPORTERS if exporter.id not in PRINTED]
each = pytest.mark.parametrize("exporter", WRITTEN, ids=lambda exporter: exporter.id)


def is_text(exporter: Exporter) -> bool:
    return not exporter.media_type.startswith(BINARY)


textual = pytest.mark.parametrize(
    "exporter", [exporter for exporter in WRITTEN if is_text(exporter)], ids=lambda exporter: exporter.id
)


@pytest.mark.parametrize("name", MODULES)
def test_every_module_of_the_room_is_listed_and_complete(name: str) -> None:
    module = importlib.import_module(f"exporters.{name}")
    exporter = module.EXPORTER
    assert EXPORTERS.get(exporter.id) is exporter
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", exporter.id)
    assert name.startswith(exporter.id.replace("-", "_"))
    assert module.__doc__
    assert exporter.title
    assert re.fullmatch(r"[a-z]+(\.[a-z]+)+", exporter.file_name)
    assert "/" in exporter.media_type


def test_the_registry_lists_nothing_else_and_no_two_files_collide() -> None:
    assert len(EXPORTERS) == len(MODULES)
    assert len({exporter.file_name for exporter in EXPORTERS}) == len(EXPORTERS)


@each
def test_the_first_file_is_the_one_to_open_and_all_others_lie_in_its_folder(exporter: Exporter) -> None:
    first, *others = [file.path for file in exporter.files(Material(report()))]
    assert first == exporter.file_name
    assert not others or exporter.folder
    assert all(path.startswith(f"{exporter.folder}/") and ".." not in path.split("/") for path in others)


@textual
def test_the_bytes_of_the_golden_fleet_are_the_ones_that_were_reviewed(exporter: Exporter) -> None:
    golden = GOLDEN / exporter.file_name
    rendered = exporter.render(Material(report()))
    if os.environ.get("GITOPS_UPDATE_GOLDEN") == "1":
        golden.parent.mkdir(exist_ok=True)
        golden.write_bytes(rendered)
    assert rendered == golden.read_bytes(), "review the difference, then set GITOPS_UPDATE_GOLDEN=1"


@each
def test_an_audit_that_found_nothing_is_a_report_too(exporter: Exporter) -> None:
    rendered = exporter.render(Material(empty()))
    assert rendered.decode() if is_text(exporter) else rendered


@textual
@given(hostile=reports())
@settings(max_examples=20, deadline=None)
def test_no_name_makes_an_exporter_fail_and_its_bytes_are_utf_8(exporter: Exporter, hostile: Report) -> None:
    assert exporter.media_type in BINARY or exporter.render(Material(hostile)).decode()
    assert exporter.render(Material(hostile)) == exporter.render(Material(hostile))


def test_an_installed_wheel_brings_its_templates(tmp_path: Path) -> None:
    wheel = next(WheelBuilder(str(ROOT)).build(directory=str(tmp_path), versions=["standard"]))
    zipfile.ZipFile(wheel).extractall(tmp_path / "site")
    program = (
        f"import sys; sys.path[:0] = [{str(tmp_path / 'site')!r}, {str(ROOT)!r}]\n"
        "from exporters import EXPORTERS, __file__ as home\n"
        "from exporters.model import Material\n"
        "from tests.exporters.golden_fleet import report\n"
        "assert home.startswith(sys.path[0])\n"
        f"written = [each for each in EXPORTERS if each.id not in {PRINTED}]\n"
        "sys.stdout.write(str([len(exporter.render(Material(report()))) for exporter in written]))"
    )
    done = subprocess.run(
        [sys.executable, "-P", "-c", program], cwd=tmp_path, check=True, capture_output=True, text=True
    )
    assert done.stdout == str([len(exporter.render(Material(report()))) for exporter in WRITTEN])


def test_exporters_reach_neither_dagster_nor_pandas_nor_the_store() -> None:
    program = "import sys, exporters; print({'dagster', 'pandas', 'sqlalchemy'} & {*sys.modules})"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, check=True, capture_output=True, text=True
    )
    assert done.stdout == "set()\n"
