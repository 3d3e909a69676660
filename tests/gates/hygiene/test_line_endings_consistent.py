import pytest

from gitops_assets.core.gates.hygiene.line_endings_consistent import GATE
from gitops_assets.core.gates.scanners import SCANNERS
from tests.gates.build import only, passes
from tests.gates.trees import seen

UNIX = {"a.py": "1\n", "b.py": "2\n", "c.py": "3\n"}


@pytest.mark.parametrize(
    ("text", "line", "rare"), [("1\n2\r\n3\n", 2, "CRLF"), ("1\r\n2\r\n3\n4\r\n", 3, "LF")]
)
def test_a_mixed_file_is_flagged_at_the_first_of_the_rarer_ends(text: str, line: int, rare: str) -> None:
    finding = only(GATE, seen({"a.py": text}, scanners=SCANNERS))
    assert finding.message == f"'a.py' mixes CRLF and LF: its first {rare} line is here."
    assert (finding.line, finding.subject) == (line, "a.py")
    assert finding.remedy == "Run dos2unix -- a.py, and say `* text=auto` in .gitattributes."


def test_a_crlf_file_among_others_is_flagged_and_a_project_of_them_is_not() -> None:
    finding = only(GATE, seen(UNIX | {"d.py": "1\r\n2\r\n"}, scanners=SCANNERS))
    assert finding.message == "'d.py' ends its lines with CRLF, unlike most files of its kind."
    assert passes(GATE, seen({"a.cs": "1\r\n", "b.cs": "1\r\n", "c.cs": "1\n"}, scanners=SCANNERS))


@pytest.mark.parametrize("rule", ["*.py eol=crlf", "* -text", "src/*.py text eol=crlf", "**/d.py binary"])
def test_what_gitattributes_wants_passes(rule: str) -> None:
    files = {**{f"src/{name}": text for name, text in UNIX.items()}, "src/d.py": "1\r\n"}
    assert passes(GATE, seen(files | {".gitattributes": f"# x\n{rule}\n"}, scanners=SCANNERS))


@pytest.mark.parametrize("rule", ["* text=auto", "*.py -text\n*.py text", "*.js eol=crlf", "lib/* -text"])
def test_other_rules_do_not_excuse_a_file(rule: str) -> None:
    files = UNIX | {"d.py": "1\r\n", ".gitattributes": f"{rule}\n"}
    assert only(GATE, seen(files, scanners=SCANNERS)).path == "d.py"


def test_windows_files_binaries_and_test_data_pass() -> None:
    files: dict[str, str | bytes] = {
        "a.bat": "1\r\n2\n",
        "b.bat.in": "1\r\n2\n",
        "c": b"1\r\n2\n\0",
        "tests/d.txt": "1\r\n2\n",
    }
    assert passes(GATE, seen(files, scanners=SCANNERS))
