"""What custom gates ask: files, coverage, metrics, programs."""

import contextlib
import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gitops_assets.core.definitions.kinds.coverage import percent
from gitops_assets.core.definitions.kinds.performance import metrics
from gitops_assets.core.definitions.parsing import Source, parse_definitions
from gitops_assets.core.gates import GATES
from gitops_assets.core.gates.engine import evaluate
from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import Evaluation
from gitops_assets.core.gates.program_facts import ProgramAnswer
from gitops_assets.core.gates.tree_facts import TreeFacts
from gitops_assets.core.gates.unknown import NotKnown
from gitops_assets.core.model import Outcome
from gitops_assets.core.tools.model import RESULT_LIMIT
from tests.gates.trees import seen, tree

LCOV = "TN:\nSF:a.c\nDA:1,1\nDA:2,0\nLF:10\nLH:8\nend_of_record\nSF:b.c\nLF:10\nLH:9\nend_of_record\n"
COBERTURA = (
    '<?xml version="1.0" ?>\n<!DOCTYPE coverage SYSTEM "http://cobertura.example/coverage-04.dtd">\n'
    '<coverage line-rate="0.85" lines-covered="17" lines-valid="20"><packages/></coverage>'
)
PY = json.dumps({"totals": {"covered_lines": 17, "num_statements": 20, "percent_covered": 80.0}})


def answer(entry: str, facts: Facts) -> Evaluation:
    text = f"pre_merge: [{{name: Asked, {entry}}}]"
    (gate,) = parse_definitions([Source(name="gates/a.yaml", text=text)], GATES).custom
    return evaluate(facts, gate)


def told(entry: str, facts: Facts) -> list[str]:
    said = answer(entry, facts)
    assert said.outcome is Outcome.FAIL
    return [finding.message for finding in said.findings]


FILES = seen({"README.md": "# Hello\n", "docs/a.md": "one\ntwo\n", "x.orig": ""})


@pytest.mark.parametrize(
    "claim",
    [
        "README.md exists",
        "docs exists",
        "'*.md' exists",
        "LICENSE is absent",
        "README.md contains Hello",
        "README.md does not contain FIXME",
        "'*.rst' does not contain FIXME",
    ],
)
def test_a_claim_that_holds_passes(claim: str) -> None:
    assert answer(f'check: "{claim}"', FILES).outcome is Outcome.PASS


@pytest.mark.parametrize(
    ("claim", "message", "path", "line"),
    [
        ("LICENSE exists", "'LICENSE' is missing.", "LICENSE", 1),
        ("'*.rst' exists", "'*.rst' is missing.", ".", 1),
        ("'*.orig' is absent", "'x.orig' must not be here.", "x.orig", 1),
        ("README.md contains Apache", "'README.md' does not contain 'Apache'.", "README.md", 1),
        ("CHANGES contains x", "'CHANGES' is missing.", "CHANGES", 1),
        ("docs/a.md does not contain two", "'docs/a.md' contains 'two'.", "docs/a.md", 2),
    ],
)
def test_a_claim_that_does_not_hold_is_flagged_where_it_is(
    claim: str, message: str, path: str, line: int
) -> None:
    (finding,) = answer(f'check: "{claim}"', FILES).findings
    assert (finding.message, finding.path, finding.line) == (message, path, line)


@pytest.mark.parametrize("verb", ["contains", "does not contain", "fits"])
def test_what_is_no_text_is_not_known_to_hold_or_to_lack_anything(verb: str) -> None:
    facts = seen({"real": "x", "link": "real", "wide": "x".encode("utf-16"), "x": "{}"}, links=["link"])
    for name in ("link", "wide", "'li*'"):
        assert answer(f'check: "{name} {verb} x"', facts).outcome is Outcome.UNKNOWN


def test_several_claims_are_one_gate_and_one_unreadable_file_hides_no_other() -> None:
    facts = seen({"a": "x", "b": "x"}, damaged={"a": "is damaged"})
    assert told("check: ['a contains y', 'b contains y']", facts) == ["'b' does not contain 'y'."]
    assert answer("check: 'a contains y'", facts).outcome is Outcome.UNKNOWN


SCHEMA = json.dumps({"type": "object", "required": ["name"], "properties": {"port": {"type": "integer"}}})


def test_files_are_held_against_a_schema_of_the_tree() -> None:
    files = {"app.yaml": "port: many\n", "fine.json": '{"name": "x", "port": 1}', "s.json": SCHEMA}
    said = told("check: app.yaml fits s.json", seen(files))
    assert len(said) == 2
    assert any("at 'port'" in message for message in said)
    assert answer("check: fine.json fits s.json", seen(files)).outcome is Outcome.PASS
    assert answer("check: none.json fits s.json", seen(files)).outcome is Outcome.SKIP


