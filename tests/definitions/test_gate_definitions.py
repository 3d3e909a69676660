"""Definitions of gates: what a file may say, and everything that is wrong with it at once."""

import pytest

from gitops_assets.core.definitions.model import Definitions
from gitops_assets.core.definitions.naming import slug
from gitops_assets.core.definitions.parsing import DefinitionsRefused, Source, custom_ids, parse_definitions
from gitops_assets.core.definitions.phrases import Claim, Verb, read_claim
from gitops_assets.core.definitions.splitting import split_command, told_where
from gitops_assets.core.gates import GATES
from gitops_assets.core.gates.model import Category, Gate, Need, Stage
from gitops_assets.core.model import Severity

AGAIN = "write the same keys at each stage, or choose another name"


def defined(*texts: str) -> Definitions:
    return parse_definitions(
        [Source(name=f"gates/{nth}.yaml", text=text) for nth, text in enumerate(texts)], GATES
    )


def one(text: str) -> Gate:
    (gate,) = defined(text).custom
    return gate


def faults(*texts: str) -> list[tuple[int, str, str]]:
    with pytest.raises(DefinitionsRefused) as caught:
        defined(*texts)
    return [(fault.line, fault.where, f"{fault.message}; {fault.hint}") for fault in caught.value.faults]


@pytest.mark.parametrize("text", ["", "# nothing\n", "{}", "quality_gates:\n", "pre_commit:\n"])
def test_a_file_may_say_nothing(text: str) -> None:
    said = defined(text)
    assert (said.custom, dict(said.overrides)) == ((), {})
    assert said.gates(GATES) == tuple(GATES)


def test_stages_may_stand_at_the_top_or_below_quality_gates() -> None:
    entry = "pre_merge: [{name: Docs, check: README.md exists}]"
    assert one(entry).stages == one(f"quality_gates: {{{entry}}}").stages == {Stage.PRE_MERGE}


def test_a_gate_is_an_ordinary_one() -> None:
    gate = one("pre_merge: [{name: Code Linting!, tool: ruff, severity: high, description: We agreed.}]")
    assert (gate.id, gate.title, gate.category) == ("code-linting", "Code Linting!", Category.CUSTOM)
    assert gate.needs == {Need.TREE, Need.PROGRAMS}
    assert (gate.severity, gate.required) == (Severity.HIGH, True)
    assert gate.doc == "Code Linting!.\n\nWe agreed."
    assert (gate.find.__doc__ or "").startswith("Flag ")


def test_the_same_gate_at_two_stages_is_one_gate() -> None:
    entry = "[{name: Docs, check: README.md exists}]"
    assert one(f"pre_merge: {entry}\npre_deploy: {entry}").stages == {Stage.PRE_MERGE, Stage.PRE_DEPLOY}


def test_a_gate_of_one_name_with_other_keys_is_a_fault_also_over_files() -> None:
    first, other = (f"pre_merge: [{{name: Docs, check: {name} exists}}]" for name in ("a", "b"))
    (found,) = faults(first, other)
    assert found == (
        1,
        "pre_merge[0].name",
        "another gate is called 'docs' and has other keys; " + AGAIN,
    )


def test_another_definition_is_another_version_of_the_rule_and_another_digest() -> None:
    texts = [f"pre_merge: [{{name: Cover, minimum: {least}}}]" for least in (80, 81)]
    assert one(texts[0]).version != one(texts[1]).version
    assert one(texts[0]).version == one(f"# said\n{texts[0]}").version >= 1
    assert defined(texts[0]).digest != defined(texts[1]).digest
    assert defined(texts[0], "").digest == defined("", texts[0]).digest


def test_the_policys_digest_is_the_fleets_alone_where_nothing_is_defined() -> None:
    assert Definitions().policy_digest("abc") == "abc"
    assert len(defined("pre_merge: []").policy_digest("abc")) == 64


def test_built_in_gates_are_changed_by_their_id() -> None:
    said = defined(
        "pre_commit: [{gate: stash-empty, severity: high, required: false}]\n"
        "pre_merge: [{gate: work-committed, enabled: false}]\n"
        "gates: {branches-recent: {enabled: false}, fetch-recent: {stages: [pre-deploy]}}"
    )
    gates = {gate.id: gate for gate in said.gates(GATES)}
    assert "branches-recent" not in gates
    assert (gates["stash-empty"].severity, gates["stash-empty"].required) == (Severity.HIGH, False)
    assert Stage.PRE_COMMIT in gates["stash-empty"].stages
    assert Stage.PRE_MERGE not in gates["work-committed"].stages
    assert gates["fetch-recent"].stages == {Stage.PRE_DEPLOY}
    assert list(gates) == [gate.id for gate in GATES if gate.id != "branches-recent"]


