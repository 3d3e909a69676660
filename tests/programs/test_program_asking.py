"""Programs are asked about a copy of a tree; whatever they do is one answer for one gate."""

import hashlib
import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from gitops_assets.core.definitions.model import Program, Server
from gitops_assets.core.definitions.parsing import Source, parse_definitions
from gitops_assets.core.fleet.outside import ServerSection
from gitops_assets.core.gates import GATES
from gitops_assets.core.gates.engine import evaluate
from gitops_assets.core.gates.model import Evaluation
from gitops_assets.core.gates.program_facts import ProgramAnswer
from gitops_assets.core.model import Outcome, Severity
from gitops_assets.core.tree import FILE_LIMIT, Blob, Unread
from resources.programs import copying, room
from resources.programs.asking import Outside, answers, standing
from resources.programs.copying import Copying
from tests.gates.trees import MemoryTree, seen, tree
from tests.programs.scripts import SERVER, installed

PLAIN = {"app.py": "import os\n", "bin/run": "#!/bin/sh\n"}


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    return tmp_path / "bin"


def asked(program: Program, outside: Outside | None = None, **files: str | bytes) -> ProgramAnswer:
    return answers({"gate": program}, tree(files or PLAIN), outside or Outside())["gate"]


def judged(
    text: str, outside: Outside | None = None, files: dict[str, str | bytes] | None = None
) -> Evaluation:
    """The answer of the one gate that a text defines, its program really run."""
    defined = parse_definitions([Source(name="gates/x.yaml", text=text)], GATES)
    (gate,) = defined.custom
    held = files or dict(PLAIN)
    said = answers(defined.programs, tree(held), outside or Outside())
    return evaluate(replace(seen(held), programs=said), gate)


def test_a_command_sees_a_copy_and_never_the_repository(
    monkeypatch: pytest.MonkeyPatch, programs: Path
) -> None:
    installed(
        monkeypatch, programs, look="import os; print(sorted(os.listdir()), os.access('bin/run', os.X_OK))"
    )
    held = tree({**PLAIN, "out": "/etc/passwd"}, executable=["bin/run"], links=["out"])
    said = answers({"gate": Program(argv=("look",))}, held, Outside())["gate"]
    assert said.out == "['app.py', 'bin'] True\n"
    assert "1 links or unreadable files were left out" in said.confined


def test_what_a_command_writes_is_gone_for_the_next(monkeypatch: pytest.MonkeyPatch, programs: Path) -> None:
    installed(monkeypatch, programs, spoil="import os; print(len(os.listdir())); open('new', 'w')")
    said = answers({"a": Program(argv=("spoil",)), "b": Program(argv=("spoil",))}, tree(PLAIN), Outside())
    assert [answer.out for answer in said.values()] == ["2\n", "2\n"]


def test_an_exit_code_decides(monkeypatch: pytest.MonkeyPatch, programs: Path) -> None:
    installed(monkeypatch, programs, fine="", bad="import sys; sys.exit('app.py is not formatted')")
    assert judged("pre_commit: [{name: Format, command: fine}]").outcome is Outcome.PASS
    failed = judged("pre_commit: [{name: Format, command: bad --now}]")
    (finding,) = failed.findings
    assert finding.message == "'bad --now' exited with 1: app.py is not formatted."
    assert finding.remedy == finding.subject == "bad --now"


def test_a_command_never_sees_a_shell(monkeypatch: pytest.MonkeyPatch, programs: Path) -> None:
    installed(monkeypatch, programs, show="import sys; sys.exit(repr(sys.argv[1:]))")
    (finding,) = judged("pre_commit: [{name: Show, command: \"show '$HOME' *.py '; rm x'\"}]").findings
    assert "['$HOME', '*.py', '; rm x']" in finding.message


def test_a_program_that_is_not_there_is_a_skip() -> None:
    said = judged("pre_commit: [{name: Format, command: no-such-program --check}]")
    assert said == Evaluation("format", Outcome.SKIP, "no-such-program is not on PATH")


