"""Report files that cannot be written: results are stored all the same, and `report` writes them later."""

from pathlib import Path

import pytest

from tests.cli.command_line import gitops

FILES = ["report.html", "report.json", "report.md", "report.sarif", "repositories.csv"]

pytestmark = pytest.mark.usefixtures("quickly")


@pytest.fixture
def taken(tmp_path: Path) -> Path:
    """An output folder whose name a file has."""
    file = tmp_path / "reports"
    file.write_text("mine")
    return file


def test_a_file_in_the_place_of_the_output_folder(fleet: Path, taken: Path) -> None:
    done = gitops("audit", fleet, "-o", taken)
    remedy = f"{taken} is a file and no folder: choose another folder with -o"
    stored = "are stored: `gitops-assets report`"
    done.told(3, f"the report {taken}", "could not be written", remedy, stored, after="2 repositories")
    assert "free some space" not in done.err
    assert taken.read_text() == "mine"
    taken.unlink()
    again = gitops("report", "all", "-o", taken)
    assert again.code == 0
    assert {path.name for path in taken.iterdir()} >= set(FILES)


def test_the_audit_whose_files_failed_is_the_one_that_the_next_is_compared_with(
    fleet: Path, taken: Path
) -> None:
    gitops("audit", fleet, "-o", taken)
    again = gitops("audit", fleet, "--json").document
    assert again["audit"]["previous"] == 1
    assert again["changes"] == []


def test_a_folder_in_the_place_of_a_report(fleet: Path, tmp_path: Path) -> None:
    (tmp_path / "out" / "report.md" / "kept").mkdir(parents=True)
    done = gitops("audit", fleet, "-o", tmp_path / "out")
    done.told(
        3,
        f"the report {tmp_path / 'out' / 'report.md'}",
        "could not be written",
        "is a folder",
        "another folder",
        "Not written: markdown.",
        after=str(tmp_path / "out" / "report.html"),
    )
    assert (tmp_path / "out" / "report.md" / "kept").is_dir()
    assert not [path for path in (tmp_path / "out").iterdir() if path.name.endswith(".new")]


def test_reports_that_cannot_be_written_again(fleet: Path, taken: Path) -> None:
    gitops("audit", fleet)
    done = gitops("report", "all", "-o", taken)
    done.told(3, f"the report {taken}", "could not be written", "another folder with -o")
