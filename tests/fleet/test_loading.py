import json
from datetime import date
from pathlib import Path

import jsonschema_rs
import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gitops_assets.core.dependencies.model import Kind
from gitops_assets.core.dependencies.policy import DependencyPolicy
from gitops_assets.core.fleet.config import Fleet, GithubSource, ListSource
from gitops_assets.core.fleet.faults import Fault, FleetFaults
from gitops_assets.core.fleet.loading import parse_fleet
from gitops_assets.core.fleet.policy import Criticality, Profile, Thresholds
from gitops_assets.core.fleet.schema import fleet_schema, known_keys
from gitops_assets.core.fleet.sources import parse_items
from gitops_assets.core.model import Severity
from tests.fleet.findings import found

GATES = ("commits-pushed", "stash-empty")
EXTRACTORS = ("git-submodules", "npm-manifest")
DOCS = Path(__file__).parents[2] / "docs"


def faults(text: str) -> list[tuple[int, str, str]]:
    with pytest.raises(FleetFaults) as caught:
        parse_fleet(text, GATES, extractor_ids=lambda: EXTRACTORS)
    return [(fault.line, fault.where, f"{fault.message}; {fault.hint}") for fault in caught.value.faults]


@pytest.mark.parametrize("text", ["", "# nothing\n", "{}", "roots:\nwaivers:\ngates:\n"])
def test_every_key_has_a_default(text: str) -> None:
    fleet = parse_fleet(text, GATES)
    assert fleet == Fleet()
    assert fleet.limits == Thresholds()
    assert fleet.policy.enabled("stash-empty")


def test_the_example_is_sound_and_says_what_its_comments_say() -> None:
    fleet = parse_fleet((DOCS / "fleet.example.yaml").read_text(encoding="utf-8"), GATES)
    assert fleet.roots == ("../src", "/srv/git")
    assert fleet.limits == Thresholds(workers=8)
    assert fleet.policy.profile("acme/api") == Profile(
        "platform team", Criticality.CRITICAL, ("public", "python", "work")
    )
    assert not fleet.policy.enabled("stash-empty")
    assert fleet.policy.severity("commits-pushed", Severity.LOW) is Severity.HIGH
    assert fleet.policy.waiver(
        found("acme/website", "commits-pushed", "experiment", ".git/config"), date(2027, 1, 31)
    )


def test_the_example_shows_every_key_there_is() -> None:
    example = yaml.safe_load((DOCS / "fleet.example.yaml").read_text(encoding="utf-8"))
    assert set(example) == set(known_keys(()))
    assert set(example["thresholds"]) == set(known_keys(("thresholds",)))
    assert set(example["waivers"][0]) == set(known_keys(("waivers", 0)))
    listed = ("inventory", 0, "<list>", "list", 0, "<repository>")
    items = [item for item in example["inventory"][0]["list"] if isinstance(item, dict)]
    assert {key for item in items for key in item} == set(known_keys(listed))
    asked = example["dependencies"]
    assert set(asked) == set(known_keys(("dependencies",)))
    for key in ("banned", "pinned", "same_range"):
        assert set(asked[key][0]) == set(known_keys(("dependencies", key, 0)))
    edges = {key for edge in asked["edges"] for key in edge}
    assert edges == set(known_keys(("dependencies", "edges", 0)))
    timed = {key for schedule in example["schedules"].values() for key in schedule}
    assert timed == set(known_keys(("schedules", "any")))
    assert set(example["watching"]) == set(known_keys(("watching",)))
    github = ("inventory", 3, "<github>", "github")
    assert set(example["inventory"][3]["github"]) == set(known_keys(github))


def test_what_the_example_says_of_dependencies_is_a_plain_value() -> None:
    fleet = parse_fleet((DOCS / "fleet.example.yaml").read_text(encoding="utf-8"), GATES)
    policy = fleet.dependency_policy
    assert policy.disabled == {"git-submodules"}
    assert policy.ignores("examples/web/package.json")
    assert not policy.inferred
    assert policy.banned[0].versions == ">=3.3.6 <4"
    assert policy.pinned[0].repositories == "acme/*"
    assert policy.same_range[0].name == "react"
    assert [rule.kind for rule in policy.edges] == [Kind.API, None]
    assert policy.removes("acme/api", "acme/old-api", Kind.API, "http://old-api:8080")
    assert policy.publishes["acme/api"][0].ecosystem == "docker"
    assert Fleet().dependency_policy == DependencyPolicy()


