"""A format that breaks leaves the others standing, says so, and is named once more at the end."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

import exporters
from exporters import EXPORTERS, json_report
from exporters.model import Exporter, File, Material, Unavailable
from gitops_assets.assets import report_files
from gitops_assets.cli import report_list, report_write
from gitops_assets.core.registry import Registry
from resources.auditing import Session
from resources.home import Home
from tests.cli.command_line import gitops
from tests.exporters.golden_fleet import report


def broken(_material: Material) -> Iterable[File]:
    raise ZeroDivisionError("it divided")


def half(_material: Material) -> Iterable[File]:
    yield File("half.txt", b"half")
    raise Unavailable("there is no browser here: install one")


EXTRA = (
    Exporter(id="broken", title="Breaks", file_name="broken.txt", media_type="text/plain", files=broken),
    Exporter(id="half", title="Stops", file_name="half.txt", media_type="text/plain", files=half),
)


@pytest.fixture
def with_broken(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two formats that fail stand before all others."""
    monkeypatch.setattr(exporters, "EXPORTERS", Registry((*EXTRA, *EXPORTERS)))
    monkeypatch.setattr(report_write, "EXPORTERS", exporters.EXPORTERS)


@pytest.fixture
def stored(home: Home, tmp_path: Path) -> Home:
    (tmp_path / "report.json").write_bytes(json_report.render(report()))
    assert gitops("import", tmp_path / "report.json").code == 0
    return home


@pytest.mark.usefixtures("with_broken", "stored")
def test_report_all_writes_every_other_format(tmp_path: Path) -> None:
    done = gitops("report", "all", "-o", tmp_path / "out")
    assert done.code == 3
    assert "a format broke (ZeroDivisionError: it divided)" in done.err
    assert "half was not written either: there is no browser here: install one" in done.err
    assert "Not written: broken, half." in done.err
    assert {path.name for path in (tmp_path / "out").iterdir()} >= {each.file_name for each in EXPORTERS}
    assert not [path for path in (tmp_path / "out").rglob("*") if path.name.endswith(".new")]


@pytest.mark.usefixtures("stored")
def test_the_formats_are_listed_from_the_registry() -> None:
    assert callable(report_list.format_lines)  # loaded before any test changed the registry
    told = gitops("report", "--list-formats").out
    assert [line.split()[0] for line in told.splitlines()] == list(EXPORTERS.ids)
    document = gitops("report", "--list-formats", "--json").document
    assert [each["id"] for each in document["formats"]] == list(EXPORTERS.ids)


@pytest.mark.usefixtures("quickly")
def test_an_audit_writes_every_other_format(
    fleet: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = report_files._written

    def failing(exporter: Exporter, session: Session) -> report_files.Event:
        return real(replace(exporter, files=broken) if exporter.id == "markdown" else exporter, session)

    monkeypatch.setattr(report_files, "_written", failing)
    done = gitops("audit", fleet, "-o", tmp_path / "out")
    assert done.code == 3
    assert "Not written: markdown." in done.err
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert names == {"report.html", "report.json", "report.sarif", "repositories.csv"}
