import io
import re
import shutil
import subprocess
import zipfile
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from python_calamine import CalamineWorkbook

from exporters import csv_tables, xlsx
from exporters.model import Material
from exporters.parts import workbook
from exporters.parts.sheet_names import sheet_names
from exporters.parts.sheets import report_tables
from exporters.parts.text import shortened
from gitops_assets.core.model import State
from gitops_assets.core.report import Report
from gitops_assets.core.tables import Column, Kind, Table
from tests.exporters.golden_fleet import empty, finding, report, state
from tests.exporters.marts import OWN, with_marts
from tests.exporters.strategies import reports

Rows = list[list[object]]


def read(content: bytes) -> dict[str, Rows]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {
        name: [list(row) for row in book.get_sheet_by_name(name).to_python()] for name in book.sheet_names
    }


def parts(content: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return {name: packed.read(name).decode() for name in packed.namelist()}


def test_every_table_is_a_sheet_with_its_types() -> None:
    sheets = read(xlsx.render(with_marts(report())))
    assert list(sheets)[:3] == ["about", "tasks", "findings"]
    assert list(sheets)[-1] == "=a_very_long_name_of_a_model th"
    header, first, second = sheets["=a_very_long_name_of_a_model th"]
    assert header == ["=cmd", "share", "true", "at", "n"]
    assert first == ["=1+1", 0.5, True, datetime(2026, 2, 28, 12), -3]  # noqa: DTZ001 - a sheet knows no zone
    assert second == ["+x\\x00\\ud800", "", False, "0001-02-28T12:00:00+00:00", str(10**17)]


def test_the_same_material_gives_the_same_bytes_and_no_file_in_it_is_of_today() -> None:
    content = xlsx.render(with_marts(report()))
    assert content == xlsx.render(with_marts(report()))
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        assert {entry.date_time[0] for entry in packed.infolist()} == {1980}
    assert "2026-03-01T12:00:00Z" in parts(content)["docProps/core.xml"]


def test_a_sheet_filters_below_a_header_that_stays() -> None:
    page = parts(xlsx.render(Material(report())))["xl/worksheets/sheet3.xml"]
    assert '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>' in page
    assert f'<autoFilter ref="A1:L{len(report().findings) + 1}"/>' in page
    assert 'type="cellIs"' in page


def test_a_repository_leads_to_its_line_and_from_there_to_its_forge_and_nowhere_else() -> None:
    bad = state("bad", remotes=state("x").remotes[:0])
    content = xlsx.render(
        Material(report([state("acme/web"), bad], [finding("upstream-set", "bad", "m", "r")]))
    )
    files = parts(content)
    assert 'location="repositories!A3"' in files["xl/worksheets/sheet3.xml"]
    targets = re.findall(r'Target="([^"]+)"', files["xl/worksheets/_rels/sheet4.xml.rels"])
    assert targets == ["https://git.example.org/acme/web.git"]


@given(reports())
@settings(max_examples=25, deadline=None)
def test_whatever_a_repository_is_called_every_row_is_read_back_and_no_cell_is_a_formula(
    hostile: Report,
) -> None:
    content = xlsx.render(Material(hostile))
    sheets = read(content)
    for table in report_tables(Material(hostile)):
        assert len(sheets[table.name]) == len(table.rows) + 1
    for row, line in zip(hostile.repositories, sheets["repositories"][1:], strict=True):
        assert line[0] == shortened(row.state.slug, workbook.CHARACTERS)
    for name, page in parts(content).items():
        assert "<f>" not in page, name


def test_what_does_not_fit_is_cut_and_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "ROWS", 3)
    long = [finding("upstream-set", "a", "x" * 40_000, "r") for _ in range(4)]
    sheets = read(xlsx.render(Material(report([state("a")], long))))
    assert len(sheets["findings"]) == 3
    told = [line[1] for line in sheets["about"] if line[0] == "Left out"]
    assert "2 rows of findings are left out: a sheet holds 3." in told
    assert "2 cells of findings are cut short: a cell holds 32,767 characters." in told
    assert len(str(sheets["findings"][1][5])) == workbook.CHARACTERS


@pytest.mark.parametrize("text", ["\N{GRINNING FACE}" * 20_000, "e\u0301" * 20_000, "\u202e\x00" * 9_000])
def test_a_cell_never_grows_beyond_what_excel_reads(text: str) -> None:
    assert len(shortened(text, workbook.CHARACTERS).encode("utf-16-le")) <= 2 * workbook.CHARACTERS


def test_a_text_keeps_its_lines_and_shows_what_moves_a_cursor() -> None:
    assert shortened("a\nb\tc\r\x1b\ufffe_x0041_", 99) == "a\nb\tc\\x0d\\x1b\\ufffe_x0041_"
    told = read(xlsx.render(Material(report([state("_x0041_")], []))))["repositories"][1][0]
    assert told == "_x0041_"


def test_sheets_have_names_that_excel_takes_and_each_once() -> None:
    names = sheet_names(["a/b", "A:B", "'x'", "", "History", "x" * 40, "x" * 50, "about"], taken=("about",))
    assert names == ["a_b", "A_B_2", "x", "table", "History_2", "x" * 31, f"{'x' * 29}_2", "about_2"]


def test_more_links_than_a_sheet_takes_are_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "LINKS", 1)
    files = parts(xlsx.render(Material(report([state("a"), state("b")], []))))
    assert files["xl/worksheets/_rels/sheet4.xml.rels"].count("https://git.example.org/") == 1


def test_an_empty_table_is_a_header() -> None:
    bare = Table("bare", "", (Column("a", Kind.TEXT),), ())
    none = Table("none", "", (), ())
    sheets = read(xlsx.render(with_marts(empty(), bare, none)))
    assert sheets["bare"] == [["a"]]
    assert sheets["none"] == []


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed here")
def test_libreoffice_opens_it_and_counts_the_same(tmp_path: Path) -> None:
    material = with_marts(
        report([state("a", State.DIRTY), state("=b")], [finding("upstream-set", "a", "m", "r")])
    )
    (tmp_path / "report.xlsx").write_bytes(xlsx.render(material))
    every_sheet = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            every_sheet,
            "--outdir",
            str(tmp_path),
            str(tmp_path / "report.xlsx"),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    for table in report_tables(material):
        lines = (tmp_path / f"report-{table.name}.csv").read_text("utf-8").splitlines()
        assert len(lines) == len(table.rows) + 1, table.name
    assert csv_tables.render(OWN)