def test_the_order_of_bans_does_not_change_the_digest() -> None:
    bans = ("{name: a, reason: r}", "{name: b, reason: r}")
    digests = {
        parse_fleet(f"dependencies: {{banned: [{one}, {other}]}}", GATES).digest
        for one, other in (bans, bans[::-1])
    }
    assert len(digests) == 1


def test_the_checked_in_schema_is_current() -> None:
    assert (DOCS / "fleet.schema.json").read_text(encoding="utf-8") == fleet_schema()


def test_the_schema_agrees_with_the_loader() -> None:
    schema = jsonschema_rs.validator_for(json.loads(fleet_schema()))
    example = yaml.safe_load((DOCS / "fleet.example.yaml").read_text(encoding="utf-8"))
    example["waivers"][0]["expires"] = "2027-01-31"
    plain = json.loads(Fleet().model_dump_json(by_alias=True))
    assert schema.is_valid(plain)
    assert not schema.is_valid({"templates": []})
    assert not schema.is_valid({"waivers": [{"gate": "x", "repositories": "*", "expires": "2027-01-31"}]})
    assert schema.is_valid(example)


def test_items_of_a_list_become_entries() -> None:
    fleet = parse_fleet("inventory: [{list: [acme/api, {url: 'https://h/acme/web', fork: true}]}]", GATES)
    (source,) = fleet.inventory
    assert isinstance(source, ListSource)
    entries = parse_items(source.records, "fleet.yaml")
    assert [(entry.slug, entry.url, entry.fork) for entry in entries] == [
        ("acme/api", None, False),
        ("acme/web", "https://h/acme/web", True),
    ]


def test_a_github_owner_needs_only_a_name() -> None:
    (source,) = parse_fleet("inventory: [{github: {owner: acme}}]", GATES).inventory
    assert isinstance(source, GithubSource)
    assert source.github.token_env.startswith("GITHUB_")
    assert source.github.api_url == "https://api.github.com"


def test_all_faults_are_told_at_once_in_the_order_of_their_lines() -> None:
    text = """\
rots: [x]
roots: src
thresholds:
  workers: 0
gates:
  stash-emtpy: {}
owners:
  "acme/[": me
waivers:
  - gate: commits-pushed
    repositories: "*"
    reason: " "
  - expires: 2027-13-01
    reason: !!python/name:os.system x
name: a
name: b
"""
    assert [(line, where) for line, where, _ in faults(text)] == [
        (1, "rots"),
        (2, "roots"),
        (4, "thresholds.workers"),
        (6, "gates.stash-emtpy"),
        (8, "owners['acme/[']"),
        (10, "waivers[0]"),
        (12, "waivers[0].reason"),
        (13, "waivers[1]"),
        (13, "waivers[1]"),
        (13, "waivers[1].expires"),
        (14, "waivers[1].reason"),
        (16, "name"),
    ]


