import json

import pytest

from gitops_assets.cli.progress import JsonLines, Lines, listener
from resources.progress import Silent


def test_a_log_gets_one_line_when_a_phase_ends(capsys: pytest.CaptureFixture[str]) -> None:
    with Lines().phase("Looking", 1200) as seen:
        seen()
    assert capsys.readouterr().err.startswith("Looking: 1,200 in 0.")


def test_machines_get_an_object_that_names_the_run(capsys: pytest.CaptureFixture[str]) -> None:
    with JsonLines("run-1").phase("Looking", 3):
        pass
    entry = json.loads(capsys.readouterr().err)
    assert (entry["run_id"], entry["phase"], entry["outcome"], entry["count"]) == (
        "run-1",
        "Looking",
        "done",
        3,
    )


def test_a_phase_that_fails_is_told_too(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(OSError, match="disk"), JsonLines("run-1").phase("Storing", 1):
        raise OSError("disk")
    assert json.loads(capsys.readouterr().err)["level"] == "error"


def test_the_listener_suits_where_the_output_goes() -> None:
    assert isinstance(listener("r", log="text", quiet=False), Lines)
    assert isinstance(listener("r", log="text", quiet=True), Silent)
    assert isinstance(listener("r", log="json", quiet=True), JsonLines)
