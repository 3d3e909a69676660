import csv
import io

from hypothesis import given, settings

from exporters.csv_repositories import COLUMNS, cell, render
from exporters.parts.text import scalar
from gitops_assets.core.report import Report
from tests.exporters.golden_fleet import report, state
from tests.exporters.strategies import TEXTS, reports


def read(rendered: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(rendered.decode(), newline="")))


def test_a_cell_that_a_spreadsheet_would_run_starts_with_an_apostrophe() -> None:
    for active in ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\uff1d1"):
        assert cell(active) == f"'{active}"
    assert cell("main") == "main"


@given(TEXTS)
def test_one_apostrophe_off_gives_the_text_back(text: str) -> None:
    assert cell(text).removeprefix("'") == scalar(text)


def test_bytes_that_are_no_text_are_shown_as_bytes_and_other_lone_surrogates_by_their_number() -> None:
    assert cell("caf\udce9") == "caf\\xe9"
    assert cell("\ud800") == "\\ud800"


@given(reports())
@settings(max_examples=30, deadline=None)
def test_every_repository_is_one_record_and_can_be_read_back(hostile: Report) -> None:
    lines = read(render(hostile))
    assert len(lines) == len(hostile.repositories)
    for line, row in zip(lines, hostile.repositories, strict=True):
        assert line["slug"] == cell(row.state.slug)
        assert line["owner"] == ("" if row.state.owner is None else cell(row.state.owner))
        assert not any(value.startswith(("=", "+", "-", "@", "\t", "\r")) for value in line.values())


def test_lines_end_as_rfc_4180_wants_and_the_first_names_the_columns() -> None:
    assert render(report(())).decode() == ",".join(COLUMNS) + "\r\n"


def test_states_are_joined_by_a_space_and_unknown_is_empty_not_zero() -> None:
    shown = {line["slug"]: line for line in read(render(report()))}
    assert shown["acme/api"]["states"] == "diverged ahead behind"
    assert (shown["acme/api"]["ahead"], shown["tools/foreign"]["ahead"]) == ("2", "")
    assert read(render(report([state("a")])))[0]["ahead"] == "0"