def test_the_text_has_three_beats() -> None:
    with pytest.raises(FleetFaults) as caught:
        parse_fleet("rots: [x]\nname: ''\n", GATES, name="my.yaml")
    assert str(caught.value) == (
        "my.yaml has 2 faults; nothing of it was used\n"
        "  my.yaml:1:1: rots: this key is not known; did you mean 'roots'?\n"
        "  my.yaml:2:7: name: this must not be empty; write something, or remove the key\n"
        "Correct these lines and run the command again."
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[]", "this must be a mapping"),
        ("name: 3", "this must be a text; put it in quotes"),
        ("name: no", "this must be a text; put it in quotes"),
        ('name: "a\\nb"', "control character"),
        ("name: " + "x" * 2000, "longer than 1000 characters; shorten it"),
        ("roots: src", "this must be a list"),
        ("owners: []", "this must be a mapping"),
        ("ignore: ['a[']", "never closes it"),
        ("thresholds: {workers: true}", "whole number"),
        ("thresholds: {stale_fetch_days: '7'}", "whole number"),
        ("thresholds: {stale_fetch_days: 99999}", "write at most 36500"),
        ("thresholds: {stale_fetch_day: 7}", "did you mean 'stale_fetch_days'?"),
        ("gates: {stash-emty: {}}", "no gate has this id; did you mean 'stash-empty'?"),
        ("gates: {xyz: {}}", "choose one of: commits-pushed, stash-empty"),
        ("gates: {stash-empty: {severity: hihg}}", "write 'critical', 'high', 'medium', 'low' or 'info'"),
        ("gates: {stash-empty: {enabled: 1}}", "this must be true or false"),
        ("gates: {stash-empty: {weight: 1}}", "known here: enabled, required, settings, severity"),
        ("criticality: {a: urgent}", "write 'critical', 'high', 'medium' or 'low'"),
        ("patterns: []", "this key is not known"),
        ("scheduls: null", "did you mean 'schedules'?"),
        ("dependencies: {ignor: [a]}", "did you mean 'ignore'?"),
        ("dependencies: {disable: [npm-manifst]}", "no extractor has this id; did you mean 'npm-manifest'?"),
        ("dependencies: {banned: [{name: x}]}", "reason is required here"),
        ("dependencies: {banned: [{name: x, reason: r, versions: '<2'}]}", "add 'ecosystem: …'"),
        (
            "dependencies: {banned: [{name: x, reason: r, ecosystem: npm, versions: old}]}",
            "such as '<2.17.1'",
        ),
        (
            "dependencies: {pinned: [{repositories: acme/*}]}",
            "neither name nor ecosystem says what is pinned",
        ),
        ("dependencies: {same_range: [{name: x}]}", "ecosystem is required here"),
        ("dependencies: {edges: [{from: a/b, to: a/c, reason: r}]}", "an edge that is added needs a kind"),
        ("dependencies: {edges: [{from: a/b, to: a/c, kind: apy, reason: r}]}", "none of the words"),
        (
            "dependencies: {edges: [{from: a/b, to: a/c, kind: api, name: x, reason: r}]}",
            "remove the key 'name'",
        ),
        ("dependencies: {publishes: {a/../b: []}}", "has '..' between its slashes"),
        ("inventory: [acme/api]", "write exactly one of these keys in an item: list, file, report, github"),
        ("inventory: [{file: a.csv, report: b.json}]", "exactly one of"),
        ("inventory: [{list: [3]}]", "this names no repository"),
        ("inventory: [{list: [{fork: true}]}]", "add one of the two"),
        ("inventory: [{list: [{slg: a/b}]}]", "did you mean 'slug'?"),
        ("inventory: [{list: [a/../b]}]", "has '..' between its slashes; write owner/name"),
        ("inventory: [{github: }]", "github is required here"),
        ("inventory: [{github: {owner: a/b}}]", "write the name alone"),
        ("inventory: [{github: {owner: a, api_url: 'http://h/api'}}]", "must be reached over https"),
        ("inventory: [{github: {owner: a, api_url: 'https://h:x/'}}]", "this is not a URL"),
        ("inventory: [{github: {owner: a, api_url: 'https://u@h/'}}]", "carries credentials"),
    ],
)
def test_a_fault_says_what_to_write_instead(text: str, expected: str) -> None:
    (fault,) = (message for _, _, message in faults(text))
    assert expected in fault


@pytest.mark.parametrize("expires", ["20270101", "'soon'", "2027-01-01 10:00:00", "true"])
def test_a_waiver_ends_on_a_day(expires: str) -> None:
    text = f"waivers: [{{gate: stash-empty, repositories: '*', reason: r, expires: {expires}}}]"
    assert faults(text) == [
        (1, "waivers[0].expires", "this is not a date; write year-month-day, such as 2027-01-31")
    ]


