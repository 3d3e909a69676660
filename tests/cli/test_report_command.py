"""Reports of any past audit, from the store alone."""

import json
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from gitops_assets.cli import audit_run
from resources import auditing
from resources.home import Home, find_home
from resources.report_files import INDEX
from tests.cli.command_line import Done, changes, gitops, homes_like
from tests.repositories import commit, repository

FILES = ["report.html", "report.json", "report.md", "report.sarif", "repositories.csv"]
MONDAY = int(datetime(2030, 4, 1, 12, tzinfo=UTC).timestamp())
DAY = 86_400

pytestmark = pytest.mark.usefixtures("quickly")


@pytest.fixture(scope="module")
def a_week(tmp_path_factory: pytest.TempPathFactory, made_home: Home) -> Path:
    """Audits on Monday, Tuesday and Wednesday noon: a repository comes on Tuesday, a commit on Wednesday."""
    folder = tmp_path_factory.mktemp("week")
    fleet = folder / "fleet"
    with pytest.MonkeyPatch.context() as patch, homes_like(made_home):
        patch.setenv("GITOPS_HOME", str(folder / "home"))
        patch.setenv("DAGSTER_HOME", str(folder / "home" / "dagster"))
        for day, event in enumerate((monday, tuesday, wednesday)):
            event(fleet)
            for module in (auditing, audit_run):
                patch.setattr(module, "time", SimpleNamespace(time=lambda at=MONDAY + day * DAY: at))
            gitops("audit", fleet)
    return folder


def monday(fleet: Path) -> None:
    repository(fleet / "api")
    repository(fleet / "web")


def tuesday(fleet: Path) -> None:
    repository(fleet / "new")


def wednesday(fleet: Path) -> None:
    commit(fleet / "api")


