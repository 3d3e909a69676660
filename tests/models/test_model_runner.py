"""A folder of models: in which order they run, what they may touch, and how their faults are told."""

from pathlib import Path

import pandas as pd
import pytest

from dbt_like_reports.errors import ModelError
from dbt_like_reports.rendering import compiled
from dbt_like_reports.runner import run
from tests.models.tables import project, rows

SOURCE = """
sources:
  - name: shop
    tables: [{name: sales}]
"""
SALES = {"shop": {"sales": pd.DataFrame({"item": ["tea", "tea", None, "nails"], "price": [2, 3, 4, 5]})}}
TESTED = """
models:
  - name: mart_sales
    columns:
      - name: item
        data_tests:
          - unique
          - not_null
          - accepted_values: {arguments: {values: [tea, "it's"]}}
      - name: price
        data_tests: [unique, not_null]
"""


def test_a_model_runs_after_those_that_it_refers_to(tmp_path: Path) -> None:
    models = project(
        tmp_path, a="select * from {{ ref('b') }}", b="select * from {{ ref('c') }}", c="select 1 as one"
    )
    assert [each.model.name for each in compiled(models)] == ["c", "b", "a"]


def test_models_read_sources_and_each_other_and_marts_come_out(tmp_path: Path) -> None:
    models = project(
        tmp_path,
        SOURCE,
        mart_total="select sum(price)::bigint as total from {{ ref('priced') }}",
        priced="select price from {{ source('shop', 'sales') }} where item is not null",
    )
    tables = run(models, SALES).tables
    assert {name: rows(table) for name, table in tables.items()} == {"mart_total": [(10,)]}


def test_a_circle_is_told_with_its_way_round(tmp_path: Path) -> None:
    models = project(tmp_path, a="select * from {{ ref('b') }}", b="select * from {{ ref('a') }}")
    with pytest.raises(ModelError) as error:
        run(models, {})
    said = str(error.value)
    assert "in a circle: shop/models/staging/" in said
    assert "a → b → a" in said or "b → a → b" in said
    assert said.endswith("take out one of these refs")


@pytest.mark.parametrize(
    ("sql", "name", "what", "hint"),
    [
        ("{{ ref('sale') }}", "sale", "model", "did you mean 'sales'?"),
        ("{{ source('market', 'x') }}", "market", "source", "choose one of: shop"),
        ("{{ source('shop', 'sale') }}", "sale", "table of the source 'shop'", "did you mean 'sales'?"),
    ],
)
def test_an_unknown_name_is_told_with_the_nearest_one(
    tmp_path: Path, sql: str, name: str, what: str, hint: str
) -> None:
    models = project(tmp_path, SOURCE, mart=sql, sales="select 1 as one")
    with pytest.raises(ModelError) as error:
        compiled(models)
    where = "shop/models/staging/mart.sql:1"
    assert str(error.value) == f"the model 'mart' refers to {name!r}, which is no {what}: {where}; {hint}"


@pytest.mark.parametrize(
    ("sql", "place"),
    [
        ("select 1\n{% if %}", "mart.sql:2: "),
        ("select\n{{ now() }}", "mart.sql:2: 'now' is undefined"),
        ("{{ ref.__globals__ }}", "mart.sql:1: access to attribute '__globals__'"),
        ("{{ ref(1, 2) }}", "mart.sql:1: "),
    ],
)
def test_jinja_knows_ref_and_source_and_reaches_nothing_else(tmp_path: Path, sql: str, place: str) -> None:
    with pytest.raises(ModelError, match="use only ref") as error:
        compiled(project(tmp_path, mart=sql))
    assert place in str(error.value)


def test_sql_that_fails_is_told_with_its_file_and_line(tmp_path: Path) -> None:
    models = project(tmp_path, good="select 1 as one", mart="select\n  one,\n  two\nfrom {{ ref('good') }}")
    with pytest.raises(ModelError) as error:
        run(models, {})
    said = str(error.value)
    assert said.startswith(
        "the model 'mart' cannot be computed: shop/models/staging/mart.sql:3: Binder Error"
    )
    assert "mend its SQL" in said