@pytest.mark.parametrize(
    ("entry", "where", "expected"),
    [
        ("{name: A, comand: x}", "pre_merge[0].comand", "this key is not known; did you mean 'command'?"),
        ("{tool: ruff}", "pre_merge[0]", "the gate has no name; add 'name: …'"),
        ("{gate: stash-emty}", "pre_merge[0].gate", "did you mean 'stash-empty'?"),
        ("{gate: stash-empty, tool: ruff}", "pre_merge[0]", "a built-in gate has no 'tool'"),
        ("{gate: stash-empty, settings: {x: 1}}", "pre_merge[0].settings.x", "no such setting; remove it"),
        ("{name: A, tool: rufff}", "pre_merge[0].tool", "no tool has this id; did you mean 'ruff'?"),
        ("{name: A, tool: ruff, mcp: b}", "pre_merge[0]", "tool and mcp are two questions"),
        ("{name: A, command: 'a | b'}", "pre_merge[0].command", "'|' means something to a shell"),
        ("{name: A, command: []}", "pre_merge[0].command", ""),
        ("{name: A, check: README}", "pre_merge[0].check", "this is no check; write 'PATH exists'"),
        ("{name: A, minimum: 101}", "pre_merge[0].minimum", "write at most 100"),
        ("{name: A, tool: ruff, fail_threshold: eror}", "pre_merge[0].fail_threshold", "mean 'error'?"),
        ("{name: A, minimum: 1, report: ../x}", "pre_merge[0].report", "this is no path inside"),
        ("{name: Stash Empty, tool: ruff}", "pre_merge[0].name", "a built-in gate is called 'stash-empty'"),
        ("{name: '测试', tool: ruff}", "pre_merge[0].name", "no id can be made of this name; add 'id: …'"),
    ],
)
def test_a_fault_says_where_it_is_and_what_to_write(entry: str, where: str, expected: str) -> None:
    (found,) = faults(f"pre_merge:\n  - {entry}\n")
    assert found[:2] == (2, where)
    assert expected in found[2]


def test_all_faults_of_all_files_are_told_at_once() -> None:
    said = faults("pre_comit: []\npre_merge: [{name: A, tool: x}]", "pre_merge: [")
    assert [line for line, _, _ in said] == [1, 1, 2]
    with pytest.raises(
        DefinitionsRefused, match=r"(?s)gates/0\.yaml has 2 faults.*gates/1\.yaml has 1 fault"
    ):
        defined("pre_comit: []\npre_merge: [{name: A, tool: x}]", "pre_merge: [")


def test_the_ids_of_own_gates_are_known_without_the_built_in_ones() -> None:
    text = "quality_gates: {pre_merge: [{name: Docs, check: a exists}, {gate: stash-empty}]}"
    assert custom_ids(text) == {"docs"}
    assert custom_ids("quality_gates: [") == custom_ids("pre_merge: 3") == frozenset()


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Code Linting", "code-linting"), ("Überprüfung!", "uberprufung"), ("4 eyes", ""), ("--", "")],
)
def test_a_name_becomes_an_id(name: str, expected: str) -> None:
    assert slug(name) == expected


@pytest.mark.parametrize(
    ("phrase", "claim"),
    [
        ("README.md exists", Claim("README.md", Verb.EXISTS)),
        ("docs/a b.md must exist", Claim("docs/a b.md", Verb.EXISTS)),
        ("*.orig is absent", Claim("*.orig", Verb.ABSENT)),
        ("'x y' does not exist", Claim("x y", Verb.ABSENT)),
        ("LICENSE contains Apache License", Claim("LICENSE", Verb.CONTAINS, "Apache License")),
        ("a does not contain 'b c'", Claim("a", Verb.LACKS, "b c")),
        ("app.yaml fits app.schema.json", Claim("app.yaml", Verb.FITS, "app.schema.json")),
    ],
)
def test_a_phrase_is_a_claim(phrase: str, claim: Claim) -> None:
    assert read_claim(phrase) == claim


@pytest.mark.parametrize("phrase", ["exists", "README.md", "a contains ", "a\nexists", "x " * 600 + "exists"])
def test_what_is_no_phrase_is_refused(phrase: str) -> None:
    with pytest.raises(ValueError, match="this is no check"):
        read_claim(phrase)


def test_a_command_is_split_without_a_shell() -> None:
    assert split_command("sh -c 'a  b' \"c d\"") == ["sh", "-c", "a  b", "c d"]
    for text in ("a && b", "a > b", "a $(b)", "a `b`", "'a"):
        with pytest.raises(ValueError, match=r"."):
            split_command(text)


def test_a_formatter_without_an_operand_is_told_to_look_at_everything() -> None:
    assert told_where(("prettier", "--check")) == ("prettier", "--check", ".")
    assert told_where(("prettier", "--check", "src")) == ("prettier", "--check", "src")
    assert told_where(("make", "-s")) == ("make", "-s")
