import csv
import io
from collections import Counter

from hypothesis import given, settings

from exporters.csv_repositories import COLUMNS
from exporters.csv_tables import EXPORTER, files
from exporters.model import Material
from exporters.parts.sheets import repositories_table
from exporters.parts.tasks import tasks, tasks_by_rule
from gitops_assets.core.report import Report, summarise
from tests.exporters.golden_fleet import RULES, finding, report, state
from tests.exporters.marts import OWN, with_marts
from tests.exporters.strategies import reports

ACTIVE = ("=", "+", "-", "@", "\t", "\r", "\n")


def read(material: Material) -> dict[str, list[dict[str, str]]]:
    return {
        file.path: list(csv.DictReader(io.StringIO(file.content.decode(), newline="")))
        for file in files(material)
    }


def test_the_tasks_stand_first_and_every_model_in_a_folder_of_its_own() -> None:
    names = [file.path for file in files(with_marts(report()))]
    assert names[0] == EXPORTER.file_name
    assert names[1:6] == [
        f"csv/{n}.csv" for n in ("findings", "packages", "technologies", "changes", "metrics")
    ]
    assert names[6] == "csv/models/fleet_history.csv"
    assert names[7].startswith("csv/models/%3Da%3Avery%2Along/name")


def test_what_is_a_number_stays_one_and_what_is_a_formula_becomes_text() -> None:
    (*_, rows) = read(with_marts(report())).values()
    assert rows[0] == {
        "'=cmd": "'=1+1",
        "share": "0.5",
        "true": "true",
        "at": "2026-02-28T12:00:00Z",
        "n": "-3",
    }
    assert rows[1]["'=cmd"] == "'+x\x00\\ud800"
    assert rows[1]["share"] == ""
    assert len(rows) == len(OWN.rows)


def test_metrics_hold_the_trend_and_every_number_of_the_history() -> None:
    rows = read(with_marts(report()))["csv/metrics.csv"]
    assert Counter(row["metric"] for row in rows) == {"score": 2, "score_coverage": 2, "repositories": 2}
    assert rows[-1] == {
        "metric": "repositories",
        "audit": "14",
        "finished": "2026-03-01T12:00:00Z",
        "value": "12",
    }


def test_metrics_do_without_models() -> None:
    assert len(read(Material(report()))["csv/metrics.csv"]) == 4


@given(reports())
@settings(max_examples=25, deadline=None)
def test_whatever_a_repository_is_called_every_row_is_read_back_and_none_is_a_formula(
    hostile: Report,
) -> None:
    told = read(Material(hostile))
    assert len(told["csv/findings.csv"]) == len(hostile.findings)
    assert len(told["csv/packages.csv"]) == len(hostile.dependencies.packages)
    assert len(told["csv/changes.csv"]) == len(hostile.changes)
    cells = [row[name] for rows in told.values() for row in rows for name in row if name != "line"]
    assert not [cell for cell in cells if cell.startswith(ACTIVE)]


@given(reports())
@settings(max_examples=25, deadline=None)
def test_every_open_finding_is_in_exactly_one_task(hostile: Report) -> None:
    counted: Counter[str] = Counter()
    for row in read(Material(hostile))["tasks.csv"]:
        counted.update({name: int(row[name]) for name in ("critical", "high", "medium", "low", "info")})
    assert +counted == {str(k): v for k, v in summarise(hostile).severities.items()}


def test_one_remedy_is_one_task_however_many_repositories_need_it() -> None:
    same = [finding("upstream-set", slug, f"{slug} has none", "Set an upstream.") for slug in ("a", "b", "c")]
    other = finding("upstream-set", "a", "another", "Delete the branch.")
    listed = tasks(report([state(slug) for slug in "abc"], [*same, other], rules=RULES))
    assert [(task.remedy, task.repositories) for task in listed] == [
        ("Set an upstream.", ("a", "b", "c")),
        ("Delete the branch.", ("a",)),
    ]


def test_what_stands_first_on_the_page_stands_first_in_the_tables() -> None:
    each = [finding("upstream-set", slug, f"{slug} has none", f"Mend {slug}.") for slug in "ab"]
    made = report([state(slug) for slug in "ab"], each, rules=RULES)
    assert [task.gate for task in tasks(made)] == ["upstream-set", "upstream-set"]
    assert [(task.gate, task.repositories) for task in tasks_by_rule(made)] == [("upstream-set", ("a", "b"))]


def test_a_task_names_every_repository_however_many() -> None:
    slugs = [f"r{nth:02}" for nth in range(26)]
    same = [finding("upstream-set", slug, f"{slug} has none", "Set an upstream.") for slug in slugs]
    (row,) = read(Material(report([state(slug) for slug in slugs], same, rules=RULES)))["tasks.csv"]
    assert row["repositories"].split("; ") == slugs


def test_both_tables_of_repositories_have_the_same_columns() -> None:
    table = repositories_table(report([state("a")], [], rules=RULES))
    assert [column.name for column in table.columns][1:] == list(COLUMNS[1:])