@pytest.fixture
def week(a_week: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """The home in which those audits are."""
    monkeypatch.setenv("GITOPS_HOME", str(a_week / "home"))
    return find_home()


def report(*arguments: str) -> Done:
    done = gitops("report", "json", *arguments)
    assert done.code == 0, done.err
    return done


def test_without_a_format_every_file_is_written_as_the_audit_wrote_it(fleet: Path, home: Home) -> None:
    gitops("audit", fleet)
    written = {path.name: path.read_bytes() for path in home.reports.iterdir()}
    for path in home.reports.iterdir():
        path.unlink()
    done = gitops("report")
    assert done.code == 0
    assert sorted(done.out.split()) == [str(home.reports / name) for name in FILES]
    assert {path.name: path.read_bytes() for path in home.reports.iterdir()} == written


def test_one_format_goes_to_the_output(fleet: Path, home: Home) -> None:
    gitops("audit", fleet)
    assert gitops("report", "csv").out == (home.reports / "repositories.csv").read_bytes().decode()


def test_several_formats_are_files(fleet: Path, tmp_path: Path) -> None:
    gitops("audit", fleet)
    done = gitops("report", "csv", "sarif", "-o", tmp_path / "out")
    assert [Path(line).name for line in done.out.splitlines()] == ["repositories.csv", "report.sarif"]


def test_a_past_audit_is_told_as_it_was_told_then(week: Home) -> None:
    last = (week.reports / "report.json").read_text()
    then = report("--as-of", "2")
    assert changes(then) == {("new", "repository-added"), ("new", "finding-new")}
    assert {each["status"] for each in then.document["findings"]} == {"existing", "new"}
    assert report().out == last
    assert len(report("--as-of", "1").document["repositories"]) == 2


@pytest.mark.parametrize(
    ("when", "audit"),
    [
        ("2030-04-01", 1),
        ("2030-04-02T11:59:59Z", 1),
        ("2030-04-02T14:00+02:00", 2),
        ("2030-04-02 12:00", 2),
        ("2030-04-02", 2),
        ("2031-01-01", 3),
    ],
)
def test_a_moment_means_the_last_audit_that_had_ended_by_then(when: str, audit: int, week: Home) -> None:
    assert report("--as-of", when).document["audit"]["id"] == audit


def test_since_compares_with_the_audit_of_then(week: Home) -> None:
    done = report("--since", "2030-04-01")
    assert changes(done) == {
        ("new", "repository-added"),
        ("new", "finding-new"),
        ("api", "head-moved"),
    }
    assert done.document["audit"]["previous"] == 1
    assert {f["slug"]: f["status"] for f in done.document["findings"]}["new"] == "new"


def test_before_the_first_audit_there_is_nothing_to_tell(week: Home) -> None:
    done = gitops("report", "json", "--as-of", "2030-03-31")
    done.told(4, "no complete audit of 2030-03-31", str(week.path), "ask for a later moment")


def test_what_is_no_moment_is_met_with_what_is(week: Home) -> None:
    gitops("report", "json", "--as-of", "tuesday").told(2, "'tuesday' is no moment", "2026-11-21T08:00Z")


@pytest.mark.parametrize("since", ["2", "3", "2030-04-02", "2035-01-01"])
def test_since_must_lie_before_the_audit_that_is_told(since: str, week: Home) -> None:
    done = gitops("report", "json", "--as-of", "2", "--since", since)
    done.told(2, "audit 2 cannot be compared", "not older", "--since")


def test_since_must_be_an_audit_of_the_same_folders(fleet: Path) -> None:
    gitops("audit", fleet / "api")
    gitops("audit", fleet)
    gitops("report", "json", "--since", "1").told(2, "audit 1 was about other folders", "--since")


def test_a_format_that_does_not_exist_is_met_with_those_that_do() -> None:
    done = gitops("report", "docx")
    assert done.code == 2
    assert "'json'" in done.err


def test_reporting_writes_nothing_into_the_store(week: Home) -> None:
    before = (week.path / "store.db").read_bytes()
    report("--since", "1")
    assert (week.path / "store.db").read_bytes() == before
    assert json.loads(report().out)


@pytest.fixture
def two_fleets(fleet: Path, tmp_path: Path) -> Path:
    """Two fleets on one home: `work` in a fleet file over the small fleet, and a folder without a file."""
    config = tmp_path / "work.yaml"
    config.write_text("name: work\nroots: [fleet]\n")
    repository(tmp_path / "else" / "tool")
    gitops("audit", "--fleet", config)
    gitops("audit", tmp_path / "else")
    return config


def reported(*arguments: str | Path) -> list[str]:
    done = gitops("report", "json", *arguments)
    assert done.code == 0, done.err
    return [each["slug"] for each in done.document["repositories"]]


def test_a_moment_of_several_fleets_asks_which_one_is_meant(two_fleets: Path, tmp_path: Path) -> None:
    done = gitops("report", "json", "--as-of", "2999-01-01")
    told = (f"fleet ({tmp_path / 'else'})", f"work ({tmp_path / 'fleet'})", "--fleet")
    done.told(2, "several fleets", *told)


def test_a_fleet_is_chosen_by_its_name_its_file_or_a_folder(two_fleets: Path, tmp_path: Path) -> None:
    for chosen in ("work", two_fleets, tmp_path / "fleet"):
        assert reported("--as-of", "2999-01-01", "--fleet", chosen) == ["api", "web"]
        assert reported("--fleet", chosen) == ["api", "web"]
    assert reported("--fleet", tmp_path / "else", "--as-of", "2999-01-01") == ["tool"]


def test_without_a_choice_it_is_the_last_audit_and_says_that_there_are_others(two_fleets: Path) -> None:
    done = gitops("report", "json")
    assert [each["slug"] for each in done.document["repositories"]] == ["tool"]
    assert "This is the last audit" in done.err
    assert "(work): choose with --fleet" in done.err


def test_a_fleet_that_is_not_there_is_met_with_those_that_are(two_fleets: Path) -> None:
    gitops("report", "json", "--fleet", "wrok").told(2, "no fleet 'wrok'", "work (", "--fleet")


def test_a_fleet_of_one_name_or_folder_with_another_is_not_guessed(fleet: Path, tmp_path: Path) -> None:
    gitops("audit", fleet / "api")
    gitops("audit", fleet / "api", fleet / "web")
    gitops("report", "json", "--fleet", "fleet").told(2, "several fleets", "choose one with --fleet")
    assert reported("--fleet", fleet / "api") == ["api"]
    assert len(reported("--fleet", fleet / "web")) == 2


def test_before_the_second_fleet_was_audited_there_was_one(week: Home) -> None:
    assert reported("--as-of", "2030-04-01") == ["api", "web"]


def test_the_audits_are_listed_newest_first(week: Home, a_week: Path) -> None:
    lines = gitops("report", "--list").out.splitlines()
    assert [line.split()[0] for line in lines] == ["3", "2", "1"]
    assert lines[0].split("  ")[1] == "2030-04-03 12:00:00"
    assert lines[0].endswith(str(a_week / "fleet"))
    assert "3 repositories" in lines[0]
    assert len(gitops("report", "--list", "--last", "1").out.splitlines()) == 1


def test_the_list_for_machines_agrees_with_the_reports(week: Home) -> None:
    listed = gitops("report", "--list", "--json").document
    assert listed["schema"] == "gitops-assets/audits/1"
    for entry in listed["audits"]:
        told = report("--as-of", str(entry["id"])).document
        live = [each for each in told["findings"] if each["status"] != "fixed"]
        counts = (told["summary"]["repositories"], len(live), told["fleet"]["health"])
        assert (entry["repositories"], entry["findings"], entry["health"]) == counts


def test_an_audit_that_was_not_completed_is_listed_without_a_verdict(
    fleet: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(audit_run, "_materialise", full)
        gitops("audit", fleet)
    (entry,) = gitops("report", "--list", "--json").document["audits"]
    assert (entry["status"], entry["health"], entry["repositories"]) == ("failed", None, None)
    assert " failed " in gitops("report", "--list").out


def test_only_the_audits_of_a_fleet_are_listed(two_fleets: Path) -> None:
    listed = gitops("report", "--list", "--json", "--fleet", "work").document["audits"]
    assert [(entry["id"], entry["fleet"]) for entry in listed] == [(1, "work")]


def test_json_without_a_list_is_met_with_the_format() -> None:
    gitops("report", "--json").told(2, "--json belongs to --list", "report json")


def test_a_site_is_a_folder_with_a_page_for_each_repository_and_none_for_those_that_left(
    fleet: Path, tmp_path: Path
) -> None:
    site = tmp_path / "site"
    (stale := site / "repositories" / "gone.html").parent.mkdir(parents=True)
    stale.write_text("")
    (stale.parent / INDEX).write_text("gone.html\n")
    gitops("audit", fleet)
    done = gitops("report", "--site", site)
    assert done.code == 0
    assert done.out.strip() == str(site / "index.html")
    assert {"report.css", "report.js", "rows.bin"} == {each.name for each in (site / "assets").iterdir()}
    pages = [page for page in stale.parent.iterdir() if page.suffix == ".html"]
    assert pages
    assert stale not in pages