@pytest.mark.parametrize(
    ("schema", "outcome"),
    [
        ("{", Outcome.UNKNOWN),
        ('{"type": "nothing"}', Outcome.UNKNOWN),
        ('{"$ref": "https://example.org/schema.json"}', Outcome.UNKNOWN),
        ('{"$ref": "#"}', Outcome.UNKNOWN),
        ("[" * 100_000, Outcome.UNKNOWN),
        ('{"pattern": "^(a+)+$"}', Outcome.FAIL),
    ],
)
def test_a_hostile_schema_is_never_fetched_and_ends(schema: str, outcome: Outcome) -> None:
    facts = seen({"s.json": schema, "v.json": json.dumps("a" * 40 + "!")})
    assert answer("check: v.json fits s.json", facts).outcome in {outcome, Outcome.UNKNOWN, Outcome.PASS}


def test_what_is_no_json_or_yaml_does_not_fit() -> None:
    facts = seen({"a.json": "{", "b.yaml": "a: [", "s.json": "{}"})
    assert told("check: a.json fits s.json", facts) == [
        "'a.json' does not fit 's.json' at 'the file': it is no JSON."
    ]
    assert len(told("check: b.yaml fits s.json", facts)) == 1


@pytest.mark.parametrize(("text", "expected"), [(LCOV, 85), (COBERTURA, 85), (PY, 85)])
def test_coverage_is_read_from_what_tools_write(text: str, expected: float) -> None:
    assert percent(("report", text.encode())) == pytest.approx(expected)


def test_coverage_is_read_from_what_only_tells_rates_or_lines() -> None:
    assert percent(("r", b'<coverage line-rate="0.5"/>')) == 50
    assert percent(("r", b"SF:a\nDA:1,3\nDA:2,0\n")) == 50
    assert percent(("r", b'{"totals": {"percent_covered": 12.5}}')) == 12.5


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"<a",
        b"{}",
        b"<coverage/>",
        b"\xff\0",
        b'<coverage line-rate="nan"/>',
        b'<c line-rate="7"/>',
    ],
)
def test_what_is_no_coverage_report_is_not_known(body: bytes) -> None:
    with pytest.raises(NotKnown):
        percent(("report", body))


def test_entities_in_a_report_are_never_expanded() -> None:
    bomb = b'<!DOCTYPE c [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><coverage line-rate="&b;"/>'
    with pytest.raises(NotKnown):
        percent(("report", bomb))


@given(st.binary(max_size=300))
def test_reading_a_report_never_crashes(body: bytes) -> None:
    for read in (percent, metrics):
        with contextlib.suppress(NotKnown):
            read(("report", body))


def built(name: str, body: str, facts: Facts | None = None) -> Facts:
    return replace(facts or seen({}), artifacts={name: body.encode()})


def test_coverage_below_the_minimum_is_flagged() -> None:
    assert answer("minimum: 85", built("lcov.info", LCOV)).outcome is Outcome.PASS
    said = told("minimum: 90", built("coverage.xml", COBERTURA))
    assert said == ["Tests cover 85.0 % of the lines, less than 90 %."]
    assert answer("minimum: 90, report: out/c.json", built("out/c.json", PY)).outcome is Outcome.FAIL


def test_coverage_that_nobody_measured_is_unknown() -> None:
    said = answer("minimum: 80", seen({}))
    assert said.outcome is Outcome.UNKNOWN
    assert (said.why or "").startswith("no coverage report is here (looked for coverage.xml, coverage.json,")


def test_coverage_may_be_no_worse_than_the_bases() -> None:
    better = TreeFacts(tree({"lcov.info": LCOV.replace("LH:8", "LH:10")}))
    facts = built("lcov.info", LCOV)
    assert answer("ratchet: true", facts).outcome is Outcome.UNKNOWN
    assert told("ratchet: true", replace(facts, base=better)) == [
        "Tests cover 85.0 % of the lines, 95.0 % before."
    ]
    same = replace(facts, base=TreeFacts(tree({"lcov.info": LCOV})))
    assert answer("ratchet: true", same).outcome is Outcome.PASS
    fetched = replace(facts, artifacts={**facts.artifacts, "base.json": PY.replace("17", "18").encode()})
    assert len(told("ratchet: true, baseline: base.json", fetched)) == 1


def measured(now: object, then: object, **files: str) -> Facts:
    release = TreeFacts(tree({"performance.json": json.dumps(then), **files}))
    return replace(built("performance.json", json.dumps(now)), release=release)


def test_a_metric_that_got_worse_than_tolerated_is_flagged() -> None:
    facts = measured({"parse": {"ms": 115.0}, "load": 9}, {"parse": {"ms": 100}, "load": 9})
    entry = "baseline: previous_release, tolerance: 10"
    assert told(entry, facts) == ["'parse.ms' went from 100 to 115: 15.0 % worse, and 10 % is tolerated."]
    assert answer("baseline: previous_release, tolerance: 15", facts).outcome is Outcome.PASS
    assert told("tolerance: 0, better: higher", measured({"rps": 90}, {"rps": 100})) == [
        "'rps' went from 100 to 90: 10.0 % worse, and 0 % is tolerated."
    ]
    assert "endlessly worse" in told("tolerance: 5", measured({"errors": 1}, {"errors": 0}))[0]