@pytest.mark.parametrize("name", ["./bin/run", "bin/run", "../bin/run"])
def test_a_program_of_the_audited_repository_is_never_run(name: str) -> None:
    said = judged(f"pre_commit: [{{name: Own, command: {name}}}]")
    assert said.outcome is Outcome.SKIP
    assert said.why == f"{name} is not beside the definitions of gates"


def test_a_program_beside_the_definitions_is_run_and_none_above_them(tmp_path: Path) -> None:
    folder = tmp_path / "fleet"
    for script in (folder / "checks/own", tmp_path / "above"):
        script.parent.mkdir(exist_ok=True, parents=True)
        script.write_text("#!/bin/sh\necho asked $#\n")
        script.chmod(0o755)
    said = asked(Program(argv=("checks/own",), folder=str(folder)))
    assert (said.code, said.out, said.version) == (0, "asked 0\n", None)
    assert asked(Program(argv=("../above",), folder=str(folder))).absent is not None


def test_a_pinned_program_is_run_and_any_other_is_not(
    monkeypatch: pytest.MonkeyPatch, programs: Path
) -> None:
    installed(monkeypatch, programs, linter="print('linter 1.2.3')")
    digest = hashlib.sha256((programs / "linter").read_bytes()).hexdigest()
    program = Program(argv=("linter",))
    said = asked(program, Outside({"linter": f"sha256:{digest}"}))
    assert (said.version, said.digest, said.named) == (
        "1.2.3",
        digest,
        f"linter 1.2.3 (sha256 {digest[:12]})",
    )
    refused = asked(program, Outside({"linter": "0" * 64}))
    assert refused.unknown == f"linter has the SHA-256 {digest}, and fleet.yaml pins another one"


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("import time; time.sleep(60)", "it did not end within 1 seconds"),
        ("while True: print('y' * 4096)", "it wrote more than 8,192 kilobytes"),
        ("import os; os.abort()", "was ended by a signal"),
        (
            "import os, time\nfor _ in range(300): os.fork() or time.sleep(60)\ntime.sleep(60)",
            "more than 256 processes",
        ),
    ],
)
def test_what_hangs_floods_crashes_or_forks_is_unknown_for_one_gate(
    monkeypatch: pytest.MonkeyPatch, programs: Path, body: str, why: str
) -> None:
    guard = "import sys\nif '--version' in sys.argv: sys.exit()\n"
    installed(monkeypatch, programs, bad=guard + body)
    said = judged("pre_commit: [{name: Bad, command: bad, timeout: 1}]")
    assert said.outcome is Outcome.UNKNOWN
    assert why in (said.why or "")


def test_a_tree_that_is_too_large_is_unknown(monkeypatch: pytest.MonkeyPatch, programs: Path) -> None:
    installed(monkeypatch, programs, look="")
    monkeypatch.setattr(copying, "FILES", 1)
    assert asked(Program(argv=("look",))).unknown == (
        "the tree has 2 files, and at most 1 are copied for a program"
    )


def test_names_that_lead_elsewhere_or_are_no_options_are_harmless(
    monkeypatch: pytest.MonkeyPatch, programs: Path
) -> None:
    installed(monkeypatch, programs, look="import sys; print(sys.argv[1:])")
    held = tree({"--fix.sh": "", "a b.sh": "", "../up.sh": "", ".git/hooks/x.sh": "", "n" * 300 + ".sh": ""})
    with Copying(held).copied() as copy:
        assert sorted(path.name for path in Path(copy.folder).iterdir()) == ["--fix.sh", "a b.sh"]
        assert len(copy.left_out) == 3
    said = answers({"gate": Program(argv=("look",), files=("*fix.sh",))}, held, Outside())["gate"]
    assert said.out == "['./--fix.sh']\n"


