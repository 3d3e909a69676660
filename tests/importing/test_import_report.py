"""A report brought back into a store: the same comes out, and nobody's document breaks anything."""

import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from exporters import json_report, ndjson
from gitops_assets.core.importing.document import Imported, imported
from gitops_assets.core.importing.parsing import parsed
from gitops_assets.core.importing.places import Unimportable
from gitops_assets.core.model import FindingStatus
from gitops_assets.core.report import Report
from resources.reporting import report_of
from resources.store.frames import frames
from resources.store.importing import Brought, Done, Mode, Refused, import_audit
from resources.store.schema import AUDITS, FINDINGS
from resources.store.store import Store
from tests.exporters.golden_fleet import report
from tests.exporters.strategies import reports
from tests.store.audited import begin
from tests.store.test_store_comparison import GATES, audited

GOLDEN = json_report.render(report())


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Store]:
    with Store.open(f"sqlite:///{tmp_path / 'one.db'}") as store:
        store.migrate()
        yield store


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Store]:
    with Store.open(f"sqlite:///{tmp_path / 'other.db'}") as store:
        store.migrate()
        yield store


def held(content: bytes) -> dict[str, Any]:
    """The report without what no report holds enough of, as docs/reports.md lists it."""
    document: dict[str, Any] = json.loads(content)
    del document["fleet"]["inventory"]["repositories"]
    for repository in document["repositories"]:
        for name in ("unknown", "exempt"):
            del repository[name]
    for name in ("waived", "dependencies"):
        del document["summary"][name]
    del document["dependencies"]
    for name in ("score", "level", "coverage", "categories", "slowest", "trend"):
        del document["quality"][name]
    for gate in document["quality"]["gates"]:
        for name in ("pass", "skip", "unknown", "exempt", "pass_rate", "milliseconds", "fail"):
            del gate[name]
    return document


def again(store: Store, content: bytes, mode: Mode = Mode.SKIP) -> bytes:
    brought = import_audit(store.database, imported(parsed(content)), mode)
    return json_report.render(report_of(store, brought.audit))


def history(store: Store) -> list[int]:
    """Audits after which a finding is old, one reopened, one new and one fixed."""
    return [
        audited(store, {"a/one": GATES}),
        audited(store, {"a/one": GATES[:1], "a/two": GATES[:1]}, head="2"),
        audited(store, {"a/one": GATES, "a/two": GATES[1:]}, head="3"),
    ]


@pytest.mark.parametrize("exporter", [json_report, ndjson])
def test_what_was_exported_comes_out_again(opened: Store, empty: Store, exporter: Any) -> None:  # noqa: ANN401 - a module
    last = history(opened)[-1]
    shown = report_of(opened, last)
    assert {each.status for each in shown.findings} == {
        FindingStatus.NEW,
        FindingStatus.EXISTING,
        FindingStatus.FIXED,
        FindingStatus.REOPENED,
    }
    assert held(again(empty, exporter.render(shown))) == held(json_report.render(shown))


def test_a_whole_history_comes_in_oldest_first(opened: Store, empty: Store) -> None:
    exported = [json_report.render(report_of(opened, audit)) for audit in history(opened)]
    for content in exported:
        assert held(again(empty, content)) == held(content)
    for audit, content in enumerate(exported, 1):
        assert held(json_report.render(report_of(empty, audit))) == held(content)


def test_twice_is_as_good_as_once(opened: Store, empty: Store) -> None:
    content = json_report.render(report_of(opened, history(opened)[-1]))
    first = again(empty, content)
    told = imported(parsed(content))
    assert import_audit(empty.database, told, Mode.SKIP) == Brought(3, Done.LEFT)
    assert import_audit(empty.database, told, Mode.MERGE) == Brought(3, Done.ADDED)
    assert import_audit(empty.database, told, Mode.OVERWRITE) == Brought(3, Done.AGAIN, 2, 3)
    audits = empty.count_audits()
    for mode in Mode:
        assert again(empty, content, mode) == first
    assert empty.count_audits() == audits


