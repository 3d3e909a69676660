import re
import shutil
from pathlib import Path

import pytest

from exporters import pdf
from exporters.model import Material, Unavailable
from tests.exporters.golden_fleet import NOW, report

DATED = b"<</CreationDate (D:20261129144015+00'00')\n/ModDate (D:20261129144015+00'00')>>"


def test_without_a_browser_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(Unavailable, match="apt-get install chromium"):
        list(pdf.files(Material(report())))


def test_a_browser_that_prints_nothing_or_hangs_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "chromium"
    broken.write_text("#!/bin/sh\necho no display >&2\nexit 3\n")
    broken.chmod(0o755)
    monkeypatch.setattr(shutil, "which", lambda _: str(broken))
    with pytest.raises(Unavailable, match="no display"):
        pdf.printed(b"<p>x")
    broken.write_text("#!/bin/sh\nexec sleep 60\n")
    monkeypatch.setattr(pdf, "SECONDS", 0.2)
    with pytest.raises(Unavailable, match="timed out"):
        pdf.printed(b"<p>x")


def test_its_dates_are_those_of_the_audit_and_nothing_moves() -> None:
    dated = pdf.dated(DATED, NOW)
    assert dated.count(b"(D:20260301120000+00'00')") == 2
    assert len(dated) == len(DATED)
    assert pdf.dated(DATED, 10**20) == DATED


@pytest.mark.skipif(
    shutil.which("chromium") is None, reason="no Chromium is installed: apt-get install chromium"
)
def test_an_installed_browser_prints_the_still_part() -> None:
    (file,) = pdf.files(Material(report()))
    assert file.path == pdf.EXPORTER.file_name
    assert file.content.startswith(b"%PDF-")
    assert len(re.findall(rb"/Type /Page\b", file.content)) >= 2
    assert b"D:20260301120000" in file.content
