"""SARIF of foreign tools: their rules' metadata, levels, marks and places, and nothing that is hostile."""

import contextlib
import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gitops_assets.core.model import Severity
from gitops_assets.core.tools.issues import read_json
from gitops_assets.core.tools.model import RESULT_LIMIT, ToolResult, Unreadable
from gitops_assets.core.tools.sarif import read_sarif
from gitops_assets.core.tree import is_safe

RULE = {"id": "R1", "helpUri": "https://example.org/R1", "shortDescription": {"text": "no shouting"}}


def result(**more: object) -> dict[str, object]:
    place = {"artifactLocation": {"uri": "src/a%20b.py"}, "region": {"startLine": 7}}
    said = {"ruleId": "R1", "message": {"text": "You shout"}, "locations": [{"physicalLocation": place}]}
    return {**said, **more}


def log(*results: object, rules: object = (RULE,), **run: object) -> str:
    tool = {"driver": {"name": "t", "rules": rules}}
    return json.dumps({"version": "2.1.0", "runs": [{"tool": tool, "results": results, **run}]})


def one(text: str) -> ToolResult:
    (found,) = read_sarif(text)
    return found


def placed(uri: str) -> str:
    return one(log(result(locations=[{"physicalLocation": {"artifactLocation": {"uri": uri}}}]))).path


def test_a_result_keeps_its_place_its_rule_and_the_rules_address() -> None:
    assert one(log(result())) == ToolResult(
        message="You shout", rule="R1", path="src/a b.py", line=7, help="https://example.org/R1"
    )


@pytest.mark.parametrize(
    ("rule", "more", "severity"),
    [
        ({}, {"level": "error"}, Severity.HIGH),
        ({}, {"level": "note"}, Severity.LOW),
        ({}, {}, Severity.MEDIUM),
        ({"defaultConfiguration": {"level": "error"}}, {}, Severity.HIGH),
        ({"properties": {"security-severity": "9.8"}}, {"level": "note"}, Severity.CRITICAL),
        ({"properties": {"security-severity": "4.0"}}, {}, Severity.MEDIUM),
        ({"properties": {"security-severity": "nan"}}, {"level": "error"}, Severity.HIGH),
    ],
)
def test_the_severity_is_the_rules_score_then_the_level(
    rule: dict[str, object], more: dict[str, object], severity: Severity
) -> None:
    assert one(log(result(**more), rules=[{**RULE, **rule}])).severity is severity


def test_a_rule_is_found_by_index_by_id_and_in_extensions() -> None:
    bare = {"message": {"text": "x"}, "ruleIndex": 1}
    assert one(log(bare, rules=[{"id": "R0"}, RULE])).rule == "R1"
    assert one(log(result(ruleId="R1/part"))).help == "https://example.org/R1"
    tool = {"driver": {"rules": []}, "extensions": [{"rules": [RULE]}]}
    shared = result(ruleId=None, rule={"index": 0, "toolComponent": {"index": 0}})
    assert one(json.dumps({"runs": [{"tool": tool, "results": [shared]}]})).rule == "R1"


def test_a_message_is_filled_in_from_its_rule() -> None:
    rule = {**RULE, "messageStrings": {"default": {"text": "{0} is not {1}"}}}
    said = {"id": "default", "arguments": ["a", "b"]}
    assert one(log(result(message=said), rules=[rule])).message == "a is not b"
    assert one(log(result(message={}))).message == "no shouting"


def test_the_tools_own_mark_is_kept() -> None:
    marks = {"other/v1": "b", "primaryLocationLineHash": "abc:1"}
    assert one(log(result(partialFingerprints=marks))).mark == "abc:1"
    assert one(log(result(fingerprints={"0": "f"}))).mark == "f"


@pytest.mark.parametrize(
    "more",
    [
        {"kind": "pass"},
        {"suppressions": [{"kind": "inSource"}]},
        {"suppressions": [{"kind": "external", "status": "accepted"}]},
        {"baselineState": "absent"},
    ],
)
def test_what_is_no_complaint_is_left_out(more: dict[str, object]) -> None:
    assert list(read_sarif(log(result(**more)))) == []


def test_a_rejected_suppression_suppresses_nothing() -> None:
    assert one(log(result(suppressions=[{"kind": "external", "status": "rejected"}])))


@pytest.mark.parametrize(
    ("uri", "path"),
    [
        ("./a.py", "a.py"),
        ("file://a.py", "a.py"),
        ("a.py?x#y", "a.py"),
        ("../../etc/passwd", ""),
        ("file:///etc/passwd", ""),
        ("a/%2e%2e/b", ""),
        ("https://example.org/a", ""),
        (".git/config", ""),
        ("x" * 20_000, ""),
    ],
)
def test_a_path_never_leads_out_of_the_tree(uri: str, path: str) -> None:
    assert placed(uri) == path


def test_texts_are_printable_bounded_and_addresses_are_https() -> None:
    rule = {**RULE, "helpUri": "javascript:alert(1)"}
    said = one(log(result(message={"text": "a\x1b[31m\n" + "b" * 10_000}), rules=[rule]))
    assert said.message.startswith("a\\x1b[31m b")
    assert len(said.message) == 500
    assert said.help == ""


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", "null", "[" * 200_000])
def test_what_is_no_sarif_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        list(read_sarif(text))


def test_a_flood_of_results_is_cut() -> None:
    begun = time.monotonic()
    text = log(*[result()] * (RESULT_LIMIT + 1000))
    assert sum(1 for _ in read_sarif(text)) == RESULT_LIMIT
    assert time.monotonic() - begun < 3


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=10,
)
keys = st.sampled_from(
    ["ruleId", "rule", "ruleIndex", "message", "locations", "level", "kind", "suppressions"]
)


@given(st.lists(st.dictionaries(keys, json_values), max_size=4), json_values)
def test_whatever_a_result_holds_nothing_crashes(results: list[object], rules: object) -> None:
    for found in read_sarif(log(*results, rules=rules)):
        assert found.line >= 1
        assert not found.path or is_safe(found.path)


@given(json_values)
def test_reading_any_json_never_crashes(value: object) -> None:
    with contextlib.suppress(Unreadable):
        assert all(found.message for found in read_json(json.dumps(value)))
