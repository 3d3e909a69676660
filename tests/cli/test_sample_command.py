"""The sample fleet, built by hand."""

from pathlib import Path

from tests.cli.command_line import gitops


def test_a_sample_is_built_and_says_how_to_audit_it(tmp_path: Path) -> None:
    done = gitops("sample", tmp_path / "sample")
    assert done.code == 0
    assert (
        done.out.splitlines()[-1]
        == f"Audit them: gitops-assets audit --fleet {tmp_path / 'sample' / 'fleet.yaml'}"
    )
    assert (tmp_path / "sample" / "fleet" / "shop" / "api" / ".git").is_dir()


def test_a_folder_with_something_in_it_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    gitops("sample", tmp_path).told(
        2, "no sample fleet was built", "thesis.txt", "name a new or an empty folder"
    )
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_a_place_where_nothing_can_be_built(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    gitops("sample", tmp_path / "file" / "below").told(
        3, str(tmp_path / "file"), "Not a directory", "name a folder"
    )