@pytest.mark.parametrize(
    "sql",
    [
        "select * from read_text('{folder}/secret')",
        "select 1; copy (select 1) to '{folder}/out.csv'",
        "select 1; attach '{folder}/other.db'",
        "select 1; set enable_external_access = true",
        "select * from secret",
    ],
)
def test_a_model_reaches_no_file_and_cannot_unlock_them(tmp_path: Path, sql: str) -> None:
    (tmp_path / "secret").write_text("hidden")
    secret = pd.DataFrame({"hidden": [1]})
    with pytest.raises(ModelError):
        run(project(tmp_path, mart=sql.format(folder=tmp_path)), {})
    assert not (tmp_path / "out.csv").exists()
    assert len(secret) == 1


def test_a_failing_test_names_model_column_and_rows(tmp_path: Path) -> None:
    models = project(tmp_path, SOURCE + TESTED, mart_sales="select * from {{ source('shop', 'sales') }}")
    place = "shop/models/models.yml"
    assert [each.message for each in run(models, SALES).tests] == [
        f"mart_sales.item should be unique ({place}:9); rows that offend: 1: item='tea', rows=2",
        f"mart_sales.item should be not null ({place}:9); rows that offend: 1: item=None, price=4",
        f"mart_sales.item should be one of tea, it's ({place}:13); rows that offend: 1: item='nails', rows=1",
        "mart_sales.price is unique",
        "mart_sales.price is not null",
    ]


def test_a_failing_test_shows_no_more_than_a_few_rows(tmp_path: Path) -> None:
    named = "models: [{name: many, columns: [{name: n, data_tests: [not_null]}]}]"
    models = project(tmp_path, named, many="select null as n, repeat('x', 500) as text from range(1000)")
    (found,) = run(models, {}).tests
    assert (found.failing, len(found.examples)) == (1000, 5)
    assert max(map(len, found.examples)) == 200


def test_a_model_answers_for_the_tests_of_all_that_it_is_made_of(tmp_path: Path) -> None:
    tested = "models: [{name: base, columns: [{name: one, data_tests: [unique]}]}]"
    models = project(
        tmp_path,
        tested,
        base="select 1 as one",
        middle="select * from {{ ref('base') }}",
        mart_top="select * from {{ ref('middle') }}",
        other="select 2 as two",
    )
    made = run(models, {})
    assert [each.test.model for each in made.tests_of("mart_top")] == ["base"]
    assert made.tests_of("other") == ()


@pytest.mark.parametrize(
    ("properties", "said"),
    [
        (
            "models: [{name: gone}]",
            "a model is described that does not exist: shop/models/models.yml:1: 'gone'",
        ),
        ("models: {", "the models' properties are no YAML: shop/models/models.yml"),
        ("models: [{description: x}]", "another shape than dbt's: shop/models/models.yml: models.0.name"),
        (
            "models: [{name: one, columns: [{name: n, data_tests: [uniq]}]}]",
            "a test of the column 'n' is not known: shop/models/models.yml:1: 'uniq'",
        ),
        (
            "models: [{name: one, columns: [{name: n, data_tests: [accepted_values]}]}]",
            "choose one of: unique, not_null, accepted_values with its values",
        ),
    ],
)
def test_properties_that_make_no_sense_are_told_with_their_file(
    tmp_path: Path, properties: str, said: str
) -> None:
    with pytest.raises(ModelError) as error:
        project(tmp_path, properties, one="select 1 as n")
    assert said in str(error.value)


def test_two_models_of_one_name_are_refused(tmp_path: Path) -> None:
    project(tmp_path, one="select 1 as n")
    (tmp_path / "shop" / "models" / "one.sql").write_text("select 2 as n")
    with pytest.raises(ModelError, match="two models are called 'one'"):
        project(tmp_path)


def test_the_version_of_a_project_moves_with_its_sql_alone(tmp_path: Path) -> None:
    before = project(tmp_path, one="select 1 as n").version
    assert project(tmp_path, "models: [{name: one, description: x}]").version == before
    assert project(tmp_path, one="select 2 as n").version != before
