"""Models of the fleet's own: beside ours in every way, and never in their way."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from dbt_like_reports.project import Project, extended, load_project
from dbt_like_reports.runner import Ask, Run, run
from tests.models.tables import DAY, rows, tables

OURS = load_project()
STORE = tables(
    audits=[(1, DAY, DAY + 60)],
    repositories=[("a/one", 1, None)],
    repository_states=[("a/one", "me", None, "clean", None, None)],
)


def folder(place: Path, files: Mapping[str, str]) -> Path:
    for name, text in files.items():
        path = place / "own" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return place / "own"


def beside(place: Path, **models: str) -> Project:
    return extended(OURS, [folder(place, {f"models/{name}.sql": sql for name, sql in models.items()})])


def computed(project: Project, seconds: float = 60) -> Run:
    return run(project, {"store": STORE}, Ask(seconds=seconds))


def assert_ours_came_out(made: Run) -> None:
    assert {model.name for model in OURS.marts} <= made.tables.keys()


def test_they_read_ours_and_each_other_and_come_last(tmp_path: Path) -> None:
    made = computed(
        beside(
            tmp_path,
            stg_mine="select slug, owner from {{ ref('stg_repositories') }}",
            mine="select owner, count(*) as n from {{ ref('stg_mine') }} group by owner",
        )
    )
    assert rows(made.tables["mine"]) == [("me", 1)]
    assert list(made.tables)[-1] == "mine"
    assert (made.tables["mine"].own, made.tables["fleet_health"].own) == (False, True)
    assert made.faults == ()
    assert_ours_came_out(made)


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        (
            "select 1\nfrom {{ ref('fleet_healt') }}",
            "'fleet_healt', which is no model: own/models/bad.sql:2; did you mean 'fleet_health'?",
        ),
        ("select\n  nothing\nfrom {{ ref('fleet_health') }}", "own/models/bad.sql:2: Binder Error"),
        ("select {{ var('mine') }}", "'mine', which is no variable: own/models/bad.sql:1"),
        ("select 1; drop table fleet_health", "own/models/bad.sql: a model is one statement"),
        ("select * from read_text('/etc/hosts')", "own/models/bad.sql"),
        ("select * from {{ ref('bad') }}", "in a circle: own/models/bad.sql:1: bad → bad"),
        ("select * from range(300000)", "'bad' has more than 200,000 rows: own/models/bad.sql:1"),
        (" -- nothing\n", "the model 'bad' is empty: own/models/bad.sql:1; write a select"),
        ("select 1 {{", "own/models/bad.sql:1"),
        ("{% for i in range(10**9) %}{% endfor %}", "own/models/bad.sql"),
    ],
)
def test_a_bad_one_is_named_with_its_line_and_ours_come_out(tmp_path: Path, sql: str, said: str) -> None:
    made = computed(beside(tmp_path, bad=sql, good="select 1 as one"))
    (fault,) = made.faults
    assert said in fault
    assert rows(made.tables["good"]) == [(1,)]
    assert "bad" not in made.tables
    assert_ours_came_out(made)


def test_what_is_made_of_a_bad_one_is_left_out_too_and_says_so(tmp_path: Path) -> None:
    project = beside(
        tmp_path,
        a="select * from {{ ref('b') }}",
        b="select * from {{ ref('a') }}",
        c="select 1\nfrom {{ ref('a') }}",
        broken="select nothing",
        late="select * from {{ ref('broken') }}",
    )
    made = computed(project)
    assert len(made.faults) == 4
    assert any("→" in fault for fault in made.faults)
    assert "the model 'c' is left out with 'a', which it is made of: own/models/c.sql:2" in str(made.faults)
    assert "the model 'late' is left out with 'broken'" in str(made.faults)
    assert_ours_came_out(made)


def test_one_called_like_ours_does_not_replace_it(tmp_path: Path) -> None:
    made = computed(beside(tmp_path, fleet_health="select 'hacked' as health", mine="select 1 as one"))
    (fault,) = made.faults
    assert fault.startswith("two models are called 'fleet_health': own/models/fleet_health.sql:1 and ")
    assert made.tables["fleet_health"].own
    assert "mine" in made.tables


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({}, "there are no models in"),
        ({"models/a b.sql": "select 1 as one"}, "a name that no table may have: own/models/a b.sql:1"),
        ({"models/a.sql": "select 1", "models/x.yml": "models:\n - {"}, "own/models/x.yml:3: "),
        (
            {"models/a.sql": "select 1", "models/x.yml": "sources: [{name: web, tables: [{name: page}]}]"},
            "a source is not known: own: web.page",
        ),
        ({"models/a.sql": "select 1", "tests/t.sql": "select 1"}, "own/tests/t.sql:1; select from ref"),
    ],
)
def test_a_folder_that_cannot_be_understood_is_named(
    tmp_path: Path, files: Mapping[str, str], said: str
) -> None:
    made = computed(extended(OURS, [folder(tmp_path, files)]))
    (fault,) = made.faults
    assert said in fault
    assert_ours_came_out(made)


def test_a_leftover_description_is_named_and_costs_no_model(tmp_path: Path) -> None:
    files = {
        "models/mine.sql": "select 1 as one",
        "models/x.yml": "models:\n  - {name: gone}\n  - {name: mine, description: Mine}",
    }
    made = computed(extended(OURS, [folder(tmp_path, files)]))
    (fault,) = made.faults
    assert "own/models/x.yml:2: 'gone'" in fault
    assert rows(made.tables["mine"]) == [(1,)]


@pytest.mark.parametrize(
    "asked", ["now()", "CURRENT_DATE", "random ( )", "uuid()", "today()", "current_timestamp"]
)
def test_one_that_asks_the_clock_or_chance_is_refused_with_its_line(tmp_path: Path, asked: str) -> None:
    made = computed(beside(tmp_path, bad=f"-- now()\nselect 'it''s now()' as x,\n  {asked} as odd"))
    (fault,) = made.faults
    assert "own/models/bad.sql:3" in fault
    assert "bad" not in made.tables


def test_names_and_texts_that_look_like_the_clock_are_fine(tmp_path: Path) -> None:
    sql = """
        select t.random, 'now()' as said, /* uuid() */ "current_date" as day
        from (select 1 as random, 2 as "current_date") t
    """
    made = computed(beside(tmp_path, mine=sql))
    assert made.faults == ()
    assert rows(made.tables["mine"]) == [(1, "now()", 2)]


def test_their_tests_are_asked_with_rows_file_and_line(tmp_path: Path) -> None:
    said = """
