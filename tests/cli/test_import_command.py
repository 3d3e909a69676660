import json
from pathlib import Path

import pytest

from exporters import json_report
from resources.home import Home
from resources.store.store import Store
from tests.cli.command_line import gitops
from tests.exporters.golden_fleet import report


def test_a_report_comes_in_and_is_told_again(home: Home, tmp_path: Path) -> None:
    file = tmp_path / "report.json"
    file.write_bytes(json_report.render(report()))
    done = gitops("import", file)
    assert done.code == 0, done.err
    assert "audit 14 of" in done.out
    assert "those are not rebuilt" in done.out
    assert gitops("report", "--list").out.count("\n") == 1
    assert "nothing to compare it with" in gitops("changes").out
    assert gitops("report", "json").document["audit"]["id"] == 14


def test_a_document_that_is_not_right_leaves_everything_as_it_was(home: Home, tmp_path: Path) -> None:
    good, bad = tmp_path / "good.json", tmp_path / "bad.json"
    good.write_bytes(json_report.render(report()))
    bad.write_text('{"schema": "gitops-assets/report/7"}')
    gitops("import", good, bad).told(2, "bad.json was not imported", "report/7", "Nothing was written")
    assert not Path(home.path / "store.db").exists()
    gitops("import", tmp_path / "none.json").told(2, "could not be read")


def test_what_a_store_holds_already_can_be_written_again(home: Home, tmp_path: Path) -> None:
    file = tmp_path / "report.json"
    file.write_bytes(json_report.render(report()))
    gitops("import", file)
    before = gitops("report", "json").out
    assert gitops("import", file, "--mode", "overwrite").code == 0
    assert gitops("report", "json").out == before
    with Store.open(home.store_url) as store:
        assert store.latest_audit() is not None


def test_each_way_says_what_it_did(home: Home, tmp_path: Path) -> None:
    whole, part = tmp_path / "report.json", tmp_path / "part.json"
    document = json.loads(json_report.render(report()))
    whole.write_text(json.dumps(document))
    slug = document["repositories"][0]["slug"]
    document["repositories"] = document["repositories"][:1]
    document["findings"] = [each for each in document["findings"] if each["slug"] == slug]
    part.write_text(json.dumps(document))
    assert "came in with 1 repository and" in gitops("import", part).out
    for mode, said in (
        ("skip", "is in the store already; nothing was written"),
        ("merge", "has every repository of it; nothing was written"),
    ):
        done = gitops("import", part, "--mode", mode).out
        assert said in done
        assert "not rebuilt" not in done
    assert "lacked 11 repositories" in gitops("import", whole, "--mode", "merge").out
    again = gitops("import", whole, "--mode", "overwrite").out
    assert "was written again, with 12 repositories and 7 open findings" in again
    assert "not rebuilt" in again


@pytest.mark.usefixtures("quickly")
def test_an_audit_after_an_import_makes_up_no_move_of_a_score(
    fleet: Path, home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gitops("audit", fleet)
    (tmp_path / "report.json").write_text(gitops("report", "json").out)
    monkeypatch.setenv("GITOPS_HOME", str(tmp_path / "other"))
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path / "other" / "dagster"))
    assert gitops("import", tmp_path / "report.json").code == 0
    again = gitops("audit", fleet, "--json")
    assert again.code == 0, again.err
    assert "score moved" not in {change["kind"] for change in again.document["changes"]}