def test_a_linters_sarif_becomes_findings_from_the_threshold_on(
    monkeypatch: pytest.MonkeyPatch, programs: Path
) -> None:
    body = """import json, os, sys
if '--version' in sys.argv: print('ruff 0.14.1'); sys.exit()
def result(rule, level):
    uri = 'file://' + os.path.abspath('app.py')
    place = {'artifactLocation': {'uri': uri}, 'region': {'startLine': 1}}
    said = {'ruleId': rule, 'level': level, 'message': {'text': 'so it is'}}
    return {**said, 'locations': [{'physicalLocation': place}]}
print(json.dumps({'runs': [{'results': [result('E1', 'error'), result('W1', 'warning')]}]}))
sys.exit(1)
"""
    installed(monkeypatch, programs, ruff=body)
    said = judged("pre_commit: [{name: Lint, tool: ruff, fail_threshold: error}]")
    (finding,) = said.findings
    assert finding.message.startswith("'E1': so it is, says ruff 0.14.1 (sha256 ")
    assert (finding.path, finding.line, finding.severity) == ("app.py", 1, Severity.HIGH)
    assert finding.subject == "app.py:E1:so it is"
    assert len(judged("pre_commit: [{name: Lint, tool: ruff}]").findings) == 2


def test_a_linter_with_nothing_to_look_at_is_a_skip(monkeypatch: pytest.MonkeyPatch, programs: Path) -> None:
    installed(monkeypatch, programs, shellcheck="")
    said = judged("pre_commit: [{name: Shell, tool: shellcheck}]")
    assert said.why == "there is nothing to look at: no file is called *.sh or *.bash or *.ksh"


def test_a_linter_that_fails_or_babbles_is_unknown(monkeypatch: pytest.MonkeyPatch, programs: Path) -> None:
    installed(monkeypatch, programs, ruff="import sys; sys.exit(2)", bandit="print('hello')")
    failed = judged("pre_commit: [{name: Lint, tool: ruff}]")
    assert failed.outcome is Outcome.UNKNOWN
    assert (failed.why or "").endswith("exited with 2")
    assert (judged("pre_commit: [{name: Lint, tool: bandit}]").why or "").endswith("is no JSON")


DECLARED = Outside(servers={"code-linter": ServerSection(command=("linter-mcp", "--stdio"))})


def test_a_linter_behind_a_server_is_asked_and_its_words_are_no_orders(
    monkeypatch: pytest.MonkeyPatch, programs: Path
) -> None:
    installed(monkeypatch, programs, linter_mcp=SERVER)
    said = judged("pre_commit: [{name: Code Linting, mcp: code-linter, fail_threshold: error}]", DECLARED)
    (finding,) = said.findings
    assert finding.message.startswith("'R1': 2 files, says code-linter 3.1 (sha256 ")
    assert (finding.path, finding.line) == ("app.py", 4)
    mild = "pre_commit: [{name: L, mcp: code-linter, fail_threshold: error, arguments: {level: note}}]"
    assert judged(mild, DECLARED).outcome is Outcome.PASS


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("", "the server did not answer initialize: it ended"),
        (
            "import time; time.sleep(60)",
            "the server did not answer initialize: it did not end within 1 seconds",
        ),
        ("while True: print('{}')", "the server spoke of other things than initialize"),
        (SERVER.replace("'lint_code'", "'lint_two'").replace("'other'", "'scan'"), "which tool is meant"),
        (SERVER.replace("json.dumps({'findings': [finding]})", "'fine'"), "gave no JSON"),
        (SERVER.replace("say({'tools': tools})", "sys.exit(3)"), "did not answer tools/list: it ended"),
        ("raise SystemExit('no licence')", "did not answer initialize: it ended: no licence"),
    ],
)
def test_a_server_that_does_not_answer_is_unknown(
    monkeypatch: pytest.MonkeyPatch, programs: Path, body: str, why: str
) -> None:
    installed(monkeypatch, programs, linter_mcp=body)
    said = judged("pre_commit: [{name: L, mcp: code-linter, timeout: 1}]", DECLARED)
    assert said.outcome is Outcome.UNKNOWN
    assert why in (said.why or "")