def test_benchmarks_are_read_from_what_tools_write() -> None:
    pytest_benchmark = {"machine_info": {}, "benchmarks": [{"name": "a", "stats": {"mean": 0.5, "max": 9}}]}
    listed = [{"name": "a", "unit": "ms", "value": 5}, {"name": "b", "value": True}]
    assert metrics(("m", json.dumps(pytest_benchmark).encode())) == {"a": 0.5}
    assert metrics(("m", json.dumps(listed).encode())) == {"a": 5}


def test_metrics_without_anything_to_compare_are_unknown() -> None:
    entry = "baseline: previous_release, tolerance: 10"
    now = built("performance.json", '{"a": 1}')
    for facts, why in (
        (seen({}), "no metric file is here"),
        (now, "there is no previous release"),
        (replace(now, release=TreeFacts(tree({}))), "the previous release has no performance.json"),
        (measured({"a": 1}, {"b": 1}), "shares no metric"),
        (measured({}, {"b": 1}), "holds no metric"),
    ):
        said = answer(entry, facts)
        assert said.outcome is Outcome.UNKNOWN
        assert why in (said.why or "")


def test_a_gate_that_does_not_say_how_it_is_asked_is_unknown() -> None:
    said = answer("required: true, timeout: 300", seen({}))
    assert said.outcome is Outcome.UNKNOWN
    assert (said.why or "").startswith("no command is given")


def said_by(**fields: object) -> Facts:
    plain = ProgramAnswer(program="lint", code=0, version="1.0")
    return replace(seen({}), programs={"asked": replace(plain, **fields)})  # type: ignore[arg-type] # a shorthand


def test_programs_that_nobody_ran_are_unknown() -> None:
    assert answer("command: lint", seen({})).why == "no programs were run"
    assert answer("command: lint", replace(seen({}), programs={})).why == "no programs were run"


def test_json_of_a_command_is_read_where_its_definition_says_so() -> None:
    out = json.dumps({"issues": [{"msg": "bad", "file": "./a.py", "line": 3, "level": "warning"}]})
    entry = "command: lint --json, reads: json"
    (finding,) = answer(entry, said_by(code=1, out=out)).findings
    assert (finding.message, finding.path, finding.line) == ("bad, says lint 1.0.", "a.py", 3)
    assert answer(f"{entry}, fail_threshold: error", said_by(out=out)).outcome is Outcome.PASS
    assert answer(entry, said_by(out="oops")).why == "the output of lint 1.0 is no JSON"


@pytest.mark.parametrize(
    ("code", "outcome"), [(0, "pass"), (1, "fail"), (-9, "unknown"), (137, "unknown"), (127, "unknown")]
)
def test_an_exit_code_is_a_pass_a_fail_or_no_answer(code: int, outcome: str) -> None:
    assert answer("command: lint", said_by(code=code)).outcome == outcome


def test_a_finding_is_the_same_when_only_the_numbers_in_its_message_move() -> None:
    def subject(text: str) -> str:
        out = json.dumps([{"message": text, "path": "a.py", "line": len(text), "rule": "E501"}])
        (finding,) = answer("command: lint, reads: json", said_by(out=out)).findings
        return finding.subject

    assert (
        subject("Line too long (112 > 110)")
        == subject("Line too long (99 > 80)")
        == ("a.py:E501:Line too long (# > #)")
    )


def test_a_linter_of_which_only_the_first_results_are_read_may_have_more_to_say() -> None:
    out = json.dumps([{"message": "bad", "path": f"{nth}.py"} for nth in range(RESULT_LIMIT)])
    said = answer("command: lint, reads: json", said_by(code=1, out=out))
    assert (said.outcome, said.rest) == (Outcome.FAIL, "of lint 1.0 only the first 5,000 results are read")


def test_claims_about_files_are_judged_one_file_at_a_time() -> None:
    files = seen({"a.txt": "bad", "b.txt": "bad"}, damaged={"b.txt": "is damaged"})
    said = answer("check: '*.txt does not contain bad'", files)
    assert (said.outcome, said.unread) == (Outcome.FAIL, frozenset({"b.txt"}))


def test_a_linter_that_complains_without_a_result_has_not_looked() -> None:
    crashed = said_by(code=1, out="", said="UnicodeDecodeError: invalid start byte")
    assert answer("tool: yamllint", crashed).why == (
        "lint 1.0 exited with 1 and found nothing: UnicodeDecodeError: invalid start byte"
    )
    assert answer("tool: yamllint", said_by(code=0, out="")).outcome is Outcome.PASS
