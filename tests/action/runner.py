"""As much of GitHub's runner as a composite action needs: expressions, scripts, outputs.

Source: https://docs.github.com/actions/reference/workflows-and-actions/metadata-syntax
"""

import json
import os
import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
ACTION = ROOT / ".github/actions/audit"
_EXPRESSION = re.compile(r"\$\{\{\s*(.+?)\s*\}\}")


def metadata() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((ACTION / "action.yml").read_text("utf-8"))
    return found


@dataclass
class Ran:
    """How a run of the action ended: whether it failed, its log, and what its steps left."""

    failed: bool = False
    log: str = ""
    used: dict[str, dict[str, str]] = field(default_factory=dict)
    outputs: dict[str, str] = field(default_factory=dict)
    summary: str = ""


class Runner:
    """Runs the steps of the action in a folder, with an environment as on a runner."""

    def __init__(self, temporary: Path, environ: Mapping[str, str], event: Mapping[str, Any]) -> None:
        self._temporary = temporary
        self._files = {name: temporary / name.lower() for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
        (temporary / "event.json").write_text(json.dumps(event))
        self._environ = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "RUNNER_TEMP": str(temporary),
            "GITHUB_ACTION_PATH": str(ACTION),
            "GITHUB_EVENT_PATH": str(temporary / "event.json"),
            **{name: str(path) for name, path in self._files.items()},
            **environ,
        }

    def run(self, folder: Path, **inputs: str) -> Ran:
        """Every step whose condition holds, in order; after a failure only those that always run."""
        described = metadata()
        ran = Ran()
        known = {f"inputs.{name}": str(each.get("default", "")) for name, each in described["inputs"].items()}
        known["inputs.token"] = "a-token"
        known |= {f"inputs.{name.replace('_', '-')}": value for name, value in inputs.items()}
        for step in described["runs"]["steps"]:
            if _holds(step.get("if", ""), known, failed=ran.failed):
                self._step(step, folder, known, ran)
        named = described["outputs"].items()
        ran.outputs = {name: _filled(each["value"], known) for name, each in named}
        summary = self._files["GITHUB_STEP_SUMMARY"]
        ran.summary = summary.read_text("utf-8") if summary.exists() else ""
        return ran

    def _step(self, step: Mapping[str, Any], folder: Path, known: dict[str, str], ran: Ran) -> None:
        if "uses" in step:
            ran.used[step["uses"]] = {name: _filled(str(each), known) for name, each in step["with"].items()}
            return
        assert step["shell"] == "bash"
        assert "${{" not in step["run"], "an expression in a script is an injection"
        output = self._files["GITHUB_OUTPUT"]
        output.write_text("")
        script = self._temporary / "step.sh"
        script.write_text(step["run"])
        more = {name: _filled(str(each), known) for name, each in step.get("env", {}).items()}
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)],
            cwd=folder,
            env={**self._environ, **more},
            capture_output=True,
            text=True,
            check=False,
        )
        ran.log += done.stdout + done.stderr
        ran.failed = ran.failed or done.returncode != 0
        for line in output.read_text("utf-8").splitlines():
            name, _, value = line.partition("=")
            known[f"steps.{step.get('id')}.outputs.{name}"] = value


def _filled(text: str, known: Mapping[str, str]) -> str:
    return _EXPRESSION.sub(lambda found: known.get(found[1], ""), text)


def _holds(condition: str, known: Mapping[str, str], *, failed: bool) -> bool:
    """Conditions of the form ``always() && a != 'b' && …``: all that the action uses."""
    parts = [part.strip() for part in condition.split("&&")] if condition else []
    if failed and "always()" not in parts:
        return False
    for part in parts:
        if part == "always()":
            continue
        found = re.fullmatch(r"([\w.-]+) (==|!=) '(.*)'", part)
        assert found, f"the test's runner does not know this condition: {part}"
        if (known.get(found[1], "") == found[3]) is not (found[2] == "=="):
            return False
    return True