def test_a_day_in_quotes_is_a_day() -> None:
    text = "waivers: [{gate: stash-empty, repositories: '*', reason: r, expires: '2027-01-31'}]"
    assert parse_fleet(text, GATES).policy.waivers[0].expires == date(2027, 1, 31)


@pytest.mark.parametrize(
    "text",
    [
        "token: hunter2",
        "inventory: [{github: {owner: acme, token: hunter2}}]",
        "inventory: [{github: {owner: acme, api_key: hunter2}}]",
        "inventory: [{list: [{slug: a/b, password: hunter2}]}]",
        "inventory: [{github: {owner: acme, token_env: ghp_hunter2}}]",
        "inventory: [{list: ['https://me:hunter2@h/a/b']}]",
        "inventory: [{list: [{url: 'https://hunter2@h/a/b'}]}]",
    ],
)
def test_a_secret_in_the_file_is_a_fault_that_does_not_repeat_it(text: str) -> None:
    with pytest.raises(FleetFaults) as caught:
        parse_fleet(text, GATES)
    (fault,) = caught.value.faults
    assert "hunter2" not in str(caught.value)
    assert "secret" in fault.message or "credentials" in fault.message or "environment" in fault.message


def test_a_thousand_faults_are_all_carried_and_fifty_are_listed() -> None:
    with pytest.raises(FleetFaults) as caught:
        parse_fleet("\n".join(f"key{nth}: 1" for nth in range(1000)), GATES)
    assert len(caught.value.faults) == 1000
    assert "and 950 more" in str(caught.value)


def test_the_digest_is_stable_under_comments_order_and_written_out_defaults() -> None:
    left = "gates: {stash-empty: {enabled: false}}\nthresholds: {stale_fetch_days: 3, workers: 2}\nname: a\n"
    right = """\
# a comment
thresholds: {stale_branch_days: 90, stale_fetch_days: 3}
owners: {"*": me}
gates:
  commits-pushed: {enabled: true}
  stash-empty: {severity: null, enabled: false}
"""
    assert parse_fleet(left, GATES).digest == parse_fleet(right, GATES).digest


def test_the_order_of_waivers_does_not_change_the_digest() -> None:
    first = "{gate: stash-empty, repositories: '*', reason: r, expires: 2027-01-31}"
    second = "{gate: commits-pushed, repositories: '*', reason: r, expires: 2027-01-31}"
    digests = {
        parse_fleet(f"waivers: [{one}, {other}]", GATES).digest
        for one, other in ((first, second), (second, first))
    }
    assert len(digests) == 1


@pytest.mark.parametrize(
    "text",
    [
        "gates: {stash-empty: {enabled: false}}",
        "gates: {stash-empty: {severity: low}}",
        "thresholds: {stale_fetch_days: 8}",
        "thresholds: {stale_branch_days: 8}",
        "inventory: [{list: [a/b]}]",
        "inventory: [{list: [{slug: a/b, archived: true}]}]",
        "waivers: [{gate: stash-empty, repositories: '*', reason: r, expires: 2027-01-31}]",
        "dependencies: {inferred: false}",
        "dependencies: {banned: [{name: x, reason: r}]}",
    ],
)
def test_the_digest_changes_with_everything_that_verdicts_depend_on(text: str) -> None:
    assert parse_fleet(text, GATES).digest != Fleet().digest


patiently = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
_shapes = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.dates(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(known_keys(())) | st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)


@patiently
@given(st.dictionaries(st.sampled_from(known_keys(())), _shapes))
def test_no_shape_crashes_the_loader_and_every_fault_has_a_line(value: dict[str, object]) -> None:
    text = yaml.safe_dump(value)
    assert all(1 <= fault.line <= text.count("\n") + 1 for fault in _faults(text))


@patiently
@given(st.text())
def test_no_text_crashes_the_loader(text: str) -> None:
    assert all(str(fault) for fault in _faults(text))


def _faults(text: str) -> tuple[Fault, ...]:
    try:
        parse_fleet(text, GATES)
    except FleetFaults as found:
        return found.faults
    return ()
