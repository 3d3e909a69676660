import json
from pathlib import Path

import pytest

from gitops_assets.core.gates.detector_facts import DetectorFacts
from gitops_assets.core.gates.scanning import Hit
from resources.secrets import kingfisher
from tests.gates.trees import tree

FOUND = Hit(2, "kingfisher-cloud-key", "kingfisher-cloud-key")


def put(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """A program of that name that runs this script; it is to scan ``$scan`` and report to ``$out``."""
    program = folder / "kingfisher"
    program.write_text(
        '#!/bin/sh\nscan=$2\nfor each in "$@"; do case $each in --output=*) out=${each#*=};; esac; done\n'
        + script
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")


def report(*findings: object) -> str:
    told = json.dumps({"findings": findings, "metadata": {"kingfisher_version": "2.1.0"}})
    return f"cat > $out <<'EOF'\n{told}\n{{}}\nEOF\n"


def finding(path: str, line: object = 2) -> object:
    return {
        "rule": {"id": "betterleaks.cloud-key"},
        "finding": {"path": path, "line": line, "snippet": "c4nary"},
    }


def ask(**files: str) -> DetectorFacts:
    return kingfisher.ask(tree({name.replace("__", "."): text for name, text in files.items()}), timeout=20)


def test_what_it_finds_is_told_at_its_path_and_without_any_value(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, monkeypatch, report(finding("/x/1.py"), finding("/x/9.py"), finding("/x/0.py", "two"), 3))
    told = ask(a__py="", b__py="\nc4nary")
    assert told == DetectorFacts(hits=(("b.py", FOUND),), by="kingfisher 2.1.0")
    assert "c4nary" not in repr(told)


def test_it_sees_contents_under_names_that_nobody_chose(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, monkeypatch, f'ls "$scan" > {tmp_path}/seen\n' + report())
    kingfisher.ask(tree({"../kingfisher.yaml": "", "a/$(x).PY": "", "z.zip\n": ""}), timeout=20)
    assert (tmp_path / "seen").read_text().split() == ["0.yaml", "1", "2"]


def test_without_the_program_only_our_own_rules_are_asked_and_that_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert ask(a__py="") == DetectorFacts(unknown=kingfisher.ABSENT)


@pytest.mark.parametrize("script", ["exit 1\n", "echo nonsense > $out\n", "echo [] > $out\n", ": > $out\n"])
def test_a_program_without_a_report_is_unknown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str
) -> None:
    put(tmp_path, monkeypatch, script)
    assert (ask(a__py="").unknown or "").startswith("kingfisher gave no report: ")


def test_a_program_that_hangs_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, monkeypatch, "exec sleep 60\n")
    assert kingfisher.ask(tree({"a": ""}), timeout=0.5).unknown == "kingfisher took more than 0 s"


def test_copies_that_cannot_be_written_are_unknown_and_no_crash(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_self: Path, _body: bytes) -> int:
        raise OSError(28, "No space left on device")

    put(tmp_path, monkeypatch, report())
    monkeypatch.setattr(Path, "write_bytes", full)
    assert "No space left on device" in (ask(a__py="").unknown or "")