models:
  - name: mine
    data_tests:
      - expression: {arguments: {expression: "n > 5"}}
    columns:
      - name: owner
        data_tests:
          - relationships: {arguments: {to: "ref('stg_repositories')", field: slug}}
      - name: n
        data_tests:
          - expression: {arguments: {expression: "< 5"}}
          - expression: {arguments: {expression: "nonsense("}}
"""
    project = extended(
        OURS,
        [
            folder(
                tmp_path,
                {
                    "dbt_project.yml": "name: mine\nvars: {least: 7}",
                    "models/mine.sql": "select 'me' as owner, {{ var('least') }} as n",
                    "models/mine.yml": said,
                    "tests/few.sql": "select * from {{ ref('mine') }} where n > {{ var('least') }} - 1",
                },
            )
        ],
    )
    told = [each.message for each in computed(project).tests if each.test.model == "mine"]
    place = "own/models/mine.yml"
    assert told[0] == "mine is so that n > 5"
    assert told[1].startswith(f"mine.owner should be one of stg_repositories.slug ({place}:9); rows that ")
    assert told[2].startswith(
        f"mine.n should be so that < 5 ({place}:12); rows that offend: 1: owner='me', n=7"
    )
    assert told[3].startswith(f"mine.n could not be tested: {place}:13: ")
    assert told[4].startswith("mine should be as few demands (own/tests/few.sql:1); rows that offend: 1: ")


def test_one_that_takes_too_long_is_stopped(tmp_path: Path) -> None:
    endless = "select count(*) as n from range(10000000) a, range(10000000) b where a.range * b.range % 7 = 3"
    made = computed(beside(tmp_path, endless=endless), seconds=0.3)
    (fault,) = made.faults
    assert "the model 'endless' took too long: own/models/endless.sql:1" in fault
    assert_ours_came_out(made)


def test_a_variable_can_be_given_from_outside(tmp_path: Path) -> None:
    project = beside(tmp_path, mine="select {{ var('least', 3) }} as n")
    assert rows(computed(project).tables["mine"]) == [(3,)]
    given = run(project, {"store": STORE}, Ask(variables={"least": 4}))
    assert rows(given.tables["mine"]) == [(4,)]
