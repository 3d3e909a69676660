"""``gitops-assets models``: tables, tests and SQL of the store, with the fleet's own beside ours."""

import csv
import io
import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from gitops_assets.cli.exits import Stop
from gitops_assets.cli.models import command
from resources.store.model import Location
from resources.store.store import Store
from tests.store.audited import begin, failed, finish, state

if TYPE_CHECKING:
    from resources.home import Home

OWN = "select slug, '=1+1' as odd, owner is null as free\nfrom {{ ref('repository_scorecard') }}"


@pytest.fixture
def fleet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home with one audit of a fleet, whose file names a folder of models."""
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("GITOPS_HOME", str(home))
    monkeypatch.delenv("GITOPS_STORE_URL", raising=False)
    (tmp_path / "own" / "models").mkdir(parents=True)
    (tmp_path / "own" / "models" / "mine.sql").write_text(OWN)
    (tmp_path / "fleet.yaml").write_text("reports: {models: [own]}\n")
    from resources.home import find_home  # noqa: PLC0415 - it reads the environment

    found: Home = find_home()
    with Store.open(found.store_url) as store:
        store.migrate()
        audit = begin(store, fleet_file=str(tmp_path / "fleet.yaml"))
        store.record_repositories(audit, 1, [Location("a/one", b"/src/a/one", b"/src")])
        store.record_states(audit, 1, [state()])
        store.record_judgements(audit, 1, [failed()])
        finish(store, audit)
    return tmp_path


def asked(*arguments: str) -> Result:
    return CliRunner().invoke(command, list(arguments), standalone_mode=False)


def test_models_are_listed_with_their_questions(fleet: Path) -> None:
    lines = asked("list").output.splitlines()
    assert any(
        line.split() == ["fleet_health", "mart", "How", "healthy", "is", "the", "fleet?"] for line in lines
    )
    assert any(line.startswith("mine ") and "own mart" in line for line in lines)


def test_a_table_is_printed_as_json_and_as_csv_that_no_spreadsheet_runs(fleet: Path) -> None:
    told = json.loads(asked("run", "-s", "fleet_health", "-f", "json").output)
    assert told["rows"][1] == {"health": "yellow", "repositories": 1, "open_findings": 1}
    (row,) = csv.DictReader(io.StringIO(asked("run", "-s", "mine", "-f", "csv").output))
    assert row == {"slug": "a/one", "odd": "'=1+1", "free": "True"}


def test_tables_are_written_as_files(fleet: Path) -> None:
    done = asked("run", "-o", str(fleet / "out"), "-s", "mine", "-s", "fleet_*")
    assert len(done.output.splitlines()) == 4
    assert (fleet / "out" / "mine.csv").read_text().startswith("slug,odd,free\n")


def test_a_failing_test_is_shown_with_its_rows_and_fails(fleet: Path) -> None:
    assert asked("test").return_value == 0
    (fleet / "own" / "tests").mkdir()
    (fleet / "own" / "tests" / "none.sql").write_text("select * from {{ ref('mine') }}")
    done = asked("test", "-s", "mine")
    assert done.return_value == 1
    assert (
        "mine should be as none demands (own/tests/none.sql:1); rows that offend: 1: slug='a/one'"
        in done.output
    )


def test_a_broken_model_is_told_and_the_others_come_out(fleet: Path) -> None:
    (fleet / "own" / "models" / "bad.sql").write_text("select\n  1\nfrom {{ ref('fleet_healt') }}")
    done = asked("run", "-s", "mine")
    assert done.return_value == 3
    assert "own/models/bad.sql:3; did you mean 'fleet_health'?" in done.output
    assert "a/one" in done.output


def test_a_list_tells_what_is_left_out_of_it(fleet: Path) -> None:
    (fleet / "own" / "models" / "bad.sql").write_text("select 1 from {{ ref('fleet_healt') }}")
    done = asked("list")
    assert done.return_value == 3
    assert "did you mean 'fleet_health'?" in done.output


def test_the_sql_and_a_page_are_printed(fleet: Path) -> None:
    assert 'from "repository_scorecard"' in asked("compile", "-s", "mine").output
    page = asked("docs").output
    assert "### mine" in page
    assert "  repository_scorecard --> mine" in page


@pytest.mark.parametrize("arguments", [("run", "-s", "nope"), ("run", "--var", "odd")])
def test_what_is_meant_is_asked_for(fleet: Path, arguments: tuple[str, ...]) -> None:
    assert isinstance(asked(*arguments).exception, Stop)


def test_a_variable_that_no_model_has_is_named_with_the_nearest(fleet: Path) -> None:
    (fleet / "own" / "models" / "mine.sql").write_text("select {{ var('least', 3) }} as n")
    assert "did you mean 'least'?" in str(asked("run", "-s", "mine", "--var", "laest=4").exception)
    assert json.loads(asked("run", "-s", "mine", "-f", "json", "--var", "least=4").output)


def test_a_page_is_a_file_and_no_folder(fleet: Path) -> None:
    said = str(asked("docs", "-o", str(fleet)).exception)
    assert said.endswith(f"{fleet} is a folder; name a file, like {fleet / 'models.md'}.")


def test_a_test_that_is_more_than_one_query_changes_nothing(fleet: Path) -> None:
    (fleet / "own" / "tests").mkdir()
    (fleet / "own" / "tests" / "bad.sql").write_text(
        "select 1 from {{ ref('mine') }}) ; create or replace table fleet_health as (select 1"
    )
    done = asked("test")
    assert "it is more than one query" in done.output
