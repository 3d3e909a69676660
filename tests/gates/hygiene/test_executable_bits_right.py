import pytest

from gitops_assets.core.gates.engine import evaluate
from gitops_assets.core.gates.hygiene.executable_bits_right import GATE
from gitops_assets.core.gates.scanners import SCANNERS
from tests.gates.build import only, passes
from tests.gates.trees import seen

SHELL = "#!/bin/sh\n"


def test_a_script_with_its_bit_and_a_text_without_pass() -> None:
    assert passes(GATE, seen({"run.sh": SHELL, "a.txt": "x"}, scanners=SCANNERS, executable=["run.sh"]))


def test_a_script_without_the_bit_is_flagged() -> None:
    finding = only(GATE, seen({"-run.sh": SHELL}, scanners=SCANNERS))
    assert finding.message == "'-run.sh' begins with #! and is not executable."
    assert finding.remedy == "git -C /src/app update-index --chmod=+x -- -run.sh"


def test_a_text_with_the_bit_is_flagged_and_a_shell_script_gets_its_first_line() -> None:
    finding = only(GATE, seen({"a.py": "x"}, scanners=SCANNERS, executable=["a.py"]))
    assert finding.message == "'a.py' is executable and does not begin with #!."
    assert finding.remedy == "git -C /src/app update-index --chmod=-x a.py"
    finding = only(GATE, seen({"run": "echo"}, scanners=SCANNERS, executable=["run"]))
    assert finding.remedy == "Begin it with a line such as #!/bin/sh."


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("src/module.py", "#!/usr/bin/env python\n"),
        ("lib.rs", "#![allow(unused)]\n"),
        ("run.sh.in", SHELL),
        ("ci/utils.sh", SHELL),
        ("cmd/templates/run.sh", SHELL),
        ("tests/run.sh", SHELL),
        (".profile", SHELL),
    ],
)
def test_what_is_imported_rendered_or_read_in_needs_no_bit(path: str, text: str) -> None:
    assert passes(GATE, seen({path: text}, scanners=SCANNERS))


@pytest.mark.parametrize(("path", "text"), [("a.exe", b"MZ\0"), ("a", b"\x7fELF"), ("b.bat", "x"), ("e", "")])
def test_programs_and_empty_files_may_have_the_bit(path: str, text: str | bytes) -> None:
    assert passes(GATE, seen({path: text}, scanners=SCANNERS, executable=[path]))


def test_a_file_system_without_bits_is_one_finding() -> None:
    files = {f"{nth}.txt": "x" for nth in range(50)}
    (finding,) = evaluate(seen(files, scanners=SCANNERS, executable=list(files)), GATE).findings
    assert finding.message == "50 files are executable, whatever they hold."
    assert (finding.path, finding.subject) == (".", ".")
