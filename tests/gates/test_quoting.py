import time
from collections.abc import Iterator, Mapping
from dataclasses import replace

import pytest

from gitops_assets.core.fleet.policy import Policy
from gitops_assets.core.gates import GATES
from gitops_assets.core.gates.detector_facts import DetectorFacts
from gitops_assets.core.gates.engine import judge
from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import Category, Finding, Gate, Need
from gitops_assets.core.gates.quoting import WIDTH, snippet
from gitops_assets.core.gates.scanners import SCANNERS
from gitops_assets.core.gates.scanning import Hit
from gitops_assets.core.model import Severity
from tests.gates.build import AT
from tests.gates.trees import seen
from tests.secrets.corpus import positives


def everywhere(facts: Facts) -> Iterator[Finding]:
    """Flag every line."""
    for path in facts.files.paths:
        body = facts.files.body(path)
        for line in range(1, body.count(b"\n") + 2):
            yield Finding(message="Here.", path=path, line=line, remedy="Look.", subject=f"{path}{line}")


GATE = Gate(
    id="every-line",
    title="No line stands",
    doc="No line stands.",
    severity=Severity.LOW,
    remedy="Look.",
    find=everywhere,
    category=Category.HYGIENE,
    needs=frozenset({Need.TREE}),
)


def snippets(files: Mapping[str, str | bytes], gate: Gate = GATE, **known: object) -> list[str | None]:
    facts = replace(seen(files, scanners=SCANNERS), **known)  # type: ignore[arg-type] # a test's shorthand
    return [each.snippet for each in judge(facts, [gate], Policy(), at=AT, most=10_000).findings]


def test_a_finding_shows_its_line_between_its_neighbours() -> None:
    assert snippets({"a.txt": "one\ntwo\r\nthree\nfour"}) == [
        "one\ntwo",
        "one\ntwo\nthree",
        "two\nthree\nfour",
        "three\nfour",
    ]


def test_a_long_line_is_cut() -> None:
    (shown,) = snippets({"a.txt": "x" * 100_000})
    assert shown is not None
    assert len(shown) == WIDTH
    assert shown.endswith("x…")


def test_a_line_that_is_not_there_shows_nothing() -> None:
    assert snippet(("one",), 2) is None
    assert snippet((), 1) is None
    assert snippet(("one",), 0) is None


def test_no_snippet_holds_any_part_of_a_secret() -> None:
    planted = list(positives(23))
    files = {f"src/{nth}.py": b"a\n" + body + b"\nb" for nth, (_, body, _) in enumerate(planted)}
    told = "\n".join(filter(None, snippets(files)))
    assert [value for _, _, value in planted if value[-6:] in told] == []


@pytest.mark.parametrize(
    "line",
    [
        "password = hunter2",
        'DB_PASSWORD: "hunter2"',
        "ENV API_TOKEN hunter2",
        "export AWS_SECRET=hunter2",
        "index-url = https://me:hunter2@pypi.example/simple",
        "git clone https://hunter2@git.example/a.git",
        '"apiKey": "hunter2"',
        'SECRET_KEY = "hunter2"',
        "config['token_value'] = 'hunter2'",
        'password: str = "hunter2"',
        "'db.passwd.main' => 'hunter2'",
        "ARG MY_API_KEY_OLD hunter2",
    ],
)
def test_a_line_that_gives_a_value_to_what_is_called_like_a_secret_is_not_shown(line: str) -> None:
    assert snippets({"a.cfg": f"one\n\n{line}\n\nfive"}) == ["one\n", None, None, None, "\nfive"]


def test_prose_about_secrets_is_shown() -> None:
    assert None not in snippets(
        {"a.md": "A token is read.\nThe password that you gave (a secret one) is not."}
    )


def test_workflows_that_speak_of_permissions_are_shown() -> None:
    text = "permissions:\n  id-token: write\n  persist-credentials: false\n  key: ${{ secrets.KEY }}"
    assert None not in snippets({".github/workflows/ci.yml": text})


@pytest.mark.parametrize("path", [".env.local", "deploy/id_rsa", "keys/tls.pem", "my-secrets.yml", ".npmrc"])
def test_files_that_keep_secrets_are_never_shown(path: str) -> None:
    assert snippets({path: "harmless"}) == [None]


def test_a_file_in_which_another_detector_finds_a_secret_is_not_shown() -> None:
    detected = DetectorFacts(hits=(("a.txt", Hit(9, "x", "y")),))
    assert snippets({"a.txt": "one"}, detected=detected) == [None]


def test_links_folders_and_binary_files_show_nothing() -> None:
    assert snippets({"a.bin": b"\0\1"}) == [None]
    outside = replace(GATE, find=lambda _: iter([Finding(message="M.", path="no", remedy="R.")]))
    assert snippets({"a": "one"}, outside) == [None]


def test_gates_that_look_for_secrets_show_none_whatever_stands_there() -> None:
    assert snippets({"a.txt": "one"}, replace(GATE, quotes=False)) == [None]
    silent = {gate.id for gate in GATES if not gate.quotes}
    assert silent == {"secrets-absent", "history-without-secrets", "private-files-absent", "no-build-secrets"}


def test_long_lines_cost_no_time() -> None:
    hostile = ("password" + " " * 200_000, "token:" * 50_000, "://" * 100_000)
    began = time.process_time()
    snippet(hostile, 2)
    assert time.process_time() - began < 0.1