def test_the_audit_before_is_mentioned_and_nothing_is_told_of_it(opened: Store, empty: Store) -> None:
    last = history(opened)[-1]
    again(empty, json_report.render(report_of(opened, last)))
    assert [(row.id, row.status) for row in empty.audits()] == [(last, "complete")]
    assert (empty.previous_audit(last), empty.told_previous(last)) == (None, last - 1)
    assert empty.audit(last - 1).status == "mentioned"
    assert list(frames(empty, last)["audits"]["audit"]) == [last]
    assert [point.audit for point in report_of(empty, last).quality.trend] == [last]


def test_who_is_not_in_the_next_report_has_left(opened: Store, empty: Store) -> None:
    exported = [json_report.render(report_of(opened, audit)) for audit in history(opened)[:2]]
    again(empty, exported[0])
    left = json.loads(exported[1])
    left["repositories"] = left["repositories"][:1]
    left["findings"] = [each for each in left["findings"] if each["slug"] == left["repositories"][0]["slug"]]
    back = json.loads(again(empty, json.dumps(left).encode()))
    assert [each["slug"] for each in back["repositories"]] == [left["repositories"][0]["slug"]]
    assert held(json_report.render(report_of(empty, 1))) == held(exported[0])


def test_overwriting_writes_everything_again(opened: Store, empty: Store) -> None:
    document = json.loads(json_report.render(report_of(opened, history(opened)[-1])))
    again(empty, json.dumps(document).encode())
    document["audit"] |= {"coverage": 0.5, "unknown": 3, "finished": "2030-01-01T00:00:00Z"}
    document["fleet"]["not_looked_into"] = [{"path": "/src/deep", "why": "it is deep"}]
    document["quality"]["gates"] = document["quality"]["gates"][:1]
    document["changes"] = []
    back = json.loads(again(empty, json.dumps(document).encode(), Mode.OVERWRITE))
    for part in ("audit", "fleet", "changes", "repositories"):
        assert held(json.dumps(back).encode())[part] == held(json.dumps(document).encode())[part]
    assert [each["gate"] for each in back["quality"]["gates"]] == [document["quality"]["gates"][0]["gate"]]


def numbered(content: bytes, audit: int, previous: int | None) -> bytes:
    document = json.loads(content)
    document["audit"] |= {"id": audit, "previous": previous}
    return json.dumps(document).encode()


@pytest.mark.parametrize("numbers", [(-3, -2, -1), (-2, -1, 1)])
def test_reports_of_backfilled_audits_keep_their_numbers(
    opened: Store, empty: Store, numbers: tuple[int, ...]
) -> None:
    before = None
    exported = [json_report.render(report_of(opened, audit)) for audit in history(opened)]
    for content, number in zip(exported, numbers, strict=True):
        told = numbered(content, number, before)
        assert held(again(empty, told)) == held(told)
        before = number
    assert begin(empty) == max(1, numbers[-1] + 1)


@pytest.mark.parametrize(("number", "previous"), [(-7, -9), (1, -1), (3, 2), (3, 1), (2, 1)])
def test_every_audit_that_a_row_names_exists(opened: Store, empty: Store, number: int, previous: int) -> None:
    told = numbered(json_report.render(report_of(opened, history(opened)[-1])), number, previous)
    back = json.loads(again(empty, told))
    assert held(json.dumps(back).encode())["findings"] == held(told)["findings"]
    with empty.database.reading() as connection:
        known = set(connection.execute(select(AUDITS.c.id)).scalars())
        rows = list(connection.execute(select(FINDINGS.table)))
    named = {number for row in rows for number in (row.audit, row.verified, row.opened, row.ended)}
    assert named - {None} <= known
    assert 0 not in known


def test_a_report_in_one_line_is_no_stream_whatever_it_says(empty: Store) -> None:
    document = json.loads(GOLDEN)
    document["findings"][0]["message"] = 'the "header" is missing'
    document["header"] = True
    told = imported(parsed(json.dumps(document).encode() + b"\n"))
    assert any("header" in each.message for each in told.findings)


def test_merge_adds_repositories_and_leaves_the_others(opened: Store, empty: Store) -> None:
    document = json.loads(json_report.render(report_of(opened, history(opened)[-1])))
    part = {**document, "repositories": document["repositories"][:1]}
    part["findings"] = [each for each in document["findings"] if each["slug"] == "a/one"]
    again(empty, json.dumps(part).encode())
    whole = json.loads(again(empty, json.dumps(document).encode(), Mode.MERGE))
    assert [each["slug"] for each in whole["repositories"]] == ["a/one", "a/two"]