def test_the_script_of_a_server_is_the_fleets_own_and_part_of_what_it_is_known_by(tmp_path: Path) -> None:
    (tmp_path / "server.py").write_text(SERVER)
    outside = Outside(servers={"own": ServerSection(command=(sys.executable, "-I", "server.py"))})
    program = Program(server=Server(name="own", call="lint_code"), folder=str(tmp_path))
    strangers = tree({"server.py": "raise SystemExit", "app.py": ""})
    said = answers({"own": program}, strangers, outside)["own"]
    assert (said.unknown, said.digest) == (None, *standing(program, outside))
    assert "2 files" in (said.out or "")
    (tmp_path / "server.py").write_text(SERVER + "\n")
    assert standing(program, outside) != (said.digest,)


def test_a_script_that_only_a_repository_could_bring_is_never_run(tmp_path: Path) -> None:
    outside = Outside(servers={"own": ServerSection(command=(sys.executable, "server.py"))})
    program = Program(server=Server(name="own"), folder=str(tmp_path))
    said = answers({"own": program}, tree({"server.py": SERVER}), outside)["own"]
    assert "what a repository brings is never run" in (said.unknown or "")


def test_a_server_that_nobody_declared_is_a_skip() -> None:
    said = asked(Program(server=Server(name="code-linter")))
    assert said.absent == "the server code-linter is not declared in fleet.yaml: add it below mcp_servers"


def test_only_the_gates_that_are_asked_run_their_programs(
    monkeypatch: pytest.MonkeyPatch, programs: Path
) -> None:
    installed(monkeypatch, programs, look="")
    both = {"a": Program(argv=("look",)), "b": Program(argv=("look",))}
    assert [*answers(both, tree(PLAIN), Outside(), only={"b"})] == ["b"]
    assert json.dumps([*answers(both, tree(PLAIN), Outside())]) == '["a", "b"]'


def test_a_linter_that_is_told_its_files_gets_only_these(
    monkeypatch: pytest.MonkeyPatch, programs: Path
) -> None:
    installed(monkeypatch, programs, shellcheck="import os; print(sorted(os.listdir()))")
    said = answers({"gate": Program(tool="shellcheck")}, tree({**PLAIN, "a.sh": "", "b.sh": ""}), Outside())
    assert said["gate"].out == "['a.sh', 'b.sh']\n"


def test_a_tree_is_read_once_however_many_programs_get_a_copy(
    monkeypatch: pytest.MonkeyPatch, programs: Path
) -> None:
    installed(monkeypatch, programs, look="import os; print(sorted(os.listdir()))", ruff="print('[]')")
    read: list[str] = []

    class Counting(MemoryTree):
        def read_many(self, paths: Iterable[str], limit: int = FILE_LIMIT) -> Iterator[Blob | Unread]:
            asked = list(paths)
            read.extend(asked)
            return super().read_many(asked, limit)

    held = Counting({path: text.encode() for path, text in PLAIN.items()})
    asks = {"a": Program(argv=("look",)), "b": Program(argv=("look",)), "c": Program(tool="ruff")}
    said = answers(asks, held, Outside())
    assert said["a"].out == said["b"].out == "['app.py', 'bin']\n"
    assert sorted(read) == ["app.py", "bin/run"]


def test_a_large_tree_is_copied_to_a_disk_and_not_kept(
    monkeypatch: pytest.MonkeyPatch, programs: Path
) -> None:
    installed(monkeypatch, programs, look="import os; print(os.getcwd())")
    monkeypatch.setattr(copying, "SMALL", 1)
    monkeypatch.setattr(room, "SMALL", 1)
    where = asked(Program(argv=("look",))).out
    assert not where.startswith(room.MEMORY)
    assert where
