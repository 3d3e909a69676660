"""The command line as a newcomer meets it: help, version, a typing error; and what that must not cost."""

import sys
from pathlib import Path

import dagster as dg
import pytest

from gitops_assets.cli import main
from gitops_assets.cli.main import COMMANDS
from tests.cli.command_line import Done, finished, gitops, started_as

HEAVY = ("dagster", "pandas", "sqlalchemy", "pydantic", "alembic", "rich", "networkx")
STORE = [("store", each) for each in ("migrate", "backup", "restore")]
IMPORTS = f"""\
import sys
from gitops_assets.cli.main import main
try:
    main(sys.argv[1:])
finally:
    print("imported:", *sorted(set({HEAVY!r}) & set(sys.modules)), file=sys.stderr)
"""


@pytest.mark.parametrize("flag", ["--help", "-h"])
def test_help_shows_every_command_with_what_it_is_for(flag: str) -> None:
    done = gitops(flag)
    assert done.code == 0
    assert [name for name in COMMANDS if f"  {name} " not in done.out] == []
    assert "Start with `gitops-assets status ~/src`" in done.out


@pytest.mark.parametrize("words", [*((name,) for name in COMMANDS), *STORE], ids=" ".join)
def test_every_command_explains_itself(words: tuple[str, ...]) -> None:
    done = gitops(*words, "--help")
    assert done.code == 0
    assert done.out.startswith(f"Usage: gitops-assets {' '.join(words)}")
    assert [line for line in done.out.splitlines() if line.startswith("  -") and len(line.split()) < 3] == []


def test_the_version_is_told() -> None:
    assert gitops("--version").out.startswith("gitops-assets 0.")


@pytest.mark.parametrize(("typed", "meant"), [("staus", "status"), ("audti", "audit"), ("reports", "report")])
def test_a_typing_error_is_met_with_the_nearest_command(typed: str, meant: str) -> None:
    done = gitops(typed)
    assert done.code == 2
    assert f"No such command '{typed}'" in done.err
    assert meant in done.err


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (("status", "--state", "dirtty"), "dirty"),
        (("audit", "--fail-on", "hihg"), "high"),
        (("report", "htlm"), "html"),
        (("store", "bakcup"), "backup"),
    ],
)
def test_a_word_with_a_typing_error_is_met_with_the_nearest_one(typed: tuple[str, ...], meant: str) -> None:
    done = gitops(*typed)
    assert done.code == 2
    assert f"Did you mean '{meant}'?" in done.err
    assert "unsafe-ownership" not in done.err


def test_a_word_like_no_other_is_met_with_all_of_them() -> None:
    assert "'unsafe-ownership'" in gitops("status", "--state", "xyzzy").err


def test_an_option_with_a_typing_error_is_met_with_the_nearest_one() -> None:
    done = gitops("audit", "--fial-on", "high")
    assert done.code == 2
    assert "--fail-on" in done.err


def imports(*arguments: str | Path) -> Done:
    return finished(started_as((sys.executable, "-c", IMPORTS), *arguments))


def test_neither_help_nor_status_pays_for_what_only_audits_need(fleet: Path) -> None:
    for arguments in (("--help",), ("status", str(fleet)), ("status", str(fleet), "--json")):
        done = imports(*arguments)
        assert done.code == 0
        assert done.err.rstrip().endswith("imported:"), arguments


def test_a_bug_is_not_mistaken_for_findings(monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(*_: object, **__: object) -> None:
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr(main, "import_module", crash)
    done = gitops("audit")
    assert done.code == 3
    assert "Traceback" in done.err
    assert "this should not have happened: ZeroDivisionError: division by zero" in done.err


def test_an_end_that_an_asset_foresaw_is_told_without_a_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def end(*_: object, **__: object) -> None:
        raise dg.Failure("no repository was found; name another folder.")

    monkeypatch.setattr(main, "import_module", end)
    gitops("audit").told(3, "no repository was found", "name another folder")


def test_output_that_a_terminal_cannot_show_is_spelled_out(fleet: Path) -> None:
    done = finished(
        started_as(
            (sys.executable, "-m", "gitops_assets.cli.main"),
            "status",
            fleet,
            environment={"PYTHONIOENCODING": "ascii"},
        )
    )
    assert done.code == 0
    assert "api" in done.out