def test_the_past_is_not_put_below_the_present(opened: Store, empty: Store) -> None:
    audits = history(opened)
    again(empty, json_report.render(report_of(opened, audits[-1])))
    before = empty.count_audits()
    with pytest.raises(Refused, match="oldest report first"):
        again(empty, json_report.render(report_of(opened, audits[0])))
    assert empty.count_audits() == before


def changed(*path: str | int, to: object) -> bytes:
    document = json.loads(GOLDEN)
    place = document
    for part in path[:-1]:
        place = place[part]
    place[path[-1]] = to
    return json.dumps(document).encode()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "line 1, column 1"),
        (b'{\n "a": 1,\n nope', "line 3, column 2"),
        (b"[" * 200_000, "nested too deeply"),
        (b'{"schema": "gitops-assets/report/1",\n "x": "\xff"}', "line 2 is no UTF-8"),
        (b'{"schema": NaN}', "NaN is no number"),
        (b"[]", "the document is [], which is not an object"),
        (changed("schema", to="gitops-assets/report/9"), "its schema is 'gitops-assets/report/9'"),
        (changed("findings", 3, "severity", to="worst"), "findings[3].severity is worst, which is none of"),
        (changed("findings", 3, "line", to="1"), "findings[3].line"),
        (changed("findings", 3, "line", to=2**70), "findings[3].line is no whole number of 64 bits"),
        (changed("findings", 3, "message", to="\ud800"), "findings[3].message holds"),
        (changed("findings", 3, "opened", to="soon"), "findings[3].opened is soon, which is no time"),
        (changed("repositories", 0, "slug", to=""), "repositories[0].slug is empty"),
        (changed("repositories", 0, "states", to=["merry"]), "repositories[0].states[0] is merry"),
        (changed("audit", "id", to=0), "audit.id is no number of an audit"),
        (changed("audit", "coverage", to=2), "audit.coverage is no number from 0 to 1"),
        (changed("audit", "id", to=True), "audit.id"),
        (changed("audit", "id", to=2**62), "audit.id is no number of an audit"),
        (ndjson.render(report()).rsplit(b"\n", 2)[0], "the stream was cut off"),
        (ndjson.render(report()).split(b"\n", 1)[0], "the stream was cut off"),
        (ndjson.render(report()).replace(b'"change": 7', b'"change": 8'), "counts other lines"),
        (ndjson.render(report()).replace(b'"severity": "high"', b'"severity": 1', 1), "severity"),
    ],
)
def test_a_document_that_is_not_right_is_refused_with_its_place(content: bytes, said: str) -> None:
    with pytest.raises(Unimportable) as refused:
        imported(parsed(content))
    assert said in str(refused.value)


def _sorted(rows: list[Any], like: list[Any]) -> list[Any]:
    order = [row["slug"] for row in like]
    return sorted(rows, key=lambda row: order.index(row["slug"]))


def test_every_name_that_a_report_can_hold_comes_back(empty: Store) -> None:
    told = imported(parsed(GOLDEN))
    here, there = held(GOLDEN), held(again(empty, GOLDEN))
    assert there["repositories"] == _sorted(here["repositories"], there["repositories"])
    assert sorted(map(str, there["changes"])) == sorted(map(str, here["changes"]))
    assert len(told.findings) == len(report().findings)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=5,
)


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_no_value_in_any_place_is_more_than_refused(data: st.DataObject) -> None:
    document = json.loads(GOLDEN)
    place, key = document, data.draw(st.sampled_from(sorted(document)))
    while isinstance(place[key], dict | list) and place[key] and data.draw(st.booleans()):
        place = place[key]
        keys = range(len(place)) if isinstance(place, list) else sorted(place)
        key = data.draw(st.sampled_from(keys))
    place[key] = data.draw(JSON)
    with suppress(Unimportable):
        assert isinstance(imported(parsed(json.dumps(document).encode())), Imported)


@given(reports())
@settings(max_examples=15, deadline=None)
def test_whatever_a_repository_is_called_its_report_is_read_or_refused(hostile: Report) -> None:
    for exporter in (json_report, ndjson):
        try:
            told = imported(parsed(exporter.render(hostile)))
        except Unimportable:
            continue
        assert len(told.states) == len(hostile.repositories)
